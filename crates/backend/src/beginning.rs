//! The past that a demo begins with, put into a store that has none.

use crate::store::{InstanceRecord, NewActivity, Store, StoreError};
use chrono::DateTime;
use mini_aws_domain::{Frame, Past, PastStretch};
use tracing::warn;

/// How many frames are imported at once.
const IMPORT_BATCH: usize = 512;

/// Fills a store that has no past with one. What fails is told in the log: a demo goes on without.
pub(crate) async fn import(store: &Store, past: Past) {
    if let Err(error) = try_import(store, past).await {
        warn!(%error, "the past could not be made up");
    }
}

async fn try_import(store: &Store, past: Past) -> Result<(), StoreError> {
    if !store.known_instances(1).await?.is_empty() {
        return Ok(());
    }
    for instance in &past.instances {
        let record = InstanceRecord {
            id: instance.id.clone(),
            name: instance.name.clone(),
            image: instance.image.clone(),
            project: instance.project.clone(),
            service: instance.service.clone(),
        };
        store.upsert_instances(vec![record.clone()], instance.first_seen);
        store.flush().await?;
        store.upsert_instances(vec![record], instance.last_seen);
    }
    let activities = past.activities.into_iter();
    let activities = activities.map(|activity| NewActivity { activity, fingerprint: None });
    store.append_activities(activities.collect(), None).await?;
    for PastStretch { after, frames } in past.stretches {
        store.explain_silence(after, DateTime::UNIX_EPOCH);
        let mut frames = frames.peekable();
        while frames.peek().is_some() {
            let batch: Vec<Frame> = frames.by_ref().take(IMPORT_BATCH).collect();
            store.import_frames(batch).await?;
        }
    }
    Ok(())
}
