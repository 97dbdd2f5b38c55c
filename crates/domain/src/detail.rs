//! Everything about one instance that is too much to tell of all of them: what `docker inspect` knows, in the console's words.

use crate::InstanceId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One instance in full, as the engine described it at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InstanceDetail {
    /// The engine's id.
    pub id: InstanceId,
    /// When the engine described it.
    pub read_at: DateTime<Utc>,
    /// The program and its arguments, as they were started.
    #[serde(default)]
    pub command: Vec<String>,
    /// The directory that it starts in; empty if the image says.
    #[serde(default)]
    pub working_dir: String,
    /// Whom it runs as; empty for the image's own choice, mostly root.
    #[serde(default)]
    pub user: String,
    /// Its name within its networks.
    #[serde(default)]
    pub hostname: String,
    /// Id of the image that it was made from.
    #[serde(default)]
    pub image_id: String,
    /// What the engine does when its process ends: `no`, `always`, `unless-stopped`, `on-failure:3`.
    #[serde(default)]
    pub restart_policy: String,
    /// How often the engine restarted it by that policy.
    #[serde(default)]
    pub restarts: u64,
    /// What the engine says went wrong when it last tried to start it; mostly empty.
    #[serde(default)]
    pub error: String,
    /// The number of its process on the engine's machine; absent while it does not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pid: Option<u64>,
    /// Whether it may do everything that root on the machine may.
    #[serde(default)]
    pub privileged: bool,
    /// Its own memory limit in bytes; absent for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_limit_bytes: Option<u64>,
    /// How many cores it may use at most, such as 1.5; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_limit: Option<f64>,
    /// What its health check found lately; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<HealthReport>,
    /// Its environment, in the engine's order.
    #[serde(default)]
    pub environment: Vec<Variable>,
    /// What is mounted into it.
    #[serde(default)]
    pub mounts: Vec<Mount>,
    /// The networks that it is attached to.
    #[serde(default)]
    pub networks: Vec<NetworkPlace>,
    /// Its labels.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// All that the engine says, as indented JSON. Secrets in its environment are hidden unless they were asked for.
    pub inspect: String,
    /// Whether secrets were asked for, and are in it.
    #[serde(default)]
    pub revealed: bool,
}

/// What a health check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HealthReport {
    /// How often it failed in a row.
    pub failing_streak: u64,
    /// Its newest runs, newest first.
    #[serde(default)]
    pub probes: Vec<HealthProbe>,
}

/// One run of a health check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HealthProbe {
    /// When it ended; absent if the engine did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// What it ended with; 0 is healthy.
    pub exit_code: i64,
    /// What it printed; may be anything.
    #[serde(default)]
    pub output: String,
}

/// One variable of an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value; absent for a secret that was not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether it looks like a secret: by its name, or since its value is an address with a password in it.
    #[serde(default)]
    pub is_secret: bool,
}

/// Something that is mounted into an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Mount {
    /// `volume`, `bind`, `tmpfs`, `npipe`, or what else the engine says.
    pub kind: String,
    /// The volume's name; absent for what is no volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    /// Where it comes from on the engine's machine; empty for memory.
    #[serde(default)]
    pub source: String,
    /// Where it is in the instance.
    pub destination: String,
    /// Whether the instance may only read it.
    #[serde(default)]
    pub read_only: bool,
}

/// An instance's place in a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NetworkPlace {
    /// The network's name.
    pub name: String,
    /// The network's id; empty if the engine did not say.
    #[serde(default)]
    pub id: String,
    /// Its address with the length of the prefix, such as `172.18.0.3/16`; absent while it does not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv4: Option<String>,
    /// Its IPv6 address with the length of the prefix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv6: Option<String>,
    /// Where its way out is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway: Option<String>,
    /// The address of its interface.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
    /// By which other names it is found there.
    #[serde(default)]
    pub aliases: Vec<String>,
}
