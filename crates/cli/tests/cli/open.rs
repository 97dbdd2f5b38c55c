//! `cloud dashboard open` where no window comes. Those where one comes need a screen, and are with the desktop app's tests.

use crate::support::{Console, PATIENCE, Told, cloud, folder, run, signal};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// No server of X gives itself a number like this one: the app must not come up on somebody's screen.
const NO_SCREEN: &str = ":47110";

/// `cloud dashboard open` on what it takes for a screen, with this in place of PATH.
fn open(data: &Path, path: &Path) -> Command {
    let mut command = cloud(data, &["dashboard", "open", "--page", "volumes"]);
    command.env("DISPLAY", NO_SCREEN).env("PATH", path);
    command
}

/// A program in the app's place. The shell's own commands are all it has, but for those that it names in full.
fn app(folder: &Path, script: &str) {
    let program = folder.join("mini-aws-console");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
}

fn failed(command: Command) -> Told {
    let told = run(command);
    assert_eq!(told.code, Some(1), "{}", told.said);
    assert!(told.out.is_empty(), "{}", told.out);
    told
}

/// A copy of `cloud` with nothing beside it.
fn lonely(command: &Command, folder: &Path) -> Command {
    let program = folder.join("cloud");
    fs::copy(env!("CARGO_BIN_EXE_cloud"), &program).unwrap();
    let mut copy = Command::new(program);
    copy.args(command.get_args());
    crate::support::alone(&mut copy);
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            copy.env(name, value);
        }
    }
    copy
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_display_it_offers_the_browser() {
    let data = folder();
    let told = failed(cloud(data.path(), &["dashboard", "open"]));
    assert!(told.said.contains("There is no display here"), "{}", told.said);
    assert!(told.said.contains("`cloud serve`"), "{}", told.said);
    let console = Console::start(data.path(), &["--demo", "1"]);
    let told = failed(console.ask(&["dashboard", "open"]));
    let link = told.said.split_whitespace().find(|word| word.starts_with("http://127.0.0.1:"));
    assert!(link.unwrap().contains("/open/"), "a link into the one that runs: {}", told.said);
}

#[test]
fn an_app_that_is_not_there_is_said_with_where_it_was_looked_for() {
    let (data, place, path) = (folder(), folder(), folder());
    let told = failed(lonely(&open(data.path(), path.path()), place.path()));
    for folder in [place.path(), path.path()] {
        assert!(told.said.contains(folder.to_str().unwrap()), "{}", told.said);
    }
    assert!(told.said.contains("Install it"), "{}", told.said);
}

#[test]
fn an_app_that_ends_early_is_quoted() {
    let (data, place, path) = (folder(), folder(), folder());
    app(path.path(), "echo 'cannot open display: :77' >&2; exit 4");
    let told = failed(lonely(&open(data.path(), path.path()), place.path()));
    assert!(told.said.contains("ended before its window was shown"), "{}", told.said);
    assert!(told.said.contains("exit status: 4"), "{}", told.said);
    assert!(told.said.contains("cannot open display: :77"), "{}", told.said);
    let log = data.path().join("logs/stderr.log");
    assert_eq!(fs::read_to_string(&log).unwrap(), "cannot open display: :77\n");
    assert_eq!(log.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_app_gets_the_options_and_five_seconds() {
    let (data, place, path) = (folder(), folder(), folder());
    let told = path.path().join("told");
    let pid = path.path().join("pid");
    let script = "exec /bin/sleep 30";
    app(
        path.path(),
        &format!("echo \"$@\" > '{}'; echo $$ > '{}'; {script}", told.display(), pid.display()),
    );
    let began = Instant::now();
    let answer = failed(lonely(&open(data.path(), path.path()), place.path()));
    assert!(answer.said.contains("not shown within five seconds"), "{}", answer.said);
    assert!(began.elapsed().as_secs() < 9, "{:?}", began.elapsed());
    let arguments = fs::read_to_string(&told).unwrap();
    let expected = format!("--data-dir {} --page=volumes\n", data.path().display());
    assert_eq!(arguments, expected);
    // It outlives the program that started it, and so also this test.
    signal("KILL", fs::read_to_string(&pid).unwrap().trim().parse().unwrap());
}

#[test]
fn one_that_hands_over_and_ends_well_is_not_taken_for_a_failure() {
    let (data, place, path) = (folder(), folder(), folder());
    app(path.path(), "exit 0");
    let told = failed(lonely(&open(data.path(), path.path()), place.path()));
    assert!(told.said.contains("not shown within five seconds"), "{}", told.said);
}

#[test]
fn a_directory_that_is_none_is_not_tried_for_five_seconds() {
    let (place, path) = (folder(), folder());
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    let began = Instant::now();
    let told = failed(open(&file, path.path()));
    assert!(told.said.contains("name another one with --data-dir"), "{}", told.said);
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
    let doctor = run(cloud(&file, &["doctor", "--json", "--host", "unix:///nowhere.sock"]));
    let report: serde_json::Value = serde_json::from_str(&doctor.out).unwrap();
    assert_eq!(report["console"]["state"], "closed", "{report}");
}

#[test]
fn an_app_that_says_nothing_to_the_end_is_asked_again() {
    let (data, path) = (folder(), folder());
    let listener = UnixListener::bind(data.path().join("window.sock")).unwrap();
    let asked = std::thread::spawn(move || {
        // The first one is cut, and so the second one is asked.
        drop(listener.accept().unwrap());
        drop(listener.accept().unwrap());
    });
    let told = failed(open(data.path(), path.path()));
    asked.join().unwrap();
    assert!(!told.said.contains("--data-dir"), "{}", told.said);
}

#[test]
fn an_app_that_hangs_is_not_waited_for_for_ever() {
    let (data, path) = (folder(), folder());
    let _silent = UnixListener::bind(data.path().join("window.sock")).unwrap();
    let began = Instant::now();
    let told = failed(open(data.path(), path.path()));
    let words = format!("The console (process {}) does not answer.", std::process::id());
    assert!(told.said.contains(&words), "{}", told.said);
    assert!(told.said.contains("end it with `kill"), "{}", told.said);
    assert!(began.elapsed().as_secs() < 9 && began.elapsed() < PATIENCE);
}
