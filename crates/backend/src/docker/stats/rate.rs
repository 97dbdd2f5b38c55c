//! Bytes a second, and the numbers that they are made of.

use super::{Basis, NoCpu, Reading};
use chrono::TimeDelta;
use mini_aws_domain::Metric;

/// What moves to or from an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Received over interfaces.
    NetworkRx,
    /// Sent over interfaces.
    NetworkTx,
    /// Read from block devices.
    DiskRead,
    /// Written to block devices.
    DiskWrite,
}

/// What moved between two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Bytes that moved.
    pub bytes: u64,
    /// Time between the two readings in nanoseconds; not zero.
    pub passed_ns: u64,
}

/// Why a sample has no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRate {
    /// The readings cannot be compared at all.
    NotComparable(NoCpu),
    /// This reading has no such counter.
    NotTold,
    /// The reading before has no such counter.
    NotToldBefore,
    /// The counter went down: an interface or a device was taken away.
    Fell,
}

impl Flow {
    /// The one that a metric shows; CPU and memory are none.
    #[must_use]
    pub fn of(metric: Metric) -> Option<Self> {
        match metric {
            Metric::Cpu | Metric::Memory => None,
            Metric::NetworkRx => Some(Self::NetworkRx),
            Metric::NetworkTx => Some(Self::NetworkTx),
            Metric::DiskRead => Some(Self::DiskRead),
            Metric::DiskWrite => Some(Self::DiskWrite),
        }
    }

    /// Its counter in a reading, in bytes.
    #[must_use]
    pub fn counter(self, reading: &Reading) -> Option<u64> {
        match self {
            Self::NetworkRx => reading.network_rx,
            Self::NetworkTx => reading.network_tx,
            Self::DiskRead => reading.disk_read,
            Self::DiskWrite => reading.disk_write,
        }
    }
}

impl Rate {
    /// Bytes a second.
    #[must_use]
    pub fn per_second(self) -> f64 {
        self.bytes as f64 / (self.passed_ns as f64 / 1e9)
    }
}

impl Basis {
    /// What moved since the reading before.
    ///
    /// # Errors
    /// Why that is not known.
    pub fn rate(&self, flow: Flow) -> Result<Rate, NoRate> {
        if let Err(reason @ (NoCpu::FirstReading | NoCpu::CounterFell | NoCpu::Gap)) = self.cpu {
            return Err(NoRate::NotComparable(reason));
        }
        let before = self.before.as_ref().ok_or(NoRate::NotComparable(NoCpu::FirstReading))?;
        let after = flow.counter(&self.now).ok_or(NoRate::NotTold)?;
        let earlier = flow.counter(before).ok_or(NoRate::NotToldBefore)?;
        let bytes = after.checked_sub(earlier).ok_or(NoRate::Fell)?;
        Ok(Rate { bytes, passed_ns: nanoseconds(self.now.read_at - before.read_at) })
    }
}

/// A positive span of time in nanoseconds. One that is too long to be counted (292 years) is no less long for being cut.
pub(super) fn nanoseconds(span: TimeDelta) -> u64 {
    span.num_nanoseconds().and_then(|nanos| u64::try_from(nanos).ok()).unwrap_or(u64::MAX)
}
