//! The bodies of the stats endpoint, as Docker on Linux and Podman write them.
//!
//! A [`Frame`] is what one instance shows at one tick. It is serialised once, by the first who sends it, for all who
//! watch the instance; only the first frame of a stream differs, since it has no previous sample.

use crate::{
    Flavour, InstanceStatus,
    clock::Moment,
    load::Counters,
    world::{Container, World},
};
use hyper::body::Bytes;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

/// What an engine writes for "never".
const NEVER: &str = "0001-01-01T00:00:00Z";

/// What one instance shows at one moment.
#[derive(Debug)]
pub(crate) struct Sample {
    flavour: Flavour,
    id: String,
    name: String,
    read: Moment,
    counters: Counters,
    system_ns: u64,
    cpus: u32,
    memory: u64,
    cache: u64,
    limit: u64,
    pids: u64,
    interfaces: usize,
}

impl Sample {
    /// Takes a sample of an instance that is alive; `None` for any other.
    pub fn take(world: &World, container: &Container, now: Moment) -> Option<Self> {
        let system = world.system_ns(now);
        Self::take_from(container, now, world.flavour, world.cpus, world.memory, system)
    }

    fn take_from(
        container: &Container,
        now: Moment,
        flavour: Flavour,
        cpus: u32,
        machine: u64,
        system_ns: u64,
    ) -> Option<Self> {
        if !container.alive() {
            return None;
        }
        let limit = container.memory_limit.unwrap_or(machine);
        let memory = container.memory(now, machine);
        let cache = (container.load.cache.max(0.0) as u64).min(limit.saturating_sub(memory));
        Some(Self {
            flavour,
            id: container.id.clone(),
            name: container.name.clone(),
            read: now,
            counters: container.counters(now),
            // Podman's is not the host's: its users see about 3.5 times too much by Docker's formula.
            system_ns: match flavour {
                Flavour::Podman => (system_ns as f64 / 3.5) as u64,
                Flavour::DockerV1 | Flavour::DockerV2 => system_ns,
            },
            cpus,
            memory,
            cache,
            limit,
            pids: container.load.pids,
            interfaces: container.networks.iter().filter(|place| place.has_interface()).count(),
        })
    }

    fn cpu(&self) -> CpuStats {
        let total = self.counters.cpu_ns as u64;
        let kernel = (self.counters.cpu_ns * 0.22) as u64;
        CpuStats {
            cpu_usage: CpuUsage {
                total_usage: total,
                percpu_usage: (self.flavour == Flavour::DockerV1).then(|| {
                    let cores = u64::from(self.cpus);
                    let mut each = vec![total / cores; self.cpus as usize];
                    if let Some(first) = each.first_mut() {
                        *first += total % cores;
                    }
                    each
                }),
                usage_in_kernelmode: kernel,
                usage_in_usermode: total - kernel,
            },
            system_cpu_usage: Some(self.system_ns),
            online_cpus: Some(self.cpus),
            throttling_data: Throttling::default(),
        }
    }

    fn memory(&self) -> MemoryStats {
        let usage = self.memory + self.cache;
        let anon = self.memory / 10 * 9;
        let file = usage - anon;
        let pairs: Vec<(&str, u64)> = match self.flavour {
            Flavour::DockerV1 => vec![
                ("active_anon", anon),
                ("active_file", file - self.cache),
                ("cache", file),
                ("hierarchical_memory_limit", self.limit),
                ("inactive_anon", 0),
                ("inactive_file", self.cache),
                ("mapped_file", file / 3),
                ("pgfault", anon / 2_048),
                ("pgmajfault", 12),
                ("rss", anon),
                ("total_active_anon", anon),
                ("total_active_file", file - self.cache),
                ("total_cache", file),
                ("total_inactive_anon", 0),
                ("total_inactive_file", self.cache),
                ("total_rss", anon),
                ("total_unevictable", 0),
                ("unevictable", 0),
            ],
            Flavour::DockerV2 | Flavour::Podman => vec![
                ("active_anon", anon),
                ("active_file", file - self.cache),
                ("anon", anon),
                ("anon_thp", 0),
                ("file", file),
                ("file_dirty", 0),
                ("file_mapped", file / 3),
                ("file_writeback", 0),
                ("inactive_anon", 0),
                ("inactive_file", self.cache),
                ("kernel_stack", self.pids * 16_384),
                ("pgfault", anon / 2_048),
                ("pgmajfault", 12),
                ("shmem", 0),
                ("slab", self.pids * 40_960),
                ("sock", 0),
                ("unevictable", 0),
            ],
        };
        MemoryStats {
            usage: Some(usage),
            max_usage: (self.flavour == Flavour::DockerV1).then_some(usage),
            stats: pairs.into_iter().collect(),
            failcnt: (self.flavour == Flavour::DockerV1).then_some(0),
            limit: Some(self.limit),
        }
    }

    fn blkio(&self) -> Blkio {
        let [_, _, read, write] = self.counters.bytes.map(|bytes| bytes as u64);
        let entry = |op, value| BlkioEntry { major: 259, minor: 0, op, value };
        let ran = read + write > 0;
        let (bytes, served) = match self.flavour {
            Flavour::DockerV1 => {
                let all = |read: u64, write: u64| {
                    vec![
                        entry("Read", read),
                        entry("Write", write),
                        entry("Sync", write),
                        entry("Async", read),
                        entry("Discard", 0),
                        entry("Total", read + write),
                    ]
                };
                let of = |list| Some(if ran { list } else { Vec::new() });
                (of(all(read, write)), of(all(read / 16_384, write / 16_384)))
            }
            Flavour::DockerV2 | Flavour::Podman => {
                (ran.then(|| vec![entry("read", read), entry("write", write)]), None)
            }
        };
        let rest = (self.flavour == Flavour::DockerV1).then(Vec::new);
        Blkio {
            io_service_bytes_recursive: bytes,
            io_serviced_recursive: served,
            io_queue_recursive: rest.clone(),
            io_service_time_recursive: rest.clone(),
            io_wait_time_recursive: rest.clone(),
            io_merged_recursive: rest.clone(),
            io_time_recursive: rest.clone(),
            sectors_recursive: rest,
        }
    }

    fn networks(&self) -> Option<BTreeMap<String, Interface>> {
        let [received, sent, ..] = self.counters.bytes.map(|bytes| bytes as u64);
        let count = self.interfaces as u64;
        (count > 0).then(|| {
            (0..count)
                .map(|index| {
                    let part = |all: u64| all / count + if index == 0 { all % count } else { 0 };
                    let interface = Interface {
                        rx_bytes: part(received),
                        rx_packets: part(received) / 900,
                        rx_errors: 0,
                        rx_dropped: 0,
                        tx_bytes: part(sent),
                        tx_packets: part(sent) / 900,
                        tx_errors: 0,
                        tx_dropped: 0,
                    };
                    (format!("eth{index}"), interface)
                })
                .collect()
        })
    }

    /// The body with `previous` as the sample before; without one, `precpu_stats` is zero.
    pub fn body(&self, previous: Option<&Self>) -> Bytes {
        line(&Body {
            name: format!("/{}", self.name),
            id: &self.id,
            read: self.read.rfc3339(),
            preread: previous.map_or_else(|| NEVER.to_owned(), |p| p.read.rfc3339()),
            pids_stats: Pids { current: Some(self.pids), limit: Some(u64::MAX) },
            blkio_stats: self.blkio(),
            num_procs: 0,
            storage_stats: Empty {},
            cpu_stats: Some(self.cpu()),
            precpu_stats: Some(previous.map_or_else(CpuStats::default, Self::cpu)),
            memory_stats: self.memory(),
            networks: self.networks(),
        })
    }
}

/// The body for an instance that has no process: no `cpu_stats` at all.
pub(crate) fn stopped_body(container: &Container) -> Bytes {
    line(&Body {
        name: format!("/{}", container.name),
        id: &container.id,
        read: NEVER.to_owned(),
        preread: NEVER.to_owned(),
        pids_stats: Pids::default(),
        blkio_stats: Blkio::default(),
        num_procs: 0,
        storage_stats: Empty {},
        cpu_stats: None,
        precpu_stats: None,
        memory_stats: MemoryStats::default(),
        networks: None,
    })
}

fn line(body: &Body<'_>) -> Bytes {
    // The types hold only strings, numbers and string-keyed maps: serialising them has no way to fail.
    let mut json = serde_json::to_vec(body).unwrap_or_else(|_| b"{}".to_vec());
    json.push(b'\n');
    Bytes::from(json)
}

/// One instance at one tick.
#[derive(Debug)]
pub(crate) struct Frame {
    sample: Arc<Sample>,
    previous: Option<Arc<Sample>>,
    later: OnceLock<Bytes>,
    first: OnceLock<Bytes>,
}

impl Frame {
    /// The bytes for a stream; `first` if it is the stream's first frame.
    pub fn bytes(&self, first: bool) -> Bytes {
        if first {
            self.first.get_or_init(|| self.sample.body(None)).clone()
        } else {
            self.later.get_or_init(|| self.sample.body(self.previous.as_deref())).clone()
        }
    }
}

/// One tick: a frame to everybody who watches an instance with a process. The others hear nothing.
pub(crate) fn tick(world: &mut World, now: Moment) {
    let system = world.system_ns(now);
    let (flavour, cpus, machine) = (world.flavour, world.cpus, world.memory);
    for container in world.containers_mut() {
        if container.watchers.receiver_count() == 0 {
            container.last_frame = None;
            continue;
        }
        if container.status == InstanceStatus::Restarting {
            continue;
        }
        let Some(sample) = Sample::take_from(container, now, flavour, cpus, machine, system) else {
            continue;
        };
        let frame = Arc::new(Frame {
            sample: Arc::new(sample),
            previous: container.last_frame.take().map(|f| f.sample.clone()),
            later: OnceLock::new(),
            first: OnceLock::new(),
        });
        container.last_frame = Some(frame.clone());
        // An error only says that the last watcher has just left.
        let _ = container.watchers.send(frame);
    }
}

#[derive(Serialize)]
struct Body<'a> {
    name: String,
    id: &'a str,
    read: String,
    preread: String,
    pids_stats: Pids,
    blkio_stats: Blkio,
    num_procs: u32,
    storage_stats: Empty,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_stats: Option<CpuStats>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precpu_stats: Option<CpuStats>,
    memory_stats: MemoryStats,
    #[serde(skip_serializing_if = "Option::is_none")]
    networks: Option<BTreeMap<String, Interface>>,
}

#[derive(Serialize)]
struct Empty {}

#[derive(Serialize, Default)]
struct Pids {
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
}

#[derive(Serialize, Default)]
struct CpuStats {
    cpu_usage: CpuUsage,
    #[serde(skip_serializing_if = "Option::is_none")]
    system_cpu_usage: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    online_cpus: Option<u32>,
    throttling_data: Throttling,
}

#[derive(Serialize, Default)]
struct CpuUsage {
    total_usage: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    percpu_usage: Option<Vec<u64>>,
    usage_in_kernelmode: u64,
    usage_in_usermode: u64,
}

#[derive(Serialize, Default)]
struct Throttling {
    periods: u64,
    throttled_periods: u64,
    throttled_time: u64,
}

#[derive(Serialize, Default)]
struct MemoryStats {
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_usage: Option<u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    stats: BTreeMap<&'static str, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failcnt: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
}

#[derive(Serialize, Default)]
struct Blkio {
    io_service_bytes_recursive: Option<Vec<BlkioEntry>>,
    io_serviced_recursive: Option<Vec<BlkioEntry>>,
    io_queue_recursive: Option<Vec<BlkioEntry>>,
    io_service_time_recursive: Option<Vec<BlkioEntry>>,
    io_wait_time_recursive: Option<Vec<BlkioEntry>>,
    io_merged_recursive: Option<Vec<BlkioEntry>>,
    io_time_recursive: Option<Vec<BlkioEntry>>,
    sectors_recursive: Option<Vec<BlkioEntry>>,
}

#[derive(Serialize, Clone)]
struct BlkioEntry {
    major: u64,
    minor: u64,
    op: &'static str,
    value: u64,
}

#[derive(Serialize)]
struct Interface {
    rx_bytes: u64,
    rx_packets: u64,
    rx_errors: u64,
    rx_dropped: u64,
    tx_bytes: u64,
    tx_packets: u64,
    tx_errors: u64,
    tx_dropped: u64,
}
