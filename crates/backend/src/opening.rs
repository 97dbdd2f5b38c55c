//! Opens the database, and says what became of one that is of no use.

use crate::Clock;
use crate::data_dir::{Claim, DataDir, DataDirError};
use crate::store::{SetAsideReason, Store, StoreError};
use mini_aws_domain::{
    Activity, ActivityKind, Notice, NoticeCode, Outcome, Source, Subject, SubjectKind,
};
use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};
use tracing::error;

/// What a console remembers with.
pub(crate) struct OpenedStore {
    pub(crate) store: Store,
    /// The data directory, also where its database cannot be used; `None` where there is none to use.
    pub(crate) place: Option<(DataDir, Claim)>,
    /// Whether the store is on the disk.
    pub(crate) is_on_disk: bool,
    /// What the person should know about it.
    pub(crate) notices: Vec<Notice>,
    /// What the feed should say about it.
    pub(crate) set_aside: Option<Activity>,
}

impl OpenedStore {
    /// One that remembers nothing, as it was wanted: there is nothing to tell of it.
    pub(crate) fn in_memory() -> Self {
        let (store, place, is_on_disk) = (Store::in_memory(), None, false);
        Self { store, place, is_on_disk, notices: Vec::new(), set_aside: None }
    }
}

/// How long to wait for a directory that another console has: one that was killed lets go of it last of all.
const LAST_BREATH: Duration = Duration::from_secs(1);
const ASK_AGAIN: Duration = Duration::from_millis(20);

/// Claims the directory, be it from a console that is just ending. Waits on this thread.
fn claim(dir: &DataDir) -> Result<Claim, DataDirError> {
    let begun = Instant::now();
    loop {
        match dir.claim() {
            Err(DataDirError::Taken { .. }) if begun.elapsed() < LAST_BREATH => {
                thread::sleep(ASK_AGAIN);
            }
            claimed => return claimed,
        }
    }
}

/// Opens the store, or one in memory where that fails, and says so.
pub(crate) async fn open_store(
    clock: &Clock,
    wanted: Option<PathBuf>,
    pretended: bool,
) -> OpenedStore {
    let now = clock();
    let opened = tokio::task::spawn_blocking(move || {
        let place = DataDir::of_console(wanted.as_deref(), pretended)
            .and_then(|dir| claim(&dir).map(|claim| (dir, claim)));
        match place {
            Ok((dir, claim)) => {
                let opened = Store::open(&dir.database(), now).map_err(OpenError::from);
                (opened, Some((dir, claim)))
            }
            Err(error) => (Err(error.into()), None),
        }
    })
    .await;
    let (next_step, error, place) = match opened {
        Ok((Ok(opened), place)) => {
            let (store, is_on_disk) = (opened.store, true);
            let Some(aside) = opened.set_aside else {
                let (notices, set_aside) = (Vec::new(), None);
                return OpenedStore { store, place, is_on_disk, notices, set_aside };
            };
            let (code, what) = match aside.reason {
                SetAsideReason::Unreadable => (NoticeCode::DatabaseUnreadable, "could not be read"),
                SetAsideReason::Newer => {
                    (NoticeCode::DatabaseNewer, "was written by a newer version of the console")
                }
            };
            let kept_at = aside.moved_to.display().to_string();
            let notice = Notice {
                code,
                message: format!(
                    "The database {what} ({}), so a fresh one was made.",
                    aside.detail
                ),
                next_step: format!("Nothing is lost: the old one is kept at {kept_at}."),
            };
            let activity = Activity {
                id: 0,
                timestamp: now,
                source: Source::Console,
                kind: ActivityKind::SetAside,
                subject: Subject {
                    kind: SubjectKind::Console,
                    id: String::new(),
                    name: "console".to_owned(),
                },
                outcome: Outcome::Warning,
                detail: format!("kept at {kept_at}"),
                exit_code: None,
                last: None,
            };
            let (notices, set_aside) = (vec![notice], Some(activity));
            return OpenedStore { store, place, is_on_disk, notices, set_aside };
        }
        Ok((Err(error), place)) => (error.next_step(), error.to_string(), place),
        Err(join) => ("Start the console again.", join.to_string(), None),
    };
    error!(%error, "the database cannot be used");
    let notice = Notice {
        code: NoticeCode::NotRecording,
        message: format!("Nothing is remembered beyond this run: {error}."),
        next_step: next_step.to_owned(),
    };
    let (store, notices) = (Store::in_memory(), vec![notice]);
    OpenedStore { store, place, is_on_disk: false, notices, set_aside: None }
}

/// Why there is no database on disk.
#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error(transparent)]
    Directory(#[from] DataDirError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OpenError {
    /// What the person can do about it.
    fn next_step(&self) -> &'static str {
        match self {
            Self::Directory(DataDirError::Taken { .. }) => {
                "Close that console, or name another directory with --data-dir, and start again."
            }
            _ => {
                "Make the data directory writable, or name another with --data-dir, and start again."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test]
    async fn a_console_that_is_just_ending_is_waited_for_and_one_that_goes_on_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let clock: Clock = std::sync::Arc::new(chrono::Utc::now);
        let wanted = || Some(folder.path().to_owned());
        let before = DataDir::of_console(Some(folder.path()), false).unwrap();
        let held = before.claim().unwrap();
        let opened = open_store(&clock, wanted(), false).await;
        assert!(!opened.is_on_disk && opened.notices.len() == 1, "it goes on");

        let (ready, asked) = mpsc::channel();
        let ending = thread::spawn(move || {
            asked.recv().unwrap();
            thread::sleep(ASK_AGAIN * 3);
            drop(held);
        });
        ready.send(()).unwrap();
        let opened = open_store(&clock, wanted(), false).await;
        ending.join().unwrap();
        assert!(opened.is_on_disk && opened.notices.is_empty(), "{:?}", opened.notices);
    }
}
