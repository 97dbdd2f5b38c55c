//! Pausing: the console stays, and leaves the engine alone.

use crate::Console;
use mini_aws_domain::{ActivityKind, Outcome};

impl Console {
    /// Pauses collecting (`false`), or has it go on (`true`). While it is paused the console has no connection to any engine and asks
    /// nothing; the status is [`Paused`](mini_aws_domain::EngineStatus::Paused) once the last connection is let go, and history has a gap
    /// that says why. What is so already stays so. A pause ends with the console: the next one collects.
    pub async fn set_collecting(&self, on: bool) {
        let changed = self
            .requests()
            .collecting
            .send_if_modified(|collecting| std::mem::replace(collecting, on) != on);
        if changed {
            let kind =
                if on { ActivityKind::CollectingResumed } else { ActivityKind::CollectingPaused };
            self.tell(kind, Outcome::Ok, String::new()).await;
        }
    }

    /// Whether it collects, be there an engine or not: `false` from the moment in which somebody pauses to that in which somebody resumes.
    #[must_use]
    pub fn is_collecting(&self) -> bool {
        *self.requests().collecting.borrow()
    }
}
