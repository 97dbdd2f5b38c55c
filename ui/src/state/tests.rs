//! The reducer: what each action makes of the state.

use super::console::ACTIVITY_LIMIT;
use super::*;
use crate::backend::{Backend, FakeBackend, Link, Listener};
use crate::testing::{
    self, activity, ago, away, exited, frame, instance, instance_id, now, sample,
};
use chrono::TimeDelta;
use mini_aws_domain::*;

fn event(seq: u64, payload: Payload) -> Event {
    Event { seq, timestamp: now(), payload }
}

fn fetched(snapshot: Snapshot) -> Action {
    Action::Fetched(Box::new(Fetched {
        snapshot: Ok(snapshot),
        stats: Some(Ok(DashboardStats::default())),
    }))
}

/// A state that is up to date with the made-up console, whose last event is number 100.
fn current() -> ConsoleState {
    let mut state = ConsoleState::default();
    state.apply(Action::Subscribed);
    state.apply(Action::FetchStarted);
    state.apply(fetched(testing::snapshot()));
    assert_eq!(state.sync, Sync::Current);
    state
}

fn names(state: &ConsoleState) -> Vec<&str> {
    state.instances.iter().map(|known| known.name.as_str()).collect()
}

#[test]
fn a_snapshot_makes_it_ready() {
    let state = current();
    assert_eq!(state.phase, Phase::Ready);
    assert_eq!(names(&state), ["api", "mailer", "postgres"]);
    assert_eq!(state.readings.len(), 2);
    assert_eq!(state.ranking.as_slice(), [instance_id("api"), instance_id("postgres")]);
    assert_eq!(state.known_engine, Some(testing::engine()));
}

#[test]
fn events_up_to_the_snapshot_change_nothing() {
    let mut state = current();
    let before = state.clone();
    state.apply(Action::Events(vec![
        event(99, Payload::InstanceTerminated(instance_id("api"))),
        event(100, Payload::VolumeDeleted("reports".to_owned())),
    ]));
    assert_eq!(state, before);
}

#[test]
fn who_lists_what_is_gone_hears_when_something_may_have_gone() {
    let mut state = current();
    let before = state.removals;
    state.apply(Action::Events(vec![event(101, Payload::InstanceStopped(exited("api", 0)))]));
    assert_eq!(state.removals, before, "what stopped is there still");
    state.apply(Action::Events(vec![event(102, Payload::InstanceTerminated(instance_id("api")))]));
    assert_eq!(state.removals, before + 1);
    let relisted = Payload::Resync(ResyncReason::Relisted);
    state.apply(Action::Events(vec![event(103, relisted)]));
    state.apply(Action::FetchStarted);
    state.apply(fetched(testing::snapshot()));
    assert_eq!(state.removals, before + 2, "what went meanwhile was not told");
}

#[test]
fn what_the_console_costs_is_remembered_as_a_line() {
    let mut state = current();
    let cost = |cpu_percent| Payload::OwnCost(OwnCost { cpu_percent, ..testing::own_cost() });
    let at = |seq, seconds| Event { timestamp: ago(seconds), ..event(seq, cost(seq as f64)) };
    state.apply(Action::Events(vec![at(101, 600), at(102, 0)]));
    assert_eq!(state.own_cost.map(|cost| cost.cpu_percent), Some(102.0));
    assert_eq!(state.own_cpu.line(3), [Some(101.0), None, Some(102.0)]);
    // A resync has the newest cost, and not its time.
    state.apply(Action::Events(vec![event(103, Payload::Resync(ResyncReason::Lagged))]));
    state.apply(Action::FetchStarted);
    state.apply(fetched(testing::snapshot()));
    assert_eq!(state.own_cpu.line(3), [Some(101.0), None, Some(102.0)]);
}

#[test]
fn a_batch_is_applied_in_order() {
    let mut state = current();
    state.apply(Action::Events(vec![
        event(101, Payload::InstanceCreated(exited("search", 0))),
        event(102, Payload::InstanceStarted(instance("search"))),
        event(103, Payload::InstanceTerminated(instance_id("mailer"))),
        event(104, Payload::VolumeDeleted("reports".to_owned())),
        event(105, Payload::VpcCreated(testing::vpc("edge", &["api"]))),
        event(106, Payload::VpcDeleted(testing::vpc("unused", &[]).id)),
    ]));
    assert_eq!(state.seq, 106);
    assert_eq!(names(&state), ["api", "postgres", "search"]);
    assert_eq!(state.ranking.len(), 3);
    assert_eq!(state.volumes.len(), 2);
    let vpcs: Vec<_> = state.vpcs.values().map(|vpc| vpc.name.as_str()).collect();
    assert_eq!(vpcs, ["edge", "shop_default"]);
}

#[test]
fn the_same_instance_twice_is_one_instance() {
    let mut state = current();
    let renamed = Instance { name: "api-v2".to_owned(), ..instance("api") };
    state.apply(Action::Events(vec![
        event(101, Payload::InstanceUpdated(renamed.clone())),
        event(102, Payload::InstanceUpdated(renamed)),
    ]));
    assert_eq!(names(&state), ["api-v2", "mailer", "postgres"]);
}

#[test]
fn an_instance_that_stopped_has_no_reading_and_no_rank() {
    let mut state = current();
    state.apply(Action::Events(vec![event(101, Payload::InstanceStopped(exited("api", 0)))]));
    assert!(!state.readings.contains_key(&instance_id("api")));
    assert_eq!(state.ranking.as_slice(), [instance_id("postgres")]);
}

#[test]
fn a_gap_asks_for_everything_and_keeps_what_comes_meanwhile() {
    let mut state = current();
    state.apply(Action::Events(vec![
        event(103, Payload::VolumeDeleted("reports".to_owned())),
        event(104, Payload::VolumeDeleted("api-data".to_owned())),
    ]));
    assert_eq!(state.sync, Sync::Wanted(Want::SnapshotAndStats));
    assert_eq!(state.volumes.len(), 3, "nothing is applied on unsure ground");

    state.apply(Action::FetchStarted);
    state.apply(fetched(Snapshot { seq: 103, ..testing::snapshot() }));
    assert_eq!(state.sync, Sync::Current);
    assert_eq!(state.seq, 104);
    assert!(!state.volumes.contains_key("api-data"), "what waited is applied");
    assert!(state.volumes.contains_key("reports"), "what the snapshot had is not");
}

#[test]
fn a_resync_is_heeded_whatever_its_number() {
    for (reason, want) in [
        (ResyncReason::Relisted, Want::Snapshot),
        (ResyncReason::Lagged, Want::SnapshotAndStats),
        (ResyncReason::Resumed, Want::SnapshotAndStats),
        (ResyncReason::Remembered, Want::SnapshotAndStats),
    ] {
        for seq in [3, 100, 101, 500] {
            let mut state = current();
            state.apply(Action::Events(vec![event(seq, Payload::Resync(reason))]));
            assert_eq!(state.sync, Sync::Wanted(want), "{reason:?} as number {seq}");
        }
    }
}

#[test]
fn a_resync_during_a_request_asks_again_only_for_what_that_one_lacks() {
    let mut state = current();
    state.apply(Action::Events(vec![event(101, Payload::Resync(ResyncReason::Relisted))]));
    state.apply(Action::FetchStarted);
    state.apply(Action::Events(vec![event(102, Payload::Resync(ResyncReason::Relisted))]));
    let first = Sync::Fetching { want: Want::Snapshot, then: None };
    assert_eq!(state.sync, first);
    state.apply(Action::Events(vec![event(103, Payload::Resync(ResyncReason::Lagged))]));
    state.apply(fetched(testing::snapshot()));
    assert_eq!(state.sync, Sync::Wanted(Want::SnapshotAndStats));
}

#[test]
fn a_failed_request_keeps_what_is_shown_and_is_made_again() {
    let mut state = current();
    state.apply(Action::Events(vec![event(101, Payload::Resync(ResyncReason::Relisted))]));
    state.apply(Action::FetchStarted);
    let problem = Problem {
        code: "database".to_owned(),
        message: "The disk is full.".to_owned(),
        next_step: "Make room.".to_owned(),
    };
    state.apply(Action::Fetched(Box::new(Fetched { snapshot: Err(problem.clone()), stats: None })));
    assert_eq!(state.problem, Some(problem));
    assert_eq!(state.instances.len(), 3);
    assert_eq!(state.sync, Sync::Wanted(Want::Snapshot));
    assert_eq!(state.tries, 2, "the next request waits longer");

    state.apply(Action::FetchStarted);
    state.apply(fetched(testing::snapshot()));
    assert_eq!(state.problem, None);
}

#[test]
fn too_many_waiting_events_are_dropped_and_the_history_asked_for() {
    let mut state = ConsoleState::default();
    state.apply(Action::Subscribed);
    state.apply(Action::FetchStarted);
    let many = (101..=5_200).map(|seq| event(seq, Payload::VolumeDeleted(String::new())));
    state.apply(Action::Events(many.collect()));
    state.apply(fetched(testing::snapshot()));
    assert_eq!(state.sync, Sync::Wanted(Want::SnapshotAndStats));
}

#[test]
fn the_feed_is_bounded_newest_first_and_holds_nothing_twice() {
    let mut state = current();
    let entries = (1..=300).map(|id| {
        let entry = activity(id, ActivityKind::Started, SubjectKind::Instance, "api");
        event(100 + id.unsigned_abs(), Payload::AuditLog(entry))
    });
    state.apply(Action::Events(entries.collect()));
    let ids: Vec<i64> = state.activity.iter().map(|entry| entry.id).collect();
    assert_eq!(ids.len(), ACTIVITY_LIMIT);
    assert_eq!(ids[0], 300);
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1] + 1));
}

#[test]
fn a_reading_that_is_late_once_stays_and_one_that_stopped_goes() {
    let mut state = current();
    let without_api = |seconds| {
        let at = now() + TimeDelta::seconds(seconds);
        Payload::MetricUpdate(frame(at, vec![sample("postgres", 30.0, 1 << 20)]))
    };
    state.apply(Action::Events(vec![event(101, without_api(1))]));
    assert!(state.readings.contains_key(&instance_id("api")));
    state.apply(Action::Events(vec![event(102, without_api(6))]));
    assert!(!state.readings.contains_key(&instance_id("api")));
}

#[test]
fn the_ranking_holds_still_between_two_settlings() {
    let mut state = current();
    let busy_postgres = |seconds| {
        let at = now() + TimeDelta::seconds(seconds);
        let samples = vec![sample("api", 0.0, 1), sample("postgres", 400.0, 1)];
        Payload::MetricUpdate(frame(at, samples))
    };
    let mut changes = 0;
    for seconds in 1..=10 {
        let before = state.ranking.clone();
        let seq = 100 + u64::try_from(seconds).unwrap();
        state.apply(Action::Events(vec![event(seq, busy_postgres(seconds))]));
        changes += u32::from(before != state.ranking);
    }
    assert_eq!(changes, 1);
    assert_eq!(state.ranking.first(), Some(&instance_id("postgres")));
}

#[test]
fn an_engine_that_went_away_leaves_its_content() {
    let mut state = current();
    state.apply(Action::Events(vec![event(101, Payload::EngineStatus(away()))]));
    assert!(state.has_content());
    assert_eq!(state.known_engine, Some(testing::engine()));
    assert_eq!(state.engine, away());
}

#[test]
fn a_console_that_never_saw_an_engine_has_no_content() {
    let mut state = ConsoleState::default();
    state.apply(Action::Subscribed);
    state.apply(Action::FetchStarted);
    state.apply(fetched(Snapshot { engine: away(), instances: Vec::new(), ..testing::snapshot() }));
    assert!(!state.has_content());
}

#[test]
fn what_did_not_change_stays_the_same_to_the_eye_of_a_component() {
    let mut state = current();
    let before = state.clone();
    let later = ago(-1);
    state.apply(Action::Events(vec![event(
        101,
        Payload::MetricUpdate(frame(later, vec![sample("api", 1.0, 1)])),
    )]));
    assert_eq!(state.instances, before.instances);
    assert_eq!(state.volumes, before.volumes);
    assert_eq!(state.activity, before.activity);
    assert_ne!(state.readings, before.readings);
}

#[tokio::test]
async fn only_missed_frames_ask_for_the_history() {
    let backend = FakeBackend::default();
    fetch(&backend, Want::Snapshot).await;
    assert_eq!(*backend.asked.borrow(), ["snapshot"]);
    let answer = fetch(&backend, Want::SnapshotAndStats).await;
    assert!(answer.snapshot.is_ok() && answer.stats.is_some_and(|stats| stats.is_ok()));
}

#[tokio::test]
async fn a_dropped_subscription_hears_nothing_more() {
    let backend = FakeBackend::default();
    let heard = std::rc::Rc::new(std::cell::Cell::new(0));
    let counter = heard.clone();
    let told = std::rc::Rc::new(std::cell::Cell::new(0));
    let teller = told.clone();
    let listener = Listener {
        on_events: yew::Callback::from(move |events: Vec<Event>| {
            counter.set(counter.get() + events.len());
        }),
        on_link: yew::Callback::from(move |_| teller.set(teller.get() + 1)),
    };
    let subscription = backend.subscribe(listener).await.ok().unwrap();
    let one = || vec![event(1, Payload::Notices(Vec::new()))];
    backend.emit(one());
    backend.tell(Link::Up);
    drop(subscription);
    backend.emit(one());
    backend.tell(Link::Up);
    assert_eq!((heard.get(), told.get()), (1, 1));
}

#[test]
fn what_is_known_stays_while_the_console_is_away() {
    let mut state = current();
    assert!(!state.is_stale());
    state.apply(Action::Link(testing::link_down()));
    assert!(state.is_stale(), "it is shown as what it was");
    assert_eq!((names(&state).len(), state.sync), (3, Sync::Current));
}

#[test]
fn what_is_known_stays_while_collecting_is_paused() {
    let mut state = current();
    state.apply(Action::Events(vec![event(101, Payload::EngineStatus(testing::paused()))]));
    assert!(state.is_stale() && state.has_content());
    assert_eq!(names(&state).len(), 3);
    state.apply(Action::Events(vec![event(102, Payload::EngineStatus(testing::connected()))]));
    assert!(!state.is_stale());
}

#[test]
fn a_way_made_anew_forgets_the_numbers_of_the_run_before() {
    let mut state = current();
    state.apply(Action::Events(vec![event(103, Payload::VolumeDeleted("reports".to_owned()))]));
    state.apply(Action::FetchStarted);
    state.apply(Action::Link(testing::link_down()));
    state.apply(Action::Link(Link::Up));
    // The answer that was under way is of the run before, and so was what waited for it.
    state.apply(fetched(testing::snapshot()));
    assert_eq!(state.sync, Sync::Wanted(Want::SnapshotAndStats));
    assert_eq!(state.tries, 0, "somebody waits for it");
    state.apply(Action::Events(vec![event(3, Payload::VolumeDeleted("reports".to_owned()))]));
    state.apply(Action::FetchStarted);
    state.apply(fetched(Snapshot { seq: 2, ..testing::snapshot() }));
    assert_eq!((state.seq, state.sync), (3, Sync::Current));
    assert_eq!(state.volumes.len(), 2);
}

#[test]
fn a_way_that_comes_about_late_is_no_second_beginning() {
    let mut state = ConsoleState::default();
    state.apply(Action::Link(testing::link_down()));
    state.apply(Action::Link(Link::Up));
    assert_eq!(state.sync, Sync::Unsubscribed, "there is no subscription yet");
    assert!(!state.is_stale(), "there is nothing to be old");
}
