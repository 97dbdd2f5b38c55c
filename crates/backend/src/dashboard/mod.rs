//! The dashboard service: counts, recent events, and the history that the charts start from.

pub(crate) mod count;

pub use count::count_resources;

use crate::live::Live;
use crate::store::{Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{
    Activity, DashboardStats, History, HistoryQuery, HistorySeries, HistorySubject, Metric,
    MetricPoint, ResourceSummary,
};
use std::sync::Arc;

/// How many recent events a dashboard gets without asking for a number.
pub const DEFAULT_EVENTS: usize = 10;
/// How many recent events anybody gets.
pub const MAX_EVENTS: usize = 100;
/// How far back the charts begin.
pub const HISTORY_MINUTES: i64 = 15;
/// How many buckets the history has at most: one for every five seconds.
const HISTORY_POINTS: u32 = 180;
/// How many instances have a line of their own, beside the total.
const HISTORY_INSTANCES: u32 = 8;

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
        let history = |metric| {
            let query = HistoryQuery {
                subject: HistorySubject::Total,
                metric,
                from: now - TimeDelta::minutes(HISTORY_MINUTES),
                to: now,
                points: HISTORY_POINTS,
                top: HISTORY_INSTANCES,
                pinned: Vec::new(),
            };
            self.store.history(query, now)
        };
        Ok(DashboardStats {
            summary: self.get_summary(),
            recent_events: self.recent_events(DEFAULT_EVENTS).await?,
            cpu_history: points(history(Metric::Cpu).await?),
            memory_history: points(history(Metric::Memory).await?),
        })
    }
}

/// Flattens series into labelled points: the instances, the busiest first, and the total at the end. What is no instance's and
/// not the total either is left out.
fn points(history: History) -> Vec<MetricPoint> {
    let middle = |bucket: usize| {
        let place = i64::try_from(bucket).unwrap_or(i64::MAX).saturating_mul(history.bucket_ms);
        history.begins + TimeDelta::milliseconds(place + history.bucket_ms / 2)
    };
    let mut series: Vec<HistorySeries> =
        history.series.into_iter().filter(|series| series.subject.is_some()).collect();
    let subject = usize::from(!series.is_empty());
    series.rotate_left(subject);
    let point = |label: &str, bucket: usize, value: Option<f64>| {
        let label = label.to_owned();
        value.map(|value| MetricPoint { timestamp: middle(bucket), value, label })
    };
    series
        .iter()
        .flat_map(|series| {
            let values = series.avg.iter().enumerate();
            values.filter_map(|(bucket, value)| point(&series.name, bucket, *value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{InstanceRecord, NewActivity};
    use crate::world::tests::{instance, volume};
    use mini_aws_domain::{
        ActivityKind, Frame, InstanceId, InstanceState, Outcome, Sample, Source, Subject,
        SubjectKind, TOTAL_LABEL,
    };

    fn noon() -> DateTime<Utc> {
        "2026-11-23T12:00:00Z".parse().unwrap()
    }

    fn service() -> (Arc<Live>, Store, DashboardService) {
        let live = Arc::new(Live::new(Arc::new(noon), Vec::new()));
        let store = Store::in_memory();
        let service = DashboardService::new(Arc::clone(&live), store.clone());
        (live, store, service)
    }

    fn started(number: i64) -> NewActivity {
        let activity = Activity {
            id: 0,
            timestamp: noon() + TimeDelta::seconds(number),
            source: Source::Engine,
            kind: ActivityKind::Started,
            subject: Subject {
                kind: SubjectKind::Instance,
                id: format!("id-{number}"),
                name: format!("instance-{number}"),
            },
            outcome: Outcome::Ok,
            detail: String::new(),
            exit_code: None,
            last: None,
        };
        NewActivity { activity, fingerprint: None }
    }

    /// Records a frame in which each instance uses this much CPU and memory.
    fn record(store: &Store, second: i64, loads: &[(&str, f64, u64)]) {
        let samples = loads.iter().map(|&(id, cpu, memory)| Sample {
            cpu_percent: Some(cpu),
            memory_bytes: Some(memory),
            ..Sample::empty(InstanceId::new(id))
        });
        let timestamp = noon() - TimeDelta::minutes(5) + TimeDelta::seconds(second);
        let frame = Frame { timestamp, interval_ms: 1000, samples: samples.collect() };
        store.record_frame(Arc::new(frame));
    }

    #[tokio::test]
    async fn the_summary_is_of_the_present() {
        let (live, _store, service) = service();
        assert_eq!(service.get_summary(), ResourceSummary::default());
        live.change_world(|world| world.put_instance(instance("a", InstanceState::Running)));
        live.change_world(|world| world.replace_volumes(vec![volume("data")]));
        let summary = service.get_summary();
        assert_eq!((summary.running_instances, summary.total_volumes), (1, 1));
    }

    #[tokio::test]
    async fn recent_events_are_the_newest_and_never_more_than_the_limit() {
        let (_live, store, service) = service();
        store.append_activities((0..150).map(started).collect(), None).await.unwrap();
        let recent = service.recent_events(3).await.unwrap();
        let names: Vec<_> = recent.iter().map(|activity| activity.subject.name.as_str()).collect();
        assert_eq!(names, ["instance-149", "instance-148", "instance-147"]);
        assert_eq!(service.recent_events(usize::MAX).await.unwrap().len(), MAX_EVENTS);
        assert!(service.recent_events(0).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn stats_hold_the_busiest_by_name_and_the_total() {
        let (_live, store, service) = service();
        let known: Vec<InstanceRecord> = (0..12)
            .map(|n| (&instance(&format!("{n:02}"), InstanceState::Running)).into())
            .collect();
        store.upsert_instances(known, noon());
        store.append_activities((0..20).map(started).collect(), None).await.unwrap();
        let ids: Vec<String> = (0..12).map(|n| format!("{n:02}")).collect();
        for second in 0..20 {
            let loads: Vec<_> = ids
                .iter()
                .zip(1..)
                .map(|(id, n)| (id.as_str(), f64::from(n), n as u64 * 4096))
                .collect();
            record(&store, second, &loads);
        }
        store.flush().await.unwrap();
        let stats = service.get_stats(noon()).await.unwrap();
        assert_eq!(stats.recent_events.len(), DEFAULT_EVENTS);
        let labels: std::collections::BTreeSet<_> =
            stats.cpu_history.iter().map(|point| point.label.as_str()).collect();
        assert_eq!(labels.len(), HISTORY_INSTANCES as usize + 1);
        assert!(labels.contains("name-11") && !labels.contains("name-00"));
        let total = stats.cpu_history.iter().find(|point| point.label == TOTAL_LABEL).unwrap();
        assert!((total.value - 78.0).abs() < 1e-9, "1 + 2 + … + 12, all counted: {}", total.value);
        let busiest = stats.memory_history.iter().find(|point| point.label == "name-11").unwrap();
        assert!((busiest.value - 12.0 * 4096.0).abs() < 1e-9);
    }

    #[tokio::test]
    async fn stats_begin_fifteen_minutes_ago() {
        let (_live, store, service) = service();
        let loads = [("a", 10.0, 1)];
        record(&store, -11 * 60, &loads);
        record(&store, -9 * 60, &loads);
        store.flush().await.unwrap();
        let stats = service.get_stats(noon()).await.unwrap();
        let totals = stats.cpu_history.iter().filter(|point| point.label == TOTAL_LABEL);
        assert_eq!(totals.count(), 1, "16 minutes ago is too long ago, 14 is not");
    }

    #[tokio::test]
    async fn a_store_that_is_closed_is_an_error_and_the_counts_are_there_all_the_same() {
        let (live, store, service) = service();
        live.change_world(|world| world.put_instance(instance("a", InstanceState::Running)));
        store.close().await.unwrap();
        assert!(service.get_stats(noon()).await.is_err());
        assert!(service.recent_events(1).await.is_err());
        assert_eq!(service.get_summary().total_instances, 1);
    }
}
