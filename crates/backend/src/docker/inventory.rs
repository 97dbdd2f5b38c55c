//! From Docker's words for containers, volumes and networks to ours.

use crate::kernel::Process;
use bollard::models::{
    ContainerInspectResponse, ContainerSummary, EndpointSettings, Network, Volume as DockerVolume,
};
use chrono::{DateTime, Utc};
use mini_aws_domain::{
    EngineKind, Health, Instance, InstanceId, InstanceState, MemberAddress, Port, Volume, Vpc,
    VpcId,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The labels by which `docker compose` marks what it made.
const PROJECT_LABEL: &str = "com.docker.compose.project";
const SERVICE_LABEL: &str = "com.docker.compose.service";
/// How all labels of `docker compose` begin.
const COMPOSE_LABELS: &str = "com.docker.compose.";
/// Networks that every engine has and nobody made.
const PREDEFINED_NETWORKS: [&str; 3] = ["bridge", HOST_NETWORK, "none"];
/// The one that is the machine's own.
const HOST_NETWORK: &str = "host";
/// Podman's own predefined network, beside the three.
const PODMAN_NETWORK: &str = "podman";

/// Where an instance is in each of its networks, by the network's name. Who does not run is nowhere.
pub(crate) type Addresses = BTreeMap<String, MemberAddress>;

/// A row of the container list.
#[derive(Debug)]
pub(crate) struct Listed {
    /// The instance.
    pub(crate) instance: Instance,
    /// Where it is in its networks.
    pub(crate) addresses: Addresses,
}

impl From<Instance> for Listed {
    /// One of which it is not known where it is.
    fn from(instance: Instance) -> Self {
        Self { instance, addresses: Addresses::new() }
    }
}

/// Reads one row of the container list; `None` without an id.
pub(super) fn instance(listed: ContainerSummary) -> Option<Listed> {
    let id = InstanceId::new(listed.id?);
    let labels = listed.labels.unwrap_or_default();
    let status = listed.status.unwrap_or_default();
    let state = listed
        .state
        .map_or(InstanceState::Unknown, |state| InstanceState::from_engine(state.as_ref()));
    let name = listed
        .names
        .into_iter()
        .flatten()
        // A linked container has further names with more than one slash.
        .find(|name| name.trim_start_matches('/').find('/').is_none())
        .map_or_else(|| id.short().to_owned(), |name| name.trim_start_matches('/').to_owned());
    let ports: BTreeSet<Port> = listed
        .ports
        .into_iter()
        .flatten()
        .map(|port| Port {
            private: port.private_port,
            public: port.public_port,
            address: port.ip,
            protocol: port.typ.map(|kind| kind.to_string()).unwrap_or_default(),
        })
        .collect();
    let volumes: BTreeSet<String> = listed
        .mounts
        .into_iter()
        .flatten()
        .filter(|mount| mount.typ.as_deref() == Some("volume"))
        .filter_map(|mount| mount.name)
        .collect();
    let networks = listed.network_settings.and_then(|settings| settings.networks);
    let networks = networks.unwrap_or_default();
    let vpcs: BTreeSet<String> = networks.keys().cloned().collect();
    let addresses = addresses_in(&id, networks);
    let instance = Instance {
        id,
        name,
        image: listed.image.unwrap_or_default(),
        state,
        health: health_of(&status),
        created_at: DateTime::from_timestamp(listed.created.unwrap_or(0), 0).unwrap_or_default(),
        started_at: None,
        finished_at: None,
        exit_code: match state {
            InstanceState::Exited | InstanceState::Dead => exit_code_of(&status),
            _ => None,
        },
        oom_killed: false,
        project: labels.get(PROJECT_LABEL).cloned(),
        service: labels.get(SERVICE_LABEL).cloned(),
        ports: ports.into_iter().collect(),
        volumes: volumes.into_iter().collect(),
        vpcs: vpcs.into_iter().collect(),
        labels: told_labels(&labels),
    };
    Some(Listed { instance, addresses })
}

/// How much of a label is looked through for secrets: what ends beyond, in bytes, begins far behind what is told of it.
const LOOKED_THROUGH: usize = 16 * 1024;

/// The labels that are told of every instance: none of compose's, and neither more nor longer ones than fit a list of a thousand. What
/// looks like a secret is hidden.
fn told_labels(labels: &HashMap<String, String>) -> BTreeMap<String, String> {
    let own: BTreeMap<&String, &String> =
        labels.iter().filter(|(name, _)| !name.starts_with(COMPOSE_LABELS)).collect();
    let begin = |text: &str, longest: usize| text[..text.floor_char_boundary(longest)].to_owned();
    let cut = |text: &str| begin(text, Instance::LONGEST_LABEL);
    let shown = |name: &str, value: &str| {
        cut(&super::detail::shown_label(name, &begin(value, LOOKED_THROUGH)))
    };
    own.into_iter()
        .take(Instance::MOST_LABELS)
        .map(|(name, value)| (cut(name), shown(name, value)))
        .collect()
}

/// Where an instance is in its networks, as its inspection tells it.
pub(super) fn addresses(id: &InstanceId, inspected: &ContainerInspectResponse) -> Addresses {
    let settings = inspected.network_settings.as_ref();
    addresses_in(id, settings.and_then(|settings| settings.networks.clone()).unwrap_or_default())
}

fn addresses_in(id: &InstanceId, networks: HashMap<String, EndpointSettings>) -> Addresses {
    // The engine writes an empty text where there is none.
    let address = |text: Option<String>| text.filter(|text| !text.is_empty());
    networks
        .into_iter()
        .map(|(network, place)| {
            let ipv4 = address(place.ip_address);
            let ipv6 = address(place.global_ipv6_address);
            (network, MemberAddress { instance: id.clone(), ipv4, ipv6 })
        })
        .filter(|(_, at)| at.ipv4.is_some() || at.ipv6.is_some())
        .collect()
}

/// Adds what only inspection tells: when it started and stopped, how it ended, exact health.
pub(super) fn add_details(instance: &mut Instance, inspected: ContainerInspectResponse) {
    let Some(state) = inspected.state else { return };
    if let Some(status) = &state.status {
        instance.state = InstanceState::from_engine(status.as_ref());
    }
    let alive = !instance.state.is_stopped();
    instance.started_at = state.started_at.as_deref().and_then(time);
    instance.finished_at = if alive { None } else { state.finished_at.as_deref().and_then(time) };
    let never_ran = instance.state == InstanceState::Created;
    instance.exit_code = if alive || never_ran { None } else { state.exit_code };
    instance.oom_killed = !alive && state.oom_killed.unwrap_or(false);
    if let Some(status) = state.health.and_then(|health| health.status) {
        instance.health = health_word(status.as_ref());
    }
}

/// Reads which process an instance runs as; `None` if it does not run.
pub(super) fn process(inspected: &ContainerInspectResponse) -> Option<Process> {
    let pid = inspected.state.as_ref()?.pid.and_then(|pid| u32::try_from(pid).ok())?;
    let host = inspected.host_config.as_ref().and_then(|host| host.network_mode.as_deref());
    (pid > 0).then_some(Process { pid, on_host_network: host == Some(HOST_NETWORK) })
}

/// Reads one volume.
pub(super) fn volume(listed: DockerVolume) -> Volume {
    Volume {
        name: listed.name,
        driver: listed.driver,
        created_at: listed.created_at.as_deref().and_then(time),
        project: listed.labels.get(PROJECT_LABEL).cloned(),
        attached_to: Vec::new(),
        size_bytes: None,
        measured_at: None,
        mountpoint: listed.mountpoint,
    }
}

/// Reads the size of one volume; `None` where its driver cannot tell, which the engine writes as −1.
pub(super) fn volume_size(listed: DockerVolume) -> Option<(String, u64)> {
    let bytes = u64::try_from(listed.usage_data?.size).ok()?;
    Some((listed.name, bytes))
}

/// Reads one network; `None` for the predefined ones.
pub(super) fn vpc(listed: Network, engine: EngineKind) -> Option<Vpc> {
    let name = listed.name?;
    if is_predefined(&name, engine) {
        return None;
    }
    let labels: HashMap<String, String> = listed.labels.unwrap_or_default();
    Some(Vpc {
        id: VpcId::new(listed.id?),
        name,
        driver: listed.driver.unwrap_or_default(),
        created_at: listed.created.as_deref().and_then(time),
        subnets: listed
            .ipam
            .and_then(|ipam| ipam.config)
            .into_iter()
            .flatten()
            .filter_map(|config| config.subnet)
            .collect(),
        project: labels.get(PROJECT_LABEL).cloned(),
        internal: listed.internal.unwrap_or(false),
        members: Vec::new(),
        addresses: Vec::new(),
    })
}

/// Whether every engine of this make has a network of that name without anybody asking for it.
pub(super) fn is_predefined(network: &str, engine: EngineKind) -> bool {
    PREDEFINED_NETWORKS.contains(&network)
        || (engine == EngineKind::Podman && network == PODMAN_NETWORK)
}

/// Reads a time; the engine writes the year 1 where there is none.
fn time(text: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc);
    (time.timestamp() > 0).then_some(time)
}

/// Reads the exit code out of "Exited (137) 2 hours ago".
fn exit_code_of(status: &str) -> Option<i64> {
    let (_, rest) = status.split_once('(')?;
    let (code, _) = rest.split_once(')')?;
    code.parse().ok()
}

/// Reads the health out of "Up 3 hours (healthy)" or "Up 2 seconds (health: starting)".
fn health_of(status: &str) -> Health {
    let Some((_, word)) = status.trim_end_matches(')').rsplit_once('(') else {
        return Health::None;
    };
    health_word(word.trim_start_matches("health: "))
}

fn health_word(word: &str) -> Health {
    match word {
        "starting" => Health::Starting,
        "healthy" => Health::Healthy,
        "unhealthy" => Health::Unhealthy,
        _ => Health::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(value: serde_json::Value) -> Listed {
        instance(serde_json::from_value(value).unwrap()).unwrap()
    }

    fn listed(value: serde_json::Value) -> Instance {
        row(value).instance
    }

    #[test]
    fn a_container_of_the_list_becomes_an_instance() {
        let instance = listed(json!({
            "Id": "f00", "Names": ["/web/alias", "/api"], "Image": "nginx:1", "Created": 1_700_000_000,
            "State": "running", "Status": "Up 3 hours (unhealthy)",
            "Labels": {"com.docker.compose.project": "shop", "com.docker.compose.service": "web"},
            "Ports": [{"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}],
            "Mounts": [{"Type": "volume", "Name": "data"}, {"Type": "bind", "Source": "/tmp"}],
            "NetworkSettings": {"Networks": {"shop": {}, "edge": {}}}
        }));
        assert_eq!(instance.name, "api");
        assert_eq!(instance.state, InstanceState::Running);
        assert_eq!(instance.health, Health::Unhealthy);
        assert!(instance.is_failing());
        assert_eq!(instance.project.as_deref(), Some("shop"));
        assert_eq!(instance.volumes, ["data"]);
        assert_eq!(instance.vpcs, ["edge", "shop"]);
        assert_eq!(instance.ports[0].public, Some(8080));
        assert_eq!(instance.created_at.timestamp(), 1_700_000_000);
    }

    #[test]
    fn labels_are_told_without_those_of_compose_and_only_as_many_and_as_long_as_fit() {
        let mut labels: HashMap<String, String> =
            (0..500).map(|number| (format!("label-{number:03}"), String::new())).collect();
        labels.insert("a".to_owned(), "é".repeat(Instance::LONGEST_LABEL));
        labels.insert("b".repeat(300), "<b>".to_owned());
        labels.insert("com.docker.compose.project".to_owned(), "shop".to_owned());
        let instance = listed(json!({"Id": "f00", "Labels": labels}));
        assert_eq!(instance.labels.len(), Instance::MOST_LABELS);
        assert_eq!(instance.labels["a"], "é".repeat(Instance::LONGEST_LABEL / 2));
        assert_eq!(instance.labels[&"b".repeat(Instance::LONGEST_LABEL)], "<b>");
        assert!(instance.labels.contains_key("label-045"));
        assert!(!instance.labels.contains_key("label-046"), "they are told in their order");
        let odd = listed(json!({"Id": "f00", "Labels": {"x": format!("y{}", "é".repeat(200))}}));
        assert_eq!(odd.labels["x"].len(), Instance::LONGEST_LABEL - 1, "no letter is cut in two");
    }

    #[test]
    fn who_runs_has_addresses_in_its_networks() {
        let networks = json!({"Networks": {
            "shop": {"IPAddress": "10.0.0.2", "GlobalIPv6Address": "fd00::2"},
            "edge": {"IPAddress": "10.1.0.2", "GlobalIPv6Address": ""},
            "idle": {"IPAddress": ""},
            "host": {}
        }});
        let Listed { instance, addresses } = row(json!({"Id": "f00", "NetworkSettings": networks}));
        assert_eq!(instance.vpcs, ["edge", "host", "idle", "shop"]);
        assert_eq!(addresses.keys().collect::<Vec<_>>(), ["edge", "shop"]);
        assert_eq!(addresses["shop"].ipv6.as_deref(), Some("fd00::2"));
        assert_eq!(
            (addresses["edge"].ipv4.as_deref(), &addresses["edge"].ipv6),
            (Some("10.1.0.2"), &None)
        );
        let inspected = serde_json::from_value(json!({"NetworkSettings": networks})).unwrap();
        assert_eq!(super::addresses(&instance.id, &inspected), addresses);
    }

    #[test]
    fn exit_code_and_health_are_read_from_the_status_line() {
        assert_eq!(exit_code_of("Exited (137) 2 hours ago"), Some(137));
        assert_eq!(exit_code_of("Up 2 hours"), None);
        assert_eq!(health_of("Up 2 seconds (health: starting)"), Health::Starting);
        assert_eq!(health_of("Up 2 seconds (Paused)"), Health::None);
        assert_eq!(health_of("Up 2 seconds"), Health::None);
    }

    #[test]
    fn a_container_without_names_or_state_is_still_listed() {
        let instance = listed(json!({"Id": "0123456789abcdef"}));
        assert_eq!(instance.name, "0123456789ab");
        assert_eq!(instance.state, InstanceState::Unknown);
    }

    #[test]
    fn inspection_adds_how_the_last_run_ended() {
        let mut instance =
            listed(json!({"Id": "f00", "State": "exited", "Status": "Exited (1) now"}));
        let inspected = serde_json::from_value(json!({"State": {
            "Status": "exited", "ExitCode": 137, "OOMKilled": true,
            "StartedAt": "2026-01-01T10:00:00.5Z", "FinishedAt": "2026-01-01T11:00:00+01:00"
        }}));
        add_details(&mut instance, inspected.unwrap());
        assert_eq!(instance.exit_code, Some(137));
        assert!(instance.oom_killed && instance.is_failing());
        assert_eq!(instance.finished_at.unwrap().to_rfc3339(), "2026-01-01T10:00:00+00:00");
    }

    #[test]
    fn a_running_instance_has_no_end_and_the_year_one_is_no_time() {
        let mut instance = listed(json!({"Id": "f00", "State": "running"}));
        let inspected = serde_json::from_value(json!({"State": {
            "Status": "running", "ExitCode": 0,
            "StartedAt": "0001-01-01T00:00:00Z", "FinishedAt": "2026-01-01T11:00:00Z"
        }}));
        add_details(&mut instance, inspected.unwrap());
        assert_eq!(
            (instance.exit_code, instance.started_at, instance.finished_at),
            (None, None, None)
        );
    }

    #[test]
    fn only_what_runs_has_a_process() {
        let process_of = |value| process(&serde_json::from_value(value).unwrap());
        assert_eq!(process_of(json!({"State": {"Pid": 0}})), None);
        assert_eq!(process_of(json!({"State": {}})), None);
        let own = process_of(json!({"State": {"Pid": 7}, "HostConfig": {"NetworkMode": "shop"}}));
        assert_eq!(own, Some(Process { pid: 7, on_host_network: false }));
        let host = process_of(json!({"State": {"Pid": 7}, "HostConfig": {"NetworkMode": "host"}}));
        assert_eq!(host, Some(Process { pid: 7, on_host_network: true }));
    }

    #[test]
    fn predefined_networks_are_no_vpcs() {
        let vpc_named = |name: &str, engine| {
            vpc(serde_json::from_value(json!({"Name": name, "Id": "1"})).unwrap(), engine)
        };
        for name in ["bridge", "host", "none"] {
            assert_eq!(vpc_named(name, EngineKind::Docker), None);
        }
        assert_eq!(vpc_named("podman", EngineKind::Podman), None);
        assert_eq!(vpc_named("podman", EngineKind::Docker).unwrap().name, "podman");
        assert_eq!(vpc_named("shop", EngineKind::Docker).unwrap().name, "shop");
    }

    #[test]
    fn a_volume_whose_driver_cannot_measure_has_no_size() {
        let sized = |size: i64| {
            volume_size(
                serde_json::from_value(json!({
                    "Name": "data", "Driver": "local", "Mountpoint": "", "Labels": null, "Options": null,
                    "Scope": "local", "UsageData": {"Size": size, "RefCount": 1}
                }))
                .unwrap(),
            )
        };
        assert_eq!(sized(-1), None);
        assert_eq!(sized(42), Some(("data".to_owned(), 42)));
    }
}
