//! What the console watches about itself.

use crate::cost::{COST_INTERVAL, CostMeter};
use crate::live::Live;
use crate::store::{Store, StoreHealth};
use mini_aws_domain::{Notice, NoticeCode, OwnCost};
use std::sync::Arc;

/// Measures the console's own cost for as long as it runs.
pub(crate) async fn own_cost(live: Arc<Live>) {
    let mut meter = CostMeter::new();
    let mut ticker = tokio::time::interval(COST_INTERVAL);
    ticker.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        ticker.tick().await;
        let measured = tokio::task::spawn_blocking(move || (meter.measure(), meter)).await;
        let Ok((cost, kept)) = measured else { return };
        meter = kept;
        if let Some(cost) = cost {
            let watched = live.read(|state| state.watched);
            live.set_own_cost(OwnCost {
                cpu_percent: cost.cpu_percent,
                memory_bytes: cost.memory_bytes,
                watched_instances: watched as u64,
                interval_ms: u32::try_from(crate::collector::TICK.as_millis()).unwrap_or(u32::MAX),
            });
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
