//! Raw counters for people.

use crate::t;
use chrono::{DateTime, TimeDelta};
use mini_aws_domain::{CgroupVersion, RawCounter, SampleSource};

/// Between groups of three digits.
const SPACE: char = '\u{202f}';
/// A moment, by the engine's clock.
const MOMENT: &str = "unix_ns";

/// What a counter counts, as it stands beside its name.
pub(super) fn unit(counter: &RawCounter) -> &str {
    match counter.unit.as_str() {
        MOMENT => "UTC",
        unit => unit,
    }
}

/// A counter's value, or nothing if the engine did not tell.
pub(super) fn value(counter: &RawCounter, value: Option<u64>) -> String {
    match (value, counter.unit.as_str()) {
        (None, _) => crate::format::UNKNOWN.to_owned(),
        (Some(nanos), MOMENT) => i64::try_from(nanos).map_or_else(
            |_| grouped(nanos),
            |nanos| DateTime::from_timestamp_nanos(nanos).format("%H:%M:%S%.9f").to_string(),
        ),
        (Some(value), _) => grouped(value),
    }
}

/// By how much a counter moved between the two readings; empty where that does not matter.
pub(super) fn difference(counter: &RawCounter) -> String {
    match (counter.before, counter.now) {
        (Some(before), Some(now)) if now < before => format!("−{}", grouped(before - now)),
        (Some(before), Some(now)) => grouped(now - before),
        _ => String::new(),
    }
}

/// Where a counter stands in the engine's answer, and its own name.
pub(super) fn path_and_name(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or(("", name))
}

/// Who read the counters, in as many words as a footer has room for.
pub(super) fn source(source: SampleSource) -> String {
    match source {
        SampleSource::Kernel => t!("why-from-kernel"),
        SampleSource::Stream => t!("why-from-stream"),
        SampleSource::Poll => t!("why-from-poll"),
    }
}

/// `cgroup v2`.
pub(super) fn cgroup(version: CgroupVersion) -> String {
    match version {
        CgroupVersion::V1 => "cgroup v1".to_owned(),
        CgroupVersion::V2 => "cgroup v2".to_owned(),
        CgroupVersion::Unknown => t!("why-no-cgroup"),
    }
}

/// `read 0.8 s ago`. A clock that runs ahead makes no reading that is yet to come.
pub(super) fn age(age: TimeDelta) -> String {
    let millis = age.num_milliseconds().max(0);
    if millis < 10_000 {
        // Tenths that are over, not the nearest ones.
        let seconds = crate::format::decimal((millis / 100) as f64 / 10.0, 1);
        t!("why-read", time = format!("{seconds}{SPACE}s"))
    } else {
        t!("why-read", time = crate::time::duration(age))
    }
}

/// `1 980 000 000`, as it stands in the formula.
fn grouped(number: u64) -> String {
    crate::format::grouped_by(number, SPACE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter(unit: &str, before: Option<u64>, now: Option<u64>) -> RawCounter {
        RawCounter { name: "a.b.c".to_owned(), unit: unit.to_owned(), before, now }
    }

    fn plain(text: &str) -> String {
        text.replace(SPACE, " ")
    }

    #[test]
    fn a_counter_is_grouped_and_a_moment_is_a_time() {
        let bytes = counter("bytes", None, Some(67_108_864));
        assert_eq!(plain(&value(&bytes, bytes.now)), "67 108 864");
        assert_eq!(value(&bytes, None), "–");
        let read = counter("unix_ns", Some(1_774_000_000_158_284_234), None);
        assert_eq!(value(&read, read.before), "09:46:40.158284234");
        assert_eq!(unit(&read), "UTC");
        assert_eq!(plain(&value(&read, Some(u64::MAX))), "18 446 744 073 709 551 615");
    }

    #[test]
    fn a_difference_may_be_negative_or_of_no_matter() {
        assert_eq!(plain(&difference(&counter("ns", Some(5), Some(1_234_567)))), "1 234 562");
        assert_eq!(plain(&difference(&counter("ns", Some(9_000), Some(1)))), "−8 999");
        assert_eq!(difference(&counter("ns", None, Some(1))), "");
    }

    #[test]
    fn a_name_is_split_from_where_it_stands() {
        assert_eq!(path_and_name("memory_stats.stats.file"), ("memory_stats.stats", "file"));
        assert_eq!(path_and_name("read"), ("", "read"));
    }

    #[test]
    fn an_age_counts_in_tenths_and_then_as_all_times() {
        let millis = |millis| plain(&age(TimeDelta::milliseconds(millis)));
        assert_eq!(millis(-300), "read 0.0 s ago");
        assert_eq!(millis(849), "read 0.8 s ago");
        assert_eq!(millis(9_999), "read 9.9 s ago");
        assert_eq!(millis(75_000), "read 1 min ago");
    }
}
