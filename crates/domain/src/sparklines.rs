//! The last minutes of every running instance, as small lines draw them.

use crate::InstanceId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// CPU and memory of the last 15 minutes, of every instance that runs.
///
/// All lines share one grid: the bucket number `i` begins at `begins + i × bucket_ms`, and each line has as many values as there are
/// buckets. A bucket in which nothing was measured is `None`: a gap, never a zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Sparklines {
    /// Where the first bucket begins. Buckets begin at whole multiples of their length since 1970.
    pub begins: DateTime<Utc>,
    /// Length of a bucket in milliseconds.
    pub bucket_ms: i64,
    /// A line for each running instance of which anything is known in that time.
    pub lines: Vec<InstanceLine>,
}

/// What one instance used, on the grid of its [`Sparklines`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InstanceLine {
    /// Whose it is.
    pub instance: InstanceId,
    /// The average of each bucket, in percent of one core.
    pub cpu: Vec<Option<f64>>,
    /// The average of each bucket, in bytes.
    pub memory: Vec<Option<u64>>,
}
