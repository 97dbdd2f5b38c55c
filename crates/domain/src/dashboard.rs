//! What the dashboard counts and draws.

use crate::Activity;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The label of the series that sums all instances.
pub const TOTAL_LABEL: &str = "total";

/// How many resources there are, as the three cards show them.
///
/// Instances are containers of any state; `running` and `stopped` count as `docker info` does, so a paused instance is
/// in neither. Volumes are Docker volumes, attached when at least one container mounts them. VPCs are networks other than
/// the predefined `bridge`, `host` and `none`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ResourceSummary {
    /// Containers of any state.
    pub total_instances: u64,
    /// Containers that run.
    pub running_instances: u64,
    /// Containers that neither run nor are paused.
    pub stopped_instances: u64,
    /// Docker volumes.
    pub total_volumes: u64,
    /// Volumes that at least one container mounts, whether it runs or not.
    pub attached_volumes: u64,
    /// User-defined networks.
    pub total_vpcs: u64,
    /// Size of all volumes whose size is known, in megabytes of 1,000,000 bytes, rounded up.
    pub total_storage_mb: u64,
}

/// One point of a labelled series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MetricPoint {
    /// The middle of the time that the value stands for.
    pub timestamp: DateTime<Utc>,
    /// Percent of one core for CPU, bytes for memory.
    pub value: f64,
    /// An instance's name, or [`TOTAL_LABEL`].
    pub label: String,
}

/// Everything that the dashboard shows when it opens.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DashboardStats {
    /// The counts.
    pub summary: ResourceSummary,
    /// The newest activities, newest first.
    pub recent_events: Vec<Activity>,
    /// CPU of the busiest instances and in total, in percent of one core, oldest first within a label.
    pub cpu_history: Vec<MetricPoint>,
    /// Memory of the biggest instances and in total, in bytes, oldest first within a label.
    pub memory_history: Vec<MetricPoint>,
}
