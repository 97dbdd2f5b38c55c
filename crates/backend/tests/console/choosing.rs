//! Another engine is chosen while the console runs.

use super::support::*;
use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_backend::{Console, ConsoleError, EngineChoice, PickError};
use mini_aws_demo::DemoEngine;
use mini_aws_domain::{
    ActivityKind, AttemptCode, EnginePick, EngineStatus, NoticeCode, Snapshot, SubjectKind,
    Transport,
};
use sha2::{Digest, Sha256};
use std::path::Path;
use tempfile::TempDir;

/// Two engines, and a home whose Docker CLI knows the second as “other”.
struct House {
    first: DemoEngine,
    second: DemoEngine,
    home: TempDir,
    data: TempDir,
}

impl House {
    async fn new() -> Self {
        let (first, second) = (engine(2).await, engine(5).await);
        let (home, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        add_context(home.path(), "other", &second.endpoint());
        Self { first, second, home, data }
    }

    /// Where the first engine is found without being asked for.
    fn environment(&self) -> Environment {
        Environment {
            docker_host: Some(self.first.endpoint()),
            home: Some(self.home.path().to_owned()),
            ..Environment::default()
        }
    }

    async fn console(&self) -> Console {
        let choice = EngineChoice::FirstThatAnswers(Box::new(self.environment()));
        console_on(choice, self.data.path()).await
    }
}

fn add_context(home: &Path, name: &str, host: &str) {
    let folder: String = Sha256::digest(name).iter().map(|byte| format!("{byte:02x}")).collect();
    let folder = home.join(".docker/contexts/meta").join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    let meta = serde_json::json!({
        "Name": name, "Metadata": {"Description": "the other one"},
        "Endpoints": {"docker": {"Host": host, "SkipTLSVerify": false}}
    });
    std::fs::write(folder.join("meta.json"), meta.to_string()).unwrap();
}

fn other() -> EnginePick {
    EnginePick::Context { name: "other".to_owned() }
}

fn is_on(snapshot: &Snapshot, engine: &DemoEngine, instances: u64) -> bool {
    snapshot.engine.engine().is_some_and(|it| it.endpoint == engine.endpoint())
        && snapshot.summary.total_instances == instances
}

#[tokio::test(flavor = "multi_thread")]
async fn another_engine_is_watched_at_once_and_in_future() {
    let house = House::new().await;
    let console = house.console().await;
    until(&console, "the first", |snapshot| is_on(snapshot, &house.first, 2)).await;
    let options = console.engine_options().await.unwrap();
    assert_eq!((options.pick, options.overruled), (EnginePick::Automatic, None));
    let told: Vec<_> =
        options.contexts.iter().map(|it| (it.name.as_str(), it.is_current)).collect();
    assert_eq!(told, [("default", true), ("other", false)]);
    assert_eq!(options.contexts[1].transport, Transport::Unix);
    assert_eq!(options.contexts[1].description, "the other one");

    assert_eq!(console.pick_engine(other()).await.unwrap().pick, other());
    let snapshot = until(&console, "the other", |snapshot| is_on(snapshot, &house.second, 5)).await;
    assert_eq!(snapshot.engine.engine().unwrap().found_by, "Docker context “other”");
    let chosen = snapshot.activity.iter().find(|it| it.kind == ActivityKind::EngineChosen).unwrap();
    assert_eq!(chosen.subject.kind, SubjectKind::Engine);
    assert_eq!(chosen.detail, "Docker context “other”");
    console.shutdown().await;

    let console = house.console().await;
    until(&console, "the other again", |snapshot| is_on(snapshot, &house.second, 5)).await;
    console.pick_engine(EnginePick::Automatic).await.unwrap();
    until(&console, "the first again", |snapshot| is_on(snapshot, &house.first, 2)).await;
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_was_chosen_and_is_away_is_not_replaced_by_another() {
    let house = House::new().await;
    house.second.stop_listening().await.unwrap();
    let console = house.console().await;
    until(&console, "the first", |snapshot| is_on(snapshot, &house.first, 2)).await;
    console.pick_engine(other()).await.unwrap();
    let snapshot = until(&console, "the reason", |snapshot| {
        matches!(snapshot.engine, EngineStatus::Away { .. })
    })
    .await;
    let EngineStatus::Away { attempts, next_step, reason, .. } = &snapshot.engine else {
        panic!("{:?}", snapshot.engine)
    };
    assert_eq!(attempts.len(), 1, "nothing else is tried: {attempts:?}");
    assert!(attempts[0].named && attempts[0].found_by == "Docker context “other”");
    assert_eq!(reason, &attempts[0].reason);
    assert!(next_step.contains("“Automatic”"), "{next_step}");
    assert_eq!(snapshot.summary.total_instances, 0, "those of the first are not on this one");

    house.second.resume().await.unwrap();
    console.pick_engine(other()).await.unwrap();
    until(&console, "the other", |snapshot| is_on(snapshot, &house.second, 5)).await;
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_use_is_refused_with_the_reason_and_changes_nothing() {
    let house = House::new().await;
    add_context(house.home.path(), "odd", "gopher://x");
    let broken = house.home.path().join(".docker/contexts/meta/0123456789abcdef");
    std::fs::create_dir_all(&broken).unwrap();
    std::fs::write(broken.join("meta.json"), "{").unwrap();
    let console = house.console().await;
    let listed = console.engine_options().await.unwrap().contexts;
    let problems: Vec<_> = listed.iter().filter(|context| context.problem.is_some()).collect();
    assert_eq!(problems.len(), 2, "{listed:#?}");
    assert!(problems.iter().any(|it| it.name == "odd" && it.endpoint == "gopher://x"));
    assert!(problems.iter().any(|it| it.name == "0123456789ab"));

    let refused = async |pick| console.pick_engine(pick).await.unwrap_err();
    for (pick, code, said) in [
        (EnginePick::Context { name: "odd".to_owned() }, AttemptCode::Malformed, "gopher://"),
        (EnginePick::Context { name: "no".to_owned() }, AttemptCode::NotFound, "no context “no”"),
        (EnginePick::Endpoint { endpoint: " ".to_owned() }, AttemptCode::Malformed, "“”"),
        (EnginePick::Endpoint { endpoint: "x".to_owned() }, AttemptCode::Malformed, "“x”"),
    ] {
        let error = refused(pick).await;
        let problem = error.problem();
        let ConsoleError::Pick(PickError::Unusable(attempt)) = error else { panic!("{error:?}") };
        assert_eq!(attempt.code, code);
        assert_eq!(problem.code, "bad_engine");
        assert!(problem.message.contains(said) && !problem.next_step.is_empty(), "{problem:?}");
    }
    let long = EnginePick::Endpoint { endpoint: format!("tcp://{}", "x".repeat(3_000)) };
    assert!(matches!(refused(long).await, ConsoleError::Pick(PickError::TooLong)));
    until(&console, "the first", |snapshot| is_on(snapshot, &house.first, 2)).await;
    assert_eq!(console.engine_options().await.unwrap().pick, EnginePick::Automatic);
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_cannot_be_read_is_told_until_there_is_another() {
    let is_told = |snapshot: &Snapshot| {
        snapshot.notices.iter().any(|notice| notice.code == NoticeCode::ChoiceUnreadable)
    };
    let house = House::new().await;
    let console = house.console().await;
    console.prefer("engine", "{".to_owned()).await.unwrap();
    console.shutdown().await;
    let console = house.console().await;
    let snapshot = until(&console, "the first", |snapshot| is_on(snapshot, &house.first, 2)).await;
    assert!(is_told(&snapshot), "{:?}", snapshot.notices);
    console.pick_engine(EnginePick::Automatic).await.unwrap();
    assert!(!is_told(&console.snapshot()));
    console.shutdown().await;
    let console = house.console().await;
    assert!(!is_told(&console.snapshot()), "the new choice is kept");
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_named_at_the_start_counts_more() {
    let house = House::new().await;
    let environment = Environment { host: Some(house.first.endpoint()), ..house.environment() };
    let choice = EngineChoice::FirstThatAnswers(Box::new(environment));
    let console = console_on(choice, house.data.path()).await;
    until(&console, "the first", |snapshot| is_on(snapshot, &house.first, 2)).await;
    let options = console.pick_engine(other()).await.unwrap();
    assert!(options.overruled.unwrap().contains("--host"));
    assert_eq!(options.pick, other(), "it is remembered for another start");
    let connections = |snapshot: &Snapshot| {
        snapshot.activity.iter().filter(|it| it.kind == ActivityKind::Connected).count()
    };
    let seen = console.snapshot().frame.map(|frame| frame.timestamp);
    let snapshot = until(&console, "it going on", |snapshot| {
        snapshot.frame.as_ref().is_some_and(|frame| Some(frame.timestamp) > seen)
    })
    .await;
    assert!(is_on(&snapshot, &house.first, 2) && connections(&snapshot) == 1);
    console.shutdown().await;
}
