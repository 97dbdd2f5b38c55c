//! What the console itself costs: its own process and the ones it started, the webview's among them.

use super::family::{Family, Table};
use sysinfo::Pid;

/// Memory is added up once in so many measurements: the kernel walks through every page of each process for it, which would be
/// most of what measuring costs.
const MEMORY_EVERY: u32 = 6;

/// Measures the process tree that this process is the root of.
#[derive(Debug, Default)]
pub(crate) struct OwnMeter {
    family: Family,
    rounds: u32,
    memory_bytes: u64,
}

/// What a process tree used since the measurement before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Used {
    /// Percent of one core.
    pub(crate) cpu_percent: f64,
    /// Memory in bytes: on Linux what the processes have for themselves and their share of what they have in common, elsewhere what is
    /// resident of each.
    pub(crate) memory_bytes: u64,
}

impl OwnMeter {
    /// Looks up who belongs to it.
    pub(super) fn look(&mut self, table: &Table) {
        let Ok(own) = sysinfo::get_current_pid() else { return };
        let family = table.descendants(own);
        if family.len() != self.family.members().len() {
            // Somebody came or went, so what is remembered of their memory is wrong.
            self.rounds = 0;
        }
        self.family.set(family);
    }

    /// Measures; `None` where the platform does not tell, and the first time, when there is nothing to compare with.
    pub(crate) fn measure(&mut self) -> Option<Used> {
        let cpu_percent = self.family.cpu_percent();
        if self.rounds.is_multiple_of(MEMORY_EVERY) || self.rounds < 3 {
            let members = self.family.members().iter();
            self.memory_bytes =
                members.map(|pid| share(*pid).unwrap_or_else(|| self.family.resident(*pid))).sum();
        }
        self.rounds = self.rounds.wrapping_add(1);
        Some(Used { cpu_percent: cpu_percent?, memory_bytes: self.memory_bytes })
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
    use std::time::{Duration, Instant};

    fn look(meter: &mut OwnMeter) {
        let mut table = Table::default();
        table.look_up();
        meter.look(&table);
    }

    #[test]
    fn a_core_that_is_burnt_shows() {
        let mut meter = OwnMeter::default();
        look(&mut meter);
        assert_eq!(meter.measure(), None, "there is nothing to compare with");
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(600) {
            std::hint::black_box(start);
        }
        let used = meter.measure().unwrap();
        assert!(used.cpu_percent > 20.0, "{used:?}");
        assert!(used.memory_bytes > 1_000_000, "{used:?}");
    }

    #[test]
    #[cfg(unix)]
    fn a_child_counts_too() {
        let mut meter = OwnMeter::default();
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        look(&mut meter);
        let counted = meter.family.members().contains(&Pid::from_u32(child.id()));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(counted);
    }
}
