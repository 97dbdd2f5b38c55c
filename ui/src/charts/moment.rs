//! Times in a chart's words: with the day only where the time of day does not say which one.

use super::ChartModel;
use super::range::Span;
use crate::time::Clock;
use crate::words::dates;
use chrono::{DateTime, Datelike, NaiveDateTime, Timelike, Utc};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Within so many milliseconds before the end a weekday says which day is meant.
const WEEKDAYS: i64 = 6 * DAY;

/// How the times of one chart are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moments {
    end: i64,
    is_dated: bool,
    utc_offset_ms: i64,
}

impl Moments {
    pub fn of(model: &ChartModel) -> Self {
        Self {
            end: model.end,
            is_dated: model.end - model.start > DAY,
            utc_offset_ms: model.utc_offset_ms,
        }
    }

    /// `14:05:10`, and on a longer axis `Tue 24 Nov 14:05:10`.
    pub fn point(self, at: i64) -> String {
        let time = local(at, self.utc_offset_ms);
        let clock = dates::seconds(&time);
        if self.is_dated { format!("{} {clock}", self.day(time)) } else { clock }
    }

    /// `14:05 – 14:20`, and on a longer axis `Tue 24 Nov 14:05 – 14:20`.
    pub fn bucket(self, from: i64, to: i64) -> String {
        let whole = from % MINUTE == 0 && to % MINUTE == 0;
        let (first, last) = (local(from, self.utc_offset_ms), local(to, self.utc_offset_ms));
        let text = |time: NaiveDateTime, with_day: bool| {
            let clock = clock(&time, whole);
            if with_day { format!("{} {clock}", self.day(time)) } else { clock }
        };
        let crosses = first.date() != last.date();
        format!("{} – {}", text(first, self.is_dated), text(last, self.is_dated && crosses))
    }

    /// `14:05:10 – 14:05:50` within a day, `Tue 22:10 – Wed 07:45` within a week, else `14 Nov 22:10 – 15 Nov 07:45`.
    pub fn gap(self, from: i64, to: i64) -> String {
        let (first, last) = (local(from, self.utc_offset_ms), local(to, self.utc_offset_ms));
        let text = |time: NaiveDateTime, with_day: bool| {
            let clock = clock(&time, to - from >= 10 * MINUTE);
            if !with_day {
                clock
            } else if self.end - from < WEEKDAYS {
                format!("{} {clock}", dates::weekday(&time))
            } else {
                format!("{} {clock}", dates::day_month(&time))
            }
        };
        let crosses = first.date() != last.date();
        let with_day = self.is_dated || crosses;
        format!("{} – {}", text(first, with_day), text(last, crosses))
    }

    fn day(self, time: NaiveDateTime) -> String {
        let this_year = local(self.end, self.utc_offset_ms).year();
        if time.year() == this_year {
            dates::weekday_day_month(&time)
        } else {
            dates::day_month_year(&time)
        }
    }
}

/// The time of day, to the minute or to the second.
fn clock(time: &impl Timelike, to_minute: bool) -> String {
    if to_minute { dates::minutes(time) } else { dates::seconds(time) }
}

/// A moment on the person's clock.
pub(super) fn local(at_ms: i64, utc_offset_ms: i64) -> NaiveDateTime {
    DateTime::from_timestamp_millis(at_ms.saturating_add(utc_offset_ms))
        .unwrap_or_default()
        .naive_utc()
}

/// A range as it is named: `14:05 – 15:10` of today, `24 Nov 14:05 – 15:10` of another day, to the second if it is short.
#[must_use]
pub fn span_words(span: Span, clock: Clock) -> String {
    let day = |time| clock.day(time);
    let is_today = day(span.from) == day(clock.now) && day(span.to) == day(clock.now);
    let text = |time: DateTime<Utc>, with_day: bool| {
        let local = clock.zone.at(time);
        let hour = self::clock(&local, span.length().num_milliseconds() >= 10 * MINUTE);
        match (with_day, local.year() == day(clock.now).year()) {
            (false, _) => hour,
            (true, true) => format!("{} {hour}", dates::day_month(&local)),
            (true, false) => format!("{} {hour}", dates::day_month_year(&local)),
        }
    };
    let crosses = day(span.from) != day(span.to);
    format!("{} – {}", text(span.from, !is_today), text(span.to, crosses))
}
