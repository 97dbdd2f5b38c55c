//! The socket: opens it, takes connections, goes away and comes back.

use crate::{DemoError, Listen, routes, state::Inner};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpListener,
    task::JoinSet,
};

/// How many connections there can be at once.
const MOST: usize = 8192;

/// How long a connection may take to send the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(60);

/// What is written instead of HTTP.
const GARBAGE: &[u8] = b"\x00\xfe%&not-http\r\n??\xff";

/// Where the engine listens, once that is settled.
#[derive(Debug, Clone)]
pub(crate) enum Address {
    /// A Unix socket; if `folder` is set, that was made for it and goes with it.
    #[cfg(unix)]
    Unix { path: std::path::PathBuf, folder: bool },
    /// A TCP address.
    Tcp(SocketAddr),
}

impl Address {
    /// As `DOCKER_HOST` has it.
    pub fn endpoint(&self) -> String {
        match self {
            #[cfg(unix)]
            Self::Unix { path, .. } => format!("unix://{}", path.display()),
            Self::Tcp(address) => format!("tcp://{address}"),
        }
    }

    /// Removes what is left of it in the file system.
    pub fn remove(&self) {
        #[cfg(unix)]
        if let Self::Unix { path, .. } = self
            && let Err(error) = std::fs::remove_file(path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(path = %path.display(), %error, "the socket stays behind");
        }
    }

    /// Removes all of it, its folder included.
    pub fn remove_all(&self) {
        self.remove();
        #[cfg(unix)]
        if let Self::Unix { path, folder: true } = self
            && let Some(folder) = path.parent()
        {
            // It may be gone, or somebody may have put something into it; either way it is theirs then.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// An open socket.
#[derive(Debug)]
pub(crate) enum Listener {
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
    Tcp(TcpListener),
}

/// Settles where to listen and opens the socket.
pub(crate) async fn open(listen: &Listen) -> Result<(Address, Listener), DemoError> {
    let address = match listen {
        Listen::Tcp(address) => Address::Tcp(*address),
        #[cfg(unix)]
        Listen::Unix(path) => Address::Unix { path: path.clone(), folder: false },
        #[cfg(unix)]
        Listen::Local => {
            Address::Unix { path: private_folder()?.join("engine.sock"), folder: true }
        }
        #[cfg(not(unix))]
        Listen::Unix(_) => return Err(DemoError::NoUnixSockets),
        #[cfg(not(unix))]
        Listen::Local => Address::Tcp(SocketAddr::from(([127, 0, 0, 1], 0))),
    };
    let listener = bind(&address).await?;
    let address = match (&listener, address) {
        (Listener::Tcp(tcp), address) => Address::Tcp(
            tcp.local_addr()
                .map_err(|source| DemoError::Bind { endpoint: address.endpoint(), source })?,
        ),
        #[cfg(unix)]
        (Listener::Unix(_), address) => address,
    };
    Ok((address, listener))
}

/// A new folder that only its owner can enter.
#[cfg(unix)]
fn private_folder() -> Result<std::path::PathBuf, DemoError> {
    use std::os::unix::fs::DirBuilderExt;
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    let mut path = std::env::temp_dir();
    for _ in 0..16 {
        path = std::env::temp_dir().join(format!("mini-aws-demo-{:016x}", fastrand::u64(..)));
        match std::fs::DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => return Ok(path),
            Err(error) => last = error,
        }
    }
    Err(DemoError::Bind { endpoint: format!("unix://{}", path.display()), source: last })
}

async fn bind(address: &Address) -> Result<Listener, DemoError> {
    let failed = |source| DemoError::Bind { endpoint: address.endpoint(), source };
    match address {
        #[cfg(unix)]
        Address::Unix { path, .. } => {
            use std::os::unix::fs::{FileTypeExt, PermissionsExt};
            match std::fs::symlink_metadata(path) {
                Ok(found) if !found.file_type().is_socket() => {
                    return Err(DemoError::NotASocket(path.clone()));
                }
                Ok(_) => {
                    let probe = tokio::net::UnixStream::connect(path);
                    if let Ok(Ok(_)) = tokio::time::timeout(Duration::from_secs(1), probe).await {
                        return Err(DemoError::InUse(path.clone()));
                    }
                    std::fs::remove_file(path).map_err(failed)?;
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(failed(error)),
            }
            let listener = tokio::net::UnixListener::bind(path).map_err(failed)?;
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
                .map_err(failed)?;
            Ok(Listener::Unix(listener))
        }
        Address::Tcp(address) => {
            Ok(Listener::Tcp(TcpListener::bind(address).await.map_err(failed)?))
        }
    }
}

/// How long streams of events may take to their end when the socket goes.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Serves until the engine stops. `inner.wanted` says whether the socket should be there, `inner.there` whether it is.
pub(crate) async fn serve(inner: Arc<Inner>, listener: Listener) {
    let mut wanted = inner.wanted.subscribe();
    let mut stop = inner.stop.subscribe();
    let mut listener = Some(listener);
    let mut connections = JoinSet::new();
    loop {
        if *stop.borrow_and_update() {
            break;
        }
        if !*wanted.borrow_and_update() {
            listener = None;
            inner.address.remove();
            // What happened before is told before the line goes dead, as far as somebody listens.
            let mut telling = inner.telling.subscribe();
            let told = telling.wait_for(|streams| *streams == 0);
            if tokio::time::timeout(LAST_WORDS, told).await.is_err() {
                tracing::debug!("somebody does not listen to the last events");
            }
            connections.shutdown().await;
            inner.there.send_replace(false);
            tokio::select! {
                _ = wanted.changed() => {}
                _ = stop.changed() => {}
            }
            continue;
        }
        let Some(open) = &listener else {
            match bind(&inner.address).await {
                Ok(opened) => listener = Some(opened),
                Err(error) => {
                    tracing::warn!(%error, "cannot come back yet");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
            continue;
        };
        inner.there.send_if_modified(|there| !std::mem::replace(there, true));
        tokio::select! {
            _ = wanted.changed() => {}
            _ = stop.changed() => {}
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            accepted = open.accept(), if connections.len() < MOST => match accepted {
                #[cfg(unix)]
                Ok(Stream::Unix(stream)) => {
                    connections.spawn(converse(inner.clone(), stream));
                }
                Ok(Stream::Tcp(stream)) => {
                    connections.spawn(converse(inner.clone(), stream));
                }
                Err(error) => {
                    // Out of file handles, most likely: those who are connected go on.
                    tracing::warn!(%error, "cannot take a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    drop(listener);
    inner.address.remove_all();
    connections.shutdown().await;
    inner.there.send_replace(false);
}

/// A connection.
enum Stream {
    #[cfg(unix)]
    Unix(tokio::net::UnixStream),
    Tcp(tokio::net::TcpStream),
}

impl Listener {
    async fn accept(&self) -> io::Result<Stream> {
        match self {
            #[cfg(unix)]
            Self::Unix(listener) => Ok(Stream::Unix(listener.accept().await?.0)),
            Self::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok(Stream::Tcp(stream))
            }
        }
    }
}

async fn converse<S>(inner: Arc<Inner>, stream: S)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let garble = Arc::new(AtomicBool::new(false));
    let wire = Wire { stream, garble: garble.clone() };
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        routes::answer(inner.clone(), request, garble.clone())
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .serve_connection(TokioIo::new(wire), service)
        .await;
    if let Err(error) = served {
        tracing::trace!(%error, "a connection broke");
    }
}

/// A connection that can be made to speak nonsense.
struct Wire<S> {
    stream: S,
    garble: Arc<AtomicBool>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.garble.load(Ordering::Relaxed) {
            let nonsense: Vec<u8> = GARBAGE.iter().copied().cycle().take(bytes.len()).collect();
            return Pin::new(&mut self.stream).poll_write(context, &nonsense);
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
