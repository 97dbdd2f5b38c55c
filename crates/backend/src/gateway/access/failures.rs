//! Who was refused, how often: more than a few in a minute are answered with "later", and the feed hears of each address once a minute.

use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::net::IpAddr;

/// Refusals of one address in one window that are answered in full.
const FREE: u32 = 10;
/// How long a window is.
const WINDOW: TimeDelta = TimeDelta::seconds(60);
/// How many addresses are told apart. Others share one place, so that nobody can fill the memory.
const MOST_ADDRESSES: usize = 256;

/// The refusals of the last minute.
#[derive(Debug, Default)]
pub(super) struct Failures {
    windows: HashMap<Option<IpAddr>, Window>,
}

#[derive(Debug)]
struct Window {
    began: DateTime<Utc>,
    failures: u32,
    /// Of those, how many the feed was not told of.
    untold: u32,
}

/// What follows from a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Whether the feed should tell of it; of the others it is told by [`Failures::overdue`].
    pub(super) is_news: bool,
    /// For how many seconds there is no point in trying again, if there were too many.
    pub(super) wait_s: Option<u64>,
}

impl Failures {
    /// Takes note of a refusal.
    pub(super) fn note(&mut self, address: IpAddr, now: DateTime<Utc>) -> Verdict {
        let is_known = self.windows.contains_key(&Some(address));
        let place = (is_known || self.windows.len() < MOST_ADDRESSES).then_some(address);
        let fresh = || Window { began: now, failures: 0, untold: 0 };
        let window = self.windows.entry(place).or_insert_with(fresh);
        if now - window.began >= WINDOW && window.untold == 0 {
            *window = fresh();
        }
        window.failures = window.failures.saturating_add(1);
        let is_news = window.failures == 1;
        window.untold += u32::from(!is_news);
        let left = (window.began + WINDOW - now).num_seconds().max(1).unsigned_abs();
        Verdict { is_news, wait_s: (window.failures > FREE).then_some(left) }
    }

    /// The windows that are over: forgotten, and told of if there were refusals in them that nobody heard of yet.
    pub(super) fn overdue(&mut self, now: DateTime<Utc>) -> Vec<(Option<IpAddr>, u32)> {
        let mut told = Vec::new();
        self.windows.retain(|address, window| {
            let is_over = now - window.began >= WINDOW || now < window.began;
            if is_over && window.untold > 0 {
                told.push((*address, window.untold));
            }
            !is_over
        });
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn address(number: u32) -> IpAddr {
        Ipv4Addr::from_bits(number).into()
    }

    #[test]
    fn the_first_is_news_and_after_ten_one_has_to_wait() {
        let mut failures = Failures::default();
        assert_eq!(failures.note(address(1), at(0)), Verdict { is_news: true, wait_s: None });
        for _ in 2..=10 {
            let verdict = failures.note(address(1), at(1));
            assert_eq!(verdict, Verdict { is_news: false, wait_s: None });
        }
        let verdict = failures.note(address(1), at(20));
        assert_eq!(verdict, Verdict { is_news: false, wait_s: Some(40) });
        assert!(failures.note(address(2), at(20)).wait_s.is_none(), "others do not");
    }

    #[test]
    fn what_was_not_told_is_told_when_the_minute_is_over() {
        let mut failures = Failures::default();
        for second in 0..5 {
            failures.note(address(1), at(second));
        }
        failures.note(address(2), at(0));
        assert_eq!(failures.overdue(at(59)), []);
        assert_eq!(failures.overdue(at(60)), [(Some(address(1)), 4)]);
        assert_eq!(failures.overdue(at(61)), []);
        assert!(failures.note(address(1), at(62)).is_news);
    }

    #[test]
    fn nobody_can_fill_the_memory() {
        let mut failures = Failures::default();
        for number in 0..10_000 {
            failures.note(address(number), at(0));
        }
        assert_eq!(failures.windows.len(), MOST_ADDRESSES + 1);
        assert!(failures.note(address(9_999), at(1)).wait_s.is_some(), "the rest share one place");
    }
}
