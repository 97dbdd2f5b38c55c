//! The one writer: a thread that owns the connection that writes.

mod tidying;

use super::{
    error::{StoreError, clause, is_damage, is_from_outside},
    gaps, open, retention,
    rollup::{self, Groups},
    samples::{self, Keys, Pending},
    settings::Settings,
    silence::Silence,
    tiers::TIERS,
};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{Frame, GapReason, Retention};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::Receiver,
    },
    thread,
    time::Instant,
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

/// What the writer knows of the database by heart. Valid only as long as what was written with it stays: a rollback clears it.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub keys: Keys,
    groups: Groups,
}

impl Known {
    fn clear(&mut self) {
        self.keys.clear();
        self.groups.clear();
    }
}

/// A step of the frames' clock that may be an error: what is too old by it is kept until it has run evenly for a while.
const CLOCK_JUMP: TimeDelta = TimeDelta::hours(1);

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
    retention: watch::Sender<Retention>,
    /// Whether the file is limited to its cap. One that is larger is limited to what it is.
    is_limited: bool,
    known: Known,
    pending: Pending,
    silence: Silence,
    health: watch::Sender<StoreHealth>,
    dropped: Arc<AtomicU64>,
    /// When a frame may be tried again; `None` while recording.
    retry_at: Option<Instant>,
    /// Since when nothing was recorded, in milliseconds since 1970; `None` if nothing ever was.
    silent_since: Option<i64>,
    /// The gap that ended as this console was opened, for as long as no frame has come since.
    opened_after: Option<i64>,
    /// The time of the last frame that came, be it recorded or not, and since when that clock has run evenly.
    clock: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// When it was last tidied up, by the frames' clock.
    tidied_at: Option<DateTime<Utc>>,
    /// Whether that left some for the next tick.
    untidy: bool,
}

/// What a writer shares with the store's handles.
pub(super) struct Shared {
    pub pending: Pending,
    pub silence: Silence,
    pub health: watch::Sender<StoreHealth>,
    pub retention: watch::Sender<Retention>,
    /// Whether the file is limited to its cap, and not to what it is.
    pub is_limited: bool,
    pub dropped: Arc<AtomicU64>,
}

impl Writer {
    /// A writer for what is open since `now`.
    pub(super) fn new(
        connection: Connection,
        path: Option<PathBuf>,
        settings: Settings,
        shared: Shared,
        now: DateTime<Utc>,
    ) -> Self {
        let Shared { pending, silence, health, retention, is_limited, dropped } = shared;
        let mut writer = Self {
            connection,
            path,
            settings,
            retention,
            is_limited,
            known: Known::default(),
            pending,
            silence,
            health,
            dropped,
            retry_at: None,
            silent_since: None,
            opened_after: None,
            clock: None,
            tidied_at: None,
            untidy: false,
        };
        writer.note_absence(now.timestamp_millis());
        writer
    }

    /// Notes that the console was closed until now.
    fn note_absence(&mut self, now: i64) {
        let last = match gaps::last_known(&self.connection, now) {
            Ok(last) => last,
            Err(error) => {
                tracing::warn!(%error, "the end of what is known could not be found");
                return;
            }
        };
        self.silent_since = last;
        let Some(last) = last.filter(|last| now - last > gaps::SHORTEST_GAP_MS) else { return };
        let noted = self
            .write(|transaction, _| gaps::insert(transaction, last, now, GapReason::Closed))
            .inspect_err(|error| tracing::warn!(%error, "a gap could not be noted"));
        if noted.is_ok() {
            self.silent_since = Some(now);
            self.opened_after = Some(last);
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

    /// Does `work` in a transaction of its own, which is committed when this returns `Ok` and leaves nothing otherwise. What is
    /// written by it shows that there is room again.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &mut Known) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let value = self.tidy_up(work)?;
        self.recording();
        Ok(value)
    }

    /// As [`Writer::write`], for what makes room or moves things about: it may work where nothing new can be written, and often has
    /// nothing to do, so it says nothing of whether recording goes on.
    fn tidy_up<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &mut Known) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let known = &mut self.known;
        let result = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|transaction| {
                let value = work(&transaction, known)?;
                transaction.commit()?;
                Ok(value)
            });
        match result {
            Ok(value) => Ok(value),
            Err(error) => {
                self.known.clear(); // some of it may just have been rolled back
                if !is_from_outside(&error) {
                    return Err(StoreError::Sqlite(error));
                }
                Err(self.pause(&error))
            }
        }
    }

    /// Records frames of the past, oldest first, in one transaction, and tidies up.
    pub(super) fn import(&mut self, frames: &[Frame]) -> Result<(), StoreError> {
        self.remember();
        let mut silent_since = self.silent_since;
        let mut reason = self.silence.reason();
        self.write(|transaction, known| {
            for frame in frames {
                record(transaction, known, frame, silent_since, reason.take())?;
                silent_since = Some(frame.timestamp.timestamp_millis());
            }
            Ok(())
        })?;
        self.silent_since = silent_since;
        self.silence.end(i64::MAX);
        while self.tidy_up(|transaction, _| rollup::archive_next(transaction))? {}
        if let Some(last) = frames.last() {
            let now = last.timestamp.timestamp_millis();
            let days = self.settings.history_days;
            while self.tidy_up(|transaction, _| retention::prune_tiers(transaction, now, days))? {}
        }
        Ok(())
    }

    /// Notes the gap until `now`, if there is one with a reason.
    pub(super) fn end_silence(&mut self, now: i64) -> Result<(), StoreError> {
        let (Some(since), Some(reason)) = (self.silent_since, self.silence.reason()) else {
            return Ok(());
        };
        if now - since <= gaps::SHORTEST_GAP_MS {
            return Ok(());
        }
        self.write(|transaction, _| gaps::insert(transaction, since, now, reason))?;
        self.silent_since = Some(now);
        self.opened_after = None;
        self.silence.end(now);
        Ok(())
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
        let written = self.write(|transaction, known| {
            known.groups.clear();
            samples::upsert_instances(transaction, &records)
        });
        match written {
            Ok(()) => {}
            Err(StoreError::Paused { .. }) => self.pending.put_back(records),
            Err(error) => tracing::warn!(%error, "some instances cannot be remembered"),
        }
    }

    fn frame(&mut self, frame: &Frame) {
        let jump = self.clock.is_none_or(|(last, _)| (frame.timestamp - last).abs() > CLOCK_JUMP);
        let even_since = self.clock.filter(|_| !jump).map_or(frame.timestamp, |(_, since)| since);
        self.clock = Some((frame.timestamp, even_since));
        let recorded = self.is_ready() && {
            // First, for on a full disk it is what makes room.
            self.tidy(frame.timestamp);
            self.remember();
            self.is_ready() && self.record(frame).is_ok()
        };
        if !recorded {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn record(&mut self, frame: &Frame) -> Result<(), StoreError> {
        let at = frame.timestamp.timestamp_millis();
        let mut since = self.silent_since;
        let mut reason = self.silence.reason_before(at);
        if let (Some(last), None) = (self.opened_after, reason) {
            // The first frames take a moment to come: all of it is the time in which the console was not there.
            (since, reason) = (Some(last), Some(GapReason::Closed));
        }
        match self.write(|transaction, known| record(transaction, known, frame, since, reason)) {
            Ok(()) => {}
            // It is not the surroundings: that is a bug, and must not pass for recording.
            Err(StoreError::Sqlite(error)) => return Err(self.pause(&error)),
            Err(error) => return Err(error),
        }
        self.silent_since = Some(at);
        self.opened_after = None;
        self.silence.end(at);
        Ok(())
    }

    /// Whether a frame may be tried: always, but for a while after a failed write.
    fn is_ready(&self) -> bool {
        self.retry_at.is_none_or(|at| Instant::now() >= at)
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
        if let Some((last, _)) = self.clock {
            self.silence.explain_unless_known(GapReason::NotRecorded, last.timestamp_millis());
        }
        StoreError::Paused { reason }
    }
}

/// Records one frame: the gap before it if there is one, the frame, and what ended with the last.
fn record(
    connection: &Connection,
    known: &mut Known,
    frame: &Frame,
    silent_since: Option<i64>,
    reason: Option<GapReason>,
) -> rusqlite::Result<()> {
    let at = frame.timestamp.timestamp_millis();
    let shortest = gaps::SHORTEST_GAP_MS.max(3 * i64::from(frame.interval_ms));
    match silent_since {
        Some(since) if since > at => gaps::end_at(connection, at)?,
        Some(since) if at - since > shortest => {
            // After a clock was set forward something may be known of the time between.
            let since = gaps::last_frame(connection, at - 1)?.map_or(since, |last| since.max(last));
            if at - since > shortest {
                gaps::insert(connection, since, at, reason.unwrap_or(GapReason::Unknown))?;
            }
        }
        _ => {}
    }
    if samples::insert_frame(connection, &mut known.keys, frame)? {
        // Most frames end no bucket.
        if silent_since.is_none_or(|since| TIERS[1].bucket_of(since) != TIERS[1].bucket_of(at)) {
            rollup::advance(connection, &mut known.groups, at)?;
        }
    }
    Ok(())
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
