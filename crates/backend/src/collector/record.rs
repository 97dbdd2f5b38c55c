//! From what happened to what is remembered and told.

use crate::live::Live;
use crate::store::{Checkpoint, NewActivity, Store};
use mini_aws_domain::Activity;
use std::sync::atomic::{AtomicI64, Ordering};
use tracing::warn;

/// Numbers of entries that could not be stored: negative, so that they never meet a stored one.
static UNSTORED: AtomicI64 = AtomicI64::new(-1);

/// Stores activities with their fingerprints and tells the new ones. What the store cannot take is told all the same: the person
/// sees it now, and a notice says that the store cannot be written. Returns whether everything was stored.
pub(crate) async fn record(
    store: &Store,
    live: &Live,
    activities: Vec<(Activity, Option<String>)>,
    checkpoint: Option<Checkpoint>,
) -> bool {
    let new = activities
        .iter()
        .cloned()
        .map(|(activity, fingerprint)| NewActivity { activity, fingerprint })
        .collect();
    match store.append_activities(new, checkpoint).await {
        Ok(stored) => {
            live.tell(stored);
            true
        }
        Err(error) => {
            warn!(%error, "activities could not be stored");
            let unstored = activities.into_iter().map(|(activity, _)| Activity {
                id: UNSTORED.fetch_sub(1, Ordering::Relaxed),
                ..activity
            });
            live.tell(unstored.collect());
            false
        }
    }
}
