//! What the operating system says of an endpoint before an HTTP client hides it.

use super::{ConnectFailure, Endpoint};
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::path::Path;
use std::time::Duration;

/// How long one address has to take a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// How many of a host's addresses are tried.
const MOST_ADDRESSES: usize = 2;

/// Whether something at `endpoint` takes connections, by connecting once and hanging up.
///
/// It blocks: on a Unix socket hardly ever, on the network for as long as it takes to look up a name and two seconds more. So it belongs
/// on a thread for blocking work, with a time-out of its own.
///
/// # Errors
/// Why nothing does, as the operating system tells it.
pub fn preflight(endpoint: &Endpoint) -> Result<(), ConnectFailure> {
    match endpoint {
        Endpoint::Unix(path) => unix(path),
        Endpoint::NamedPipe(name) => named_pipe(name),
        Endpoint::Tcp { host, port } | Endpoint::Tls { host, port, .. } => tcp(host, *port),
        // Where that goes, ssh's own settings say.
        Endpoint::Ssh(_) => Ok(()),
    }
}

#[cfg(unix)]
fn unix(path: &Path) -> Result<(), ConnectFailure> {
    use std::os::unix::fs::FileTypeExt;
    let kind = std::fs::metadata(path).map_err(|error| failure(&error))?.file_type();
    if !kind.is_socket() {
        let what = if kind.is_dir() { "a folder" } else { "a file" };
        return Err(ConnectFailure::NotAnEngine(format!("it is {what}, not a socket")));
    }
    std::os::unix::net::UnixStream::connect(path).map(drop).map_err(|error| failure(&error))
}

#[cfg(not(unix))]
fn unix(_path: &Path) -> Result<(), ConnectFailure> {
    Err(ConnectFailure::Other("this platform has no Unix sockets".to_owned()))
}

#[cfg(windows)]
fn named_pipe(name: &str) -> Result<(), ConnectFailure> {
    /// All instances of the pipe are taken at this moment: somebody listens, which is all that was asked.
    const PIPE_BUSY: i32 = 231;
    match std::fs::OpenOptions::new().read(true).write(true).open(name) {
        Ok(_) => Ok(()),
        Err(error) if error.raw_os_error() == Some(PIPE_BUSY) => Ok(()),
        Err(error) => Err(failure(&error)),
    }
}

#[cfg(not(windows))]
fn named_pipe(_name: &str) -> Result<(), ConnectFailure> {
    Err(ConnectFailure::Other("this platform has no named pipes".to_owned()))
}

fn tcp(host: &str, port: u16) -> Result<(), ConnectFailure> {
    let addresses: Vec<SocketAddr> =
        (host, port).to_socket_addrs().map_err(|_| ConnectFailure::NotFound)?.collect();
    let mut last = Err(ConnectFailure::NotFound);
    for address in addresses.iter().take(MOST_ADDRESSES) {
        match TcpStream::connect_timeout(address, CONNECT_TIMEOUT) {
            Ok(_) => return Ok(()),
            Err(error) => last = Err(failure(&error)),
        }
    }
    last
}

fn failure(error: &io::Error) -> ConnectFailure {
    match error.kind() {
        // Something in the path that should be a folder is a file.
        ErrorKind::NotFound | ErrorKind::NotADirectory => ConnectFailure::NotFound,
        ErrorKind::PermissionDenied => ConnectFailure::PermissionDenied,
        ErrorKind::ConnectionRefused => ConnectFailure::Refused,
        ErrorKind::TimedOut => ConnectFailure::TimedOut(CONNECT_TIMEOUT),
        _ => ConnectFailure::Other(error.to_string()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::net::TcpListener;
    use std::os::unix::net::UnixListener;

    #[test]
    fn a_socket_that_somebody_listens_on_is_fine() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("docker.sock");
        let _listener = UnixListener::bind(&path).unwrap();
        assert_eq!(preflight(&Endpoint::Unix(path.clone())), Ok(()));
        let link = folder.path().join("link.sock");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(preflight(&Endpoint::Unix(link)), Ok(()));
    }

    #[test]
    fn a_socket_left_behind_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("docker.sock");
        drop(UnixListener::bind(&path).unwrap());
        assert_eq!(preflight(&Endpoint::Unix(path)), Err(ConnectFailure::Refused));
    }

    #[test]
    fn what_is_not_there_and_what_is_no_socket_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        let dangling = folder.path().join("dangling");
        std::os::unix::fs::symlink(folder.path().join("gone"), &dangling).unwrap();
        for path in [folder.path().join("none.sock"), file.join("docker.sock"), dangling] {
            let found = preflight(&Endpoint::Unix(path));
            assert_eq!(found, Err(ConnectFailure::NotFound));
        }
        for (path, what) in [(file, "a file"), (folder.path().to_owned(), "a folder")] {
            assert_eq!(
                preflight(&Endpoint::Unix(path)),
                Err(ConnectFailure::NotAnEngine(format!("it is {what}, not a socket")))
            );
        }
    }

    #[test]
    fn a_port_is_open_or_refused_and_a_host_is_known_or_not() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let endpoint = Endpoint::Tcp { host: "127.0.0.1".to_owned(), port };
        assert_eq!(preflight(&endpoint), Ok(()));
        drop(listener);
        assert_eq!(preflight(&endpoint), Err(ConnectFailure::Refused));
        // No resolver is asked for a name with an empty label.
        let unknown = Endpoint::Tcp { host: "no..host".to_owned(), port };
        assert_eq!(preflight(&unknown), Err(ConnectFailure::NotFound));
    }

    #[test]
    fn a_named_pipe_is_not_for_unix() {
        let pipe = Endpoint::NamedPipe("//./pipe/docker_engine".to_owned());
        assert!(matches!(preflight(&pipe), Err(ConnectFailure::Other(_))));
    }

    #[test]
    fn each_error_of_the_system_has_its_failure() {
        for (kind, expected) in [
            (ErrorKind::PermissionDenied, ConnectFailure::PermissionDenied),
            (ErrorKind::TimedOut, ConnectFailure::TimedOut(CONNECT_TIMEOUT)),
            (ErrorKind::ConnectionRefused, ConnectFailure::Refused),
        ] {
            assert_eq!(failure(&io::Error::from(kind)), expected);
        }
        let other = failure(&io::Error::other("out of handles"));
        assert_eq!(other, ConnectFailure::Other("out of handles".to_owned()));
    }
}
