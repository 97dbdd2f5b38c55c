//! What the engine's own processes spend, where they run beside us.

use super::family::{Family, Table};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};
use sysinfo::Pid;

/// Engines by the names of their processes.
const ENGINES: [&str; 2] = ["dockerd", "podman"];
/// What belongs to an engine and to no container: its helpers, and the shim of each container.
const HELPERS: [&str; 7] = [
    "containerd",
    "containerd-shim",
    "docker-proxy",
    "conmon",
    "rootlesskit",
    "netavark",
    "vpnkit",
];
/// For this long after a pause what the engine spent in it is compared with: later it may do something else altogether.
const COMPARABLE: Duration = Duration::from_secs(600);
/// The helper that other helpers start from, and that may run as a service of its own.
const SHARED_HELPER: &str = "containerd";

/// Measures the processes of the engine behind a local socket.
#[derive(Debug, Default)]
pub(crate) struct EngineMeter {
    /// Where the engine listens; absent until one was met.
    endpoint: Option<String>,
    family: Family,
    unwatched: Unwatched,
}

/// What the engine spends while nobody watches it: the average over a pause of collecting.
#[derive(Debug, Default)]
struct Unwatched {
    /// Whether the last measurement was made in a pause.
    is_pause: bool,
    /// Sum of the percentages that were measured in the last pause, and how many they are.
    measured: (f64, u32),
    /// When the last of them was.
    until: Option<Instant>,
}

impl Unwatched {
    /// Takes note of a measurement.
    fn note(&mut self, cpu_percent: Option<f64>, watched: bool, now: Instant) {
        let was_pause = std::mem::replace(&mut self.is_pause, !watched);
        if watched {
            return;
        }
        if !was_pause {
            // Only a time that was unwatched from its beginning to its end is one.
            self.measured = (0.0, 0);
        } else if let Some(cpu_percent) = cpu_percent {
            self.measured = (self.measured.0 + cpu_percent, self.measured.1 + 1);
            self.until = Some(now);
        }
    }

    /// The average, as long as there is a point in comparing with it.
    fn cpu_percent(&self, now: Instant) -> Option<f64> {
        let (sum, count) = self.measured;
        let is_of_now = now.duration_since(self.until?) <= COMPARABLE;
        (count > 0 && is_of_now).then(|| sum / f64::from(count))
    }
}

/// What the engine's processes used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct EngineUsed {
    /// Percent of one core, since the measurement before.
    pub(crate) cpu_percent: f64,
    /// The same on average over the last pause of collecting, if that was lately.
    pub(crate) unwatched_cpu_percent: Option<f64>,
    /// How many they are.
    pub(crate) processes: usize,
}

impl EngineMeter {
    /// Takes note of the engine that is watched, if one is; says whether it is another than before.
    pub(super) fn meet(&mut self, endpoint: Option<&str>) -> bool {
        let is_news = endpoint.is_some_and(|endpoint| self.endpoint.as_deref() != Some(endpoint));
        if is_news {
            *self = Self { endpoint: endpoint.map(str::to_owned), ..Self::default() };
        }
        is_news
    }

    /// Looks up who belongs to it.
    pub(super) fn look(&mut self, table: &Table) {
        let daemon = self.endpoint.as_deref().and_then(listener);
        self.family.set(daemon.map(|daemon| members(table, daemon)).unwrap_or_default());
    }

    /// Measures; `watched` says whether the console collects at this time. `None` if there are no such processes here, or nothing to
    /// compare with.
    pub(crate) fn measure(&mut self, watched: bool) -> Option<EngineUsed> {
        let (processes, now) = (self.family.members().len(), Instant::now());
        let cpu_percent = self.family.cpu_percent();
        if processes == 0 {
            return None;
        }
        self.unwatched.note(cpu_percent, watched, now);
        Some(EngineUsed {
            cpu_percent: cpu_percent?,
            unwatched_cpu_percent: self.unwatched.cpu_percent(now),
            processes,
        })
    }
}

/// The processes of the engine whose daemon listens: those that it started, and the helpers that run as services. Containers
/// are below their shims, so they are told apart by their names.
fn members(table: &Table, daemon: Pid) -> BTreeSet<Pid> {
    let daemons = match table.name(daemon) {
        Some(name) if ENGINES.contains(&name) => BTreeSet::from([daemon]),
        // The socket belongs to whoever starts the engine on demand.
        Some("systemd" | "init") => table.named(|name| ENGINES.contains(&name)),
        _ => return BTreeSet::new(),
    };
    let mut below: BTreeSet<Pid> =
        daemons.iter().flat_map(|daemon| table.descendants(*daemon)).collect();
    let helpers = table.named(|name| HELPERS.contains(&name));
    let has_own = |name: &str| below.iter().any(|pid| table.name(*pid) == Some(name));
    if !has_own(SHARED_HELPER) {
        let shared = table.named(|name| name == SHARED_HELPER || name == "containerd-shim");
        below.extend(shared);
    } else {
        // A shim lets go of its parent, and is nobody's child by then.
        let orphans = table.named(|name| name == "containerd-shim" || name == "conmon");
        below.extend(orphans);
    }
    let own: BTreeSet<Pid> = below.intersection(&helpers).copied().collect();
    &daemons | &own
}

/// The process that listens on a local socket. Must be called within a runtime.
fn listener(endpoint: &str) -> Option<Pid> {
    crate::kernel::listener(Path::new(endpoint.strip_prefix("unix://")?)).map(Pid::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_compared_with_for_a_while() {
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let mut unwatched = Unwatched::default();
        unwatched.note(Some(30.0), true, at(0));
        assert_eq!(unwatched.cpu_percent(at(0)), None, "there was no pause");
        // It began somewhere in this time.
        unwatched.note(Some(20.0), false, at(5));
        assert_eq!(unwatched.cpu_percent(at(5)), None);
        unwatched.note(Some(2.0), false, at(10));
        unwatched.note(Some(4.0), false, at(15));
        assert_eq!(unwatched.cpu_percent(at(15)), Some(3.0));
        unwatched.note(Some(50.0), true, at(20));
        assert_eq!(unwatched.cpu_percent(at(20)), Some(3.0));
        assert_eq!(unwatched.cpu_percent(at(15 + 601)), None, "that is long ago");
        unwatched.note(Some(9.0), false, at(700));
        unwatched.note(Some(1.0), false, at(705));
        assert_eq!(unwatched.cpu_percent(at(705)), Some(1.0), "another pause");
    }
}
