//! How many files may be held open: for this program by the system, and for reading containers by itself.

use rustix::process::{Resource, getrlimit, setrlimit};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tracing::warn;

/// As many as a thousand containers take, and as many again. More is not asked for, since some programs that inherit the limit close
/// every file that they could have.
const WANTED: u64 = 16_384;

/// See [`raise_open_files_limit`](super::raise_open_files_limit).
pub(super) fn raise() {
    let mut limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(WANTED, |maximum| maximum.min(WANTED));
    // `None` is without a limit.
    if limit.current.is_some_and(|current| current < wanted) {
        limit.current = Some(wanted);
        if let Err(error) = setrlimit(Resource::Nofile, limit) {
            warn!(%error, "the system allows no more open files");
        }
    }
}

/// How many files may be held open to read containers: half of what the system allows, so that the engine's connections, the database
/// and those who watch find room.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    open: Arc<AtomicU64>,
    most: u64,
}

/// Leave to hold some files open; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Leave {
    open: Arc<AtomicU64>,
    files: u64,
}

impl Budget {
    /// By the limit that holds now.
    pub(super) fn of_system() -> Self {
        Self::of(getrlimit(Resource::Nofile).current.map_or(u64::MAX, |current| current / 2))
    }

    /// This many.
    pub(super) fn of(most: u64) -> Self {
        Self { open: Arc::default(), most }
    }

    /// Leave for this many more, if there is room for all of them.
    pub(super) fn take(&self, files: u64) -> Option<Leave> {
        let more = |open: u64| open.checked_add(files).filter(|&open| open <= self.most);
        // It orders nothing but itself: the counter alone decides.
        self.open.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok()?;
        Some(Leave { open: Arc::clone(&self.open), files })
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        self.open.fetch_sub(self.files, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let budget = Budget::of(16);
        let first = budget.take(8).unwrap();
        let _second = budget.take(8).unwrap();
        assert!(budget.take(1).is_none());
        drop(first);
        assert!(budget.take(9).is_none(), "all or none");
        assert!(budget.take(8).is_some());
    }

    #[test]
    fn the_limit_is_raised_and_never_lowered() {
        let before = getrlimit(Resource::Nofile);
        raise();
        let after = getrlimit(Resource::Nofile);
        let or_all = |limit: Option<u64>| limit.unwrap_or(u64::MAX);
        assert_eq!(after.maximum, before.maximum);
        assert!(or_all(after.current) >= or_all(before.current));
        assert!(or_all(after.current) >= or_all(after.maximum).min(WANTED));
    }
}
