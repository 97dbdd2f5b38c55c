//! A Docker volume.

use crate::{InstanceId, Problem};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A Docker volume, as the console knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Volume {
    /// Its name, which is its identity too.
    pub name: String,
    /// The volume driver, mostly `local`.
    pub driver: String,
    /// When it was created; some drivers do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// The compose project that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// Instances of any state that mount it.
    #[serde(default)]
    pub attached_to: Vec<InstanceId>,
    /// Its size when it was last measured; absent until then, for measuring can take the engine long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_bytes: Option<u64>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured_at: Option<DateTime<Utc>>,
    /// Where it is on the engine's machine; empty if the driver does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mountpoint: String,
}

/// How far measuring the volumes has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum MeasureState {
    /// It was not asked for since the console started.
    #[default]
    Idle,
    /// The engine walks through every file.
    Running {
        /// Since when.
        since: DateTime<Utc>,
        /// How many volumes there are to measure.
        volumes: u64,
        /// How long it took the last time, in milliseconds. The engine does not say how far it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected_ms: Option<u64>,
    },
    /// Every volume that the engine can measure has a size.
    Done {
        /// When it ended.
        at: DateTime<Utc>,
        /// How long it took, in milliseconds.
        took_ms: u64,
    },
    /// Somebody called it off.
    Cancelled {
        /// When.
        at: DateTime<Utc>,
    },
    /// The engine could not.
    Failed {
        /// When.
        at: DateTime<Utc>,
        /// Why, and what to do.
        problem: Problem,
    },
}
