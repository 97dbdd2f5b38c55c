//! The freshest sample of each watched instance, beside what it was made of.

use crate::Clock;
use crate::docker::stats::Basis;
use chrono::{DateTime, Utc};
use mini_aws_domain::{ContainerOs, EngineInfo, InstanceId, Sample};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Filled by the streams of one engine, read by whoever makes frames of it and by whoever explains a number. It has one entry an
/// instance and no more. While no engine answers it keeps what the last one told; the next one begins with an empty board.
pub(crate) struct Board {
    state: Mutex<State>,
    clock: Clock,
}

#[derive(Debug, Default)]
struct State {
    engine: Option<EngineInfo>,
    entries: BTreeMap<InstanceId, Entry>,
}

#[derive(Debug)]
struct Entry {
    sample: Sample,
    came: Instant,
    basis: Basis,
    received_at: DateTime<Utc>,
}

/// What a shown number was made of.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    /// The readings.
    pub(crate) basis: Basis,
    /// When the last of them came, by the console's clock.
    pub(crate) received_at: DateTime<Utc>,
    /// The engine that they came from.
    pub(crate) engine: EngineInfo,
}

impl std::fmt::Debug for Board {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Board").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Board {
    /// An empty board.
    pub(crate) fn new(clock: Clock) -> Self {
        Self { state: Mutex::default(), clock }
    }

    /// Begins anew with this engine.
    pub(super) fn begin(&self, engine: EngineInfo) {
        *self.state() = State { engine: Some(engine), entries: BTreeMap::new() };
    }

    /// Puts the next sample up, if its stream is still `wanted` then: one that was closed meanwhile must not bring its instance back.
    pub(super) fn put(&self, sample: Sample, basis: Basis, wanted: impl FnOnce() -> bool) {
        let received_at = (self.clock)();
        let mut state = self.state();
        if wanted() {
            let entry = Entry { came: Instant::now(), basis, received_at, sample };
            state.entries.insert(entry.sample.instance.clone(), entry);
        }
    }

    /// Takes down what is no longer watched.
    pub(super) fn remove(&self, gone: &BTreeSet<InstanceId>) {
        self.state().entries.retain(|id, _| !gone.contains(id));
    }

    /// The samples that came in the last `fresh`, ordered by instance.
    pub(super) fn fresh(&self, now: Instant, fresh: Duration) -> Vec<Sample> {
        self.state()
            .entries
            .values()
            .filter(|entry| now.saturating_duration_since(entry.came) <= fresh)
            .map(|entry| entry.sample.clone())
            .collect()
    }

    /// What an instance's numbers were made of.
    pub(crate) fn evidence(&self, id: &InstanceId) -> Option<Evidence> {
        let state = self.state();
        let entry = state.entries.get(id)?;
        let engine = state.engine.clone()?;
        Some(Evidence { basis: entry.basis, received_at: entry.received_at, engine })
    }

    /// The samples that came in the last `fresh`, each with the CPU time in seconds that the engine says its instance used since it
    /// started.
    pub(crate) fn newest(&self, fresh: Duration) -> Vec<(Sample, f64)> {
        let state = self.state();
        let os = state.engine.as_ref().map(|engine| engine.os);
        // Windows containers tell it in units of 100 ns.
        let per_second = if os == Some(ContainerOs::Windows) { 1e7 } else { 1e9 };
        let entries = state.entries.values().filter(|entry| entry.came.elapsed() <= fresh);
        entries
            .map(|entry| (entry.sample.clone(), entry.basis.now.cpu_total as f64 / per_second))
            .collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
