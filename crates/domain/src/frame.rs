//! Metrics: what every running instance used at one tick.

use crate::InstanceId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Every running instance at one tick, in one message: a frame costs one delivery however many instances there are.
///
/// An instance without a fresh sample is left out: a gap, never a zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Frame {
    /// The tick.
    pub timestamp: DateTime<Utc>,
    /// Time between two ticks, in milliseconds.
    pub interval_ms: u32,
    /// One sample an instance, ordered by id.
    pub samples: Vec<Sample>,
}

/// What one instance used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Sample {
    /// Whose sample it is.
    pub instance: InstanceId,
    /// CPU in percent of one core, 0 … 100 × cores, as `docker stats` shows it. Absent until there are two readings of one run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_percent: Option<f64>,
    /// Memory in use without reclaimable page cache, in bytes, as `docker stats` shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
    /// The memory limit in bytes, be it the instance's own or the host's size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_limit_bytes: Option<u64>,
    /// Bytes received over all interfaces since the instance started; absent with the host's network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_rx_bytes: Option<u64>,
    /// Bytes sent over all interfaces since the instance started; absent with the host's network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_tx_bytes: Option<u64>,
    /// Bytes read from block devices since the instance started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_read_bytes: Option<u64>,
    /// Bytes written to block devices since the instance started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_write_bytes: Option<u64>,
    /// Bytes a second received since the reading before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_rx_rate: Option<f64>,
    /// Bytes a second sent since the reading before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_tx_rate: Option<f64>,
    /// Bytes a second read from block devices since the reading before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_read_rate: Option<f64>,
    /// Bytes a second written to block devices since the reading before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_write_rate: Option<f64>,
    /// Processes and threads inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pids: Option<u64>,
}

impl Sample {
    /// A sample of `instance` that knows nothing yet.
    #[must_use]
    pub fn empty(instance: InstanceId) -> Self {
        Self {
            instance,
            cpu_percent: None,
            memory_bytes: None,
            memory_limit_bytes: None,
            network_rx_bytes: None,
            network_tx_bytes: None,
            disk_read_bytes: None,
            disk_write_bytes: None,
            network_rx_rate: None,
            network_tx_rate: None,
            disk_read_rate: None,
            disk_write_rate: None,
            pids: None,
        }
    }
}
