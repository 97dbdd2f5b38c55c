//! Why a number is what it is.

use crate::{CgroupVersion, InstanceId, Metric, SampleSource};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Why a number of an instance is what the console shows: the counters of the kernel or the engine, and the formula with them filled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// Whose number it is.
    pub instance: InstanceId,
    /// Which number.
    pub metric: Metric,
    /// The number itself, in the metric's unit; absent if it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Who read the counters.
    pub source: SampleSource,
    /// In a sentence: where they were read, and if not in the kernel's files, why not there.
    pub place: String,
    /// When they were read: by the engine's clock if the engine told them, else by the console's.
    pub read_at: DateTime<Utc>,
    /// When the reading arrived, by the console's clock: the sample's age counts from here.
    pub received_at: DateTime<Utc>,
    /// Which engine, such as `Docker 27.5.1, API 1.47`.
    pub engine: String,
    /// Which cgroup hierarchy the counters come from.
    pub cgroup: CgroupVersion,
    /// The counters that go into it, by the names of whoever told them.
    pub counters: Vec<RawCounter>,
    /// The formula in those names, such as `Δtotal_usage ÷ Δsystem_cpu_usage × online_cpus × 100`.
    pub formula: String,
    /// The formula with the numbers in it; if the value is not known, why, in a sentence.
    pub filled: String,
    /// What else one has to know, in a sentence; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A counter as it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RawCounter {
    /// Where it stands in the engine's answer, such as `cpu_stats.cpu_usage.total_usage`, or in which of the kernel's files, such as
    /// `cpuacct.usage` or `cpu.stat, usage_usec`.
    pub name: String,
    /// What it counts: `ns`, `100 ns`, `bytes`, `cores`, `processors`; or `unix_ns`, a moment in nanoseconds since 1970.
    pub unit: String,
    /// Its value in the reading before, where the difference matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// Its value in this reading; absent if the engine did not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<u64>,
}
