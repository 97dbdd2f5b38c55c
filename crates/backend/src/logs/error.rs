//! Why a log cannot be read.

use crate::asking::AskError;
use crate::docker::EngineError;
use crate::docker::logs::FrameError;
use crate::error::sentence;
use mini_aws_domain::{InstanceId, LogsQuery, Problem};

/// Why a log cannot be read, or not any further.
#[derive(Debug, thiserror::Error)]
pub enum LogsError {
    /// The engine cannot be asked.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// More lines than are told at once.
    #[error("{0} lines are more than the {most} that can be read at once.", most = LogsQuery::MOST)]
    TooManyLines(u32),
    /// There is no such session (any more).
    #[error("This log is not being read any more.")]
    NoLog,
    /// Too many logs are being read.
    #[error("{0} logs are being read already.")]
    TooMany(usize),
    /// Too many logs are being saved.
    #[error("{0} logs are being saved already.")]
    TooManySaved(usize),
    /// The engine does not keep it.
    #[error("The engine keeps no log of this instance: its logging driver{driver} hands everything on.", driver = quoted(.0))]
    NotKept(String),
    /// What the engine sent cannot be read.
    #[error("The log broke off: {0}.")]
    Frame(#[from] FrameError),
    /// The system gives no random numbers to name a session with.
    #[error("The system gives no random numbers: {0}.")]
    NoRandomness(getrandom::Error),
}

/// A driver's name after the word "driver", if it is known.
fn quoted(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" “{name}”") }
}

impl From<EngineError> for LogsError {
    fn from(error: EngineError) -> Self {
        Self::Ask(error.into())
    }
}

impl LogsError {
    /// What it means that the engine does not give the log of this instance, which goes to this driver.
    pub(super) fn refused(error: EngineError, id: &InstanceId, driver: &str) -> Self {
        if error.is_log_not_kept() {
            Self::NotKept(driver.to_owned())
        } else if error.is_not_found() {
            // It was there just before.
            AskError::NoInstance(id.clone()).into()
        } else {
            error.into()
        }
    }

    /// The error as it crosses a door.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (code, next_step) = match self {
            Self::Ask(error) => return error.problem(),
            Self::TooManyLines(_) => ("too_many_lines", "Ask for fewer lines, or save the log."),
            Self::NoLog => ("no_log", "Open it again."),
            Self::TooMany(_) => ("too_many_logs", "Close one of them, and try again."),
            Self::TooManySaved(_) => ("too_many_logs", "Wait for one of them, and try again."),
            Self::NotKept(_) => (
                "log_not_kept",
                "Look where the driver sends it, or start the instance with the driver “json-file” or “local”.",
            ),
            Self::Frame(_) => ("log_broke_off", "Open it again; what was read stays."),
            Self::NoRandomness(_) => ("no_randomness", "Restart the console."),
        };
        Problem {
            code: code.to_owned(),
            message: sentence(&self.to_string()),
            next_step: next_step.to_owned(),
        }
    }
}
