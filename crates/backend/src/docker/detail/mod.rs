//! From what the engine says of one instance to ours.
//!
//! It is read field by field: an engine that leaves one out, or has another type for it, is still understood in all the others.

#[cfg(test)]
mod examples;
mod hiding;
mod programs;
mod secrets;
mod shapes;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use hiding::{Hiding, variable};
use mini_aws_domain::{
    HealthProbe, HealthReport, InstanceDetail, InstanceId, Mount, NetworkPlace, Variable,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// The longest description that is shown, in bytes.
const LONGEST_INSPECT: usize = 2 << 20;
/// The kernel's period of CPU quotas unless said, in microseconds.
const CPU_PERIOD: u64 = 100_000;

/// What people call the instance that is described; its short id if the engine does not say.
pub(crate) fn name_of(inspected: &Value, id: &InstanceId) -> String {
    let name = text(&inspected["Name"]);
    let name = name.trim_start_matches('/');
    if name.is_empty() { id.short().to_owned() } else { name.to_owned() }
}

/// The id of the instance that is described; the one that was asked for if the engine does not say.
pub(crate) fn id_of(inspected: &Value, asked: &InstanceId) -> InstanceId {
    inspected["Id"].as_str().map_or_else(|| asked.clone(), InstanceId::new)
}

/// What is shown of a label unless secrets are asked for.
pub(crate) fn shown_label(name: &str, value: &str) -> String {
    hiding::label(name, value)
}

/// Whether it writes to a terminal, so that its log is not divided into two streams.
pub(crate) fn has_terminal(inspected: &Value) -> bool {
    flag(&inspected["Config"]["Tty"])
}

/// Reads what the engine says of an instance. Without `reveal`, secrets of its environment are left out, and wherever else they stand.
pub(crate) fn detail(
    mut inspected: Value,
    asked: &InstanceId,
    read_at: DateTime<Utc>,
    reveal: bool,
) -> InstanceDetail {
    let hiding = Hiding::of(&inspected);
    let environment = environment(&inspected["Config"]["Env"], &hiding, reveal);
    if !reveal {
        hiding.apply(&mut inspected);
    }
    let (config, host, state) =
        (&inspected["Config"], &inspected["HostConfig"], &inspected["State"]);
    InstanceDetail {
        id: id_of(&inspected, asked),
        read_at,
        command: command(&inspected),
        working_dir: text(&config["WorkingDir"]),
        user: text(&config["User"]),
        hostname: text(&config["Hostname"]),
        image_id: text(&inspected["Image"]),
        restart_policy: restart_policy(&host["RestartPolicy"]),
        restarts: inspected["RestartCount"].as_u64().unwrap_or(0),
        error: text(&state["Error"]),
        pid: positive(&state["Pid"]),
        privileged: flag(&host["Privileged"]),
        memory_limit_bytes: positive(&host["Memory"]),
        cpu_limit: cpu_limit(host),
        health: health(&state["Health"]).or_else(|| health(&state["Healthcheck"])),
        environment,
        mounts: mounts(&inspected),
        networks: networks(&inspected["NetworkSettings"]["Networks"]),
        labels: texts_by_name(&config["Labels"]),
        inspect: shown(&inspected),
        revealed: reveal,
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn flag(value: &Value) -> bool {
    value.as_bool().unwrap_or(false)
}

/// Engines write zero, or a negative number, for none.
fn positive(value: &Value) -> Option<u64> {
    value.as_u64().filter(|&number| number > 0)
}

/// Engines write the empty text for none.
fn told(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A list of words; Podman writes a single one as a text.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::String(word) if !word.is_empty() => vec![word.clone()],
        Value::Array(words) => words.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn texts_by_name(value: &Value) -> BTreeMap<String, String> {
    let fields = value.as_object().into_iter().flatten();
    fields.map(|(name, value)| (name.clone(), text(value))).collect()
}

fn command(inspected: &Value) -> Vec<String> {
    let started: Vec<String> =
        told(&inspected["Path"]).into_iter().chain(words(&inspected["Args"])).collect();
    if !started.is_empty() {
        return started;
    }
    let config = &inspected["Config"];
    words(&config["Entrypoint"]).into_iter().chain(words(&config["Cmd"])).collect()
}

fn restart_policy(policy: &Value) -> String {
    match (policy["Name"].as_str().unwrap_or_default(), positive(&policy["MaximumRetryCount"])) {
        ("", _) => "no".to_owned(),
        ("on-failure", Some(times)) => format!("on-failure:{times}"),
        (name, _) => name.to_owned(),
    }
}

/// How many cores it may use, by either of the two ways to say so.
fn cpu_limit(host: &Value) -> Option<f64> {
    if let Some(nanos) = positive(&host["NanoCpus"]) {
        return Some(nanos as f64 / 1e9);
    }
    let quota = positive(&host["CpuQuota"])?;
    let period = positive(&host["CpuPeriod"]).unwrap_or(CPU_PERIOD);
    Some(quota as f64 / period as f64)
}

/// What its health check found; Podman writes an empty report where there is no check.
fn health(report: &Value) -> Option<HealthReport> {
    let status = report["Status"].as_str().unwrap_or_default();
    if matches!(status, "" | "none") {
        return None;
    }
    let runs = report["Log"].as_array().into_iter().flatten();
    let probes = runs.rev().map(|run| HealthProbe {
        at: time(&run["End"]).or_else(|| time(&run["Start"])),
        exit_code: run["ExitCode"].as_i64().unwrap_or(0),
        output: text(&run["Output"]),
    });
    Some(HealthReport {
        failing_streak: report["FailingStreak"].as_u64().unwrap_or(0),
        probes: probes.collect(),
    })
}

/// Reads a time; engines write the year 1 where there is none.
fn time(value: &Value) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(value.as_str()?).ok()?.with_timezone(&Utc);
    (time.timestamp() > 0).then_some(time)
}

fn environment(entries: &Value, hiding: &Hiding, reveal: bool) -> Vec<Variable> {
    words(entries)
        .iter()
        .map(|entry| {
            let (name, value) = variable(entry);
            let is_secret = hiding.is_secret(name, value);
            Variable {
                name: name.to_owned(),
                value: (reveal || !is_secret).then(|| value.to_owned()),
                is_secret,
            }
        })
        .collect()
}

/// What is mounted, by the place where it is. Memory that was asked for by `--tmpfs` is in a list of its own.
fn mounts(inspected: &Value) -> Vec<Mount> {
    let listed = inspected["Mounts"].as_array().into_iter().flatten().map(|mount| {
        let kind = text(&mount["Type"]);
        Mount {
            volume: told(&mount["Name"]).filter(|_| kind == "volume"),
            kind,
            source: text(&mount["Source"]),
            destination: text(&mount["Destination"]),
            read_only: mount["RW"].as_bool() == Some(false),
        }
    });
    let mut mounts: Vec<Mount> = listed.collect();
    let memory = inspected["HostConfig"]["Tmpfs"].as_object().into_iter().flatten();
    for (destination, options) in memory {
        if mounts.iter().any(|mount| mount.destination == *destination) {
            continue;
        }
        let options = options.as_str().unwrap_or_default();
        mounts.push(Mount {
            kind: "tmpfs".to_owned(),
            volume: None,
            source: String::new(),
            destination: destination.clone(),
            read_only: options.split(',').any(|option| option == "ro"),
        });
    }
    mounts.sort_by(|one, other| one.destination.cmp(&other.destination));
    mounts
}

fn networks(networks: &Value) -> Vec<NetworkPlace> {
    let address = |of: &Value, length: &Value| {
        told(of).map(|address| match positive(length) {
            Some(length) => format!("{address}/{length}"),
            None => address,
        })
    };
    let places = networks.as_object().into_iter().flatten().map(|(name, place)| {
        let aliases = words(&place["Aliases"]);
        NetworkPlace {
            name: name.clone(),
            id: text(&place["NetworkID"]),
            ipv4: address(&place["IPAddress"], &place["IPPrefixLen"]),
            ipv6: address(&place["GlobalIPv6Address"], &place["GlobalIPv6PrefixLen"]),
            gateway: told(&place["Gateway"]).or_else(|| told(&place["IPv6Gateway"])),
            mac: told(&place["MacAddress"]),
            aliases: if aliases.is_empty() { words(&place["DNSNames"]) } else { aliases },
        }
    });
    places.collect()
}

/// A description as it is shown: indented, and not endless.
fn shown(inspected: &Value) -> String {
    // What was parsed can be written.
    let mut text = format!("{inspected:#}");
    if text.len() > LONGEST_INSPECT {
        text.truncate(text.floor_char_boundary(LONGEST_INSPECT));
        text.push_str("\n… (the rest is too long to be shown)");
    }
    text
}
