//! Where the time axis has labels, and what they say: round local times.

use super::moment::local;
use crate::words::dates;
use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, Timelike};

/// How many labels there are at most; days are short, and a week has seven.
const LABELS: i64 = 5;
const DAY_LABELS: i64 = 7;

/// A label that is this part of the axis from its right end, or nearer, would be cut off.
const EDGE: i64 = 30;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
const MONTH: i64 = 30 * DAY;
/// The first Monday, in days since the epoch: weeks begin there.
const MONDAY: i64 = 4 * DAY;

const SECOND_STEPS: [i64; 5] = [1_000, 2_000, 5_000, 10_000, 30_000];
const STEPS: [i64; 14] = [
    MINUTE,
    2 * MINUTE,
    3 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    WEEK,
];
const MONTH_STEPS: [u32; 8] = [1, 2, 3, 6, 12, 24, 48, 120];

/// A label of the time axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TimeLabel {
    /// Where it stands, in milliseconds since the epoch.
    pub at: i64,
    /// What it says: `14:05`, `Tue 24`, `24 Nov`, `Nov`, `2027`.
    pub text: String,
}

/// The labels of an axis from `start` to `end`.
pub(super) fn time_labels(start: i64, end: i64, utc_offset_ms: i64) -> Vec<TimeLabel> {
    let span = (end - start).max(0);
    let fits = |step: &i64| span / step <= if *step == DAY { DAY_LABELS } else { LABELS };
    let step = SECOND_STEPS.into_iter().chain(STEPS).find(fits);
    let (times, words): (Vec<i64>, fn(NaiveDateTime) -> String) = match step {
        Some(step) => (regular(start, end, step, utc_offset_ms), words(step)),
        None => {
            let fits = |months: &u32| span / (MONTH * i64::from(*months)) <= LABELS;
            let months = MONTH_STEPS.into_iter().find(fits).unwrap_or(1200);
            (monthly(start, end, months, utc_offset_ms), month_words)
        }
    };
    let room = span / EDGE;
    times
        .into_iter()
        .filter(|at| *at <= end - room)
        .map(|at| TimeLabel { at, text: words(local(at, utc_offset_ms)) })
        .collect()
}

fn regular(start: i64, end: i64, step: i64, utc_offset_ms: i64) -> Vec<i64> {
    let base = if step == WEEK { MONDAY } else { 0 } - utc_offset_ms;
    let first = (start - base).div_euclid(step) * step + base;
    (0..)
        .map(|index| first + index * step)
        .skip_while(|&at| at < start)
        .take_while(|&at| at <= end)
        .collect()
}

/// At the first days of months: these are not equally far apart.
fn monthly(start: i64, end: i64, months: u32, utc_offset_ms: i64) -> Vec<i64> {
    let first = local(start, utc_offset_ms).date();
    let year = if months > 12 { first.year() - first.year().rem_euclid(10) } else { first.year() };
    let mut next = NaiveDate::from_ymd_opt(year, 1, 1);
    let mut times = Vec::new();
    while let Some(date) = next {
        let at = date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis() - utc_offset_ms;
        if at > end {
            break;
        }
        if at >= start {
            times.push(at);
        }
        next = date.checked_add_months(Months::new(months));
    }
    times
}

fn words(step: i64) -> fn(NaiveDateTime) -> String {
    match step {
        WEEK => |time| dates::day_month(&time),
        DAY => day_words,
        step if step < MINUTE => |time| dates::seconds(&time),
        // Where a day begins, its name says more than midnight.
        step if step >= 3 * HOUR => |time| match (time.hour(), time.minute()) {
            (0, 0) => day_words(time),
            _ => clock_words(time),
        },
        _ => clock_words,
    }
}

fn clock_words(time: NaiveDateTime) -> String {
    dates::minutes(&time)
}

fn day_words(time: NaiveDateTime) -> String {
    dates::weekday_day(&time)
}

/// A year says itself where it begins.
fn month_words(time: NaiveDateTime) -> String {
    if time.month() == 1 { time.year().to_string() } else { dates::month(&time) }
}
