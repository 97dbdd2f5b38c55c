//! What it means that an endpoint does not speak to us as an engine would.

use crate::docker::endpoint::ConnectFailure;
use crate::docker::transport;
use std::time::Duration;

/// Why an endpoint that could be opened is no engine for us.
pub(super) fn failure(error: bollard::errors::Error, limit: Duration) -> ConnectFailure {
    use bollard::errors::Error;
    if let Some(found) = transport::failure(&error) {
        return found;
    }
    match error {
        Error::DockerResponseServerError { status_code, message } => {
            ConnectFailure::EngineError { status: status_code, message }
        }
        Error::RequestTimeoutError => ConnectFailure::TimedOut(limit),
        Error::JsonDataError { message, .. } => ConnectFailure::NotAnEngine(message),
        Error::JsonSerdeError { err } => ConnectFailure::NotAnEngine(err.to_string()),
        Error::APIVersionParseError {} => {
            ConnectFailure::NotAnEngine("it names no API version".to_owned())
        }
        Error::StrParseError { err } => ConnectFailure::NotAnEngine(err.to_string()),
        Error::HyperResponseError { err } if err.is_parse() => {
            ConnectFailure::NotAnEngine(err.to_string())
        }
        Error::HyperResponseError { err } => ConnectFailure::Lost(err.to_string()),
        // It passes for the system's error itself, which would be overlooked.
        Error::IOError { err } => from_chain(&err, limit),
        other => from_chain(&other, limit),
    }
}

/// Looks for what the operating system said, which the HTTP client wraps several times.
fn from_chain(error: &(dyn std::error::Error + 'static), limit: Duration) -> ConnectFailure {
    use std::io::ErrorKind;
    let mut cause = Some(error);
    while let Some(current) = cause {
        if let Some(io) = current.downcast_ref::<std::io::Error>() {
            match io.kind() {
                ErrorKind::NotFound => return ConnectFailure::NotFound,
                ErrorKind::PermissionDenied => return ConnectFailure::PermissionDenied,
                ErrorKind::ConnectionRefused => return ConnectFailure::Refused,
                ErrorKind::TimedOut => return ConnectFailure::TimedOut(limit),
                _ => {}
            }
        }
        if current.to_string().contains("invalid HTTP") {
            return ConnectFailure::NotAnEngine(current.to_string());
        }
        cause = current.source();
    }
    ConnectFailure::Lost(root_cause(error))
}

/// The innermost error's words: the outer ones only say "client error".
pub(super) fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
