//! Why the window is not shown.

use crate::error::step_for_place;
use mini_aws_backend::local::LocalError;
use mini_aws_domain::{PlaceError, Problem};
use std::io;
use std::path::PathBuf;

/// Why the window is not shown.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such place to go to.
    #[error("{0}")]
    Place(PlaceError),
    /// There is no screen.
    #[error(
        "There is no display here: neither DISPLAY nor WAYLAND_DISPLAY is set, so no window can be shown."
    )]
    NoDisplay {
        /// A link into a console that runs without a window.
        link: Option<String>,
    },
    /// The app is not installed, or not where it is looked for.
    #[error("The app {name} is neither beside `cloud` nor on PATH. It was looked for in {}.", folders(.looked))]
    Missing {
        /// The app's file.
        name: String,
        /// In which folders.
        looked: Vec<PathBuf>,
    },
    /// The system does not start it.
    #[error("{program} could not be started: {source}.", program = .program.display())]
    NotStarted {
        /// The app.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It ended instead.
    #[error("The app ended before its window was shown ({status}){}", words(.said))]
    Ended {
        /// How it ended, in the system's words.
        status: String,
        /// What it said at last; may be empty.
        said: String,
    },
    /// It listens, and says nothing.
    #[error("{} does not answer.", who(*.pid))]
    Hangs {
        /// The app's process, where it is known.
        pid: Option<u32>,
    },
    /// It runs, and nobody listens.
    #[error("The window was not shown within five seconds.")]
    TooLong,
    /// It says no.
    #[error("{}", .0.message)]
    Refused(Problem),
    /// It cannot be asked.
    #[error("The app could not be asked: {0}.")]
    Unreachable(LocalError),
}

impl OpenError {
    /// What the person can do, in a sentence.
    pub fn next_step(&self) -> String {
        match self {
            Self::NoDisplay { link: Some(link) } => {
                format!("The console runs without a window: open {link} in a browser.")
            }
            Self::NoDisplay { link: None } => {
                "Start `cloud serve`, and open the link that it prints in a browser.".to_owned()
            }
            Self::Missing { .. } => {
                "Install it, or start `cloud serve` and open the link that it prints in a browser."
                    .to_owned()
            }
            Self::Place(_) => "Leave out --page, or --instance.".to_owned(),
            Self::NotStarted { .. } => "Install the app again.".to_owned(),
            Self::Ended { .. } => {
                "The logs in the data directory may tell more; `cloud serve` shows the console in a browser."
                    .to_owned()
            }
            Self::Hangs { pid: Some(pid) } => {
                format!("Wait a moment, or end it with `kill {pid}` and try again.")
            }
            Self::Hangs { pid: None } => "Wait a moment, or end it and try again.".to_owned(),
            Self::TooLong => {
                "It may still come. If it does not, `cloud doctor` and the logs in the data directory may tell why."
                    .to_owned()
            }
            Self::Refused(problem) => problem.next_step.clone(),
            Self::Unreachable(error) => step_for_place(error)
                .unwrap_or("Bring the app and `cloud` to the same version, and start the app again.")
                .to_owned(),
        }
    }
}

fn folders(folders: &[PathBuf]) -> String {
    let shown: Vec<_> = folders.iter().map(|folder| folder.display().to_string()).collect();
    shown.join(", ")
}

fn words(said: &str) -> String {
    if said.is_empty() { ".".to_owned() } else { format!(": {said}") }
}

fn who(pid: Option<u32>) -> String {
    pid.map_or_else(|| "The console".to_owned(), |pid| format!("The console (process {pid})"))
}
