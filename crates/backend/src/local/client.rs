//! The end that asks.

use super::socket;
use super::{LocalError, Socket};
use crate::DataDir;
use axum::body::{Body, Bytes};
use axum::http::{Method, Request, Response, StatusCode, header};
use futures_util::{Stream, TryStreamExt as _, stream};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use mini_aws_domain::Problem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::error::Error as _;
use std::io::{self, ErrorKind};
use std::time::Duration;
use tokio::sync::Mutex;

/// How long an answer may take that is no stream.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a stream may take to begin: an export waits for the one before it.
const BEGIN_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a program may take to let another one in.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long the system may take to say who listens.
const LOOK_TIMEOUT: Duration = Duration::from_millis(500);
/// The longest answer that is no stream: a snapshot of a thousand instances is a tenth of it.
const LONGEST_ANSWER: usize = 64 * 1024 * 1024;

/// A connection to a program of this user that listens in a data directory.
///
/// One question at a time goes over it: another one waits for the answer before, and a stream occupies it to its end. Who wants to ask
/// while a stream goes on connects once more.
#[derive(Debug)]
pub struct LocalClient {
    sender: Mutex<SendRequest<Body>>,
}

/// A refusal, as [`crate::gateway::Refusal`] writes it.
#[derive(Deserialize)]
struct ProblemBody {
    code: String,
    detail: String,
    #[serde(default)]
    next_step: String,
}

impl LocalClient {
    /// Connects to who listens at this socket of the directory; `None` if nobody does.
    ///
    /// # Errors
    /// [`LocalError::Io`] with the system's own kind, which is `PermissionDenied` also where another user listens there;
    /// [`LocalError::NoAnswer`] if it takes no connections, as one that is
    /// stopped.
    pub async fn connect(dir: &DataDir, socket: Socket) -> Result<Option<Self>, LocalError> {
        let connected = tokio::time::timeout(CONNECT_TIMEOUT, socket::connect(dir, socket)).await;
        let Some(stream) = connected.map_err(|_| LocalError::NoAnswer)?? else { return Ok(None) };
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
        // It ends with the sender, or with the other side; both show in what is asked.
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "the connection to the running console ended");
            }
        });
        Ok(Some(Self { sender: Mutex::new(sender) }))
    }

    /// The process that listens at this socket of the directory, where the system tells: for words about one that does not answer.
    pub async fn listener(dir: &DataDir, socket: Socket) -> Option<u32> {
        tokio::time::timeout(LOOK_TIMEOUT, socket::listener(dir, socket)).await.ok().flatten()
    }

    /// Asks for what is at this path, within ten seconds.
    ///
    /// # Errors
    /// [`LocalError`]
    pub async fn get<T: DeserializeOwned>(&self, path_and_query: &str) -> Result<T, LocalError> {
        self.ask(request(Method::GET, path_and_query, Body::empty())?, ANSWER_TIMEOUT).await
    }

    /// Sends `body` to this path, and waits for the answer for no longer than `limit`.
    ///
    /// # Errors
    /// [`LocalError`]
    pub async fn post<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
        limit: Duration,
    ) -> Result<T, LocalError> {
        let json =
            serde_json::to_vec(body).map_err(|error| LocalError::Garbled(error.to_string()))?;
        let mut request = request(Method::POST, path, Body::from(json))?;
        let json = header::HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        self.ask(request, limit).await
    }

    /// Asks for what comes bit by bit. Its beginning has to come within twenty seconds, and each further bit within `idle` of being
    /// waited for: one that is stopped sends nothing, and does not end either.
    ///
    /// # Errors
    /// [`LocalError`]; in the stream, [`LocalError::NoAnswer`] once nothing came for so long, and [`LocalError::Io`] if it is cut.
    pub async fn stream(
        &self,
        path_and_query: &str,
        idle: Duration,
    ) -> Result<impl Stream<Item = Result<Bytes, LocalError>> + Send + Unpin + use<>, LocalError>
    {
        let request = request(Method::GET, path_and_query, Body::empty())?;
        let asked = async {
            let response = self.send(request).await?;
            if response.status().is_success() { Ok(response) } else { Err(refused(response).await) }
        };
        let response = tokio::time::timeout(BEGIN_TIMEOUT, asked)
            .await
            .map_err(|_| LocalError::NoAnswer)??;
        let body = response.into_body();
        let frames = stream::try_unfold(body, move |mut body: Incoming| async move {
            loop {
                let frame = tokio::time::timeout(idle, body.frame()).await;
                let Some(frame) = frame.map_err(|_| LocalError::NoAnswer)? else { return Ok(None) };
                if let Ok(bytes) = frame.map_err(broken)?.into_data() {
                    return Ok(Some((bytes, body)));
                }
            }
        });
        Ok(Box::pin(frames.into_stream()))
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        request: Request<Body>,
        limit: Duration,
    ) -> Result<T, LocalError> {
        let asked = async {
            let response = self.send(request).await?;
            if !response.status().is_success() {
                return Err(refused(response).await);
            }
            let is_empty = response.status() == StatusCode::ACCEPTED;
            let bytes = read(response).await?;
            let json: &[u8] = if is_empty && bytes.is_empty() { b"null" } else { &bytes };
            serde_json::from_slice(json).map_err(|error| LocalError::Garbled(error.to_string()))
        };
        tokio::time::timeout(limit, asked).await.map_err(|_| LocalError::NoAnswer)?
    }

    async fn send(&self, request: Request<Body>) -> Result<Response<Incoming>, LocalError> {
        let mut sender = self.sender.lock().await;
        sender.ready().await.map_err(broken)?;
        sender.send_request(request).await.map_err(broken)
    }
}

fn request(method: Method, path: &str, body: Body) -> Result<Request<Body>, LocalError> {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost")
        .body(body)
        .map_err(|error| LocalError::Garbled(error.to_string()))
}

async fn read(response: Response<Incoming>) -> Result<Bytes, LocalError> {
    let collected = Limited::new(response.into_body(), LONGEST_ANSWER).collect().await;
    let collected = collected.map_err(|error| match error.downcast::<hyper::Error>() {
        Ok(error) => broken(*error),
        Err(too_long) => LocalError::Garbled(too_long.to_string()),
    })?;
    Ok(collected.to_bytes())
}

async fn refused(response: Response<Incoming>) -> LocalError {
    let status = response.status();
    let bytes = match read(response).await {
        Ok(bytes) => bytes,
        Err(error) => return error,
    };
    match serde_json::from_slice::<ProblemBody>(&bytes) {
        Ok(ProblemBody { code, detail, next_step }) => {
            LocalError::Refused(Problem { code, message: detail, next_step })
        }
        Err(_) => LocalError::Garbled(format!("it answered {status}")),
    }
}

/// An exchange that ended early, with a kind that tells it from a connection that was never had.
fn broken(error: hyper::Error) -> LocalError {
    let system = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    let kind = match system {
        Some(system) => system.kind(),
        None if error.is_incomplete_message() => ErrorKind::UnexpectedEof,
        None if error.is_canceled() || error.is_closed() => ErrorKind::ConnectionReset,
        None => ErrorKind::Other,
    };
    LocalError::Io(io::Error::new(kind, error))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use futures_util::StreamExt as _;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{UnixListener, UnixStream};

    /// A connection, and the program at its other end.
    async fn both() -> (LocalClient, UnixStream) {
        let data = tempfile::tempdir().unwrap();
        let dir = DataDir::open(Some(data.path()), None).unwrap();
        let listener = UnixListener::bind(data.path().join(Socket::Console.file_name())).unwrap();
        let client = LocalClient::connect(&dir, Socket::Console).await.unwrap().unwrap();
        (client, listener.accept().await.unwrap().0)
    }

    async fn heard(program: &mut UnixStream) {
        assert!(program.read(&mut [0; 1024]).await.unwrap() > 0);
    }

    const BEGUN: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc";

    #[tokio::test]
    async fn a_stream_that_falls_silent_is_not_waited_for_for_ever() {
        let (client, mut program) = both().await;
        let answer = async {
            heard(&mut program).await;
            program.write_all(BEGUN).await.unwrap();
        };
        let asked = client.stream("/", Duration::from_millis(50));
        let (stream, ()) = tokio::join!(asked, answer);
        let mut stream = stream.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap(), "abc");
        assert!(matches!(stream.next().await, Some(Err(LocalError::NoAnswer))));
        drop(program);
    }

    #[tokio::test]
    async fn an_exchange_that_is_cut_is_told_from_a_place_that_is_closed() {
        for begun in [&b""[..], b"HTTP/1.1 2", BEGUN] {
            let (client, mut program) = both().await;
            let answer = async move {
                heard(&mut program).await;
                program.write_all(begun).await.unwrap();
            };
            let (answer, ()) = tokio::join!(client.get::<u32>("/"), answer);
            let Err(LocalError::Io(error)) = answer else { panic!("{answer:?}") };
            let cut = [ErrorKind::UnexpectedEof, ErrorKind::ConnectionReset];
            assert!(cut.contains(&error.kind()), "{:?}: {error}", error.kind());
        }
        let file = tempfile::NamedTempFile::new().unwrap();
        let dir = DataDir::of_reader(Some(file.path()), false).unwrap();
        let Err(LocalError::Io(error)) = LocalClient::connect(&dir, Socket::Console).await else {
            panic!("a file is no directory");
        };
        assert_eq!(error.kind(), ErrorKind::NotADirectory);
    }
}
