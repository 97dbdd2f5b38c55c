//! The engine that is watched at this moment, for what a person asks of it besides.

use crate::docker::EngineClient;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio_util::sync::CancellationToken;

/// Holds the engine for as long as it is watched.
#[derive(Debug, Default)]
pub(crate) struct Reached(Mutex<Option<Stay>>);

/// An engine that is watched.
#[derive(Debug, Clone)]
pub(crate) struct Stay {
    /// Asks it.
    pub(crate) client: EngineClient,
    /// Cancelled once it is not watched any more: it went away, or somebody paused collecting.
    pub(crate) over: CancellationToken,
}

/// Says that an engine is watched, until it is dropped.
#[derive(Debug)]
pub(super) struct Entered<'a> {
    reached: &'a Reached,
    over: CancellationToken,
}

impl Reached {
    /// The engine that is watched; `None` if there is none.
    pub(crate) fn now(&self) -> Option<Stay> {
        self.lock().clone()
    }

    /// Says that this engine is watched from now on.
    pub(super) fn enter(&self, client: &EngineClient) -> Entered<'_> {
        let over = CancellationToken::new();
        *self.lock() = Some(Stay { client: client.clone(), over: over.clone() });
        Entered { reached: self, over }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Stay>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.reached.lock().take();
        self.over.cancel();
    }
}
