//! How an instance was set up, and what its health check found: what only an inspection tells.

use crate::{Health, RestartPolicy, clock::Moment, role::Role, world::Container};
use serde_json::{Value, json};
use std::time::Duration;

/// How often health is checked, and how many results are kept.
const CHECK_EVERY: Duration = Duration::from_secs(30);
const CHECKS_KEPT: i64 = 5;
/// How often a failing instance is started again at most.
const RETRIES: u64 = 5;

/// The environment: its own, and the one that every image has.
pub(super) fn environment(c: &Container) -> Vec<String> {
    let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    let own = Role::of(&c.image).environment().iter();
    std::iter::once(&path).chain(own).map(|entry| (*entry).to_owned()).collect()
}

/// The restart policy with its bound.
pub(super) fn restart_policy(c: &Container) -> Value {
    let most = if c.restart == RestartPolicy::OnFailure { RETRIES } else { 0 };
    json!({ "Name": c.restart.as_str(), "MaximumRetryCount": most })
}

/// Billionths of a core that it may use; 0 for all.
pub(super) fn nano_cpus(c: &Container) -> u64 {
    match Role::of(&c.image) {
        Role::Worker => 1_500_000_000,
        Role::Collector => 500_000_000,
        _ => 0,
    }
}

/// Memory that it uses as a disk.
pub(super) fn tmpfs(c: &Container) -> Value {
    match Role::of(&c.image) {
        Role::Web => json!({ "/var/cache/nginx": "size=64m" }),
        _ => Value::Null,
    }
}

/// Files of the machine that it is given to read.
pub(super) fn binds(c: &Container) -> Vec<Value> {
    let file = match Role::of(&c.image) {
        Role::Web => "nginx.conf",
        Role::Collector => "vector.yaml",
        _ => return Vec::new(),
    };
    vec![json!({
        "Type": "bind",
        "Source": format!("/srv/{}/{file}", c.name),
        "Destination": format!("/etc/{file}"),
        "Mode": "ro",
        "RW": false,
        "Propagation": "rprivate",
    })]
}

/// Whom it runs as.
pub(super) fn user(c: &Container) -> &'static str {
    match Role::of(&c.image) {
        Role::Api | Role::Worker => "1000:1000",
        Role::Database => "postgres",
        _ => "",
    }
}

/// Where it starts.
pub(super) fn working_dir(c: &Container) -> &'static str {
    match Role::of(&c.image) {
        Role::Api | Role::Worker => "/app",
        Role::Shell => "/workspace",
        _ => "/",
    }
}

/// What the health check found, oldest first as the engine has it.
pub(super) fn health(c: &Container, health: Health, now: Moment) -> Value {
    let said = if c.alive() { health } else { Health::Unhealthy };
    let failed = health == Health::Unhealthy;
    let every = i64::try_from(CHECK_EVERY.as_secs()).unwrap_or(30);
    let newest = now.unix().div_euclid(every);
    let began = c.started.map_or(i64::MAX, Moment::unix);
    let log: Vec<Value> = (newest - CHECKS_KEPT + 1..=newest)
        .filter(|number| c.alive() && number * every > began)
        .map(|number| {
            let start = Moment(number.saturating_mul(every).saturating_mul(1_000_000_000));
            json!({
                "Start": start.rfc3339(),
                "End": start.after(Duration::from_millis(38)).rfc3339(),
                "ExitCode": i32::from(failed),
                "Output": if failed { "connection refused\n" } else { "ok\n" },
            })
        })
        .collect();
    json!({ "Status": said.as_str(), "FailingStreak": if failed { 5 } else { 0 }, "Log": log })
}
