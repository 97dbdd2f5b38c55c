//! Measuring the volumes: one at a time, told as it goes, and called off when somebody thinks better of it.

use crate::docker::EngineError;
use crate::error::sentence;
use crate::live::Live;
use mini_aws_domain::{MeasureState, Problem};
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::warn;

/// Volumes are measured this long after the engine was reached or a volume came or went, and with at least this pause between.
const AFTER: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_secs(60);
/// The pause is at least this many times as long as the measuring took.
const SHARE: u32 = 10;

/// What is measured, and when next.
pub(super) struct Measuring<'a> {
    live: &'a Live,
    /// Whether to measure as soon as that may be.
    wanted: bool,
    running: Option<Running>,
    /// When to measure next without being asked.
    due: Option<Instant>,
    /// Nobody measures before this without being asked.
    rest_until: Instant,
}

struct Running {
    since: Instant,
    called_off: CancellationToken,
}

impl<'a> Measuring<'a> {
    /// Nothing is measured yet, and will be soon.
    pub(super) fn new(live: &'a Live) -> Self {
        let now = Instant::now();
        Self { live, wanted: false, running: None, due: Some(now + AFTER), rest_until: now }
    }

    /// When to measure next without being asked.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// It is time.
    pub(super) fn is_due(&mut self) {
        self.due = None;
        self.wanted = true;
    }

    /// Somebody asks for it. Who asks while it runs gets what it comes to, unless it was called off.
    pub(super) fn want(&mut self) {
        self.wanted |=
            self.running.as_ref().is_none_or(|running| running.called_off.is_cancelled());
    }

    /// Somebody calls it off.
    pub(super) fn cancel(&mut self) {
        if let Some(running) = &self.running {
            self.wanted = false;
            running.called_off.cancel();
        }
    }

    /// Whether anything is being measured.
    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Measures after a short while, in which more volumes may come or go.
    pub(super) fn soon(&mut self) {
        self.due = Some((Instant::now() + AFTER).max(self.rest_until));
    }

    /// Whether to begin now, and what calls it off then.
    pub(super) fn begin(&mut self) -> Option<CancellationToken> {
        if !self.wanted || self.running.is_some() {
            return None;
        }
        self.wanted = false;
        let called_off = CancellationToken::new();
        let since = Instant::now();
        self.running = Some(Running { since, called_off: called_off.clone() });
        let volumes = self.live.read(|state| state.world.volumes().count());
        self.live.measuring(u64::try_from(volumes).unwrap_or(u64::MAX));
        Some(called_off)
    }

    /// Takes what it came to; `None` if it was called off.
    pub(super) fn take(&mut self, measured: Option<Result<HashMap<String, u64>, EngineError>>) {
        let Some(running) = self.running.take() else { return };
        let took = running.since.elapsed();
        self.rest_until = Instant::now() + (took * SHARE).max(PAUSE);
        let at = self.live.now();
        let state = match measured {
            None => MeasureState::Cancelled { at },
            Some(Ok(sizes)) => {
                self.live.change_world(|world| world.measured(sizes, Some(at)));
                MeasureState::Done { at, took_ms: milliseconds(took) }
            }
            Some(Err(error)) => {
                warn!(%error, "volumes could not be measured");
                MeasureState::Failed { at, problem: problem(&error) }
            }
        };
        self.live.set_measure(state);
    }

    /// Ends with the session: the engine was lost, or else somebody wants it left alone.
    pub(super) fn end(&mut self, lost: Option<&EngineError>) {
        if self.running.take().is_none() {
            return;
        }
        let at = self.live.now();
        self.live.set_measure(match lost {
            None => MeasureState::Cancelled { at },
            Some(error) => MeasureState::Failed {
                at,
                problem: Problem {
                    code: "engine_lost".to_owned(),
                    message: format!("The engine was lost while it measured: {error}."),
                    next_step: "They are measured again once it is back.".to_owned(),
                },
            },
        });
    }
}

/// Why there are no sizes, for people.
fn problem(error: &EngineError) -> Problem {
    let next_step = match error {
        EngineError::TimedOut { .. } => {
            "Try again when the engine has less to do; volumes with a great many files take long."
        }
        _ => "Try again; what is wrong is in the engine's own log. Everything else goes on.",
    };
    Problem {
        code: "measure_failed".to_owned(),
        message: sentence(&error.to_string()),
        next_step: next_step.to_owned(),
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
