//! How days and times are written. The time of day has 24 hours everywhere; the order of day and month, their names and what stands
//! between them are the language's.

use crate::t;
use chrono::{Datelike, Timelike};

/// `14:05`.
#[must_use]
pub fn minutes(time: &impl Timelike) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `14:05:10`.
#[must_use]
pub fn seconds(time: &impl Timelike) -> String {
    format!("{}:{:02}", minutes(time), time.second())
}

/// `24 Nov`.
#[must_use]
pub fn day_month(date: &impl Datelike) -> String {
    t!("date-day-month", day = date.day().to_string(), month = month(date))
}

/// `24 Nov 2026`.
#[must_use]
pub fn day_month_year(date: &impl Datelike) -> String {
    t!(
        "date-day-month-year",
        day = date.day().to_string(),
        month = month(date),
        year = date.year().to_string()
    )
}

/// `Tue 24 Nov`.
#[must_use]
pub fn weekday_day_month(date: &impl Datelike) -> String {
    t!(
        "date-weekday-day-month",
        weekday = weekday(date),
        day = date.day().to_string(),
        month = month(date)
    )
}

/// `Tue 24`.
#[must_use]
pub fn weekday_day(date: &impl Datelike) -> String {
    t!("date-weekday-day", weekday = weekday(date), day = date.day().to_string())
}

/// `Tuesday 24 November`.
#[must_use]
pub fn whole_day(date: &impl Datelike) -> String {
    let weekday = name(&t!("date-weekdays-long"), date.weekday().num_days_from_monday());
    t!("date-whole-day", weekday = weekday, day = date.day().to_string(), month = whole_month(date))
}

/// `24 November 2026`.
#[must_use]
pub fn whole_day_year(date: &impl Datelike) -> String {
    t!(
        "date-whole-day-year",
        day = date.day().to_string(),
        month = whole_month(date),
        year = date.year().to_string()
    )
}

/// `Tue`.
#[must_use]
pub fn weekday(date: &impl Datelike) -> String {
    name(&t!("date-weekdays"), date.weekday().num_days_from_monday())
}

/// `Nov`.
#[must_use]
pub fn month(date: &impl Datelike) -> String {
    name(&t!("date-months"), date.month0())
}

fn whole_month(date: &impl Datelike) -> String {
    name(&t!("date-months-long"), date.month0())
}

/// One of the names that stand in a message with spaces between them.
fn name(names: &str, place: u32) -> String {
    let place = usize::try_from(place).unwrap_or_default();
    names.split_whitespace().nth(place).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use chrono::NaiveDate;

    fn every_form(date: NaiveDate) -> [String; 7] {
        [
            day_month(&date),
            day_month_year(&date),
            weekday_day_month(&date),
            weekday_day(&date),
            whole_day(&date),
            whole_day_year(&date),
            month(&date),
        ]
    }

    #[test]
    fn a_day_is_written_as_its_language_writes_it() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let english = [
            "23 Nov",
            "23 Nov 2026",
            "Mon 23 Nov",
            "Mon 23",
            "Monday 23 November",
            "23 November 2026",
            "Nov",
        ];
        assert_eq!(every_form(date), english);
        Language::German.speak();
        let german = [
            "23. Nov.",
            "23. Nov. 2026",
            "Mo., 23. Nov.",
            "Mo. 23.",
            "Montag, 23. November",
            "23. November 2026",
            "Nov.",
        ];
        assert_eq!(every_form(date), german);
        Language::English.speak();
    }

    #[test]
    fn every_day_and_month_has_a_name() {
        for language in Language::ALL {
            language.speak();
            let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
            let days: Vec<_> = first.iter_days().take(365).collect();
            for form in [weekday, month, whole_day] {
                assert!(days.iter().all(|day| !form(day).trim().is_empty()), "{language:?}");
            }
            let months: std::collections::BTreeSet<_> = days.iter().map(whole_month).collect();
            assert_eq!(months.len(), 12, "{language:?}");
        }
        Language::English.speak();
    }
}
