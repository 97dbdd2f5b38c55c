//! Why CPU is what it is.

use super::super::tracker::Dialect;
use super::super::{Basis, CpuBasis, NoCpu, Origin, Reading};
use super::{Explained, SPACE, both, grouped, not_comparable, now, time, times};
use mini_aws_domain::{ContainerOs, EngineKind, RawCounter};

const SYSTEM: &str = "cpu_stats.system_cpu_usage";
const CORES: &str = "cpu_stats.online_cpus";
const CORES_COUNTED: &str = "cpu_stats.cpu_usage.percpu_usage, its length";
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

    fn text(self, origin: Origin, cores: &str) -> String {
        let (total, time) = (total(origin).1, time(origin).1);
        match self {
            Self::ShareOfSystem => {
                format!("Δ{total} ÷ Δsystem_cpu_usage × {cores} × 100")
            }
            Self::WallClock => format!("Δ{total} ÷ Δ{time} × 100"),
            Self::ShareOfProcessors => {
                format!("Δ{total} ÷ (Δ{time} ÷ 100{SPACE}ns × num_procs) × 100")
            }
        }
    }
}

/// What the CPU time is called: in full, and in a formula.
fn total(origin: Origin) -> (&'static str, &'static str) {
    match origin {
        Origin::Engine => ("cpu_stats.cpu_usage.total_usage", "total_usage"),
        Origin::CgroupV1 => ("cpuacct.usage", "cpuacct.usage"),
        Origin::CgroupV2 => ("cpu.stat, usage_usec", "usage_usec"),
    }
}

/// Why the CPU percentage of a sample of this basis is what it is, on an engine of this kind with containers made for `os`.
pub(super) fn explain(basis: &Basis, kind: EngineKind, os: ContainerOs) -> Explained {
    let dialect = Dialect::of(kind, os);
    let formula = Formula::of(basis, dialect);
    let value = basis.cpu.ok().and_then(|cpu| cpu.percent());
    let cores = if basis.now.cores_counted { "length of percpu_usage" } else { "online_cpus" };
    Explained {
        value,
        counters: counters(basis, formula),
        formula: formula.text(basis.now.origin, cores),
        filled: match (basis.cpu, value) {
            (Ok(cpu), Some(value)) => filled(cpu, value),
            (Ok(_), None) => why_not(NoCpu::NotTold, basis, dialect),
            (Err(reason), _) => why_not(reason, basis, dialect),
        },
        note: note(formula, dialect, &basis.now, value),
    }
}

fn counters(basis: &Basis, formula: Formula) -> Vec<RawCounter> {
    let after = &basis.now;
    let total = |unit| {
        both(basis, total(after.origin).0, unit, |reading: &Reading| Some(reading.cpu_total))
    };
    match formula {
        Formula::ShareOfSystem => {
            let cores = if after.cores_counted { CORES_COUNTED } else { CORES };
            vec![
                total("ns"),
                both(basis, SYSTEM, "ns", |reading| reading.system_cpu),
                now(cores, "cores", after.cores),
            ]
        }
        Formula::WallClock => vec![total("ns"), times(basis)],
        Formula::ShareOfProcessors => vec![
            total("100 ns"),
            times(basis),
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
    let not_told = || match (dialect, system) {
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
    };
    not_comparable(reason, basis).unwrap_or_else(|| not_told().to_owned())
}

fn note(formula: Formula, dialect: Dialect, reading: &Reading, value: Option<f64>) -> String {
    match (formula, dialect) {
        (Formula::ShareOfProcessors, _) => {
            "For Windows containers 100 % is the whole machine, and total_usage counts units of 100 ns.".to_owned()
        }
        (Formula::WallClock, _) if reading.origin != Origin::Engine => {
            let unit = match reading.origin {
                Origin::CgroupV2 => " usage_usec counts microseconds, and is told in nanoseconds here.",
                Origin::Engine | Origin::CgroupV1 => "",
            };
            format!(
                "100 % is one core. What the instance used is divided by the time that passed. docker stats divides by what the \
                 machine spent meanwhile, which comes to the same, but moves in steps of 10{SPACE}ms.{unit}"
            )
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
