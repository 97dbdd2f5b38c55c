//! The things of the world, and how tests describe new ones.

use crate::{
    clock::Moment,
    load::{Counters, Load},
    stats::Frame,
};
use std::{collections::BTreeMap, sync::Arc};
use tokio::sync::broadcast;

/// What an instance is doing, in the engine's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InstanceStatus {
    /// Made, never started.
    Created,
    /// Its process runs.
    Running,
    /// Its process is frozen.
    Paused,
    /// It ended and its restart policy will start it again.
    Restarting,
    /// It ended.
    Exited,
}

impl InstanceStatus {
    /// The engine's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Restarting => "restarting",
            Self::Exited => "exited",
        }
    }
}

/// What an instance's health check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Health {
    /// Within its start period.
    Starting,
    /// Passes.
    Healthy,
    /// Fails.
    Unhealthy,
}

impl Health {
    /// The engine's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Healthy => "healthy",
            Self::Unhealthy => "unhealthy",
        }
    }
}

/// When the engine starts an instance again by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RestartPolicy {
    /// Never.
    #[default]
    No,
    /// When it ended with an error.
    OnFailure,
    /// Unless it was stopped.
    UnlessStopped,
    /// Unless it was stopped; and whenever the engine starts.
    Always,
}

impl RestartPolicy {
    /// The engine's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::OnFailure => "on-failure",
            Self::UnlessStopped => "unless-stopped",
            Self::Always => "always",
        }
    }

    pub(crate) fn from_word(word: &str) -> Self {
        match word {
            "on-failure" => Self::OnFailure,
            "unless-stopped" => Self::UnlessStopped,
            "always" => Self::Always,
            _ => Self::No,
        }
    }
}

/// One TCP port of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PortSpec {
    /// Inside the instance.
    pub private: u16,
    /// On the host, on all its addresses; `None` if it is only exposed.
    pub public: Option<u16>,
}

/// A new instance. Start from [`InstanceSpec::new`].
#[derive(Debug, Clone)]
pub struct InstanceSpec {
    /// Its name, without a slash.
    pub name: String,
    /// Its image.
    pub image: String,
    /// Its command line.
    pub command: String,
    /// Its compose project.
    pub project: Option<String>,
    /// Its service in the project; the name if absent.
    pub service: Option<String>,
    /// More labels.
    pub labels: BTreeMap<String, String>,
    /// Names of its networks, which must exist; none means `bridge`. `host` and `none` have no interface.
    pub networks: Vec<String>,
    /// Volumes by name, each with the path it is mounted on; those that don't exist are created.
    pub volumes: Vec<(String, String)>,
    /// Its ports.
    pub ports: Vec<PortSpec>,
    /// Constant CPU load in percent of one core.
    pub cpu_percent: f64,
    /// Constant memory in use in bytes.
    pub memory_bytes: u64,
    /// Memory limit in bytes; `None` is the machine's memory.
    pub memory_limit: Option<u64>,
    /// Whether the engine starts it again.
    pub restart: RestartPolicy,
    /// What its health check says once it runs; `None` for no check.
    pub health: Option<Health>,
    /// Whether it is started at once.
    pub start: bool,
}

impl InstanceSpec {
    /// A running instance of `demo/task:latest` on the default network with 1 % CPU and 32 MB, and nothing else.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            image: "demo/task:latest".to_owned(),
            command: "/usr/local/bin/task run".to_owned(),
            project: None,
            service: None,
            labels: BTreeMap::new(),
            networks: Vec::new(),
            volumes: Vec::new(),
            ports: Vec::new(),
            cpu_percent: 1.0,
            memory_bytes: 32_000_000,
            memory_limit: None,
            restart: RestartPolicy::No,
            health: None,
            start: true,
        }
    }
}

/// A new volume.
#[derive(Debug, Clone)]
pub struct VolumeSpec {
    /// Its name.
    pub name: String,
    /// Bytes in it.
    pub size: u64,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
}

impl VolumeSpec {
    /// An empty volume of that name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), size: 0, labels: BTreeMap::new() }
    }
}

/// A new network.
#[derive(Debug, Clone)]
pub struct NetworkSpec {
    /// Its name.
    pub name: String,
    /// Its driver.
    pub driver: String,
    /// Whether it has no way out.
    pub internal: bool,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
}

impl NetworkSpec {
    /// A bridge network of that name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            driver: "bridge".to_owned(),
            internal: false,
            labels: BTreeMap::new(),
        }
    }
}

/// A volume mounted on a path.
#[derive(Debug, Clone)]
pub(crate) struct Mount {
    pub volume: String,
    pub destination: String,
}

/// An instance's place in a network.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub network: String,
    pub network_id: String,
    pub endpoint_id: String,
    pub address: [u8; 4],
}

impl Attachment {
    /// The address, dotted.
    pub fn ip(&self) -> String {
        let [a, b, c, d] = self.address;
        format!("{a}.{b}.{c}.{d}")
    }

    /// The hardware address that belongs to it.
    pub fn mac(&self) -> String {
        let [a, b, c, d] = self.address;
        format!("02:42:{a:02x}:{b:02x}:{c:02x}:{d:02x}")
    }

    /// Whether it has an interface of its own.
    pub fn has_interface(&self) -> bool {
        self.network != "host" && self.network != "none"
    }
}

/// An instance.
#[derive(Debug)]
pub(crate) struct Container {
    pub id: String,
    pub name: String,
    pub image: String,
    pub image_id: String,
    pub command: String,
    pub labels: BTreeMap<String, String>,
    pub created: Moment,
    pub status: InstanceStatus,
    pub started: Option<Moment>,
    pub finished: Option<Moment>,
    pub exit_code: i64,
    pub oom_killed: bool,
    pub restart_count: u64,
    pub restart: RestartPolicy,
    /// How many times it was started again without having run for long.
    pub restart_streak: u32,
    pub restart_due: Option<Moment>,
    pub pid: u64,
    pub health: Option<Health>,
    pub ports: Vec<PortSpec>,
    pub mounts: Vec<Mount>,
    pub networks: Vec<Attachment>,
    pub memory_limit: Option<u64>,
    pub load: Load,
    /// The counters at `counted`; what came since then follows from the load.
    pub base: Counters,
    pub counted: Moment,
    /// Those who watch its stats.
    pub watchers: broadcast::Sender<Arc<Frame>>,
    /// The frame of the last tick, if somebody watched.
    pub last_frame: Option<Arc<Frame>>,
}

impl Container {
    /// Whether there is a process, frozen or not.
    pub fn alive(&self) -> bool {
        matches!(self.status, InstanceStatus::Running | InstanceStatus::Paused)
    }

    /// The counters of the present run.
    pub fn counters(&self, now: Moment) -> Counters {
        match self.status {
            InstanceStatus::Running => {
                self.base.plus(self.load.work(self.counted.secs(), now.secs()))
            }
            _ => self.base,
        }
    }

    /// Settles the counters, before the load or the status changes.
    pub fn settle(&mut self, now: Moment) {
        self.base = self.counters(now);
        self.counted = now;
    }

    /// Memory in use in bytes without the page cache; 0 unless it is alive. Never above the limit.
    pub fn memory(&self, now: Moment, machine: u64) -> u64 {
        if !self.alive() {
            return 0;
        }
        let age = self.started.map_or(0.0, |at| now.since(at).as_secs_f64());
        let limit = self.memory_limit.unwrap_or(machine) as f64;
        self.load.memory_bytes(now.secs(), age).clamp(0.0, 0.99 * limit) as u64
    }

    /// The attributes that every event of it has.
    pub fn attributes(&self) -> BTreeMap<String, String> {
        let mut attributes = self.labels.clone();
        attributes.insert("image".to_owned(), self.image.clone());
        attributes.insert("name".to_owned(), self.name.clone());
        attributes
    }
}

/// A volume.
#[derive(Debug)]
pub(crate) struct Volume {
    pub name: String,
    pub created: Moment,
    pub size: u64,
    pub labels: BTreeMap<String, String>,
}

/// A network.
#[derive(Debug)]
pub(crate) struct Network {
    pub id: String,
    pub name: String,
    pub driver: String,
    pub internal: bool,
    pub created: Moment,
    pub labels: BTreeMap<String, String>,
    /// The first two bytes of its addresses; `None` for `host` and `none`.
    pub subnet: Option<[u8; 2]>,
    /// How many addresses were given away.
    pub given: u16,
}

impl Network {
    /// Whether the engine made it itself.
    pub fn predefined(&self) -> bool {
        matches!(self.name.as_str(), "bridge" | "host" | "none")
    }
}
