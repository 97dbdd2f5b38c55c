//! What kind of engine to pretend to be.

use crate::DemoError;
use chrono::{DateTime, Utc};
use std::{net::SocketAddr, path::PathBuf, time::Duration};

/// Where the engine listens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Listen {
    /// A fresh socket that only its owner can reach; on Windows a free loopback port.
    #[default]
    Local,
    /// A Unix socket at this path. A stale one is replaced; anything else at the path is left alone and is an error.
    Unix(PathBuf),
    /// A TCP address; port 0 picks a free one.
    Tcp(SocketAddr),
}

/// Which make of engine, and which cgroup hierarchy its numbers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flavour {
    /// Docker Engine on Linux with cgroup v2.
    #[default]
    DockerV2,
    /// Docker Engine on Linux with cgroup v1: per-core usage, `total_inactive_file`, capitalised block I/O operations.
    DockerV1,
    /// Podman's Docker-compatible service: `Server: Libpod/…`, a `system_cpu_usage` that is not the host's.
    Podman,
}

impl Flavour {
    /// The flavour of that name: `docker`, `docker-v1` or `podman`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "docker" | "docker-v2" => Some(Self::DockerV2),
            "docker-v1" => Some(Self::DockerV1),
            "podman" => Some(Self::Podman),
            _ => None,
        }
    }
}

/// How to make the engine and the world in it. The same seed makes the same world.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen.
    pub listen: Listen,
    /// How many instances there are to begin with, 0 … 10000. 24 is the picture in the documentation.
    pub instances: usize,
    /// What the world is drawn from.
    pub seed: u64,
    /// Which make of engine.
    pub flavour: Flavour,
    /// The minor number of the newest API version that it speaks (`47` for 1.47), 24 … 53. Podman always says 1.41. From 52
    /// on `/system/df` has the newer shape.
    pub api_minor: u32,
    /// Cores of the machine, 1 … 1024.
    pub cpus: u32,
    /// Memory of the machine in bytes.
    pub memory: u64,
    /// How often a stats stream has a frame. A real engine: every second.
    pub tick: Duration,
    /// Whether things happen by themselves: restarts, an instance that runs out of memory, jobs that come and go.
    pub churn: bool,
    /// How often something happens when `churn` is on.
    pub churn_every: Duration,
    /// What time it is when the engine starts. `None` follows the machine's clock, with its jumps after a sleep; a
    /// moment starts a clock of its own there, which then runs evenly.
    pub epoch: Option<DateTime<Utc>>,
    /// How many past events are kept for `since`. A real engine: 256.
    pub event_log: usize,
    /// How long `/system/df` takes.
    pub df_delay: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: Listen::Local,
            instances: 24,
            seed: 1,
            flavour: Flavour::DockerV2,
            api_minor: 47,
            cpus: 8,
            memory: 16_000_000_000,
            tick: Duration::from_secs(1),
            churn: false,
            churn_every: Duration::from_secs(25),
            epoch: None,
            event_log: 256,
            df_delay: Duration::ZERO,
        }
    }
}

impl Config {
    /// A world with `instances` in it, in which things happen by themselves: what `--demo` shows.
    #[must_use]
    pub fn lively(instances: usize) -> Self {
        Self { instances, churn: true, ..Self::default() }
    }

    /// Whether the values make sense together.
    pub(crate) fn check(&self) -> Result<(), DemoError> {
        let wrong = |what: &str| Err(DemoError::Config(what.to_owned()));
        if self.instances > 10_000 {
            return wrong("at most 10000 instances");
        }
        if !(1..=1024).contains(&self.cpus) {
            return wrong("1 to 1024 cores");
        }
        if self.memory < 64 << 20 {
            return wrong("at least 64 MiB of memory");
        }
        if !(24..=53).contains(&self.api_minor) {
            return wrong("an API version from 1.24 to 1.53");
        }
        if self.tick < Duration::from_millis(1) || self.churn_every < Duration::from_millis(1) {
            return wrong("a tick of at least a millisecond");
        }
        if self.epoch.is_some_and(|at| !(2000..2200).contains(&chrono::Datelike::year(&at))) {
            return wrong("a start between the years 2000 and 2200");
        }
        if self.event_log == 0 || self.event_log > 100_000 {
            return wrong("an event log of 1 to 100000 entries");
        }
        Ok(())
    }

    /// The minor number of the newest API version that the engine says it speaks.
    pub(crate) fn newest_minor(&self) -> u32 {
        match self.flavour {
            Flavour::Podman => 41,
            Flavour::DockerV1 | Flavour::DockerV2 => self.api_minor,
        }
    }

    /// The version of the engine's software.
    pub(crate) fn engine_version(&self) -> &'static str {
        match (self.flavour, self.api_minor) {
            (Flavour::Podman, _) => "4.9.3",
            (_, 52..) => "29.0.0",
            (_, 50..) => "28.2.2",
            (_, 48..) => "28.0.4",
            (_, 47) => "27.5.1",
            (_, 44..) => "26.1.4",
            (_, 42..) => "23.0.6",
            (_, 41) => "20.10.24",
            _ => "19.03.15",
        }
    }
}
