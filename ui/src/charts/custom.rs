//! A range by its two ends, as a person writes it.

use super::range::{ChartRange, LONGEST, SHORTEST, Span};
use crate::t;
use crate::time::Clock;
use chrono::{DateTime, NaiveDateTime, Utc};

/// How a field of a date and a time writes its value, with and without seconds.
const PATTERNS: [&str; 3] = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f"];

/// Why two ends are no range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CustomError {
    /// The first field is empty or unfinished.
    #[error("Say when the range begins: a whole date and a time.")]
    NoBegin,
    /// The second field is empty or unfinished.
    #[error("Say when the range ends: a whole date and a time.")]
    NoEnd,
    /// The end is not after the begin.
    #[error("The end must be later than the begin.")]
    Backwards,
    /// The range begins after now.
    #[error("The range begins in the future, of which nothing is known yet.")]
    BeginsInFuture,
    /// The range ends after now.
    #[error("The range ends in the future. The latest end is now.")]
    EndsInFuture,
    /// The range is too short to draw.
    #[error("The range is shorter than ten seconds.")]
    TooShort,
    /// The range is longer than anything is kept.
    #[error("The range is longer than ten years.")]
    TooLong,
}

impl CustomError {
    /// It in the window's language.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::NoBegin => t!("range-no-begin"),
            Self::NoEnd => t!("range-no-end"),
            Self::Backwards => t!("range-backwards"),
            Self::BeginsInFuture => t!("range-begins-in-future"),
            Self::EndsInFuture => t!("range-ends-in-future"),
            Self::TooShort => t!("range-too-short"),
            Self::TooLong => t!("range-too-long"),
        }
    }
}

/// The range from `begin` to `end`, which are local times as a field of a date and a time writes them.
///
/// # Errors
/// They are no times, or no range that can be shown.
pub fn parse(
    current: ChartRange,
    begin: &str,
    end: &str,
    clock: Clock,
) -> Result<ChartRange, CustomError> {
    let from = read(begin, clock).ok_or(CustomError::NoBegin)?;
    let to = read(end, clock).ok_or(CustomError::NoEnd)?;
    let span = Span { from, to };
    if from >= clock.now {
        Err(CustomError::BeginsInFuture)
    } else if to <= from {
        Err(CustomError::Backwards)
    } else if to > clock.now {
        Err(CustomError::EndsInFuture)
    } else if span.length() < SHORTEST {
        Err(CustomError::TooShort)
    } else if span.length() > LONGEST {
        Err(CustomError::TooLong)
    } else {
        Ok(current.zoomed(span, clock.now))
    }
}

/// A time as a field of a date and a time takes it, to the second.
#[must_use]
pub fn written(time: DateTime<Utc>, clock: Clock) -> String {
    clock.zone.at(time).format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn read(text: &str, clock: Clock) -> Option<DateTime<Utc>> {
    let local = PATTERNS
        .iter()
        .find_map(|pattern| NaiveDateTime::parse_from_str(text.trim(), pattern).ok())?;
    Some(clock.zone.to_utc(local))
}
