//! The dashboard service: counts, recent events, and the history that the charts start from.

use crate::live::Live;
use crate::store::{HistoryQuery, Series, Store, StoreError};
use crate::world::World;
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{
    Activity, DashboardStats, InstanceState, MetricPoint, ResourceSummary, TOTAL_LABEL,
};
use std::sync::Arc;

/// How many recent events a dashboard gets without asking for a number.
pub const DEFAULT_EVENTS: usize = 10;
/// How many recent events anybody gets.
pub const MAX_EVENTS: usize = 100;
/// How far back the charts begin.
pub const HISTORY_MINUTES: i64 = 15;
/// How many buckets the history has at most: one for every five seconds.
const HISTORY_BUCKETS: usize = 180;
/// How many instances have a line of their own, beside the total.
const HISTORY_INSTANCES: usize = 8;
/// Bytes in the megabyte that `total_storage_mb` counts.
const MEGABYTE: u64 = 1_000_000;

/// Answers what a dashboard asks, from what is known now and from what was remembered.
#[derive(Debug, Clone)]
pub struct DashboardService {
    live: Arc<Live>,
    store: Store,
}

impl DashboardService {
    /// A service over what is known now and the store.
    #[must_use]
    pub fn new(live: Arc<Live>, store: Store) -> Self {
        Self { live, store }
    }

    /// The counts, as of now.
    #[must_use]
    pub fn get_summary(&self) -> ResourceSummary {
        self.live.read(|state| count_resources(&state.world))
    }

    /// The newest activities, newest first: `limit` of them, at most [`MAX_EVENTS`].
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn recent_events(&self, limit: usize) -> Result<Vec<Activity>, StoreError> {
        self.store.recent_activities(limit.min(MAX_EVENTS)).await
    }

    /// Everything that a dashboard shows when it opens at `now`: counts, recent events, and CPU and memory of the last 15 minutes
    /// for the instances that used most, and in total.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn get_stats(&self, now: DateTime<Utc>) -> Result<DashboardStats, StoreError> {
        let query = HistoryQuery {
            from: now - TimeDelta::minutes(HISTORY_MINUTES),
            to: now,
            buckets: HISTORY_BUCKETS,
            top: HISTORY_INSTANCES,
        };
        let history = self.store.metric_history(query).await?;
        Ok(DashboardStats {
            summary: self.get_summary(),
            recent_events: self.recent_events(DEFAULT_EVENTS).await?,
            cpu_history: points(history.cpu),
            memory_history: points(history.memory),
        })
    }
}

/// Counts what exists.
#[must_use]
pub fn count_resources(world: &World) -> ResourceSummary {
    let mut summary = ResourceSummary::default();
    for instance in world.instances() {
        summary.total_instances += 1;
        summary.running_instances += u64::from(instance.state == InstanceState::Running);
        summary.stopped_instances += u64::from(instance.state.is_stopped());
    }
    let mut bytes = 0_u64;
    for volume in world.volumes() {
        summary.total_volumes += 1;
        summary.attached_volumes += u64::from(!volume.attached_to.is_empty());
        bytes = bytes.saturating_add(volume.size_bytes.unwrap_or(0));
    }
    summary.total_vpcs = world.vpcs().count() as u64;
    summary.total_storage_mb = bytes.div_ceil(MEGABYTE);
    summary
}

/// Flattens series into labelled points.
fn points(series: Vec<Series>) -> Vec<MetricPoint> {
    series
        .into_iter()
        .flat_map(|series| {
            let label = match series.instance {
                Some(_) => series.name,
                None => TOTAL_LABEL.to_owned(),
            };
            series.points.into_iter().map(move |(timestamp, value)| MetricPoint {
                timestamp,
                value,
                label: label.clone(),
            })
        })
        .collect()
}
