//! What can go wrong with the store, in words for people.

use rusqlite::ErrorCode;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Why the store could not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder of the database, or the file itself, cannot be made or written. Nothing was changed.
    #[error("the database {} cannot be written: {reason}", path.display())]
    NotWritable {
        /// The database file.
        path: PathBuf,
        /// Why, in the words of the operating system or of SQLite.
        reason: String,
    },
    /// The database cannot be read. Nothing was changed.
    #[error("the database {} cannot be read: {reason}", path.display())]
    NotReadable {
        /// The database file.
        path: PathBuf,
        /// Why, as a clause.
        reason: String,
    },
    /// What the person chose cannot be understood.
    #[error("the choice that is kept cannot be understood: {0}")]
    Choice(#[source] serde_json::Error),
    /// The person may not even look at the database, for it belongs to another user. Nothing was changed.
    #[error("the database {} may not be read by you", path.display())]
    Forbidden {
        /// The database file.
        path: PathBuf,
    },
    /// Another program keeps the database for itself. Nothing was changed.
    #[error("the database {} is in use by another program", path.display())]
    Locked {
        /// The database file.
        path: PathBuf,
    },
    /// The database is of no use, and could not be moved out of the way either.
    #[error("the database {} cannot be used ({detail}) and could not be set aside: {source}", path.display())]
    NotSetAside {
        /// The database file.
        path: PathBuf,
        /// Why it is of no use.
        detail: String,
        /// Why it could not be moved.
        source: io::Error,
    },
    /// Writing failed for a reason outside the console, such as a full disk; [`StoreHealth`](super::StoreHealth) says
    /// `Paused`. What was asked for is not stored; it may be asked for again.
    #[error("the database cannot be written at the moment: {reason}")]
    Paused {
        /// Why, as a clause: "the disk is full".
        reason: String,
    },
    /// A history of no length was asked for.
    #[error("a history has to end after it begins")]
    EmptyRange,
    /// Whose history was asked for was never heard of, or is forgotten.
    #[error("there is no history of {0}")]
    NoSuchHistory(String),
    /// An export could not be written.
    #[error("the export could not be written: {0}")]
    Export(#[source] io::Error),
    /// SQLite refused a statement.
    #[error("the database refused a statement: {0}")]
    Sqlite(#[source] rusqlite::Error),
    /// The schema of a database in memory could not be made.
    #[error("the database's schema could not be made: {0}")]
    Migration(#[source] rusqlite_migration::Error),
    /// The writer's thread could not be started.
    #[error("the database's writer could not be started: {0}")]
    Thread(#[source] io::Error),
    /// The store was closed, or its writer ended.
    #[error("the database is closed")]
    Closed,
    /// Closing takes too long. It goes on by itself, and the next start repairs what the process's end cuts short.
    #[error("the database is still busy; it was left to close by itself")]
    StillClosing,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Whether the failure lies in the surroundings (disk, locks, a damaged file) and may pass, rather than in the statement.
pub(super) fn is_from_outside(error: &rusqlite::Error) -> bool {
    !matches!(
        error.sqlite_error_code(),
        None | Some(
            ErrorCode::Unknown
                | ErrorCode::ConstraintViolation
                | ErrorCode::TypeMismatch
                | ErrorCode::TooBig
                | ErrorCode::ApiMisuse
                | ErrorCode::ParameterOutOfRange
        )
    )
}

/// Whether the file's content is damaged.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Whether somebody else holds the file.
pub(super) fn is_lock(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Whether the system does not let the person open the file: SQLite says no more than that it could not be opened.
pub(super) fn is_forbidden(error: &rusqlite::Error, path: &Path) -> bool {
    let could_not_open = matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
    );
    let refused = |error: io::Error| error.kind() == io::ErrorKind::PermissionDenied;
    could_not_open && File::open(path).err().is_some_and(refused)
}

/// Says why writing failed, as a clause for people.
pub(super) fn clause(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full".to_owned(),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            "the database file may not be written".to_owned()
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program holds the database".to_owned()
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            "the database file is damaged and will be set aside at the next start".to_owned()
        }
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
            format!("the disk reports an error ({error})")
        }
        _ => error.to_string(),
    }
}
