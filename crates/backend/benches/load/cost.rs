//! What a process costs.

use std::time::{Duration, Instant};
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// A process at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub at: Instant,
    pub cpu: Duration,
    pub memory: u64,
}

/// The process `id` now.
pub fn of(id: u32) -> Moment {
    let (mut system, id) = (System::new(), Pid::from_u32(id));
    let what = ProcessRefreshKind::nothing().with_cpu().with_memory();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[id]), false, what);
    let process = system.process(id).unwrap();
    let cpu = Duration::from_millis(process.accumulated_cpu_time());
    Moment { at: Instant::now(), cpu, memory: process.memory() }
}

impl Moment {
    /// CPU since `before`, in percent of one core.
    pub fn cpu_percent_since(&self, before: &Self) -> f64 {
        100.0 * (self.cpu - before.cpu).as_secs_f64() / (self.at - before.at).as_secs_f64()
    }
}

/// As people read it.
pub fn mb(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
