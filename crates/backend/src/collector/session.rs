//! The time with one engine: from the first list to the moment when it no longer answers.

mod answers;

use super::Collector;
use super::inspections::Inspections;
use super::journal::Journal;
use super::measuring::Measuring;
use super::question::Question;
use super::sampler::{Sampler, Turn};
use crate::docker::{EngineClient, EngineError, EngineEvent, EventReader, Scope};
use answers::Done;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{FutureExt as _, Stream, StreamExt};
use mini_aws_domain::{ActivityKind, EnginePick, Frame, GapReason, InstanceId, NoticeCode};
use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, interval_at, sleep_until};
use tracing::info;

/// Time between two frames.
pub(crate) const TICK: Duration = Duration::from_secs(1);
/// A frame waits for the kernel's files to be read, but no longer than this: it goes on with what is fresh.
const ROUND_TIMEOUT: Duration = Duration::from_millis(400);
/// For this long the first frame waits until every running instance has told its CPU, which takes two readings.
const WARM_UP: Duration = Duration::from_secs(5);
/// How often it is looked whether they have.
const WARM_UP_LOOK: Duration = Duration::from_millis(100);
/// How often the engine has to show that it still answers, and what failed is tried again.
const PING_EVERY: Duration = Duration::from_secs(5);
const PING_TIMEOUT: Duration = Duration::from_secs(5);
/// How many pings or lists of instances in a row may fail: a machine that is out of breath is not an engine that is gone.
const MISSES: u32 = 2;
/// Everything is listed anew and the event stream opened anew this often, should either ever have kept something to itself.
const RENEW_EVERY: Duration = Duration::from_secs(300);
/// The clocks differ by this much after the machine slept, or somebody set the time.
const SLEPT: TimeDelta = TimeDelta::seconds(10);
/// Events are asked for from this long before the last one that was seen; doubles are dropped by their fingerprints.
const OVERLAP_NANOS: i64 = 5_000_000_000;
/// How far back the feed of a console that never saw this engine begins.
const FIRST_LOOK_BACK: TimeDelta = TimeDelta::hours(1);
/// How many events are handled at once.
const EVENT_BATCH: usize = 256;

/// How a session ended.
pub(super) struct Ended {
    /// Why the engine no longer answers.
    pub(super) error: EngineError,
    /// Whether it ever listed what it has: one that only shakes hands was not reached.
    pub(super) listed: bool,
}

/// Watches one engine until it is lost; `None` when the collector was cancelled, collecting is paused, or another engine than the one
/// that was `pick`ed is wanted.
pub(super) async fn watch(
    collector: &Collector,
    client: &EngineClient,
    pick: &EnginePick,
) -> Option<Ended> {
    let mut session = Session::new(collector, client);
    let error = tokio::select! {
        () = collector.cancel.cancelled() => None,
        () = collector.requests.collecting_is(false) => None,
        () = collector.wants_other_than(pick) => None,
        error = session.run() => Some(error),
    };
    // A machine that wakes finds its connections broken: that is no fault of the engine's.
    session.slept();
    // What the engine told last is what people will ask about.
    session.journal.settle().await;
    session.measuring.end(error.as_ref());
    // Without an engine it goes without saying.
    for code in [NoticeCode::VolumesNotListed, NoticeCode::VpcsNotListed] {
        collector.live.set_notice(code, None);
    }
    error.map(|error| Ended { error, listed: session.listed })
}

type Events = Pin<Box<dyn Stream<Item = Vec<Result<EngineEvent, EngineError>>> + Send>>;

struct Session<'a> {
    collector: &'a Collector,
    client: &'a EngineClient,
    began: Instant,
    began_at: DateTime<Utc>,
    /// Whether it is known what there is to watch.
    listed: bool,
    sampler: Sampler,
    /// Until when a frame that is due waits for its round.
    frame_by: Option<Instant>,
    /// Whether a frame was made.
    framed: bool,
    reader: EventReader,
    journal: Journal,
    inspections: Inspections,
    instances: Question,
    /// What was inspected while the instances were listed, and so is newer than the list.
    meanwhile: BTreeSet<InstanceId>,
    volumes: Question,
    vpcs: Question,
    measuring: Measuring<'a>,
    ping: Question,
    work: JoinSet<Done>,
}

impl<'a> Session<'a> {
    fn new(collector: &'a Collector, client: &'a EngineClient) -> Self {
        let now = Instant::now();
        let stream = format!("events:{}", client.info().endpoint);
        Self {
            collector,
            client,
            began: now,
            began_at: collector.live.now(),
            listed: false,
            sampler: Sampler::new(collector, client),
            frame_by: None,
            framed: false,
            reader: EventReader::new(client.info().kind),
            journal: Journal::new(collector.store.clone(), Arc::clone(&collector.live), stream),
            inspections: Inspections::default(),
            instances: Question::wanted(),
            meanwhile: BTreeSet::new(),
            volumes: Question::wanted(),
            vpcs: Question::wanted(),
            measuring: Measuring::new(&collector.live),
            ping: Question::default(),
            work: JoinSet::new(),
        }
    }

    async fn run(&mut self) -> EngineError {
        let first = self.collector.live.now() - FIRST_LOOK_BACK;
        let since = match self.journal.checkpoint().await {
            Some(nanos) => nanos.saturating_sub(OVERLAP_NANOS),
            None => first.timestamp_nanos_opt().unwrap_or_default(),
        };
        let mut events = self.open(since);
        let start = Instant::now();
        let mut frames = interval_at(start + TICK, TICK);
        let mut pings = interval_at(start + PING_EVERY, PING_EVERY);
        let mut renewals = interval_at(start + RENEW_EVERY, RENEW_EVERY);
        for ticker in [&mut frames, &mut pings, &mut renewals] {
            ticker.set_missed_tick_behavior(MissedTickBehavior::Skip);
        }
        let mut looks = interval(WARM_UP_LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut paused = false;
        loop {
            self.pump();
            let has_room = self.journal.has_room();
            if has_room && paused {
                // An engine drops events for who does not read; better to look than to trust.
                self.want_everything();
            }
            paused = !has_room;
            let (measure_at, frame_by) = (self.measuring.due(), self.frame_by);
            tokio::select! {
                batch = events.next(), if has_room => {
                    let Some(batch) = batch else { return EngineError::Ended };
                    for event in batch {
                        match event {
                            Ok(event) => self.happened(&event),
                            Err(error) => return error,
                        }
                    }
                }
                () = self.journal.written() => {}
                Some(done) = self.work.join_next() => {
                    let taken = match done {
                        Ok(done) => self.take(done),
                        Err(error) => Err(EngineError::Broken(error.to_string())),
                    };
                    if let Err(error) = taken {
                        return error;
                    }
                }
                _ = frames.tick() => {
                    if self.slept() {
                        events = self.renew(since);
                    }
                    if self.sampler.tick() {
                        self.frame_by = Some(Instant::now() + ROUND_TIMEOUT);
                    } else {
                        self.frame();
                    }
                }
                _ = looks.tick(), if self.listed && !self.framed => {
                    if self.frame() {
                        // From here on, a tick after it.
                        frames.reset();
                    }
                }
                turn = self.sampler.turn() => match turn {
                    Turn::Round if !self.framed || self.frame_by.is_some() => {
                        if self.frame() {
                            frames.reset();
                        }
                    }
                    Turn::Stopped(id) => self.inspections.touch(id),
                    Turn::Round | Turn::Other => {}
                },
                () = sleep_until(frame_by.unwrap_or(start)), if frame_by.is_some() => {
                    self.frame();
                }
                _ = pings.tick() => self.keep_alive(),
                _ = renewals.tick() => events = self.renew(since),
                () = self.collector.requests.measure.notified() => self.measuring.want(),
                () = self.collector.requests.cancel_measure.notified() => self.measuring.cancel(),
                () = sleep_until(measure_at.unwrap_or(start)), if measure_at.is_some() => {
                    self.measuring.is_due();
                }
            }
        }
    }

    fn open(&self, since_nanos: i64) -> Events {
        Box::pin(self.client.events(since_nanos).ready_chunks(EVENT_BATCH))
    }

    /// Lists everything anew and opens the event stream anew: a connection that a network forgot looks just like a quiet one.
    fn renew(&mut self, since: i64) -> Events {
        self.want_everything();
        let from = self.journal.resume().map_or(since, |nanos| nanos.saturating_sub(OVERLAP_NANOS));
        self.open(from)
    }

    fn want_everything(&mut self) {
        self.instances.wanted = true;
        self.volumes.wanted = true;
        self.vpcs.wanted = true;
    }

    /// Whether the wall's clock went on without ours, as it does while the machine sleeps; says so once.
    fn slept(&mut self) -> bool {
        let now = self.collector.live.now();
        let expected = TimeDelta::from_std(self.began.elapsed()).unwrap_or_default();
        let ahead = now - self.began_at - expected;
        if ahead.abs() < SLEPT {
            return false;
        }
        info!(seconds = ahead.num_seconds(), "the clock jumped, or the machine slept");
        self.collector.store.explain_silence(GapReason::Asleep, now);
        self.began_at += ahead;
        self.sampler.slept();
        true
    }

    /// Starts whatever work is wanted and has room.
    fn pump(&mut self) {
        self.journal.write();
        // What is replayed of the past is in the first list, and that comes as one.
        while self.listed
            && let Some(id) = self.inspections.begin()
        {
            self.ask(|client| async move {
                let looked = client.refresh(&id).await;
                Done::Inspected(id, looked.map(|found| found.map(Box::new)))
            });
        }
        if self.instances.take() {
            self.meanwhile.clear();
            self.ask(|client| async move { Done::Instances(client.list_instances().await) });
        }
        if self.volumes.take() {
            self.ask(|client| async move { Done::Volumes(client.list_volumes().await) });
        }
        if self.vpcs.take() {
            self.ask(|client| async move { Done::Vpcs(client.list_vpcs().await) });
        }
        if !self.measuring.is_running() {
            // Who called off what had ended by then did not mean the next one.
            let _ = self.collector.requests.cancel_measure.notified().now_or_never();
        }
        if let Some(called_off) = self.measuring.begin() {
            self.ask(|client| async move {
                Done::Measured(called_off.run_until_cancelled(client.measure_volumes()).await)
            });
        }
        if self.ping.take() {
            self.ask(|client| async move { Done::Pinged(client.ping(PING_TIMEOUT).await) });
        }
    }

    fn ask<F>(&mut self, question: impl FnOnce(EngineClient) -> F)
    where
        F: Future<Output = Done> + Send + 'static,
    {
        self.work.spawn(question(self.client.clone()));
    }

    /// Takes one event: it goes to the feed, and what it touches is looked at anew.
    fn happened(&mut self, event: &EngineEvent) {
        let entry = self.reader.activity(event).map(|mut activity| {
            if let Scope::Instance(id) = &event.scope
                && is_end(activity.kind)
            {
                activity.last = self.collector.board.last_usage(id, activity.timestamp);
            }
            (activity, event.fingerprint())
        });
        self.journal.read(event.time_nanos, entry);
        match &event.scope {
            Scope::Instance(id) => self.inspections.touch(id.clone()),
            Scope::Volume(_) => {
                self.volumes.wanted = true;
                if matches!(event.action.as_str(), "create" | "destroy" | "remove") {
                    self.measuring.soon();
                }
            }
            Scope::Vpc(_) => {
                self.vpcs.wanted = true;
                // A member that joined or left says so itself.
                if let Some(id) = event.attributes.get("container") {
                    self.inspections.touch(InstanceId::new(id));
                }
            }
        }
    }

    /// Makes a frame, unless it is too early for the first. Returns whether it is that one.
    fn frame(&mut self) -> bool {
        self.frame_by = None;
        let began = Instant::now();
        let samples = self.sampler.frame(began);
        let known = samples.iter().filter(|sample| sample.cpu_percent.is_some()).count();
        let warming_up = self.began.elapsed() < WARM_UP && known < self.sampler.watched();
        if !self.listed || warming_up {
            // Samples come one after the other at first; a sum over those that are there would look like a rise.
            return false;
        }
        let is_first = !std::mem::replace(&mut self.framed, true);
        self.sampler.framed();
        let frame = Frame {
            timestamp: self.collector.live.now(),
            interval_ms: u32::try_from(TICK.as_millis()).unwrap_or(u32::MAX),
            samples,
        };
        self.collector.store.record_frame(Arc::new(frame.clone()));
        self.collector.live.set_frame(frame);
        self.collector.live.meters().frame(began.elapsed());
        is_first
    }

    /// Asks whether the engine still answers, and tries again what failed.
    fn keep_alive(&mut self) {
        self.ping.wanted = true;
        self.inspections.retry();
        for question in [&mut self.instances, &mut self.volumes, &mut self.vpcs] {
            question.retry();
        }
    }
}

/// Whether a process of an instance ended, so that people will ask what it used last.
fn is_end(kind: ActivityKind) -> bool {
    use ActivityKind::{Died, Exited, OutOfMemory, Stopped};
    matches!(kind, Stopped | Exited | Died | OutOfMemory)
}
