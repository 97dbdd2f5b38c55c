//! `cloud metrics export`, from the console that runs and from the database alone.

use crate::support::{
    Console, Engine, answer, cloud, files, folder, on_terminal, run, signal, wait,
};
use serde_json::Value;
use std::io::Read as _;

const NOWHERE: [&str; 2] = ["--host", "unix:///nowhere.sock"];

#[test]
fn history_is_the_same_from_the_console_and_from_the_database() {
    let data = folder();
    let console = Console::start(data.path(), &["--demo", "3"]);
    console.measured();
    let listed: Value =
        serde_json::from_str(&answer(console.ask(&["instances", "--json"]))).unwrap();
    let id = listed[0]["id"].as_str().unwrap().to_owned();
    let name = listed[0]["name"].as_str().unwrap().to_owned();
    // Whole days that are over, so that nothing is added while the test runs.
    let day = |ago| (chrono::Utc::now().date_naive() - chrono::Days::new(ago)).to_string();
    let (first, last) = (day(6), day(0));
    let span = ["--from", &first, "--to", &last];
    let export = |whose: &str, format: &str| {
        let line = ["metrics", "export", "--instance", whose, "--format", format];
        [&line[..], &span].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let words =
        |line: &[String]| line.iter().map(String::as_str).map(str::to_owned).collect::<Vec<_>>();
    let ask = |line: &[String]| {
        let line = words(line);
        console.ask(&line.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let csv = answer(ask(&export(&name, "csv")));
    assert!(csv.starts_with("time,id,name,samples,cpu_avg_percent_of_one_core"), "{csv:.200}");
    assert!(csv.lines().count() > 10, "{csv:.400}");
    for whose in [&id[..], &id[..12]] {
        let same = answer(ask(&export(whose, "csv")));
        assert_eq!(same, csv, "{whose}");
    }
    let json: Value = serde_json::from_str(&answer(ask(&export(&name, "json")))).unwrap();
    assert!(!json["rows"].as_array().unwrap().is_empty());
    let gone = gone(data.path(), &listed);
    assert!(!gone.is_empty(), "the demo has a past with instances that are gone");
    let of_gone = answer(ask(&export(&gone, "csv")));
    console.end();

    let before = files(data.path());
    let direct = |line: &[String]| {
        let line = [words(line), NOWHERE.map(str::to_owned).to_vec()].concat();
        cloud(data.path(), &line.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(answer(direct(&export(&name, "csv"))), csv);
    assert_eq!(answer(direct(&export(&gone, "csv"))), of_gone);
    let table = answer(on_terminal(&direct(&export(&name, "csv")), 80));
    assert!(table.contains("cpu_avg") && !table.contains('\u{1b}'), "{table:.200}");
    let ambiguous = run(direct(&export("zzzz", "csv")));
    assert_eq!(ambiguous.code, Some(1));
    assert!(ambiguous.said.contains("There is no instance \"zzzz\""), "{}", ambiguous.said);
    assert_eq!(files(data.path()), before, "nothing is made by reading");
}

/// The name of an instance of which there is history, and which is no more.
fn gone(data: &std::path::Path, listed: &Value) -> String {
    let database = rusqlite::Connection::open(data.join("console.db")).unwrap();
    let mut names = database.prepare("SELECT name FROM instances ORDER BY key").unwrap();
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let is_listed =
        |name: &String| listed.as_array().unwrap().iter().any(|it| it["name"] == **name);
    names.into_iter().find(|name| !is_listed(name)).unwrap_or_default()
}

#[test]
fn what_is_cut_in_the_middle_does_not_look_whole() {
    let data = folder();
    let console = Console::start(data.path(), &["--demo", "1"]);
    console.measured();
    let listed: Value =
        serde_json::from_str(&answer(console.ask(&["instances", "--json"]))).unwrap();
    let name = listed[0]["name"].as_str().unwrap();
    // More than what waits between the two.
    let line = ["metrics", "export", "--instance", name, "--from", "-7d", "--format", "json"];
    let mut child = console.ask(&line).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 1024]).unwrap();
    signal("KILL", console.pid());
    let mut rest = Vec::new();
    out.read_to_end(&mut rest).unwrap();
    assert!(serde_json::from_slice::<Value>(&rest).is_err());
    assert_eq!(wait(&mut child).code(), Some(1));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("cut in the middle"), "{said}");
}

#[test]
fn what_another_version_wrote_is_not_guessed_at() {
    let (data, engine) = (folder(), Engine::start(1));
    let console = Console::start(data.path(), &["--host", engine.host()]);
    console.measured();
    console.end();
    let database = rusqlite::Connection::open(data.path().join("console.db")).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    database.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(database);
    let line = ["metrics", "export", "--instance", "api", "--from", "-1h"];
    let told = run(cloud(data.path(), &[&line[..], &NOWHERE].concat()));
    assert_eq!(told.code, Some(1));
    assert!(told.said.contains("a newer version of the console wrote it"), "{}", told.said);
}
