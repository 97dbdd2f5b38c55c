//! What the shims spend: one process beside each container, which does nothing but answer the engine.
//!
//! The runtime that they are written for collects garbage every two minutes, whether there is any or not. Shims that were started
//! together do so together, and for some seconds that is more than all else here. So it is looked at each of them each second, and a
//! second in which one collected is left out: whoever watches, also where more garbage is the watching's fault.

use crate::shared::spent;
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// The name of such a process, as much of it as the kernel keeps.
pub const SHIM: &str = "containerd-shim";
/// From so much in a second on, it was a collection: one takes 5 ms or more, and an answer half a millisecond.
const COLLECTION: Duration = Duration::from_millis(3);

/// Looks at all shims again and again.
#[derive(Debug, Default)]
pub struct Shims {
    before: BTreeMap<u32, Duration>,
    spent: Duration,
    counted: u32,
    left_out: u32,
}

impl Shims {
    /// Looks; wants to be called each second.
    pub fn look(&mut self) {
        let processes = spent::processes();
        let shims = processes.iter().filter(|process| process.name == SHIM);
        let now: BTreeMap<u32, Duration> =
            shims.filter_map(|shim| Some((shim.pid, on_cpu(shim.pid)?))).collect();
        for (pid, spent) in &now {
            let Some(before) = self.before.get(pid) else { continue };
            let spent = spent.saturating_sub(*before);
            if spent < COLLECTION {
                self.spent += spent;
                self.counted += 1;
            } else {
                self.left_out += 1;
            }
        }
        self.before = now;
    }

    /// What they spent together, as if what was left out had been like the rest, in percent of one core; `over` is the time that it was
    /// looked for.
    pub fn percent(&self, over: Duration) -> f64 {
        let all = f64::from(self.counted + self.left_out);
        if self.counted == 0 {
            return 0.0;
        }
        spent::percent(self.spent, over) * all / f64::from(self.counted)
    }

    /// How many seconds of single shims were left out.
    pub fn left_out(&self) -> u32 {
        self.left_out
    }
}

/// CPU time of all threads of a process, to the nanosecond. They last as long as it does.
fn on_cpu(pid: u32) -> Option<Duration> {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).ok()?.flatten();
    let nanos = threads.filter_map(|thread| {
        let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    });
    Some(Duration::from_nanos(nanos.sum()))
}
