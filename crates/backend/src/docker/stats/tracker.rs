//! From readings of one instance to its samples.

use super::{CpuBasis, Reading};
use chrono::TimeDelta;
use mini_aws_domain::{ContainerOs, EngineKind, InstanceId, Sample};

/// Readings further apart than this are not compared: the machine slept, or the engine was stuck. The average over that time would
/// be right, but a sample stands for one tick, and an hour's average in its place is a value that never was. It is more than
/// twice the five seconds that Podman takes between two bodies.
const LONGEST_GAP: TimeDelta = TimeDelta::seconds(12);

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
    previous: Option<Reading>,
}

impl StatsTracker {
    /// A tracker for an instance of an engine of this kind, whose containers are made for `os`.
    #[must_use]
    pub fn new(kind: EngineKind, os: ContainerOs) -> Self {
        Self { dialect: Dialect::of(kind, os), previous: None }
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
        let passed = reading.read_at - previous.read_at;
        if passed <= TimeDelta::zero() {
            // Where the engine's clock was set back the older reading is still the one to go on from: whatever comes next is
            // later than it, whereas the one before might stay in the future for an hour.
            return Observation::Repeated;
        }
        let cpu = if reading.cpu_total < previous.cpu_total {
            Err(NoCpu::CounterFell)
        } else if passed > LONGEST_GAP {
            Err(NoCpu::Gap)
        } else {
            add_rates(&mut sample, &previous, passed);
            self.cpu_between(&previous, &reading, passed)
        };
        sample.cpu_percent = cpu.ok().and_then(|basis| basis.percent());
        Observation::Sample(sample, Basis { before: Some(previous), now: reading, cpu })
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

/// Adds to a sample what moved each second since the reading before.
fn add_rates(sample: &mut Sample, before: &Reading, passed: TimeDelta) {
    let seconds = nanoseconds(passed) as f64 / 1e9;
    let rate = |before: Option<u64>, after: Option<u64>| {
        let moved = after?.checked_sub(before?)?;
        Some(moved as f64 / seconds)
    };
    sample.network_rx_rate = rate(before.network_rx, sample.network_rx_bytes);
    sample.network_tx_rate = rate(before.network_tx, sample.network_tx_bytes);
    sample.disk_read_rate = rate(before.disk_read, sample.disk_read_bytes);
    sample.disk_write_rate = rate(before.disk_write, sample.disk_write_bytes);
}

/// A positive span of time in nanoseconds. One that is too long to be counted (292 years) is no less long for being cut.
fn nanoseconds(span: TimeDelta) -> u64 {
    span.num_nanoseconds().and_then(|nanos| u64::try_from(nanos).ok()).unwrap_or(u64::MAX)
}
