//! How large the database is, and how fast it grows.

use mini_aws_domain::{DatabaseCost, Retention};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Growth is told over this long at most: it is that of now, not of the day when the console was installed.
const LOOK_BACK: Duration = Duration::from_secs(3600);
/// And from this long on: a database grows by pages, and over seconds that says nothing.
const LOOK_BACK_AT_LEAST: Duration = Duration::from_secs(300);
/// Time between two sizes that are remembered.
const REMEMBER_EVERY: Duration = Duration::from_secs(60);
const DAY_SECONDS: f64 = 86_400.0;

/// Measures one database by its files.
#[derive(Debug)]
pub(crate) struct DiskMeter {
    database: PathBuf,
    retention: watch::Receiver<Retention>,
    /// Sizes without the log, which comes and goes, and when they were measured; the oldest first.
    past: VecDeque<(Instant, u64)>,
}

impl DiskMeter {
    /// For the database at this path, and how large it may become.
    pub(crate) fn new(database: PathBuf, retention: watch::Receiver<Retention>) -> Self {
        Self { database, retention, past: VecDeque::new() }
    }

    /// Measures; `None` while there is no such file.
    pub(crate) fn measure(&mut self, now: Instant) -> Option<DatabaseCost> {
        let database = std::fs::metadata(&self.database).ok()?.len();
        let mut log = self.database.clone().into_os_string();
        log.push("-wal");
        let log = std::fs::metadata(log).map_or(0, |log| log.len());
        let growth_bytes_per_day = self.growth(now, database);
        Some(DatabaseCost {
            bytes: database + log,
            cap_bytes: self.retention.borrow().cap_bytes,
            growth_bytes_per_day,
        })
    }

    fn growth(&mut self, now: Instant, bytes: u64) -> Option<f64> {
        if self.past.back().is_none_or(|(at, _)| now.duration_since(*at) >= REMEMBER_EVERY) {
            self.past.push_back((now, bytes));
        }
        while self.past.len() > 1
            && self.past.front().is_some_and(|(at, _)| now.duration_since(*at) > LOOK_BACK)
        {
            self.past.pop_front();
        }
        let (since, before) = *self.past.front()?;
        let passed = now.duration_since(since);
        (passed >= LOOK_BACK_AT_LEAST)
            .then(|| (bytes as f64 - before as f64) / passed.as_secs_f64() * DAY_SECONDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter_of(path: PathBuf) -> DiskMeter {
        let retention = Retention { history_days: 1, cap_bytes: 1000 };
        DiskMeter::new(path, watch::channel(retention).1)
    }

    #[test]
    fn growth_is_that_of_the_last_hour_and_not_told_too_soon() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("console.db");
        let mut meter = meter_of(path.clone());
        let start = Instant::now();
        assert_eq!(meter.measure(start), None, "there is no file");
        let mut measured = |minute: u64, bytes: usize| {
            std::fs::write(&path, vec![0; bytes]).unwrap();
            meter.measure(start + Duration::from_secs(60 * minute)).unwrap()
        };
        assert_eq!(
            measured(0, 100),
            DatabaseCost { bytes: 100, cap_bytes: 1000, growth_bytes_per_day: None }
        );
        assert_eq!(measured(4, 100).growth_bytes_per_day, None);
        assert_eq!(measured(5, 200).growth_bytes_per_day, Some(100.0 * 288.0));
        for minute in 6..65 {
            measured(minute, 200);
        }
        assert_eq!(measured(65, 260).growth_bytes_per_day, Some(60.0 * 24.0), "in the last hour");
        assert_eq!(measured(66, 140).growth_bytes_per_day, Some(-60.0 * 24.0), "it may shrink");
        assert!(meter.past.len() < 65, "{}", meter.past.len());
    }

    #[test]
    fn the_log_counts_as_size_and_not_as_growth() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("console.db");
        std::fs::write(&path, [0; 10]).unwrap();
        let mut meter = meter_of(path);
        let start = Instant::now();
        assert_eq!(meter.measure(start).unwrap().bytes, 10);
        std::fs::write(folder.path().join("console.db-wal"), [0; 5]).unwrap();
        let later = meter.measure(start + LOOK_BACK_AT_LEAST).unwrap();
        assert_eq!((later.bytes, later.growth_bytes_per_day), (15, Some(0.0)));
    }
}
