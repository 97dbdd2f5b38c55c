//! Times as people write them.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use std::str::FromStr;

/// A moment, or how long ago one was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// That very moment.
    At(DateTime<Utc>),
    /// As long before now.
    Ago(TimeDelta),
}

/// Why a text is no time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no time; write 2026-11-16T08:00:00Z, 2026-11-16, now, or how long ago: -30m, -1h, -7d")]
pub struct NoTime;

impl When {
    /// Which moment it is at `now`. What is before all time is its beginning.
    pub fn at(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::At(moment) => moment,
            Self::Ago(span) => now.checked_sub_signed(span).unwrap_or(DateTime::<Utc>::MIN_UTC),
        }
    }
}

impl FromStr for When {
    type Err = NoTime;

    fn from_str(text: &str) -> Result<Self, NoTime> {
        if text == "now" {
            return Ok(Self::Ago(TimeDelta::zero()));
        }
        if let Some(span) = text.strip_prefix('-') {
            return ago(span).map(Self::Ago).ok_or(NoTime);
        }
        if let Ok(day) = text.parse::<NaiveDate>() {
            return Ok(Self::At(day.and_time(NaiveTime::MIN).and_utc()));
        }
        DateTime::parse_from_rfc3339(text).map(|at| Self::At(at.to_utc())).map_err(|_| NoTime)
    }
}

/// `90s`, `30m`, `1h`, `7d`, `2w`.
fn ago(span: &str) -> Option<TimeDelta> {
    let unit = span.chars().last()?;
    let count: i64 = span.strip_suffix(unit)?.parse().ok().filter(|count| *count >= 0)?;
    match unit {
        's' => TimeDelta::try_seconds(count),
        'm' => TimeDelta::try_minutes(count),
        'h' => TimeDelta::try_hours(count),
        'd' => TimeDelta::try_days(count),
        'w' => TimeDelta::try_weeks(count),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let now: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
        for (text, moment) in [
            ("now", "2026-11-23T12:00:00Z"),
            ("-90s", "2026-11-23T11:58:30Z"),
            ("-30m", "2026-11-23T11:30:00Z"),
            ("-1h", "2026-11-23T11:00:00Z"),
            ("-7d", "2026-11-16T12:00:00Z"),
            ("-2w", "2026-11-09T12:00:00Z"),
            ("2026-11-16", "2026-11-16T00:00:00Z"),
            ("2026-11-16T08:00:00+02:00", "2026-11-16T06:00:00Z"),
            ("2026-11-16T08:00:00.5Z", "2026-11-16T08:00:00.500Z"),
        ] {
            let read: When = text.parse().unwrap();
            assert_eq!(read.at(now), moment.parse::<DateTime<Utc>>().unwrap(), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "-", "-h", "-1", "-1y", "--1h", "-1.5h", "1h", "yesterday", "2026-13-01"] {
            assert_eq!(text.parse::<When>(), Err(NoTime), "{text}");
        }
        assert_eq!(format!("-{}w", i64::MAX).parse::<When>(), Err(NoTime));
        let long: When = format!("-{}d", 100_000_000).parse().unwrap();
        assert_eq!(long.at(DateTime::default()), DateTime::<Utc>::MIN_UTC);
    }
}
