//! What instances used over a while: asked for, answered, and written to a file.

use crate::{ActivityKind, InstanceId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The most buckets that one series of an answer has.
pub const MAX_POINTS: u32 = 2_000;
/// The most instances that an answer names.
pub const MAX_TOP: u32 = 100;

/// What is measured of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// CPU in percent of one core, as `docker stats` shows it: 0 … 100 × cores.
    Cpu,
    /// Memory in use without reclaimable page cache, in bytes, as `docker stats` shows it.
    Memory,
    /// Bytes a second received over all interfaces.
    NetworkRx,
    /// Bytes a second sent over all interfaces.
    NetworkTx,
    /// Bytes a second read from block devices.
    DiskRead,
    /// Bytes a second written to block devices.
    DiskWrite,
}

impl Metric {
    /// Every metric, in the order in which it is stored and exported.
    pub const ALL: [Self; 6] = [
        Self::Cpu,
        Self::Memory,
        Self::NetworkRx,
        Self::NetworkTx,
        Self::DiskRead,
        Self::DiskWrite,
    ];

    /// Its word in addresses, files and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::NetworkRx => "network_rx",
            Self::NetworkTx => "network_tx",
            Self::DiskRead => "disk_read",
            Self::DiskWrite => "disk_write",
        }
    }

    /// What its values count.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Cpu => "percent_of_one_core",
            Self::Memory => "bytes",
            Self::NetworkRx | Self::NetworkTx | Self::DiskRead | Self::DiskWrite => {
                "bytes_per_second"
            }
        }
    }
}

/// Whose history it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HistorySubject {
    /// All instances together.
    Total,
    /// One instance, whether it still exists or not.
    Instance {
        /// The engine's id.
        id: InstanceId,
    },
    /// Every instance that was ever known by this name: what is recreated under its old name goes on.
    Name {
        /// The name as last known.
        name: String,
    },
    /// Every instance of a compose project, or of one of its services, together.
    Group {
        /// The compose project.
        project: String,
        /// One of its services; absent for the whole project.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<String>,
    },
}

/// A question about the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HistoryQuery {
    /// Whose history.
    pub subject: HistorySubject,
    /// Which metric.
    pub metric: Metric,
    /// From when, inclusive.
    pub from: DateTime<Utc>,
    /// Until when, exclusive.
    pub to: DateTime<Utc>,
    /// The most buckets to answer with, 1 … [`MAX_POINTS`]; another number is taken as the nearer of the two.
    pub points: u32,
    /// How many of the subject's instances get a series of their own, beside the subject's: those that used most over the range.
    /// At most [`MAX_TOP`].
    #[serde(default)]
    pub top: u32,
    /// Instances of the subject that get one besides, however little they used. At most [`MAX_TOP`] count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<InstanceId>,
}

/// What was asked for.
///
/// All series share one grid: the bucket number `i` begins at `begins + i × bucket_ms`. A bucket in which nothing was measured is
/// `None`: a gap, never a zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct History {
    /// Which metric it is.
    pub metric: Metric,
    /// Where the first bucket begins; at or a little before the start that was asked for.
    pub begins: DateTime<Utc>,
    /// Length of a bucket in milliseconds.
    pub bucket_ms: i64,
    /// Length in milliseconds of the stored buckets that the answer was made of: how fine the past is known at best. One
    /// second is a sample itself.
    pub resolution_ms: i64,
    /// The subject first, then its busiest instances, busiest first, then the pinned ones, then the rest of them if there is one.
    pub series: Vec<HistorySeries>,
    /// When nothing was measured at all, and why, oldest first.
    pub gaps: Vec<HistoryGap>,
}

/// One line of a chart, on the grid of its [`History`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HistorySeries {
    /// Whose it is; absent for the instances that have no series of their own, taken together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<HistorySubject>,
    /// What people call it: the instance's name as last known, `total`, `others`.
    pub name: String,
    /// How many instances are in it.
    pub instances: u32,
    /// The mean over the range. For an instance beside a sum: over the time in which the sum is known, so that one that ran for a
    /// moment is small, and the means add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// The average of each bucket, of the samples in it. So an instance that lived through a part of a bucket has the average
    /// of that part; what is missing is not taken for zero. That of the rest is the total's less the instances' shares.
    pub avg: Vec<Option<f64>>,
    /// The lowest sample of each bucket. Empty for the rest, of which no lowest and highest are known.
    pub min: Vec<Option<f64>>,
    /// The highest sample of each bucket. Empty where `min` is.
    pub max: Vec<Option<f64>>,
}

/// A stretch of time of which nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HistoryGap {
    /// The last sample before it.
    pub from: DateTime<Utc>,
    /// The first sample after it, or the present.
    pub to: DateTime<Utc>,
    /// Why.
    pub reason: GapReason,
}

/// Why nothing was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// The machine slept.
    Asleep,
    /// The console was not running.
    Closed,
    /// The engine did not answer.
    EngineAway,
    /// Somebody had paused collecting.
    Paused,
    /// It was measured, and could not be written: the disk was full, or the like.
    NotRecorded,
    /// Nobody knows.
    #[serde(other)]
    Unknown,
}

impl GapReason {
    /// Every reason, for tables and tests.
    pub const ALL: [Self; 6] = [
        Self::Asleep,
        Self::Closed,
        Self::EngineAway,
        Self::Paused,
        Self::NotRecorded,
        Self::Unknown,
    ];

    /// Its word in files and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asleep => "asleep",
            Self::Closed => "closed",
            Self::EngineAway => "engine_away",
            Self::Paused => "paused",
            Self::NotRecorded => "not_recorded",
            Self::Unknown => "unknown",
        }
    }

    /// What people read of it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Asleep => "the machine slept",
            Self::Closed => "the console was closed",
            Self::EngineAway => "the engine was away",
            Self::Paused => "collecting was paused",
            Self::NotRecorded => "recording was paused",
            Self::Unknown => "no samples",
        }
    }
}

/// An instance that the engine no longer has, and of which there is history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PastInstance {
    /// The engine's id, as it was.
    pub id: InstanceId,
    /// Its last name.
    pub name: String,
    /// The image as the person named it; empty if that was never known.
    pub image: String,
    /// The compose project that it belonged to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// Its service within the compose project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// When the console first saw it.
    pub first_seen: DateTime<Utc>,
    /// When the console last saw it.
    pub last_seen: DateTime<Utc>,
}

/// A question about what happened to instances in a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ActivityQuery {
    /// Whose; [`HistorySubject::Total`] for everybody's.
    pub subject: HistorySubject,
    /// From when, inclusive.
    pub from: DateTime<Utc>,
    /// Until when, exclusive.
    pub to: DateTime<Utc>,
    /// How many at most: failures first, then the newest. They are answered newest first.
    pub limit: u32,
    /// What sort of thing; none means everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<ActivityKind>,
}

/// History to be written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ExportRequest {
    /// Whose history. Each of the subject's instances is written for itself; with [`HistorySubject::Total`] the sum comes first.
    pub subject: HistorySubject,
    /// Which metrics; none means all.
    #[serde(default)]
    pub metrics: Vec<Metric>,
    /// From when, inclusive.
    pub from: DateTime<Utc>,
    /// Until when, exclusive.
    pub to: DateTime<Utc>,
    /// In which form.
    pub format: ExportFormat,
}

/// The forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180), with units in the header.
    Csv,
    /// One JSON document: a header with units, then the rows.
    Json,
}

impl ExportFormat {
    /// The ending of its files, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// What became of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Exported {
    /// The file that was written.
    pub path: String,
    /// How many rows of data it has.
    pub rows: u64,
    /// Length in milliseconds of its buckets.
    pub resolution_ms: i64,
}
