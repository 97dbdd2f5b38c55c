//! A console whose streams are served, with nothing before them.

use axum::Router;
use axum::routing::get;
use axum::serve::Listener;
use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_backend::gateway::streams::stall::Stalling;
use mini_aws_backend::gateway::streams::{Limits, Streams, sse, ws};
use mini_aws_backend::{Console, ConsoleConfig, EngineChoice, system_clock};
use mini_aws_demo::{Config, DemoEngine, VolumeSpec};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

/// More than anything here takes, on a machine that has other things to do.
pub const PATIENCE: Duration = Duration::from_secs(45);

/// So little that a client which does not read is soon noticed.
const SOCKET_BUFFER: u32 = 4 << 10;

pub struct Hall {
    pub engine: DemoEngine,
    pub console: Console,
    pub streams: Arc<Streams>,
    pub address: SocketAddr,
    pub cancel: CancellationToken,
    _data: TempDir,
}

/// How long a connection may take nothing, and how much the system keeps for it.
struct Door {
    listener: TcpListener,
    stall_limit: Duration,
}

impl Listener for Door {
    type Io = Stalling<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        stream.set_nodelay(true).unwrap();
        (Stalling::new(stream, self.stall_limit), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Hall {
    /// Served as a real door does it, once there are frames.
    pub async fn with(instances: usize, limits: Limits) -> Self {
        Self::open(instances, limits, Duration::from_secs(20), None).await
    }

    /// A door that notices at once that somebody does not read.
    pub async fn impatient(instances: usize, limits: Limits, stall_limit: Duration) -> Self {
        Self::open(instances, limits, stall_limit, Some(SOCKET_BUFFER)).await
    }

    async fn open(
        instances: usize,
        limits: Limits,
        stall_limit: Duration,
        send_buffer: Option<u32>,
    ) -> Self {
        let engine = DemoEngine::start(Config { instances, ..Config::default() }).await.unwrap();
        let data = tempfile::tempdir().unwrap();
        let console = Console::start(ConsoleConfig {
            engine: EngineChoice::FirstThatAnswers(Box::new(Environment::only(engine.endpoint()))),
            data_dir: Some(data.path().to_owned()),
            clock: system_clock(),
            past: None,
            sampling: mini_aws_backend::SamplingChoice::default(),
        })
        .await;
        until("a frame", || {
            console.snapshot().frame.is_some_and(|frame| !frame.samples.is_empty())
        })
        .await;
        let cancel = CancellationToken::new();
        let streams = Streams::start_with(console.clone(), cancel.clone(), limits);
        let socket = TcpSocket::new_v4().unwrap();
        if let Some(bytes) = send_buffer {
            socket.set_send_buffer_size(bytes).unwrap();
        }
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let door = Door { listener: socket.listen(1024).unwrap(), stall_limit };
        let address = door.local_addr().unwrap();
        let router = Router::new()
            .route("/stream", get(sse::stream))
            .route("/ws", get(ws::upgrade))
            .with_state(Arc::clone(&streams));
        let closing = cancel.clone().cancelled_owned();
        tokio::spawn(async move {
            axum::serve(door, router).with_graceful_shutdown(closing).await.unwrap();
        });
        Self { engine, console, streams, address, cancel, _data: data }
    }

    /// A connection that takes little at a time, for a client that will not read.
    pub async fn narrow(&self) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(SOCKET_BUFFER).unwrap();
        socket.connect(self.address).await.unwrap()
    }

    /// So many new volumes, each of which is several events.
    pub fn bustle(&self, prefix: &str, volumes: usize) {
        for number in 0..volumes {
            self.engine.create_volume(VolumeSpec::new(format!("{prefix}-{number}"))).unwrap();
        }
    }

    pub async fn until_sockets(&self, count: usize) {
        until("so many WebSockets", || self.streams.ws_connections() == count).await;
    }

    pub async fn until_listeners(&self, count: usize) {
        until("so many listeners", || self.streams.sse_connections() == count).await;
    }
}

/// Waits until it is so.
pub async fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain for: {what}");
        sleep(Duration::from_millis(5)).await;
    }
}

/// What comes within the time that anything here takes.
pub async fn soon<T>(what: &str, comes: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, comes).await {
        Ok(came) => came,
        Err(_) => panic!("waited in vain for: {what}"),
    }
}
