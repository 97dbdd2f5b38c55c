//! Statistics that the engine is asked for, an instance at a time.

use super::patience::Patience;
use super::schedule::Schedule;
use super::track::Track;
use crate::docker::stats::Reading;
use crate::docker::{EngineClient, PollError, Poller};
use mini_aws_domain::InstanceId;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};
use tracing::debug;

/// How long an answer is waited for. An engine that needs longer has other things to do.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// What is read of the kernel, but for the network, has the network asked for at this interval.
const NETWORK_INTERVAL: Duration = Duration::from_secs(15);
/// The interval is not changed for less than this factor: there is always somebody who comes or goes.
const NOTICEABLE: f64 = 1.05;

/// What an instance is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Everything.
    Whole,
    /// The network alone, for the rest is read elsewhere.
    Network,
}

/// What an instance said.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) id: InstanceId,
    /// Of which run.
    pub(super) track: Arc<Track>,
    pub(super) part: Part,
    /// Nothing, if it does not run.
    pub(super) reading: Option<Reading>,
    /// In which time the next one comes.
    pub(super) cadence: Duration,
}

#[derive(Debug)]
struct Asked {
    track: Arc<Track>,
    part: Part,
}

/// Asks instances again and again, each once in an interval.
pub(super) struct Polls {
    poller: Arc<Poller>,
    asked: BTreeMap<InstanceId, Asked>,
    schedule: Schedule,
    patience: Patience,
    interval: Duration,
    /// The longest interval that still has a bearing, and until when.
    before: (Duration, Instant),
    work: JoinSet<Finished>,
}

struct Finished {
    id: InstanceId,
    track: Arc<Track>,
    part: Part,
    took: Duration,
    /// Nothing, if it did not come in time.
    told: Option<Result<Option<Reading>, PollError>>,
}

impl Polls {
    pub(super) fn new(client: &EngineClient, now: Instant) -> Self {
        let poller = Poller::new(client.endpoint().clone(), client.info());
        Self {
            poller: Arc::new(poller),
            asked: BTreeMap::new(),
            schedule: Schedule::default(),
            patience: Patience::default(),
            interval: Duration::ZERO,
            before: (Duration::ZERO, now),
            work: JoinSet::new(),
        }
    }

    /// Asks for this part of an instance from now on; `is_read` if its track has a reading.
    pub(super) fn add(
        &mut self,
        id: &InstanceId,
        track: &Arc<Track>,
        part: Part,
        is_read: bool,
        now: Instant,
    ) {
        let known = self.asked.get(id);
        if known.is_some_and(|asked| asked.part == part && Arc::ptr_eq(&asked.track, track)) {
            return;
        }
        self.remove(id);
        self.asked.insert(id.clone(), Asked { track: Arc::clone(track), part });
        self.schedule.add(id.clone(), is_read, now);
    }

    /// Asks it no more; what it still says is nobody's.
    pub(super) fn remove(&mut self, id: &InstanceId) {
        if self.asked.remove(id).is_some() {
            self.schedule.remove(id);
        }
    }

    /// Asks each instance as often as this from now on.
    pub(super) fn set_interval(&mut self, interval: Duration, now: Instant) {
        let (old, new) = (self.interval.as_secs_f64(), interval.as_secs_f64());
        if old > 0.0 && new / old < NOTICEABLE && old / new < NOTICEABLE {
            return;
        }
        if interval < self.interval {
            // What was told by the longer one stands until it is told anew.
            self.before = (self.interval, now + self.interval);
        }
        if old > 0.0 {
            self.schedule.stretch(new / old, now);
        }
        self.interval = interval;
    }

    /// Time between two polls of an instance.
    pub(super) fn interval(&self) -> Duration {
        self.interval
    }

    /// The most time that passes between two answers of an instance as long as all is well.
    pub(super) fn longest(&self, now: Instant) -> Duration {
        let (before, until) = self.before;
        let interval = if now < until { self.interval.max(before) } else { self.interval };
        interval * 5 / 4 + self.patience.usual() * 2
    }

    /// How well the engine bears it.
    pub(super) fn patience(&self) -> &Patience {
        &self.patience
    }

    /// After the machine slept, or its clock was set.
    pub(super) fn slept(&self) {
        self.poller.disconnect();
    }

    /// Asks whoever is due, until one answered. Cancel-safe: who was asked is still being asked.
    pub(super) async fn answer(&mut self) -> Answer {
        loop {
            let at_once = self.at_once();
            let now = Instant::now();
            while let Some(id) = self.schedule.begin(at_once, now) {
                self.ask(id);
            }
            let next_at = self.schedule.next_at(at_once);
            tokio::select! {
                Some(finished) = self.work.join_next() => {
                    // A task that panicked can't say whom it asked; none does.
                    if let Ok(finished) = finished
                        && let Some(answer) = self.take(finished)
                    {
                        return answer;
                    }
                }
                () = sleep_until(next_at.unwrap_or(now)), if next_at.is_some() => {}
                // There is nothing to do until somebody is added.
                else => std::future::pending().await,
            }
        }
    }

    /// How many answers to wait for at once.
    fn at_once(&self) -> usize {
        let seconds = self.interval.as_secs_f64().max(1.0);
        let each_second = self.schedule.len() as f64 / seconds;
        // At first somebody waits for all of them.
        let each_second = each_second.max(self.schedule.unmeasured() as f64);
        self.patience.at_once(each_second) as usize
    }

    fn ask(&mut self, id: InstanceId) {
        let Some(Asked { track, part }) = self.asked.get(&id) else {
            self.schedule.end(&id, false, self.interval, Instant::now());
            return;
        };
        let (track, part, poller) = (Arc::clone(track), *part, Arc::clone(&self.poller));
        self.work.spawn(async move {
            let began = Instant::now();
            let told = timeout(ANSWER_TIMEOUT, poller.ask(&id)).await.ok();
            Finished { id, track, part, took: began.elapsed(), told }
        });
    }

    fn take(&mut self, finished: Finished) -> Option<Answer> {
        let Finished { id, track, part, took, told } = finished;
        match &told {
            None => self.patience.timed_out(),
            Some(Ok(_)) => self.patience.answered(took),
            // It says nothing about its pace; if it goes away, the session notices.
            Some(Err(error)) => debug!(instance = id.short(), %error, "a poll failed"),
        }
        let cadence = match part {
            Part::Whole => self.interval,
            Part::Network => NETWORK_INTERVAL.max(self.interval),
        };
        let reading = told.map(|told| told.ok().flatten());
        let is_read = matches!(reading, Some(Some(_)));
        self.schedule.end(&id, is_read, cadence, Instant::now());
        let reading = reading?;
        let is_current = self.asked.get(&id).is_some_and(|asked| Arc::ptr_eq(&asked.track, &track));
        is_current.then_some(Answer { id, track, part, reading, cadence })
    }
}
