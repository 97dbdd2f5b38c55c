//! What watching costs: the console itself, and what it asks of the engine.

use crate::InstanceId;
use serde::{Deserialize, Serialize};

/// What the console itself costs: it is shown at all times, so that nobody has to wonder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OwnCost {
    /// CPU of the console's processes, the webview's included, in percent of one core.
    pub cpu_percent: f64,
    /// Their memory in bytes: on Linux the proportional set size, so that shared pages count once; elsewhere the resident size.
    pub memory_bytes: u64,
    /// How many instances are watched.
    pub watched_instances: u64,
    /// Time between two frames, in milliseconds.
    pub interval_ms: u32,
    /// How the watched instances are sampled.
    #[serde(default)]
    pub sampling: Sampling,
    /// Samples that were taken each second since the measurement before, from whichever source.
    #[serde(default)]
    pub samples_per_second: f64,
    /// Events that were published each second since the measurement before, frames included.
    #[serde(default)]
    pub events_per_second: f64,
    /// What the engine's own processes spend; absent where they run elsewhere, or the system does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<EngineCost>,
    /// What is remembered on disk; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<DatabaseCost>,
}

/// Where an instance's numbers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SampleSource {
    /// The kernel's own files, read by the console; the engine has no part in it.
    Kernel,
    /// A stream of statistics that the engine sends by itself.
    Stream,
    /// The engine, asked now and then.
    Poll,
}

/// How the watched instances are sampled at this moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Sampling {
    /// Instances whose CPU and memory come from [`SampleSource::Kernel`].
    pub kernel: u64,
    /// Instances of [`SampleSource::Stream`].
    pub streamed: u64,
    /// Instances of [`SampleSource::Poll`].
    pub polled: u64,
    /// Instances of [`SampleSource::Kernel`] whose network only the engine knows, so that it is polled for that alone.
    #[serde(default)]
    pub network_polled: u64,
    /// Time between two polls of one instance, in milliseconds: of those that are polled whole if there are some, else of those whose
    /// network is asked for; zero where there are neither.
    pub poll_interval_ms: u32,
    /// Why it is that long.
    pub pace: Pace,
}

/// How often the engine is asked for what no stream tells, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Somebody looks.
    #[default]
    Watched,
    /// Nobody looks, so it may take longer.
    Unwatched,
    /// The machine runs on its battery.
    OnBattery,
    /// The engine is slow to answer, so it is asked less.
    EngineSlow,
}

/// What the engine's own processes spend, watching included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EngineCost {
    /// CPU of the engine, its helpers and its shims, in percent of one core, for whatever reason.
    pub cpu_percent: f64,
    /// The same on average over the last pause of collecting: the difference is what watching costs. Absent unless that was in the last
    /// ten minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unwatched_cpu_percent: Option<f64>,
    /// How many processes that is.
    pub processes: u64,
    /// Statistics that the engine was made to tell each second since the measurement before, over streams and polls.
    pub answers_per_second: f64,
}

/// What is remembered on disk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DatabaseCost {
    /// Size of the database, its log included, in bytes.
    pub bytes: u64,
    /// What it may grow to, in bytes.
    pub cap_bytes: u64,
    /// How much it grew in the last hour that this console ran, or since it started if that is less, in bytes a day. Absent in the first
    /// minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub growth_bytes_per_day: Option<f64>,
}

/// What somebody looks at now. It holds for [`Attention::LASTS_MS`] from when it was told, so it is told again and again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Attention {
    /// Instances that are on the screen, at most [`Attention::MOST`]; may be none, and somebody looks all the same.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(max_items = 128))]
    pub instances: Vec<InstanceId>,
}

impl Attention {
    /// How many instances may be looked at: more than fit a screen.
    pub const MOST: usize = 128;
    /// For how long it holds, in milliseconds.
    pub const LASTS_MS: u32 = 20_000;
}
