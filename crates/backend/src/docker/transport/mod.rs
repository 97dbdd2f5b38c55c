//! How bytes get to an engine and back, whatever lies between: a socket, a pipe, the network with or without TLS, or `ssh`.

mod pool;
mod ssh;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
mod tls;

pub(super) use pool::Pool;

use super::endpoint::{ConnectFailure, Endpoint};
use hyper::Uri;
use socket2::{SockRef, TcpKeepalive};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;

/// After so much silence the other machine is asked for a sign of life, and after so much again; when none of some comes, it is gone.
const ALIVE_AFTER: Duration = Duration::from_secs(30);
const ALIVE_AGAIN: Duration = Duration::from_secs(10);

/// A connection to an engine.
pub(super) trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

pub(super) type BoxedConnection = Box<dyn Connection>;

/// What a connection is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Questions that are soon answered, one after another.
    Short,
    /// One answer that goes on: events, a stream of statistics, a log.
    Lasting,
}

impl Purpose {
    /// What is asked at this address, which may have a query.
    fn of(uri: &Uri) -> Self {
        let is_lasting = match uri.path().rsplit('/').next() {
            Some("events" | "logs") => true,
            Some("stats") => uri.query().is_none_or(|query| !query.contains("stream=false")),
            _ => false,
        };
        if is_lasting { Self::Lasting } else { Self::Short }
    }
}

/// Opens connections to one endpoint. What they have in common (certificates, how many there may be) is made once.
#[derive(Debug)]
pub(super) struct Connector {
    endpoint: Endpoint,
    tls: OnceCell<tls::Dialer>,
    ssh: ssh::Dialer,
}

impl Connector {
    pub(super) fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, tls: OnceCell::new(), ssh: ssh::Dialer::default() }
    }

    /// Opens a connection. Who waits has to bound the wait.
    pub(super) async fn connect(&self, purpose: Purpose) -> io::Result<BoxedConnection> {
        match &self.endpoint {
            #[cfg(unix)]
            Endpoint::Unix(path) => Ok(Box::new(tokio::net::UnixStream::connect(path).await?)),
            #[cfg(windows)]
            Endpoint::NamedPipe(name) => Ok(Box::new(open_pipe(name).await?)),
            Endpoint::Tcp { host, port } => Ok(Box::new(tcp(host, *port).await?)),
            Endpoint::Tls { host, port, files } => {
                let dialer = self.tls.get_or_try_init(|| tls::Dialer::new(host, files)).await?;
                Ok(Box::new(dialer.shake_hands(tcp(host, *port).await?).await?))
            }
            Endpoint::Ssh(target) => Ok(Box::new(self.ssh.dial(target, purpose).await?)),
            #[cfg(not(unix))]
            Endpoint::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
            #[cfg(not(windows))]
            Endpoint::NamedPipe(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// What requests say whom they are for. Behind a socket that is nobody's name.
    pub(super) fn host(&self) -> String {
        match &self.endpoint {
            Endpoint::Tcp { host, port } | Endpoint::Tls { host, port, .. }
                if host.contains(':') =>
            {
                format!("[{host}]:{port}")
            }
            Endpoint::Tcp { host, port } | Endpoint::Tls { host, port, .. } => {
                format!("{host}:{port}")
            }
            Endpoint::Unix(_) | Endpoint::NamedPipe(_) | Endpoint::Ssh(_) => "localhost".to_owned(),
        }
    }
}

async fn tcp(host: &str, port: u16) -> io::Result<TcpStream> {
    let stream = TcpStream::connect((host, port)).await?;
    // Questions are small, and each waits for its answer.
    stream.set_nodelay(true)?;
    // A log may be quiet for hours; only so does it show that there is nobody any more who could write to it.
    let alive = TcpKeepalive::new().with_time(ALIVE_AFTER).with_interval(ALIVE_AGAIN);
    SockRef::from(&stream).set_tcp_keepalive(&alive)?;
    Ok(stream)
}

/// Opens a named pipe; while all its ends are taken, for the moment that the engine needs to make another one.
#[cfg(windows)]
async fn open_pipe(name: &str) -> io::Result<tokio::net::windows::named_pipe::NamedPipeClient> {
    use std::time::Duration;
    use tokio::net::windows::named_pipe::ClientOptions;
    const BUSY: i32 = 231;
    const PAUSE: Duration = Duration::from_millis(20);
    loop {
        match ClientOptions::new().open(name) {
            Err(error) if error.raw_os_error() == Some(BUSY) => tokio::time::sleep(PAUSE).await,
            opened => return opened,
        }
    }
}

/// What the way to the engine says about a failure, wherever it is among the causes: `None` if the way is not at fault.
pub(super) fn failure(error: &bollard::errors::Error) -> Option<ConnectFailure> {
    // It passes for the system's error itself, and names what is behind that as its source.
    if let bollard::errors::Error::IOError { err } = error {
        return of_io(err);
    }
    let error: &(dyn std::error::Error + 'static) = error;
    let mut cause = Some(error);
    while let Some(current) = cause {
        if let Some(found) = current.downcast_ref::<io::Error>().and_then(of_io) {
            return Some(found);
        }
        if let Some(found) = current.downcast_ref::<rustls::Error>() {
            return Some(ConnectFailure::Tls(tls::trouble(found)));
        }
        cause = current.source();
    }
    None
}

/// An error of the system's names as its source not what it wraps but the source of that.
fn of_io(error: &io::Error) -> Option<ConnectFailure> {
    let inner = error.get_ref()?;
    if let Some(error) = inner.downcast_ref::<io::Error>() {
        return of_io(error);
    }
    if let Some(error) = inner.downcast_ref::<rustls::Error>() {
        return Some(ConnectFailure::Tls(tls::trouble(error)));
    }
    if let Some(error) = inner.downcast_ref::<tls::FilesError>() {
        return Some(ConnectFailure::Tls(error.trouble()));
    }
    let ended = inner.downcast_ref::<ssh::SshError>()?;
    Some(ConnectFailure::Ssh(ended.to_string()))
}
