//! What can go wrong in a task.

use std::io;
use std::path::{Path, PathBuf};

/// Why a task stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program ran and said no.
    #[error("{program} failed ({status})")]
    CommandFailed {
        /// The program's name.
        program: String,
        /// How it ended.
        status: String,
        /// The line to type to see it again.
        line: String,
    },
    /// A program could not be started at all.
    #[error("{program} could not be started: {source}")]
    CommandNotStarted {
        /// The program's name.
        program: String,
        /// The line to type to see it again.
        line: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A tool's answer was not the JSON that it promises.
    #[error("{what} gave something unreadable: {source}")]
    Json {
        /// Which tool.
        what: &'static str,
        /// Where the reading stopped.
        source: serde_json::Error,
    },
    /// A tool's answer lacks what is looked for.
    #[error("{what} does not name {missing}")]
    Missing {
        /// Which answer.
        what: &'static str,
        /// What is not in it.
        missing: String,
    },
    /// The JavaScript for the wasm file could not be made.
    #[error("wasm-bindgen: {0}")]
    Bindgen(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Something has to be installed by the person.
    #[error("{what} must be installed first")]
    NotInstalled {
        /// What is missing, for people.
        what: String,
        /// What to type or do.
        how: String,
    },
    /// The app has no screen to open a window on.
    #[error(
        "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set, so no window can open"
    )]
    NoDisplay,
    /// Several independent checks failed; each was reported where it ran.
    #[error("{0} failed")]
    ChecksFailed(String),
    /// What was made is larger than it may be.
    #[error("too large: {0}")]
    TooLarge(String),
    /// A package is not what it has to be.
    #[error("{what}: {found}")]
    NotAsPromised {
        /// What was tried.
        what: String,
        /// How it was.
        found: String,
    },
    /// The measured coverage is below the floor.
    #[error("the line coverage of {what} is {percent:.1} %, below {floor} %")]
    CoverageTooLow {
        /// What was measured.
        what: &'static str,
        /// What it has.
        percent: f64,
        /// What it must have.
        floor: u8,
    },
}

impl Error {
    /// Names the path in an I/O error.
    pub fn io(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        move |source| Self::Io { path, source }
    }

    /// What the person can type or do about it, if anything.
    #[must_use]
    pub fn what_to_do(&self) -> Option<String> {
        match self {
            Self::CommandFailed { line, .. } | Self::CommandNotStarted { line, .. } => Some(line.clone()),
            Self::NotInstalled { how, .. } => Some(how.clone()),
            Self::NoDisplay => Some(
                "open a desktop session, log in with `ssh -X`, or try it on a pretend screen: xvfb-run -a cargo xtask run"
                    .to_owned(),
            ),
            _ => None,
        }
    }
}
