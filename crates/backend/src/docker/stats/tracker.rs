//! From readings of one instance to its samples.

use super::rate::nanoseconds;
use super::{CpuBasis, Flow, Rate, Reading, cadence};
use chrono::TimeDelta;
use mini_aws_domain::{ContainerOs, EngineKind, InstanceId, Sample};
use std::time::Duration;

/// Readings further apart than this, and than 2.4 times the cadence, are not compared: the machine slept, or the engine was stuck. The
/// average over that time would be right, but a sample stands for one tick, and an hour's average in its place is a value that
/// never was. It is 2.4 times the five seconds that Podman takes between two bodies.
const LONGEST_GAP: TimeDelta = TimeDelta::seconds(12);

/// The longest gap between readings of this cadence: one may be lost, and the next one late.
fn longest_gap(cadence: Duration) -> TimeDelta {
    // A cadence of centuries is one of whatever length can be counted.
    let told = TimeDelta::from_std(cadence.saturating_mul(12) / 5).unwrap_or(TimeDelta::MAX);
    told.max(LONGEST_GAP)
}

/// What a reading came to.
#[expect(clippy::large_enum_variant, reason = "it is taken apart at once and never stored")]
#[derive(Debug, Clone, PartialEq)]
pub enum Observation {
    /// What the instance uses, and what that was made of. A sample from a new baseline has neither CPU nor rates.
    Sample(Sample, Basis),
    /// Nothing new: the reading is as old as the one before, or older.
    Repeated,
}

/// What a sample was made of: kept beside it, so that the console can say why it shows what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// The reading before, though it may be no fair thing to compare with.
    pub before: Option<Reading>,
    /// The reading that the sample is from.
    pub now: Reading,
    /// How the CPU percentage came about, or why there is none.
    pub cpu: Result<CpuBasis, NoCpu>,
}

/// Why a sample has no CPU percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCpu {
    /// It takes two readings of one run, and this was the first.
    FirstReading,
    /// The instance's CPU counter went down: it was started again, which the engine has not told yet.
    CounterFell,
    /// The reading before is too old for the two to stand for one tick.
    Gap,
    /// The engine left out what the formula needs, or its counter stood still.
    NotTold,
}

/// Which formula an engine's numbers call for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Docker,
    WindowsContainers,
    Podman,
}

impl Dialect {
    /// That of an engine of this kind, whose containers are made for `os`.
    pub(super) fn of(kind: EngineKind, os: ContainerOs) -> Self {
        match (kind, os) {
            (EngineKind::Podman, _) => Self::Podman,
            (EngineKind::Docker, ContainerOs::Linux) => Self::Docker,
            (EngineKind::Docker, ContainerOs::Windows) => Self::WindowsContainers,
        }
    }
}

/// Keeps the last reading of one run of an instance and turns each next one into a sample. Another run, told by another `StartedAt`,
/// takes another tracker.
#[derive(Debug, Clone)]
pub struct StatsTracker {
    dialect: Dialect,
    longest_gap: TimeDelta,
    /// What holds for the next comparison: the reading before was taken at the pace before.
    allowed_gap: TimeDelta,
    previous: Option<Reading>,
}

impl StatsTracker {
    /// A tracker for an instance of an engine of this kind, whose containers are made for `os`, and that tells by itself.
    #[must_use]
    pub fn new(kind: EngineKind, os: ContainerOs) -> Self {
        Self::with_cadence(kind, os, cadence(kind))
    }

    /// A tracker for readings that are due every `cadence`, because the engine is asked that often.
    #[must_use]
    pub fn with_cadence(kind: EngineKind, os: ContainerOs, cadence: Duration) -> Self {
        let longest_gap = longest_gap(cadence);
        Self {
            dialect: Dialect::of(kind, os),
            longest_gap,
            allowed_gap: longest_gap,
            previous: None,
        }
    }

    /// From now on readings are due every `cadence`. The next one may still be as late as it was allowed to be before.
    pub fn set_cadence(&mut self, cadence: Duration) {
        self.longest_gap = longest_gap(cadence);
    }

    /// Takes the next reading of `instance`.
    ///
    /// The first is a baseline: its sample has memory and totals, but neither CPU nor rates. So is one whose CPU counter
    /// is lower than before, and one that comes after a long gap. A counter of the network or of a disk that went down
    /// (an interface was taken away) merely has no rate in this sample.
    pub fn observe(&mut self, instance: &InstanceId, reading: Reading) -> Observation {
        let mut sample = Sample {
            memory_bytes: reading.memory_used(),
            memory_limit_bytes: reading.memory_limit,
            network_rx_bytes: reading.network_rx,
            network_tx_bytes: reading.network_tx,
            disk_read_bytes: reading.disk_read,
            disk_write_bytes: reading.disk_write,
            pids: reading.pids,
            ..Sample::empty(instance.clone())
        };
        let Some(previous) = self.previous.replace(reading) else {
            let basis = Basis { before: None, now: reading, cpu: Err(NoCpu::FirstReading) };
            return Observation::Sample(sample, basis);
        };
        let allowed =
            std::mem::replace(&mut self.allowed_gap, self.longest_gap).max(self.longest_gap);
        let passed = reading.read_at - previous.read_at;
        if passed <= TimeDelta::zero() {
            // Where the engine's clock was set back the older reading is still the one to go on from: whatever comes next is
            // later than it, whereas the one before might stay in the future for an hour.
            return Observation::Repeated;
        }
        let cpu = if reading.cpu_total < previous.cpu_total {
            Err(NoCpu::CounterFell)
        } else if passed > allowed {
            Err(NoCpu::Gap)
        } else {
            self.cpu_between(&previous, &reading, passed)
        };
        let basis = Basis { before: Some(previous), now: reading, cpu };
        let rate = |flow| basis.rate(flow).ok().map(Rate::per_second);
        sample.cpu_percent = cpu.ok().and_then(|cpu| cpu.percent());
        sample.network_rx_rate = rate(Flow::NetworkRx);
        sample.network_tx_rate = rate(Flow::NetworkTx);
        sample.disk_read_rate = rate(Flow::DiskRead);
        sample.disk_write_rate = rate(Flow::DiskWrite);
        Observation::Sample(sample, basis)
    }

    /// What the CPU percentage between two readings of one run is made of.
    fn cpu_between(
        &self,
        before: &Reading,
        after: &Reading,
        passed: TimeDelta,
    ) -> Result<CpuBasis, NoCpu> {
        let used = after.cpu_total.saturating_sub(before.cpu_total);
        let wall_ns = nanoseconds(passed);
        let wall_clock = CpuBasis::WallClock { used_ns: used, wall_ns };
        let basis = match self.dialect {
            Dialect::Podman => wall_clock,
            Dialect::WindowsContainers => CpuBasis::ShareOfProcessors {
                used_100ns: used,
                wall_ns,
                processors: after.processors.ok_or(NoCpu::NotTold)?,
            },
            Dialect::Docker => match (before.system_cpu, after.system_cpu, after.cores) {
                (Some(earlier), Some(later), Some(cores)) => CpuBasis::ShareOfSystem {
                    used_ns: used,
                    system_ns: later.checked_sub(earlier).ok_or(NoCpu::NotTold)?,
                    cores,
                },
                // The machine's counter merely replaces a clock: with no such counter the clock does as well.
                _ => wall_clock,
            },
        };
        basis.percent().map(|_| basis).ok_or(NoCpu::NotTold)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Origin, Reclaimable};
    use super::*;
    use chrono::DateTime;

    fn reading(seconds: i64) -> Reading {
        Reading {
            origin: Origin::CgroupV2,
            read_at: DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds),
            cpu_total: seconds.unsigned_abs() * 500_000_000,
            system_cpu: None,
            cores: None,
            cores_counted: false,
            processors: None,
            memory_usage: None,
            memory_reclaimable: Reclaimable::NotTold,
            memory_limit: None,
            network_rx: None,
            network_tx: None,
            disk_read: None,
            disk_write: None,
            pids: None,
        }
    }

    fn cpu(tracker: &mut StatsTracker, seconds: i64) -> Option<f64> {
        match tracker.observe(&InstanceId::new("web"), reading(seconds)) {
            Observation::Sample(sample, _) => sample.cpu_percent,
            Observation::Repeated => panic!("it is a new one"),
        }
    }

    #[test]
    fn readings_are_compared_over_as_long_as_their_cadence_makes_it_fair() {
        for (cadence_s, longest_s) in [(1, 12), (5, 12), (10, 24), (60, 144)] {
            let cadence = Duration::from_secs(cadence_s);
            let mut tracker =
                StatsTracker::with_cadence(EngineKind::Docker, ContainerOs::Linux, cadence);
            assert_eq!(cpu(&mut tracker, 0), None);
            assert_eq!(cpu(&mut tracker, longest_s), Some(50.0), "{cadence_s} s");
            assert_eq!(cpu(&mut tracker, 2 * longest_s + 1), None, "{cadence_s} s");
        }
    }

    #[test]
    fn after_a_change_of_cadence_one_reading_may_still_be_as_late_as_before() {
        let seconds = Duration::from_secs;
        let mut tracker =
            StatsTracker::with_cadence(EngineKind::Docker, ContainerOs::Linux, seconds(60));
        cpu(&mut tracker, 0);
        tracker.set_cadence(seconds(5));
        assert_eq!(cpu(&mut tracker, 60), Some(50.0));
        assert_eq!(cpu(&mut tracker, 120), None, "by now the short one holds");
        tracker.set_cadence(seconds(60));
        assert_eq!(cpu(&mut tracker, 180), Some(50.0), "a longer one holds at once");
    }
}
