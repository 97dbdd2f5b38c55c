//! The one writer: a thread that owns the connection that writes.

use super::{
    error::{StoreError, clause, is_damage, is_from_outside},
    open, retention,
    samples::{self, Keys, Pending},
};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::Frame;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::Receiver,
    },
    thread,
    time::{Duration, Instant},
};
use tokio::sync::{OwnedSemaphorePermit, oneshot, watch};

/// Whether what happens is being recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreHealth {
    /// It is.
    Recording,
    /// It is not: the last write failed. Frames are dropped, and one is tried again every few seconds; other writes are
    /// tried whenever they are asked for. The first that succeeds ends the pause.
    Paused {
        /// Why, as a clause: "the disk is full".
        reason: String,
    },
}

/// What a store keeps, and how patient it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// Commands that may wait for the writer.
    pub capacity: usize,
    /// How long to wait after a failed write before the next frame is tried.
    pub retry: Duration,
    /// How long raw samples are kept.
    pub kept: TimeDelta,
    /// How many activities are kept.
    pub activities: u32,
}

impl Settings {
    /// For a file.
    pub const FILE: Self = Self {
        capacity: 64,
        retry: Duration::from_secs(5),
        kept: TimeDelta::hours(1),
        activities: 100_000,
    };
    /// For memory: what the dashboard shows, and little more.
    pub const MEMORY: Self =
        Self { kept: TimeDelta::minutes(16), activities: 10_000, ..Self::FILE };
}

/// How often, by the frames' clock, what is old is looked for.
const PRUNE_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Something to do with the writer's connection; it sends its answer itself.
pub(super) type Task = Box<dyn FnOnce(&mut Writer) + Send>;

/// What the writer can be sent.
pub(super) enum Command {
    /// See what there is to remember of instances.
    Remember,
    /// Record a frame. Nobody waits for an answer.
    Frame(Arc<Frame>),
    /// Do this.
    Task(Task),
    /// Tidy up, end, and say so.
    Close(oneshot::Sender<()>),
}

/// A command, and its place in the queue, which is free again once the command is done.
pub(super) struct Envelope {
    pub command: Command,
    pub place: OwnedSemaphorePermit,
}

pub(super) struct Writer {
    connection: Connection,
    /// Where the file is, unless the database is in memory.
    path: Option<PathBuf>,
    settings: Settings,
    keys: Keys,
    pending: Pending,
    health: watch::Sender<StoreHealth>,
    dropped: Arc<AtomicU64>,
    /// When a frame may be tried again; `None` while recording.
    retry_at: Option<Instant>,
    /// When old samples were last looked for, by the frames' clock.
    pruned_at: Option<DateTime<Utc>>,
    /// Whether the last look left some for the next tick.
    pruning: bool,
}

impl Writer {
    pub(super) fn new(
        connection: Connection,
        path: Option<PathBuf>,
        settings: Settings,
        pending: Pending,
        health: watch::Sender<StoreHealth>,
        dropped: Arc<AtomicU64>,
    ) -> Self {
        Self {
            connection,
            path,
            settings,
            keys: Keys::default(),
            pending,
            health,
            dropped,
            retry_at: None,
            pruned_at: None,
            pruning: false,
        }
    }

    /// Does what it is told until it is told to end, or nobody is left to tell it anything.
    pub(super) fn run(mut self, commands: &Receiver<Envelope>) {
        let _last_word = LastWord(self.health.clone());
        let mut closing = None;
        while let Ok(Envelope { command, place }) = commands.recv() {
            match command {
                Command::Remember => self.remember(),
                Command::Frame(frame) => self.frame(&frame),
                Command::Task(task) => task(&mut self),
                Command::Close(closed) => {
                    closing = Some(closed);
                    break;
                }
            }
            drop(place);
        }
        self.remember();
        // SQLite empties the log as the last connection closes, and removes it.
        if let Err((_, error)) = self.connection.close() {
            tracing::warn!(%error, "the database did not close cleanly; the next start repairs it");
        }
        if let Some(closed) = closing {
            let _ = closed.send(()); // whoever asked may have given up waiting
        }
    }

    /// Does `work` in a transaction of its own, which is committed when this returns `Ok` and leaves nothing otherwise.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &mut Keys) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let keys = &mut self.keys;
        let result = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|transaction| {
                let value = work(&transaction, keys)?;
                transaction.commit()?;
                Ok(value)
            });
        match result {
            Ok(value) => {
                self.recording();
                Ok(value)
            }
            Err(error) => {
                self.keys.clear(); // some of them may just have been rolled back
                if !is_from_outside(&error) {
                    return Err(StoreError::Sqlite(error));
                }
                Err(self.pause(&error))
            }
        }
    }

    /// Deletes samples from before `before`, and gives the space back. Says how many samples went.
    pub(super) fn prune(&mut self, before: DateTime<Utc>) -> Result<usize, StoreError> {
        let mut pruned = 0;
        loop {
            let deleted = self.prune_slice(before.timestamp_millis())?;
            pruned += deleted;
            if retention::was_last(deleted) {
                break;
            }
        }
        while self.write(|transaction, _| retention::shrink(transaction))? {}
        Ok(pruned)
    }

    /// The connection, for reading what this thread alone can see (a database in memory) and for tests.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Writes what is pending of instances; what cannot be written now stays pending, unless newer is known by then.
    pub(super) fn remember(&mut self) {
        let records = self.pending.take();
        if records.is_empty() {
            return;
        }
        match self.write(|transaction, _| samples::upsert_instances(transaction, &records)) {
            Ok(()) => {}
            Err(StoreError::Paused { .. }) => self.pending.put_back(records),
            Err(error) => tracing::warn!(%error, "some instances cannot be remembered"),
        }
    }

    fn frame(&mut self, frame: &Frame) {
        let recorded = self.is_ready() && {
            // First, for on a full disk it is what makes room.
            self.tidy(frame.timestamp);
            self.remember();
            self.is_ready()
                && self
                    .write(|transaction, keys| samples::insert_frame(transaction, keys, frame))
                    .inspect_err(|error| tracing::debug!(%error, "a frame is not recorded"))
                    .is_ok()
        };
        if !recorded {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether a frame may be tried: always, but for a while after a failed write.
    fn is_ready(&self) -> bool {
        self.retry_at.is_none_or(|at| Instant::now() >= at)
    }

    /// Deletes some of what is too old, once a minute, or at every tick as long as there is much of it.
    fn tidy(&mut self, now: DateTime<Utc>) {
        let rested = self.pruned_at.map(|at| now.signed_duration_since(at));
        // A clock that was set back must not keep old samples until it has caught up.
        let due = rested.is_none_or(|rested| rested >= PRUNE_EVERY || rested < TimeDelta::zero());
        if !due && !self.pruning {
            return;
        }
        self.pruned_at = Some(now);
        let before = now.checked_sub_signed(self.settings.kept).unwrap_or(now).timestamp_millis();
        let result = self.prune_slice(before).and_then(|deleted| {
            let more = self.write(|transaction, _| retention::shrink(transaction))?;
            Ok(more || !retention::was_last(deleted))
        });
        match result {
            Ok(more) => self.pruning = more,
            Err(error) => tracing::debug!(%error, "old samples stay for now"),
        }
    }

    fn prune_slice(&mut self, before: i64) -> Result<usize, StoreError> {
        let kept = self.settings.activities;
        self.write(|transaction, keys| {
            let deleted = retention::prune_samples(transaction, before)?;
            retention::prune_activities(transaction, kept)?;
            if retention::prune_instances(transaction, before)? > 0 {
                keys.clear();
            }
            Ok(deleted)
        })
    }

    fn recording(&mut self) {
        if self.retry_at.take().is_some() {
            tracing::info!("the database is being written again");
            self.health.send_replace(StoreHealth::Recording);
        }
    }

    fn pause(&mut self, error: &rusqlite::Error) -> StoreError {
        let reason = clause(error);
        if let Some(path) = self.path.as_deref().filter(|_| is_damage(error)) {
            open::suspect(path);
        }
        if self.retry_at.replace(Instant::now() + self.settings.retry).is_none() {
            tracing::warn!(%error, "recording is paused");
        }
        self.health.send_if_modified(|health| {
            let paused = StoreHealth::Paused { reason: reason.clone() };
            let changed = *health != paused;
            *health = paused;
            changed
        });
        StoreError::Paused { reason }
    }
}

/// Sees to it that the writer never ends unheard, even by a bug.
struct LastWord(watch::Sender<StoreHealth>);

impl Drop for LastWord {
    fn drop(&mut self) {
        if thread::panicking() {
            let reason =
                "the database's writer has failed, and the console has to be started again"
                    .to_owned();
            self.0.send_replace(StoreHealth::Paused { reason });
        }
    }
}
