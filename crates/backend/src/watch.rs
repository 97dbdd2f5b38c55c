//! What the console watches about itself.

use crate::collector::TICK;
use crate::cost::{self, CostMeter, DiskMeter};
use crate::live::Live;
use crate::store::{Store, StoreHealth};
use mini_aws_domain::{EngineCost, EngineStatus, Notice, NoticeCode, OwnCost};
use std::sync::Arc;
use tokio::time::{Instant, MissedTickBehavior};
use tracing::warn;

/// Measures what the console costs for as long as it runs; `disk` is where it remembers, if it does.
pub(crate) async fn own_cost(live: Arc<Live>, disk: Option<DiskMeter>) {
    let mut meter = CostMeter::new(disk);
    let mut ticker = tokio::time::interval(cost::INTERVAL);
    ticker.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut before = Counted::now(&live);
    loop {
        ticker.tick().await;
        let (endpoint, is_paused) = live.read(|state| {
            let endpoint = state.engine.engine().map(|engine| engine.endpoint.clone());
            (endpoint, matches!(state.engine, EngineStatus::Paused { .. }))
        });
        let measured = tokio::task::spawn_blocking(move || {
            meter.look(endpoint.as_deref());
            let used = meter.own.measure();
            // An engine that is away is neither watched nor left alone.
            let engine = meter.engine.measure(!is_paused);
            let database =
                meter.disk.as_mut().and_then(|disk| disk.measure(Instant::now().into_std()));
            (used, engine, database, meter)
        });
        let (used, engine, database, kept) = match measured.await {
            Ok(measured) => measured,
            Err(error) => {
                warn!(%error, "what the console costs is no longer measured");
                return;
            }
        };
        meter = kept;
        let counted = Counted::now(&live);
        let passed = counted.since(&before);
        before = counted;
        let Some(used) = used else { continue };
        let (watched, sampling) = live.read(|state| (state.watched, state.sampling));
        live.set_own_cost(OwnCost {
            cpu_percent: used.cpu_percent,
            memory_bytes: used.memory_bytes,
            watched_instances: watched as u64,
            interval_ms: u32::try_from(TICK.as_millis()).unwrap_or(u32::MAX),
            sampling,
            samples_per_second: passed.samples,
            events_per_second: passed.events,
            engine: engine.map(|engine| EngineCost {
                cpu_percent: engine.cpu_percent,
                unwatched_cpu_percent: engine.unwatched_cpu_percent,
                processes: engine.processes as u64,
                answers_per_second: passed.answers,
            }),
            database,
        });
    }
}

/// What was counted until one moment.
struct Counted {
    at: Instant,
    samples: u64,
    events: u64,
    answers: u64,
}

/// What was counted each second between two of them.
struct EachSecond {
    samples: f64,
    events: f64,
    answers: f64,
}

impl Counted {
    fn now(live: &Live) -> Self {
        let meters = live.meters();
        Self {
            at: Instant::now(),
            samples: meters.samples(),
            events: meters.events().map(|(_, count)| count).sum(),
            answers: meters.answers(),
        }
    }

    fn since(&self, before: &Self) -> EachSecond {
        let seconds = (self.at - before.at).as_secs_f64().max(1e-3);
        let each = |now: u64, before: u64| now.saturating_sub(before) as f64 / seconds;
        EachSecond {
            samples: each(self.samples, before.samples),
            events: each(self.events, before.events),
            answers: each(self.answers, before.answers),
        }
    }
}

/// Says when the store stops recording, and when it goes on.
pub(crate) async fn store_health(live: Arc<Live>, store: Store) {
    let mut health = store.health();
    loop {
        let notice = match &*health.borrow_and_update() {
            StoreHealth::Recording => None,
            StoreHealth::Paused { reason } => Some(Notice {
                code: NoticeCode::NotRecording,
                message: format!("Recording is paused: {reason}."),
                next_step: "Make room on the disk; recording goes on by itself.".to_owned(),
            }),
        };
        live.set_notice(NoticeCode::NotRecording, notice);
        if health.changed().await.is_err() {
            return;
        }
    }
}
