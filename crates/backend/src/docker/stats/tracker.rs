//! From readings of one instance to its samples.

use super::{CpuBasis, Reading};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{ContainerOs, EngineKind, InstanceId, Sample};

/// Readings further apart than this are not compared: the machine slept, or the engine was stuck. The average over that time would
/// be right, but a sample stands for one tick, and an hour's average in its place is a value that never was. It is more than
/// twice the five seconds that Podman takes between two bodies.
const LONGEST_GAP: TimeDelta = TimeDelta::seconds(12);

/// What a reading came to.
#[expect(clippy::large_enum_variant, reason = "it is taken apart at once and never stored")]
#[derive(Debug, Clone, PartialEq)]
pub enum Observation {
    /// What the instance uses. A sample from a new baseline has neither CPU nor rates; [`StatsTracker::cpu`] tells why.
    Sample(Sample),
    /// Nothing new: the reading is as old as the one before, or older.
    Repeated,
}

/// Why a sample has no CPU percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCpu {
    /// It takes two readings, and this was the first.
    FirstReading,
    /// The instance was started again, and its counters with it.
    Restarted,
    /// The instance's CPU counter went down: it was started again, which the engine has not told yet.
    CounterFell,
    /// The reading before is too old for the two to stand for one tick.
    Gap,
    /// The engine left out what the formula needs, or its counter stood still.
    NotTold,
}

/// Which formula an engine's numbers call for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Docker,
    WindowsContainers,
    Podman,
}

/// Keeps the last reading of one instance and turns each next one into a sample.
#[derive(Debug, Clone)]
pub struct StatsTracker {
    dialect: Dialect,
    started_at: Option<DateTime<Utc>>,
    previous: Option<Reading>,
    /// Set when the reading before belongs to a run that is over.
    restarted: bool,
    cpu: Result<CpuBasis, NoCpu>,
}

impl StatsTracker {
    /// A tracker for an instance of an engine of this kind, whose containers are made for `os`.
    #[must_use]
    pub fn new(kind: EngineKind, os: ContainerOs) -> Self {
        let dialect = match (kind, os) {
            (EngineKind::Podman, _) => Dialect::Podman,
            (EngineKind::Docker, ContainerOs::Linux) => Dialect::Docker,
            (EngineKind::Docker, ContainerOs::Windows) => Dialect::WindowsContainers,
        };
        Self {
            dialect,
            started_at: None,
            previous: None,
            restarted: false,
            cpu: Err(NoCpu::FirstReading),
        }
    }

    /// Says which run of the instance the next readings belong to. Another start than the one known makes the next reading a new
    /// baseline; learning of a start for the first time does not, and `None` tells nothing.
    pub fn run_started(&mut self, started_at: Option<DateTime<Utc>>) {
        let Some(started_at) = started_at else { return };
        let known = self.started_at.replace(started_at);
        if known.is_some_and(|known| known != started_at) && self.previous.take().is_some() {
            self.restarted = true;
        }
    }

    /// How the last sample's CPU percentage came about, or why it has none.
    ///
    /// # Errors
    /// The reason, if it has none.
    pub fn cpu(&self) -> Result<CpuBasis, NoCpu> {
        self.cpu
    }

    /// Takes the next reading of `instance`.
    ///
    /// The first of a run is a baseline: its sample has memory and totals, but neither CPU nor rates. So is one whose CPU counter
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
            let restarted = std::mem::take(&mut self.restarted);
            self.cpu = Err(if restarted { NoCpu::Restarted } else { NoCpu::FirstReading });
            return Observation::Sample(sample);
        };
        let passed = reading.read_at - previous.read_at;
        if passed <= TimeDelta::zero() {
            // Where the engine's clock was set back the older reading is still the one to go on from: whatever comes next is
            // later than it, whereas the one before might stay in the future for an hour.
            return Observation::Repeated;
        }
        self.cpu = if reading.cpu_total < previous.cpu_total {
            Err(NoCpu::CounterFell)
        } else if passed > LONGEST_GAP {
            Err(NoCpu::Gap)
        } else {
            add_rates(&mut sample, &previous, passed);
            self.cpu_between(&previous, &reading, passed)
        };
        sample.cpu_percent = self.cpu.ok().and_then(|basis| basis.percent());
        Observation::Sample(sample)
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
