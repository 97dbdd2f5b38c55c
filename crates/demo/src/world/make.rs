//! Making and unmaking instances, volumes and networks.

use super::{
    Attachment, Container, InstanceSpec, InstanceStatus, Network, NetworkSpec, Volume, VolumeSpec,
    World, model::Mount,
};
use crate::{
    DemoError, Flavour,
    clock::Moment,
    load::{Counters, Load},
};
use std::collections::BTreeMap;
use tokio::sync::broadcast;

/// How many frames a slow reader may be behind before it misses some.
const FRAMES: usize = 4;

/// One attribute map.
pub(super) fn attributes<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// Whether the engine takes it for a name.
fn valid_name(name: &str) -> bool {
    let mut chars = name.chars();
    name.len() <= 255
        && chars.next().is_some_and(|c| c.is_ascii_alphanumeric())
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

impl World {
    /// The networks that every engine has.
    pub(super) fn add_predefined(&mut self, at: Moment) {
        let names: &[(&str, &str)] = match self.flavour {
            Flavour::Podman => &[("bridge", "bridge")],
            Flavour::DockerV1 | Flavour::DockerV2 => {
                &[("bridge", "bridge"), ("host", "host"), ("none", "null")]
            }
        };
        for &(name, driver) in names {
            let mut spec = NetworkSpec::new(name);
            driver.clone_into(&mut spec.driver);
            self.insert_network(spec, at);
        }
    }

    fn insert_network(&mut self, spec: NetworkSpec, at: Moment) -> String {
        let id = self.fresh_id();
        let subnet = (spec.driver != "host" && spec.driver != "null").then(|| {
            let index = self.networks_made;
            self.networks_made += 1;
            if index < 15 { [172, 17 + index as u8] } else { [10, (index - 15) as u8] }
        });
        self.networks.push(Network {
            id: id.clone(),
            name: spec.name,
            driver: spec.driver,
            internal: spec.internal,
            created: at,
            labels: spec.labels,
            subnet,
            given: 1,
        });
        id
    }

    /// Makes a network; its id.
    pub fn create_network(&mut self, spec: NetworkSpec, at: Moment) -> Result<String, DemoError> {
        if spec.name.is_empty() {
            return Err(DemoError::BadParameter("network name cannot be empty".to_owned()));
        }
        if self.networks.iter().any(|n| n.name == spec.name) {
            return Err(DemoError::Conflict(format!(
                "network with name {} already exists",
                spec.name
            )));
        }
        let (name, driver) = (spec.name.clone(), spec.driver.clone());
        let id = self.insert_network(spec, at);
        let about = attributes([("name", &name), ("type", &driver)]);
        self.log.record(at, "network", "create", &id, about);
        Ok(id)
    }

    /// Removes a network that nobody alive is in.
    pub fn remove_network(&mut self, name: &str) -> Result<(), DemoError> {
        let index = self.network_index(name)?;
        let network = self.network(name)?;
        if network.predefined() {
            return Err(DemoError::Forbidden(format!(
                "{} is a pre-defined network and cannot be removed",
                network.name
            )));
        }
        if self.members(network).next().is_some() {
            return Err(DemoError::Forbidden(format!(
                "error while removing network: network {} has active endpoints",
                network.name
            )));
        }
        let network = self.networks.remove(index);
        for container in self.containers.values_mut() {
            container.networks.retain(|a| a.network_id != network.id);
        }
        let about = attributes([("name", &network.name), ("type", &network.driver)]);
        let now = self.clock.now();
        self.log.record(now, "network", "destroy", &network.id, about);
        Ok(())
    }

    /// A place for an instance in a network.
    fn attachment(&mut self, network: &str) -> Result<Attachment, DemoError> {
        let index = self.network_index(network)?;
        let endpoint_id = self.fresh_id();
        let network = self
            .networks
            .get_mut(index)
            .ok_or_else(|| DemoError::NoSuchNetwork(network.to_owned()))?;
        let address = match network.subnet {
            Some([a, b]) => {
                network.given = network.given.wrapping_add(1).max(2);
                let [c, d] = network.given.to_be_bytes();
                [a, b, c, d]
            }
            None => [0; 4],
        };
        Ok(Attachment {
            network: network.name.clone(),
            network_id: network.id.clone(),
            endpoint_id,
            address,
        })
    }

    /// Puts an instance into one more network.
    pub fn connect(&mut self, network: &str, instance: &str) -> Result<(), DemoError> {
        let id = self.resolve(instance)?;
        let place = self.attachment(network)?;
        let now = self.clock.now();
        let container = self.find_mut(&id)?;
        if container.networks.iter().any(|a| a.network_id == place.network_id) {
            return Err(DemoError::Forbidden(format!(
                "endpoint with name {} already exists in network {}",
                container.name, place.network
            )));
        }
        let alive = container.alive();
        container.networks.push(place.clone());
        if alive {
            self.log_network(now, "connect", &id, &place);
        }
        Ok(())
    }

    /// Takes an instance out of a network.
    pub fn disconnect(&mut self, network: &str, instance: &str) -> Result<(), DemoError> {
        let id = self.resolve(instance)?;
        let network_id = self.network(network)?.id.clone();
        let now = self.clock.now();
        let container = self.find_mut(&id)?;
        let Some(index) = container.networks.iter().position(|a| a.network_id == network_id) else {
            return Err(DemoError::Forbidden(format!(
                "container {id} is not connected to network {network}"
            )));
        };
        let alive = container.alive();
        let place = container.networks.remove(index);
        if alive {
            self.log_network(now, "disconnect", &id, &place);
        }
        Ok(())
    }

    pub(super) fn log_network(&mut self, at: Moment, action: &str, id: &str, place: &Attachment) {
        let kind =
            self.network(&place.network_id).map_or("bridge", |n| n.driver.as_str()).to_owned();
        let about = attributes([("container", id), ("name", &place.network), ("type", &kind)]);
        self.log.record(at, "network", action, &place.network_id, about);
    }

    /// Makes a volume, or leaves the one of that name as it is; its name. An empty name asks for a random one.
    pub fn create_volume(&mut self, spec: VolumeSpec, at: Moment) -> Result<String, DemoError> {
        let name = if spec.name.is_empty() { self.fresh_id() } else { spec.name };
        if !valid_name(&name) {
            return Err(DemoError::BadParameter(format!(
                "create {name}: \"{name}\" includes invalid characters for a local volume name"
            )));
        }
        if self.volumes.contains_key(&name) {
            return Ok(name);
        }
        self.volumes.insert(
            name.clone(),
            Volume { name: name.clone(), created: at, size: spec.size, labels: spec.labels },
        );
        let about = attributes([("driver", "local")]);
        self.log.record(at, "volume", "create", &name, about);
        Ok(name)
    }

    /// Removes a volume that no instance mounts.
    pub fn remove_volume(&mut self, name: &str) -> Result<(), DemoError> {
        self.volume(name)?;
        let users: Vec<_> = self.users_of_volume(name).map(|c| c.id.as_str()).collect();
        if !users.is_empty() {
            return Err(DemoError::Conflict(format!(
                "remove {name}: volume is in use - [{}]",
                users.join(", ")
            )));
        }
        self.volumes.remove(name);
        let now = self.clock.now();
        let about = attributes([("driver", "local")]);
        self.log.record(now, "volume", "destroy", name, about);
        Ok(())
    }

    /// Mounts a volume in an instance, which is made anew for it if it is alive: a real engine cannot add a mount to an
    /// instance, so compose and people remove it and create it again.
    pub fn attach_volume(
        &mut self,
        volume: &str,
        instance: &str,
        destination: &str,
    ) -> Result<(), DemoError> {
        self.volume(volume)?;
        let id = self.resolve(instance)?;
        let alive = self.find(&id)?.alive();
        if alive {
            self.stop(&id)?;
        }
        self.find_mut(&id)?
            .mounts
            .push(Mount { volume: volume.to_owned(), destination: destination.to_owned() });
        if alive {
            self.start(&id)?;
        }
        Ok(())
    }

    /// Makes an instance without starting it; its id.
    pub fn create_container(
        &mut self,
        spec: InstanceSpec,
        at: Moment,
    ) -> Result<String, DemoError> {
        if !valid_name(&spec.name) || spec.name.len() < 2 {
            return Err(DemoError::BadParameter(format!(
                "Invalid container name ({}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed",
                spec.name
            )));
        }
        if let Some(other) = self.names.get(&spec.name) {
            return Err(DemoError::Conflict(format!(
                "Conflict. The container name \"/{}\" is already in use by container \"{other}\". You have to remove (or \
                 rename) that container to be able to reuse that name.",
                spec.name
            )));
        }
        let load =
            Load::constant(spec.cpu_percent.min(f64::from(self.cpus) * 100.0), spec.memory_bytes);
        let mut names = spec.networks;
        if names.is_empty() {
            names.push("bridge".to_owned());
        }
        let mut networks = Vec::with_capacity(names.len());
        for name in names {
            networks.push(self.attachment(&name)?);
        }
        let mut mounts = Vec::with_capacity(spec.volumes.len());
        for (volume, destination) in spec.volumes {
            let volume = self.create_volume(VolumeSpec::new(volume), at)?;
            mounts.push(Mount { volume, destination });
        }
        let mut labels = spec.labels;
        if let Some(project) = spec.project {
            let service = spec.service.unwrap_or_else(|| spec.name.clone());
            labels.insert("com.docker.compose.project".to_owned(), project);
            labels.insert("com.docker.compose.service".to_owned(), service);
            labels.insert("com.docker.compose.container-number".to_owned(), "1".to_owned());
            labels.insert("com.docker.compose.oneoff".to_owned(), "False".to_owned());
        }
        let id = self.fresh_id();
        let container = Container {
            id: id.clone(),
            name: spec.name.clone(),
            image_id: image_id(&spec.image),
            image: spec.image,
            command: spec.command,
            labels,
            created: at,
            status: InstanceStatus::Created,
            started: None,
            finished: None,
            exit_code: 0,
            oom_killed: false,
            restart_count: 0,
            restart: spec.restart,
            restart_streak: 0,
            restart_due: None,
            pid: 0,
            health: spec.health,
            ports: spec.ports,
            mounts,
            networks,
            memory_limit: spec.memory_limit,
            load,
            base: Counters::default(),
            counted: at,
            watchers: broadcast::channel(FRAMES).0,
            last_frame: None,
        };
        let about = container.attributes();
        self.names.insert(spec.name, id.clone());
        self.containers.insert(id.clone(), container);
        self.log.record(at, "container", "create", &id, about);
        Ok(id)
    }

    /// Removes an instance; one that is alive only by force.
    pub fn remove(&mut self, name: &str, force: bool) -> Result<(), DemoError> {
        let container = self.find(name)?;
        let id = container.id.clone();
        if container.alive() || container.status == InstanceStatus::Restarting {
            if !force {
                return Err(DemoError::Conflict(format!(
                    "cannot remove container \"/{}\": container is {}: stop the container before removing or force remove",
                    container.name,
                    container.status.as_str()
                )));
            }
            if container.alive() {
                self.kill(&id, 9)?;
            }
        }
        let now = self.clock.now();
        if let Some(container) = self.containers.remove(&id) {
            self.names.remove(&container.name);
            let about = container.attributes();
            self.log.record(now, "container", "destroy", &id, about);
        }
        Ok(())
    }
}

/// The id that an image has; the same for the same name.
fn image_id(image: &str) -> String {
    let seed = image.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut rng = fastrand::Rng::with_seed(seed);
    let hex: String = (0..4).map(|_| format!("{:016x}", rng.u64(..))).collect();
    format!("sha256:{hex}")
}
