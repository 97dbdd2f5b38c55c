//! In which form answers come: for people, for programs, and the help.

use crate::support::{Engine, alone, answer, cloud, folder, on_terminal, run};
use std::process::Command;

#[test]
fn a_terminal_gets_a_table_and_a_pipe_gets_lines() {
    let engine = Engine::start(5);
    let (host, data) = (engine.host(), folder());
    let ask = |what: &[&str]| cloud(data.path(), &[what, &["--host", host]].concat());
    for what in [&["instances"][..], &["volumes"], &["vpcs"], &["dashboard", "summary"]] {
        let table = answer(on_terminal(&ask(what), 120));
        assert!(table.contains("\u{1b}[") && !table.contains('\t'), "{table}");
        let lines = answer(ask(what));
        assert!(!lines.contains('\u{1b}') && lines.contains('\t'), "{lines}");
        let json = answer(on_terminal(&ask(&[what, &["--json"]].concat()), 120));
        assert!(!json.contains('\u{1b}') && json.lines().count() > 3, "readable: {json}");
        let json = answer(ask(&[what, &["--json"]].concat()));
        assert_eq!(json.lines().count(), 1, "on one line: {json}");
    }
}

#[test]
fn colour_is_the_persons_choice() {
    let engine = Engine::start(3);
    let (host, data) = (engine.host(), folder());
    let ask = || cloud(data.path(), &["instances", "--host", host]);
    let with = |name: &str, value: &str| {
        let mut command = ask();
        command.env(name, value);
        command
    };
    for plain in [with("NO_COLOR", "1"), with("TERM", "dumb"), with("CLICOLOR", "0")] {
        let table = answer(on_terminal(&plain, 120));
        assert!(!table.contains('\u{1b}') && !table.contains('\t'), "{table}");
    }
    let forced = answer(with("CLICOLOR_FORCE", "1"));
    assert!(forced.contains("\u{1b}[") && !forced.contains('\t'), "{forced}");
}

#[test]
fn tables_fit_the_terminal() {
    let engine = Engine::start(24);
    let (host, data) = (engine.host(), folder());
    for columns in [60, 80, 132] {
        let mut command = cloud(data.path(), &["instances", "--host", host]);
        command.env("NO_COLOR", "1");
        let table = answer(on_terminal(&command, columns));
        assert!(table.lines().count() > 24, "{table}");
        let widest = table.lines().map(|line| line.trim_end().chars().count()).max().unwrap();
        assert!(widest <= usize::from(columns), "{columns}:\n{table}");
    }
}

#[test]
fn help_says_what_there_is_with_examples() {
    let help = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloud"));
        alone(command.args(words).arg("--help"));
        answer(command)
    };
    insta::assert_snapshot!("cloud", help(&[]));
    insta::assert_snapshot!("dashboard", help(&["dashboard"]));
    insta::assert_snapshot!("dashboard_open", help(&["dashboard", "open"]));
    insta::assert_snapshot!("dashboard_watch", help(&["dashboard", "watch"]));
    insta::assert_snapshot!("instances", help(&["instances"]));
    insta::assert_snapshot!("events", help(&["events"]));
    insta::assert_snapshot!("metrics_export", help(&["metrics", "export"]));
    insta::assert_snapshot!("doctor", help(&["doctor"]));
}

#[test]
fn a_name_gives_a_terminal_no_orders() {
    let engine = Engine::start(1);
    let mut spec = mini_aws_demo::InstanceSpec::new("evil");
    spec.image = "shop\u{1b}[2J\u{9b}31m".to_owned();
    engine.demo.create_instance(spec).unwrap();
    let (host, data) = (engine.host(), folder());
    for extra in [&[][..], &["--json"]] {
        let mut command = cloud(data.path(), &[&["instances", "--host", host], extra].concat());
        command.env("NO_COLOR", "1");
        let told = answer(on_terminal(&command, 120));
        assert!(told.contains("evil") && !told.contains(['\u{1b}', '\u{9b}']), "{told:?}");
    }
}

#[test]
fn the_doctor_says_it_in_words_and_as_json() {
    let engine = Engine::start(2);
    let (host, data) = (engine.host(), folder());
    let told = run(cloud(data.path(), &["doctor", "--host", host]));
    assert_eq!(told.code, Some(0), "{}", told.said);
    for words in ["engine", host, "nothing was recorded yet", "none runs", "What to do"] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    let json = answer(cloud(data.path(), &["doctor", "--host", host, "--json"]));
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["engine"]["found"]["endpoint"], host);
    assert_eq!(report["console"]["state"], "none");
    assert_eq!(report["data_dir"]["database"]["state"], "none");
    let nowhere = run(cloud(data.path(), &["doctor", "--host", "unix:///nowhere.sock"]));
    assert_eq!(nowhere.code, Some(3));
    assert!(nowhere.out.contains("There is no socket at /nowhere.sock."), "{}", nowhere.out);
}

#[test]
#[cfg(target_os = "linux")]
fn neither_a_window_nor_a_webview_is_linked() {
    let listed = Command::new("ldd").arg(env!("CARGO_BIN_EXE_cloud")).output().unwrap();
    let libraries = String::from_utf8(listed.stdout).unwrap();
    for library in ["webkit", "gtk", "tauri", "javascriptcore", "libX11", "wayland", "libdbus"] {
        assert!(!libraries.contains(library), "{libraries}");
    }
    assert!(libraries.contains("libc.so"), "{libraries}");
}
