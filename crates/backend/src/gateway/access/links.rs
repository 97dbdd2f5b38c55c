//! One-time links: how a browser gets in without ever seeing the key.

use super::key::{KeyError, random_hex};
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// How long a link may lie about.
const LIFE: TimeDelta = TimeDelta::hours(1);
/// How many may be open at once; more push the oldest out.
const MOST_OPEN: usize = 16;

/// The links that nobody used yet.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// By the token's digest, so that looking one up tells nothing of the others by the time that it takes.
    open: HashMap<[u8; 32], DateTime<Utc>>,
}

impl Links {
    /// Makes a link's token, and says until when it is good.
    pub(super) fn make(&mut self, now: DateTime<Utc>) -> Result<(String, DateTime<Utc>), KeyError> {
        self.open.retain(|_, ends| *ends > now);
        while self.open.len() >= MOST_OPEN {
            let oldest = self.open.iter().min_by_key(|(_, ends)| **ends).map(|(token, _)| *token);
            let Some(oldest) = oldest else { break };
            self.open.remove(&oldest);
        }
        let token = random_hex::<16>()?;
        let ends = now + LIFE;
        self.open.insert(Sha256::digest(&token).into(), ends);
        Ok((token, ends))
    }

    /// Uses a token up; whether it was good.
    pub(super) fn spend(&mut self, token: &str, now: DateTime<Utc>) -> bool {
        let digest: [u8; 32] = Sha256::digest(token).into();
        self.open.remove(&digest).is_some_and(|ends| ends > now)
    }

    /// Makes all of them worthless.
    pub(super) fn clear(&mut self) {
        self.open.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_once_and_for_its_time() {
        let mut links = Links::default();
        let now = DateTime::UNIX_EPOCH;
        let (token, ends) = links.make(now).unwrap();
        assert!(!links.spend("another", now));
        assert!(links.spend(&token, now));
        assert!(!links.spend(&token, now), "used up");
        let (late, _) = links.make(now).unwrap();
        assert!(!links.spend(&late, ends), "expired");
        let (cleared, _) = links.make(now).unwrap();
        links.clear();
        assert!(!links.spend(&cleared, now));
    }

    #[test]
    fn there_are_never_many() {
        let mut links = Links::default();
        let at = |seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
        let tokens: Vec<_> = (0..50).map(|second| links.make(at(second)).unwrap().0).collect();
        assert_eq!(links.open.len(), MOST_OPEN);
        assert!(!links.spend(&tokens[0], at(50)));
        assert!(links.spend(&tokens[49], at(50)));
    }
}
