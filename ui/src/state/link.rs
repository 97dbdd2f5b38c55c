//! What a broken way to the console means for what is known.

use super::{ConsoleState, Shared, Sync, Want};
use crate::backend::Link;
use mini_aws_domain::EngineStatus;

impl ConsoleState {
    /// Whether the console itself cannot be reached: nothing that is shown is of this moment, and nothing can be asked.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.link != Link::Up
    }

    /// Whether what is shown is how it was once: the engine is away, or the console itself, or collecting is paused.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        let is_left =
            matches!(self.engine, EngineStatus::Away { .. } | EngineStatus::Paused { .. });
        (self.is_cut_off() || is_left) && self.has_content()
    }

    pub(super) fn apply_link(&mut self, link: Link) {
        if link == Link::Up {
            // What waits may be of another run of the console, whose numbers mean nothing now, and so may an answer under way.
            self.pending = Shared::default();
            self.tries = 0;
            if self.sync != Sync::Unsubscribed {
                self.sync = self.sync.wanting(Want::SnapshotAndStats);
            }
        }
        self.link = link;
    }
}
