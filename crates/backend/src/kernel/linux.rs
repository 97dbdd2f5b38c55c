//! The kernel that an engine's containers run on: where their files are, and whether they are theirs.

use super::files::{Files, Folders, Habits, Names};
use super::limit::Budget;
use super::membership::{Membership, own_group};
use super::mounts::{Mount, Sought};
use super::opening::{Opening, System};
use super::peer::View;
use super::{Elsewhere, Process, Unreadable};
use crate::docker::endpoint::Endpoint;
use mini_aws_domain::{ContainerOs, EngineInfo, InstanceId};
use std::path::{Path, PathBuf};

/// The list of a process's groups, in an error's sentence.
const GROUPS: &str = "the list of its control groups";

/// The kernel that an engine's containers run on, where that is this machine's.
#[derive(Debug)]
pub(crate) struct Kernel {
    /// A `/proc` in which its containers' processes have the numbers that it tells.
    processes: PathBuf,
    mounts: Vec<Mount>,
    opening: Opening,
    habits: Habits,
    budget: Budget,
}

impl Kernel {
    /// Finds out whether the containers of this engine run on this machine's kernel, and where their files are. That it seems so is no
    /// proof: each container is verified when it is opened.
    ///
    /// Blocks, and must be called within a runtime.
    pub(crate) fn of(endpoint: &Endpoint, engine: &EngineInfo) -> Result<Self, Elsewhere> {
        let Endpoint::Unix(socket) = endpoint else { return Err(Elsewhere::NotLocal) };
        if engine.os != ContainerOs::Linux {
            return Err(Elsewhere::OtherContainers);
        }
        let view = View::of(socket)?;
        Ok(Self::seen(view, engine, Budget::of_system()))
    }

    /// With this view of its containers.
    pub(super) fn seen(view: View, engine: &EngineInfo, budget: Budget) -> Self {
        let View { processes, mounts, networks, opening } = view;
        let habits = Habits {
            kind: engine.kind,
            machine_memory: Some(engine.memory_bytes).filter(|&bytes| bytes > 0),
            shared_networks: networks,
        };
        Self { processes, mounts, opening, habits, budget }
    }

    /// Opens the files of a container by its first process. Blocks.
    ///
    /// The number alone proves nothing: an engine in a virtual machine tells its own, and a number is given to another process in time. So
    /// the container's id must be in the name of the process's control group.
    pub(crate) fn open(&self, id: &InstanceId, process: Process) -> Result<Files, Unreadable> {
        let leave = self.budget.take(Files::MOST).ok_or(Unreadable::TooManyFiles)?;
        let folder = self.processes.join(process.pid.to_string());
        let groups = self.groups(&folder, process.pid)?;
        let names = if Membership::of(&groups).group(Sought::Controller("cpuacct")).is_some() {
            &Names::V1
        } else {
            &Names::V2
        };
        let group = |sought| self.group(&groups, sought, id, process.pid);
        let optional = |sought| match group(sought) {
            Ok(folder) => Ok(Some(folder)),
            Err(Unreadable::Missing(_)) => Ok(None),
            Err(error) => Err(error),
        };
        let folders = Folders {
            cpu: group(names.cpu_controller)?,
            memory: group(names.memory_controller)?,
            pids: optional(names.pids_controller)?,
            disk: optional(names.disk_controller)?,
        };
        let network = (!process.on_host_network).then(|| folder.join("net/dev"));
        let files =
            Files::open(names, &folders, network.as_deref(), self.opening, &self.habits, leave)?;
        // The network was opened by the process's number, so it must be the same process still.
        if self.groups(&folder, process.pid)? != groups {
            return Err(Unreadable::NotItsOwn(process.pid));
        }
        Ok(files)
    }

    fn groups(&self, folder: &Path, pid: u32) -> Result<String, Unreadable> {
        let text = self.opening.text(System::Processes, &folder.join("cgroup"), GROUPS)?;
        text.ok_or(Unreadable::NoProcess(pid))
    }

    /// The folder of the container's own group in a hierarchy.
    fn group(
        &self,
        groups: &str,
        sought: Sought,
        id: &InstanceId,
        pid: u32,
    ) -> Result<PathBuf, Unreadable> {
        let group = Membership::of(groups).group(sought).ok_or(match sought {
            Sought::Controller(name) => Unreadable::Missing(name),
            Sought::Unified => Unreadable::Missing("place in the unified hierarchy"),
        })?;
        let own = own_group(group, id.as_str()).ok_or(Unreadable::NotItsOwn(pid))?;
        let mut folders = self.mounts.iter().filter_map(|mount| mount.folder(sought, own));
        folders.find(|folder| folder.is_dir()).ok_or_else(|| Unreadable::OutOfReach(own.to_owned()))
    }
}
