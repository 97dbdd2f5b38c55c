//! Where an engine may listen, in which order to try, and what to say when it does not.
//!
//! [`candidates`] lists the places; who connects calls [`preflight`] on each, tries it, and turns a failure into words with
//! [`explain`]. Only [`Environment::from_process`] reads the process's own environment.

mod candidates;
mod context;
mod environment;
mod explain;
mod explain_ssh;
mod explain_tls;
mod masked;
mod next_step;
mod parse;
mod preflight;
mod remote;
// Two attributes, since Clippy takes only a plain `cfg(test)` for a test.
#[cfg(test)]
#[cfg(unix)]
mod tests;

pub use candidates::{candidates, picked};
pub use context::contexts;
pub use environment::{Environment, Platform};
pub use explain::explain;
pub use parse::ParseProblem;
pub use preflight::preflight;
pub use remote::{SshTarget, TlsFiles, TlsTrouble};

use mini_aws_domain::{EndpointAttempt, Transport};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// What to do besides about an engine that was picked and does not answer.
pub(crate) const BACK_TO_AUTOMATIC: &str = "No other engine is tried, for you chose this one; choose “Automatic” and the console looks for one by itself.";

/// A place where an engine may listen. Its [`Display`](fmt::Display) is the canonical URL, which [`Endpoint::parse`] reads back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// A Unix socket by its absolute path.
    Unix(PathBuf),
    /// A Windows named pipe by its full name with forward slashes, such as `//./pipe/docker_engine`.
    NamedPipe(String),
    /// Plain HTTP.
    Tcp {
        /// A host name or an address; IPv6 without its brackets.
        host: String,
        /// The port.
        port: u16,
    },
    /// HTTP within TLS.
    Tls {
        /// A host name or an address; IPv6 without its brackets.
        host: String,
        /// The port.
        port: u16,
        /// The certificates.
        files: TlsFiles,
    },
    /// Through `ssh`.
    Ssh(SshTarget),
}

impl Endpoint {
    /// How long it has to show that an engine is behind it.
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(match self {
            Self::Unix(_) | Self::NamedPipe(_) | Self::Tcp { .. } => 3,
            Self::Tls { .. } => 6,
            // Two machines start a process each, and one looks for the other for ten seconds.
            Self::Ssh(_) => 20,
        })
    }

    /// Whether each connection is a process here and one there.
    pub(crate) fn is_far(&self) -> bool {
        matches!(self, Self::Ssh(_))
    }

    /// How it is reached.
    #[must_use]
    pub fn transport(&self) -> Transport {
        match self {
            Self::Unix(_) => Transport::Unix,
            Self::NamedPipe(_) => Transport::NamedPipe,
            Self::Tcp { .. } => Transport::Tcp,
            Self::Tls { .. } => Transport::Tls,
            Self::Ssh(_) => Transport::Ssh,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(formatter, "unix://{}", path.display()),
            Self::NamedPipe(name) => write!(formatter, "npipe://{name}"),
            Self::Tcp { host, port } if host.contains(':') => {
                write!(formatter, "tcp://[{host}]:{port}")
            }
            Self::Tcp { host, port } => write!(formatter, "tcp://{host}:{port}"),
            Self::Tls { host, port, .. } if host.contains(':') => {
                write!(formatter, "https://[{host}]:{port}")
            }
            Self::Tls { host, port, .. } => write!(formatter, "https://{host}:{port}"),
            Self::Ssh(target) => write!(formatter, "{target}"),
        }
    }
}

/// One place to try, or to report as not worth a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it was found, such as `DOCKER_HOST` or `rootless socket`.
    pub found_by: String,
    /// Whether the person named it (by option, variable or context), rather than the console guessing.
    pub named: bool,
    /// The endpoint as it was written, without a password; may be anything.
    pub raw: String,
    /// What to connect to, or why that cannot even be tried.
    pub target: Result<Endpoint, EndpointAttempt>,
}

/// What went wrong on the way to an engine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectFailure {
    /// There is nothing at that path, or no host of that name.
    #[error("there is nothing at that place")]
    NotFound,
    /// The person may not open it.
    #[error("permission denied")]
    PermissionDenied,
    /// It is there, and nobody listens.
    #[error("connection refused")]
    Refused,
    /// Nobody answered for this long.
    #[error("no answer within {} s", .0.as_secs_f64())]
    TimedOut(Duration),
    /// What is there, or what it answered, is not Docker's API.
    #[error("not an engine: {0}")]
    NotAnEngine(String),
    /// The engine answered with an error of its own.
    #[error("the engine answered with status {status}: {message}")]
    EngineError {
        /// The HTTP status.
        status: u16,
        /// What it said.
        message: String,
    },
    /// TLS came to nothing.
    #[error("TLS failed: {0:?}")]
    Tls(TlsTrouble),
    /// `ssh` ended, and said this last.
    #[error("ssh failed: {0}")]
    Ssh(String),
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Lost(String),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}
