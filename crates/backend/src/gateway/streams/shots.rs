//! Snapshots for those who lost the thread.

use super::told::sse_event;
use crate::Console;
use axum::body::Bytes;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How old a snapshot may be that is given to one more. Many lose the thread at once: when the engine comes back, for one.
const SHARED_FOR: Duration = Duration::from_secs(1);

/// The newest snapshot, shared by those who need one at about the same time.
#[derive(Debug, Default)]
pub(super) struct Shots(Mutex<Option<Shot>>);

/// A snapshot as a Server-Sent Event.
#[derive(Debug, Clone)]
pub(super) struct Shot {
    /// Events up to and including this one are in it.
    pub(super) seq: u64,
    pub(super) event: Bytes,
    made: Instant,
}

impl Shots {
    /// A snapshot that has every event up to and including `seq` in it; `None`, and an error in the log, if it cannot be written.
    pub(super) fn at_least(&self, seq: u64, console: &Console, run: &str) -> Option<Shot> {
        // Held while one is made, so that who comes meanwhile waits for it in place of making another.
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let will_do = |shot: &Shot| shot.seq >= seq && shot.made.elapsed() < SHARED_FOR;
        if !newest.as_ref().is_some_and(will_do) {
            let (snapshot, made) = (console.snapshot(), Instant::now());
            let event = sse_event("snapshot", run, snapshot.seq, &snapshot)?;
            *newest = Some(Shot { seq: snapshot.seq, event, made });
        }
        newest.clone()
    }
}
