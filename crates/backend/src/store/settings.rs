//! What a store is made with.

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
    /// How large the database may become, in bytes, its log included.
    pub cap: u64,
}

impl Settings {
    /// For a file.
    pub const FILE: Self = Self {
        capacity: 64,
        retry: Duration::from_secs(5),
        activities: 100_000,
        cap: 512 * 1024 * 1024,
    };
    /// For memory: what does not hurt.
    pub const MEMORY: Self = Self { activities: 10_000, cap: 32 * 1024 * 1024, ..Self::FILE };
}
