//! What the door counts about itself.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Counts since the door was opened.
#[derive(Debug, Default)]
pub(super) struct Counters {
    /// There are as many entries as there are statuses that the door uses.
    answered: Mutex<BTreeMap<u16, u64>>,
    scrape_micros: AtomicU64,
}

impl Counters {
    /// A request was answered with this status.
    pub(super) fn answer(&self, status: u16) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        *answered.entry(status).or_default() += 1;
    }

    /// How many requests were answered with each status.
    pub(super) fn answered(&self) -> BTreeMap<u16, u64> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A scrape took this long.
    pub(super) fn scraped(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.scrape_micros.store(micros, Ordering::Relaxed);
    }

    /// How long the last scrape took, in seconds; zero before the first.
    pub(super) fn last_scrape_seconds(&self) -> f64 {
        self.scrape_micros.load(Ordering::Relaxed) as f64 / 1e6
    }
}
