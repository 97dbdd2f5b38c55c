//! Rounds on a machine in a folder.

use super::*;
use crate::kernel::tests::machine::{its_engine, with_one};
use tempfile::TempDir;

fn rounds() -> (TempDir, Rounds, InstanceId, Process) {
    let (folder, kernel, id, process) = with_one();
    (folder, Rounds::new(kernel, its_engine(), DateTime::UNIX_EPOCH), id, process)
}

/// How many files below this folder this program has open.
fn open_files(folder: &TempDir) -> usize {
    let open = std::fs::read_dir("/proc/self/fd").unwrap();
    // What other tests open and close meanwhile may be gone by the time it is looked at.
    let paths = open.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok());
    paths.filter(|path| path.starts_with(folder.path())).count()
}

#[tokio::test]
async fn the_files_of_the_last_one_that_stops_are_closed() {
    let (folder, mut rounds, id, process) = rounds();
    rounds.open(&id, process);
    assert!(rounds.tick(true));
    let outcome = rounds.end().await.unwrap();
    assert_eq!((outcome.whose, outcome.told.len()), (Whose::All, 1));
    rounds.recycle(outcome);
    assert!(open_files(&folder) > 3);
    rounds.close(&id);
    assert!(!rounds.tick(false), "no frame waits for it");
    assert!(rounds.under_way.is_some());
    let outcome = rounds.end().await.unwrap();
    rounds.recycle(outcome);
    assert_eq!(open_files(&folder), 0);
    rounds.tick(false);
    assert!(rounds.under_way.is_none(), "there is nothing to do");
}

#[tokio::test]
async fn a_round_of_all_is_not_lost_to_one_of_newcomers() {
    let (_folder, mut rounds, id, process) = rounds();
    rounds.open(&id, process);
    rounds.begin(Whose::Newcomers);
    assert!(rounds.tick(true), "the frame waits");
    rounds.begin(Whose::Newcomers);
    let newcomers = rounds.end().await.unwrap();
    assert_eq!((newcomers.whose, newcomers.told.len()), (Whose::Newcomers, 1));
    rounds.recycle(newcomers);
    let all = rounds.end().await.unwrap();
    assert_eq!((all.whose, all.told.len()), (Whose::All, 1));
    rounds.recycle(all);
    assert!(rounds.under_way.is_none());
    rounds.begin(Whose::All);
    rounds.tick(true);
    let all = rounds.end().await.unwrap();
    rounds.recycle(all);
    assert!(rounds.under_way.is_none(), "that one did for the tick as well");
}

#[tokio::test]
async fn a_round_that_does_not_end_is_given_up_after_a_while() {
    let (_folder, mut rounds, ..) = rounds();
    rounds.hall = None;
    let work = tokio::spawn(std::future::pending());
    rounds.under_way = Some(Round { whose: Whose::All, work, ticks: 0 });
    for _ in 0..HANGS_AFTER {
        assert!(!rounds.hangs());
        rounds.tick(true);
    }
    assert!(rounds.hangs());
}
