//! One desktop app per data directory: a second start has the first one show its window, and ends. Two users have two directories, so
//! they have an app each. It needs no session bus, and works the same on every system.

use mini_aws_backend::local::{ENDING, LocalClient, LocalError, Socket};
use mini_aws_backend::{Claim, DataDir, DataDirError};
use mini_aws_domain::Place;
use std::time::{Duration, Instant};

/// How long the first may take to be shown, or to end.
const PATIENCE: Duration = Duration::from_secs(12);
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

/// Has the app that runs show its window at this place; false if there is none that could, as one that is ending.
pub(crate) async fn hand_over(dir: &DataDir, place: &Place) -> Result<bool, HandOverError> {
    let asked = async {
        match LocalClient::connect(dir, Socket::Window).await? {
            Some(client) => {
                client.post::<_, Place>("/local/show", place, PATIENCE).await.map(|_| true)
            }
            None => Ok(false),
        }
    };
    match asked.await {
        // It ended while it was asked.
        Err(LocalError::Io(error)) if is_cut(&error) => Ok(false),
        Err(LocalError::Refused(problem)) if problem.code == ENDING => Ok(false),
        asked => Ok(asked?),
    }
}

/// Waits a little before the next try; an error once that makes no sense any more.
pub(crate) async fn wait(begun: Instant) -> Result<(), HandOverError> {
    if begun.elapsed() >= PATIENCE {
        return Err(HandOverError::Unreachable);
    }
    tokio::time::sleep(PAUSE).await;
    Ok(())
}

/// Whether a connection ended before its answer.
fn is_cut(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
}
