//! What is known now. The collector writes it; doors read it.

use crate::Clock;
use crate::dashboard::count::count_resources;
use crate::hub::{Hub, Subscription};
use crate::meters::Meters;
use crate::world::World;
use mini_aws_domain::{
    Activity, EngineStatus, Frame, MeasureState, Notice, NoticeCode, OwnCost, Payload,
    ResourceSummary, ResyncReason, Sampling,
};
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

/// How many changes that come at once are told one by one.
const TOLD_ONE_BY_ONE: usize = 32;
/// How many of the newest activities a snapshot holds.
pub const RECENT_ACTIVITIES: usize = 100;

/// What is known now.
#[derive(Debug)]
pub struct LiveState {
    /// Where the console stands with the engine.
    pub engine: EngineStatus,
    /// What exists on it.
    pub world: World,
    /// The last frame, while the engine answers.
    pub frame: Option<Frame>,
    /// What the console itself costs, once measured.
    pub own_cost: Option<OwnCost>,
    /// How many instances are watched.
    pub watched: usize,
    /// How they are sampled.
    pub sampling: Sampling,
    /// How far measuring the volumes has come.
    pub measure: MeasureState,
    /// How long measuring took the last time, in milliseconds.
    measure_took: Option<u64>,
    /// The newest activities, newest first.
    pub activity: VecDeque<Activity>,
    /// What the person should know.
    pub notices: Vec<Notice>,
    /// The counts as they were last published.
    summary: ResourceSummary,
}

/// The present, and the one way to change it: a change and the events that tell it happen under one lock, so a snapshot is never
/// between the two.
pub struct Live {
    state: RwLock<LiveState>,
    hub: Arc<Hub>,
    meters: Meters,
    clock: Clock,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Live").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Live {
    /// Nothing is known yet but `notices`.
    #[must_use]
    pub fn new(clock: Clock, notices: Vec<Notice>) -> Self {
        let state = LiveState {
            engine: EngineStatus::Connecting,
            world: World::default(),
            frame: None,
            own_cost: None,
            watched: 0,
            sampling: Sampling::default(),
            measure: MeasureState::Idle,
            measure_took: None,
            activity: VecDeque::new(),
            notices,
            summary: ResourceSummary::default(),
        };
        Self {
            state: RwLock::new(state),
            hub: Arc::new(Hub::default()),
            meters: Meters::default(),
            clock,
        }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        (self.clock)()
    }

    /// The clock itself.
    #[must_use]
    pub fn clock(&self) -> Clock {
        Clock::clone(&self.clock)
    }

    /// What is counted about the console's own work.
    pub(crate) fn meters(&self) -> &Meters {
        &self.meters
    }

    /// Listens from now on.
    #[must_use]
    pub fn subscribe(&self) -> Subscription {
        self.hub.subscribe()
    }

    /// Looks at the present.
    pub fn read<T>(&self, look: impl FnOnce(&LiveState) -> T) -> T {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks at the present together with the number of the last event that is in it.
    pub fn read_with_seq<T>(&self, look: impl FnOnce(&LiveState, u64) -> T) -> T {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        look(&state, self.hub.seq())
    }

    /// Changes what exists, and publishes the events that tell it, with the counts if these changed. A great many changes at once are
    /// not told one by one: listeners are asked to resync.
    pub fn change_world(&self, change: impl FnOnce(&mut World) -> Vec<Payload>) {
        self.change(|state| {
            let mut events = change(&mut state.world);
            if events.len() > TOLD_ONE_BY_ONE {
                events = vec![Payload::Resync(ResyncReason::Relisted)];
            }
            events.extend(state.recount());
            events
        });
    }

    /// Sets where the console stands with the engine.
    pub fn set_engine(&self, engine: EngineStatus) {
        self.change(|state| {
            if engine.engine().is_none() {
                state.frame = None;
                state.watched = 0;
                state.sampling = Sampling::default();
            }
            state.engine = engine.clone();
            vec![Payload::EngineStatus(engine)]
        });
    }

    /// Forgets what exists, for another engine is sought: what is there is not on that one.
    pub fn leave_engine(&self) {
        self.change(|state| {
            state.world = World::default();
            state.frame = None;
            state.watched = 0;
            state.sampling = Sampling::default();
            state.measure = MeasureState::Idle;
            state.measure_took = None;
            state.engine = EngineStatus::Connecting;
            let mut events = vec![
                Payload::EngineStatus(EngineStatus::Connecting),
                Payload::StorageMeasure(MeasureState::Idle),
                Payload::Resync(ResyncReason::Relisted),
            ];
            if state.notices.iter().any(|notice| notice.code == NoticeCode::OtherEngine) {
                state.notices.retain(|notice| notice.code != NoticeCode::OtherEngine);
                events.push(Payload::Notices(state.notices.clone()));
            }
            events.extend(state.recount());
            events
        });
    }

    /// Publishes a frame.
    pub fn set_frame(&self, frame: Frame) {
        self.change(|state| {
            state.frame = Some(frame.clone());
            vec![Payload::MetricUpdate(frame)]
        });
    }

    /// Notes how many instances are watched.
    pub fn set_watched(&self, watched: usize) {
        self.change(|state| {
            state.watched = watched;
            Vec::new()
        });
    }

    /// Notes how they are sampled.
    pub fn set_sampling(&self, sampling: Sampling) {
        self.change(|state| {
            state.sampling = sampling;
            Vec::new()
        });
    }

    /// Publishes that this many volumes are being measured.
    pub fn measuring(&self, volumes: u64) {
        let since = self.now();
        self.change(|state| {
            let expected_ms = state.measure_took;
            state.measure = MeasureState::Running { since, volumes, expected_ms };
            vec![Payload::StorageMeasure(state.measure.clone())]
        });
    }

    /// Publishes what measuring the volumes came to.
    pub fn set_measure(&self, measure: MeasureState) {
        self.change(|state| {
            if let MeasureState::Done { took_ms, .. } = measure {
                state.measure_took = Some(took_ms);
            }
            state.measure = measure.clone();
            vec![Payload::StorageMeasure(measure)]
        });
    }

    /// Publishes what the console costs.
    pub fn set_own_cost(&self, cost: OwnCost) {
        self.change(|state| {
            state.own_cost = Some(cost);
            vec![Payload::OwnCost(cost)]
        });
    }

    /// Starts the feed with what is remembered, newest first, and has whoever listens already look again.
    pub fn remember(&self, activities: Vec<Activity>) {
        self.change(|state| {
            state.activity = activities.into();
            vec![Payload::Resync(ResyncReason::Remembered)]
        });
    }

    /// Publishes new entries of the activity feed. They are kept by the store.
    pub fn tell(&self, activities: Vec<Activity>) {
        self.change(|state| {
            for activity in &activities {
                // By their own time: what is caught up after a reconnect happened before it.
                let order = |entry: &Activity| (entry.timestamp, entry.id);
                let newer = |known: &Activity| order(known) > order(activity);
                let place = state.activity.partition_point(newer);
                state.activity.insert(place, activity.clone());
                state.activity.truncate(RECENT_ACTIVITIES);
            }
            activities.into_iter().map(Payload::AuditLog).collect()
        });
    }

    /// Whether there is such a notice.
    pub(crate) fn has_notice(&self, code: NoticeCode) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.notices.iter().any(|notice| notice.code == code)
    }

    /// Adds a notice, in place of one with the same code, or with `None` takes the one with that code away.
    pub fn set_notice(&self, code: NoticeCode, notice: Option<Notice>) {
        self.change(|state| {
            let before = state.notices.clone();
            state.notices.retain(|known| known.code != code);
            state.notices.extend(notice);
            if state.notices == before {
                Vec::new()
            } else {
                vec![Payload::Notices(state.notices.clone())]
            }
        });
    }

    fn change(&self, change: impl FnOnce(&mut LiveState) -> Vec<Payload>) {
        let now = self.now();
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        for payload in change(&mut state) {
            self.meters.event(payload.event_type());
            self.hub.publish(now, payload);
        }
    }
}

impl LiveState {
    /// The counts, as they were last published.
    pub(crate) fn summary(&self) -> ResourceSummary {
        self.summary
    }

    /// Counts anew; an event if that changed something.
    fn recount(&mut self) -> Option<Payload> {
        let summary = count_resources(&self.world);
        (summary != self.summary).then(|| {
            self.summary = summary;
            Payload::SummaryUpdate(summary)
        })
    }
}
