//! Why a number is what it is, of an instance that is watched.

use crate::collector::{Board, Evidence};
use crate::docker::stats::{explain_cpu, explain_memory};
use crate::live::Live;
use mini_aws_domain::{
    EngineInfo, EngineStatus, Explanation, InstanceId, InstanceState, Metric, Problem, SampleSource,
};

/// Why a number cannot be explained.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExplainError {
    /// Its formula is no more than a difference by a time.
    #[error("Only CPU and memory are explained, and this is {}.", .0.as_str())]
    OtherMetric(Metric),
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
    /// It runs, and the engine told nothing of it yet.
    #[error("The engine has told no counters of {name} yet.")]
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
            Self::OtherMetric(_) => ("not_explained", "Ask for cpu or memory."),
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

/// Explains the newest sample of an instance. While the engine is away, that is the last one that it told.
pub(crate) fn explain(
    live: &Live,
    board: &Board,
    id: &InstanceId,
    metric: Metric,
) -> Result<Explanation, ExplainError> {
    if !matches!(metric, Metric::Cpu | Metric::Memory) {
        return Err(ExplainError::OtherMetric(metric));
    }
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
        EngineStatus::Away { .. } => {
            "The engine is away, so this is the last reading that it gave."
        }
        EngineStatus::Paused { .. } => {
            "Collecting is paused, so this is the last reading before that."
        }
        EngineStatus::Connecting | EngineStatus::Connected { .. } => "",
    });
    Ok(explanation(id, metric, &evidence, stale))
}

fn explanation(id: &InstanceId, metric: Metric, evidence: &Evidence, stale: &str) -> Explanation {
    let Evidence { basis, received_at, engine } = evidence;
    let explained = match metric {
        Metric::Memory => explain_memory(&basis.now),
        _ => explain_cpu(basis, engine.kind, engine.os),
    };
    let note = match (stale, explained.note.as_str()) {
        ("", note) => note.to_owned(),
        (stale, "") => stale.to_owned(),
        (stale, note) => format!("{stale} {note}"),
    };
    Explanation {
        instance: id.clone(),
        metric,
        value: explained.value,
        source: SampleSource::Stream,
        place: String::new(),
        read_at: basis.now.read_at,
        received_at: *received_at,
        engine: name_of(engine),
        cgroup: engine.cgroup,
        counters: explained.counters,
        formula: explained.formula,
        filled: explained.filled,
        note,
    }
}

/// `Docker 27.5.1, API 1.47`.
fn name_of(engine: &EngineInfo) -> String {
    format!("{} {}, API {}", engine.kind.as_str(), engine.version, engine.api_version)
}
