//! The audit log of a console: what ends meant, storms of events, and starts one after the other.

use super::support::*;
use mini_aws_backend::Console;
use mini_aws_demo::InstanceSpec;
use mini_aws_domain::{
    Activity, ActivityKind, AuditPlace, AuditQuery, InstanceState, Payload, ResyncReason, Snapshot,
};
use std::collections::HashSet;

/// Everything that is looked for, newest first.
async fn all(console: &Console, mut query: AuditQuery) -> Vec<Activity> {
    let mut found = Vec::new();
    query.limit = AuditQuery::MOST;
    loop {
        let page = console.audit(query.clone()).await.unwrap();
        query.before = page.entries.last().map(AuditPlace::of);
        found.extend(page.entries);
        if !page.more {
            return found;
        }
    }
}

fn entry(snapshot: &Snapshot, name: &str, kind: ActivityKind) -> Option<Activity> {
    let mut told = snapshot.activity.iter();
    told.find(|activity| activity.subject.name == name && activity.kind == kind).cloned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_dies_says_what_it_used_last_and_of_what_nobody_saw_nothing_is_said() {
    let room = Room::with(2).await;
    for name in ["victim", "unseen"] {
        room.engine.create_instance(InstanceSpec::new(name)).unwrap();
    }
    let used = |snapshot: &Snapshot| {
        let victim = snapshot.instances.iter().find(|instance| instance.name == "victim")?;
        let samples = &snapshot.frame.as_ref()?.samples;
        let sample = samples.iter().find(|sample| sample.instance == victim.id)?;
        sample.cpu_percent.and(sample.memory_limit_bytes)
    };
    let snapshot = room.until("its numbers", |snapshot| used(snapshot).is_some()).await;
    room.engine.oom("victim").unwrap();
    let died = room.until("its end", |it| entry(it, "victim", ActivityKind::Died).is_some()).await;
    for kind in [ActivityKind::OutOfMemory, ActivityKind::Died] {
        let told = entry(&died, "victim", kind).unwrap();
        let last = told.last.unwrap_or_else(|| panic!("{told:?}"));
        assert!(last.cpu_percent.is_some() && last.memory_bytes.is_some(), "{last:?}");
        assert_eq!(last.memory_limit_bytes, used(&snapshot), "{last:?}");
    }
    let stored = all(&room.console, AuditQuery::default()).await;
    let told = entry(&died, "victim", ActivityKind::Died).unwrap();
    assert!(stored.contains(&told), "it is kept as it was told");
    assert_eq!(told.detail, "exit 137, out of memory");

    room.console.shutdown().await;
    room.engine.kill("unseen").unwrap();
    let again = console(&room.engine, room.data.path()).await;
    let ended = |snapshot: &Snapshot| {
        let mut told = snapshot.activity.iter();
        told.find(|it| it.subject.name == "unseen" && it.exit_code.is_some()).cloned()
    };
    let snapshot = until(&again, "what was missed", |snapshot| ended(snapshot).is_some()).await;
    let missed = ended(&snapshot).unwrap();
    assert_eq!((missed.last, &*missed.detail), (None, "exit 137, SIGKILL"));
    again.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_events_at_once_are_all_there_once_and_hold_nothing_up() {
    const TIMES: usize = 25;
    let room = Room::with(20).await;
    let names: Vec<String> = (0..20).map(|n| format!("storm-{n}")).collect();
    for name in &names {
        room.engine.create_instance(InstanceSpec::new(name)).unwrap();
    }
    room.until("the list and a frame", |snapshot| {
        snapshot.summary.running_instances >= 20 && snapshot.frame.is_some()
    })
    .await;
    let mut listener = room.console.subscribe();
    for _ in 0..TIMES {
        for name in &names {
            room.engine.pause(name).unwrap();
            room.engine.unpause(name).unwrap();
        }
    }
    let began = room.console.now();
    let query = AuditQuery {
        kinds: vec![ActivityKind::Paused, ActivityKind::Unpaused],
        text: "storm-".to_owned(),
        ..AuditQuery::default()
    };
    let expected = 2 * TIMES * names.len();
    // Events come in their order: what is told last comes after the storm.
    room.engine.create_instance(InstanceSpec::new("calm")).unwrap();
    room.until("the calm", |snapshot| tells(snapshot, "calm", ActivityKind::Started) == 1).await;
    let found = all(&room.console, query).await;
    assert_eq!(found.len(), expected);
    let places: HashSet<_> = found.iter().map(|it| (it.timestamp, it.id)).collect();
    assert_eq!(places.len(), expected, "none comes twice");
    for name in &names {
        let kinds: Vec<_> = found.iter().filter(|it| it.subject.name == *name).collect();
        assert_eq!(kinds.len(), 2 * TIMES, "{name}");
        // Newest first, and never two of a kind one after the other.
        assert!(kinds.windows(2).all(|pair| pair[0].kind != pair[1].kind), "{name}");
    }
    // Who did not listen meanwhile hears of every one, or is told to look again.
    let (mut heard, mut resynced) = (0, false);
    while let Some(event) = listener.try_next() {
        match &event.payload {
            Payload::AuditLog(activity) if activity.subject.name.starts_with("storm-") => {
                heard += 1;
            }
            Payload::Resync(ResyncReason::Lagged) => resynced = true,
            _ => {}
        }
    }
    assert!(resynced || heard == expected, "{heard} of {expected}");
    room.until("frames that go on", |snapshot| {
        snapshot.frame.as_ref().is_some_and(|frame| frame.timestamp > began)
            && snapshot
                .instances
                .iter()
                .all(|it| !it.name.starts_with("storm-") || it.state == InstanceState::Running)
    })
    .await;
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn start_after_start_nothing_is_told_twice_even_of_one_moment() {
    let engine = engine(2).await;
    let data = tempfile::tempdir().unwrap();
    let mut counts = Vec::new();
    for start in 0..3 {
        let console = console(&engine, data.path()).await;
        let name = format!("made-{start}");
        engine.create_instance(InstanceSpec::new(&name)).unwrap();
        until(&console, "the newcomer", |snapshot| {
            tells(snapshot, &name, ActivityKind::Started) == 1
        })
        .await;
        let found = all(&console, AuditQuery::default()).await;
        let mut seen = HashSet::new();
        for it in found.iter().filter(|it| it.source == mini_aws_domain::Source::Engine) {
            let what = (it.timestamp, it.kind, it.subject.id.clone(), it.detail.clone());
            assert!(seen.insert(what), "told twice: {it:?}");
        }
        counts.push(seen.len());
        console.shutdown().await;
    }
    assert!(counts.is_sorted_by(|a, b| a < b), "{counts:?}");
    engine.shutdown().await;
}
