//! Who listens at the engine's socket, and from where its containers' processes and control groups can be seen.

use super::Elsewhere;
use super::mounts::Mount;
use super::opening::Opening;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// What can be seen of the engine's containers from here.
#[derive(Debug)]
pub(super) struct View {
    /// A `/proc` in which their processes have the numbers that the engine tells.
    pub(super) processes: PathBuf,
    /// The mounted control groups: this process's first, then the engine's.
    pub(super) mounts: Vec<Mount>,
    /// The networks that are no container's own, by the file number of their `net/dev`, which is the same through every process in them.
    pub(super) networks: Vec<u64>,
    /// Which files are believed.
    pub(super) opening: Opening,
}

impl View {
    /// That of the engine which listens at this socket. Must be called within a runtime.
    pub(super) fn of(socket: &Path) -> Result<Self, Elsewhere> {
        let peer = listener(socket)?;
        let folder = PathBuf::from(format!("/proc/{peer}"));
        // Who may not look asks the process's numbers themselves: each container's is verified by its id. The same goes for
        // a service manager that listens in the engine's stead.
        let has_own_numbers = match (namespace(Path::new("/proc/self")), namespace(&folder)) {
            (Some(ours), Some(theirs)) => ours != theirs,
            _ => false,
        };
        let root = folder.join("root");
        let processes = if has_own_numbers { root.join("proc") } else { PathBuf::from("/proc") };
        let ours = lossy(Path::new("/proc/self/mountinfo"));
        let theirs = lossy(&folder.join("mountinfo"));
        let mut mounts = Mount::all(ours.as_deref().unwrap_or(""), Path::new("/"));
        mounts.extend(Mount::all(theirs.as_deref().unwrap_or(""), &root));
        if mounts.is_empty() {
            return Err(Elsewhere::NoCgroups);
        }
        let networks = [Path::new("/proc/self"), &folder].into_iter().filter_map(network).collect();
        Ok(Self { processes, mounts, networks, opening: Opening::Kernels })
    }
}

/// The process that listens at a socket, by this process's own numbering.
pub(super) fn listener(socket: &Path) -> Result<u32, Elsewhere> {
    let no_listener = |error: io::Error| Elsewhere::NoListener(error.kind());
    let stream = std::os::unix::net::UnixStream::connect(socket).map_err(no_listener)?;
    stream.set_nonblocking(true).map_err(no_listener)?;
    let stream = tokio::net::UnixStream::from_std(stream).map_err(no_listener)?;
    let pid = stream.peer_cred().map_err(no_listener)?.pid();
    // It is zero where the process is outside of this process's namespace.
    pid.and_then(|pid| u32::try_from(pid).ok()).filter(|&pid| pid > 0).ok_or(Elsewhere::OutOfSight)
}

/// The namespace of processes that a process is in; nothing if one may not know.
fn namespace(process: &Path) -> Option<PathBuf> {
    fs::read_link(process.join("ns/pid")).ok()
}

/// The network that a process is in; nothing if one may not know.
fn network(process: &Path) -> Option<u64> {
    fs::metadata(process.join("net/dev")).ok().map(|file| file.ino())
}

/// A file of the kernel as text. Names in it may be any bytes; those that matter here are text.
fn lossy(path: &Path) -> io::Result<String> {
    fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
