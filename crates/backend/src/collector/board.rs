//! The freshest sample of each watched instance, beside what it was made of.

use crate::Clock;
use crate::docker::stats::Basis;
use chrono::{DateTime, Utc};
use mini_aws_domain::{ContainerOs, EngineInfo, InstanceId, Sample, SampleSource};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Filled by whoever samples the instances of one engine, read by whoever makes frames of it and by whoever explains a number. It has one entry an
/// instance and no more. While no engine answers it keeps what the last one told; the next one begins with an empty board.
pub(crate) struct Board {
    state: Mutex<State>,
    clock: Clock,
}

#[derive(Debug, Default)]
struct State {
    engine: Option<EngineInfo>,
    entries: BTreeMap<InstanceId, Entry>,
    standing: Standing,
}

#[derive(Debug)]
struct Entry {
    sample: Sample,
    came: Instant,
    basis: Basis,
    provenance: Provenance,
    received_at: DateTime<Utc>,
}

impl Entry {
    fn is_fresh(&self, now: Instant, standing: &Standing) -> bool {
        now.saturating_duration_since(self.came) <= standing.of(self.provenance.source)
    }
}

/// Who read a sample, and where. Clones share its words.
#[derive(Debug, Clone)]
pub(crate) struct Provenance {
    /// Who read it.
    pub(crate) source: SampleSource,
    /// Where, for what was read in the kernel's files.
    pub(crate) place: Option<Arc<str>>,
    /// Why it was not read there, for what the engine told.
    pub(crate) why_not_kernel: Option<Arc<str>>,
}

/// For how long a sample of each source stands for its instance: until the next one is more than due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) kernel: Duration,
    pub(super) stream: Duration,
    pub(super) poll: Duration,
}

impl Standing {
    fn of(&self, source: SampleSource) -> Duration {
        match source {
            SampleSource::Kernel => self.kernel,
            SampleSource::Stream => self.stream,
            SampleSource::Poll => self.poll,
        }
    }
}

/// What a shown number was made of.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    /// The readings.
    pub(crate) basis: Basis,
    /// When the last of them came, by the console's clock.
    pub(crate) received_at: DateTime<Utc>,
    /// The engine whose instance it is.
    pub(crate) engine: EngineInfo,
    /// Who read them.
    pub(crate) source: SampleSource,
    /// Where, for what was read in the kernel's files.
    pub(crate) place: Option<Arc<str>>,
    /// Why they were not read there, for what the engine told.
    pub(crate) why_not_kernel: Option<Arc<str>>,
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
        *self.state() = State { engine: Some(engine), ..State::default() };
    }

    /// Says for how long samples stand from now on.
    pub(super) fn stand(&self, standing: Standing) {
        self.state().standing = standing;
    }

    /// Puts the next sample up, if it is still `wanted` then: one that was on its way when its instance went must not bring it back.
    pub(super) fn put(
        &self,
        sample: Sample,
        basis: Basis,
        provenance: &Provenance,
        wanted: impl FnOnce() -> bool,
    ) {
        let received_at = (self.clock)();
        let mut state = self.state();
        if wanted() {
            state.put(sample, basis, provenance.clone(), Instant::now(), received_at);
        }
    }

    /// Puts up samples that were taken at the same time and are all wanted. What has an entry already costs no memory anew.
    pub(super) fn put_all(&self, round: impl Iterator<Item = (Sample, Basis, Provenance)>) {
        let (came, received_at) = (Instant::now(), (self.clock)());
        let mut state = self.state();
        for (sample, basis, provenance) in round {
            state.put(sample, basis, provenance, came, received_at);
        }
    }

    /// Takes down what is no longer watched.
    pub(super) fn remove(&self, gone: &InstanceId) {
        self.state().entries.remove(gone);
    }

    /// The samples that still stand at `now`, ordered by instance.
    pub(super) fn fresh(&self, now: Instant) -> Vec<Sample> {
        let state = self.state();
        let entries = state.entries.values().filter(|entry| entry.is_fresh(now, &state.standing));
        // Most stand, so there is room for all at once.
        let mut samples = Vec::with_capacity(state.entries.len());
        samples.extend(entries.map(|entry| entry.sample.clone()));
        samples
    }

    /// The CPU of the newest sample of each instance, in percent of one core, where it is known.
    pub(super) fn each_cpu(&self, mut tell: impl FnMut(&InstanceId, f64)) {
        for (id, entry) in &self.state().entries {
            if let Some(cpu) = entry.sample.cpu_percent {
                tell(id, cpu);
            }
        }
    }

    /// What an instance's numbers were made of.
    pub(crate) fn evidence(&self, id: &InstanceId) -> Option<Evidence> {
        let state = self.state();
        let entry = state.entries.get(id)?;
        let engine = state.engine.clone()?;
        let Provenance { source, place, why_not_kernel } = entry.provenance.clone();
        let (basis, received_at) = (entry.basis, entry.received_at);
        Some(Evidence { basis, received_at, engine, source, place, why_not_kernel })
    }

    /// The samples that came in the last `fresh`, or still stand, each with the CPU time in seconds that the engine says its instance used since it
    /// started.
    pub(crate) fn newest(&self, fresh: Duration) -> Vec<(Sample, f64)> {
        let state = self.state();
        let os = state.engine.as_ref().map(|engine| engine.os);
        // Windows containers tell it in units of 100 ns.
        let per_second = if os == Some(ContainerOs::Windows) { 1e7 } else { 1e9 };
        let now = Instant::now();
        let entries = state.entries.values().filter(|entry| {
            now.saturating_duration_since(entry.came) <= fresh
                || entry.is_fresh(now, &state.standing)
        });
        entries
            .map(|entry| (entry.sample.clone(), entry.basis.now.cpu_total as f64 / per_second))
            .collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn put(
        &mut self,
        sample: Sample,
        basis: Basis,
        provenance: Provenance,
        came: Instant,
        received_at: DateTime<Utc>,
    ) {
        let entry = Entry { sample, came, basis, provenance, received_at };
        match self.entries.get_mut(&entry.sample.instance) {
            Some(known) => *known = entry,
            None => {
                self.entries.insert(entry.sample.instance.clone(), entry);
            }
        }
    }
}
