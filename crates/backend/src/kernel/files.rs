//! The open files of one container.

use super::limit::Leave;
use super::mounts::Sought;
use super::opening::{Opening, System};
use super::parse::{self, Interfaces, Traffic};
use super::scratch::{End, Scratch, is_gone};
use super::{Places, Unreadable};
use crate::docker::stats::{InactiveFile, Origin, Reading, Reclaimable};
use chrono::{DateTime, Utc};
use mini_aws_domain::EngineKind;
use std::fs::File;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A limit of this many bytes (1 EiB) or more is the kernel's way to say that there is none: cgroup v1 has no word for it.
const NO_LIMIT: u64 = 1 << 60;
const NETWORK: &str = "net/dev";

/// What the files are called.
#[derive(Debug)]
pub(super) struct Names {
    origin: Origin,
    pub(super) cpu_controller: Sought,
    pub(super) memory_controller: Sought,
    pub(super) pids_controller: Sought,
    pub(super) disk_controller: Sought,
    cpu: &'static str,
    memory: &'static str,
    inactive: InactiveFile,
    limit: &'static str,
}

const MEMORY_STAT: &str = "memory.stat";
const PIDS: &str = "pids.current";
const IO_STAT: &str = "io.stat";
/// The counters of the first queue discipline, which kernels from 5.0 on do not have. Docker's engine believes them where they
/// name a device, and Podman's never looks.
const QUEUED_BYTES: &str = "blkio.io_service_bytes_recursive";
const THROTTLED_BYTES: &str = "blkio.throttle.io_service_bytes";
const ALL_THROTTLED_BYTES: &str = "blkio.throttle.io_service_bytes_recursive";

impl Names {
    pub(super) const V1: Self = Self {
        origin: Origin::CgroupV1,
        cpu_controller: Sought::Controller("cpuacct"),
        memory_controller: Sought::Controller("memory"),
        pids_controller: Sought::Controller("pids"),
        disk_controller: Sought::Controller("blkio"),
        cpu: "cpuacct.usage",
        memory: "memory.usage_in_bytes",
        inactive: InactiveFile::Total,
        limit: "memory.limit_in_bytes",
    };
    pub(super) const V2: Self = Self {
        origin: Origin::CgroupV2,
        cpu_controller: Sought::Unified,
        memory_controller: Sought::Unified,
        pids_controller: Sought::Unified,
        disk_controller: Sought::Unified,
        cpu: "cpu.stat",
        memory: "memory.current",
        inactive: InactiveFile::Plain,
        limit: "memory.max",
    };
}

/// What an engine counts, and how, so that its numbers and these are the same.
#[derive(Debug)]
pub(super) struct Habits {
    pub(super) kind: EngineKind,
    /// Memory of the machine in bytes, if it is known: what the engine tells as the limit of who has none.
    pub(super) machine_memory: Option<u64>,
    /// The networks that are no container's own, by the file number of their `net/dev`.
    pub(super) shared_networks: Vec<u64>,
}

impl Habits {
    fn interfaces(&self) -> Interfaces {
        match self.kind {
            EngineKind::Docker => Interfaces::Ethernet,
            EngineKind::Podman => Interfaces::All,
        }
    }
}

/// Where the container's own group is, in each hierarchy.
#[derive(Debug)]
pub(super) struct Folders {
    pub(super) cpu: PathBuf,
    pub(super) memory: PathBuf,
    pub(super) pids: Option<PathBuf>,
    pub(super) disk: Option<PathBuf>,
}

/// The files of one run of a container, held open.
#[derive(Debug)]
pub(crate) struct Files {
    names: &'static Names,
    places: Arc<Places>,
    machine_memory: Option<u64>,
    cpu: File,
    memory: File,
    memory_stat: File,
    limit: File,
    pids: Option<File>,
    disk: Disk,
    network: Network,
    _leave: Leave,
}

/// Where the bytes to and from block devices are counted.
#[derive(Debug)]
enum Disk {
    Nowhere,
    Unified(File),
    /// The first that names a device counts.
    Split {
        first: Option<(&'static str, File)>,
        then: (&'static str, File),
    },
}

/// Where the bytes over interfaces are counted.
#[derive(Debug)]
enum Network {
    /// It has none of its own.
    Shared,
    /// They are counted where this process may not look.
    Hidden,
    Own {
        file: File,
        interfaces: Interfaces,
        clear: bool,
    },
}

impl Files {
    /// How many files they are at most.
    pub(super) const MOST: u64 = 8;

    /// Opens them, and proves that everything can be read. The network's are in `network`, if it has one of its own.
    pub(super) fn open(
        names: &'static Names,
        folders: &Folders,
        network: Option<&Path>,
        opening: Opening,
        habits: &Habits,
        leave: Leave,
    ) -> Result<Self, Unreadable> {
        let needed = |folder: &Path, name: &'static str| {
            opening.needed(System::Groups, &folder.join(name), name)
        };
        let optional = |folder: Option<&Path>, name: &'static str| match folder {
            Some(folder) => opening.optional(System::Groups, &folder.join(name), name),
            None => Ok(None),
        };
        let memory = |name: &'static str| needed(&folders.memory, name);
        let disk =
            Disk::open(names.origin, habits.kind, |name| optional(folders.disk.as_deref(), name))?;
        let counted_at = match network {
            Some(path) => Network::open(path, opening, habits)?,
            None => Network::Shared,
        };
        let shown = |path: &Path| path.display().to_string();
        let places = Places {
            cpu: shown(&folders.cpu),
            memory: shown(&folders.memory),
            disk: folders.disk.as_deref().filter(|_| !matches!(disk, Disk::Nowhere)).map(shown),
            network: network.filter(|_| matches!(counted_at, Network::Own { .. })).map(shown),
        };
        let mut files = Self {
            names,
            places: Arc::new(places),
            machine_memory: habits.machine_memory,
            cpu: needed(&folders.cpu, names.cpu)?,
            memory: memory(names.memory)?,
            memory_stat: memory(MEMORY_STAT)?,
            limit: memory(names.limit)?,
            pids: optional(folders.pids.as_deref(), PIDS)?,
            disk,
            network: counted_at,
            _leave: leave,
        };
        match files.read(&mut Scratch::default(), DateTime::UNIX_EPOCH) {
            Ok(_) => Ok(files),
            // To be gone it must have been known.
            Err(Unreadable::Gone) => Err(Unreadable::Missing("counters")),
            Err(error) => Err(error),
        }
    }

    /// Reads everything anew; `read_at` is what the reading says as its time. Allocates nothing. Blocks, if hardly.
    pub(crate) fn read(
        &mut self,
        scratch: &mut Scratch,
        read_at: DateTime<Utc>,
    ) -> Result<Reading, Unreadable> {
        // First, for it is divided by the time.
        let cpu_total = self.cpu(scratch)?;
        let usage = value(scratch, self.names.memory, &self.memory, parse::number)?;
        let inactive = value(scratch, MEMORY_STAT, &self.memory_stat, |text| {
            parse::keyed(text, self.names.inactive.key().as_bytes())
        })?;
        let limit = value(scratch, self.names.limit, &self.limit, parse::limit)?;
        let pids = match &self.pids {
            Some(file) => Some(value(scratch, PIDS, file, parse::number)?),
            None => None,
        };
        let disk = self.disk.read(scratch)?;
        let network = self.network.read(scratch)?;
        Ok(Reading {
            origin: self.names.origin,
            read_at,
            cpu_total,
            // The clock does as well, and is finer: the machine's counter moves in steps of 10 ms.
            system_cpu: None,
            cores: None,
            cores_counted: false,
            processors: None,
            memory_usage: Some(usage),
            memory_reclaimable: if inactive < usage {
                Reclaimable::Told(self.names.inactive, inactive)
            } else {
                Reclaimable::NotBelieved(self.names.inactive, inactive)
            },
            memory_limit: self.limit(limit),
            network_rx: network.map(|(received, _)| received),
            network_tx: network.map(|(_, sent)| sent),
            disk_read: disk.map(|(read, _)| read),
            disk_write: disk.map(|(_, written)| written),
            pids,
        })
    }

    /// Where its counters are read.
    pub(crate) fn places(&self) -> Arc<Places> {
        Arc::clone(&self.places)
    }

    /// Whether the network's counters are among what is read; if not, the engine has to be asked. It may change from one reading to the
    /// next, for interfaces come and go.
    pub(crate) fn has_network(&self) -> bool {
        match self.network {
            Network::Shared => true,
            Network::Hidden => false,
            Network::Own { clear, .. } => clear,
        }
    }

    /// CPU time used, in nanoseconds.
    fn cpu(&self, scratch: &mut Scratch) -> Result<u64, Unreadable> {
        match self.names.origin {
            Origin::CgroupV2 => value(scratch, self.names.cpu, &self.cpu, |text| {
                parse::keyed(text, b"usage_usec")?.checked_mul(1000)
            }),
            Origin::CgroupV1 | Origin::Engine => {
                value(scratch, self.names.cpu, &self.cpu, parse::number)
            }
        }
    }

    /// As the engine tells it: the machine's memory where the container has no limit of its own, or one beyond that.
    fn limit(&self, own: Option<u64>) -> Option<u64> {
        let own = own.filter(|&bytes| bytes > 0 && bytes < NO_LIMIT);
        match (own, self.machine_memory) {
            (Some(own), Some(machine)) => Some(own.min(machine)),
            (own, machine) => own.or(machine),
        }
    }
}

impl Disk {
    /// `optional` opens a file of its folder, if there is one.
    fn open(
        origin: Origin,
        kind: EngineKind,
        optional: impl Fn(&'static str) -> Result<Option<File>, Unreadable>,
    ) -> Result<Self, Unreadable> {
        if origin == Origin::CgroupV2 {
            return Ok(optional(IO_STAT)?.map_or(Self::Nowhere, Self::Unified));
        }
        let (first, then) = match kind {
            EngineKind::Docker => (Some(QUEUED_BYTES), THROTTLED_BYTES),
            EngineKind::Podman => (None, ALL_THROTTLED_BYTES),
        };
        let first = match first {
            Some(name) => optional(name)?.map(|file| (name, file)),
            None => None,
        };
        Ok(match optional(then)? {
            Some(file) => Self::Split { first, then: (then, file) },
            None => Self::Nowhere,
        })
    }

    /// Bytes read and written.
    fn read(&self, scratch: &mut Scratch) -> Result<Option<(u64, u64)>, Unreadable> {
        match self {
            Self::Nowhere => Ok(None),
            Self::Unified(file) => {
                value(scratch, IO_STAT, file, |text| Some(parse::io_stat(text))).map(Some)
            }
            Self::Split { first, then } => {
                for (name, file) in first.iter().chain([then]) {
                    let sums = value(scratch, name, file, |text| Some(parse::service_bytes(text)))?;
                    if sums.is_some() {
                        return Ok(sums);
                    }
                }
                // No device had anything to do with it so far.
                Ok(Some((0, 0)))
            }
        }
    }
}

impl Network {
    fn open(path: &Path, opening: Opening, habits: &Habits) -> Result<Self, Unreadable> {
        let file = match opening.optional(System::Processes, path, NETWORK) {
            Ok(Some(file)) => file,
            Err(error @ Unreadable::TooManyFiles) => return Err(error),
            // Not a failure: the engine tells it.
            Ok(None) | Err(_) => return Ok(Self::Hidden),
        };
        let number =
            file.metadata().map_err(|error| Unreadable::Refused(NETWORK, error.kind()))?.ino();
        if habits.shared_networks.contains(&number) {
            return Ok(Self::Shared);
        }
        Ok(Self::Own { file, interfaces: habits.interfaces(), clear: false })
    }

    /// Bytes received and sent; nothing where there is no interface, or not to be known which ones count.
    fn read(&mut self, scratch: &mut Scratch) -> Result<Option<(u64, u64)>, Unreadable> {
        let Self::Own { file, interfaces, clear } = self else { return Ok(None) };
        let text = scratch.read(file, End::EmptyPart).map_err(|error| failed(NETWORK, &error))?;
        let traffic = parse::traffic(text, *interfaces).ok_or(Unreadable::Malformed(NETWORK))?;
        *clear = traffic != Traffic::Unclear;
        Ok(match traffic {
            Traffic::Told(received, sent) => Some((received, sent)),
            Traffic::NoInterface | Traffic::Unclear => None,
        })
    }
}

fn value<T>(
    scratch: &mut Scratch,
    name: &'static str,
    file: &File,
    parse: impl FnOnce(&[u8]) -> Option<T>,
) -> Result<T, Unreadable> {
    let text = scratch.read(file, End::RoomLeft).map_err(|error| failed(name, &error))?;
    parse(text).ok_or(Unreadable::Malformed(name))
}

fn failed(name: &'static str, error: &std::io::Error) -> Unreadable {
    if is_gone(error) { Unreadable::Gone } else { Unreadable::Refused(name, error.kind()) }
}
