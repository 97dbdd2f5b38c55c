//! A browser's session: a signed cookie. The server keeps nothing of it, so it outlives a restart; a new key ends all of them.

use super::key::{ApiKey, KeyError, random_hex};
use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq;

/// How long a browser may stay away before it has to come in anew.
pub(super) const LIFE: TimeDelta = TimeDelta::days(7);
/// A session that is older than this gets a fresh cookie on the way.
const RENEW_AFTER: TimeDelta = TimeDelta::days(1);

/// What a cookie says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Session {
    /// It is good.
    Good {
        /// Whether it is time for a fresh one.
        is_aging: bool,
    },
    /// It was good once.
    Expired,
    /// It never was, or was signed with another key.
    Forged,
}

/// The value of a new cookie: when it ends, something random, and the signature of both.
pub(super) fn issue(key: &ApiKey, now: DateTime<Utc>) -> Result<String, KeyError> {
    let claims = format!("{}.{}", (now + LIFE).timestamp(), random_hex::<16>()?);
    let signature = key.sign(&purposeful(&claims));
    Ok(format!("{claims}.{signature}"))
}

/// What a cookie's value is worth.
pub(super) fn read(key: &ApiKey, value: &str, now: DateTime<Utc>) -> Session {
    let Some((claims, signature)) = value.rsplit_once('.') else { return Session::Forged };
    let expected = key.sign(&purposeful(claims));
    if !bool::from(expected.as_bytes().ct_eq(signature.as_bytes())) {
        return Session::Forged;
    }
    let ends = claims.split_once('.').and_then(|(ends, _)| ends.parse::<i64>().ok());
    let Some(ends) = ends.and_then(|ends| DateTime::from_timestamp(ends, 0)) else {
        return Session::Forged;
    };
    match ends - now {
        left if left <= TimeDelta::zero() => Session::Expired,
        left => Session::Good { is_aging: left < LIFE - RENEW_AFTER },
    }
}

/// A signature that was made for something else is none for a session.
fn purposeful(claims: &str) -> String {
    format!("session:{claims}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_lives_its_time_and_ages() {
        let (key, now) = (ApiKey::random().unwrap(), DateTime::UNIX_EPOCH);
        let cookie = issue(&key, now).unwrap();
        assert_eq!(read(&key, &cookie, now), Session::Good { is_aging: false });
        let later = now + RENEW_AFTER + TimeDelta::seconds(1);
        assert_eq!(read(&key, &cookie, later), Session::Good { is_aging: true });
        assert_eq!(read(&key, &cookie, now + LIFE), Session::Expired);
    }

    #[test]
    fn nobody_signs_without_the_key() {
        let (key, now) = (ApiKey::random().unwrap(), DateTime::UNIX_EPOCH);
        let cookie = issue(&key, now).unwrap();
        assert_eq!(read(&ApiKey::random().unwrap(), &cookie, now), Session::Forged);
        let longer = cookie.replacen("604800", "999999999", 1);
        assert_ne!(longer, cookie);
        for forged in ["", "a", "1.2.3", &longer, &cookie[..cookie.len() - 1], &key.sign("x")] {
            assert_eq!(read(&key, forged, now), Session::Forged, "{forged}");
        }
    }
}
