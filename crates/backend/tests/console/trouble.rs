//! Engines that go away, stumble, or are none.

use super::support::*;
use mini_aws_backend::EngineChoice;
use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_demo::{Fault, FaultKind, InstanceSpec, VolumeSpec};
use mini_aws_domain::{
    ActivityKind, AttemptCode, EngineStatus, InstanceState, NoticeCode, Snapshot,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_of_the_engine_is_survived() {
    let room = Room::with(5).await;
    room.until("the engine", |snapshot| connected(snapshot) && snapshot.frame.is_some()).await;
    room.engine.stop_listening().await.unwrap();
    let away = room.until("its loss", |snapshot| !connected(snapshot)).await;
    let EngineStatus::Away { reason, attempts: _, retry_at, since, .. } = &away.engine else {
        panic!("{:?}", away.engine)
    };
    assert!(reason.starts_with("The connection to Docker was lost"), "{reason}");
    assert!(retry_at > since);
    assert_eq!(away.summary.total_instances, 5, "what was known stays on the screen");
    assert!(away.frame.is_none());

    room.engine.resume().await.unwrap();
    room.engine.create_instance(InstanceSpec::new("newcomer")).unwrap();
    let back = room
        .until("its return", |snapshot| {
            connected(snapshot) && snapshot.summary.total_instances == 6 && snapshot.frame.is_some()
        })
        .await;
    assert!(back.activity.iter().any(|activity| activity.kind == ActivityKind::Lost));
    let connections = back.activity.iter().filter(|a| a.kind == ActivityKind::Connected).count();
    assert_eq!(connections, 2);
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_hangs_is_lost_and_a_person_can_ask_for_it_at_once() {
    let room = Room::with(2).await;
    room.until("the engine", connected).await;
    room.engine.set_fault(Fault::new("/_ping", FaultKind::Silence));
    room.engine.set_fault(Fault::new("/version", FaultKind::Silence));
    room.until("its loss", |snapshot| !connected(snapshot)).await;
    room.engine.clear_faults();
    room.console.retry_engine();
    room.until("its return", connected).await;
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_reported_as_such_and_what_follows_is_not_lost() {
    let engine = engine(2).await;
    engine.set_fault(Fault::new("/version", FaultKind::NotJson));
    let data = tempfile::tempdir().unwrap();
    let console = console(&engine, data.path()).await;
    let named_attempt = |snapshot: &Snapshot| {
        snapshot.engine.attempts().iter().find(|attempt| attempt.named).cloned()
    };
    let snapshot =
        until(&console, "the reason", |snapshot| named_attempt(snapshot).is_some()).await;
    let attempt = named_attempt(&snapshot).unwrap();
    assert_eq!(attempt.code, AttemptCode::NotAnEngine, "{attempt:?}");
    assert!(!attempt.reason.is_empty() && !attempt.next_step.is_empty());
    engine.clear_faults();
    until(&console, "the engine", connected).await;
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_stumbles_is_asked_again() {
    let engine = engine(4).await;
    let message = "something broke".to_owned();
    let broken = FaultKind::Status { code: 500, message };
    engine.set_fault(Fault::new("/containers/json", broken.clone()).times(1));
    engine.set_fault(Fault::new("/containers/*/stats", broken).times(3));
    engine.set_fault(Fault::new("/events", FaultKind::Cut { after_frames: 0 }).times(1));
    let data = tempfile::tempdir().unwrap();
    let console = console(&engine, data.path()).await;
    until(&console, "all of it", |snapshot| {
        let running = snapshot.summary.running_instances as usize;
        snapshot.summary.total_instances == 4
            && snapshot.frame.as_ref().is_some_and(|frame| frame.samples.len() == running)
    })
    .await;
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_endpoint_is_named_with_the_reason() {
    let data = tempfile::tempdir().unwrap();
    let environment = Environment::only("foo://bar");
    let console =
        console_on(EngineChoice::FirstThatAnswers(Box::new(environment)), data.path()).await;
    let named = |snapshot: &Snapshot| {
        let attempts = snapshot.engine.attempts().iter();
        attempts.clone().any(|attempt| attempt.code == AttemptCode::Malformed)
            || snapshot.notices.iter().any(|notice| notice.code == NoticeCode::OtherEngine)
    };
    let snapshot = until(&console, "the reason", named).await;
    let attempt = snapshot.engine.attempts().iter().find(|attempt| attempt.named).unwrap();
    assert_eq!(attempt.endpoint, "foo://bar");
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn volumes_that_cannot_be_listed_take_nothing_else_away() {
    let engine = engine(4).await;
    let message = "a volume plugin is broken".to_owned();
    engine.set_fault(Fault::new("/volumes", FaultKind::Status { code: 500, message }));
    let data = tempfile::tempdir().unwrap();
    let console = console(&engine, data.path()).await;
    let complains = |snapshot: &Snapshot| {
        snapshot.notices.iter().any(|notice| {
            notice.code == NoticeCode::VolumesNotListed
                && notice.message.contains("a volume plugin is broken")
        })
    };
    until(&console, "the rest and a notice", |snapshot| {
        snapshot.summary.total_instances == 4 && snapshot.frame.is_some() && complains(snapshot)
    })
    .await;
    engine.clear_faults();
    engine.create_volume(VolumeSpec::new("another")).unwrap();
    until(&console, "the volumes", |snapshot| {
        snapshot.volumes.iter().any(|volume| volume.name == "another") && !complains(snapshot)
    })
    .await;
    let connections = console.snapshot().activity;
    let connections = connections.iter().filter(|a| a.kind == ActivityKind::Connected).count();
    assert_eq!(connections, 1, "the engine was never lost");
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inspection_that_fails_is_made_again() {
    let room = Room::with(2).await;
    room.until("the list", |snapshot| snapshot.summary.total_instances == 2).await;
    let message = "busy".to_owned();
    let busy = FaultKind::Status { code: 500, message };
    room.engine.set_fault(Fault::new("/containers/*/json", busy).times(2));
    room.engine.create_instance(InstanceSpec::new("late")).unwrap();
    room.until("the newcomer", |snapshot| {
        state_of(snapshot, "late") == Some(InstanceState::Running)
    })
    .await;
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_does_not_describe_its_machine_is_watched_all_the_same() {
    let engine = engine(2).await;
    let message = "forbidden".to_owned();
    engine.set_fault(Fault::new("/info", FaultKind::Status { code: 403, message }));
    let data = tempfile::tempdir().unwrap();
    let console = console(&engine, data.path()).await;
    let snapshot =
        until(&console, "the list", |snapshot| snapshot.summary.total_instances == 2).await;
    assert_eq!(snapshot.engine.engine().unwrap().cpus, 0);
    console.shutdown().await;
}
