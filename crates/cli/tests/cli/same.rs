//! The console that runs and the engine itself give the same answers.

use crate::support::{Console, Engine, answer, cloud, eventually, folder, run};
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn with_json<'a>(line: &[&'a str]) -> Vec<&'a str> {
    [line, &["--json"]].concat()
}

#[test]
fn with_a_console_and_without_one_the_answers_are_the_same() {
    let engine = Engine::start(9);
    let host = engine.host();
    let (data, nowhere) = (folder(), folder());
    let nowhere = nowhere.path().join("none");
    let console = Console::start(data.path(), &["--host", host]);
    console.measured();
    for command in [&["dashboard", "summary"][..], &["instances"], &["volumes"], &["vpcs"]] {
        let direct = [command, &["--host", host]].concat();

        let straight = json(&answer(cloud(&nowhere, &with_json(&direct))));
        eventually(&format!("{command:?} differ"), || {
            // The console measures volumes when it finds the time, and says when; who looks once has just done so.
            let mut told = json(&answer(console.ask(&with_json(command))));
            for one in told.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
                one.remove("measured_at");
            }
            told == straight
        });
        let columns =
            |text: &str| text.lines().map(|it| it.matches('\t').count()).collect::<Vec<_>>();
        let (asked, read) = (answer(console.ask(command)), answer(cloud(&nowhere, &direct)));
        assert_eq!(columns(&asked), columns(&read), "{command:?}");
    }
    assert!(!nowhere.exists(), "nothing is made for an answer");
}

#[test]
fn instances_have_figures_where_a_console_measures() {
    let engine = Engine::start(4);
    let host = engine.host();
    let data = folder();
    let direct = answer(cloud(data.path(), &["instances", "--host", host]));
    assert!(direct.lines().skip(1).all(|line| line.split('\t').nth(4) == Some("")), "{direct}");
    let console = Console::start(data.path(), &["--host", host]);
    console.measured();
    let lines = answer(console.ask(&["instances"]));
    for line in lines.lines().skip(1).filter(|line| line.contains("\trunning\t")) {
        let fields: Vec<&str> = line.split('\t').collect();
        fields[4].parse::<f64>().unwrap();
        assert!(fields[5].parse::<u64>().unwrap() > 0, "{line}");
    }
    console.end();
}

#[test]
fn an_engine_that_is_named_is_the_one_that_is_asked() {
    let (watched, named) = (Engine::start(3), Engine::start(5));
    let data = folder();
    let console = Console::start(data.path(), &["--host", watched.host()]);
    let total = |command| json(&answer(command))["total_instances"].clone();
    let summary = ["dashboard", "summary", "--json"];
    assert_eq!(total(console.ask(&summary)), 3);
    let other = [&summary[..], &["--host", named.host()]].concat();
    assert_eq!(total(console.ask(&other)), 5);
    let same = [&summary[..], &["--host", watched.host()]].concat();
    assert_eq!(total(console.ask(&same)), 3);
    assert_eq!(total(console.ask(&[&summary[..], &["--demo", "7"]].concat())), 7);
}

#[test]
fn events_are_told_by_the_engine_the_console_and_the_database() {
    let engine = Engine::start(4);
    let host = engine.host();
    let data = folder();
    let names = |text: &str| -> Vec<String> {
        let events = text.lines().map(json);
        let of_engine = events.filter(|event| event["source"] == "engine");
        of_engine.map(|it| format!("{} {}", it["subject"]["name"], it["kind"])).collect()
    };
    let events = ["events", "--json", "--limit", "50"];
    let direct = [&events[..], &["--host", host]].concat();
    engine.demo.stop_instance("api").unwrap();
    let by_engine = names(&answer(cloud(data.path(), &direct)));
    assert!(by_engine.iter().any(|it| it == "\"api\" \"stopped\""), "{by_engine:?}");

    let console = Console::start(data.path(), &["--host", host]);
    eventually("the console does not tell", || names(&answer(console.ask(&events))) == by_engine);
    console.end();
    // From the database alone: the engine's own memory is of what the console has followed already.
    let mut nowhere = cloud(data.path(), &events);
    nowhere.env("DOCKER_HOST", "unix:///nowhere.sock");
    let recorded = names(&answer(nowhere));
    // The machine may have an engine of its own, of which more is told.
    assert!(by_engine.iter().all(|it| recorded.contains(it)), "{recorded:?}");
    let named =
        run(cloud(data.path(), &[&events[..], &["--host", "unix:///nowhere.sock"]].concat()));
    assert_eq!((named.code, &*named.out), (Some(3), ""), "not another engine's: {}", named.said);
    assert!(named.said.contains("without --host"), "{}", named.said);
    engine.demo.start_instance("api").unwrap();
    let by_both = names(&answer(cloud(data.path(), &direct)));
    assert_eq!(by_both[..by_engine.len()], by_engine, "each once, and in order");
    assert!(by_both.last().unwrap().contains("api"), "{by_both:?}");
    assert!(by_both.len() > by_engine.len());
}
