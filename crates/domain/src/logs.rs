//! An instance's own output. Whoever reads asks for the next lines when it is ready for them, so a slow reader slows nobody but itself.

use crate::{InstanceId, Problem};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Which lines of an instance's log are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LogsQuery {
    /// Whose.
    pub instance: InstanceId,
    /// How many of the newest lines to begin with; at most [`LogsQuery::MOST`].
    #[cfg_attr(feature = "schema", schema(maximum = 100_000))]
    pub tail: u32,
    /// Only lines from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// Whether lines are wanted that are yet to come.
    pub follow: bool,
}

impl LogsQuery {
    /// The most lines that can be asked for at once.
    pub const MOST: u32 = 100_000;
}

/// A log that is being read. It ends by itself when nobody asked for its next lines for a minute.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LogSession {
    /// Its name, which nobody can guess.
    pub id: String,
}

/// The next lines, oldest first; none if none came within some seconds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LogBatch {
    /// The lines.
    #[serde(default)]
    pub lines: Vec<LogLine>,
    /// Why no more will come; absent while more may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<LogEnd>,
}

/// One line of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LogLine {
    /// When the engine got it; absent if it did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// Where it was written to.
    pub stream: LogStream,
    /// The line without its end. What is no text is replaced by U+FFFD; escape sequences are left in, for who shows it to
    /// understand or to leave out. Never obeyed.
    pub text: String,
    /// Whether it was longer, and the rest was left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_cut: bool,
}

/// Where a line was written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LogStream {
    /// The standard output, or a terminal, which knows no other.
    Out,
    /// The standard error.
    Err,
}

/// Why no more lines will come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum LogEnd {
    /// All that was asked for was read; while following, the instance stopped.
    Done,
    /// It broke off.
    Failed {
        /// Why, and what to do.
        problem: Problem,
    },
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Saved {
    /// Where, or in a browser, under which name.
    pub path: String,
    /// How many rows or lines it has.
    pub rows: u64,
}
