//! What a store is made with.

use mini_aws_domain::Retention;
use std::time::Duration;

/// What a store keeps, and how patient it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// Commands that may wait for the writer.
    pub capacity: usize,
    /// How long to wait after a failed write before the next frame is tried.
    pub retry: Duration,
    /// How many activities are kept.
    pub activities: u32,
    /// For how many days metrics are kept at most.
    pub history_days: u32,
    /// How large the database may become, in bytes, its log included.
    pub cap: u64,
    /// How large it may become whatever the person chooses, in bytes.
    pub largest: u64,
}

impl Settings {
    /// For a file.
    pub const FILE: Self = Self {
        capacity: 64,
        retry: Duration::from_secs(5),
        activities: 100_000,
        history_days: Retention::MOST_DAYS,
        cap: 512 * 1024 * 1024,
        largest: u64::MAX,
    };
    /// For memory: what does not hurt.
    pub const MEMORY: Self =
        Self { activities: 10_000, largest: 32 * 1024 * 1024, ..Self::FILE }.bounded();

    /// How much is remembered unless the person chooses. Of what is in memory it is what would be on disk.
    pub fn retention(&self) -> Retention {
        let cap_bytes = if self.cap < self.largest { self.cap } else { Self::FILE.cap };
        Retention { history_days: self.history_days, cap_bytes }
    }

    /// The same, but for how much is remembered.
    pub fn keeping(self, retention: Retention) -> Self {
        Self { history_days: retention.history_days, cap: retention.cap_bytes, ..self }.bounded()
    }

    const fn bounded(mut self) -> Self {
        if self.cap > self.largest {
            self.cap = self.largest;
        }
        self
    }
}
