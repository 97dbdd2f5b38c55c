//! What exists, and what is told of it.

use super::support::*;
use mini_aws_demo::{Config, DemoEngine, InstanceSpec, NetworkSpec, VolumeSpec};
use mini_aws_demo::{Fault, FaultKind};
use mini_aws_domain::{ActivityKind, Event, EventType, InstanceState, MeasureState, Snapshot};
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
    let measured =
        room.until("the volumes' sizes", |snapshot| snapshot.summary.total_storage_mb > 0).await;
    let volume = measured.volumes.iter().find(|volume| volume.size_bytes.is_some()).unwrap();
    assert!(volume.measured_at.is_some() && volume.mountpoint.ends_with("/_data"), "{volume:?}");
    let vpc = measured.vpcs.iter().find(|vpc| !vpc.addresses.is_empty()).unwrap();
    assert!(vpc.addresses.iter().all(|at| vpc.members.contains(&at.instance)), "{vpc:?}");
    assert!(measured.instances.iter().any(|instance| !instance.labels.is_empty()));
    let of_compose = |label: &String| label.starts_with("com.docker.compose.");
    assert!(!measured.instances.iter().flat_map(|it| it.labels.keys()).any(of_compose));
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
async fn measuring_tells_how_far_it_is_and_can_be_called_off() {
    let room = Room::with(24).await;
    let done = |snapshot: &Snapshot| matches!(snapshot.measure, MeasureState::Done { .. });
    room.until("the first time", done).await;
    room.console.cancel_measure();

    room.engine.set_fault(Fault::new("/system/df", FaultKind::Silence));
    room.console.measure_storage();
    let running = |snapshot: &Snapshot| matches!(snapshot.measure, MeasureState::Running { .. });
    let snapshot = room.until("a long one", running).await;
    let MeasureState::Running { volumes, expected_ms, .. } = snapshot.measure else {
        panic!("{:?}", snapshot.measure)
    };
    assert_eq!(volumes, 11);
    assert!(expected_ms.is_some(), "it took some time before");
    let seen = snapshot.frame.map(|frame| frame.timestamp);
    room.until("frames meanwhile", |now| now.frame.as_ref().map(|it| it.timestamp) > seen).await;
    room.console.cancel_measure();
    let cancelled =
        |snapshot: &Snapshot| matches!(snapshot.measure, MeasureState::Cancelled { .. });
    let snapshot = room.until("its end", cancelled).await;
    assert!(snapshot.summary.total_storage_mb > 0, "what was measured before stays");

    room.engine.clear_faults();
    let message = "a disk is broken".to_owned();
    room.engine.set_fault(Fault::new("/system/df", FaultKind::Status { code: 500, message }));
    room.console.measure_storage();
    let failed = |snapshot: &Snapshot| match &snapshot.measure {
        MeasureState::Failed { problem, .. } => Some(problem.clone()),
        _ => None,
    };
    let snapshot = room.until("its failure", |snapshot| failed(snapshot).is_some()).await;
    let problem = failed(&snapshot).unwrap();
    assert!(problem.message.contains("a disk is broken") && !problem.next_step.is_empty());

    room.engine.clear_faults();
    room.engine.set_fault(Fault::new("/system/df", FaultKind::Silence));
    room.console.measure_storage();
    room.until("another long one", running).await;
    room.engine.stop_listening().await.unwrap();
    let snapshot = room.until("its loss", |snapshot| !connected(snapshot)).await;
    assert!(!failed(&snapshot).unwrap().next_step.is_empty());
    room.console.shutdown().await;
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
