//! An instance: a container of any state.

use crate::InstanceId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A container, as the console knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Instance {
    /// The engine's id.
    pub id: InstanceId,
    /// The name without Docker's leading slash.
    pub name: String,
    /// The image as the person named it.
    pub image: String,
    /// What it is doing.
    pub state: InstanceState,
    /// What its health check says.
    #[serde(default)]
    pub health: Health,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it last started; absent if it never did or the engine did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<DateTime<Utc>>,
    /// When it last stopped; absent while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
    /// The exit code of its last run; absent while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i64>,
    /// Whether its last run was ended by the kernel for want of memory.
    #[serde(default)]
    pub oom_killed: bool,
    /// The compose project that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// Its service within the compose project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The ports that it exposes or publishes.
    #[serde(default)]
    pub ports: Vec<Port>,
    /// Names of the volumes that it mounts.
    #[serde(default)]
    pub volumes: Vec<String>,
    /// Names of the networks that it is attached to, predefined ones included.
    #[serde(default)]
    pub vpcs: Vec<String>,
    /// Its labels but those of compose, which are told by `project` and `service`: at most [`Instance::MOST_LABELS`], each value of at
    /// most [`Instance::LONGEST_LABEL`] bytes. All of them, whole, are in its [`InstanceDetail`](crate::InstanceDetail).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

impl Instance {
    /// How many labels are told of each instance.
    pub const MOST_LABELS: usize = 48;
    /// How many bytes of a label's name or value are told.
    pub const LONGEST_LABEL: usize = 200;

    /// Whether it ended badly or its health check fails: what the card counts as failing.
    ///
    /// An exit code of 143 (128 + SIGTERM) is a stop that was asked for and heeded, hence no failure; 137 (SIGKILL) is one
    /// only when the kernel ran out of memory, since `docker kill` and a stop that timed out end the same way.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        match self.state {
            InstanceState::Running => self.health == Health::Unhealthy,
            InstanceState::Restarting | InstanceState::Dead => true,
            InstanceState::Exited => {
                self.oom_killed || !matches!(self.exit_code, None | Some(0 | 130 | 137 | 143))
            }
            InstanceState::Created
            | InstanceState::Paused
            | InstanceState::Removing
            | InstanceState::Unknown => false,
        }
    }
}

/// What a container is doing, in the engine's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InstanceState {
    /// Made, never started.
    Created,
    /// Its process runs.
    Running,
    /// Its process is frozen.
    Paused,
    /// The engine's restart policy is at work.
    Restarting,
    /// It is being removed.
    Removing,
    /// Its process ended.
    Exited,
    /// The engine failed to remove it.
    Dead,
    /// The engine used a word that this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

impl InstanceState {
    /// Every state, for tables and tests.
    pub const ALL: [Self; 8] = [
        Self::Created,
        Self::Running,
        Self::Paused,
        Self::Restarting,
        Self::Removing,
        Self::Exited,
        Self::Dead,
        Self::Unknown,
    ];

    /// Reads the engine's word; one that is not known is [`InstanceState::Unknown`]. Podman says "stopped" and "stopping".
    #[must_use]
    pub fn from_engine(word: &str) -> Self {
        match word {
            "created" | "configured" | "initialized" => Self::Created,
            "running" => Self::Running,
            "paused" => Self::Paused,
            "restarting" => Self::Restarting,
            "removing" | "stopping" => Self::Removing,
            "exited" | "stopped" => Self::Exited,
            "dead" => Self::Dead,
            _ => Self::Unknown,
        }
    }

    /// The word that people see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Restarting => "restarting",
            Self::Removing => "removing",
            Self::Exited => "exited",
            Self::Dead => "dead",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it counts as stopped, as `docker info` counts: everything that neither runs nor is paused.
    #[must_use]
    pub fn is_stopped(self) -> bool {
        !matches!(self, Self::Running | Self::Paused)
    }
}

/// What a container's health check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// There is no health check, or it has not been heard.
    #[default]
    None,
    /// Still within its start period.
    Starting,
    /// Passes.
    Healthy,
    /// Fails.
    Unhealthy,
}

/// One port of a container.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Port {
    /// The port inside the container.
    pub private: u16,
    /// The port on the host, if it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<u16>,
    /// The host's address that it is published on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// `tcp`, `udp` or `sctp`.
    pub protocol: String,
}
