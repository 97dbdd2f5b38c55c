//! Asks a backend for what the state wants.

use super::{Fetched, Want};
use crate::backend::Backend;

/// Asks for the snapshot, and for the history where frames were missed.
///
/// The snapshot comes first: the history then reaches up to a moment after it, and the frames from the snapshot on are waiting
/// as events, so that no frame falls between the two.
pub async fn fetch(backend: &dyn Backend, want: Want) -> Fetched {
    let snapshot = backend.snapshot().await;
    let stats = match want {
        Want::SnapshotAndStats if snapshot.is_ok() => Some(backend.stats().await),
        Want::Snapshot | Want::SnapshotAndStats => None,
    };
    Fetched { snapshot, stats }
}
