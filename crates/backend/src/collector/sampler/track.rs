//! What the engine told of one run of an instance.

use crate::collector::board::Provenance;
use crate::docker::stats::{Basis, Observation, Reading, StatsTracker};
use mini_aws_domain::{EngineInfo, InstanceId, Sample, SampleSource};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The last reading of a run that the engine told, for whoever asks it next: when an instance that was polled is streamed from now on, or
/// the other way round, its numbers go on without a gap.
#[derive(Debug)]
pub(super) struct Track {
    tracker: Mutex<StatsTracker>,
    /// Why it is the engine that tells.
    why: Mutex<Option<Arc<str>>>,
    engine: EngineInfo,
}

impl Track {
    pub(super) fn new(engine: &EngineInfo) -> Self {
        let tracker = Mutex::new(StatsTracker::new(engine.kind, engine.os));
        Self { tracker, why: Mutex::default(), engine: engine.clone() }
    }

    /// Says why the kernel's files are not read instead, as far as that is known by now.
    pub(super) fn set_why(&self, why: &Arc<str>) {
        *self.why.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(why));
    }

    /// Where what the engine tells of it is from.
    pub(super) fn provenance(&self, source: SampleSource) -> Provenance {
        let why_not_kernel = self.why.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Provenance { source, places: None, why_not_kernel }
    }

    /// Takes the next reading, and what is due after it comes within `cadence`; `None` if it is nothing new.
    pub(super) fn observe(
        &self,
        id: &InstanceId,
        reading: Reading,
        cadence: Duration,
    ) -> Option<(Sample, Basis)> {
        let mut tracker = self.tracker.lock().unwrap_or_else(PoisonError::into_inner);
        // It allows for the cadence before as well, by which this reading may have come.
        tracker.set_cadence(cadence);
        match tracker.observe(id, reading) {
            Observation::Sample(sample, basis) => Some((sample, basis)),
            Observation::Repeated => None,
        }
    }

    /// Begins anew: what comes next is not to be compared with what was before.
    pub(super) fn reset(&self) {
        let anew = StatsTracker::new(self.engine.kind, self.engine.os);
        *self.tracker.lock().unwrap_or_else(PoisonError::into_inner) = anew;
    }
}
