//! What the console itself costs: its own process and the ones it started, the webview's among them.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// Time between two measurements.
pub(crate) const COST_INTERVAL: Duration = Duration::from_secs(5);
/// Which processes are ours is looked up only this often, for it means reading about every process of the machine.
const LOOKUP_EVERY: u32 = 12;

/// Measures the process tree that this process is the root of.
pub(crate) struct CostMeter {
    system: System,
    own: Option<Pid>,
    family: Vec<Pid>,
    rounds: u32,
    /// CPU time of each process at the last measurement, and when that was.
    before: Option<(HashMap<Pid, u64>, Instant)>,
}

/// What a process tree used since the measurement before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cost {
    /// Percent of one core.
    pub(crate) cpu_percent: f64,
    /// Memory in bytes: on Linux what the processes have for themselves and their share of what they have in common, elsewhere what is
    /// resident of each.
    pub(crate) memory_bytes: u64,
}

impl CostMeter {
    pub(crate) fn new() -> Self {
        Self {
            system: System::new(),
            own: sysinfo::get_current_pid().ok(),
            family: Vec::new(),
            rounds: 0,
            before: None,
        }
    }

    /// Measures; `None` where the platform does not tell, and the first time, when there is nothing to compare with.
    pub(crate) fn measure(&mut self) -> Option<Cost> {
        let own = self.own?;
        if self.rounds.is_multiple_of(LOOKUP_EVERY) || self.rounds < 3 {
            self.family = self.look_up(own);
        }
        self.rounds = self.rounds.wrapping_add(1);
        self.system.refresh_processes_specifics(
            ProcessesToUpdate::Some(&self.family),
            true,
            ProcessRefreshKind::nothing().with_cpu().with_memory(),
        );
        let processes = || self.family.iter().filter_map(|pid| self.system.process(*pid));
        let spent: HashMap<Pid, u64> =
            processes().map(|process| (process.pid(), process.accumulated_cpu_time())).collect();
        let memory_bytes = processes()
            .map(|process| share(process.pid()).unwrap_or_else(|| process.memory()))
            .sum();
        let (earlier, since) = self.before.replace((spent.clone(), Instant::now()))?;
        // A process that is new has no part in the time before it was known.
        let millis: u64 = spent
            .iter()
            .filter_map(|(pid, now)| Some(now.saturating_sub(*earlier.get(pid)?)))
            .sum();
        let elapsed = since.elapsed().as_secs_f64() * 1e3;
        let cpu_percent = if elapsed > 0.0 { millis as f64 / elapsed * 100.0 } else { 0.0 };
        Some(Cost { cpu_percent, memory_bytes })
    }

    /// This process and all its descendants.
    fn look_up(&mut self, own: Pid) -> Vec<Pid> {
        self.system.refresh_processes_specifics(
            ProcessesToUpdate::All,
            true,
            ProcessRefreshKind::nothing().without_tasks(),
        );
        let mut family = HashSet::from([own]);
        loop {
            let before = family.len();
            for (pid, process) in self.system.processes() {
                let ours = process.parent().is_some_and(|parent| family.contains(&parent));
                if ours && process.thread_kind().is_none() {
                    family.insert(*pid);
                }
            }
            if family.len() == before {
                return family.into_iter().collect();
            }
        }
    }
}

/// The proportional set size in bytes, where the system tells it. The webview's processes share most of their pages with ours, so
/// adding up what is resident would count those several times.
fn share(pid: Pid) -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_core_that_is_burnt_shows() {
        let mut meter = CostMeter::new();
        meter.measure();
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(600) {
            std::hint::black_box(start);
        }
        let cost = meter.measure().unwrap();
        assert!(cost.cpu_percent > 20.0, "{cost:?}");
    }

    #[test]
    #[cfg(unix)]
    fn a_child_counts_too() {
        let mut meter = CostMeter::new();
        assert_eq!(meter.measure(), None);
        let alone = meter.measure().unwrap();
        assert!(alone.memory_bytes > 1_000_000, "{alone:?}");
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        meter.rounds = 0;
        meter.measure();
        let counted = meter.family.contains(&Pid::from_u32(child.id()));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(counted);
    }
}
