//! Times in a chart's words: with the day only where the time of day does not say which one.

use super::ChartModel;
use super::range::Span;
use crate::time::Clock;
use chrono::{DateTime, Datelike, NaiveDateTime, Utc};

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
        let clock = time.format("%H:%M:%S");
        if self.is_dated { format!("{} {clock}", self.day(time)) } else { clock.to_string() }
    }

    /// `14:05 – 14:20`, and on a longer axis `Tue 24 Nov 14:05 – 14:20`.
    pub fn bucket(self, from: i64, to: i64) -> String {
        let whole = from % MINUTE == 0 && to % MINUTE == 0;
        let clock = if whole { "%H:%M" } else { "%H:%M:%S" };
        let (first, last) = (local(from, self.utc_offset_ms), local(to, self.utc_offset_ms));
        let text = |time: NaiveDateTime, with_day: bool| {
            let clock = time.format(clock);
            if with_day { format!("{} {clock}", self.day(time)) } else { clock.to_string() }
        };
        let crosses = first.date() != last.date();
        format!("{} – {}", text(first, self.is_dated), text(last, self.is_dated && crosses))
    }

    /// `14:05:10 – 14:05:50` within a day, `Tue 22:10 – Wed 07:45` within a week, else `14 Nov 22:10 – 15 Nov 07:45`.
    pub fn gap(self, from: i64, to: i64) -> String {
        let (first, last) = (local(from, self.utc_offset_ms), local(to, self.utc_offset_ms));
        let clock = if to - from < 10 * MINUTE { "%H:%M:%S" } else { "%H:%M" };
        let text = |time: NaiveDateTime, with_day: bool| {
            let clock = time.format(clock);
            if !with_day {
                clock.to_string()
            } else if self.end - from < WEEKDAYS {
                format!("{} {clock}", time.format("%a"))
            } else {
                format!("{} {clock}", time.format("%-d %b"))
            }
        };
        let crosses = first.date() != last.date();
        let with_day = self.is_dated || crosses;
        format!("{} – {}", text(first, with_day), text(last, crosses))
    }

    fn day(self, time: NaiveDateTime) -> String {
        let this_year = local(self.end, self.utc_offset_ms).year();
        let pattern = if time.year() == this_year { "%a %-d %b" } else { "%-d %b %Y" };
        time.format(pattern).to_string()
    }
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
        let clock_words =
            if span.length().num_milliseconds() < 10 * MINUTE { "%H:%M:%S" } else { "%H:%M" };
        let day_words = match (with_day, day(time).year() == day(clock.now).year()) {
            (false, _) => "",
            (true, true) => "%-d %b ",
            (true, false) => "%-d %b %Y ",
        };
        clock.zone.at(time).format(&format!("{day_words}{clock_words}")).to_string()
    };
    let crosses = day(span.from) != day(span.to);
    format!("{} – {}", text(span.from, !is_today), text(span.to, crosses))
}
