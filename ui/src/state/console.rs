//! The state of the window and how each event changes it.

use super::{Action, Fetched, OwnCpu, Shared, Sync, Want};
use crate::{backend::Link, charts::MetricWindow};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{
    Activity, EngineInfo, EngineStatus, Event, Frame, Instance, InstanceId, MeasureState, Notice,
    OwnCost, Payload, Problem, ResourceSummary, ResyncReason, Sample, Snapshot, Volume, Vpc, VpcId,
};
use std::{collections::BTreeMap, rc::Rc};
use yew::Reducible;

/// How much history the charts keep, in milliseconds.
pub const WINDOW_MS: i64 = 15 * 60 * 1000;
/// How many activities are kept.
pub const ACTIVITY_LIMIT: usize = 200;
/// How many events may wait for a snapshot. Beyond that they are dropped, and the history is asked for as well.
const PENDING_LIMIT: usize = 4096;
/// How long tables show a reading that was followed by none. An engine's samples do not keep step with the frames, so one now
/// and then is late; charts show what is missing for longer as a gap.
const HOLD: TimeDelta = TimeDelta::seconds(5);
/// Every how many frames the order by load is settled anew: rows that change places each second cannot be read.
const RANK_EVERY: u64 = 5;
/// Weight of the newest frame in the load by which instances are ranked.
const LOAD_WEIGHT: f64 = 0.15;

/// How far the window has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Nothing is known yet.
    #[default]
    Loading,
    /// There is something to show.
    Ready,
}

/// An instance's newest sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What it used.
    pub sample: Shared<Sample>,
    /// At which tick.
    pub at: DateTime<Utc>,
}

/// Everything that the window knows. Cloning it is cheap: what is large is shared.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsoleState {
    /// How far the window has come.
    pub phase: Phase,
    /// Whether what is known is whole.
    pub sync: Sync,
    /// How many times in a row something was asked for: the more, the longer the next request waits.
    pub tries: u32,
    /// Why the last request failed; absent as soon as one succeeds.
    pub problem: Option<Problem>,
    /// The way to the console.
    pub link: Link,
    /// The number of the last event that is in here.
    pub seq: u64,
    /// Where the console stands with the engine.
    pub engine: EngineStatus,
    /// The engine that answers, or the one that did before it went away.
    pub known_engine: Option<EngineInfo>,
    /// The counts.
    pub summary: ResourceSummary,
    /// Every instance, by id.
    pub instances: Shared<Vec<Instance>>,
    /// Every volume, by name.
    pub volumes: Shared<BTreeMap<String, Volume>>,
    /// Every VPC.
    pub vpcs: Shared<BTreeMap<VpcId, Vpc>>,
    /// The newest activities, newest first.
    pub activity: Shared<Vec<Activity>>,
    /// The newest sample of each running instance.
    pub readings: Shared<BTreeMap<InstanceId, Reading>>,
    /// Running instances, the one with the highest load of the last seconds first.
    pub ranking: Shared<Vec<InstanceId>>,
    /// Rises each time that order is settled, changed or not: what else is sorted by load settles with it.
    pub rank_revision: u64,
    /// What the console itself costs, once measured.
    pub own_cost: Option<OwnCost>,
    /// The CPU of that in the last minutes.
    pub own_cpu: OwnCpu,
    /// What the person should know about the console.
    pub notices: Shared<Vec<Notice>>,
    /// How far measuring the volumes has come.
    pub measure: MeasureState,
    /// What the charts draw.
    pub window: MetricWindow,
    /// Rises with each change of [`ConsoleState::window`].
    pub window_revision: u64,
    /// Rises whenever instances may have gone: what is known of those that are gone is old then.
    pub removals: u64,
    frames: u64,
    loads: Shared<BTreeMap<InstanceId, f64>>,
    pub(super) pending: Shared<Vec<Event>>,
}

impl Default for ConsoleState {
    fn default() -> Self {
        Self {
            phase: Phase::default(),
            sync: Sync::default(),
            tries: 0,
            problem: None,
            link: Link::Up,
            seq: 0,
            engine: EngineStatus::Connecting,
            known_engine: None,
            summary: ResourceSummary::default(),
            instances: Shared::default(),
            volumes: Shared::default(),
            vpcs: Shared::default(),
            activity: Shared::default(),
            readings: Shared::default(),
            ranking: Shared::default(),
            rank_revision: 0,
            own_cost: None,
            own_cpu: OwnCpu::default(),
            notices: Shared::default(),
            measure: MeasureState::Idle,
            window: MetricWindow::new(WINDOW_MS),
            window_revision: 0,
            removals: 0,
            frames: 0,
            loads: Shared::default(),
            pending: Shared::default(),
        }
    }
}

impl Reducible for ConsoleState {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        state.apply(action);
        Rc::new(state)
    }
}

impl ConsoleState {
    /// Whether there is an engine to show: the one that answers, or what the one before left behind.
    #[must_use]
    pub fn has_content(&self) -> bool {
        self.known_engine.is_some() || !self.instances.is_empty()
    }

    /// Whether it is not known yet what there is: nothing was heard, or the first engine is still being looked for, which is mostly over
    /// before one could read about it.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        let is_looking = matches!(self.engine, EngineStatus::Connecting);
        self.phase == Phase::Loading || (is_looking && !self.has_content())
    }

    /// The instance with this id.
    #[must_use]
    pub fn instance(&self, id: &InstanceId) -> Option<&Instance> {
        let place = place_of(&self.instances, id).ok()?;
        self.instances.get(place)
    }

    /// Applies one action.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Subscribed => self.sync = self.sync.wanting(Want::SnapshotAndStats),
            Action::SubscribeFailed(problem) => self.problem = Some(problem),
            Action::FetchStarted => {
                self.sync = self.sync.started();
                self.tries = self.tries.saturating_add(1);
            }
            Action::Fetched(fetched) => self.apply_fetched(*fetched),
            Action::Sparklines(known) => {
                self.window.load_sparklines(&known);
                self.window_revision += 1;
            }
            Action::Events(events) => self.apply_events(events),
            Action::Link(link) => self.apply_link(link),
            Action::Silence(now) => {
                // The charts go on without a line, so that what is missing can be seen to be missing.
                self.window.advance_to(now.timestamp_millis());
                self.window_revision += 1;
            }
        }
    }

    fn apply_fetched(&mut self, fetched: Fetched) {
        let snapshot = match fetched.snapshot {
            Ok(snapshot) => snapshot,
            Err(problem) => {
                self.problem = Some(problem);
                self.sync = self.sync.ended(false);
                return;
            }
        };
        self.problem = None;
        match fetched.stats {
            Some(Ok(stats)) => {
                self.window.load(&stats);
                self.window_revision += 1;
            }
            // What is live can be shown without a history; the person is told, and nothing is asked again and again.
            Some(Err(problem)) => self.problem = Some(problem),
            None => {}
        }
        self.load(snapshot);
        self.sync = self.sync.ended(true);
        let pending = std::mem::take(self.pending.make_mut());
        self.apply_events(pending);
    }

    fn load(&mut self, snapshot: Snapshot) {
        self.phase = Phase::Ready;
        self.removals += 1;
        self.seq = snapshot.seq;
        self.set_engine(snapshot.engine);
        self.summary = snapshot.summary;
        let mut instances = snapshot.instances;
        instances.sort_by(|a, b| a.id.cmp(&b.id));
        self.instances = Shared::new(instances);
        self.volumes = by_key(snapshot.volumes, |volume| volume.name.clone());
        self.vpcs = by_key(snapshot.vpcs, |vpc| vpc.id.clone());
        let mut activity = snapshot.activity;
        activity.truncate(ACTIVITY_LIMIT);
        self.activity = Shared::new(activity);
        self.own_cost = snapshot.own_cost;
        self.notices = Shared::new(snapshot.notices);
        self.measure = snapshot.measure;
        self.readings = Shared::default();
        if let Some(frame) = &snapshot.frame {
            self.apply_frame(frame);
        }
        self.rank();
    }

    fn apply_events(&mut self, events: Vec<Event>) {
        for event in events {
            if self.sync != Sync::Current {
                self.wait(event);
            } else if let Payload::Resync(reason) = event.payload {
                self.sync = self.sync.wanting(wanted_by(reason));
            } else if event.seq > self.seq + 1 {
                self.sync = self.sync.wanting(Want::SnapshotAndStats);
                self.wait(event);
            } else if event.seq == self.seq + 1 {
                self.seq = event.seq;
                self.tries = 0;
                self.apply_payload(event.payload, event.timestamp);
            }
            // What is left was in the snapshot already.
        }
    }

    /// Keeps an event until the snapshot is there.
    fn wait(&mut self, event: Event) {
        if let Payload::Resync(reason) = event.payload {
            let more = wanted_by(reason);
            // A request that is under way brings the newest snapshot anyway, but not the frames that it did not ask for.
            let covered = matches!(self.sync, Sync::Fetching { want, .. } if want >= more);
            if !covered && self.sync != Sync::Unsubscribed {
                self.sync = self.sync.wanting(more);
            }
            return;
        }
        let pending = self.pending.make_mut();
        if pending.len() >= PENDING_LIMIT {
            pending.clear();
            self.sync = self.sync.wanting(Want::SnapshotAndStats);
        }
        self.pending.make_mut().push(event);
    }

    fn apply_payload(&mut self, payload: Payload, at: DateTime<Utc>) {
        match payload {
            Payload::InstanceCreated(instance)
            | Payload::InstanceStarted(instance)
            | Payload::InstanceStopped(instance)
            | Payload::InstanceUpdated(instance) => self.put_instance(instance),
            Payload::InstanceTerminated(id) => self.remove_instance(&id),
            Payload::VolumeCreated(volume)
            | Payload::VolumeAttached(volume)
            | Payload::VolumeUpdated(volume) => {
                self.volumes.make_mut().insert(volume.name.clone(), volume);
            }
            Payload::VolumeDeleted(name) => {
                self.volumes.make_mut().remove(&name);
            }
            Payload::VpcCreated(vpc) | Payload::VpcUpdated(vpc) => {
                self.vpcs.make_mut().insert(vpc.id.clone(), vpc);
            }
            Payload::VpcDeleted(id) => {
                self.vpcs.make_mut().remove(&id);
            }
            Payload::MetricUpdate(frame) => self.apply_frame(&frame),
            Payload::AuditLog(activity) => self.put_activity(activity),
            Payload::SummaryUpdate(summary) => self.summary = summary,
            Payload::EngineStatus(status) => self.set_engine(status),
            Payload::OwnCost(cost) => {
                self.own_cpu.push(at, cost.cpu_percent);
                self.own_cost = Some(cost);
            }
            Payload::StorageMeasure(measure) => self.measure = measure,
            Payload::Notices(notices) => self.notices = Shared::new(notices),
            // It never gets here: it changes what is asked for, not what is known.
            Payload::Resync(_) => {}
        }
    }

    fn put_instance(&mut self, instance: Instance) {
        let runs = !instance.state.is_stopped();
        if !runs {
            self.readings.make_mut().remove(&instance.id);
        }
        let instances = self.instances.make_mut();
        let ran = match place_of(instances, &instance.id) {
            Ok(place) => {
                let known = std::mem::replace(&mut instances[place], instance);
                !known.state.is_stopped()
            }
            Err(place) => {
                instances.insert(place, instance);
                false
            }
        };
        if runs != ran {
            self.rank();
        }
    }

    fn remove_instance(&mut self, id: &InstanceId) {
        if let Ok(place) = place_of(&self.instances, id) {
            self.instances.make_mut().remove(place);
        }
        self.readings.make_mut().remove(id);
        self.loads.make_mut().remove(id);
        self.removals += 1;
        self.rank();
    }

    fn put_activity(&mut self, activity: Activity) {
        let feed = self.activity.make_mut();
        // The newest is first, by its own time as in a snapshot: what is caught up after a reconnect happened before it. Mostly the
        // place is right at the front.
        feed.retain(|known| known.id != activity.id);
        let order = |entry: &Activity| (entry.timestamp, entry.id);
        let place = feed.iter().position(|known| order(known) <= order(&activity));
        feed.insert(place.unwrap_or(feed.len()), activity);
        feed.truncate(ACTIVITY_LIMIT);
    }

    fn set_engine(&mut self, status: EngineStatus) {
        if let Some(engine) = status.engine() {
            self.known_engine = Some(engine.clone());
        }
        self.engine = status;
    }

    fn apply_frame(&mut self, frame: &Frame) {
        self.window.push(frame, &self.instances);
        self.window_revision += 1;
        let readings = self.readings.make_mut();
        let loads = self.loads.make_mut();
        for sample in &frame.samples {
            if let Some(cpu) = sample.cpu_percent {
                let load = loads.entry(sample.instance.clone()).or_insert(cpu);
                *load += (cpu - *load) * LOAD_WEIGHT;
            }
            let reading = Reading { sample: Shared::new(sample.clone()), at: frame.timestamp };
            readings.insert(sample.instance.clone(), reading);
        }
        let oldest = frame.timestamp - HOLD;
        readings
            .retain(|id, reading| reading.at >= oldest && place_of(&self.instances, id).is_ok());
        loads.retain(|id, _| readings.contains_key(id));
        self.frames += 1;
        if self.frames % RANK_EVERY == 1 {
            self.rank();
        }
    }

    fn rank(&mut self) {
        let load = |id: &InstanceId| self.loads.get(id).copied().unwrap_or(-1.0);
        let mut ranking: Vec<InstanceId> = self
            .instances
            .iter()
            .filter(|instance| !instance.state.is_stopped())
            .map(|instance| instance.id.clone())
            .collect();
        // A stable order for those that idle alike.
        ranking.sort_by(|a, b| load(b).total_cmp(&load(a)).then_with(|| a.cmp(b)));
        self.rank_revision += 1;
        if *self.ranking != ranking {
            self.ranking = Shared::new(ranking);
        }
    }
}

fn wanted_by(reason: ResyncReason) -> Want {
    match reason {
        ResyncReason::Relisted => Want::Snapshot,
        ResyncReason::Lagged | ResyncReason::Resumed | ResyncReason::Remembered => {
            Want::SnapshotAndStats
        }
    }
}

/// Where the instance is, or where it belongs.
fn place_of(instances: &[Instance], id: &InstanceId) -> Result<usize, usize> {
    instances.binary_search_by(|known| known.id.cmp(id))
}

fn by_key<T, K: Ord>(list: Vec<T>, key: impl Fn(&T) -> K) -> Shared<BTreeMap<K, T>> {
    Shared::new(list.into_iter().map(|item| (key(&item), item)).collect())
}
