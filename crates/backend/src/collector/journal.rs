//! What the event stream told, on its way into the store, and how far the stream was read.

use super::record::record;
use crate::live::Live;
use crate::store::Store;
use mini_aws_domain::Activity;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tracing::warn;

/// How many activities may wait to be stored before reading pauses.
const BACKLOG: usize = 2048;
/// How long the last activities of a session have to be stored.
const SETTLE: Duration = Duration::from_secs(2);

/// Stores activities in their order, a batch at a time, each with the checkpoint that it reaches.
pub(super) struct Journal {
    store: Store,
    live: Arc<Live>,
    /// The checkpoint's name.
    stream: String,
    waiting: Vec<(Activity, Option<String>)>,
    /// The time of the last event that was read, in nanoseconds, and of the last one that is stored.
    read_to: Option<i64>,
    stored_to: Option<i64>,
    writing: Option<Writing>,
    /// Whether all that was read is stored. Once it is not, the checkpoint stays where it is, so that it is read again from there.
    complete: bool,
}

struct Writing {
    task: JoinHandle<bool>,
    to: Option<i64>,
}

impl Journal {
    pub(super) fn new(store: Store, live: Arc<Live>, stream: String) -> Self {
        Self {
            store,
            live,
            stream,
            waiting: Vec::new(),
            read_to: None,
            stored_to: None,
            writing: None,
            complete: true,
        }
    }

    /// How far the stream was read by earlier sessions, in nanoseconds since the epoch.
    pub(super) async fn checkpoint(&self) -> Option<i64> {
        match self.store.checkpoint(&self.stream).await {
            Ok(place) => place,
            Err(error) => {
                warn!(%error, "the place in the event stream could not be read");
                None
            }
        }
    }

    /// Whether there is room for more.
    pub(super) fn has_room(&self) -> bool {
        self.waiting.len() < BACKLOG
    }

    /// Takes an entry that no event stands for.
    pub(super) fn add(&mut self, activity: Activity) {
        self.waiting.push((activity, None));
    }

    /// Takes an event that was read, with what the feed says of it, if anything.
    pub(super) fn read(&mut self, time_nanos: i64, entry: Option<(Activity, String)>) {
        self.waiting.extend(entry.map(|(activity, fingerprint)| (activity, Some(fingerprint))));
        self.read_to = self.read_to.max(Some(time_nanos));
    }

    /// From where to read the stream once more; what is not stored yet is read again.
    pub(super) fn resume(&mut self) -> Option<i64> {
        if self.complete {
            return self.read_to.or(self.stored_to);
        }
        self.complete = true;
        self.read_to = None;
        self.stored_to
    }

    /// Begins to write what waits, unless something is being written.
    pub(super) fn write(&mut self) {
        let news = !self.waiting.is_empty() || self.complete && self.read_to > self.stored_to;
        if self.writing.is_some() || !news {
            return;
        }
        let to = self.read_to.filter(|_| self.complete);
        let checkpoint = to.map(|nanos| (self.stream.clone(), nanos));
        let activities = std::mem::take(&mut self.waiting);
        let (store, live) = (self.store.clone(), Arc::clone(&self.live));
        let task = tokio::spawn(async move { record(&store, &live, activities, checkpoint).await });
        self.writing = Some(Writing { task, to });
    }

    /// Waits until what is being written is; for ever if nothing is. Cancel-safe.
    pub(super) async fn written(&mut self) {
        let Some(writing) = &mut self.writing else { return std::future::pending().await };
        let stored = (&mut writing.task).await.unwrap_or(false);
        self.stored_to = if stored { self.stored_to.max(writing.to) } else { self.stored_to };
        self.complete &= stored;
        self.writing = None;
    }

    /// Writes everything, for as long as is decent.
    pub(super) async fn settle(&mut self) {
        let all = async {
            loop {
                self.write();
                if self.writing.is_none() {
                    break;
                }
                self.written().await;
            }
        };
        if tokio::time::timeout(SETTLE, all).await.is_err() {
            warn!("the last activities take long to be stored");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::{ActivityKind, Outcome, Source, Subject, SubjectKind};

    fn started(n: i64) -> Activity {
        Activity {
            id: 0,
            timestamp: chrono::DateTime::from_timestamp_nanos(n),
            source: Source::Engine,
            kind: ActivityKind::Started,
            subject: Subject {
                kind: SubjectKind::Instance,
                id: format!("{n}"),
                name: "web".to_owned(),
            },
            outcome: Outcome::Ok,
            detail: String::new(),
            exit_code: None,
            last: None,
        }
    }

    #[tokio::test]
    async fn what_comes_while_something_is_written_is_written_at_once_and_not_one_by_one() {
        let store = Store::in_memory();
        let live = Arc::new(Live::new(crate::system_clock(), Vec::new()));
        let mut journal = Journal::new(store.clone(), live, "events:here".to_owned());
        for n in 1..=1_000 {
            journal.read(n, Some((started(n), format!("{n}"))));
            journal.write();
        }
        let mut writes = 0;
        while journal.writing.is_some() {
            journal.written().await;
            writes += 1;
            journal.write();
        }
        assert_eq!(writes, 2, "the first, and all that came meanwhile");
        assert_eq!(store.recent_activities(2_000).await.unwrap().len(), 1_000);
        assert_eq!(journal.checkpoint().await, Some(1_000));
    }
}
