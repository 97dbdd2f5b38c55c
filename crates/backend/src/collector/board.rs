//! The freshest sample of each watched instance, beside what it was made of.

mod endings;

use crate::Clock;
use crate::docker::stats::{Basis, NoCpu};
use crate::kernel::Places;
use chrono::{DateTime, Utc};
use endings::{Departed, Usage, usage};
use mini_aws_domain::{ContainerOs, EngineInfo, InstanceId, LastUsage, Sample, SampleSource};
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
    departed: Departed,
}

#[derive(Debug)]
struct Entry {
    sample: Sample,
    /// What the sample before it said.
    before: Option<LastUsage>,
    came: Instant,
    /// Until when it stands. Once it does not, nothing but the next sample puts something up in its place.
    until: Instant,
    /// Whether the next one was due and did not come, so that it is not waited for any longer.
    is_overdue: bool,
    /// Whether it is of another time, before the machine slept.
    is_past: bool,
    basis: Basis,
    provenance: Provenance,
    network: Option<Arc<NetworkEvidence>>,
    received_at: DateTime<Utc>,
}

impl Entry {
    fn is_fresh(&self, now: Instant) -> bool {
        now < self.until
    }

    /// What it says of how its instance ended, should it have.
    fn usage(&self) -> Option<Usage> {
        let newest = usage(&self.sample, self.received_at)?;
        Some(Usage { newest, before: self.before })
    }

    /// Whether `next` is only the first reading of another source, so that this one, of the same run, says more.
    fn says_more_than(&self, next: &Basis, now: Instant) -> bool {
        next.cpu == Err(NoCpu::FirstReading)
            && self.sample.cpu_percent.is_some()
            && self.is_fresh(now)
    }
}

/// A sample on its way to the board.
#[derive(Debug)]
pub(super) struct Fresh {
    pub(super) sample: Sample,
    pub(super) basis: Basis,
    pub(super) provenance: Provenance,
    /// What its network is from, where that is something else.
    pub(super) network: Option<Arc<NetworkEvidence>>,
}

/// What the network of an instance was made of, where the engine was asked for that alone and the rest is read elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct NetworkEvidence {
    /// The readings, of which nothing but the network is shown.
    pub(crate) basis: Basis,
    /// Who told them.
    pub(crate) source: SampleSource,
    /// When the last of them came, by the console's clock.
    pub(crate) received_at: DateTime<Utc>,
}

/// Who read a sample, and where. Clones share its words.
#[derive(Debug, Clone)]
pub(crate) struct Provenance {
    /// Who read it.
    pub(crate) source: SampleSource,
    /// Where, for what was read in the kernel's files.
    pub(crate) places: Option<Arc<Places>>,
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
    pub(crate) places: Option<Arc<Places>>,
    /// Why they were not read there, for what the engine told.
    pub(crate) why_not_kernel: Option<Arc<str>>,
    /// What the two flows of the network were made of, where that is not the above.
    pub(crate) network: Option<Arc<NetworkEvidence>>,
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

    /// Begins anew with this engine. What is known of those that ended stays if it is the same engine again.
    pub(super) fn begin(&self, engine: EngineInfo) {
        let mut state = self.state();
        let before = std::mem::take(&mut *state);
        let is_same = before.engine.as_ref().is_some_and(|known| {
            (&known.endpoint, &known.host) == (&engine.endpoint, &engine.host)
        });
        if is_same {
            state.departed = before.departed;
        }
        state.engine = Some(engine);
    }

    /// Says for how long samples stand from `now` on. Where the next one is due earlier than before, none stands longer than that. Where it is
    /// due later, those that stand do so until then, as long as the engine `answers` at all; what does not stand any more never does again.
    pub(super) fn stand(&self, standing: Standing, answers: bool, now: Instant) {
        let mut state = self.state();
        state.standing = standing;
        for entry in state.entries.values_mut().filter(|entry| entry.is_fresh(now)) {
            let length = standing.of(entry.provenance.source);
            entry.until = entry.until.min(now + length);
            if answers && !entry.is_overdue {
                entry.until = entry.until.max(entry.came + length);
            }
        }
    }

    /// The next sample of an instance was due, and did not come: the one before stands no longer than was said of it.
    pub(super) fn overdue(&self, id: &InstanceId) {
        if let Some(entry) = self.state().entries.get_mut(id) {
            entry.is_overdue = true;
        }
    }

    /// From `now` on nothing of what is up stands any more, though it goes on being evidence of what was shown.
    pub(super) fn expire(&self, now: Instant) {
        for entry in self.state().entries.values_mut() {
            entry.until = entry.until.min(now);
            entry.is_past = true;
        }
    }

    /// Puts the next sample up, if it is still `wanted` then: one that was on its way when its instance went must not bring it back.
    pub(super) fn put(&self, fresh: Fresh, wanted: impl FnOnce() -> bool) {
        let received_at = self.now();
        let mut state = self.state();
        if wanted() {
            state.put(fresh, Instant::now(), received_at);
        }
    }

    /// Puts up samples that were taken at the same time and are all wanted. What has an entry already costs no memory anew.
    pub(super) fn put_all(&self, round: impl Iterator<Item = Fresh>) {
        let (came, received_at) = (Instant::now(), self.now());
        let mut state = self.state();
        for fresh in round {
            state.put(fresh, came, received_at);
        }
    }

    /// What time it is by the console's clock.
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Takes down what is no longer watched.
    pub(super) fn remove(&self, gone: &InstanceId) {
        let mut state = self.state();
        if let Some(entry) = state.entries.remove(gone) {
            state.departed.remember(gone, entry.usage());
        }
    }

    /// What an instance used last, for one that ended at that moment by the engine's clock.
    pub(super) fn last_usage(&self, id: &InstanceId, ended: DateTime<Utc>) -> Option<LastUsage> {
        let state = self.state();
        let shown = state.entries.get(id).and_then(Entry::usage);
        state.departed.at_end(shown, id, ended)
    }

    /// The samples that still stand at `now`, ordered by instance.
    pub(super) fn fresh(&self, now: Instant) -> Vec<Sample> {
        let state = self.state();
        let entries = state.entries.values().filter(|entry| entry.is_fresh(now));
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
        let Provenance { source, places, why_not_kernel } = entry.provenance.clone();
        let (basis, received_at) = (entry.basis, entry.received_at);
        let network = entry.network.clone();
        Some(Evidence { basis, received_at, engine, source, places, why_not_kernel, network })
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
            entry.is_fresh(now)
                || !entry.is_past && now.saturating_duration_since(entry.came) <= fresh
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
    fn put(&mut self, fresh: Fresh, came: Instant, received_at: DateTime<Utc>) {
        let Fresh { sample, basis, provenance, network } = fresh;
        let until = came + self.standing.of(provenance.source);
        if let Some(known) = self.entries.get_mut(&sample.instance)
            && known.says_more_than(&basis, came)
        {
            // It runs all the same, and the second reading follows the first.
            known.until = known.until.max(came + self.standing.of(known.provenance.source));
            return;
        }
        let mut entry = Entry {
            sample,
            before: None,
            came,
            until,
            is_overdue: false,
            is_past: false,
            basis,
            provenance,
            network,
            received_at,
        };
        match self.entries.get_mut(&entry.sample.instance) {
            Some(known) => {
                entry.before = usage(&known.sample, known.received_at);
                *known = entry;
            }
            None => {
                self.entries.insert(entry.sample.instance.clone(), entry);
            }
        }
    }
}

#[cfg(test)]
mod tests;
