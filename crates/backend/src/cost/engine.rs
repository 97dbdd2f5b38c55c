//! What the engine's own processes spend, where they run beside us.

use super::family::{Family, Table};
use std::collections::BTreeSet;
use std::path::Path;
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
/// The helper that other helpers start from, and that may run as a service of its own.
const SHARED_HELPER: &str = "containerd";

/// Measures the processes of the engine behind a local socket.
#[derive(Debug, Default)]
pub(crate) struct EngineMeter {
    /// Where the engine listens; absent until one was met.
    endpoint: Option<String>,
    family: Family,
    /// Whether the last measurement was made while nobody watched.
    was_unwatched: bool,
    unwatched_cpu_percent: Option<f64>,
}

/// What the engine's processes used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct EngineUsed {
    /// Percent of one core, since the measurement before.
    pub(crate) cpu_percent: f64,
    /// The same in the last such time in which nobody watched.
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
        let processes = self.family.members().len();
        let cpu_percent = self.family.cpu_percent();
        // Only a time that was unwatched from its beginning to its end is one.
        let all_unwatched = !watched && std::mem::replace(&mut self.was_unwatched, !watched);
        if processes == 0 {
            return None;
        }
        if all_unwatched {
            self.unwatched_cpu_percent = cpu_percent;
        }
        Some(EngineUsed {
            cpu_percent: cpu_percent?,
            unwatched_cpu_percent: self.unwatched_cpu_percent,
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
