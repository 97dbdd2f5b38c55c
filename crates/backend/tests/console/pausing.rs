//! A console that leaves the engine alone for a while.

use super::past::cpu_until;
use super::support::*;
use chrono::TimeDelta;
use mini_aws_domain::{
    ActivityKind, EngineStatus, GapReason, History, HistorySubject, Metric, Snapshot,
};
use tokio::time::{Duration, Instant, sleep, timeout};

fn paused(snapshot: &Snapshot) -> bool {
    matches!(snapshot.engine, EngineStatus::Paused { .. })
}

/// Waits until the engine has no open stream any more.
async fn left_alone(room: &Room) {
    let deadline = Instant::now() + PATIENCE;
    while room.engine.all_open_stats_streams() + room.engine.open_event_streams() > 0 {
        assert!(Instant::now() < deadline, "streams stay open");
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_console_asks_nothing_and_its_history_says_why() {
    let room = Room::with(3).await;
    let since = room.console.now() - TimeDelta::seconds(1);
    let before = room.until("a frame", |snapshot| snapshot.frame.is_some()).await;
    let known = before.frame.unwrap().samples[0].instance.clone();
    assert!(room.console.is_collecting());

    room.console.set_collecting(false).await;
    assert!(!room.console.is_collecting());
    let resting = room.until("the pause", paused).await;
    assert!(resting.frame.is_none());
    assert_eq!(resting.summary.total_instances, 3, "what was known stays on the screen");
    left_alone(&room).await;
    let rested = |history: &History, by: TimeDelta| {
        let pauses = history.gaps.iter().filter(|gap| gap.reason == GapReason::Paused);
        pauses.map(|gap| gap.to - gap.from).any(|length| length > by)
    };
    // What was on its way to the engine when it was let go still gets there.
    cpu_until(&room.console, &HistorySubject::Total, since, |it| rested(it, TimeDelta::zero()))
        .await;
    let asked = room.engine.requests();
    room.console.set_collecting(false).await;
    room.console.retry_engine();
    room.console.measure_storage();
    let explained = room.console.explain(&known, Metric::Memory).unwrap();
    assert!(explained.note.starts_with("Collecting is paused"), "{}", explained.note);

    // This takes longer than any of the collector's rounds.
    let longer = TimeDelta::seconds(12);
    cpu_until(&room.console, &HistorySubject::Total, since, |it| rested(it, longer)).await;
    assert_eq!(room.engine.requests(), asked);
    let EngineStatus::Paused { since: still } = room.console.engine_status() else {
        panic!("{:?}", room.console.engine_status())
    };
    assert_eq!(resting.engine, EngineStatus::Paused { since: still }, "the second changes nothing");

    room.console.set_collecting(true).await;
    room.console.set_collecting(true).await;
    let over = cpu_until(&room.console, &HistorySubject::Total, since, |history| {
        history.series[0].avg.last().copied().flatten().is_some()
    })
    .await;
    // A machine that has other things to do may be late with the frames after it.
    let pauses = over.gaps.iter().filter(|gap| gap.reason == GapReason::Paused);
    assert_eq!(pauses.count(), 1, "{:?}", over.gaps);
    let told = room.console.snapshot();
    assert!(connected(&told) && told.frame.is_some());
    let count = |kind| tells(&told, "console", kind);
    assert_eq!(count(ActivityKind::CollectingPaused), 1);
    assert_eq!(count(ActivityKind::CollectingResumed), 1);
    assert!(!told.activity.iter().any(|it| it.kind == ActivityKind::Lost), "it was let go");
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_is_away_is_not_looked_for_during_a_pause() {
    let room = Room::with(2).await;
    room.until("the engine", connected).await;
    room.engine.stop_listening().await.unwrap();
    let away = |snapshot: &Snapshot| matches!(snapshot.engine, EngineStatus::Away { .. });
    room.until("its loss", away).await;
    room.console.set_collecting(false).await;
    room.until("the pause", paused).await;
    room.engine.resume().await.unwrap();
    room.console.retry_engine();
    assert!(paused(&room.console.snapshot()), "only resuming ends it");
    room.console.set_collecting(true).await;
    room.until("its return", connected).await;
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_ends_with_the_console() {
    let room = Room::with(2).await;
    room.until("the engine", connected).await;
    room.console.set_collecting(false).await;
    room.until("the pause", paused).await;
    let ended = timeout(Duration::from_secs(4), room.console.shutdown()).await;
    assert!(ended.is_ok(), "it ends like any other");
    let next = console(&room.engine, room.data.path()).await;
    assert!(next.is_collecting());
    until(&next, "the engine", connected).await;
    next.shutdown().await;
}
