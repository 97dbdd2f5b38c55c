//! Asking for statistics once, over connections that are kept.
//!
//! bollard opens a connection for each request. Where dozens of instances are asked for every few seconds that is most of the work, for
//! the engine and for whatever lies between it and us.

use super::client::USER_AGENT;
use super::endpoint::Endpoint;
use super::stats::Reading;
use super::transport::{Connector, Purpose};
use bollard::models::ContainerStatsResponse;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{HOST, USER_AGENT as USER_AGENT_HEADER};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use mini_aws_domain::{EngineInfo, InstanceId};
use serde::Deserialize;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

/// The first API that can be asked not to wait for a second reading.
const ONE_SHOT_API: (u32, u32) = (1, 41);
/// The longest answer: that of a machine with hundreds of cores and disks is a tenth of it.
const LONGEST_ANSWER: usize = 1 << 20;
/// A connection that was not used for so long is closed: an engine, or what lies before it, may have forgotten it.
const IDLE: Duration = Duration::from_secs(30);

/// Why a poll told nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PollError {
    /// There is no such instance (any more).
    #[error("the engine has no such container")]
    NotFound,
    /// The engine answered with an error of its own.
    #[error("the engine answered with status {status}: {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What it said.
        message: String,
    },
    /// The answer is not in Docker's language.
    #[error("the engine's answer makes no sense: {0}")]
    Nonsense(String),
    /// The engine cannot be reached.
    #[error("no connection to the engine: {0}")]
    Unreachable(#[from] io::Error),
    /// The connection broke.
    #[error("the connection to the engine broke: {0}")]
    Broken(#[from] hyper::Error),
}

/// Asks one engine for statistics, each time once. Its connections are kept as long as they are of use; there are never more than
/// questions were asked at the same time.
#[derive(Debug)]
pub(crate) struct Poller {
    connector: Connector,
    /// The path up to an instance's id.
    before: String,
    /// The path after it.
    after: &'static str,
    /// What requests say whom they are for. Behind a socket that is nobody's name.
    host: String,
    idle: Mutex<Vec<Idle>>,
}

#[derive(Debug)]
struct Idle {
    sender: SendRequest<Empty<Bytes>>,
    since: Instant,
}

/// Docker's words for what went wrong.
#[derive(Deserialize)]
struct Message {
    message: String,
}

impl Poller {
    /// Asks the engine at `endpoint`, which said this about itself.
    pub(crate) fn new(endpoint: Endpoint, engine: &EngineInfo) -> Self {
        let version = &engine.api_version;
        let number = |text: &str| text.parse::<u32>().ok();
        let spoken = version
            .split_once('.')
            .and_then(|(major, minor)| Some((number(major)?, number(minor)?)));
        let is_one_shot = spoken.is_some_and(|spoken| spoken >= ONE_SHOT_API);
        let connector = Connector::new(endpoint);
        Self {
            host: connector.host(),
            connector,
            before: format!("/v{version}/containers/"),
            after: if is_one_shot {
                "/stats?stream=false&one-shot=true"
            } else {
                "/stats?stream=false"
            },
            idle: Mutex::default(),
        }
    }

    /// Asks what an instance uses; `None` if it does not run. Who waits has to bound the wait.
    pub(crate) async fn ask(&self, id: &InstanceId) -> Result<Option<Reading>, PollError> {
        // An engine may close a kept connection at any time, and a question that it has not begun to answer then may be asked again.
        if let Some(mut sender) = self.kept()
            && let Ok(response) = self.send(&mut sender, id).await
        {
            return self.read(sender, response).await;
        }
        // It is kept, and has nothing to do with what else is asked: that has a connector of its own.
        let connection = self.connector.connect(Purpose::Lasting).await?;
        let mut sender = shake_hands(connection).await?;
        let response = self.send(&mut sender, id).await?;
        self.read(sender, response).await
    }

    /// Forgets all connections: after the machine slept, or the network changed, they are of no use.
    pub(crate) fn disconnect(&self) {
        self.lock().clear();
    }

    /// Closes the connections that were of no use for long, or that the other side closed. To be called now and then: where nobody is
    /// asked any more, nothing else does.
    pub(crate) fn prune(&self) {
        self.lock().retain(|kept| kept.since.elapsed() < IDLE && !kept.sender.is_closed());
    }

    fn kept(&self) -> Option<SendRequest<Empty<Bytes>>> {
        self.prune();
        // The last one that was put back is the warmest; those below are not needed at this pace, and grow old.
        self.lock().pop().map(|kept| kept.sender)
    }

    async fn send(
        &self,
        sender: &mut SendRequest<Empty<Bytes>>,
        id: &InstanceId,
    ) -> Result<Response<Incoming>, PollError> {
        let request = Request::get(format!("{}{id}{}", self.before, self.after))
            .header(HOST, self.host.as_str())
            .header(USER_AGENT_HEADER, USER_AGENT)
            .body(Empty::new())
            .map_err(|error| PollError::Nonsense(error.to_string()))?;
        sender.ready().await?;
        Ok(sender.send_request(request).await?)
    }

    /// Reads an answer to its end, and keeps the connection that it came by.
    async fn read(
        &self,
        sender: SendRequest<Empty<Bytes>>,
        response: Response<Incoming>,
    ) -> Result<Option<Reading>, PollError> {
        let status = response.status();
        let body = Limited::new(response.into_body(), LONGEST_ANSWER).collect().await;
        let body = body.map_err(|error| match error.downcast::<hyper::Error>() {
            Ok(error) => PollError::Broken(*error),
            Err(too_long) => PollError::Nonsense(too_long.to_string()),
        })?;
        let body = body.to_bytes();
        if !sender.is_closed() {
            self.lock().push(Idle { sender, since: Instant::now() });
        }
        match status {
            StatusCode::OK => {
                let body: ContainerStatsResponse = serde_json::from_slice(&body)
                    .map_err(|error| PollError::Nonsense(error.to_string()))?;
                Ok(Reading::from_body(&body))
            }
            StatusCode::NOT_FOUND => Err(PollError::NotFound),
            other => Err(PollError::Refused {
                status: other.as_u16(),
                message: match serde_json::from_slice::<Message>(&body) {
                    Ok(told) => told.message,
                    Err(_) => String::from_utf8_lossy(&body).chars().take(200).collect(),
                },
            }),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn shake_hands<S>(stream: S) -> Result<SendRequest<Empty<Bytes>>, PollError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // It ends with the sender, or with the other side; both show in what is asked.
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection for polls ended");
        }
    });
    Ok(sender)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use mini_aws_domain::{CgroupVersion, ContainerOs, EngineKind};
    use tempfile::TempDir;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{UnixListener, UnixStream};

    const BODY: &str =
        r#"{"read":"2026-01-01T10:00:00Z","cpu_stats":{"cpu_usage":{"total_usage":7}}}"#;

    /// An engine that is played by the test.
    struct Engine {
        listener: UnixListener,
        poller: Poller,
        info: EngineInfo,
        _folder: TempDir,
    }

    fn engine(api_version: &str) -> Engine {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("engine.sock");
        let listener = UnixListener::bind(&path).unwrap();
        let info = EngineInfo {
            kind: EngineKind::Docker,
            version: String::new(),
            api_version: api_version.to_owned(),
            endpoint: String::new(),
            found_by: String::new(),
            host: String::new(),
            os: ContainerOs::Linux,
            cgroup: CgroupVersion::V2,
            cpus: 1,
            memory_bytes: 1,
        };
        let poller = Poller::new(Endpoint::Unix(path), &info);
        Engine { listener, poller, info, _folder: folder }
    }

    impl Engine {
        async fn accept(&self) -> UnixStream {
            self.listener.accept().await.unwrap().0
        }

        async fn ask(&self) -> Result<Option<u64>, PollError> {
            let told = self.poller.ask(&InstanceId::new("f00")).await;
            told.map(|reading| reading.map(|reading| reading.cpu_total))
        }
    }

    /// Takes a question and answers it.
    async fn answer<S>(connection: &mut S, status: &str, body: &str) -> String
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut question = vec![0; 4096];
        let length = connection.read(&mut question).await.unwrap();
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        connection.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8_lossy(&question[..length]).into_owned()
    }

    #[tokio::test]
    async fn questions_share_a_connection_and_one_that_broke_is_replaced() {
        let engine = engine("1.47");
        let mut first = tokio::join!(engine.ask(), async {
            let mut connection = engine.accept().await;
            let question = answer(&mut connection, "200 OK", BODY).await;
            assert!(
                question.starts_with("GET /v1.47/containers/f00/stats?stream=false&one-shot=true ")
            );
            assert!(question.contains("user-agent: Docker-Client/"), "{question}");
            connection
        });
        assert_eq!(first.0.unwrap(), Some(7));
        let (told, _) = tokio::join!(engine.ask(), answer(&mut first.1, "200 OK", BODY));
        assert_eq!(told.unwrap(), Some(7), "over the same connection");
        drop(first.1);
        let (told, _) = tokio::join!(engine.ask(), async {
            answer(&mut engine.accept().await, "200 OK", BODY).await
        });
        assert_eq!(told.unwrap(), Some(7), "over another one");
    }

    #[tokio::test]
    async fn a_connection_is_kept_for_as_many_as_ask_at_once() {
        let engine = engine("1.47");
        let (one, other, mut connections) = tokio::join!(engine.ask(), engine.ask(), async {
            let mut connections = [engine.accept().await, engine.accept().await];
            for connection in &mut connections {
                answer(connection, "200 OK", BODY).await;
            }
            connections
        });
        assert_eq!((one.unwrap(), other.unwrap()), (Some(7), Some(7)));
        let [first, second] = &mut connections;
        let (one, other, ..) = tokio::join!(
            engine.ask(),
            engine.ask(),
            answer(first, "200 OK", BODY),
            answer(second, "200 OK", BODY)
        );
        assert_eq!((one.unwrap(), other.unwrap()), (Some(7), Some(7)));
    }

    #[tokio::test]
    async fn what_an_engine_refuses_is_an_error_with_its_own_words() {
        let engine = engine("1.40");
        let (told, mut connection) = tokio::join!(engine.ask(), async {
            let mut connection = engine.accept().await;
            let body = r#"{"message":"out of breath"}"#;
            let question = answer(&mut connection, "500 Oh", body).await;
            assert!(question.contains("/stats?stream=false HTTP"), "there is no one-shot in 1.40");
            connection
        });
        let message = told.unwrap_err().to_string();
        assert!(message.contains("500") && message.contains("out of breath"), "{message}");
        let (told, _) = tokio::join!(engine.ask(), answer(&mut connection, "404 No", "{}"));
        assert!(matches!(told, Err(PollError::NotFound)));
        let (told, _) = tokio::join!(engine.ask(), answer(&mut connection, "200 OK", "{}"));
        assert_eq!(told.unwrap(), None, "it does not run");
        let (told, _) = tokio::join!(engine.ask(), answer(&mut connection, "200 OK", "words"));
        assert!(matches!(told, Err(PollError::Nonsense(_))));
    }

    #[tokio::test]
    async fn a_connection_that_is_of_no_use_any_more_is_closed() {
        let engine = engine("1.47");
        let (told, mut connection) = tokio::join!(engine.ask(), async {
            let mut connection = engine.accept().await;
            answer(&mut connection, "200 OK", BODY).await;
            connection
        });
        told.unwrap();
        engine.poller.prune();
        assert_eq!(engine.poller.lock().len(), 1, "it may be of use yet");
        tokio::time::pause();
        tokio::time::advance(IDLE).await;
        engine.poller.prune();
        assert_eq!(connection.read(&mut [0]).await.unwrap(), 0, "the end");
    }

    #[tokio::test]
    async fn an_engine_on_the_network_is_called_by_its_name() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let info = engine("1.47").info;
        let poller = Poller::new(Endpoint::Tcp { host: "127.0.0.1".to_owned(), port }, &info);
        let id = InstanceId::new("f00");
        let (told, question) = tokio::join!(poller.ask(&id), async {
            answer(&mut listener.accept().await.unwrap().0, "200 OK", BODY).await
        });
        told.unwrap();
        assert!(question.contains(&format!("host: 127.0.0.1:{port}\r\n")), "{question}");
        let poller = Poller::new(Endpoint::Tcp { host: "::1".to_owned(), port: 2375 }, &info);
        assert_eq!(poller.host, "[::1]:2375");
    }

    #[tokio::test]
    async fn an_engine_that_is_gone_cannot_be_reached() {
        let Engine { listener, poller, _folder, .. } = engine("1.47");
        drop(listener);
        let told = poller.ask(&InstanceId::new("f00")).await;
        assert!(matches!(told, Err(PollError::Unreachable(_))), "{told:?}");
    }
}
