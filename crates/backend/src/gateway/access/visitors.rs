//! Who came in lately: the feed hears of each address once a minute for each way in.

use chrono::{DateTime, TimeDelta, Utc};
use std::net::IpAddr;

/// For how long somebody who comes again is no news.
const WINDOW: TimeDelta = TimeDelta::seconds(60);
/// How many are told apart. Beyond them each one is news.
const MOST: usize = 64;

/// How a browser comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::gateway) enum Way {
    /// By a link, which lets in once.
    Link,
    /// By the key, typed into the form.
    Key,
}

impl Way {
    /// For the feed.
    pub(super) fn clause(self) -> &'static str {
        match self {
            Self::Link => "by link",
            Self::Key => "by key",
        }
    }
}

/// The visitors that the feed heard of in the last minute.
#[derive(Debug, Default)]
pub(super) struct Visitors(Vec<(IpAddr, Way, DateTime<Utc>)>);

impl Visitors {
    /// Takes note of one; whether the feed should tell of it.
    pub(super) fn note(&mut self, address: IpAddr, way: Way, now: DateTime<Utc>) -> bool {
        // A clock that was set back must not keep anybody from being news.
        self.0.retain(|(.., at)| (now - at).abs() < WINDOW);
        let is_news = !self.0.iter().any(|(known, by, _)| (*known, *by) == (address, way));
        if is_news && self.0.len() < MOST {
            self.0.push((address, way, now));
        }
        is_news
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn who_comes_again_within_a_minute_is_no_news() {
        let mut visitors = Visitors::default();
        let at = |seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
        let address = |number| IpAddr::from(Ipv4Addr::from_bits(number));
        assert!(visitors.note(address(1), Way::Link, at(100)));
        assert!(!visitors.note(address(1), Way::Link, at(159)));
        assert!(visitors.note(address(1), Way::Key, at(159)), "another way in");
        assert!(visitors.note(address(2), Way::Link, at(159)), "somebody else");
        assert!(visitors.note(address(1), Way::Link, at(160)));
        assert!(visitors.note(address(1), Way::Link, at(0)), "the clock was set back");
        for number in 0..1_000 {
            visitors.note(address(number), Way::Link, at(0));
        }
        assert_eq!(visitors.0.len(), MOST);
        assert!(visitors.note(address(5_000), Way::Link, at(0)));
    }
}
