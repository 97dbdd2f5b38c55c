//! One desktop app per data directory: a second start has the first one show its window, and ends. Two users have two directories, so
//! they have an app each. It needs no session bus, and works the same on every system.

use mini_aws_backend::local::{LocalClient, LocalError, Socket};
use mini_aws_backend::{Claim, DataDir, DataDirError};
use mini_aws_domain::Place;
use std::time::{Duration, Instant};

/// How long the first may take to be shown.
const PATIENCE: Duration = Duration::from_secs(8);
/// How often one that is just starting is asked.
const PAUSE: Duration = Duration::from_millis(50);

/// Whether this is the one.
#[derive(Debug)]
pub(crate) enum Turn {
    /// It is, for as long as the claim is held; `None` where nothing can be claimed.
    Ours(Option<Claim>),
    /// Another one runs.
    Theirs,
}

/// Claims to be the one app on the directory.
pub(crate) fn take_turn(dir: Option<&DataDir>) -> Turn {
    let Some(dir) = dir else { return Turn::Ours(None) };
    match dir.claim_window() {
        Ok(claim) => Turn::Ours(Some(claim)),
        Err(DataDirError::Taken { .. }) => Turn::Theirs,
        Err(error) => {
            // The console tells in its window that it cannot keep anything there.
            tracing::warn!(%error, "whether another window is open cannot be told");
            Turn::Ours(None)
        }
    }
}

/// Why the app that runs could not be shown.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HandOverError {
    /// It never listened.
    #[error(
        "Another console window is starting or ending and cannot be reached. Try again in a moment."
    )]
    Unreachable,
    /// It does not answer, or says no.
    #[error("The console is running already, and its window is not shown. {}", why(.0))]
    NotShown(#[from] LocalError),
}

fn why(error: &LocalError) -> String {
    match error {
        LocalError::Refused(problem) => format!("{} {}", problem.message, problem.next_step),
        error => format!("It could not be asked: {error}."),
    }
}

/// Has the app that runs show its window at this place.
pub(crate) async fn hand_over(dir: &DataDir, place: &Place) -> Result<(), HandOverError> {
    let begun = Instant::now();
    loop {
        // It listens as soon as it has claimed the directory, and not a moment longer than it holds it.
        if let Some(client) = LocalClient::connect(dir, Socket::Window).await? {
            client.post::<_, Place>("/local/show", place, PATIENCE).await?;
            return Ok(());
        }
        if begun.elapsed() >= PATIENCE {
            return Err(HandOverError::Unreachable);
        }
        tokio::time::sleep(PAUSE).await;
    }
}
