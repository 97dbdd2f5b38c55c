//! A value among those that this user's session starts.

use super::{AutostartError, HIDDEN};
use std::io;
use windows_registry::CURRENT_USER;

/// What is started.
const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
/// What of it the person switched off in the Task Manager or in the system's settings.
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
/// The value's name in both.
const NAME: &str = "Mini AWS Console";
/// The system's word for what is not there (`ERROR_FILE_NOT_FOUND` as an HRESULT).
const NOT_FOUND: i32 = 0x8007_0002_u32.cast_signed();

pub(super) fn is_on() -> Result<bool, AutostartError> {
    let started = CURRENT_USER.open(RUN).and_then(|key| key.get_string(NAME));
    if there(RUN, started)?.is_none() {
        return Ok(false);
    }
    let approved = CURRENT_USER.open(APPROVED).and_then(|key| key.get_value(NAME));
    // The first byte is even for what is switched on.
    let is_off = |value: &[u8]| value.first().is_some_and(|first| first % 2 == 1);
    Ok(!there(APPROVED, approved)?.is_some_and(|value| is_off(&value)))
}

pub(super) fn switch_on(program: &str, hidden: bool) -> Result<(), AutostartError> {
    let option = if hidden { format!(" {HIDDEN}") } else { String::new() };
    // No path on Windows has a quotation mark in it.
    let command = format!("\"{program}\"{option}");
    CURRENT_USER
        .create(RUN)
        .and_then(|key| key.set_string(NAME, command))
        .map_err(|error| refused(RUN, error))?;
    forget(APPROVED)
}

pub(super) fn switch_off() -> Result<(), AutostartError> {
    forget(RUN)?;
    forget(APPROVED)
}

/// Removes the value from a key; neither has to be there.
fn forget(key: &str) -> Result<(), AutostartError> {
    let removed = CURRENT_USER.options().write().open(key).and_then(|open| open.remove_value(NAME));
    there(key, removed).map(|_| ())
}

/// What was found, if anything.
fn there<T>(key: &str, found: windows_registry::Result<T>) -> Result<Option<T>, AutostartError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.code().0 == NOT_FOUND => Ok(None),
        Err(error) => Err(refused(key, error)),
    }
}

fn refused(key: &str, error: impl Into<io::Error>) -> AutostartError {
    AutostartError::Refused { what: format!(r"HKEY_CURRENT_USER\{key}"), source: error.into() }
}
