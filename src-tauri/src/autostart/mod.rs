//! Starting with the desktop. It is off until the person wants it, and then what every desktop offers for it: a file in its autostart
//! folder, a launch agent, or a value in the registry, of this user and no other.

#[cfg(target_os = "linux")]
use linux as platform;
#[cfg(any(target_os = "macos", test))]
mod agent;
#[cfg(any(target_os = "linux", test))]
mod entry;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "windows")]
mod windows;
#[cfg(target_os = "macos")]
use macos as platform;
#[cfg(target_os = "windows")]
use windows as platform;

use std::io;
use std::path::PathBuf;

/// The option that starts the app without its window.
const HIDDEN: &str = "--hidden";

/// Why it cannot be arranged.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AutostartError {
    /// There is no home to keep it in.
    #[cfg(not(windows))]
    #[error("this user has no home folder")]
    NoHome,
    /// It is not known what to start.
    #[error("it is not known where this program is: {0}")]
    NoProgram(io::Error),
    /// The path cannot be written in a text file.
    #[error("{} cannot be written in a text file", .0.display())]
    NotText(PathBuf),
    /// A file or the registry cannot be read or changed.
    #[error("{what} cannot be changed or read: {source}")]
    Refused {
        /// The file or the key.
        what: String,
        /// Why.
        source: io::Error,
    },
}

/// Whether the app starts when the person logs in.
///
/// # Errors
/// If that cannot be told.
pub(crate) fn is_on() -> Result<bool, AutostartError> {
    platform::is_on()
}

/// Has the app start when the person logs in, without its window if `hidden`; or not any more.
///
/// # Errors
/// If that cannot be arranged; then it is as before.
pub(crate) fn set(on: bool, hidden: bool) -> Result<(), AutostartError> {
    if on { platform::switch_on(&program()?, hidden) } else { platform::switch_off() }
}

/// The program that is to be started, as text.
fn program() -> Result<String, AutostartError> {
    // The image, not what is in it: that is mounted somewhere else every time.
    let own = std::env::current_exe().map_err(AutostartError::NoProgram)?;
    let mounted = std::env::var_os("APPDIR").filter(|folder| !folder.is_empty());
    // A terminal that is an image itself hands its variables on to us.
    let is_image = mounted.is_some_and(|folder| own.starts_with(folder));
    let image = std::env::var_os("APPIMAGE").filter(|image| is_image && !image.is_empty());
    let path = image.map_or(own, PathBuf::from);
    // After an upgrade the program that runs is no more.
    path.metadata().map_err(AutostartError::NoProgram)?;
    path.into_os_string().into_string().map_err(|path| AutostartError::NotText(path.into()))
}

/// Writes a file whole or not at all.
#[cfg(not(windows))]
fn write(path: &std::path::Path, text: &str) -> Result<(), AutostartError> {
    let refused = |source| AutostartError::Refused { what: path.display().to_string(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(refused)?;
    }
    let unfinished = path.with_extension("new");
    std::fs::write(&unfinished, text)
        .and_then(|()| std::fs::rename(&unfinished, path))
        .map_err(refused)
}

/// Removes a file that may be missing.
#[cfg(not(windows))]
fn remove(path: &std::path::Path) -> Result<(), AutostartError> {
    match std::fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(AutostartError::Refused { what: path.display().to_string(), source })
        }
        _ => Ok(()),
    }
}

/// Reads a file that may be missing.
#[cfg(not(windows))]
fn read(path: &std::path::Path) -> Result<Option<String>, AutostartError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(AutostartError::Refused { what: path.display().to_string(), source }),
    }
}
