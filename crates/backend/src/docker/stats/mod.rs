//! What the engine's numbers mean, and the kernel's: from readings to samples, with no I/O and no clock.
//!
//! The reference is what `docker stats` prints. The engine's own `precpu_stats` is never used: it is empty in the first frame of a
//! stream and in a one-shot answer, and who divides by it shows the average since boot. A [`StatsTracker`] keeps the
//! [`Reading`] before instead, and knows when that is no fair thing to compare with.

mod cpu;
mod explain;
mod rate;
mod reading;
mod tracker;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod properties;

pub use cpu::CpuBasis;
pub use explain::{Explained, explain};
pub use rate::{Flow, NoRate, Rate};
pub use reading::{InactiveFile, Origin, Reading, Reclaimable};
pub use tracker::{Basis, NoCpu, Observation, StatsTracker};

use mini_aws_domain::EngineKind;
use std::time::Duration;

/// How often an engine of this kind sends a body on a stats stream, by itself and not to be changed: Docker every second, Podman
/// every five.
#[must_use]
pub fn cadence(kind: EngineKind) -> Duration {
    match kind {
        EngineKind::Docker => Duration::from_secs(1),
        EngineKind::Podman => Duration::from_secs(5),
    }
}
