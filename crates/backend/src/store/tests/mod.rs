//! The store as a whole, on real files.

mod audit;
mod crash;
mod export;
mod history;
mod keeping;
mod opening;
mod recording;
mod records;
mod retention;
mod rollup;
mod sparklines;
mod trouble;

use super::*;
use chrono::TimeDelta;
use mini_aws_domain::{
    ActivityKind, ActivityQuery, History, HistoryQuery, HistorySubject, InstanceId, Metric,
    Outcome, Sample, Source, Subject, SubjectKind,
};
use std::fs;
use tempfile::TempDir;

/// A store in a folder of its own.
struct Fixture {
    folder: TempDir,
    store: Store,
}

impl Fixture {
    fn new() -> Self {
        Self::with(Settings::FILE)
    }

    fn with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let opened = Store::open_with(&folder.path().join("console.db"), now(), settings).unwrap();
        assert_eq!(opened.set_aside, None);
        Self { folder, store: opened.store }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("console.db")
    }

    /// One number out of the file, as somebody else sees it.
    fn number(&self, sql: &str) -> i64 {
        number(&self.path(), sql)
    }

    /// The history of a metric between two moments, in seconds as [`at`] has them.
    async fn ask(
        &self,
        subject: HistorySubject,
        metric: Metric,
        from: f64,
        to: f64,
        points: u32,
    ) -> History {
        let query = HistoryQuery {
            subject,
            metric,
            from: at(from),
            to: at(to),
            points,
            top: 8,
            pinned: Vec::new(),
        };
        self.store.history(query, at(to)).await.unwrap()
    }

    async fn record(&self, frame: Frame) {
        self.store.record_frame(Arc::new(frame));
        self.store.flush().await.unwrap();
    }
}

fn number(path: &Path, sql: &str) -> i64 {
    open::open_reader(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// How many frames there are.
const FRAMES: &str = "SELECT count(*) FROM metrics_history WHERE tier = 0";

fn of(id: &str) -> HistorySubject {
    HistorySubject::Instance { id: InstanceId::new(id) }
}

/// 2026-11-23T00:47:12Z, a whole minute and twelve seconds.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_394_832, 0).unwrap()
}

fn at(seconds: f64) -> DateTime<Utc> {
    #[allow(clippy::cast_possible_truncation, reason = "a test's numbers are small")]
    let milliseconds = (seconds * 1000.0).round() as i64;
    DateTime::from_timestamp(1_795_392_000, 0).unwrap() + TimeDelta::milliseconds(milliseconds)
}

fn sample(instance: &str, cpu: Option<f64>, memory: Option<u64>) -> Sample {
    Sample { cpu_percent: cpu, memory_bytes: memory, ..Sample::empty(InstanceId::new(instance)) }
}

fn frame(timestamp: DateTime<Utc>, samples: Vec<Sample>) -> Frame {
    Frame { timestamp, interval_ms: 1000, samples }
}

fn record(id: &str, name: &str) -> InstanceRecord {
    InstanceRecord {
        id: InstanceId::new(id),
        name: name.to_owned(),
        image: "nginx:1".to_owned(),
        project: Some("shop".to_owned()),
        service: None,
    }
}

fn activity(timestamp: DateTime<Utc>, name: &str, fingerprint: Option<&str>) -> NewActivity {
    NewActivity {
        activity: Activity {
            id: 0,
            timestamp,
            source: Source::Engine,
            kind: ActivityKind::Died,
            subject: Subject {
                kind: SubjectKind::Instance,
                id: "0123456789abcdef".to_owned(),
                name: name.to_owned(),
            },
            outcome: Outcome::Failed,
            detail: "exit 137".to_owned(),
            exit_code: Some(137),
            last: None,
        },
        fingerprint: fingerprint.map(str::to_owned),
    }
}

fn names(activities: &[Activity]) -> Vec<&str> {
    activities.iter().map(|activity| activity.subject.name.as_str()).collect()
}
