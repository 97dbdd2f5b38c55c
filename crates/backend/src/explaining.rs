//! Why a number is what it is, of an instance that is watched.

use crate::collector::{Board, Evidence, NetworkEvidence};
use crate::docker::stats::{self, Basis, Explained};
use crate::live::Live;
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{
    EngineInfo, EngineStatus, Explanation, InstanceId, InstanceState, Metric, Problem, SampleSource,
};

/// Why a number cannot be explained.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExplainError {
    /// The engine has no such instance.
    #[error("There is no instance {}.", .0.short())]
    UnknownInstance(InstanceId),
    /// Only what runs is measured.
    #[error("{name} is {}, and only what runs is measured.", .state.as_str())]
    NotRunning {
        /// The instance's name.
        name: String,
        /// What it is doing instead.
        state: InstanceState,
    },
    /// It runs, and nothing of it was read yet.
    #[error("No counters of {name} were read yet.")]
    NotRead {
        /// The instance's name.
        name: String,
    },
}

impl ExplainError {
    /// The error as it crosses a door.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (code, next_step) = match self {
            Self::UnknownInstance(_) => {
                ("unknown_instance", "It may have been removed; look at the list of instances.")
            }
            Self::NotRunning { .. } => {
                ("not_running", "Start it, and the numbers come by themselves.")
            }
            Self::NotRead { .. } => ("not_read", "Wait for a few seconds."),
        };
        Problem {
            code: code.to_owned(),
            message: self.to_string(),
            next_step: next_step.to_owned(),
        }
    }
}

/// Explains the newest sample of an instance. While the engine is away, that is the last one that there was.
pub(crate) fn explain(
    live: &Live,
    board: &Board,
    id: &InstanceId,
    metric: Metric,
) -> Result<Explanation, ExplainError> {
    let Some(evidence) = board.evidence(id) else {
        return Err(live.read(|state| match state.world.instance(id) {
            None => ExplainError::UnknownInstance(id.clone()),
            Some(known) if known.state == InstanceState::Running => {
                ExplainError::NotRead { name: known.name.clone() }
            }
            Some(known) => {
                ExplainError::NotRunning { name: known.name.clone(), state: known.state }
            }
        }));
    };
    let stale = live.read(|state| match state.engine {
        EngineStatus::Away { .. } => "The engine is away, so this is the last reading before that.",
        EngineStatus::Paused { .. } => {
            "Collecting is paused, so this is the last reading before that."
        }
        EngineStatus::Connecting | EngineStatus::Connected { .. } => "",
    });
    Ok(explanation(id, metric, &evidence, stale))
}

fn explanation(id: &InstanceId, metric: Metric, evidence: &Evidence, stale: &str) -> Explanation {
    let engine = &evidence.engine;
    let Witness { basis, received_at, source } = Witness::of(evidence, metric);
    let Explained { value, counters, formula, filled, note } =
        stats::explain(basis, metric, engine.kind, engine.os);
    let note = match (stale, note.as_str()) {
        ("", _) => note,
        (stale, "") => stale.to_owned(),
        (stale, note) => format!("{stale} {note}"),
    };
    Explanation {
        instance: id.clone(),
        metric,
        value,
        source,
        place: place(evidence, metric),
        read_at: basis.now.read_at,
        received_at,
        engine: name_of(engine),
        cgroup: engine.cgroup,
        counters,
        formula,
        filled,
        note,
    }
}

/// What one number of a sample was made of.
struct Witness<'a> {
    basis: &'a Basis,
    received_at: DateTime<Utc>,
    source: SampleSource,
}

impl<'a> Witness<'a> {
    fn of(evidence: &'a Evidence, metric: Metric) -> Self {
        match of_network(evidence, metric) {
            Some(NetworkEvidence { basis, source, received_at }) => {
                Self { basis, received_at: *received_at, source: *source }
            }
            None => {
                let Evidence { basis, received_at, source, .. } = evidence;
                Self { basis, received_at: *received_at, source: *source }
            }
        }
    }
}

/// What this metric was made of if that is not what the rest was made of: the engine told the network alone.
fn of_network(evidence: &Evidence, metric: Metric) -> Option<&NetworkEvidence> {
    match metric {
        Metric::NetworkRx | Metric::NetworkTx => evidence.network.as_deref(),
        Metric::Cpu | Metric::Memory | Metric::DiskRead | Metric::DiskWrite => None,
    }
}

/// Where the counters were read; and if not in the kernel's files, why not there.
fn place(evidence: &Evidence, metric: Metric) -> String {
    let Witness { basis, source, .. } = Witness::of(evidence, metric);
    let told = match source {
        SampleSource::Kernel => {
            let place = evidence.places.as_deref().and_then(|places| places.of(metric));
            let place = place.unwrap_or("the kernel's files");
            return format!("Read by the console itself from {place}.");
        }
        SampleSource::Stream => "The engine streams it.".to_owned(),
        SampleSource::Poll => match basis.before.map(|before| basis.now.read_at - before.read_at) {
            Some(passed) if passed > TimeDelta::zero() => format!(
                "The engine is asked for it now and then, the last time {} after the one before.",
                seconds(passed)
            ),
            _ => "The engine is asked for it now and then.".to_owned(),
        },
    };
    if of_network(evidence, metric).is_some() {
        return format!(
            "{told} Only the engine can tell this instance's network; the rest is read in the kernel's files."
        );
    }
    match &evidence.why_not_kernel {
        Some(reason) => format!("{told} The kernel's files are not read: {reason}."),
        None => told,
    }
}

/// `10.2 s`.
fn seconds(span: TimeDelta) -> String {
    format!("{:.1}\u{202f}s", span.as_seconds_f64())
}

/// `Docker 27.5.1, API 1.47`.
fn name_of(engine: &EngineInfo) -> String {
    format!("{} {}, API {}", engine.kind.as_str(), engine.version, engine.api_version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docker::stats::{Observation, Origin, Reading, Reclaimable, StatsTracker};
    use crate::kernel::Places;
    use mini_aws_domain::{CgroupVersion, ContainerOs, EngineKind};
    use std::sync::Arc;

    /// What two readings come to: received and written bytes grow by a thousand in this many seconds.
    fn basis(origin: Origin, seconds: i64, network: bool) -> Basis {
        let reading = |at: i64, bytes: u64| Reading {
            origin,
            read_at: DateTime::UNIX_EPOCH + TimeDelta::seconds(at),
            cpu_total: bytes,
            system_cpu: None,
            cores: None,
            cores_counted: false,
            processors: None,
            memory_usage: Some(5000),
            memory_reclaimable: Reclaimable::NotTold,
            memory_limit: None,
            network_rx: network.then_some(bytes),
            network_tx: network.then_some(bytes),
            disk_read: Some(bytes),
            disk_write: Some(bytes),
            pids: None,
        };
        let mut tracker = StatsTracker::with_cadence(
            EngineKind::Docker,
            ContainerOs::Linux,
            std::time::Duration::from_secs(20),
        );
        let id = InstanceId::new("web");
        tracker.observe(&id, reading(0, 1000));
        match tracker.observe(&id, reading(seconds, 2000)) {
            Observation::Sample(_, basis) => basis,
            Observation::Repeated => panic!("it is a new one"),
        }
    }

    fn moment(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn of_the_kernel() -> Evidence {
        let places = Places {
            cpu: "/cpuacct/f00".to_owned(),
            memory: "/memory/f00".to_owned(),
            disk: Some("/blkio/f00".to_owned()),
            network: None,
        };
        Evidence {
            basis: basis(Origin::CgroupV1, 1, false),
            received_at: moment(100),
            engine: EngineInfo {
                kind: EngineKind::Docker,
                version: "28.0.0".to_owned(),
                api_version: "1.47".to_owned(),
                endpoint: String::new(),
                found_by: String::new(),
                host: String::new(),
                os: ContainerOs::Linux,
                cgroup: CgroupVersion::Unknown,
                cpus: 2,
                memory_bytes: 8 << 30,
            },
            source: SampleSource::Kernel,
            places: Some(Arc::new(places)),
            why_not_kernel: None,
            network: None,
        }
    }

    fn explained(evidence: &Evidence, metric: Metric) -> Explanation {
        explanation(&InstanceId::new("web"), metric, evidence, "")
    }

    #[test]
    fn each_number_names_the_place_of_its_own_counters() {
        let evidence = of_the_kernel();
        for (metric, place) in [
            (Metric::Cpu, "/cpuacct/f00"),
            (Metric::Memory, "/memory/f00"),
            (Metric::DiskRead, "/blkio/f00"),
            (Metric::DiskWrite, "/blkio/f00"),
            (Metric::NetworkRx, "the kernel's files"),
        ] {
            let told = explained(&evidence, metric).place;
            assert_eq!(told, format!("Read by the console itself from {place}."), "{metric:?}");
        }
    }

    #[test]
    fn a_network_that_the_engine_told_is_explained_by_what_it_told() {
        let network = NetworkEvidence {
            basis: basis(Origin::Engine, 10, true),
            source: SampleSource::Poll,
            received_at: moment(90),
        };
        let evidence = Evidence { network: Some(Arc::new(network)), ..of_the_kernel() };
        for metric in [Metric::NetworkRx, Metric::NetworkTx] {
            let told = explained(&evidence, metric);
            assert_eq!((told.value, told.source), (Some(100.0), SampleSource::Poll), "{metric:?}");
            assert_eq!((told.read_at, told.received_at), (moment(10), moment(90)));
            assert!(told.counters[0].name.starts_with("networks.*."), "{:?}", told.counters);
            assert!(told.place.starts_with("The engine is asked for it now and then, the last"));
            assert!(told.place.contains("Only the engine can tell"), "{}", told.place);
        }
        let rest = explained(&evidence, Metric::DiskRead);
        assert_eq!((rest.value, rest.source), (Some(1000.0), SampleSource::Kernel));
        assert_eq!(rest.received_at, moment(100));
    }
}
