//! Everything that knows the kernel's own files about containers: control groups, and the counters of a network namespace.
//!
//! What an engine on this machine tells of an instance it has read from these files itself. Reading them without it costs a fiftieth (`cargo xtask bench watch`).
//! [`Kernel::of`] finds out whether they are at hand, [`Kernel::open`] opens those of one container, [`Files::read`] reads them.

#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod limit;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
mod membership;
#[cfg(target_os = "linux")]
mod mounts;
#[cfg(not(target_os = "linux"))]
mod nowhere;
#[cfg(target_os = "linux")]
mod opening;
#[cfg(target_os = "linux")]
mod parse;
#[cfg(target_os = "linux")]
mod peer;
mod places;
#[cfg(target_os = "linux")]
mod scratch;
// Two attributes, since Clippy takes only a plain `cfg(test)` for a test.
#[cfg(test)]
#[cfg(target_os = "linux")]
pub(crate) mod tests;

#[cfg(target_os = "linux")]
pub(crate) use files::Files;
#[cfg(target_os = "linux")]
pub(crate) use linux::Kernel;
#[cfg(not(target_os = "linux"))]
pub(crate) use nowhere::{Files, Kernel, Scratch};
pub(crate) use places::Places;
#[cfg(target_os = "linux")]
pub(crate) use scratch::Scratch;

use std::io::ErrorKind;
use std::path::Path;

/// Why the kernel's files about an engine's containers cannot be read from here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux can be told more of"))]
pub(crate) enum Elsewhere {
    /// There are none.
    #[cfg(not(target_os = "linux"))]
    #[error("only Linux has such files")]
    NotLinux,
    /// The engine's containers are made for another system.
    #[error("its containers are not Linux containers")]
    OtherContainers,
    /// The engine is not spoken to over a socket of this machine.
    #[error("the engine is not spoken to over a local socket, so it may run on another machine")]
    NotLocal,
    /// Nobody knows who listens at the socket.
    #[error("who listens at the engine's socket could not be found out: {0:?}")]
    NoListener(ErrorKind),
    /// The process that listens cannot be seen.
    #[error("the engine's process cannot be seen from here")]
    OutOfSight,
    /// Control groups are mounted neither here nor at the engine's place.
    #[error("no control groups are mounted here")]
    NoCgroups,
}

/// Why the files of one container cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux can tell them"))]
pub(crate) enum Unreadable {
    /// Its process is gone, and the files with it. Only reading says so: what cannot be opened may be there and hidden.
    #[error("its process is gone")]
    Gone,
    /// No process of that number can be seen from here.
    #[error("its process {0} cannot be seen from here")]
    NoProcess(u32),
    /// The process of that number is somebody else's: the engine runs in a virtual machine, or forwards to one.
    #[error("process {0} of this machine is not the container's")]
    NotItsOwn(u32),
    /// Its control group lies outside of what is mounted here.
    #[error("its control group {0} cannot be reached from here")]
    OutOfReach(String),
    /// The kernel keeps no such counter for it.
    #[error("its control group has no {0}")]
    Missing(&'static str),
    /// The system refuses.
    #[error("{0} could not be read: {1:?}")]
    Refused(&'static str, ErrorKind),
    /// What is there under its name is no file of the kernel.
    #[error("{0} is not the kernel's own file")]
    NotTheKernels(&'static str),
    /// The file says something else than a kernel does.
    #[error("{0} says something that is no counter")]
    Malformed(&'static str),
    /// The system lets this program hold no more files open.
    #[error("this program may not hold more files open")]
    TooManyFiles,
}

/// The first process of a container, by the engine's inspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Process {
    /// Its number, in the engine's own namespace of processes.
    pub(crate) pid: u32,
    /// Whether it has no network of its own, but the machine's.
    pub(crate) on_host_network: bool,
}

/// The process that listens at a local socket, by this process's own numbering; nothing where that is not to be known. Blocks, and
/// must be called within a runtime.
pub(crate) fn listener(socket: &Path) -> Option<u32> {
    #[cfg(target_os = "linux")]
    return peer::listener(socket).ok();
    #[cfg(not(target_os = "linux"))]
    {
        let _ = socket;
        None
    }
}

/// Has the system allow more open files: each container that is read holds about eight. The limit that an administrator set is not
/// exceeded. Once is enough.
pub(crate) fn raise_open_files_limit() {
    #[cfg(target_os = "linux")]
    limit::raise();
}
