//! A Docker volume.

use crate::InstanceId;
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
}
