//! What the engine is asked about one instance.

use super::support::*;
use mini_aws_backend::ConsoleError;
use mini_aws_demo::{Fault, FaultKind};
use mini_aws_domain::{ActivityKind, InstanceDetail, InstanceId, Source, SubjectKind};
use std::time::Duration;

fn code(asked: Result<InstanceDetail, ConsoleError>) -> String {
    let problem = asked.unwrap_err().problem();
    assert!(problem.message.ends_with('.') && !problem.next_step.is_empty(), "{problem:?}");
    problem.code
}

async fn first(room: &Room) -> (InstanceId, String) {
    let snapshot = room.until("instances", |snapshot| !snapshot.instances.is_empty()).await;
    let instance = &snapshot.instances[0];
    (instance.id.clone(), instance.name.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_is_told_in_full_and_its_secrets_only_when_asked_for() {
    let room = Room::with(4).await;
    let (id, name) = first(&room).await;
    let detail = room.console.detail(&id, false).await.unwrap();
    assert_eq!(detail.id, id);
    assert!(!detail.environment.is_empty() && !detail.command.is_empty());
    let inspect: serde_json::Value = serde_json::from_str(&detail.inspect).unwrap();
    assert_eq!(inspect["Driver"], "overlay2", "what is none of ours is in it as well");
    assert_eq!(tells(&room.console.snapshot(), &name, ActivityKind::SecretsShown), 0);

    assert!(room.console.detail(&id, true).await.unwrap().revealed);
    let snapshot = room
        .until("the feed", |snapshot| tells(snapshot, &name, ActivityKind::SecretsShown) == 1)
        .await;
    let told = snapshot.activity.iter().find(|it| it.kind == ActivityKind::SecretsShown).unwrap();
    assert_eq!((told.source, told.subject.kind), (Source::Console, SubjectKind::Instance));
    assert_eq!(
        (told.subject.id.as_str(), told.detail.clone()),
        (id.as_str(), format!("of {name}"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_told_has_its_reason() {
    let room = Room::with(4).await;
    let (id, name) = first(&room).await;
    for nobody in ["feedbeef", "../info", "", "a\0b"] {
        assert_eq!(code(room.console.detail(&InstanceId::new(nobody), false).await), "no_instance");
    }
    let path = "/containers/*/json";
    room.engine.set_fault(Fault::new(path, FaultKind::NotJson).times(1));
    assert_eq!(code(room.console.detail(&id, false).await), "engine_failed");
    room.engine.set_fault(Fault::new(path, FaultKind::Cut { after_frames: 0 }).times(1));
    assert_eq!(code(room.console.detail(&id, false).await), "engine_failed");
    room.engine.remove(&name).unwrap();
    assert_eq!(code(room.console.detail(&id, true).await), "no_instance");
    assert_eq!(tells(&room.console.snapshot(), &name, ActivityKind::SecretsShown), 0);

    room.console.set_collecting(false).await;
    room.until("a pause", |snapshot| !connected(snapshot)).await;
    assert_eq!(code(room.console.detail(&id, false).await), "paused");
    room.console.set_collecting(true).await;
    room.until("the engine", connected).await;
    room.engine.restart_engine(Duration::from_secs(3600)).await.unwrap();
    room.until("no engine", |snapshot| !connected(snapshot)).await;
    assert_eq!(code(room.console.detail(&id, false).await), "no_engine");
}
