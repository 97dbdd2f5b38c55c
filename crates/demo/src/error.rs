//! What can go wrong, both for who holds the engine and for who talks to it.

use hyper::StatusCode;
use std::{io, path::PathBuf, time::Duration};

/// Everything that the pretend engine refuses or fails at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DemoError {
    /// The endpoint could not be opened.
    #[error("cannot listen on {endpoint}: {source}")]
    Bind {
        /// The endpoint that was asked for.
        endpoint: String,
        /// Why not.
        source: io::Error,
    },
    /// Something else already answers on that socket.
    #[error("an engine already answers on {0}")]
    InUse(PathBuf),
    /// The path is taken by something that is not a socket; it is left alone.
    #[error("{0} exists and is not a socket")]
    NotASocket(PathBuf),
    /// This platform has no Unix sockets.
    #[error("Unix sockets are not available on this platform; use TCP")]
    NoUnixSockets,
    /// The configuration makes no sense.
    #[error("{0}")]
    Config(String),
    /// The engine did not get there in time.
    #[error("not done within {0:?}")]
    TimedOut(Duration),
    /// No instance has that name or id.
    #[error("No such container: {0}")]
    NoSuchInstance(String),
    /// No volume has that name.
    #[error("get {0}: no such volume")]
    NoSuchVolume(String),
    /// No network has that name or id.
    #[error("network {0} not found")]
    NoSuchNetwork(String),
    /// It clashes with the state that things are in.
    #[error("{0}")]
    Conflict(String),
    /// It is not allowed, whatever the state.
    #[error("{0}")]
    Forbidden(String),
    /// It was so already.
    #[error("not modified")]
    NotModified,
    /// The request makes no sense.
    #[error("{0}")]
    BadParameter(String),
    /// The request's body is larger than the engine accepts.
    #[error("http: request body too large")]
    TooLarge,
    /// An instance's log goes where the engine cannot read it.
    #[error("configured logging driver does not support reading")]
    LogNotKept,
    /// No such path in the API.
    #[error("page not found")]
    NoSuchPage,
}

impl DemoError {
    /// The HTTP status that a real engine answers with.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NoSuchInstance(_)
            | Self::NoSuchVolume(_)
            | Self::NoSuchNetwork(_)
            | Self::NoSuchPage => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotModified => StatusCode::NOT_MODIFIED,
            Self::BadParameter(_) => StatusCode::BAD_REQUEST,
            Self::LogNotKept => StatusCode::NOT_IMPLEMENTED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Bind { .. }
            | Self::InUse(_)
            | Self::NotASocket(_)
            | Self::NoUnixSockets
            | Self::Config(_)
            | Self::TimedOut(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
