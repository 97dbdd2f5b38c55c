//! How commands end: 0 done, 1 failed, 2 wrong usage, 3 no engine.

use crate::support::{Console, Engine, answer, cloud, folder, run, signal};
use mini_aws_demo::{Fault, FaultKind};
use std::time::Duration;

const NOWHERE: [&str; 2] = ["--host", "unix:///nowhere.sock"];

#[test]
fn without_an_engine_it_is_three_with_the_reason_and_the_next_step() {
    let data = folder();
    for command in [
        &["dashboard", "summary"][..],
        &["dashboard", "watch"],
        &["instances"],
        &["volumes", "--json"],
        &["vpcs"],
        &["events"],
        &["events", "--follow"],
    ] {
        let told = run(cloud(data.path(), &[command, &NOWHERE].concat()));
        assert_eq!(told.code, Some(3), "{command:?}: {}", told.said);
        assert!(told.out.is_empty(), "{command:?}: {}", told.out);
        assert!(told.said.contains("There is no socket at /nowhere.sock."), "{}", told.said);
        assert!(told.said.contains("`cloud doctor`"), "{}", told.said);
    }
}

#[test]
fn a_console_without_an_engine_says_so_as_well() {
    let data = folder();
    let engine = Engine::start(2);
    let console = Console::start(data.path(), &["--host", engine.host()]);
    answer(console.ask(&["instances"]));
    drop(engine);
    crate::support::eventually("the console does not notice", || {
        let told = run(console.ask(&["dashboard", "summary"]));
        told.code == Some(3) && told.said.contains("was lost")
    });
}

#[test]
fn a_failure_is_one() {
    let data = folder();
    let nothing = ["metrics", "export", "--instance", "web", "--from", "-1h"];
    let told = run(cloud(data.path(), &[&nothing[..], &NOWHERE].concat()));
    assert_eq!(told.code, Some(1));
    assert!(told.said.contains("Nothing was recorded yet."), "{}", told.said);
    assert!(told.said.contains("cloud serve"), "{}", told.said);
}

#[test]
fn a_console_that_hangs_is_not_waited_for_for_ever() {
    let (data, engine) = (folder(), Engine::start(2));
    let console = Console::start(data.path(), &["--host", engine.host()]);
    answer(console.ask(&["instances"]));
    signal("STOP", console.pid());
    let told = run(console.ask(&["instances"]));
    signal("CONT", console.pid());
    assert_eq!(told.code, Some(1), "{}", told.said);
    let words = format!("The console (process {}) does not answer.", console.pid());
    assert!(told.said.contains(&words), "{}", told.said);
    assert!(told.said.contains(&format!("`kill {}`", console.pid())), "{}", told.said);
}

#[test]
fn a_console_that_has_listed_nothing_yet_is_waited_for() {
    let (data, engine) = (folder(), Engine::start(2));
    let late = FaultKind::Delay(Duration::from_secs(4));
    engine.demo.set_fault(Fault::new("/containers/json", late).times(1));
    let console = Console::start(data.path(), &["--host", engine.host()]);
    assert_eq!(answer(console.ask(&["instances"])).lines().count(), 3);
}

#[test]
fn wrong_usage_is_two() {
    let data = folder();
    for wrong in [
        &["fly"][..],
        &["dashboard"],
        &["dashboard", "open", "--page", "cellar"],
        &["dashboard", "open", "--page", "volumes", "--instance", "web"],
        &["metrics", "export", "--instance", "web", "--from", "yesterday"],
        &["metrics", "export", "--instance", "web", "--from", "now", "--to", "-1h"],
        &["metrics", "export", "--instance", ""],
        &["events", "--limit", "1000"],
        &["instances", "--demo", "3", "--host", "unix:///a.sock"],
    ] {
        let told = run(cloud(data.path(), wrong));
        assert_eq!(told.code, Some(2), "{wrong:?}: {}", told.said);
        assert!(told.out.is_empty() && !told.said.is_empty(), "{wrong:?}");
    }
}

#[test]
fn a_demo_needs_neither_engine_nor_console() {
    let data = folder();
    let none = data.path().join("none");
    let told = answer(cloud(&none, &["dashboard", "summary", "--demo", "12", "--json"]));
    assert!(told.contains("\"total_instances\":12"), "{told}");
    assert!(!none.exists());
}
