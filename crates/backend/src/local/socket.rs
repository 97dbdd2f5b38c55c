//! What sockets and pipes have in common.

use crate::DataDir;
use crate::local::Socket;
use std::io;
use tokio::io::{AsyncRead, AsyncWrite};

/// A connection, whatever carries it.
pub(super) trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<Io: AsyncRead + AsyncWrite + Send + Unpin> Connection for Io {}

/// Takes connections.
#[cfg(unix)]
pub(super) type Listener = super::unix::Listener;
/// Takes connections.
#[cfg(windows)]
pub(super) type Listener = super::windows::Listener;

/// Listens, in place of whoever did before: only who has claimed the place may ask for it.
pub(super) fn listen(dir: &DataDir, socket: Socket) -> io::Result<Listener> {
    Listener::bind(dir.path(), socket.file_name())
}

/// The process that listens, where the system tells.
pub(super) async fn listener(dir: &DataDir, socket: Socket) -> Option<u32> {
    #[cfg(unix)]
    return super::unix::listener(dir.path(), socket.file_name()).await;
    #[cfg(windows)]
    {
        let _ = (dir, socket);
        None
    }
}

/// Connects; `None` where nobody listens.
pub(super) async fn connect(
    dir: &DataDir,
    socket: Socket,
) -> io::Result<Option<Box<dyn Connection>>> {
    #[cfg(unix)]
    let connected = super::unix::connect(dir.path(), socket.file_name()).await?;
    #[cfg(windows)]
    let connected = super::windows::connect(dir.path(), socket.file_name()).await?;
    Ok(connected.map(|stream| Box::new(stream) as Box<dyn Connection>))
}
