//! What exists, and what is told of it.

use super::support::*;
use mini_aws_demo::{Config, DemoEngine, InstanceSpec, NetworkSpec, VolumeSpec};
use mini_aws_domain::{ActivityKind, Event, EventType, InstanceState};
use std::sync::Arc;
use tokio::time::{Instant, timeout_at};

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_counts_what_the_engine_has() {
    let room = Room::with(24).await;
    let snapshot = room
        .until("the list", |snapshot| {
            snapshot.summary.total_instances == 24 && snapshot.summary.total_vpcs > 0
        })
        .await;
    assert_eq!(snapshot.summary.running_instances, 18);
    assert_eq!(snapshot.summary.total_volumes, 11);
    assert_eq!(snapshot.summary.attached_volumes, 7);
    assert_eq!(snapshot.summary.total_vpcs, 4);
    assert_eq!(snapshot.summary.total_instances as usize, snapshot.instances.len());
    let names: Vec<_> = snapshot.instances.iter().map(|instance| &instance.name).collect();
    assert!(names.is_sorted());
    let engine = snapshot.engine.engine().unwrap();
    assert_eq!(engine.endpoint, room.engine.endpoint());
    assert_eq!(engine.cpus, 8);
    room.until("every running instance's start", |snapshot| {
        let mut running = snapshot.instances.iter().filter(|i| i.state == InstanceState::Running);
        running.all(|instance| instance.started_at.is_some())
    })
    .await;
    room.until("the volumes' sizes", |snapshot| snapshot.summary.total_storage_mb > 0).await;
    room.console.shutdown().await;
}

/// From API 1.52 on `system/df` has another shape; before 1.42 it knows no types.
#[tokio::test(flavor = "multi_thread")]
async fn volumes_are_measured_whatever_the_engines_api() {
    for api_minor in [40, 47, 52] {
        let config = Config { instances: 24, api_minor, ..Config::default() };
        let engine = DemoEngine::start(config).await.unwrap();
        let data = tempfile::tempdir().unwrap();
        let console = console(&engine, data.path()).await;
        let snapshot =
            until(&console, "sizes", |snapshot| snapshot.summary.total_storage_mb > 0).await;
        let sized = snapshot.volumes.iter().filter(|volume| volume.size_bytes.is_some()).count();
        assert_eq!(sized, 11, "API 1.{api_minor}");
        assert_eq!(snapshot.engine.engine().unwrap().api_version, format!("1.{api_minor}"));
        console.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_outside_is_told_without_a_gap() {
    let room = Room::with(3).await;
    room.until("the list", |snapshot| snapshot.summary.total_instances == 3).await;
    let mut subscription = room.console.subscribe();
    let before = room.console.seq();

    room.engine.create_network(NetworkSpec::new("lab")).unwrap();
    room.engine.create_volume(VolumeSpec::new("results")).unwrap();
    room.engine
        .create_instance(InstanceSpec {
            networks: vec!["lab".to_owned()],
            volumes: vec![("results".to_owned(), "/results".to_owned())],
            ..InstanceSpec::new("probe")
        })
        .unwrap();
    let snapshot = room
        .until("the probe", |snapshot| {
            state_of(snapshot, "probe") == Some(InstanceState::Running)
                && snapshot.vpcs.iter().any(|vpc| vpc.name == "lab" && vpc.members.len() == 1)
                && snapshot.volumes.iter().any(|v| v.name == "results" && v.attached_to.len() == 1)
                && tells(snapshot, "probe", ActivityKind::Started) == 1
        })
        .await;
    assert_eq!(snapshot.summary.total_instances, 4);
    room.engine.exit("probe", 3).unwrap();
    room.until("its end", |snapshot| tells(snapshot, "probe", ActivityKind::Died) == 1).await;
    room.engine.remove("probe").unwrap();
    let last = room
        .until("its removal", |snapshot| {
            state_of(snapshot, "probe").is_none()
                && tells(snapshot, "probe", ActivityKind::Terminated) == 1
        })
        .await;

    let mut told: Vec<Arc<Event>> = Vec::new();
    let deadline = Instant::now() + PATIENCE;
    while told.last().is_none_or(|event| event.seq < last.seq) {
        told.push(timeout_at(deadline, subscription.next()).await.unwrap().unwrap());
    }
    let numbers: Vec<u64> = told.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, (before + 1..=before + told.len() as u64).collect::<Vec<_>>());
    for expected in [
        EventType::VpcCreated,
        EventType::VolumeCreated,
        EventType::InstanceCreated,
        EventType::InstanceStarted,
        EventType::VolumeAttached,
        EventType::InstanceStopped,
        EventType::InstanceTerminated,
        EventType::SummaryUpdate,
        EventType::AuditLog,
    ] {
        assert!(told.iter().any(|event| event.event_type() == expected), "{expected:?} is missing");
    }
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_great_many_changes_at_once_are_told_as_one() {
    let room = Room::with(2).await;
    room.until("the list", |snapshot| snapshot.summary.total_instances == 2).await;
    room.engine.stop_listening().await.unwrap();
    room.until("its loss", |snapshot| !connected(snapshot)).await;
    for number in 0..40 {
        room.engine.create_instance(InstanceSpec::new(format!("new-{number}"))).unwrap();
    }
    let mut subscription = room.console.subscribe();
    room.engine.resume().await.unwrap();
    room.console.retry_engine();
    let deadline = Instant::now() + PATIENCE;
    loop {
        let event = timeout_at(deadline, subscription.next()).await.unwrap().unwrap();
        assert_ne!(event.event_type(), EventType::InstanceCreated);
        if event.event_type() == EventType::Resync {
            break;
        }
    }
    assert_eq!(room.console.summary().total_instances, 42);
    room.console.shutdown().await;
}
