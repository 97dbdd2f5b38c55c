//! Unix sockets. The file is the user's own and closed to others; who connects all the same is asked for by the system.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use tokio::net::{UnixListener, UnixStream};
use tracing::warn;

/// Takes connections until it is dropped, and then takes its file away.
#[derive(Debug)]
pub(super) struct Listener {
    listener: UnixListener,
    path: PathBuf,
}

impl Listener {
    /// Listens at `name` in `folder`.
    pub(super) fn bind(folder: &Path, name: &str) -> io::Result<Self> {
        // The folder may be one that others read. The socket is made where only its owner looks, closed to others, and then put in
        // its place, which takes away the one of a program that ended badly.
        // Its name is short: a socket's address is, too.
        let nursery = folder.join(format!(".{}{}", &name[..1], std::process::id()));
        match fs::remove_dir_all(&nursery) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        DirBuilder::new().mode(0o700).create(&nursery)?;
        let born = Self::bind_in(&nursery).and_then(|listener| {
            fs::set_permissions(nursery.join(NEW), Permissions::from_mode(0o600))?;
            let path = folder.join(name);
            fs::rename(nursery.join(NEW), &path)?;
            Ok(Self { listener, path })
        });
        let cleared = fs::remove_dir_all(&nursery);
        let listener = born?;
        cleared?;
        Ok(listener)
    }

    fn bind_in(nursery: &Path) -> io::Result<UnixListener> {
        let (_open, address) = short(nursery, NEW)?;
        UnixListener::bind(address)
    }

    /// The next connection of this user. What the system refuses is an error; what others try is not let through.
    pub(super) async fn accept(&mut self) -> io::Result<UnixStream> {
        loop {
            let (stream, _) = self.listener.accept().await?;
            match is_own(&stream) {
                Ok(true) => return Ok(stream),
                Ok(false) => warn!("another user was turned away from the console's socket"),
                Err(error) => warn!(%error, "nobody can say who connects to the console's socket"),
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // At worst it stays, and nobody listens there: who comes next takes it for what it is.
        if let Err(error) = fs::remove_file(&self.path) {
            warn!(%error, path = %self.path.display(), "the console's socket stays behind");
        }
    }
}

/// The name of a socket until it is in its place.
const NEW: &str = "s";

/// Connects to `name` in `folder`; `None` where nobody listens.
pub(super) async fn connect(folder: &Path, name: &str) -> io::Result<Option<UnixStream>> {
    let (_open, address) = match short(folder, name) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    match UnixStream::connect(address).await {
        Ok(stream) if is_own(&stream)? => Ok(Some(stream)),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "another user listens at the console's socket",
        )),
        Err(error) => match error.kind() {
            // Where the address is too long nobody could listen.
            io::ErrorKind::NotFound
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::InvalidInput => Ok(None),
            _ => Err(error),
        },
    }
}

/// The process that listens at `name` in `folder`, where the system tells. It need not take the connection for that.
pub(super) async fn listener(folder: &Path, name: &str) -> Option<u32> {
    let stream = connect(folder, name).await.ok()??;
    u32::try_from(stream.peer_cred().ok()?.pid()?).ok()
}

/// Whether the other end is this user's, or root's, who may do anything here.
fn is_own(stream: &UnixStream) -> io::Result<bool> {
    let peer = stream.peer_cred()?.uid();
    Ok(peer == rustix::process::geteuid().as_raw() || peer == 0)
}

/// An address of `name` in `folder` that fits into a socket's, which is about a hundred bytes: on Linux by way of the open folder,
/// which has to stay open as long as the address is used.
#[cfg(target_os = "linux")]
fn short(folder: &Path, name: &str) -> io::Result<(File, PathBuf)> {
    use std::os::fd::AsRawFd as _;
    let open = File::open(folder)?;
    let address = Path::new("/proc/self/fd").join(open.as_raw_fd().to_string()).join(name);
    Ok((open, address))
}

/// An address of `name` in `folder`. One that is too long for a socket is an error of the system.
#[cfg(not(target_os = "linux"))]
fn short(folder: &Path, name: &str) -> io::Result<(File, PathBuf)> {
    Ok((File::open(folder)?, folder.join(name)))
}
