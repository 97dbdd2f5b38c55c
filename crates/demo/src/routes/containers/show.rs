//! How an instance looks in a list and in full.

use super::setup;
use crate::{
    DemoError, Health, InstanceStatus,
    clock::Moment,
    role::Role,
    state::Inner,
    world::{Attachment, Container},
};
use serde_json::{Map, Value, json};
use std::time::Duration;

const NEVER: &str = "0001-01-01T00:00:00Z";

/// How long, as people say it and `docker ps` shows it.
fn human(time: Duration) -> String {
    let secs = time.as_secs();
    let (minutes, hours) = (secs / 60, (secs + 1_800) / 3_600);
    match secs {
        0 => "Less than a second".to_owned(),
        1 => "1 second".to_owned(),
        2..60 => format!("{secs} seconds"),
        60..120 => "About a minute".to_owned(),
        120..3_600 => format!("{minutes} minutes"),
        _ => match hours {
            0 | 1 => "About an hour".to_owned(),
            2..48 => format!("{hours} hours"),
            48..336 => format!("{} days", hours / 24),
            336..1_440 => format!("{} weeks", hours / 24 / 7),
            1_440..17_520 => format!("{} months", hours / 24 / 30),
            _ => format!("{} years", hours / 24 / 365),
        },
    }
}

fn status(c: &Container, now: Moment) -> String {
    let since = |at: Option<Moment>| human(at.map_or(Duration::ZERO, |at| now.since(at)));
    match c.status {
        InstanceStatus::Created => "Created".to_owned(),
        InstanceStatus::Exited => {
            format!("Exited ({}) {} ago", c.exit_code, since(c.finished))
        }
        InstanceStatus::Restarting => {
            format!("Restarting ({}) {} ago", c.exit_code, since(c.finished))
        }
        InstanceStatus::Paused => format!("Up {} (Paused)", since(c.started)),
        InstanceStatus::Running => {
            let health = match c.health {
                None => "",
                Some(Health::Starting) => " (health: starting)",
                Some(Health::Healthy) => " (healthy)",
                Some(Health::Unhealthy) => " (unhealthy)",
            };
            format!("Up {}{health}", since(c.started))
        }
    }
}

fn mounts(c: &Container) -> Vec<Value> {
    c.mounts
        .iter()
        .map(|mount| {
            json!({
                "Type": "volume",
                "Name": mount.volume,
                "Source": format!("/var/lib/docker/volumes/{}/_data", mount.volume),
                "Destination": mount.destination,
                "Driver": "local",
                "Mode": "z",
                "RW": true,
                "Propagation": "",
            })
        })
        .collect()
}

fn place(place: &Attachment, alive: bool) -> Value {
    let inside = alive && place.has_interface();
    let [a, b, ..] = place.address;
    let text = |value: String| if inside { value } else { String::new() };
    json!({
        "IPAMConfig": null,
        "Links": null,
        "Aliases": null,
        "MacAddress": text(place.mac()),
        "DriverOpts": null,
        "NetworkID": place.network_id,
        "EndpointID": if alive { place.endpoint_id.as_str() } else { "" },
        "Gateway": text(format!("{a}.{b}.0.1")),
        "IPAddress": text(place.ip()),
        "IPPrefixLen": if inside { 16 } else { 0 },
        "IPv6Gateway": "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "DNSNames": null,
    })
}

fn networks(c: &Container) -> Map<String, Value> {
    c.networks
        .iter()
        .map(|attachment| (attachment.network.clone(), place(attachment, c.alive())))
        .collect()
}

fn network_mode(c: &Container) -> &str {
    c.networks.first().map_or("default", |a| a.network.as_str())
}

/// The ports of the list: each published one on IPv4 and on IPv6.
fn ports(c: &Container) -> Vec<Value> {
    if !c.alive() {
        return Vec::new();
    }
    c.ports
        .iter()
        .flat_map(|port| match port.public {
            None => vec![json!({ "PrivatePort": port.private, "Type": "tcp" })],
            Some(public) => ["0.0.0.0", "::"]
                .map(|ip| {
                    json!({ "IP": ip, "PrivatePort": port.private, "PublicPort": public, "Type": "tcp" })
                })
                .into(),
        })
        .collect()
}

/// One entry of the list.
pub(super) fn summary(c: &Container, now: Moment) -> Value {
    json!({
        "Id": c.id,
        "Names": [format!("/{}", c.name)],
        "Image": c.image,
        "ImageID": c.image_id,
        "Command": c.command,
        "Created": c.created.unix(),
        "Ports": ports(c),
        "Labels": c.labels,
        "State": c.status.as_str(),
        "Status": status(c, now),
        "HostConfig": { "NetworkMode": network_mode(c) },
        "NetworkSettings": { "Networks": networks(c) },
        "Mounts": mounts(c),
    })
}

/// Everything about one instance.
pub(in crate::routes) fn inspect(inner: &Inner, name: &str) -> Result<Value, DemoError> {
    let world = inner.world();
    let c = world.find(name)?;
    let moment = |at: Option<Moment>| at.map_or_else(|| NEVER.to_owned(), Moment::rfc3339);
    let mut words = c.command.split_whitespace();
    let path = words.next().unwrap_or_default();
    let args: Vec<&str> = words.collect();
    let mut state = json!({
        "Status": c.status.as_str(),
        // A real engine calls an instance that waits to be started again running as well.
        "Running": c.alive() || c.status == InstanceStatus::Restarting,
        "Paused": c.status == InstanceStatus::Paused,
        "Restarting": c.status == InstanceStatus::Restarting,
        "OOMKilled": c.oom_killed,
        "Dead": false,
        "Pid": c.pid,
        "ExitCode": c.exit_code,
        "Error": "",
        "StartedAt": moment(c.started),
        "FinishedAt": moment(c.finished),
    });
    if let Some(health) = c.health {
        state["Health"] = setup::health(c, health, world.clock.now());
    }
    let role = Role::of(&c.image);
    let mounted = [mounts(c), setup::binds(c)].concat();
    let published = |bound: bool| -> Map<String, Value> {
        c.ports
            .iter()
            .filter(|port| !bound || port.public.is_some())
            .map(|port| {
                let to = port.public.map(|public| {
                    json!([{ "HostIp": if bound { "" } else { "0.0.0.0" }, "HostPort": public.to_string() }])
                });
                (format!("{}/tcp", port.private), to.unwrap_or(Value::Null))
            })
            .collect()
    };
    let exposed: Map<String, Value> =
        c.ports.iter().map(|port| (format!("{}/tcp", port.private), json!({}))).collect();
    let binds: Vec<String> =
        c.mounts.iter().map(|mount| format!("{}:{}", mount.volume, mount.destination)).collect();
    Ok(json!({
        "Id": c.id,
        "Created": c.created.rfc3339(),
        "Path": path,
        "Args": args,
        "State": state,
        "Image": c.image_id,
        "ResolvConfPath": format!("/var/lib/docker/containers/{}/resolv.conf", c.id),
        "HostnamePath": format!("/var/lib/docker/containers/{}/hostname", c.id),
        "HostsPath": format!("/var/lib/docker/containers/{}/hosts", c.id),
        "LogPath": format!("/var/lib/docker/containers/{0}/{0}-json.log", c.id),
        "Name": format!("/{}", c.name),
        "RestartCount": c.restart_count,
        "Driver": "overlay2",
        "Platform": "linux",
        "MountLabel": "",
        "ProcessLabel": "",
        "AppArmorProfile": "docker-default",
        "ExecIDs": null,
        "HostConfig": {
            "Binds": binds,
            "NetworkMode": network_mode(c),
            "PortBindings": published(true),
            "RestartPolicy": setup::restart_policy(c),
            "LogConfig": { "Type": role.log_driver(), "Config": {} },
            "Tmpfs": setup::tmpfs(c),
            "AutoRemove": false,
            "Privileged": false,
            "Memory": c.memory_limit.unwrap_or(0),
            "NanoCpus": setup::nano_cpus(c),
        },
        "Mounts": mounted,
        "Config": {
            "Hostname": c.id.get(..12),
            "User": setup::user(c),
            "Tty": role.has_terminal(),
            "Env": setup::environment(c),
            "Cmd": c.command.split_whitespace().collect::<Vec<_>>(),
            "ExposedPorts": exposed,
            "Image": c.image,
            "WorkingDir": setup::working_dir(c),
            "Labels": c.labels,
        },
        "NetworkSettings": {
            "Ports": if c.alive() { published(false) } else { Map::new() },
            "Networks": networks(c),
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_in_docker_ps() {
        for (secs, words) in [
            (0, "Less than a second"),
            (1, "1 second"),
            (59, "59 seconds"),
            (61, "About a minute"),
            (150, "2 minutes"),
            (3_700, "About an hour"),
            (7_300, "2 hours"),
            (5 * 86_400, "5 days"),
            (20 * 86_400, "2 weeks"),
            (90 * 86_400, "3 months"),
            (800 * 86_400, "2 years"),
        ] {
            assert_eq!(human(Duration::from_secs(secs)), words);
        }
    }
}
