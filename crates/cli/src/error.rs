//! What can go wrong on the way.

use mini_aws_backend::DataDirError;
use mini_aws_backend::gateway::DoorError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The system gives no threads.
    #[error("The program could not start: {0}.")]
    Runtime(std::io::Error),
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
    /// Nobody could tell the program to end.
    #[error("The program cannot hear signals: {0}.")]
    Signals(std::io::Error),
}

impl CliError {
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
            Self::Runtime(_) | Self::Demo(_) | Self::CutShort | Self::Signals(_) => return None,
        };
        Some(step)
    }
}
