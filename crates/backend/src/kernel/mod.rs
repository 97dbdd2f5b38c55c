//! Everything that knows the kernel's own files about containers: control groups, and the counters of a network namespace.
//!
//! What an engine on this machine tells of an instance it has read from these files itself. Reading them without it costs a hundredth.

use crate::docker::endpoint::Endpoint;
use crate::docker::stats::Reading;
use chrono::{DateTime, Utc};
use mini_aws_domain::{EngineInfo, InstanceId};

/// The kernel that an engine's containers run on, where that is this machine's.
#[derive(Debug)]
pub(crate) struct Kernel;

/// Why the kernel's files about an engine's containers cannot be read from here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Elsewhere {
    /// There are none.
    #[error("only Linux has such files")]
    NotLinux,
}

/// Why the files of one container cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    /// Its process is gone, and the files with it.
    #[error("its process is gone")]
    Gone,
}

/// The first process of a container, by the engine's inspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Process {
    /// Its number, in the engine's own namespace of processes.
    pub(crate) pid: u32,
    /// Whether it has no network of its own, but the machine's.
    pub(crate) on_host_network: bool,
}

/// The files of one run of a container, held open.
#[derive(Debug)]
pub(crate) struct Files;

/// Room for what a file says, used for one after the other.
#[derive(Debug, Default)]
pub(crate) struct Scratch;

impl Kernel {
    /// Finds out whether the containers of this engine run on this machine's kernel, and where their files are. Blocks.
    pub(crate) fn of(_endpoint: &Endpoint, _engine: &EngineInfo) -> Result<Self, Elsewhere> {
        Err(Elsewhere::NotLinux)
    }

    /// Opens the files of a container by its first process. Blocks.
    pub(crate) fn open(&self, _id: &InstanceId, _process: Process) -> Result<Files, Unreadable> {
        Err(Unreadable::Gone)
    }
}

impl Files {
    /// Reads everything anew; `read_at` is what the reading says as its time. Allocates nothing. Blocks, if hardly.
    pub(crate) fn read(
        &mut self,
        _scratch: &mut Scratch,
        _read_at: DateTime<Utc>,
    ) -> Result<Reading, Unreadable> {
        Err(Unreadable::Gone)
    }

    /// Where its CPU and memory are read, in a sentence's part: `/sys/fs/cgroup/system.slice/docker-f00.scope`.
    pub(crate) fn place(&self) -> &str {
        ""
    }

    /// Whether the network's counters are among what is read; if not, the engine has to be asked.
    pub(crate) fn has_network(&self) -> bool {
        false
    }
}
