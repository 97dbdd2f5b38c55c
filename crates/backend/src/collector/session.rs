//! The time with one engine: from the first list to the moment when it no longer answers.

use super::Collector;
use super::record;
use super::sampler::Sampler;
use crate::docker::{EngineClient, EngineError, EngineEvent, EventReader, Listing, Scope};
use crate::store::InstanceRecord;
use chrono::TimeDelta;
use futures_util::StreamExt;
use mini_aws_domain::{Activity, Frame, Instance, InstanceId, Volume, Vpc};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};
use tracing::{debug, warn};

/// Time between two frames.
pub(crate) const TICK: Duration = Duration::from_secs(1);
/// For this long the first frame waits until every running instance has told its CPU, which takes two readings.
const WARM_UP: Duration = Duration::from_secs(5);
/// How often the engine has to show that it still answers.
const PING_EVERY: Duration = Duration::from_secs(5);
const PING_TIMEOUT: Duration = Duration::from_secs(5);
/// How many pings in a row may fail: a machine that is out of breath is not an engine that is gone.
const PINGS_LOST: u32 = 2;
/// Everything is listed anew this often, should the event stream ever have kept something to itself.
const RELIST_EVERY: Duration = Duration::from_secs(300);
/// Events are asked for from this long before the last one that was seen; doubles are dropped by their fingerprints.
const OVERLAP_NANOS: i64 = 5_000_000_000;
/// How far back the feed of a console that never saw this engine begins.
const FIRST_LOOK_BACK: TimeDelta = TimeDelta::hours(1);
/// How many events are handled at once, and how many may wait to be stored before reading pauses.
const EVENT_BATCH: usize = 256;
const EVENT_BACKLOG: usize = 8 * EVENT_BATCH;
/// How many instances are inspected at a time.
const INSPECTIONS: usize = 8;
/// Volumes are measured this long after the engine was reached or a volume came or went, and not more often than once a minute.
const MEASURE_AFTER: Duration = Duration::from_secs(3);
const MEASURE_PAUSE: Duration = Duration::from_secs(60);

/// What a piece of work in the background came to.
enum Done {
    Inspected(InstanceId, Result<Option<Instance>, EngineError>),
    Listed(Result<Listing, EngineError>),
    Volumes(Result<Vec<Volume>, EngineError>),
    Vpcs(Result<Vec<Vpc>, EngineError>),
    Measured(Result<HashMap<String, u64>, EngineError>),
    Pinged(Result<(), EngineError>),
    /// Whether everything could be stored.
    Recorded(bool),
}

/// Questions that are asked one at a time; asked again during an answer, they follow it.
#[derive(Debug, Default, Clone, Copy)]
struct Question {
    wanted: bool,
    asked: bool,
}

impl Question {
    /// Whether to ask now.
    fn take(&mut self) -> bool {
        let ask = self.wanted && !self.asked;
        if ask {
            *self = Self { wanted: false, asked: true };
        }
        ask
    }
}

/// Watches one engine until it is lost; `None` when the collector was cancelled.
pub(super) async fn watch(collector: &Collector, client: &EngineClient) -> Option<EngineError> {
    let mut session = Session::new(collector, client);
    tokio::select! {
        () = collector.cancel.cancelled() => None,
        error = session.run() => Some(error),
    }
}

struct Session<'a> {
    collector: &'a Collector,
    client: &'a EngineClient,
    began: Instant,
    /// Whether it is known what there is to watch.
    listed: bool,
    sampler: Sampler,
    reader: EventReader,
    checkpoint: String,
    /// Instances to inspect because something happened to them, and those that merely lack details.
    touched: BTreeSet<InstanceId>,
    sketchy: BTreeSet<InstanceId>,
    inspecting: HashSet<InstanceId>,
    list: Question,
    volumes: Question,
    vpcs: Question,
    measure: Question,
    measure_at: Option<Instant>,
    measured_at: Option<Instant>,
    /// Activities that wait for the ones before them to be stored, and how far the stream was read with them.
    backlog: Vec<(Activity, Option<String>)>,
    read_to: Option<i64>,
    recording: bool,
    /// Whether all that was read is stored. Once it is not, the checkpoint stays where it is, so that the next session reads it again.
    complete: bool,
    pinging: bool,
    pings_lost: u32,
    work: JoinSet<Done>,
}

impl<'a> Session<'a> {
    fn new(collector: &'a Collector, client: &'a EngineClient) -> Self {
        Self {
            collector,
            client,
            began: Instant::now(),
            listed: false,
            sampler: Sampler::new(client.clone(), collector.cancel.child_token()),
            reader: EventReader::new(client.info().kind),
            checkpoint: format!("events:{}", client.info().endpoint),
            touched: BTreeSet::new(),
            sketchy: BTreeSet::new(),
            inspecting: HashSet::new(),
            list: Question { wanted: true, asked: false },
            volumes: Question::default(),
            vpcs: Question::default(),
            measure: Question::default(),
            measure_at: Some(Instant::now() + MEASURE_AFTER),
            measured_at: None,
            backlog: Vec::new(),
            read_to: None,
            recording: false,
            complete: true,
            pinging: false,
            pings_lost: 0,
            work: JoinSet::new(),
        }
    }

    async fn run(&mut self) -> EngineError {
        let since = self.since().await;
        let mut events = pin!(self.client.events(since).ready_chunks(EVENT_BATCH));
        let start = Instant::now();
        let mut frames = interval_at(start + TICK, TICK);
        let mut pings = interval_at(start + PING_EVERY, PING_EVERY);
        let mut lists = interval_at(start + RELIST_EVERY, RELIST_EVERY);
        for ticker in [&mut frames, &mut pings, &mut lists] {
            ticker.set_missed_tick_behavior(MissedTickBehavior::Skip);
        }
        loop {
            self.pump();
            let measure_at = self.measure_at;
            tokio::select! {
                batch = events.next(), if self.backlog.len() < EVENT_BACKLOG => match batch {
                    Some(batch) => {
                        for event in batch {
                            match event {
                                Ok(event) => self.happened(&event),
                                Err(error) => return error,
                            }
                        }
                    }
                    None => return EngineError::Ended,
                },
                Some(done) = self.work.join_next() => match done {
                    Ok(done) => if let Err(error) = self.take(done) { return error },
                    Err(error) => warn!(%error, "a piece of background work was lost"),
                },
                _ = frames.tick() => self.frame(),
                _ = pings.tick() => self.ping(),
                _ = lists.tick() => self.list.wanted = true,
                () = self.collector.requests.measure.notified() => self.measure.wanted = true,
                () = sleep_until(measure_at.unwrap_or(start)), if measure_at.is_some() => {
                    self.measure_at = None;
                    self.measure.wanted = true;
                }
            }
        }
    }

    /// From when on events are of interest, in nanoseconds since the epoch.
    async fn since(&self) -> i64 {
        let first = || {
            (self.collector.live.now() - FIRST_LOOK_BACK).timestamp_nanos_opt().unwrap_or_default()
        };
        match self.collector.store.checkpoint(&self.checkpoint).await {
            Ok(Some(nanos)) => nanos.saturating_sub(OVERLAP_NANOS),
            Ok(None) => first(),
            Err(error) => {
                warn!(%error, "the place in the event stream could not be read");
                first()
            }
        }
    }

    /// Starts whatever work is wanted and has room.
    fn pump(&mut self) {
        while self.inspecting.len() < INSPECTIONS {
            let next = self
                .touched
                .iter()
                .find(|id| !self.inspecting.contains(*id))
                .or_else(|| self.sketchy.iter().find(|id| !self.inspecting.contains(*id)))
                .cloned();
            let Some(id) = next else { break };
            self.touched.remove(&id);
            self.sketchy.remove(&id);
            self.inspecting.insert(id.clone());
            self.ask(|client| async move {
                let looked = client.refresh(&id).await;
                Done::Inspected(id, looked)
            });
        }
        if self.list.take() {
            self.ask(|client| async move { Done::Listed(client.list().await) });
        }
        if self.volumes.take() {
            self.ask(|client| async move { Done::Volumes(client.list_volumes().await) });
        }
        if self.vpcs.take() {
            self.ask(|client| async move { Done::Vpcs(client.list_vpcs().await) });
        }
        if self.measure.take() {
            self.measured_at = Some(Instant::now());
            self.ask(|client| async move { Done::Measured(client.measure_volumes().await) });
        }
        let news = !self.backlog.is_empty() || self.read_to.is_some();
        if news && !self.recording {
            self.recording = true;
            let activities = std::mem::take(&mut self.backlog);
            let read_to = self.read_to.take().filter(|_| self.complete);
            let checkpoint = read_to.map(|nanos| (self.checkpoint.clone(), nanos));
            let store = self.collector.store.clone();
            let live = Arc::clone(&self.collector.live);
            self.work.spawn(async move {
                Done::Recorded(record(&store, &live, activities, checkpoint).await)
            });
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
        if let Some(activity) = self.reader.activity(event) {
            self.backlog.push((activity, Some(event.fingerprint())));
        }
        self.read_to = self.read_to.max(Some(event.time_nanos));
        match &event.scope {
            Scope::Instance(id) => {
                self.touched.insert(id.clone());
            }
            Scope::Volume(_) => {
                self.volumes.wanted = true;
                if matches!(event.action.as_str(), "create" | "destroy" | "remove") {
                    self.measure_soon();
                }
            }
            Scope::Vpc(_) => {
                self.vpcs.wanted = true;
                // A member that joined or left says so itself.
                if let Some(id) = event.attributes.get("container") {
                    self.touched.insert(InstanceId::new(id));
                }
            }
        }
    }

    /// Takes what a piece of work came to; an error ends the session.
    fn take(&mut self, done: Done) -> Result<(), EngineError> {
        match done {
            Done::Inspected(id, looked) => {
                self.inspecting.remove(&id);
                match looked {
                    Ok(Some(instance)) => self.put(instance),
                    Ok(None) => self.remove(&id),
                    Err(error) => debug!(instance = id.short(), %error, "an inspection failed"),
                }
            }
            Done::Listed(listing) => {
                let listing = listing?;
                self.list.asked = false;
                self.listed = true;
                self.remember(&listing.instances);
                self.sketchy =
                    listing.instances.iter().map(|instance| instance.id.clone()).collect();
                self.collector.live.relist(listing);
                self.watch();
            }
            Done::Volumes(listed) => {
                self.volumes.asked = false;
                let listed = listed?;
                self.collector.live.change_world(|world| world.replace_volumes(listed));
            }
            Done::Vpcs(listed) => {
                self.vpcs.asked = false;
                let listed = listed?;
                self.collector.live.change_world(|world| world.replace_vpcs(listed));
            }
            Done::Measured(measured) => {
                self.measure.asked = false;
                match measured {
                    Ok(sizes) => self.collector.live.change_world(|world| world.measured(sizes)),
                    Err(error) => warn!(%error, "volumes could not be measured"),
                }
            }
            Done::Pinged(Ok(())) => {
                self.pinging = false;
                self.pings_lost = 0;
            }
            Done::Pinged(Err(error)) => {
                self.pinging = false;
                self.pings_lost += 1;
                if self.pings_lost >= PINGS_LOST {
                    return Err(error);
                }
            }
            Done::Recorded(stored) => {
                self.recording = false;
                self.complete &= stored;
            }
        }
        Ok(())
    }

    fn put(&mut self, instance: Instance) {
        self.remember(std::slice::from_ref(&instance));
        self.collector.live.change_world(|world| world.put_instance(instance));
        self.watch();
    }

    fn remove(&mut self, id: &InstanceId) {
        self.collector.live.change_world(|world| world.remove_instance(id));
        self.watch();
    }

    /// Tells the store which names go with which ids, so that history outlives its instance.
    fn remember(&self, instances: &[Instance]) {
        let records = instances.iter().map(InstanceRecord::from).collect();
        self.collector.store.upsert_instances(records, self.collector.live.now());
    }

    fn watch(&mut self) {
        let sampler = &mut self.sampler;
        self.collector.live.read(|state| sampler.watch(state.world.instances()));
        self.collector.live.set_watched(self.sampler.watched());
    }

    fn frame(&self) {
        let samples = self.sampler.frame(Instant::now());
        let known = samples.iter().filter(|sample| sample.cpu_percent.is_some()).count();
        let warming_up = self.began.elapsed() < WARM_UP && known < self.sampler.watched();
        if !self.listed || warming_up {
            // The streams come up one after the other; a sum over those that already have would look like a rise.
            return;
        }
        let frame = Frame {
            timestamp: self.collector.live.now(),
            interval_ms: u32::try_from(TICK.as_millis()).unwrap_or(u32::MAX),
            samples,
        };
        self.collector.store.record_frame(Arc::new(frame.clone()));
        self.collector.live.set_frame(frame);
    }

    fn ping(&mut self) {
        if !self.pinging {
            self.pinging = true;
            self.ask(|client| async move { Done::Pinged(client.ping(PING_TIMEOUT).await) });
        }
    }

    /// Measures the volumes after a short while, in which more of them may come or go.
    fn measure_soon(&mut self) {
        let soon = Instant::now() + MEASURE_AFTER;
        let earliest = self.measured_at.map_or(soon, |last| last + MEASURE_PAUSE);
        self.measure_at = Some(soon.max(earliest));
    }
}
