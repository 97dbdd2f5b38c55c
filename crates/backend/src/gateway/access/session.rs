//! A browser's session: a signed cookie. The server keeps nothing of it, so it outlives a restart; a new key ends all of them.

use super::key::{ApiKey, KeyError, random_hex};
use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq;

/// How long a browser may stay away before it has to come in anew.
pub(super) const LIFE: TimeDelta = TimeDelta::days(7);
/// How long it may go on without coming in anew, however often it is here.
const LONGEST: TimeDelta = TimeDelta::days(30);
/// A session that is older than this gets a fresh cookie on the way.
const RENEW_AFTER: TimeDelta = TimeDelta::days(1);

/// What a cookie says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Session {
    /// It is good.
    Good {
        /// When the browser came in.
        born: DateTime<Utc>,
        /// Whether it is time for a fresh one.
        is_aging: bool,
    },
    /// It was good once.
    Expired,
    /// It never was, or was signed with another key.
    Forged,
}

/// The value of a new cookie for who came in when it was `born`: when it ends, when that was, something random, and the signature of it all.
pub(super) fn issue(
    key: &ApiKey,
    now: DateTime<Utc>,
    born: DateTime<Utc>,
) -> Result<String, KeyError> {
    let ends = (now + LIFE).min(born + LONGEST).timestamp();
    let claims = format!("{ends}.{}.{}", born.timestamp(), random_hex::<16>()?);
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
    let mut moments = claims
        .split('.')
        .map(|part| part.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)));
    let (Some(Some(ends)), Some(Some(born))) = (moments.next(), moments.next()) else {
        return Session::Forged;
    };
    match ends - now {
        left if left <= TimeDelta::zero() => Session::Expired,
        left => {
            let can_go_on = ends < born + LONGEST;
            Session::Good { born, is_aging: can_go_on && left < LIFE - RENEW_AFTER }
        }
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
        let cookie = issue(&key, now, now).unwrap();
        let good = |is_aging| Session::Good { born: now, is_aging };
        assert_eq!(read(&key, &cookie, now), good(false));
        let later = now + RENEW_AFTER + TimeDelta::seconds(1);
        assert_eq!(read(&key, &cookie, later), good(true));
        assert_eq!(read(&key, &cookie, now + LIFE), Session::Expired);
    }

    #[test]
    fn it_ends_one_day_however_often_it_is_renewed() {
        let (key, born) = (ApiKey::random().unwrap(), DateTime::UNIX_EPOCH);
        let late = born + LONGEST - TimeDelta::days(2);
        let cookie = issue(&key, late, born).unwrap();
        let last = born + LONGEST - TimeDelta::seconds(1);
        assert_eq!(read(&key, &cookie, last), Session::Good { born, is_aging: false });
        assert_eq!(read(&key, &cookie, born + LONGEST), Session::Expired);
    }

    #[test]
    fn nobody_signs_without_the_key() {
        let (key, now) = (ApiKey::random().unwrap(), DateTime::UNIX_EPOCH);
        let cookie = issue(&key, now, now).unwrap();
        assert_eq!(read(&ApiKey::random().unwrap(), &cookie, now), Session::Forged);
        let longer = cookie.replacen("604800", "999999999", 1);
        assert_ne!(longer, cookie);
        for forged in ["", "a", "1.2.3", &longer, &cookie[..cookie.len() - 1], &key.sign("x")] {
            assert_eq!(read(&key, forged, now), Session::Forged, "{forged}");
        }
    }
}
