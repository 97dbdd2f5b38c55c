//! CPU time and memory of processes, by what the kernel tells of them.

use std::fs;
use std::time::Duration;

/// The kernel tells times in hundredths of a second, whatever it counts by itself.
const TICK: Duration = Duration::from_millis(10);
/// Where the fields are that are wanted, counted from the one after the name.
const PARENT: usize = 1;
const TIMES: std::ops::RangeInclusive<usize> = 11..=14;

/// A process at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    pub pid: u32,
    pub parent: u32,
    /// At most 15 bytes of its name.
    pub name: String,
    /// CPU of all its threads, those that ended included, and of children that it has waited for.
    pub spent: Duration,
}

/// All processes that are seen from here.
pub fn processes() -> Vec<Process> {
    let folders = fs::read_dir("/proc").unwrap().flatten();
    folders.filter_map(|folder| of(folder.file_name().to_str()?.parse().ok()?)).collect()
}

/// A process; `None` if there is none of this number any more.
pub fn of(pid: u32) -> Option<Process> {
    read(pid, &fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

fn read(pid: u32, stat: &str) -> Option<Process> {
    // The name, in parentheses, may hold anything; what follows the last one does not.
    let (_, after) = stat.split_once('(')?;
    let (name, rest) = after.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = TIMES.map(|field| fields.get(field)?.parse::<u32>().ok()).sum::<Option<u32>>()?;
    Some(Process {
        pid,
        parent: fields.get(PARENT)?.parse().ok()?,
        name: name.to_owned(),
        spent: TICK * ticks,
    })
}

/// What a process and all that it started spent until now.
pub fn by_tree(processes: &[Process], root: u32) -> Duration {
    let own = processes.iter().filter(|process| process.pid == root).map(|process| process.spent);
    let children = processes.iter().filter(|process| process.parent == root);
    own.chain(children.map(|child| by_tree(processes, child.pid))).sum()
}

/// Memory of a process in bytes, by a field of its status: `VmRSS` now, `VmHWM` at most so far.
pub fn memory(pid: u32, field: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let value = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    let kib: u64 = value.unwrap().trim().trim_end_matches(" kB").parse().unwrap();
    kib << 10
}

/// CPU in percent of one core.
pub fn percent(spent: Duration, over: Duration) -> f64 {
    100.0 * spent.as_secs_f64() / over.as_secs_f64()
}
