//! Moving a database of no use out of the way: beside its place, under a dated name, overwriting nothing.

use chrono::{DateTime, Utc};
use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

/// A database that could not be used and was moved, so that a fresh one could be made. Nothing of it was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Why.
    pub reason: SetAsideReason,
    /// Where it is now.
    pub moved_to: PathBuf,
    /// What was found, for people who look closer.
    pub detail: String,
}

/// Why a database could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetAsideReason {
    /// It is damaged, or no database of this console at all.
    Unreadable,
    /// A newer version of the console wrote it.
    Newer,
}

impl SetAsideReason {
    fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Newer => "newer",
        }
    }
}

/// What SQLite keeps beside the main file.
const LOGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The path with `suffix` after the file's whole name.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Renames the database and what belongs to it, and says where it is now.
pub(super) fn move_away(
    path: &Path,
    reason: SetAsideReason,
    now: DateTime<Utc>,
) -> io::Result<PathBuf> {
    let target = free_name(path, reason, now)?;
    let mut moved = Vec::new();
    // The main file goes last: should the machine stop half-way, a fresh database must not find another one's log.
    let result = LOGS.iter().chain([&""]).try_for_each(|suffix| {
        let (from, to) = (with_suffix(path, suffix), with_suffix(&target, suffix));
        match fs::rename(&from, &to) {
            Ok(()) => moved.push((from, to)),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !suffix.is_empty() => {}
            Err(error) => return Err(error),
        }
        Ok(())
    });
    if let Err(error) = result {
        for (from, to) in moved {
            fs::rename(to, from)?;
        }
        return Err(error);
    }
    Ok(target)
}

fn free_name(path: &Path, reason: SetAsideReason, now: DateTime<Utc>) -> io::Result<PathBuf> {
    let dated = format!(".{}-{}", reason.word(), now.format("%Y-%m-%dT%H-%M-%SZ"));
    let taken = |name: &Path| -> io::Result<bool> {
        for suffix in LOGS.iter().chain([&""]) {
            if with_suffix(name, suffix).try_exists()? {
                return Ok(true);
            }
        }
        Ok(false)
    };
    let mut name = with_suffix(path, &dated);
    let mut number = 1_u32;
    while taken(&name)? {
        number += 1;
        name = with_suffix(path, &format!("{dated}-{number}"));
    }
    Ok(name)
}
