//! Opening the file: made if it is missing, brought up to date if it is older, set aside if it is of no use.

use super::{
    error::{StoreError, is_damage, is_from_outside, is_lock},
    migrations::{LATEST, SCHEMA_PROBES, migrations},
    set_aside::{self, SetAside, SetAsideReason},
};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::Duration,
};

/// "MAWC", in the file's header: tells this console's database from another program's.
const APPLICATION_ID: i32 = 0x4d41_5743;
/// How long the search for damage may keep the person waiting. A small file is read whole in that time, a big one in part.
const PROBE_TIME: Duration = Duration::from_millis(250);
/// How long to wait for another program's lock.
const BUSY_TIME: Duration = Duration::from_secs(2);
/// Memory for pages, in KiB, of each connection that reads.
const CACHE_KIB: i64 = 8 * 1024;
/// And of the one that writes: the ends of the tables, which is where it writes, take no more, and what is there is there for good.
const WRITERS_CACHE_KIB: i64 = 2 * 1024;
/// Bytes of a page: a frame of a hundred instances takes a part of one, a packed stretch one or two.
const PAGE_BYTES: i64 = 4096;
/// Bytes of log before its pages move to the main file, once each, however often they were written meanwhile.
const LOG_BYTES: i64 = 8 * 1024 * 1024;

/// Why a file was not opened.
enum Refusal {
    /// Its content is of no use; it can be set aside.
    Useless(SetAsideReason, String),
    /// It may be good, but cannot be used now.
    Failed(StoreError),
}

/// Opens the database at `path` for writing, up to date.
pub(super) fn open(
    path: &Path,
    now: DateTime<Utc>,
) -> Result<(Connection, Option<SetAside>), StoreError> {
    let (reason, detail) = match examine(path) {
        Ok(connection) => return Ok((connection, None)),
        Err(Refusal::Failed(error)) => return Err(error),
        Err(Refusal::Useless(reason, detail)) => (reason, detail),
    };
    ensure_alone(path)?;
    let moved_to = set_aside::move_away(path, reason, now).map_err(|source| {
        StoreError::NotSetAside { path: path.to_owned(), detail: detail.clone(), source }
    })?;
    clear_suspicion(path);
    match examine(path) {
        Ok(connection) => Ok((connection, Some(SetAside { reason, moved_to, detail }))),
        Err(Refusal::Failed(error)) => Err(error),
        Err(Refusal::Useless(_, reason)) => Err(not_writable(path, reason)),
    }
}

/// Opens a database in memory, for when no file can be written.
pub(super) fn open_in_memory() -> Result<Connection, StoreError> {
    let mut connection = Connection::open_in_memory()?;
    configure(&connection)?;
    migrations().to_latest(&mut connection).map_err(StoreError::Migration)?;
    Ok(connection)
}

/// Opens one more connection to a file that is open already, for reading only.
pub(super) fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(BUSY_TIME)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    Ok(connection)
}

/// Opens a file that nobody writes, for reading only and without making anything beside it.
pub(super) fn open_still(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        still_address(path),
        OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI,
    )?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    Ok(connection)
}

/// The address of a file that does not change, with what means something in an address written otherwise.
fn still_address(path: &Path) -> PathBuf {
    let mut address = std::ffi::OsString::from("file:");
    // On Windows a drive follows a slash, and backslashes are none.
    let text = if cfg!(windows) {
        let text = path.to_string_lossy().replace('\\', "/");
        if text.starts_with('/') { text.into() } else { format!("/{text}").into() }
    } else {
        path.as_os_str().to_owned()
    };
    address.push(escaped(&text));
    address.push("?immutable=1");
    address.into()
}

/// Bytes that are no text stay as they are: SQLite takes them so.
#[cfg(unix)]
fn escaped(text: &std::ffi::OsStr) -> std::ffi::OsString {
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
    let escape = |byte: &u8| match byte {
        b'%' => b"%25".to_vec(),
        b'?' => b"%3f".to_vec(),
        b'#' => b"%23".to_vec(),
        other => vec![*other],
    };
    std::ffi::OsString::from_vec(text.as_bytes().iter().flat_map(escape).collect())
}

#[cfg(not(unix))]
fn escaped(text: &std::ffi::OsStr) -> std::ffi::OsString {
    let text = text.to_string_lossy().replace('%', "%25");
    text.replace('?', "%3f").replace('#', "%23").into()
}

/// Asks for a thorough search for damage at the next start, however long it takes.
pub(super) fn suspect(path: &Path) {
    if let Err(error) = fs::write(suspicion(path), "") {
        tracing::warn!(%error, "the damaged database could not be marked");
    }
}

fn suspicion(path: &Path) -> PathBuf {
    set_aside::with_suffix(path, ".suspect")
}

fn clear_suspicion(path: &Path) {
    match fs::remove_file(suspicion(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "the mark of a suspected database stays");
        }
        _ => {}
    }
}

fn examine(path: &Path) -> Result<Connection, Refusal> {
    make_file(path).map_err(|error| Refusal::Failed(not_writable(path, error.to_string())))?;
    let judge = |error: rusqlite::Error| judge(path, &error);
    let mut connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(judge)?;
    connection.busy_timeout(BUSY_TIME).map_err(judge)?;
    // A file that turns out to be of no use is to be set aside as it was found: closing it must not tidy its log.
    leave_log_on_close(&connection, true).map_err(judge)?;
    check_identity(&connection).map_err(judge)??;
    if connection.is_readonly("main").map_err(judge)? {
        return Err(Refusal::Failed(not_writable(path, "it is read-only.".to_owned())));
    }
    check_content(&connection, path).map_err(judge)??;
    configure(&connection).map_err(judge)?;
    migrations().to_latest(&mut connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } if is_from_outside(&err) => judge(err),
        error => Refusal::Useless(SetAsideReason::Unreadable, error.to_string()),
    })?;
    for probe in SCHEMA_PROBES {
        connection.prepare(probe).map_err(|error| match is_from_outside(&error) {
            true => judge(error),
            false => Refusal::Useless(SetAsideReason::Unreadable, error.to_string()),
        })?;
    }
    leave_log_on_close(&connection, false).map_err(judge)?;
    Ok(connection)
}

/// Makes the folder and the file if they are missing, and keeps the file from everyone but its owner. SQLite gives the log
/// files beside it the same mode.
fn make_file(path: &Path) -> io::Result<()> {
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true);
    let mut file = fs::OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folder.mode(0o700);
        file.mode(0o600);
    }
    if let Some(parent) = path.parent() {
        folder.create(parent)?;
    }
    match file.open(path) {
        Ok(_) => Ok(()),
        Err(_) if path.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => close_to_others(path),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn close_to_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = fs::metadata(path)?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(permissions.mode() & 0o700);
        fs::set_permissions(path, permissions)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether the file is this console's, of this version or an older one. Reads the header and the schema.
fn check_identity(connection: &Connection) -> rusqlite::Result<Result<(), Refusal>> {
    let objects: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let application: i32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if objects > 0 && application != APPLICATION_ID {
        let detail = "it belongs to another program".to_owned();
        return Ok(Err(Refusal::Useless(SetAsideReason::Unreadable, detail)));
    }
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(match usize::try_from(version) {
        Ok(version) if version > LATEST => Err(Refusal::Useless(
            SetAsideReason::Newer,
            format!("its schema has version {version}, and this console knows {LATEST}"),
        )),
        Ok(_) => Ok(()),
        Err(_) => Err(Refusal::Useless(
            SetAsideReason::Unreadable,
            format!("its schema has version {version}"),
        )),
    })
}

/// Looks for damage: in as much of the file as there is time for, or in all of it if writing stumbled over some before.
fn check_content(connection: &Connection, path: &Path) -> rusqlite::Result<Result<(), Refusal>> {
    let finding = if suspicion(path).exists() {
        quick_check(connection)?
    } else {
        quick_check_within(connection, PROBE_TIME)?
    };
    Ok(match finding.as_str() {
        "ok" => {
            clear_suspicion(path);
            Ok(())
        }
        _ => Err(Refusal::Useless(SetAsideReason::Unreadable, finding)),
    })
}

fn quick_check(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
}

fn quick_check_within(connection: &Connection, time: Duration) -> rusqlite::Result<String> {
    let handle = connection.get_interrupt_handle();
    let (done, wait) = mpsc::channel::<()>();
    // The scope joins the thread, so that a late interrupt cannot hit a later statement.
    let finding = thread::scope(|scope| {
        scope.spawn(move || {
            if wait.recv_timeout(time) == Err(mpsc::RecvTimeoutError::Timeout) {
                handle.interrupt();
            }
        });
        let finding = quick_check(connection);
        drop(done);
        finding
    });
    match finding {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
            Ok("ok".to_owned())
        }
        finding => finding,
    }
}

/// How large the file may become, so that it and its log are no larger than `cap` bytes: a tenth is left to the log, which grows beyond
/// its usual size while a stretch of many instances is archived.
pub(super) fn largest_file(cap: u64) -> u64 {
    cap.saturating_sub((cap / 10).max(LOG_BYTES.unsigned_abs()))
}

/// Sees to it that the file and its log stay below `cap` bytes even if tidying up comes late; then a write fails as on a full disk.
///
/// A file that is larger already is limited to what it is; then the limit is not in force yet, and this says `false`.
pub(super) fn limit_size(connection: &Connection, cap: u64) -> rusqlite::Result<bool> {
    let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let file = i64::try_from(largest_file(cap)).unwrap_or(i64::MAX);
    let pages = (file / page.max(1)).max(1);
    let limit: i64 =
        connection.pragma_update_and_check(None, "max_page_count", pages, |row| row.get(0))?;
    Ok(limit <= pages)
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    // These two are for a new file, and only until its first page is written; which the journal mode does.
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    let journal: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if journal != "wal" && journal != "memory" {
        tracing::warn!(
            journal,
            "the file system allows no write-ahead log; readers will wait for writers"
        );
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    // A crash of the console loses nothing that was committed; one of the machine may lose the last moments, never the file.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -WRITERS_CACHE_KIB)?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_BYTES / PAGE_BYTES)?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(())
}

/// Makes sure that nobody else has the file open: a log that belongs to another program must not be moved from under it.
fn ensure_alone(path: &Path) -> Result<(), StoreError> {
    let exclusive = || -> rusqlite::Result<()> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        leave_log_on_close(&connection, true)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        // With a write-ahead log, reading in this mode takes the lock that nobody else's connection leaves free.
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
    };
    match exclusive() {
        Err(error) if is_lock(&error) => Err(StoreError::Locked { path: path.to_owned() }),
        _ => Ok(()), // what SQLite cannot read, no other program has open through SQLite
    }
}

fn leave_log_on_close(connection: &Connection, leave: bool) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave).map(|_| ())
}

fn judge(path: &Path, error: &rusqlite::Error) -> Refusal {
    if is_damage(error) {
        Refusal::Useless(SetAsideReason::Unreadable, error.to_string())
    } else if is_lock(error) {
        Refusal::Failed(StoreError::Locked { path: path.to_owned() })
    } else {
        Refusal::Failed(not_writable(path, error.to_string()))
    }
}

fn not_writable(path: &Path, reason: String) -> StoreError {
    StoreError::NotWritable { path: path.to_owned(), reason }
}
