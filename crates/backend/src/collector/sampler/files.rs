//! Whether the kernel's files about the engine's instances are at hand, and the rounds in which they are read.

use super::rounds::{Outcome, Rounds};
use crate::docker::EngineClient;
use crate::kernel::{self, Elsewhere, Kernel};
use std::sync::Arc;
use tokio::task::{JoinError, JoinHandle};

/// The kernel's files, as far as is known of them.
#[derive(Debug)]
pub(super) enum KernelFiles {
    /// It is being found out whether they are at hand.
    Asking(JoinHandle<Result<Kernel, Elsewhere>>),
    /// They are.
    Here(Box<Rounds>),
    /// They are not, for this reason.
    Elsewhere(Arc<str>),
}

/// What became of them.
#[derive(Debug)]
pub(super) enum FilesNews {
    /// Whether they are at hand.
    Known(Result<Kernel, Elsewhere>),
    /// A round ended.
    Read(Outcome),
    /// Reading broke off.
    Broken(JoinError),
}

impl KernelFiles {
    /// Begins to find out.
    pub(super) fn ask(client: &EngineClient) -> Self {
        let (endpoint, engine) = (client.endpoint().clone(), client.info().clone());
        Self::Asking(tokio::task::spawn_blocking(move || {
            kernel::raise_open_files_limit();
            Kernel::of(&endpoint, &engine)
        }))
    }

    /// Waits until there is news; for ever if there will be none. Cancel-safe.
    pub(super) async fn news(&mut self) -> FilesNews {
        match self {
            Self::Asking(asked) => match asked.await {
                Ok(known) => FilesNews::Known(known),
                Err(error) => FilesNews::Broken(error),
            },
            Self::Here(rounds) => match rounds.end().await {
                Ok(outcome) => FilesNews::Read(outcome),
                Err(error) => FilesNews::Broken(error),
            },
            Self::Elsewhere(_) => std::future::pending().await,
        }
    }

    /// Whether reading them is not to be expected to end.
    pub(super) fn hang(&self) -> bool {
        matches!(self, Self::Here(rounds) if rounds.hangs())
    }

    /// The rounds, if there are files to read.
    pub(super) fn rounds(&mut self) -> Option<&mut Rounds> {
        match self {
            Self::Here(rounds) => Some(rounds),
            Self::Asking(_) | Self::Elsewhere(_) => None,
        }
    }
}
