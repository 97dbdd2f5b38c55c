//! Processes that belong together, and the CPU time that they use.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// All processes of the machine at one moment.
#[derive(Debug, Default)]
pub(super) struct Table {
    system: System,
}

impl Table {
    /// Reads it anew.
    pub(super) fn look_up(&mut self) {
        let wanted = ProcessRefreshKind::nothing().without_tasks();
        self.system.refresh_processes_specifics(ProcessesToUpdate::All, true, wanted);
    }

    /// Gives its memory back: it is not needed until the next time.
    pub(super) fn forget(&mut self) {
        self.system = System::new();
    }

    /// The name of a process as the system has it, which on Linux is no longer than 15 bytes.
    pub(super) fn name(&self, pid: Pid) -> Option<&str> {
        self.system.process(pid)?.name().to_str()
    }

    /// Processes of a name for which `chosen` says so.
    pub(super) fn named(&self, chosen: impl Fn(&str) -> bool) -> BTreeSet<Pid> {
        let processes = self.system.processes().iter();
        processes
            .filter(|(_, process)| process.thread_kind().is_none())
            .filter(|(_, process)| process.name().to_str().is_some_and(&chosen))
            .map(|(pid, _)| *pid)
            .collect()
    }

    /// A process and all its descendants.
    pub(super) fn descendants(&self, first: Pid) -> BTreeSet<Pid> {
        let mut children: HashMap<Pid, Vec<Pid>> = HashMap::new();
        for (pid, process) in self.system.processes() {
            if let (Some(parent), None) = (process.parent(), process.thread_kind()) {
                children.entry(parent).or_default().push(*pid);
            }
        }
        let mut family = BTreeSet::new();
        let mut waiting = vec![first];
        while let Some(pid) = waiting.pop() {
            if family.insert(pid) {
                waiting.extend(children.remove(&pid).into_iter().flatten());
            }
        }
        family
    }
}

/// Processes whose CPU time is added up.
#[derive(Debug, Default)]
pub(super) struct Family {
    system: System,
    members: Vec<Pid>,
    /// CPU time of each at the last measurement in milliseconds, and when that was.
    before: Option<(BTreeMap<Pid, u64>, Instant)>,
}

impl Family {
    /// Who belongs to it from now on.
    pub(super) fn set(&mut self, members: BTreeSet<Pid>) {
        self.members = members.into_iter().collect();
    }

    /// Who belongs to it.
    pub(super) fn members(&self) -> &[Pid] {
        &self.members
    }

    /// What is resident of one of them, in bytes.
    pub(super) fn resident(&self, pid: Pid) -> u64 {
        self.system.process(pid).map_or(0, sysinfo::Process::memory)
    }

    /// The CPU that they used since the measurement before, in percent of one core; `None` the first time.
    pub(super) fn cpu_percent(&mut self) -> Option<f64> {
        self.system.refresh_processes_specifics(
            ProcessesToUpdate::Some(&self.members),
            true,
            ProcessRefreshKind::nothing().with_cpu().with_memory().without_tasks(),
        );
        let spent: BTreeMap<Pid, u64> = self
            .members
            .iter()
            .filter_map(|pid| Some((*pid, self.system.process(*pid)?.accumulated_cpu_time())))
            .collect();
        // A process that is new has no part in the time before it was known.
        let used = |before: &BTreeMap<Pid, u64>| -> u64 {
            spent.iter().filter_map(|(pid, now)| Some(now.saturating_sub(*before.get(pid)?))).sum()
        };
        let measured = self.before.as_ref().and_then(|(before, since)| {
            let millis = since.elapsed().as_secs_f64() * 1e3;
            (millis > 0.0).then(|| used(before) as f64 / millis * 100.0)
        });
        self.before = Some((spent, Instant::now()));
        measured
    }
}
