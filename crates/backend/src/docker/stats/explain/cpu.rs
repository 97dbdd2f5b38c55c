//! Why CPU is what it is.

use super::super::tracker::Dialect;
use super::super::{Basis, CpuBasis, NoCpu, Reading};
use super::{Explained, SPACE, grouped, now};
use mini_aws_domain::{ContainerOs, EngineKind, RawCounter};

const TOTAL: &str = "cpu_stats.cpu_usage.total_usage";
const SYSTEM: &str = "cpu_stats.system_cpu_usage";
const CORES: &str = "cpu_stats.online_cpus";
const CORES_COUNTED: &str = "cpu_stats.cpu_usage.percpu_usage, its length";
const READ: &str = "read";
const PROCESSORS: &str = "num_procs";

/// Which formula it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Formula {
    ShareOfSystem,
    WallClock,
    ShareOfProcessors,
}

impl Formula {
    /// The one that was used, or would have been.
    fn of(basis: &Basis, dialect: Dialect) -> Self {
        match (basis.cpu, dialect) {
            (Ok(CpuBasis::ShareOfSystem { .. }), _) => Self::ShareOfSystem,
            (Ok(CpuBasis::WallClock { .. }), _) | (Err(_), Dialect::Podman) => Self::WallClock,
            (Ok(CpuBasis::ShareOfProcessors { .. }), _) | (Err(_), Dialect::WindowsContainers) => {
                Self::ShareOfProcessors
            }
            (Err(_), Dialect::Docker) if basis.now.system_cpu.is_none() => Self::WallClock,
            (Err(_), Dialect::Docker) => Self::ShareOfSystem,
        }
    }

    fn text(self, cores: &str) -> String {
        match self {
            Self::ShareOfSystem => {
                format!("Δtotal_usage ÷ Δsystem_cpu_usage × {cores} × 100")
            }
            Self::WallClock => "Δtotal_usage ÷ Δread × 100".to_owned(),
            Self::ShareOfProcessors => {
                format!("Δtotal_usage ÷ (Δread ÷ 100{SPACE}ns × num_procs) × 100")
            }
        }
    }
}

/// Why the CPU percentage of a sample of this basis is what it is, on an engine of this kind with containers made for `os`.
#[must_use]
pub fn explain_cpu(basis: &Basis, kind: EngineKind, os: ContainerOs) -> Explained {
    let dialect = Dialect::of(kind, os);
    let formula = Formula::of(basis, dialect);
    let value = basis.cpu.ok().and_then(|cpu| cpu.percent());
    let cores = if basis.now.cores_counted { "length of percpu_usage" } else { "online_cpus" };
    Explained {
        value,
        counters: counters(basis, formula),
        formula: formula.text(cores),
        filled: match (basis.cpu, value) {
            (Ok(cpu), Some(value)) => filled(cpu, value),
            (Ok(_), None) => why_not(NoCpu::NotTold, basis, dialect),
            (Err(reason), _) => why_not(reason, basis, dialect),
        },
        note: note(formula, dialect, &basis.now, value),
    }
}

fn counters(basis: &Basis, formula: Formula) -> Vec<RawCounter> {
    let (before, after) = (basis.before.as_ref(), &basis.now);
    let both = |name: &str, unit: &str, value: fn(&Reading) -> Option<u64>| RawCounter {
        before: before.and_then(value),
        ..now(name, unit, value(after))
    };
    let read = || {
        both(READ, "unix_ns", |reading| {
            reading.read_at.timestamp_nanos_opt().and_then(|nanos| u64::try_from(nanos).ok())
        })
    };
    let total = |unit| both(TOTAL, unit, |reading| Some(reading.cpu_total));
    match formula {
        Formula::ShareOfSystem => {
            let cores = if after.cores_counted { CORES_COUNTED } else { CORES };
            vec![
                total("ns"),
                both(SYSTEM, "ns", |reading| reading.system_cpu),
                now(cores, "cores", after.cores),
            ]
        }
        Formula::WallClock => vec![total("ns"), read()],
        Formula::ShareOfProcessors => vec![
            total("100 ns"),
            read(),
            now(PROCESSORS, "processors", after.processors.map(u64::from)),
        ],
    }
}

fn filled(cpu: CpuBasis, value: f64) -> String {
    let left = match cpu {
        CpuBasis::ShareOfSystem { used_ns, system_ns, cores } => {
            format!("{} ÷ {} × {cores}", grouped(used_ns), grouped(system_ns))
        }
        CpuBasis::WallClock { used_ns, wall_ns } => {
            format!("{} ÷ {}", grouped(used_ns), grouped(wall_ns))
        }
        CpuBasis::ShareOfProcessors { used_100ns, wall_ns, processors } => {
            format!("{} ÷ ({} ÷ 100 × {processors})", grouped(used_100ns), grouped(wall_ns))
        }
    };
    format!("{left} × 100 = {value:.1}{SPACE}%")
}

fn why_not(reason: NoCpu, basis: &Basis, dialect: Dialect) -> String {
    let system = (basis.before.and_then(|before| before.system_cpu), basis.now.system_cpu);
    match reason {
        NoCpu::FirstReading => "It takes two readings of one run, and this is the first: the instance was just started, or the \
             console just began to watch it. The next reading brings the value."
            .to_owned(),
        NoCpu::CounterFell => "The instance's counter is lower than in the reading before, so it was started again meanwhile. The next \
             reading brings the value."
            .to_owned(),
        NoCpu::Gap => {
            let passed = basis.before.map(|before| basis.now.read_at - before.read_at);
            let seconds = passed.map_or(0, |passed| passed.num_seconds().unsigned_abs());
            format!(
                "The reading before is {}{SPACE}s older: the machine slept, or the engine was stuck. An average over that time is no \
                 value of this moment. The next reading brings it.",
                grouped(seconds)
            )
        }
        NoCpu::NotTold => match (dialect, system) {
            (Dialect::Docker, (Some(before), Some(now))) if now < before => {
                "The machine's counter is lower than in the reading before, so there is nothing to divide by."
            }
            (Dialect::Docker, (Some(before), Some(now))) if now == before => {
                "The machine's counter stood still since the reading before, so there is nothing to divide by."
            }
            (Dialect::WindowsContainers, _) => {
                "The engine did not tell how many processors the machine has, so there is nothing to divide by."
            }
            (Dialect::Docker | Dialect::Podman, _) => {
                "The engine left out a counter that the formula needs."
            }
        }
        .to_owned(),
    }
}

fn note(formula: Formula, dialect: Dialect, reading: &Reading, value: Option<f64>) -> String {
    match (formula, dialect) {
        (Formula::ShareOfProcessors, _) => {
            "For Windows containers 100 % is the whole machine, and total_usage counts units of 100 ns.".to_owned()
        }
        (Formula::WallClock, Dialect::Podman) => {
            "100 % is one core. Podman's system_cpu_usage is not the machine's, and with it the result would be several times too \
             high; so what the instance used is divided by the time that passed."
                .to_owned()
        }
        (Formula::WallClock, _) => {
            "100 % is one core. The engine does not tell what the whole machine spent, so what the instance used is divided by the \
             time that passed."
                .to_owned()
        }
        (Formula::ShareOfSystem, _) => {
            let all = reading.cores.unwrap_or(0) as f64 * 100.0;
            match value {
                Some(value) if value > all => format!(
                    "100 % is one core, so all of them are {all:.0} %. The engine does not read the two counters at the same instant, \
                     so a sample may be a little too high and the next as much too low."
                ),
                _ => "100 % is one core.".to_owned(),
            }
        }
    }
}
