//! The engine's clock. It never runs backwards.

use chrono::{DateTime, SecondsFormat, Utc};
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, Instant},
};

/// Loads are functions of the seconds since this moment (2025-01-01T00:00:00Z), so that numbers stay small and exact.
const REFERENCE: i64 = 1_735_689_600;

/// A moment in nanoseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Moment(pub i64);

impl Moment {
    /// The moment of a calendar time; times beyond the range of 64 bits become the nearest end.
    pub fn from_utc(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_nanos_opt().unwrap_or(if at.timestamp() < 0 {
            i64::MIN
        } else {
            i64::MAX
        }))
    }

    /// Seconds since the reference, for loads.
    pub fn secs(self) -> f64 {
        (self.0 - REFERENCE * 1_000_000_000) as f64 / 1e9
    }

    /// Whole seconds since the Unix epoch.
    pub fn unix(self) -> i64 {
        self.0.div_euclid(1_000_000_000)
    }

    /// The beginning of its second.
    pub fn second(self) -> Self {
        Self(self.unix().saturating_mul(1_000_000_000))
    }

    /// The beginning of its day (UTC).
    pub fn midnight(self) -> Self {
        Self((self.unix() - self.unix().rem_euclid(86_400)).saturating_mul(1_000_000_000))
    }

    /// As people and files have it.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_nanos(self.0)
    }

    /// As an engine writes it, with nanoseconds.
    pub fn rfc3339(self) -> String {
        DateTime::<Utc>::from_timestamp_nanos(self.0).to_rfc3339_opts(SecondsFormat::Nanos, true)
    }

    /// As an engine writes it, in whole seconds.
    pub fn rfc3339_secs(self) -> String {
        DateTime::<Utc>::from_timestamp_nanos(self.0).to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// This much earlier.
    pub fn before(self, secs: i64) -> Self {
        Self(self.0.saturating_sub(secs.saturating_mul(1_000_000_000)))
    }

    /// This much later.
    pub fn after(self, by: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_nanos()).unwrap_or(i64::MAX)))
    }

    /// How long it is since `earlier`; zero if that is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// Tells the time.
#[derive(Debug)]
pub(crate) struct Clock {
    own: Option<(Moment, Instant)>,
    last: AtomicI64,
}

impl Clock {
    /// The machine's clock, or one of its own that starts at `epoch`.
    pub fn new(epoch: Option<DateTime<Utc>>) -> Self {
        Self {
            own: epoch.map(|at| (Moment::from_utc(at), Instant::now())),
            last: AtomicI64::new(i64::MIN),
        }
    }

    /// Now; never earlier than what it said before.
    pub fn now(&self) -> Moment {
        let now = match self.own {
            Some((start, began)) => start.after(began.elapsed()),
            None => Moment::from_utc(Utc::now()),
        };
        Moment(self.last.fetch_max(now.0, Ordering::Relaxed).max(now.0))
    }
}
