//! Why there are no frames.

use mini_aws_domain::GapReason;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Why there is no frame just now, or was none before the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Silence(Arc<Mutex<Option<Reason>>>);

/// A reason, and since when it has been known, in milliseconds since 1970.
type Reason = (GapReason, i64);

impl Silence {
    /// Notes a reason. A machine that slept has everything else for a consequence; else the newest counts.
    pub(super) fn explain(&self, reason: GapReason, now: i64) {
        let mut known = self.lock();
        if known.is_none_or(|(known, _)| known != GapReason::Asleep) {
            *known = Some((reason, now));
        }
    }

    /// As [`Silence::explain`], unless there is a reason already.
    pub(super) fn explain_unless_known(&self, reason: GapReason, now: i64) {
        self.lock().get_or_insert((reason, now));
    }

    /// The reason, if there is one.
    pub(super) fn reason(&self) -> Option<GapReason> {
        self.lock().map(|(reason, _)| reason)
    }

    /// The reason why a frame is the first after a while. One that was noted after the frame was taken is for the next.
    pub(super) fn reason_before(&self, at: i64) -> Option<GapReason> {
        self.lock().filter(|(_, since)| *since <= at).map(|(reason, _)| reason)
    }

    /// There is a frame again.
    pub(super) fn end(&self, at: i64) {
        let mut known = self.lock();
        *known = known.filter(|(_, since)| *since > at);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Reason>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
