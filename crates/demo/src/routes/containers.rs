//! Instances.

mod setup;
mod show;

use super::{Answer, Asked, nothing, query::labelled, with};
use crate::{DemoError, InstanceSpec, InstanceStatus, PortSpec, RestartPolicy, state::Inner};
use hyper::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) use show::inspect;

const KNOWN: [&str; 16] = [
    "ancestor",
    "before",
    "exited",
    "expose",
    "health",
    "id",
    "is-task",
    "isolation",
    "label",
    "name",
    "network",
    "publish",
    "since",
    "status",
    "volume",
    "pod",
];

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Create {
    image: Option<String>,
    cmd: Option<Words>,
    labels: Option<BTreeMap<String, String>>,
    host_config: Option<HostConfig>,
    networking_config: Option<NetworkingConfig>,
    exposed_ports: Option<BTreeMap<String, Value>>,
}

/// A command as a string or as words.
#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct HostConfig {
    binds: Option<Vec<String>>,
    mounts: Option<Vec<MountBody>>,
    network_mode: Option<String>,
    restart_policy: Option<Policy>,
    memory: Option<i64>,
    port_bindings: Option<BTreeMap<String, Option<Vec<Binding>>>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct MountBody {
    #[serde(rename = "Type")]
    kind: Option<String>,
    source: Option<String>,
    target: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Policy {
    name: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Binding {
    host_port: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct NetworkingConfig {
    endpoints_config: Option<BTreeMap<String, Value>>,
}

impl Create {
    /// What is to be made.
    fn spec(self, name: String) -> Result<InstanceSpec, DemoError> {
        let mut spec = InstanceSpec::new(name);
        spec.image = self
            .image
            .filter(|image| !image.is_empty())
            .ok_or_else(|| DemoError::BadParameter("no image specified".to_owned()))?;
        match self.cmd {
            Some(Words::One(word)) => spec.command = word,
            Some(Words::Many(words)) if !words.is_empty() => spec.command = words.join(" "),
            _ => {}
        }
        spec.labels = self.labels.unwrap_or_default();
        let host = self.host_config.unwrap_or_default();
        for bind in host.binds.unwrap_or_default() {
            let mut parts = bind.split(':');
            match (parts.next(), parts.next()) {
                // A path is a bind mount, which has no volume.
                (Some(source), Some(target)) if !source.starts_with('/') => {
                    spec.volumes.push((source.to_owned(), target.to_owned()));
                }
                _ => {}
            }
        }
        for mount in host.mounts.unwrap_or_default() {
            if mount.kind.as_deref() == Some("volume") {
                let target = mount.target.unwrap_or_default();
                spec.volumes.push((mount.source.unwrap_or_default(), target));
            }
        }
        let mut networks: Vec<String> = self
            .networking_config
            .and_then(|config| config.endpoints_config)
            .unwrap_or_default()
            .into_keys()
            .collect();
        if networks.is_empty()
            && let Some(mode) = host.network_mode
            && !matches!(mode.as_str(), "" | "default")
        {
            networks.push(mode);
        }
        spec.networks = networks;
        spec.restart = host
            .restart_policy
            .and_then(|policy| policy.name)
            .map_or(RestartPolicy::No, |name| RestartPolicy::from_word(&name));
        spec.memory_limit = host.memory.and_then(|m| u64::try_from(m).ok()).filter(|m| *m > 0);
        let bindings = host.port_bindings.unwrap_or_default();
        let exposed = self.exposed_ports.unwrap_or_default();
        let mut ports: Vec<&String> = bindings.keys().chain(exposed.keys()).collect();
        ports.sort();
        ports.dedup();
        for port in ports {
            let private = port
                .split('/')
                .next()
                .and_then(|number| number.parse().ok())
                .ok_or_else(|| DemoError::BadParameter(format!("invalid port: {port:?}")))?;
            let public = bindings
                .get(port)
                .and_then(Option::as_ref)
                .and_then(|list| list.first())
                .and_then(|binding| binding.host_port.as_ref()?.parse().ok());
            spec.ports.push(PortSpec { private, public });
        }
        Ok(spec)
    }
}

pub(super) fn list(inner: &Inner, asked: &Asked) -> Result<Value, DemoError> {
    let filters = asked.query.filters(&KNOWN)?;
    let limit = asked
        .query
        .get("limit")
        .map(|limit| {
            limit.parse::<i64>().map_err(|_| {
                DemoError::BadParameter(format!(
                    "strconv.Atoi: parsing \"{limit}\": invalid syntax"
                ))
            })
        })
        .transpose()?
        .unwrap_or(0);
    // A status or an exit code is asked for of those that don't run as well; so is a limit.
    let all = asked.query.on("all", false)
        || limit > 0
        || filters.contains_key("status")
        || filters.contains_key("exited");
    let world = inner.world();
    let now = world.clock.now();
    let found = world.containers().into_iter().filter(|c| {
        let shown = all || c.alive() || c.status == InstanceStatus::Restarting;
        shown
            && filters.iter().all(|(key, values)| {
                let any = |test: &dyn Fn(&str) -> bool| values.iter().any(|value| test(value));
                match key.as_str() {
                    "id" => any(&|v| c.id.starts_with(v)),
                    "name" => any(&|v| {
                        c.name.contains(v.trim_start_matches(['^', '/']).trim_end_matches('$'))
                    }),
                    "status" => any(&|v| c.status.as_str() == v),
                    "label" => labelled(&c.labels, values),
                    "network" => any(&|v| {
                        c.networks.iter().any(|a| a.network == v || a.network_id.starts_with(v))
                    }),
                    "volume" => {
                        any(&|v| c.mounts.iter().any(|m| m.volume == v || m.destination == v))
                    }
                    "ancestor" => any(&|v| {
                        c.image == v || c.image_id == v || c.image.split(':').next() == Some(v)
                    }),
                    "exited" => {
                        any(&|v| c.status == InstanceStatus::Exited && v.parse() == Ok(c.exit_code))
                    }
                    "health" => any(&|v| match c.health.filter(|_| c.alive()) {
                        Some(health) => health.as_str() == v,
                        None => v == "none",
                    }),
                    _ => true,
                }
            })
    });
    let most = usize::try_from(limit).ok().filter(|limit| *limit > 0);
    Ok(found.take(most.unwrap_or(usize::MAX)).map(|c| show::summary(c, now)).collect())
}

pub(super) fn create(inner: &Inner, asked: &Asked) -> Answer {
    let body: Create = asked.json()?;
    let name = match asked.query.get("name").filter(|name| !name.is_empty()) {
        Some(name) => name.strip_prefix('/').unwrap_or(name).to_owned(),
        None => format!("quiet_{:08x}", fastrand::u32(..)),
    };
    let spec = body.spec(name)?;
    let mut world = inner.world();
    let now = world.clock.now();
    let id = world.create_container(spec, now)?;
    Ok(with(StatusCode::CREATED, &json!({ "Id": id, "Warnings": [] })))
}

pub(super) fn act(inner: &Inner, asked: &Asked, id: &str, action: &str) -> Answer {
    let mut world = inner.world();
    match action {
        "start" => world.start(id)?,
        "stop" => world.stop(id)?,
        "restart" => world.restart(id)?,
        "pause" => world.pause(id)?,
        "unpause" => world.unpause(id)?,
        "kill" => world.kill(id, signal(asked.query.get("signal"))?)?,
        _ => return Err(DemoError::NoSuchPage),
    }
    Ok(nothing())
}

pub(super) fn remove(inner: &Inner, asked: &Asked, id: &str) -> Answer {
    inner.world().remove(id, asked.query.on("force", false))?;
    Ok(nothing())
}

/// A signal by number or by name; SIGKILL unless it says otherwise.
fn signal(word: Option<&str>) -> Result<u8, DemoError> {
    let Some(word) = word.filter(|word| !word.is_empty()) else {
        return Ok(9);
    };
    if let Ok(number @ 1..=64) = word.parse() {
        return Ok(number);
    }
    let upper = word.to_ascii_uppercase();
    match upper.strip_prefix("SIG").unwrap_or(&upper) {
        "HUP" => Ok(1),
        "INT" => Ok(2),
        "QUIT" => Ok(3),
        "KILL" => Ok(9),
        "USR1" => Ok(10),
        "USR2" => Ok(12),
        "TERM" => Ok(15),
        "CONT" => Ok(18),
        "WINCH" => Ok(28),
        _ => Err(DemoError::BadParameter(format!("invalid signal: {word}"))),
    }
}
