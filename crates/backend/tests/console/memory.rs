//! What is remembered, and what becomes of a database.

use super::support::*;
use mini_aws_backend::EngineChoice;
use mini_aws_demo::InstanceSpec;
use mini_aws_domain::{ActivityKind, NoticeCode};
use std::time::Duration;
use tokio::time::{Instant, sleep};

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_while_the_console_was_closed_is_caught_up_without_doubles() {
    let room = Room::with(3).await;
    room.until("the list", |snapshot| snapshot.summary.total_instances == 3).await;
    room.engine.create_instance(InstanceSpec::new("seen")).unwrap();
    room.until("an activity", |snapshot| tells(snapshot, "seen", ActivityKind::Started) == 1).await;
    room.console.shutdown().await;

    room.engine.create_instance(InstanceSpec::new("unseen")).unwrap();
    room.engine.exit("unseen", 1).unwrap();
    room.engine.remove("unseen").unwrap();
    let again = console(&room.engine, room.data.path()).await;
    let snapshot = until(&again, "what was missed", |snapshot| {
        tells(snapshot, "unseen", ActivityKind::Terminated) == 1
    })
    .await;
    for kind in [ActivityKind::Created, ActivityKind::Started, ActivityKind::Died] {
        assert_eq!(tells(&snapshot, "unseen", kind), 1, "{kind:?}");
    }
    assert_eq!(tells(&snapshot, "seen", ActivityKind::Created), 1, "replayed, and not told twice");
    again.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_nonsense_is_set_aside_and_the_person_is_told() {
    let engine = engine(2).await;
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("console.db"), "this is no database".repeat(100)).unwrap();
    let console = console(&engine, data.path()).await;
    let snapshot = until(&console, "the notice", |snapshot| !snapshot.notices.is_empty()).await;
    assert_eq!(snapshot.notices[0].code, NoticeCode::DatabaseUnreadable);
    let kept = std::fs::read_dir(data.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("unreadable"))
        .expect("the old file is kept");
    assert!(std::fs::read_to_string(&kept).unwrap().contains("this is no database"));
    assert!(snapshot.notices[0].next_step.contains(&kept.display().to_string()));
    assert_eq!(tells(&snapshot, "console", ActivityKind::SetAside), 1);
    until(&console, "the engine", connected).await;
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_place_to_write_everything_works_but_memory() {
    let engine = engine(2).await;
    let data = tempfile::NamedTempFile::new().unwrap();
    let console = console(&engine, data.path()).await;
    let snapshot =
        until(&console, "the list", |snapshot| snapshot.summary.total_instances == 2).await;
    assert_eq!(snapshot.notices[0].code, NoticeCode::NotRecording);
    assert!(snapshot.notices[0].message.contains(&data.path().display().to_string()));
    console.stats().await.unwrap();
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pretend_engine_says_that_it_is_one() {
    let engine = engine(2).await;
    let data = tempfile::tempdir().unwrap();
    let console = console_on(EngineChoice::Pretended(engine.endpoint()), data.path()).await;
    let snapshot = until(&console, "the engine", connected).await;
    assert_eq!(snapshot.notices[0].code, NoticeCode::Demo);
    assert!(data.path().join("console.db").exists(), "a directory that was named is used as it is");
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shutdown_ends_everything_and_leaves_a_closed_database() {
    let room = Room::with(2).await;
    room.until("a frame", |snapshot| snapshot.frame.is_some()).await;
    let start = Instant::now();
    room.console.shutdown().await;
    assert!(start.elapsed() < Duration::from_secs(5));
    assert!(
        !room.data.path().join("console.db-wal").exists(),
        "the log was written into the database"
    );
    let deadline = Instant::now() + PATIENCE;
    while room.engine.all_open_stats_streams() + room.engine.open_event_streams() > 0 {
        assert!(Instant::now() < deadline, "streams stay open");
        sleep(Duration::from_millis(10)).await;
    }
    assert!(room.console.stats().await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_engine_told_last_is_not_lost_with_it() {
    let room = Room::with(3).await;
    room.until("the list", |snapshot| snapshot.summary.total_instances == 3).await;
    room.engine.create_instance(InstanceSpec::new("victim")).unwrap();
    room.until("it", |snapshot| tells(snapshot, "victim", ActivityKind::Started) == 1).await;
    room.engine.exit("victim", 9).unwrap();
    room.engine.stop_listening().await.unwrap();
    let snapshot = room.until("the loss", |snapshot| !connected(snapshot)).await;
    assert_eq!(tells(&snapshot, "victim", ActivityKind::Died), 1);
    let stored = room.console.recent_events(Some(100)).await.unwrap();
    assert!(stored.iter().any(|a| a.kind == ActivityKind::Died && a.subject.name == "victim"));
    room.console.shutdown().await;
}
