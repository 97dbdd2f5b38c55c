//! Numbers: frames, history, and what the console itself costs.

use super::support::*;
use mini_aws_domain::{ActivityKind, InstanceState};
use std::time::Duration;
use tokio::time::{Instant, sleep};

#[tokio::test(flavor = "multi_thread")]
async fn frames_hold_every_running_instance_with_the_numbers_of_the_model() {
    let room = Room::with(6).await;
    let snapshot = room.until("the list", |snapshot| snapshot.summary.total_instances == 6).await;
    let busy = snapshot
        .instances
        .iter()
        .find(|instance| instance.state == InstanceState::Running)
        .unwrap();
    room.engine.set_load(&busy.name, 150.0, 200_000_000).unwrap();
    let running = snapshot.summary.running_instances as usize;
    let snapshot = room
        .until("a frame with the new load", |snapshot| {
            let Some(frame) = &snapshot.frame else { return false };
            let of_busy = frame.samples.iter().find(|sample| sample.instance == busy.id);
            frame.samples.len() == running
                && of_busy.and_then(|sample| sample.cpu_percent).is_some_and(|cpu| cpu > 140.0)
        })
        .await;
    let frame = snapshot.frame.unwrap();
    let sample = frame.samples.iter().find(|sample| sample.instance == busy.id).unwrap();
    let cpu = sample.cpu_percent.unwrap();
    assert!((140.0..160.0).contains(&cpu), "{cpu}");
    assert_eq!(sample.memory_bytes, Some(200_000_000));
    assert!(frame.samples.is_sorted_by_key(|sample| &sample.instance));
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_stops_leaves_the_frames_at_once() {
    let room = Room::with(6).await;
    let snapshot = room
        .until("a full frame", |snapshot| {
            let running = snapshot.summary.running_instances as usize;
            running > 0 && snapshot.frame.as_ref().is_some_and(|f| f.samples.len() == running)
        })
        .await;
    let running = snapshot.summary.running_instances;
    let victim = snapshot.instances.iter().find(|i| i.state == InstanceState::Running).unwrap();
    room.engine.stop_instance(&victim.name).unwrap();
    let snapshot =
        room.until("one less", |snapshot| snapshot.summary.running_instances == running - 1).await;
    let seq = snapshot.seq;
    let snapshot = room
        .until("a later frame", |snapshot| {
            snapshot.seq > seq
                && snapshot.frame.as_ref().is_some_and(|f| f.samples.len() as u64 == running - 1)
        })
        .await;
    assert!(
        snapshot.frame.as_ref().unwrap().samples.iter().all(|sample| sample.instance != victim.id)
    );
    assert_eq!(tells(&snapshot, &victim.name, ActivityKind::Stopped), 1);
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stats_begin_with_what_was_remembered() {
    let room = Room::with(4).await;
    room.until("a frame", |snapshot| {
        snapshot.frame.as_ref().is_some_and(|f| !f.samples.is_empty())
    })
    .await;
    let deadline = Instant::now() + PATIENCE;
    let stats = loop {
        let stats = room.console.stats().await.unwrap();
        let labels: std::collections::BTreeSet<_> =
            stats.cpu_history.iter().map(|point| point.label.clone()).collect();
        let running = room.console.summary().running_instances as usize;
        if labels.len() == running + 1 && labels.contains("total") {
            break stats;
        }
        assert!(Instant::now() < deadline, "{labels:?}");
        sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(stats.summary, room.console.summary());
    assert!(!stats.recent_events.is_empty() && stats.recent_events.len() <= 10);
    assert!(stats.memory_history.iter().all(|point| point.value >= 0.0));
    let total: f64 =
        stats.memory_history.iter().filter(|p| p.label == "total").map(|p| p.value).sum();
    let parts: f64 =
        stats.memory_history.iter().filter(|p| p.label != "total").map(|p| p.value).sum();
    assert!(total > 0.0 && parts > 0.0);
    assert_eq!(room.console.recent_events(Some(1)).await.unwrap().len(), 1);
    assert!(room.console.recent_events(None).await.unwrap().len() <= 10);
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_says_what_it_costs() {
    let room = Room::with(2).await;
    let snapshot = room.until("its cost", |snapshot| snapshot.own_cost.is_some()).await;
    let cost = snapshot.own_cost.unwrap();
    assert!(cost.memory_bytes > 1_000_000 && cost.cpu_percent >= 0.0);
    assert_eq!(cost.watched_instances, snapshot.summary.running_instances);
    room.console.shutdown().await;
}
