//! What was recorded, for who does not record.
//!
//! Where no log lies beside the database, nobody writes, and nothing in the directory is made, changed or locked. Where one lies there,
//! SQLite reads it the way it does for any reader: with locks that hold up no writer, and with its index of the log, `console.db-shm`,
//! which it makes anew if a console that ended badly left the log alone. The history itself is not changed either way.

use super::{
    StoreError,
    error::{clause, is_forbidden, is_lock},
    export::{self, ExportSummary},
    feed,
    migrations::LATEST,
    open, preferences, samples, set_aside,
};
use crate::choosing::PREFERENCE;
use mini_aws_domain::{Activity, EnginePick, ExportRequest, PastInstance};
use rusqlite::Connection;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};
use tokio::task;

/// A database that is only read. Each question opens it anew.
#[derive(Debug, Clone)]
pub struct Records {
    path: PathBuf,
}

impl Records {
    /// The database at `path`; `None` if there is none, so that nothing was recorded yet.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] and [`StoreError::NotReadable`] if it cannot even be looked at.
    pub fn at(path: &Path) -> Result<Option<Self>, StoreError> {
        match fs::metadata(path) {
            Ok(found) if found.len() > 0 => Ok(Some(Self { path: path.to_owned() })),
            Ok(_) => Ok(None), // made, and nothing is in it yet
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(forbidden(path)),
            Err(error) => Err(not_readable(path, error.to_string())),
        }
    }

    /// The newest activities, newest first.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::NotReadable`], [`StoreError::Locked`], [`StoreError::Sqlite`].
    pub async fn recent_activities(&self, limit: usize) -> Result<Vec<Activity>, StoreError> {
        self.read(move |connection| feed::recent(connection, limit)).await
    }

    /// How far a console followed the events of the engine at `endpoint`, in nanoseconds since the epoch; `None` if it never did.
    ///
    /// # Errors
    /// As [`Records::recent_activities`].
    pub async fn followed_to(&self, endpoint: &str) -> Result<Option<i64>, StoreError> {
        let name = format!("events:{endpoint}");
        self.read(move |connection| feed::checkpoint(connection, &name)).await
    }

    /// Which engine the person picked; [`EnginePick::Automatic`] if they never did.
    ///
    /// # Errors
    /// As [`Records::recent_activities`], and [`StoreError::Choice`].
    pub async fn engine_pick(&self) -> Result<EnginePick, StoreError> {
        let read = |connection: &Connection| Ok(preferences::read(connection, PREFERENCE)?);
        let text = self.read(read).await?;
        text.map_or(Ok(EnginePick::default()), |text| serde_json::from_str(&text))
            .map_err(StoreError::Choice)
    }

    /// The instances of which there is history, those seen last first.
    ///
    /// # Errors
    /// As [`Records::recent_activities`].
    pub async fn known_instances(&self, limit: u32) -> Result<Vec<PastInstance>, StoreError> {
        self.read(move |connection| Ok(samples::known_instances(connection, limit)?)).await
    }

    /// Writes history to `out`; see [`Store::export`](super::Store::export).
    ///
    /// # Errors
    /// As [`Records::recent_activities`], and those of [`Store::export`](super::Store::export).
    pub async fn export(
        &self,
        request: ExportRequest,
        mut out: Box<dyn Write + Send>,
    ) -> Result<ExportSummary, StoreError> {
        self.read(move |connection| export::export(connection, &request, &mut *out)).await
    }

    /// Does `work` on a thread that may block.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let path = self.path.clone();
        let read = task::spawn_blocking(move || read(&path, work)).await;
        read.map_err(|_| StoreError::Closed)?
    }
}

fn read<T>(
    path: &Path,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let log = set_aside::with_suffix(path, "-wal");
    // Without a log nobody writes. SQLite would make one, and leave it, merely to read; told that the file does not change, it does not.
    let is_still = !log.exists();
    let connection = if is_still { open::open_still(path) } else { open::open_reader(path) };
    let connection = connection.map_err(|error| told(path, &error))?;
    check_version(path, &connection)?;
    let answer = work(&connection).map_err(|error| match error {
        StoreError::Sqlite(error) => told(path, &error),
        error => error,
    })?;
    // A console began to write meanwhile: what was read may be of two moments.
    if is_still && log.exists() {
        return Err(StoreError::Locked { path: path.to_owned() });
    }
    Ok(answer)
}

/// Only a console brings a database up to date.
fn check_version(path: &Path, connection: &Connection) -> Result<(), StoreError> {
    let version: i64 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|error| told(path, &error))?;
    match usize::try_from(version) {
        Ok(LATEST) => Ok(()),
        Ok(version) if version > LATEST => {
            Err(not_readable(path, "a newer version of the console wrote it".to_owned()))
        }
        _ => Err(not_readable(path, "an older version of the console wrote it last".to_owned())),
    }
}

fn told(path: &Path, error: &rusqlite::Error) -> StoreError {
    if is_lock(error) {
        return StoreError::Locked { path: path.to_owned() };
    }
    if is_forbidden(error, path) {
        return forbidden(path);
    }
    not_readable(path, clause(error))
}

fn forbidden(path: &Path) -> StoreError {
    StoreError::Forbidden { path: path.to_owned() }
}

fn not_readable(path: &Path, reason: String) -> StoreError {
    StoreError::NotReadable { path: path.to_owned(), reason }
}
