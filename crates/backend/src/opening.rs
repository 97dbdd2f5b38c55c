//! Opens the database, and says what became of one that is of no use.

use crate::Clock;
use crate::data_dir::{DataDir, DataDirError};
use crate::store::{SetAsideReason, Store, StoreError};
use mini_aws_domain::{
    Activity, ActivityKind, Notice, NoticeCode, Outcome, Source, Subject, SubjectKind,
};
use std::path::PathBuf;
use tracing::error;

/// Opens the store, or one in memory where that fails, and says so.
pub(crate) async fn open_store(
    clock: &Clock,
    wanted: Option<PathBuf>,
    pretended: bool,
) -> (Store, Vec<Notice>, Option<Activity>) {
    let now = clock();
    let opened = tokio::task::spawn_blocking(move || {
        // What is pretended must not mix with what is remembered of real engines; a directory that the person named is theirs to choose.
        let part = (pretended && wanted.is_none()).then_some("demo");
        let dir = DataDir::open(wanted.as_deref(), part)?;
        Ok::<_, OpenError>(Store::open(&dir.database(), now)?)
    })
    .await;
    let error = match opened {
        Ok(Ok(opened)) => {
            let Some(aside) = opened.set_aside else {
                return (opened.store, Vec::new(), None);
            };
            let (code, what) = match aside.reason {
                SetAsideReason::Unreadable => (NoticeCode::DatabaseUnreadable, "could not be read"),
                SetAsideReason::Newer => {
                    (NoticeCode::DatabaseNewer, "was written by a newer version of the console")
                }
            };
            let place = aside.moved_to.display().to_string();
            let notice = Notice {
                code,
                message: format!(
                    "The database {what} ({}), so a fresh one was made.",
                    aside.detail
                ),
                next_step: format!("Nothing is lost: the old one is kept at {place}."),
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
                detail: format!("kept at {place}"),
                exit_code: None,
            };
            return (opened.store, vec![notice], Some(activity));
        }
        Ok(Err(error)) => error.to_string(),
        Err(join) => join.to_string(),
    };
    error!(%error, "the database cannot be used");
    let notice = Notice {
        code: NoticeCode::NotRecording,
        message: format!("Nothing is remembered beyond this run: {error}."),
        next_step:
            "Make the data directory writable, or name another with --data-dir, and start again."
                .to_owned(),
    };
    (Store::in_memory(), vec![notice], None)
}

/// Why there is no database on disk.
#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error(transparent)]
    Directory(#[from] DataDirError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
