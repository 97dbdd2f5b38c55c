//! The way from one program of the same user to another: HTTP over a socket in the data directory that only that user can open (a
//! named pipe on Windows). There is no key, since the system itself lets nobody else in.
//!
//! There are two. `console.sock` belongs to whichever program runs the console, with a window or without, and answers what the HTTP
//! door answers. `window.sock` belongs to the desktop app from its first moment on, and brings its window up.

mod client;
mod server;
mod socket;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

pub use client::LocalClient;
pub use server::{LocalServer, WindowControl};

use mini_aws_domain::Problem;
use serde::{Deserialize, Serialize};
use std::io;

/// The code of a refusal by an app that is ending: soon nobody listens there, and another one may start.
pub const ENDING: &str = "ending";

/// The sockets of a data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Socket {
    /// That of the program that runs the console.
    Console,
    /// That of the desktop app.
    Window,
}

impl Socket {
    /// Its file in the data directory.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Console => "console.sock",
            Self::Window => "window.sock",
        }
    }
}

/// Who runs the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutConsole {
    /// Its process.
    pub pid: u32,
    /// Its version.
    pub version: String,
    /// Whether it is the desktop app.
    pub window: bool,
    /// Whether an engine has listed what there is: before, that there is nothing means nothing.
    #[serde(default)]
    pub has_listed: bool,
}

/// Why another program of the user could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// The socket cannot be used.
    #[error("the running console could not be reached: {0}")]
    Io(#[from] io::Error),
    /// It is reached, and is silent.
    #[error("the running console does not answer")]
    NoAnswer,
    /// It says no.
    #[error("{}", .0.message)]
    Refused(Problem),
    /// It says what nobody understands, as one of another version may.
    #[error("the running console's answer could not be read: {0}")]
    Garbled(String),
}
