//! The newest events, for whoever listens: each reader has a place of its own in it, and may come back to an earlier one.

use super::limits::Limits;
use super::told::Told;
use chrono::{DateTime, Utc};
use mini_aws_domain::{Event, Payload, ResyncReason};
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// The newest events. Writing to it never waits for a reader: what is too old, or too much, is dropped.
#[derive(Debug)]
pub(super) struct Ring {
    kept: RwLock<Kept>,
    /// The position after the newest event. Changes wake the readers.
    end: watch::Sender<u64>,
    most_events: usize,
    most_samples: usize,
    longest: Duration,
}

#[derive(Debug)]
struct Kept {
    /// With the time at which each came.
    told: VecDeque<(Instant, Arc<Told>)>,
    /// The position of the first of them. Positions count what was put in, whatever its number is.
    begin: u64,
    samples: usize,
    /// Events up to and including this number are no longer in it.
    gone: u64,
    /// The number and the time of the newest event.
    newest: (u64, DateTime<Utc>),
}

impl Kept {
    fn end(&self) -> u64 {
        self.begin + self.told.len() as u64
    }

    fn forget_first(&mut self) {
        if let Some((_, told)) = self.told.pop_front() {
            self.begin += 1;
            self.samples -= told.samples();
            self.gone = told.event().seq;
        }
    }
}

/// One reader's place.
#[derive(Debug)]
pub(super) struct Cursor {
    position: u64,
    end: watch::Receiver<u64>,
}

/// What a reader gets.
#[derive(Debug)]
pub(super) enum Next {
    /// The next event.
    Told(Arc<Told>),
    /// It was too slow, and lost some. This `RESYNC` has the newest number; it goes on from there.
    Lagged(Box<Event>),
}

impl Ring {
    /// An empty one, after the event with the number `seq`.
    pub(super) fn new(limits: &Limits, seq: u64, now: DateTime<Utc>) -> Self {
        let kept =
            Kept { told: VecDeque::new(), begin: 0, samples: 0, gone: seq, newest: (seq, now) };
        Self {
            kept: RwLock::new(kept),
            end: watch::Sender::new(0),
            most_events: limits.kept_events,
            most_samples: limits.kept_samples,
            longest: limits.kept_for,
        }
    }

    /// Puts in an event, and forgets what is too old or too much. The newest one is kept whatever its size.
    pub(super) fn push(&self, event: Arc<Event>) {
        let (told, now) = (Arc::new(Told::new(event)), Instant::now());
        let end = {
            let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
            kept.newest = (told.event().seq, told.event().timestamp);
            kept.samples += told.samples();
            kept.told.push_back((now, told));
            let too_old = |kept: &Kept| {
                kept.told.front().is_some_and(|(came, _)| now.duration_since(*came) > self.longest)
            };
            while kept.told.len() > 1
                && (kept.told.len() > self.most_events
                    || kept.samples > self.most_samples
                    || too_old(&kept))
            {
                kept.forget_first();
            }
            kept.end()
        };
        self.end.send_replace(end);
    }

    /// A reader who gets what comes from now on, and the number of the last event before that.
    pub(super) fn at_end(&self) -> (Cursor, u64) {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        (self.cursor(kept.end()), kept.newest.0)
    }

    /// A reader who gets every event after the one with the number `seq`; `None` if some of these are gone.
    pub(super) fn after(&self, seq: u64) -> Option<Cursor> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let earlier = kept.told.partition_point(|(_, told)| told.event().seq <= seq);
        (seq >= kept.gone).then(|| self.cursor(kept.begin + earlier as u64))
    }

    /// Events up to and including this number are no longer in it.
    pub(super) fn gone(&self) -> u64 {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).gone
    }

    fn cursor(&self, position: u64) -> Cursor {
        Cursor { position, end: self.end.subscribe() }
    }
}

impl Cursor {
    /// The next event. Waits for one; never ends. Cancel-safe.
    pub(super) async fn next(&mut self, ring: &Ring) -> Next {
        loop {
            // Marked as seen before it looks, so that what comes in between wakes it.
            self.end.borrow_and_update();
            if let Some(next) = self.try_next(ring) {
                return next;
            }
            if self.end.changed().await.is_err() {
                // The ring is borrowed, so it is there.
                std::future::pending::<()>().await;
            }
        }
    }

    fn try_next(&mut self, ring: &Ring) -> Option<Next> {
        let kept = ring.kept.read().unwrap_or_else(PoisonError::into_inner);
        if self.position < kept.begin {
            self.position = kept.end();
            let (seq, timestamp) = kept.newest;
            let payload = Payload::Resync(ResyncReason::Lagged);
            return Some(Next::Lagged(Box::new(Event { seq, timestamp, payload })));
        }
        let place = usize::try_from(self.position - kept.begin).ok()?;
        let (_, told) = kept.told.get(place)?;
        self.position += 1;
        Some(Next::Told(Arc::clone(told)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::{Frame, InstanceId, ResourceSummary, Sample};

    fn summary(seq: u64) -> Arc<Event> {
        let payload = Payload::SummaryUpdate(ResourceSummary::default());
        Arc::new(Event { seq, timestamp: DateTime::UNIX_EPOCH, payload })
    }

    fn frame(seq: u64, samples: usize) -> Arc<Event> {
        let sample = Sample::empty(InstanceId::new("a"));
        let payload = Payload::MetricUpdate(Frame {
            timestamp: DateTime::UNIX_EPOCH,
            interval_ms: 1000,
            samples: vec![sample; samples],
        });
        Arc::new(Event { seq, timestamp: DateTime::UNIX_EPOCH, payload })
    }

    fn ring(events: usize, samples: usize) -> Ring {
        let kept_for = Duration::from_secs(30);
        let limits =
            Limits { kept_events: events, kept_samples: samples, kept_for, ..Limits::default() };
        Ring::new(&limits, 10, DateTime::UNIX_EPOCH)
    }

    fn numbers(ring: &Ring, cursor: &mut Cursor) -> Vec<u64> {
        std::iter::from_fn(|| cursor.try_next(ring))
            .map(|next| match next {
                Next::Told(told) => told.event().seq,
                Next::Lagged(event) => panic!("{event:?}"),
            })
            .collect()
    }

    #[tokio::test]
    async fn a_reader_waits_for_the_next_and_gets_each_once() {
        let ring = ring(8, 100);
        let (mut cursor, seq) = ring.at_end();
        assert_eq!(seq, 10);
        let wait = async {
            let Next::Told(told) = cursor.next(&ring).await else { panic!() };
            assert_eq!(told.event().seq, 11);
        };
        let write = async { ring.push(summary(11)) };
        tokio::join!(wait, write);
        ring.push(summary(12));
        ring.push(summary(13));
        assert_eq!(numbers(&ring, &mut cursor), [12, 13]);
        assert_eq!(ring.at_end().1, 13);
    }

    #[test]
    fn a_reader_who_is_too_slow_gets_a_resync_with_the_newest_number_and_goes_on() {
        let ring = ring(4, 100);
        let (mut slow, _) = ring.at_end();
        let (mut quick, _) = ring.at_end();
        for seq in 11..=30 {
            ring.push(summary(seq));
            assert_eq!(numbers(&ring, &mut quick), [seq]);
        }
        let Some(Next::Lagged(event)) = slow.try_next(&ring) else { panic!() };
        assert_eq!((event.seq, event.payload), (30, Payload::Resync(ResyncReason::Lagged)));
        assert!(slow.try_next(&ring).is_none());
        ring.push(summary(31));
        assert_eq!(numbers(&ring, &mut slow), [31]);
    }

    #[test]
    fn who_comes_back_gets_what_is_left_or_nothing() {
        let ring = ring(4, 100);
        assert!(ring.after(9).is_none(), "before the ring began");
        assert!(numbers(&ring, &mut ring.after(10).unwrap()).is_empty());
        for seq in 11..=16 {
            ring.push(summary(seq));
        }
        assert_eq!(ring.gone(), 12);
        assert!(ring.after(11).is_none());
        assert_eq!(numbers(&ring, &mut ring.after(12).unwrap()), [13, 14, 15, 16]);
        assert_eq!(numbers(&ring, &mut ring.after(15).unwrap()), [16]);
        assert!(numbers(&ring, &mut ring.after(16).unwrap()).is_empty());
        // A snapshot may be newer than what has arrived here.
        let mut ahead = ring.after(20).unwrap();
        ring.push(summary(17));
        assert_eq!(numbers(&ring, &mut ahead), [17], "who asked for less skips it");
    }

    #[test]
    fn samples_are_bounded_but_the_newest_frame_is_kept() {
        let ring = ring(100, 250);
        for seq in 11..=15 {
            ring.push(frame(seq, 100));
        }
        assert_eq!(ring.gone(), 13);
        ring.push(frame(16, 1000));
        assert_eq!(ring.gone(), 15);
        assert_eq!(numbers(&ring, &mut ring.after(15).unwrap()), [16]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_too_old_is_forgotten() {
        let ring = ring(100, 100);
        ring.push(summary(11));
        tokio::time::advance(Duration::from_secs(20)).await;
        ring.push(summary(12));
        assert_eq!(ring.gone(), 10);
        tokio::time::advance(Duration::from_secs(20)).await;
        ring.push(summary(13));
        assert_eq!(ring.gone(), 11);
    }

    #[test]
    fn json_is_written_once() {
        let told = Told::new(summary(11));
        let (first, second) = (told.envelope().unwrap(), told.envelope().unwrap());
        assert_eq!(first.as_str().as_ptr(), second.as_str().as_ptr());
        let (first, second) = (told.body("run").unwrap(), told.body("run").unwrap());
        assert_eq!(first.as_ptr(), second.as_ptr());
        assert!(first.starts_with(b"event: summary\nid: run-11\ndata: {\""));
        assert!(first.ends_with(b"}\n\n"));
    }
}
