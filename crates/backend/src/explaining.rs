//! Why a number is what it is, of an instance that is watched.

use crate::collector::{Board, Evidence};
use crate::docker::stats::{self, Explained};
use crate::live::Live;
use chrono::TimeDelta;
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
    let Evidence { basis, received_at, engine, source, .. } = evidence;
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
        source: *source,
        place: place(evidence),
        read_at: basis.now.read_at,
        received_at: *received_at,
        engine: name_of(engine),
        cgroup: engine.cgroup,
        counters,
        formula,
        filled,
        note,
    }
}

/// Where the counters were read; and if not in the kernel's files, why not there.
fn place(evidence: &Evidence) -> String {
    let Evidence { basis, source, place, why_not_kernel, .. } = evidence;
    let told = match source {
        SampleSource::Kernel => {
            let place = place.as_deref().unwrap_or("the kernel's files");
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
    match why_not_kernel {
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
