//! Who came in lately: the feed hears of each address once a minute for each way in, and of programs, which come all the time, once an hour.

use axum::http::{HeaderMap, header};
use chrono::{DateTime, TimeDelta, Utc};
use std::borrow::Cow;
use std::net::IpAddr;

/// For how long somebody who comes again is no news: a person, and a program.
const WINDOW: TimeDelta = TimeDelta::seconds(60);
const WINDOW_OF_PROGRAMS: TimeDelta = TimeDelta::hours(1);
/// How many people, and how many programs, are told apart. Beyond them each person is news, and no program.
const MOST: usize = 64;
/// The longest name of a program that is told.
const LONGEST_NAME: usize = 40;

/// How somebody comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::gateway) enum Way {
    /// By a link, which lets in once.
    Link,
    /// By the key, typed into the form.
    Key,
    /// By the key that a program sends along with each request. Programs say by themselves what they are called; it may be nothing.
    Program(String),
}

impl Way {
    /// That of a program with these headers: `curl/8.14.1`. What it says of itself may be anything, so that little of it is taken.
    pub(in crate::gateway) fn of_program(headers: &HeaderMap) -> Self {
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        let first = agent.and_then(|agent| agent.split_whitespace().next()).unwrap_or_default();
        let is_plain = |letter: &char| {
            letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-' | '+' | '/')
        };
        Self::Program(first.chars().filter(is_plain).take(LONGEST_NAME).collect())
    }

    /// For the feed.
    pub(super) fn clause(&self) -> Cow<'static, str> {
        match self {
            Self::Link => "by link".into(),
            Self::Key => "by key".into(),
            Self::Program(name) if name.is_empty() => "by key in a header".into(),
            Self::Program(name) => format!("by key in a header ({name})").into(),
        }
    }

    fn window(&self) -> TimeDelta {
        if self.is_program() { WINDOW_OF_PROGRAMS } else { WINDOW }
    }

    fn is_program(&self) -> bool {
        matches!(self, Self::Program(_))
    }
}

/// The visitors that the feed heard of lately.
#[derive(Debug, Default)]
pub(super) struct Visitors(Vec<(IpAddr, Way, DateTime<Utc>)>);

impl Visitors {
    /// Takes note of one; whether the feed should tell of it.
    pub(super) fn note(&mut self, address: IpAddr, way: &Way, now: DateTime<Utc>) -> bool {
        // A clock that was set back must not keep anybody from being news.
        self.0.retain(|(_, by, at)| (now - at).abs() < by.window());
        if self.0.iter().any(|(known, by, _)| *known == address && by == way) {
            return false;
        }
        let alike = self.0.iter().filter(|(_, by, _)| by.is_program() == way.is_program());
        let has_room = alike.count() < MOST;
        if has_room {
            self.0.push((address, way.clone(), now));
        }
        has_room || !way.is_program()
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
        IpAddr::from(Ipv4Addr::from_bits(number))
    }

    fn program(agent: &'static str) -> Way {
        let agent = axum::http::HeaderValue::from_bytes(agent.as_bytes()).unwrap();
        Way::of_program(&HeaderMap::from_iter([(header::USER_AGENT, agent)]))
    }

    #[test]
    fn who_comes_again_within_a_minute_is_no_news() {
        let mut visitors = Visitors::default();
        assert!(visitors.note(address(1), &Way::Link, at(100)));
        assert!(!visitors.note(address(1), &Way::Link, at(159)));
        assert!(visitors.note(address(1), &Way::Key, at(159)), "another way in");
        assert!(visitors.note(address(2), &Way::Link, at(159)), "somebody else");
        assert!(visitors.note(address(1), &Way::Link, at(160)));
        assert!(visitors.note(address(1), &Way::Link, at(0)), "the clock was set back");
        for number in 0..1_000 {
            visitors.note(address(number), &Way::Link, at(0));
        }
        assert_eq!(visitors.0.len(), MOST);
        assert!(visitors.note(address(5_000), &Way::Link, at(0)));
    }

    #[test]
    fn a_program_that_asks_all_the_time_is_news_once_an_hour() {
        let mut visitors = Visitors::default();
        let curl = program("curl/8.14.1");
        assert!(visitors.note(address(1), &curl, at(0)));
        assert!(!visitors.note(address(1), &curl, at(3_599)));
        assert!(visitors.note(address(1), &program("Prometheus/3.5.0"), at(3_599)), "another");
        assert!(visitors.note(address(1), &Way::Key, at(3_599)), "a person");
        assert!(visitors.note(address(1), &curl, at(3_600)));
        assert!(visitors.note(address(1), &curl, at(0)), "the clock was set back");
        let told = (0..1_000).filter(|&it| visitors.note(address(it), &curl, at(0)));
        assert_eq!(told.count(), MOST - 2, "nobody can flood the feed");
        assert!(visitors.note(address(2_000), &Way::Link, at(0)), "nor hide people");
    }

    #[test]
    fn of_what_a_program_says_of_itself_little_is_told() {
        for (agent, told) in [
            ("curl/8.14.1", "by key in a header (curl/8.14.1)"),
            ("Mozilla/5.0 (X11; Linux) <b>", "by key in a header (Mozilla/5.0)"),
            ("<script>alert(1)</script>", "by key in a header (scriptalert1/script)"),
            ("", "by key in a header"),
            ("ü", "by key in a header"),
        ] {
            assert_eq!(program(agent).clause(), told);
        }
        assert_eq!(Way::of_program(&HeaderMap::new()).clause(), "by key in a header");
        let Way::Program(long) = program(Box::leak("x".repeat(9_000).into_boxed_str())) else {
            panic!("it is a program")
        };
        assert_eq!(long.len(), LONGEST_NAME);
    }
}
