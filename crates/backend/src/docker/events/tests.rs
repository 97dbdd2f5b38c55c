//! What the engine's events become.

use super::*;
use serde_json::json;

const SECOND: i64 = 1_000_000_000;

#[allow(clippy::needless_pass_by_value, reason = "a test hands over a literal")]
fn event(kind: &str, action: &str, second: i64, attributes: serde_json::Value) -> EngineEvent {
    read(
        serde_json::from_value(json!({
            "Type": kind, "Action": action, "timeNano": second * SECOND, "time": second,
            "Actor": {"ID": "f00", "Attributes": attributes}
        }))
        .unwrap(),
    )
    .unwrap()
}

fn told(events: &[EngineEvent]) -> Vec<(ActivityKind, Outcome, String)> {
    let mut reader = EventReader::new(EngineKind::Docker);
    events
        .iter()
        .filter_map(|event| reader.activity(event))
        .map(|activity| (activity.kind, activity.outcome, activity.detail))
        .collect()
}

fn die(second: i64, code: &str) -> EngineEvent {
    event("container", "die", second, json!({"name": "api", "exitCode": code}))
}

#[test]
fn an_end_that_was_asked_for_is_a_stop_whatever_its_exit_code() {
    let kill = event("container", "kill", 1, json!({"name": "api", "signal": "15"}));
    assert_eq!(
        told(&[kill, die(2, "143")]),
        [(ActivityKind::Stopped, Outcome::Ok, "exit 143, SIGTERM".to_owned())]
    );
}

#[test]
fn an_end_by_itself_is_an_exit_or_a_death() {
    assert_eq!(told(&[die(2, "0")]), [(ActivityKind::Exited, Outcome::Ok, "exit 0".to_owned())]);
    assert_eq!(told(&[die(2, "3")]), [(ActivityKind::Died, Outcome::Failed, "exit 3".to_owned())]);
    for (code, detail) in [("139", "exit 139, SIGSEGV"), ("128", "exit 128"), ("200", "exit 200")] {
        let told = told(&[die(2, code)]);
        assert_eq!(told, [(ActivityKind::Died, Outcome::Failed, detail.to_owned())]);
    }
}

#[test]
fn a_signal_that_the_process_outlived_is_no_cause() {
    let kill = event("container", "kill", 1, json!({"name": "api", "signal": "1"}));
    let later = 1 + KILL_TO_DIE / SECOND + 1;
    assert_eq!(
        told(&[kill, die(later, "1")]),
        [(ActivityKind::Died, Outcome::Failed, "exit 1".to_owned())]
    );
}

#[test]
fn running_out_of_memory_is_told_with_the_end() {
    let oom = event("container", "oom", 1, json!({"name": "api"}));
    let told = told(&[oom, die(1, "137")]);
    assert_eq!(told[0].0, ActivityKind::OutOfMemory);
    assert_eq!(
        told[1],
        (ActivityKind::Died, Outcome::Failed, "exit 137, out of memory".to_owned())
    );
}

#[test]
fn health_is_read_from_the_action() {
    let event = event("container", "health_status: unhealthy", 1, json!({"name": "api"}));
    assert_eq!(told(&[event])[0].0, ActivityKind::Unhealthy);
}

#[test]
fn what_every_start_and_stop_brings_along_is_not_told_twice() {
    let quiet = [
        event("network", "connect", 1, json!({"name": "shop", "container": "f00"})),
        event("volume", "unmount", 1, json!({"container": "f00"})),
        event("network", "create", 1, json!({"name": "bridge"})),
    ];
    assert_eq!(told(&quiet), []);
}

#[test]
fn volumes_and_networks_are_told() {
    let told = told(&[
        event("volume", "create", 1, json!({"driver": "local"})),
        event("volume", "mount", 2, json!({"container": "f00"})),
        event("network", "create", 3, json!({"name": "shop"})),
        event("network", "destroy", 4, json!({"name": "shop"})),
    ]);
    let kinds: Vec<_> = told.into_iter().map(|(kind, _, _)| kind).collect();
    use ActivityKind::{Attached, Created, Deleted};
    assert_eq!(kinds, [Created, Attached, Created, Deleted]);
}

#[test]
fn the_same_event_has_the_same_fingerprint_and_others_differ() {
    let mount = |by: &str| event("volume", "mount", 1, json!({"container": by}));
    assert_eq!(mount("a").fingerprint(), mount("a").fingerprint());
    assert_ne!(mount("a").fingerprint(), mount("b").fingerprint());
}

#[test]
fn what_concerns_nobody_is_left_out() {
    let message = |kind: &str, action: &str| {
        read(
            serde_json::from_value(json!({
                "Type": kind, "Action": action, "timeNano": 1, "Actor": {"ID": "f00"}
            }))
            .unwrap(),
        )
    };
    assert_eq!(message("image", "pull"), None);
    assert_eq!(message("container", "exec_start: /bin/check"), None);
}
