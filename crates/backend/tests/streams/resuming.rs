//! Listeners that come back, and those who lost the thread.

use crate::client::{Listener, Told};
use crate::hall::{Hall, until};
use mini_aws_backend::gateway::streams::Limits;
use mini_aws_demo::InstanceSpec;
use mini_aws_domain::{ResourceSummary, Snapshot};

/// Everything with a number of its own, up to and including the frame after `volume` was created. Summaries that come by themselves
/// have the number of what went before.
async fn record(listener: &mut Listener, volume: &str) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    let mut is_created = false;
    loop {
        let told = listener.event().await;
        is_created |= told.event == "activity" && told.data.contains(volume);
        let is_end = is_created && told.event == "metrics";
        if told.event != "summary" {
            all.push(told);
        }
        if is_end {
            return all;
        }
    }
}

#[tokio::test]
async fn who_comes_back_gets_what_was_missed_once_and_in_order() {
    let hall = Hall::with(2, Limits::default()).await;
    let mut steady = Listener::open(&hall, None).await;
    let mut broken = Listener::open(&hall, None).await;
    let last_seen = broken.until("metrics").await;
    drop(broken);
    hall.until_listeners(1).await;
    hall.bustle("missed", 20);
    until("twenty volumes", || hall.console.snapshot().activity.len() >= 20).await;

    let mut back = Listener::open(&hall, Some(&last_seen.id)).await;
    hall.bustle("later", 1);
    let after = record(&mut back, "later-0").await;
    let mut before = record(&mut steady, "later-0").await;
    before.retain(|told| told.seq() > last_seen.seq());
    assert_eq!(after.iter().filter(|told| told.data.contains("missed-")).count(), 20);
    let end = after.last().unwrap().seq().min(before.last().unwrap().seq());
    let until_end = |all: Vec<Told>| -> Vec<Told> {
        all.into_iter().take_while(|told| told.seq() <= end).collect()
    };
    assert_eq!(until_end(after), until_end(before));
    hall.console.shutdown().await;
}

#[tokio::test]
async fn who_missed_nothing_gets_the_summary_and_goes_on() {
    let hall = Hall::with(2, Limits::default()).await;
    let mut listener = Listener::open(&hall, None).await;
    let last_seen = listener.until("metrics").await;
    drop(listener);
    let mut back = Listener::open(&hall, Some(&last_seen.id)).await;
    let summary = back.until("summary").await;
    assert_eq!(summary.json::<ResourceSummary>().running_instances, 2);
    assert!(summary.seq() >= last_seen.seq());
    let next = back.until("metrics").await;
    assert!(next.seq() > last_seen.seq());
    hall.console.shutdown().await;
}

#[tokio::test]
async fn an_id_that_says_nothing_here_gets_a_snapshot() {
    let hall = Hall::with(2, Limits { kept_events: 4, ..Limits::default() }).await;
    let mut listener = Listener::open(&hall, None).await;
    let stale = listener.until("metrics").await;
    drop(listener);
    hall.bustle("more", 10);
    until("ten volumes", || hall.console.snapshot().activity.len() >= 10).await;

    let run = stale.id.rsplit_once('-').unwrap().0;
    let foreign = format!("{:016x}-{}", 7, hall.console.seq());
    let future = format!("{run}-{}", u64::MAX);
    let overlong = format!("{run}-{}", "9".repeat(400));
    let ids =
        [&stale.id, &foreign, &future, &overlong, "garbage", "-", "1-", run, " ;%00", "\u{e4}"];
    let mut lost = Vec::new();
    for id in ids {
        let mut back = Listener::open(&hall, Some(id)).await;
        assert_eq!(back.next().await.unwrap().retry, "2000");
        let first = back.next().await.unwrap();
        assert_eq!(first.event, "snapshot", "{id}");
        let snapshot: Snapshot = first.json();
        assert_eq!(first.seq(), snapshot.seq);
        assert_eq!(snapshot.instances.len(), 2);
        lost.push((back, snapshot.seq));
    }
    for (mut back, seq) in lost {
        let next = back.until("metrics").await;
        assert!(next.seq() > seq, "what is in the snapshot is not told again");
    }
    hall.console.shutdown().await;
}

#[tokio::test]
async fn a_resync_of_the_console_is_a_snapshot_for_all() {
    let hall = Hall::with(2, Limits::default()).await;
    let mut listeners = [Listener::open(&hall, None).await, Listener::open(&hall, None).await];
    for listener in &mut listeners {
        listener.until("metrics").await;
    }
    hall.engine.stop_listening().await.unwrap();
    until("no engine", || hall.console.engine_status().engine().is_none()).await;
    for number in 0..40 {
        hall.engine.create_instance(InstanceSpec::new(format!("new-{number}"))).unwrap();
    }
    hall.engine.resume().await.unwrap();
    hall.console.retry_engine();
    for listener in &mut listeners {
        let told = listener.until("snapshot").await;
        let snapshot: Snapshot = told.json();
        assert_eq!(snapshot.instances.len(), 42);
        assert!(listener.until("metrics").await.seq() > told.seq());
    }
    hall.console.shutdown().await;
}
