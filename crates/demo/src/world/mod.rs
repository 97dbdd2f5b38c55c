//! Instances, volumes and networks: what there is, and what may happen to it.

mod catalog;
mod life;
mod make;
mod model;
mod populate;

pub(crate) use catalog::{DEPLOYED, UP_MINUTES};
pub(crate) use model::{Attachment, Container, Network, Volume};
pub use model::{
    Health, InstanceSpec, InstanceStatus, NetworkSpec, PortSpec, RestartPolicy, VolumeSpec,
};

use crate::{
    Config, DemoError, Flavour, clock::Clock, clock::Moment, events::EventLog, load::Load,
};
use fastrand::Rng;
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

/// The whole state of the engine.
#[derive(Debug)]
pub(crate) struct World {
    pub clock: Clock,
    pub log: EventLog,
    pub flavour: Flavour,
    pub cpus: u32,
    pub memory: u64,
    /// When the machine booted, for its total of CPU time.
    pub boot: Moment,
    rng: Rng,
    containers: HashMap<String, Container>,
    names: HashMap<String, String>,
    volumes: BTreeMap<String, Volume>,
    networks: Vec<Network>,
    networks_made: u32,
    next_pid: u64,
}

impl World {
    /// The world of a configuration.
    pub fn new(config: &Config) -> Result<Self, DemoError> {
        let clock = Clock::new(config.epoch);
        let now = clock.now();
        let mut world = Self {
            clock,
            log: EventLog::new(config.event_log),
            flavour: config.flavour,
            cpus: config.cpus,
            memory: config.memory,
            boot: now.before(9 * 86_400 + 4_321),
            rng: Rng::with_seed(config.seed),
            containers: HashMap::new(),
            names: HashMap::new(),
            volumes: BTreeMap::new(),
            networks: Vec::new(),
            networks_made: 0,
            next_pid: 1_800,
        };
        world.add_predefined(world.boot);
        populate::populate(&mut world, config.instances, now)?;
        Ok(world)
    }

    /// The instance of that name, id or unambiguous beginning of an id.
    pub fn find(&self, name: &str) -> Result<&Container, DemoError> {
        let id = self.resolve(name)?;
        self.containers.get(&id).ok_or_else(|| DemoError::NoSuchInstance(name.to_owned()))
    }

    fn find_mut(&mut self, name: &str) -> Result<&mut Container, DemoError> {
        let id = self.resolve(name)?;
        self.containers.get_mut(&id).ok_or_else(|| DemoError::NoSuchInstance(name.to_owned()))
    }

    /// The full id for a name, an id or an unambiguous beginning of an id.
    pub fn resolve(&self, name: &str) -> Result<String, DemoError> {
        let missing = || DemoError::NoSuchInstance(name.to_owned());
        let bare = name.strip_prefix('/').unwrap_or(name);
        if bare.is_empty() {
            return Err(missing());
        }
        if self.containers.contains_key(bare) {
            return Ok(bare.to_owned());
        }
        if let Some(id) = self.names.get(bare) {
            return Ok(id.clone());
        }
        let mut found = self.containers.keys().filter(|id| id.starts_with(bare));
        match (found.next(), found.next()) {
            (Some(id), None) => Ok(id.clone()),
            (Some(_), Some(_)) => Err(DemoError::BadParameter(format!(
                "Multiple IDs found with provided prefix: {bare}"
            ))),
            (None, _) => Err(missing()),
        }
    }

    /// All instances, newest first.
    pub fn containers(&self) -> Vec<&Container> {
        let mut all: Vec<_> = self.containers.values().collect();
        all.sort_by(|a, b| b.created.cmp(&a.created).then_with(|| a.name.cmp(&b.name)));
        all
    }

    /// All instances in no particular order, to change.
    pub fn containers_mut(&mut self) -> impl Iterator<Item = &mut Container> {
        self.containers.values_mut()
    }

    /// All volumes by name.
    pub fn volumes(&self) -> impl Iterator<Item = &Volume> {
        self.volumes.values()
    }

    /// The volume of that name.
    pub fn volume(&self, name: &str) -> Result<&Volume, DemoError> {
        self.volumes.get(name).ok_or_else(|| DemoError::NoSuchVolume(name.to_owned()))
    }

    /// The instances that mount a volume, whatever they are doing.
    pub fn users_of_volume<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Container> {
        self.containers.values().filter(move |c| c.mounts.iter().any(|m| m.volume == name))
    }

    /// How many instances mount each volume.
    pub fn volume_uses(&self) -> HashMap<&str, usize> {
        let mut uses = HashMap::new();
        for mount in self.containers.values().flat_map(|c| &c.mounts) {
            *uses.entry(mount.volume.as_str()).or_default() += 1;
        }
        uses
    }

    /// All networks.
    pub fn networks(&self) -> &[Network] {
        &self.networks
    }

    /// The network of that name, id or unambiguous beginning of an id.
    pub fn network(&self, name: &str) -> Result<&Network, DemoError> {
        let index = self.network_index(name)?;
        self.networks.get(index).ok_or_else(|| DemoError::NoSuchNetwork(name.to_owned()))
    }

    fn network_index(&self, name: &str) -> Result<usize, DemoError> {
        let missing = || DemoError::NoSuchNetwork(name.to_owned());
        if name.is_empty() {
            return Err(missing());
        }
        let exact = |n: &Network| n.name == name || n.id == name;
        if let Some(index) = self.networks.iter().position(exact) {
            return Ok(index);
        }
        let mut found = (0..self.networks.len())
            .filter(|&i| self.networks.get(i).is_some_and(|n| n.id.starts_with(name)));
        match (found.next(), found.next()) {
            (Some(index), None) => Ok(index),
            (Some(_), Some(_)) => Err(DemoError::BadParameter(format!(
                "network {name} is ambiguous (multiple networks found)"
            ))),
            (None, _) => Err(missing()),
        }
    }

    /// The instances that are alive in a network, each with its place in it.
    pub fn members<'a>(
        &'a self,
        network: &'a Network,
    ) -> impl Iterator<Item = (&'a Container, &'a Attachment)> {
        self.containers.values().filter(|c| c.alive()).flat_map(move |c| {
            c.networks.iter().filter(move |a| a.network_id == network.id).map(move |a| (c, a))
        })
    }

    /// Replaces an instance's load; the counters go on from where they are.
    pub fn set_load(&mut self, name: &str, load: Load) -> Result<(), DemoError> {
        let now = self.clock.now();
        let most = f64::from(self.cpus);
        let container = self.find_mut(name)?;
        container.settle(now);
        container.load = load;
        container.load.cores = container.load.cores.min(most);
        Ok(())
    }

    /// CPU time of the whole machine since it booted, in nanoseconds over all cores, idle time included.
    pub fn system_ns(&self, now: Moment) -> u64 {
        let since = now.since(self.boot).as_nanos() * u128::from(self.cpus);
        u64::try_from(since).unwrap_or(u64::MAX)
    }

    /// A fresh id of 64 hexadecimal digits.
    fn fresh_id(&mut self) -> String {
        (0..4).fold(String::with_capacity(64), |mut id, _| {
            // Writing to a string cannot fail.
            let _ = write!(id, "{:016x}", self.rng.u64(..));
            id
        })
    }
}
