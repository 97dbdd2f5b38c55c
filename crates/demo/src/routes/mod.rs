//! From a request to an answer.

mod containers;
mod events;
mod logs;
mod networks;
mod query;
mod stats;
mod system;
mod volumes;

use crate::{DemoError, Flavour, fault::FaultKind, state::Inner};
use futures_util::{Stream, StreamExt, stream};
use http_body_util::{BodyExt, Full, Limited, StreamBody, combinators::UnsyncBoxBody};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Frame, Incoming},
    header::{CONTENT_TYPE, HeaderName, HeaderValue},
};
use query::Query;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// The largest body that a request may have.
const BODY: usize = 1 << 20;

/// How long a request may take to send its body.
const BODY_TIME: Duration = Duration::from_secs(10);

/// How long a half frame has to leave before its connection is cut.
const CUT_AFTER: Duration = Duration::from_millis(20);

pub(crate) type Body = UnsyncBoxBody<Bytes, io::Error>;
type Answer = Result<Response<Body>, DemoError>;

/// A request, read and taken apart.
struct Asked {
    method: Method,
    /// The path without the version, and its parts, decoded.
    parts: Vec<String>,
    query: Query,
    body: Bytes,
    /// The minor number of the API version that the client speaks.
    minor: u32,
}

impl Asked {
    /// The body as JSON; an empty one is an empty object.
    fn json<T: DeserializeOwned>(&self) -> Result<T, DemoError> {
        let body: &[u8] = if self.body.trim_ascii().is_empty() { b"{}" } else { &self.body };
        serde_json::from_slice(body)
            .map_err(|error| DemoError::BadParameter(format!("invalid JSON: {error}")))
    }
}

/// Answers one request, with what is to go wrong.
pub(crate) async fn answer(
    inner: Arc<Inner>,
    request: Request<Incoming>,
    garble: Arc<AtomicBool>,
) -> Result<Response<Body>, Infallible> {
    let method = request.method().clone();
    let (version, path) = split_version(request.uri().path());
    let (version, path) = (version.map(str::to_owned), path.to_owned());
    inner.count(&path);
    let fault = inner.fault(method.as_str(), &path);
    match &fault {
        Some(FaultKind::Delay(by)) => tokio::time::sleep(*by).await,
        Some(FaultKind::Status { code, message }) => {
            let code = StatusCode::from_u16(*code)
                .ok()
                .filter(|code| code.as_u16() >= 200)
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return Ok(dress(&inner, complaint(code, message)));
        }
        Some(FaultKind::NotJson) => {
            let page = "<!DOCTYPE html>\n<html><body>It works!</body></html>\n";
            return Ok(dress(&inner, whole(StatusCode::OK, page)));
        }
        Some(FaultKind::NotHttp) => {
            garble.store(true, Ordering::Relaxed);
            return Ok(whole(StatusCode::OK, "garbage"));
        }
        Some(FaultKind::Silence) => {
            inner.until_cleared().await;
            return Ok(dress(&inner, cut(whole(StatusCode::OK, "{}\n"), 0)));
        }
        _ => {}
    }
    let answer = match read(&inner, version.as_deref(), &path, request).await {
        Ok(asked) => route(&inner, &asked).await,
        Err(error) => Err(error),
    };
    let answer = answer.unwrap_or_else(|error| match error.status() {
        StatusCode::NOT_MODIFIED => whole(StatusCode::NOT_MODIFIED, ""),
        status => complaint(status, &error.to_string()),
    });
    let answer = dress(&inner, answer);
    Ok(match fault {
        Some(FaultKind::Cut { after_frames }) => cut(answer, after_frames),
        Some(FaultKind::Mute { after_frames }) => mute(inner, answer, after_frames),
        Some(FaultKind::Slow(by)) => slow(answer, by),
        _ => answer,
    })
}

/// Takes `/v1.47/info` apart into `1.47` and `/info`.
fn split_version(path: &str) -> (Option<&str>, &str) {
    let versioned = path.strip_prefix("/v").and_then(|rest| {
        let (version, _) = rest.split_once('/')?;
        let numeric = version.starts_with(|c: char| c.is_ascii_digit())
            && version.chars().all(|c| c.is_ascii_digit() || c == '.');
        numeric.then(|| (Some(version), &rest[version.len()..]))
    });
    versioned.unwrap_or((None, path))
}

async fn read(
    inner: &Inner,
    version: Option<&str>,
    path: &str,
    request: Request<Incoming>,
) -> Result<Asked, DemoError> {
    let newest = inner.config.newest_minor();
    let minor = match version {
        None => newest,
        Some(version) => {
            let minor =
                version.strip_prefix("1.").and_then(|minor| minor.parse::<u32>().ok()).ok_or_else(
                    || DemoError::BadParameter(format!("invalid API version: {version}")),
                )?;
            // Podman takes any version.
            if minor > newest && inner.config.flavour != Flavour::Podman {
                return Err(DemoError::BadParameter(format!(
                    "client version {version} is too new. Maximum supported API version is 1.{newest}"
                )));
            }
            if minor < system::OLDEST_MINOR {
                return Err(DemoError::BadParameter(format!(
                    "client version {version} is too old. Minimum supported API version is 1.{}, please upgrade your \
                     client to a newer version",
                    system::OLDEST_MINOR
                )));
            }
            minor
        }
    };
    let parts = path
        .split('/')
        .filter(|part| !part.is_empty())
        .map(|part| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned())
        .collect();
    let query = Query::parse(request.uri().query().unwrap_or_default());
    let method = request.method().clone();
    let body = Limited::new(request.into_body(), BODY).collect();
    let body = match tokio::time::timeout(BODY_TIME, body).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            return Err(DemoError::TooLarge);
        }
        Ok(Err(error)) => return Err(DemoError::BadParameter(error.to_string())),
        Err(_) => return Err(DemoError::TimedOut(BODY_TIME)),
    };
    Ok(Asked { method, parts, query, body, minor })
}

async fn route(inner: &Arc<Inner>, asked: &Asked) -> Answer {
    let parts: Vec<&str> = asked.parts.iter().map(String::as_str).collect();
    let method = asked.method.as_str();
    match (method, parts.as_slice()) {
        ("GET" | "HEAD", ["_ping"]) => Ok(system::ping()),
        ("GET", ["version"]) => Ok(ok(&system::version(inner))),
        ("GET", ["info"]) => Ok(ok(&system::info(inner))),
        ("GET", ["images", "json"]) => Ok(ok(&system::images(inner))),
        ("GET", ["system", "df"]) => {
            tokio::time::sleep(inner.config.df_delay).await;
            Ok(ok(&system::df(inner, asked)))
        }
        ("GET", ["events"]) => events::stream(inner, asked),
        ("GET", ["containers", "json"]) => Ok(ok(&containers::list(inner, asked)?)),
        ("POST", ["containers", "create"]) => containers::create(inner, asked),
        ("GET", ["containers", id, "json"]) => Ok(ok(&containers::inspect(inner, id)?)),
        ("GET", ["containers", id, "logs"]) => logs::logs(inner, asked, id),
        ("GET", ["containers", id, "stats"]) => stats::stats(inner, asked, id).await,
        ("POST", ["containers", id, action]) => containers::act(inner, asked, id, action),
        ("DELETE", ["containers", id]) => containers::remove(inner, asked, id),
        ("GET", ["volumes"]) => Ok(ok(&volumes::list(inner, asked)?)),
        ("POST", ["volumes", "create"]) => volumes::create(inner, asked),
        ("GET", ["volumes", name]) => Ok(ok(&volumes::inspect(inner, name)?)),
        ("DELETE", ["volumes", name]) => volumes::remove(inner, asked, name),
        ("GET", ["networks"]) => Ok(ok(&networks::list(inner, asked)?)),
        ("POST", ["networks", "create"]) => networks::create(inner, asked),
        ("GET", ["networks", id]) => Ok(ok(&networks::inspect(inner, id)?)),
        ("POST", ["networks", id, action @ ("connect" | "disconnect")]) => {
            networks::join(inner, asked, id, action)
        }
        ("DELETE", ["networks", id]) => networks::remove(inner, id),
        _ => Err(DemoError::NoSuchPage),
    }
}

/// A whole body.
fn whole(status: StatusCode, body: impl Into<Bytes>) -> Response<Body> {
    let mut response =
        Response::new(Full::new(body.into()).map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = status;
    response
}

/// A JSON body with a status.
fn with(status: StatusCode, body: &Value) -> Response<Body> {
    let mut response = whole(status, format!("{body}\n"));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn ok(body: &Value) -> Response<Body> {
    with(StatusCode::OK, body)
}

fn nothing() -> Response<Body> {
    whole(StatusCode::NO_CONTENT, "")
}

fn complaint(status: StatusCode, message: &str) -> Response<Body> {
    with(status, &json!({ "message": message }))
}

/// A stream of lines of JSON.
fn lines(lines: impl Stream<Item = Bytes> + Send + 'static) -> Response<Body> {
    let frames = lines.map(|line| Ok(Frame::data(line)));
    let mut response = Response::new(BodyExt::boxed_unsync(StreamBody::new(frames)));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The headers that the engine puts on every answer.
fn dress(inner: &Inner, mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    let mut put = |name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    let version = inner.config.engine_version();
    put("api-version", format!("1.{}", inner.config.newest_minor()));
    put("docker-experimental", "false".to_owned());
    put("ostype", "linux".to_owned());
    match inner.config.flavour {
        Flavour::Podman => {
            put("libpod-api-version", version.to_owned());
            put("server", format!("Libpod/{version} (linux)"));
        }
        Flavour::DockerV1 | Flavour::DockerV2 => {
            put("server", format!("Docker/{version} (linux)"));
        }
    }
    response
}

/// Breaks off in the middle of the frame after so many.
fn cut(response: Response<Body>, after: usize) -> Response<Body> {
    /// How far it got: whole frames so far, or the half one is out.
    enum Stage {
        Frames(usize),
        Half,
        Over,
    }
    response.map(|body| {
        let frames =
            stream::unfold((body, Stage::Frames(0)), move |(mut body, stage)| async move {
                match stage {
                    Stage::Frames(so_far) => {
                        let frame = body.frame().await?;
                        match frame.map(Frame::into_data) {
                            Ok(Ok(data)) if so_far >= after => {
                                let half = data.slice(..data.len() / 2);
                                Some((Ok(Frame::data(half)), (body, Stage::Half)))
                            }
                            Ok(Ok(data)) => {
                                Some((Ok(Frame::data(data)), (body, Stage::Frames(so_far + 1))))
                            }
                            Ok(Err(trailers)) => Some((Ok(trailers), (body, Stage::Over))),
                            Err(error) => Some((Err(error), (body, Stage::Over))),
                        }
                    }
                    Stage::Half => {
                        // What was written so far has to leave first.
                        tokio::time::sleep(CUT_AFTER).await;
                        let error = io::Error::from(io::ErrorKind::ConnectionAborted);
                        Some((Err(error), (body, Stage::Over)))
                    }
                    Stage::Over => None,
                }
            });
        BodyExt::boxed_unsync(StreamBody::new(frames))
    })
}

/// Says nothing more after so many frames.
fn mute(inner: Arc<Inner>, response: Response<Body>, after: usize) -> Response<Body> {
    response.map(|body| {
        let frames =
            stream::unfold((body, inner, 0), move |(mut body, inner, so_far)| async move {
                if so_far >= after {
                    inner.until_cleared().await;
                    let error = io::Error::from(io::ErrorKind::ConnectionAborted);
                    return Some((Err(error), (body, inner, 0)));
                }
                let frame = body.frame().await?;
                Some((frame, (body, inner, so_far + 1)))
            });
        BodyExt::boxed_unsync(StreamBody::new(frames))
    })
}

/// Sends every frame later.
fn slow(response: Response<Body>, by: Duration) -> Response<Body> {
    response.map(|body| {
        let frames = stream::unfold(body, move |mut body| async move {
            let frame = body.frame().await?;
            tokio::time::sleep(by).await;
            Some((frame, body))
        });
        BodyExt::boxed_unsync(StreamBody::new(frames))
    })
}

#[cfg(test)]
mod tests {
    use super::split_version;

    #[test]
    fn the_version_is_taken_off_the_path() {
        assert_eq!(split_version("/v1.47/info"), (Some("1.47"), "/info"));
        assert_eq!(split_version("/info"), (None, "/info"));
        assert_eq!(split_version("/volumes/x"), (None, "/volumes/x"));
        assert_eq!(split_version("/version"), (None, "/version"));
        assert_eq!(split_version("/v1.47"), (None, "/v1.47"));
        assert_eq!(split_version(""), (None, ""));
    }
}
