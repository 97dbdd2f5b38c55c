//! Listening, and serving each connection with limits on its patience, its headers and their number.

use super::streams::stall::{STALL_LIMIT, Stalling};
use axum::body::Body;
use axum::extract::Request;
use axum::{Extension, Router};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::fmt::Display;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;
use tracing::{debug, warn};

/// How many connections there may be, streams included. A connection of HTTP/1 has one request at a time, so this bounds those too.
pub(super) const MOST_CONNECTIONS: usize = 2_560;
/// How long a client may take to send a request's headers, also when it says nothing at all.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// How long what is being answered may go on once the door closes.
const GRACE: Duration = Duration::from_secs(3);
/// How much a request's headers may be.
const HEADER_BYTES: usize = 16 * 1024;
const HEADERS: usize = 64;
/// Connections that wait to be accepted.
const BACKLOG: u32 = 1024;
/// What the system keeps for a client that is slow to read. Its own choice would grow to megabytes for each.
const SEND_BUFFER_BYTES: u32 = 256 * 1024;
/// How long to wait after the system refused a connection for want of something.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
/// And how often to say so.
const COMPLAINT_EVERY: Duration = Duration::from_secs(60);

/// Who is at the other end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) SocketAddr);

/// Takes the address. A port of zero is any that is free.
pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // On Windows this would let two programs have one port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves at most `connections` at once until cancelled; they are `tasks`, and end by themselves then.
pub(super) async fn serve(
    listener: TcpListener,
    connections: usize,
    router: Router,
    tasks: TaskTracker,
    cancel: CancellationToken,
) {
    let places = Arc::new(Semaphore::new(connections));
    let mut complained: Option<Instant> = None;
    loop {
        let accepted = tokio::select! {
            () = cancel.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                if complained.is_none_or(|at| at.elapsed() >= COMPLAINT_EVERY) {
                    complained = Some(Instant::now());
                    warn!(%error, "a connection could not be accepted");
                }
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            debug!(%peer, "too many connections, so this one is dropped");
            continue;
        };
        let (router, cancel) = (router.clone(), cancel.clone());
        tasks.spawn(async move {
            connection(stream, peer, router, cancel).await;
            drop(place);
        });
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    cancel: CancellationToken,
) {
    if let Err(error) = stream.set_nodelay(true) {
        debug!(%error, "small messages may come late");
    }
    let stream = Stalling::new(stream, STALL_LIMIT);
    serve_connection(stream, router.layer(Extension(Peer(peer))), &peer, cancel).await;
}

/// Answers over one connection until either side closes it, or, once cancelled, what is being answered is answered. For how long a
/// client may take nothing is for the connection itself to say.
pub(crate) async fn serve_connection(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    router: Router,
    peer: impl Display,
    cancel: CancellationToken,
) {
    let service = router.map_request(|request: Request<Incoming>| request.map(Body::new));
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(HEADER_BYTES)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    let mut serving = std::pin::pin!(serving);
    let served = tokio::select! {
        served = &mut serving => served,
        () = cancel.cancelled() => {
            // What is being answered is answered to its end, if that is near.
            serving.as_mut().graceful_shutdown();
            let Ok(served) = tokio::time::timeout(GRACE, serving).await else {
                debug!(%peer, "a connection was cut off");
                return;
            };
            served
        }
    };
    if let Err(error) = served {
        debug!(%peer, %error, "a connection ended badly");
    }
}
