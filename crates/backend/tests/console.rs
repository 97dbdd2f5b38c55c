//! The whole backend on a pretend engine: over a real socket, into a real database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_backend::{Console, ConsoleConfig, EngineChoice, system_clock};
use mini_aws_demo::{Config, DemoEngine, Fault, FaultKind, InstanceSpec, NetworkSpec, VolumeSpec};
use mini_aws_domain::{
    ActivityKind, AttemptCode, EngineStatus, Event, EventType, InstanceState, NoticeCode, Snapshot,
};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::{Instant, sleep, timeout_at};

/// More than anything here takes, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(45);

struct Room {
    engine: DemoEngine,
    console: Console,
    data: TempDir,
}

impl Room {
    async fn with(instances: usize) -> Self {
        let engine = engine(instances).await;
        let data = tempfile::tempdir().unwrap();
        let console = console(&engine, data.path()).await;
        Self { engine, console, data }
    }

    /// Waits until the snapshot is as it should be.
    async fn until(&self, what: &str, holds: impl Fn(&Snapshot) -> bool) -> Snapshot {
        until(&self.console, what, holds).await
    }
}

async fn engine(instances: usize) -> DemoEngine {
    DemoEngine::start(Config { instances, ..Config::default() }).await.unwrap()
}

async fn console(engine: &DemoEngine, data: &Path) -> Console {
    let engine = EngineChoice::FirstThatAnswers(Box::new(Environment::only(engine.endpoint())));
    console_on(engine, data).await
}

async fn console_on(engine: EngineChoice, data: &Path) -> Console {
    let data_dir = Some(data.to_owned());
    Console::start(ConsoleConfig { engine, data_dir, clock: system_clock() }).await
}

async fn until(console: &Console, what: &str, holds: impl Fn(&Snapshot) -> bool) -> Snapshot {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let snapshot = console.snapshot();
        if holds(&snapshot) {
            return snapshot;
        }
        assert!(Instant::now() < deadline, "waited in vain for: {what}\n{snapshot:#?}");
        sleep(Duration::from_millis(20)).await;
    }
}

fn connected(snapshot: &Snapshot) -> bool {
    snapshot.engine.engine().is_some()
}

fn state_of(snapshot: &Snapshot, name: &str) -> Option<InstanceState> {
    snapshot.instances.iter().find(|instance| instance.name == name).map(|instance| instance.state)
}

fn tells(snapshot: &Snapshot, name: &str, kind: ActivityKind) -> usize {
    let told = snapshot.activity.iter();
    told.filter(|activity| activity.subject.name == name && activity.kind == kind).count()
}

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
async fn the_console_says_what_it_costs() {
    let room = Room::with(2).await;
    let snapshot = room.until("its cost", |snapshot| snapshot.own_cost.is_some()).await;
    let cost = snapshot.own_cost.unwrap();
    assert!(cost.memory_bytes > 1_000_000 && cost.cpu_percent >= 0.0);
    assert_eq!(cost.watched_instances, snapshot.summary.running_instances);
    room.console.shutdown().await;
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
