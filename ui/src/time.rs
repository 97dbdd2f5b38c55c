//! Times for people: local, short, and with the date only where it is another day.

use crate::{platform, t, words::dates};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeDelta, Utc};

/// Which time zone times are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// The one of the person's machine.
    Local,
    /// One that does not depend on the machine, for tests.
    Fixed(FixedOffset),
}

impl Zone {
    /// UTC.
    #[must_use]
    pub fn utc() -> Self {
        Self::Fixed(Utc.fix())
    }

    /// `time` on this zone's clock.
    #[must_use]
    pub fn at(self, time: DateTime<Utc>) -> DateTime<FixedOffset> {
        let offset = match self {
            Self::Local => FixedOffset::east_opt(platform::local_offset_seconds(time))
                .unwrap_or_else(|| Utc.fix()),
            Self::Fixed(offset) => offset,
        };
        time.with_timezone(&offset)
    }

    /// The moment at which this zone's clock shows `local`. Of an hour that it shows twice one is meant, and one that it leaves out
    /// is taken for the hour after.
    #[must_use]
    pub fn to_utc(self, local: NaiveDateTime) -> DateTime<Utc> {
        let read_as_utc = local.and_utc();
        let guess = read_as_utc - TimeDelta::seconds(self.offset_seconds(read_as_utc));
        // The offset half a day off may be another one.
        read_as_utc - TimeDelta::seconds(self.offset_seconds(guess))
    }

    fn offset_seconds(self, time: DateTime<Utc>) -> i64 {
        i64::from(self.at(time).offset().local_minus_utc())
    }
}

/// What time it is and where: passed down, so that what is drawn depends on nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The time, not older than half a minute.
    pub now: DateTime<Utc>,
    /// The person's time zone.
    pub zone: Zone,
}

impl Clock {
    /// `14:15:42` today, `3 Mar 14:15:42` on another day, with the year when it is another one.
    #[must_use]
    pub fn moment(&self, time: DateTime<Utc>) -> String {
        let local = self.zone.at(time);
        let today = self.zone.at(self.now);
        let clock = dates::seconds(&local);
        if local.date_naive() == today.date_naive() {
            clock
        } else if local.year() == today.year() {
            format!("{} {clock}", dates::day_month(&local))
        } else {
            format!("{} {clock}", dates::day_month_year(&local))
        }
    }

    /// `14:15:42`, whatever the day.
    #[must_use]
    pub fn time_of_day(&self, time: DateTime<Utc>) -> String {
        dates::seconds(&self.zone.at(time))
    }

    /// The whole time with its offset, for a tooltip.
    #[must_use]
    pub fn full(&self, time: DateTime<Utc>) -> String {
        self.zone.at(time).format("%Y-%m-%d %H:%M:%S %:z").to_string()
    }

    /// The local day.
    #[must_use]
    pub fn day(&self, time: DateTime<Utc>) -> NaiveDate {
        self.zone.at(time).date_naive()
    }

    /// A clock that stands still through this local day: for what depends on the day alone, so that it is not drawn each second.
    #[must_use]
    pub fn of_day(self) -> Self {
        // At noon, which no change of the clocks takes into another day.
        let noon = self.day(self.now).and_time(chrono::NaiveTime::MIN) + TimeDelta::hours(12);
        Self { now: self.zone.to_utc(noon), ..self }
    }

    /// `Today`, `Yesterday`, `Tuesday 3 March`, with the year when it is another one.
    #[must_use]
    pub fn day_title(&self, day: NaiveDate) -> String {
        let today = self.day(self.now);
        if day == today {
            t!("date-today")
        } else if today.pred_opt() == Some(day) {
            t!("date-yesterday")
        } else if day.year() == today.year() {
            dates::whole_day(&day)
        } else {
            dates::whole_day_year(&day)
        }
    }

    /// How long `time` is ago: see [`duration`].
    #[must_use]
    pub fn since(&self, time: DateTime<Utc>) -> String {
        duration(self.now - time)
    }
}

/// The two largest units of a length of time: `3 d 4 h`, `12 min`, `8 s`. A negative length counts as none.
#[must_use]
pub fn duration(length: TimeDelta) -> String {
    let seconds = length.num_seconds().max(0);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn clock(zone_hours: i32) -> Clock {
        Clock {
            now: time("2026-03-03T23:30:00Z"),
            zone: Zone::Fixed(FixedOffset::east_opt(zone_hours * 3600).unwrap()),
        }
    }

    #[test]
    fn the_date_shows_only_on_another_day() {
        let clock = clock(0);
        assert_eq!(clock.moment(time("2026-03-03T14:15:42Z")), "14:15:42");
        assert_eq!(clock.moment(time("2026-03-02T14:15:42Z")), "2 Mar 14:15:42");
        assert_eq!(clock.moment(time("2025-12-31T23:59:59Z")), "31 Dec 2025 23:59:59");
    }

    #[test]
    fn the_day_is_the_local_one() {
        // Half past one in the morning of the fourth, two hours east of UTC.
        let clock = clock(2);
        assert_eq!(clock.moment(time("2026-03-03T22:00:00Z")), "00:00:00");
        assert_eq!(clock.moment(time("2026-03-03T21:59:59Z")), "3 Mar 23:59:59");
        assert_eq!(clock.full(time("2026-03-03T22:00:00Z")), "2026-03-04 00:00:00 +02:00");
    }

    #[test]
    fn a_local_time_is_found_again() {
        let zone = clock(2).zone;
        let moment = time("2026-03-03T22:15:07Z");
        assert_eq!(zone.to_utc(zone.at(moment).naive_local()), moment);
    }

    #[test]
    fn days_have_names() {
        let clock = clock(0);
        let title = |text| clock.day_title(clock.day(time(text)));
        assert_eq!(title("2026-03-03T00:00:00Z"), "Today");
        assert_eq!(title("2026-03-02T23:00:00Z"), "Yesterday");
        assert_eq!(title("2026-02-24T12:00:00Z"), "Tuesday 24 February");
        assert_eq!(title("2025-02-24T12:00:00Z"), "24 February 2025");
    }

    #[test]
    fn a_length_of_time_has_at_most_two_units() {
        let seconds = |seconds| duration(TimeDelta::seconds(seconds));
        assert_eq!(seconds(-5), "0 s");
        assert_eq!(seconds(59), "59 s");
        assert_eq!(seconds(12 * 60 + 5), "12 min");
        assert_eq!(seconds(3600), "1 h");
        assert_eq!(seconds(3600 + 120), "1 h 2 min");
        assert_eq!(seconds(86_400), "1 d");
        assert_eq!(seconds(3 * 86_400 + 4 * 3600 + 59), "3 d 4 h");
    }
}
