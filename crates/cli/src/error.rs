//! What can go wrong on the way, and how the program ends then.

use crate::export::ExportError;
use crate::open::OpenError;
use mini_aws_backend::docker::EngineError;
use mini_aws_backend::gateway::DoorError;
use mini_aws_backend::local::{LocalClient, LocalError, Socket};
use mini_aws_backend::reading::NoEngine;
use mini_aws_backend::store::StoreError;
use mini_aws_backend::{DataDir, DataDirError};
use std::io;

/// How the program ends when a command failed.
const FAILED: u8 = 1;
/// How it ends when it was asked for what makes no sense.
const WRONG_USAGE: u8 = 2;
/// How it ends when no engine answers.
const NO_ENGINE: u8 = 3;
/// How it ends when somebody ended it before it had an answer, as a shell tells it.
const INTERRUPTED: u8 = 130;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The system gives no threads.
    #[error("The program could not start: {0}.")]
    Runtime(io::Error),
    /// Nothing could be kept.
    #[error("The console could not start: {0}.")]
    DataDir(#[from] DataDirError),
    /// The pretend engine does not start.
    #[error("The pretend engine could not be started: {0}.")]
    Demo(#[from] mini_aws_demo::DemoError),
    /// Nobody can be let in.
    #[error("{}", .0.problem().message)]
    Door(#[from] DoorError),
    /// Somebody asked twice.
    #[error("The program was ended before everything was written.")]
    CutShort,
    /// Somebody ended it before it had an answer. They know.
    #[error("The program was ended.")]
    Interrupted,
    /// Nobody could tell the program to end.
    #[error("The program cannot hear signals: {0}.")]
    Signals(io::Error),
    /// No engine answers.
    #[error("{0}")]
    NoEngine(#[from] NoEngine),
    /// No engine answers, and that was told already.
    #[error("No engine answers.")]
    Told,
    /// The engine answers, and not what it was asked.
    #[error("The engine did not tell: {0}.")]
    Engine(#[from] EngineError),
    /// The console that runs does not say what it was asked.
    #[error("{}", told(.error, *.pid))]
    Local {
        /// What came instead.
        error: LocalError,
        /// The console's process, where it is known.
        pid: Option<u32>,
    },
    /// The console that runs has not heard from its engine what there is.
    #[error("The console has listed nothing yet.")]
    NothingListed,
    /// An export began, and there is no more of it.
    #[error("The export was cut in the middle, so what was written of it is not all.")]
    ExportCut,
    /// The console that was followed is no more.
    #[error("The console ended.")]
    ConsoleEnded,
    /// What was recorded cannot be read.
    #[error("What was recorded could not be read: {0}.")]
    Store(#[from] StoreError),
    /// History cannot be exported.
    #[error("{0}")]
    Export(#[from] ExportError),
    /// The window is not shown.
    #[error("{0}")]
    Open(#[from] OpenError),
    /// An answer cannot be written as JSON.
    #[error("The answer could not be written as JSON: {0}.")]
    Json(serde_json::Error),
    /// Files could not be made.
    #[error("{path} could not be written: {source}.", path = .path.display())]
    File {
        /// Which file or folder.
        path: std::path::PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nobody takes what is written.
    #[error("The output could not be written: {0}.")]
    Output(io::Error),
}

impl CliError {
    /// That a console does not say what it was asked, and which process it is if it is silent.
    pub async fn local(error: LocalError, dir: &DataDir) -> Self {
        let pid = match error {
            LocalError::NoAnswer => LocalClient::listener(dir, Socket::Console).await,
            _ => None,
        };
        Self::Local { error, pid }
    }

    /// Whether whoever read the output went away, as `head` does when it has enough: that is no failure.
    pub fn is_closed_pipe(&self) -> bool {
        let is_closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
        match self {
            Self::Output(error) | Self::Store(StoreError::Export(error)) => is_closed(error),
            _ => false,
        }
    }

    /// What the program ends with.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoEngine(_) | Self::Told => NO_ENGINE,
            Self::Export(ExportError::EmptyRange) => WRONG_USAGE,
            Self::Interrupted => INTERRUPTED,
            _ => FAILED,
        }
    }

    /// What the person can do, in a sentence.
    #[must_use]
    pub fn next_step(&self) -> Option<String> {
        let step = match self {
            Self::Door(error) => error.problem().next_step,
            Self::DataDir(DataDirError::Taken { .. }) => {
                "Switch on the web access in its settings, close it, or name another directory with --data-dir."
            .to_owned()
            }
            Self::DataDir(_) => {
                "Make it writable for you, or name another directory with --data-dir.".to_owned()
            }
            Self::NoEngine(none) => {
                format!("{} `cloud doctor` shows every place that was looked at.", none.next_step)
            }
            Self::Engine(_) => {
                "Try again; `cloud doctor` shows which engine it is.".to_owned()
            }
            Self::Local { error: LocalError::Refused(problem), .. } => problem.next_step.clone(),
            Self::Local { error: LocalError::NoAnswer, pid: Some(pid) } => format!(
                "Wait a moment, or end it with `kill {pid}` and try again: without it, `cloud` asks the engine itself."
            ),
            Self::Local { error: LocalError::NoAnswer, pid: None } => {
                "Wait a moment, or end it and try again: without it, `cloud` asks the engine itself.".to_owned()
            }
            Self::Local { error, .. } if step_for_place(error).is_some() => {
                return step_for_place(error).map(str::to_owned);
            }
            Self::Local { .. } => {
                "Start the console again; if it is of another version than `cloud`, bring both to the same.".to_owned()
            }
            Self::NothingListed => {
                "Try again in a moment; `cloud doctor` shows which engine it asks.".to_owned()
            }
            Self::ExportCut => {
                "Start it again; if what reads it may take more than ten minutes, write it to a file first.".to_owned()
            }
            Self::ConsoleEnded => {
                "Start the command again: it then asks the engine itself.".to_owned()
            }
            Self::Store(StoreError::Forbidden { .. }) => OF_ANOTHER_USER.to_owned(),
            Self::Store(StoreError::Locked { .. }) => "Try again in a moment.".to_owned(),
            Self::Store(StoreError::NoSuchHistory(_)) => {
                "It may be too long ago, or belong to another engine's data directory.".to_owned()
            }
            Self::Store(_) => {
                "Start the console once: it brings the database up to date, or sets it aside."
                    .to_owned()
            }
            Self::Export(error) => error.next_step(),
            Self::Open(error) => error.next_step(),
            Self::File { .. } => "Name a folder that you may write to.".to_owned(),
            Self::Output(_) => "Make room, or write to another place.".to_owned(),
            Self::Runtime(_)
            | Self::Demo(_)
            | Self::CutShort
            | Self::Interrupted
            | Self::Signals(_)
            | Self::Json(_)
            | Self::Told => {
                return None;
            }
        };
        Some(step)
    }
}

/// What to do about a data directory that lets nobody look into it.
pub const OF_ANOTHER_USER: &str =
    "The data directory belongs to another user: name another one with --data-dir.";

/// What to do where it is the data directory that keeps programs from meeting; `None` where it is something else.
pub fn step_for_place(error: &LocalError) -> Option<&'static str> {
    let LocalError::Io(error) = error else { return None };
    match error.kind() {
        io::ErrorKind::PermissionDenied => Some(OF_ANOTHER_USER),
        io::ErrorKind::NotADirectory => {
            Some("The place for the data is no directory: name another one with --data-dir.")
        }
        _ => None,
    }
}

fn told(error: &LocalError, pid: Option<u32>) -> String {
    match (error, pid) {
        (LocalError::NoAnswer, Some(pid)) => {
            format!("The console (process {pid}) does not answer.")
        }
        (LocalError::NoAnswer, None) => "The console does not answer.".to_owned(),
        (LocalError::Refused(problem), _) => problem.message.clone(),
        (error, _) => {
            let clause = error.to_string();
            let mut letters = clause.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            format!("{}{}.", first.collect::<String>(), letters.as_str().trim_end_matches('.'))
        }
    }
}
