//! What one reading says, and how it is found in a stats body.

use bollard::models::{
    ContainerBlkioStatEntry, ContainerMemoryStats, ContainerNetworkStats, ContainerStatsResponse,
};
use chrono::{DateTime, Datelike, Utc};
use std::collections::HashMap;

/// A memory limit of this many bytes (1 EiB) or more is the kernel's way to say that there is none: `9223372036854771712` on
/// cgroup v1 with pages of 4 KiB, a little less with bigger pages, `u64::MAX` where an engine translates "max".
const NO_LIMIT: u64 = 1 << 60;

/// Where the engine tells how much of an instance's memory the kernel can take back at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InactiveFile {
    /// `memory_stats.stats.total_inactive_file`: cgroup v1, child groups included.
    Total,
    /// `memory_stats.stats.inactive_file`: cgroup v2. Version 1 has it too, but without child groups.
    Plain,
}

impl InactiveFile {
    /// Both, the one that counts first.
    const ALL: [Self; 2] = [Self::Total, Self::Plain];

    /// Its key in the engine's answer.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Total => "total_inactive_file",
            Self::Plain => "inactive_file",
        }
    }
}

/// What of the memory charged to an instance is not counted as used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reclaimable {
    /// This much, by this field.
    Told(InactiveFile, u64),
    /// Nothing: the field says as much as is charged, or more, which cannot be.
    NotBelieved(InactiveFile, u64),
    /// Nothing, for the engine tells no such field.
    NotTold,
    /// Nothing, for what is told is the private working set of a Windows container.
    WorkingSet,
}

impl Reclaimable {
    /// How many bytes are not counted.
    #[must_use]
    pub fn bytes(self) -> u64 {
        match self {
            Self::Told(_, bytes) => bytes,
            Self::NotBelieved(..) | Self::NotTold | Self::WorkingSet => 0,
        }
    }
}

/// Whose counters a reading is of, and so by which names they are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// The engine told them.
    #[default]
    Engine,
    /// The kernel's own files, of the split hierarchies.
    CgroupV1,
    /// The kernel's own files, of the unified hierarchy.
    CgroupV2,
}

/// What the engine told of an instance, or the kernel. Counters count since the instance started; what was not told is absent, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Who told it.
    pub origin: Origin,
    /// When it was taken: by the engine's clock if the engine told it, else by the console's.
    pub read_at: DateTime<Utc>,
    /// CPU time that the instance used, in nanoseconds; for Windows containers in units of 100 ns.
    pub cpu_total: u64,
    /// CPU time that the whole machine spent, idle time included, over all cores, in nanoseconds. Podman's is something else.
    pub system_cpu: Option<u64>,
    /// Cores that are online.
    pub cores: Option<u64>,
    /// Whether the engine told no number of cores, and they were counted by their counters.
    pub cores_counted: bool,
    /// Processors of the machine; told for Windows containers only.
    pub processors: Option<u32>,
    /// Memory charged to the instance in bytes, page cache included; for Windows containers its private working set.
    pub memory_usage: Option<u64>,
    /// The part of [`Reading::memory_usage`] that the kernel can take back at once: file pages that nobody used lately.
    pub memory_reclaimable: Reclaimable,
    /// The memory limit in bytes. The engine itself puts the machine's size where the instance has no limit of its own.
    pub memory_limit: Option<u64>,
    /// Bytes received, over all interfaces that the engine gave it.
    pub network_rx: Option<u64>,
    /// Bytes sent, over the same.
    pub network_tx: Option<u64>,
    /// Bytes read from block devices.
    pub disk_read: Option<u64>,
    /// Bytes written to block devices.
    pub disk_write: Option<u64>,
    /// Processes and threads inside.
    pub pids: Option<u64>,
}

impl Reading {
    /// Reads a body. There is nothing to read in that of a stopped instance: its time of reading is the year 1, or it lacks the
    /// CPU counter. That is a gap, not a zero.
    #[must_use]
    pub fn from_body(body: &ContainerStatsResponse) -> Option<Self> {
        let read_at = DateTime::parse_from_rfc3339(body.read.as_deref()?).ok()?.to_utc();
        if read_at.year() <= 1 {
            return None;
        }
        let cpu = body.cpu_stats.as_ref()?;
        let cpu_usage = cpu.cpu_usage.as_ref()?;
        let memory = body.memory_stats.as_ref();
        let (memory_usage, memory_reclaimable) =
            memory.map_or((None, Reclaimable::NotTold), memory_in_use);
        let cores_told = positive(cpu.online_cpus.map(u64::from));
        // Engines before 17.04 tell no number of cores, but one counter for each.
        let cores = cores_told
            .or_else(|| positive(cpu_usage.percpu_usage.as_ref().map(|cores| cores.len() as u64)));
        let (network_rx, network_tx) = network(body.networks.as_ref());
        let (disk_read, disk_write) = disk(body);
        Some(Self {
            origin: Origin::Engine,
            read_at,
            cpu_total: cpu_usage.total_usage?,
            system_cpu: cpu.system_cpu_usage,
            cores,
            cores_counted: cores_told.is_none() && cores.is_some(),
            processors: body.num_procs.filter(|&count| count > 0),
            memory_usage,
            memory_reclaimable,
            memory_limit: positive(memory.and_then(|memory| memory.limit))
                .filter(|&limit| limit < NO_LIMIT),
            network_rx,
            network_tx,
            disk_read,
            disk_write,
            pids: body.pids_stats.as_ref().and_then(|pids| pids.current),
        })
    }

    /// Memory in use as `docker stats` shows it, in bytes: without what the kernel can take back at once.
    #[must_use]
    pub fn memory_used(&self) -> Option<u64> {
        self.memory_usage.map(|usage| usage.saturating_sub(self.memory_reclaimable.bytes()))
    }
}

/// A count that is told, and not by zero.
fn positive(count: Option<u64>) -> Option<u64> {
    count.filter(|&count| count > 0)
}

/// Memory charged and how much of it is reclaimable, by `calculateMemUsageUnixNoCache` of the Docker CLI: `total_inactive_file` is
/// cgroup v1's, `inactive_file` v2's, and what is not smaller than the usage is not believed. `cache` is left alone: v2 does not
/// have it, and much of it is not reclaimable.
fn memory_in_use(memory: &ContainerMemoryStats) -> (Option<u64>, Reclaimable) {
    let Some(usage) = memory.usage else {
        // Windows containers have no usage, but a private working set.
        return (positive(memory.privateworkingset), Reclaimable::WorkingSet);
    };
    let told = |field: InactiveFile| Some((field, *memory.stats.as_ref()?.get(field.key())?));
    let mut fields = InactiveFile::ALL.into_iter().filter_map(told);
    let reclaimable = match fields.clone().find(|&(_, bytes)| bytes < usage) {
        Some((field, bytes)) => Reclaimable::Told(field, bytes),
        None => fields
            .next()
            .map_or(Reclaimable::NotTold, |(field, bytes)| Reclaimable::NotBelieved(field, bytes)),
    };
    (Some(usage), reclaimable)
}

/// Received and sent over all interfaces; nothing if there are none, as with the host's network.
fn network(
    interfaces: Option<&HashMap<String, ContainerNetworkStats>>,
) -> (Option<u64>, Option<u64>) {
    let Some(interfaces) = interfaces.filter(|interfaces| !interfaces.is_empty()) else {
        return (None, None);
    };
    let sum = |bytes: fn(&ContainerNetworkStats) -> Option<u64>| {
        interfaces.values().filter_map(bytes).reduce(u64::saturating_add)
    };
    (sum(|interface| interface.rx_bytes), sum(|interface| interface.tx_bytes))
}

/// Read from and written to disks, by `calculateBlockIO` of the Docker CLI; for Windows containers from the storage statistics.
fn disk(body: &ContainerStatsResponse) -> (Option<u64>, Option<u64>) {
    let entries =
        body.blkio_stats.as_ref().and_then(|blkio| blkio.io_service_bytes_recursive.as_ref());
    if let Some(entries) = entries {
        return (Some(sum_of(entries, 'r')), Some(sum_of(entries, 'w')));
    }
    body.storage_stats
        .as_ref()
        .map_or((None, None), |storage| (storage.read_size_bytes, storage.write_size_bytes))
}

/// Bytes over all devices of operations that begin with `letter`: cgroup v1 says "Read", v2 "read". "Sync", "Async", "Discard"
/// and "Total" count the same bytes again, or others.
fn sum_of(entries: &[ContainerBlkioStatEntry], letter: char) -> u64 {
    entries
        .iter()
        .filter(|entry| {
            let first = entry.op.as_ref().and_then(|op| op.chars().next());
            first.is_some_and(|first| first.eq_ignore_ascii_case(&letter))
        })
        .filter_map(|entry| entry.value)
        .fold(0, u64::saturating_add)
}
