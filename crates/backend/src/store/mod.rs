//! What the console remembers, in one SQLite file: instances, their metrics, the audit log, and how far events were followed.
//!
//! One thread writes, by a connection that nobody else has, and each command is a transaction of its own: a frame is one, and
//! so is a batch of activities together with the checkpoint that it moves. Hence **what was answered with `Ok` is
//! committed**, a crash loses no more than the frames that still wait in the queue, and whoever reads afterwards sees it.
//! Readers have connections of their own and wait for nobody. All of it is bounded: the queue, the readers, what is kept.
//!
//! Time is passed in; what is too old is judged by the frames' own clock.

mod audit;
mod error;
mod export;
mod feed;
mod gaps;
mod history;
mod migrations;
mod open;
mod pack;
mod preferences;
mod questions;
mod readers;
mod records;
mod retention;
mod rollup;
mod samples;
mod set_aside;
mod settings;
mod silence;
#[cfg(test)]
mod tests;
mod tiers;
mod writer;

pub use error::StoreError;
pub use export::ExportSummary;
pub use feed::{Checkpoint, MAX_ACTIVITIES, NewActivity};
pub use records::Records;
pub use samples::InstanceRecord;
pub use set_aside::{SetAside, SetAsideReason};
pub use writer::StoreHealth;

use chrono::{DateTime, Utc};
use mini_aws_domain::{Activity, Frame, GapReason, Retention};
use readers::Readers;
use rusqlite::Connection;
use samples::Pending;
use settings::Settings;
use silence::Silence;
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch},
    time,
};
use writer::{Command, Envelope, Shared, Writer};

/// How long [`Store::close`] waits at most, for the readers and then for the writer.
const CLOSING_TIME: Duration = Duration::from_secs(5);

/// A database that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// The database that was found and could not be used, if there was one: the store began afresh.
    pub set_aside: Option<SetAside>,
}

/// What the console remembers. A handle, cheap to clone; when the last one goes, what still waits is written in peace.
#[derive(Debug, Clone)]
pub struct Store {
    commands: mpsc::Sender<Envelope>,
    /// The places in the writer's queue. A channel of the standard library cannot be awaited, and one of tokio's not be
    /// waited on by a plain thread for want of a runtime; with a place for each command the channel needs no bound.
    places: Arc<Semaphore>,
    /// `None` for a database in memory, which only the writer's connection can see.
    readers: Option<Arc<Readers>>,
    health: watch::Receiver<StoreHealth>,
    retention: watch::Receiver<Retention>,
    dropped: Arc<AtomicU64>,
    pending: Pending,
    silence: Silence,
    thread: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Store {
    /// Opens the database at `path`, made with its folder if missing and readable by its owner only.
    ///
    /// A file of no use (damaged, not this console's, or a newer version's) is renamed, with all that belongs to it, to
    /// `<path>.unreadable-<now>` or `<path>.newer-<now>`, and a fresh one is made. A big file is searched for damage for a
    /// quarter of a second only; should writing stumble over some later, the next start searches all of it. This blocks:
    /// mostly for milliseconds, for seconds while another program holds the file.
    ///
    /// # Errors
    /// [`StoreError::NotWritable`], [`StoreError::Locked`], [`StoreError::NotSetAside`], [`StoreError::Thread`]. Nothing
    /// was changed then; [`Store::in_memory`] is there to go on with.
    pub fn open(path: &Path, now: DateTime<Utc>) -> Result<Opened, StoreError> {
        Self::open_with(path, now, Settings::FILE)
    }

    /// A store that forgets everything when it is closed, and keeps no more than a little memory holds: for a machine on which
    /// nothing can be written.
    ///
    /// Even this can fail, on a machine that is out of memory or threads. It is a state then, not an error: the health says
    /// `Paused`, and every call fails with [`StoreError::Closed`].
    #[must_use]
    pub fn in_memory() -> Self {
        open::open_in_memory()
            .and_then(|connection| {
                Self::start(connection, None, Settings::MEMORY, DateTime::UNIX_EPOCH)
            })
            .unwrap_or_else(|error| Self::dead(error.to_string()))
    }

    fn dead(reason: String) -> Self {
        Self {
            commands: mpsc::channel().0,
            places: Arc::new(Semaphore::new(Settings::MEMORY.capacity)),
            readers: None,
            health: watch::channel(StoreHealth::Paused { reason }).1,
            retention: watch::channel(Settings::FILE.retention()).1,
            dropped: Arc::default(),
            pending: Pending::default(),
            silence: Silence::default(),
            thread: Arc::default(),
        }
    }

    fn open_with(
        path: &Path,
        now: DateTime<Utc>,
        settings: Settings,
    ) -> Result<Opened, StoreError> {
        let (connection, set_aside) = open::open(path, now)?;
        let store = Self::start(connection, Some(path.to_owned()), settings, now)?;
        Ok(Opened { store, set_aside })
    }

    fn start(
        connection: Connection,
        path: Option<PathBuf>,
        settings: Settings,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let chosen = preferences::retention(&connection)?.unwrap_or(settings.retention());
        let settings = settings.keeping(chosen);
        let is_limited = open::limit_size(&connection, settings.cap)?;
        let (retention_sender, retention) = watch::channel(chosen);
        let (commands, queue) = mpsc::channel();
        let (health_sender, health) = watch::channel(StoreHealth::Recording);
        let dropped = Arc::new(AtomicU64::new(0));
        let readers = path.clone().map(|path| Arc::new(Readers::new(path)));
        let pending = Pending::default();
        let silence = Silence::default();
        let shared = Shared {
            pending: pending.clone(),
            silence: silence.clone(),
            health: health_sender,
            retention: retention_sender,
            is_limited,
            dropped: Arc::clone(&dropped),
        };
        let thread = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || Writer::new(connection, path, settings, shared, now).run(&queue))
            .map_err(StoreError::Thread)?;
        Ok(Self {
            commands,
            places: Arc::new(Semaphore::new(settings.capacity)),
            readers,
            health,
            retention,
            dropped,
            pending,
            silence,
            thread: Arc::new(Mutex::new(Some(thread))),
        })
    }

    /// Hands a frame to the writer. Never waits: if the writer is too far behind, or recording is paused, the frame is
    /// dropped and counted. A second frame of the same millisecond is ignored.
    pub fn record_frame(&self, frame: Arc<Frame>) {
        let at = frame.timestamp.timestamp_millis();
        let sent = match Arc::clone(&self.places).try_acquire_owned() {
            Ok(place) => self.send(Command::Frame(frame), place),
            Err(_) => Err(StoreError::Closed),
        };
        if sent.is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            self.silence.explain_unless_known(GapReason::NotRecorded, at);
        }
    }

    /// How many frames were dropped since the store was opened: the queue was full, or writing failed.
    #[must_use]
    pub fn dropped_frames(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Remembers instances, or what changed about them, as seen at `now`. Never waits: they are written before the next frame,
    /// and stay pending, the newest record of each, for as long as writing fails.
    pub fn upsert_instances(&self, instances: Vec<InstanceRecord>, now: DateTime<Utc>) {
        self.pending.add(instances, now);
        // With no place in the queue, one of those before will see to it.
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            let _ = self.send(Command::Remember, place); // a writer that ended remembers nothing
        }
    }

    /// Appends activities to the audit log and moves a checkpoint: both, or neither. Returns those that are new, in their
    /// order and with their numbers; one whose fingerprint is known already is left out. Waits for a place in the queue.
    ///
    /// # Errors
    /// [`StoreError::Paused`], [`StoreError::Sqlite`], [`StoreError::Closed`]; nothing is stored then, and with fingerprints
    /// it does no harm to try the same ones again.
    pub async fn append_activities(
        &self,
        activities: Vec<NewActivity>,
        checkpoint: Option<Checkpoint>,
    ) -> Result<Vec<Activity>, StoreError> {
        self.write(move |writer| {
            writer
                .write(|transaction, _| feed::append(transaction, &activities, checkpoint.as_ref()))
        })
        .await
    }

    /// Remembers what the person chose under `name`, as JSON.
    ///
    /// # Errors
    /// [`StoreError::Paused`], [`StoreError::Sqlite`], [`StoreError::Closed`]; what was chosen before is in force then.
    pub async fn prefer(&self, name: &'static str, value: String) -> Result<(), StoreError> {
        self.write(move |writer| {
            writer.write(|transaction, _| preferences::write(transaction, name, &value))
        })
        .await
    }

    /// Notes at `now` why frames stop coming, or have not come lately: with the next one, the time without is remembered for a gap
    /// of that reason. A frame from `now` on that comes as ever makes it void.
    pub fn explain_silence(&self, reason: GapReason, now: DateTime<Utc>) {
        self.silence.explain(reason, now.timestamp_millis());
    }

    /// Notes the silence until `now` as a gap of its own, with the reason that was given; what follows has its own reason. Waits until
    /// that is written. A silence without a reason, or too short for a gap, goes on.
    ///
    /// # Errors
    /// [`StoreError::Paused`], [`StoreError::Sqlite`], [`StoreError::Closed`].
    pub async fn end_silence(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.write(move |writer| writer.end_silence(now.timestamp_millis())).await
    }

    /// Records frames of the past, oldest first, all or none of them; waits until they are written. They have to be newer than what
    /// is recorded already.
    ///
    /// # Errors
    /// [`StoreError::Paused`], [`StoreError::Sqlite`], [`StoreError::Closed`].
    pub async fn import_frames(&self, frames: Vec<Frame>) -> Result<(), StoreError> {
        self.write(move |writer| writer.import(&frames)).await
    }

    /// Deletes the history from before `older_than` and gives the space back. The writer does the like by itself once a minute,
    /// with what each tier has kept for its time; the newest 100,000 activities stay.
    ///
    /// # Errors
    /// [`StoreError::Paused`], [`StoreError::Sqlite`], [`StoreError::Closed`]; some may be gone by then.
    pub async fn prune(&self, older_than: DateTime<Utc>) -> Result<(), StoreError> {
        self.write(move |writer| writer.prune(older_than)).await
    }

    /// How much is kept: the present choice, and each one to come.
    #[must_use]
    pub fn retention(&self) -> watch::Receiver<Retention> {
        self.retention.clone()
    }

    /// Keeps so much from now on, and remembers that. The writer lets go of the rest as it does of all that is too old or too much;
    /// [`Store::tidy`] has it do so at once.
    ///
    /// # Errors
    /// [`StoreError::Paused`], [`StoreError::Sqlite`], [`StoreError::Closed`]; what was kept before is kept then.
    pub async fn keep(&self, retention: Retention) -> Result<(), StoreError> {
        self.write(move |writer| writer.keep(retention)).await
    }

    /// Lets go of one slice of what is too old at `now` or too much; says whether there is more.
    ///
    /// # Errors
    /// [`StoreError::Paused`], [`StoreError::Sqlite`], [`StoreError::Closed`].
    pub async fn tidy(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        self.write(move |writer| writer.tidy_once(now)).await
    }

    /// Waits until everything that was handed over before is written, or dropped and counted.
    ///
    /// # Errors
    /// [`StoreError::Closed`].
    pub async fn flush(&self) -> Result<(), StoreError> {
        self.write(|writer| {
            writer.remember();
            Ok(())
        })
        .await
    }

    /// Whether what happens is being recorded: the present value, and each change to come.
    #[must_use]
    pub fn health(&self) -> watch::Receiver<StoreHealth> {
        self.health.clone()
    }

    /// Writes what still waits, empties the log into the main file and ends the writer. All other calls fail with
    /// [`StoreError::Closed`] from now on; closing again does nothing.
    ///
    /// # Errors
    /// [`StoreError::StillClosing`] after ten seconds.
    pub async fn close(&self) -> Result<(), StoreError> {
        if let Some(readers) = &self.readers {
            // Who still reads then keeps the log from being removed, no more.
            let _ = time::timeout(CLOSING_TIME, readers.close()).await;
        }
        let ended = async {
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else { return };
            self.places.close();
            let (closed, wait) = oneshot::channel();
            if self.send(Command::Close(closed), place).is_ok() {
                let _ = wait.await; // an error is an end, too
            }
        };
        time::timeout(CLOSING_TIME, ended).await.map_err(|_| StoreError::StillClosing)?;
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the store's writer ended badly");
        }
        Ok(())
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place =
            Arc::clone(&self.places).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let (reply, answer) = oneshot::channel();
        let task = Box::new(move |writer: &mut Writer| {
            let _ = reply.send(work(writer)); // whoever asked may have given up waiting
        });
        self.send(Command::Task(task), place)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.readers {
            Some(readers) => readers.read(work).await,
            None => self.write(move |writer| work(writer.connection())).await,
        }
    }

    fn send(&self, command: Command, place: OwnedSemaphorePermit) -> Result<(), StoreError> {
        self.commands.send(Envelope { command, place }).map_err(|_| StoreError::Closed)
    }
}
