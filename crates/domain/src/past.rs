//! A past to begin with.

use crate::{Activity, Frame, GapReason, PastInstance};
use std::fmt;

/// What a console would know that had watched an engine for a while: a demo has one made up.
#[derive(Debug)]
pub struct Past {
    /// The instances that are in it, those that are gone as well, with the times when they were first and last seen.
    pub instances: Vec<PastInstance>,
    /// What happened, oldest first.
    pub activities: Vec<Activity>,
    /// The frames, oldest first.
    pub stretches: Vec<PastStretch>,
}

/// A part of a past in which frames came without a gap.
pub struct PastStretch {
    /// Why none came before.
    pub after: GapReason,
    /// The frames, made as they are read.
    pub frames: Box<dyn Iterator<Item = Frame> + Send>,
}

impl fmt::Debug for PastStretch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PastStretch").field("after", &self.after).finish_non_exhaustive()
    }
}
