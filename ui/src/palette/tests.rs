//! What the palette finds, over the made-up console.

use super::*;
use crate::{
    hooks::ThemeChoice,
    route::{Page, Route},
    state::{Action, ConsoleState, Fetched},
    testing,
    words::LanguageChoice,
};
use mini_aws_domain::{
    DashboardStats, EngineStatus, Instance, MeasureState, PastInstance, Snapshot,
};

fn state_of(snapshot: Snapshot) -> ConsoleState {
    let mut state = ConsoleState::default();
    state.apply(Action::Subscribed);
    state.apply(Action::FetchStarted);
    state.apply(Action::Fetched(Box::new(Fetched {
        snapshot: Ok(snapshot),
        stats: Some(Ok(DashboardStats::default())),
    })));
    state
}

fn entries_of(state: &ConsoleState, past: &[PastInstance]) -> Vec<Entry> {
    catalogue(Surroundings {
        state,
        route: &Route::default(),
        theme: ThemeChoice::System,
        language: LanguageChoice::System,
        past,
        can_export: true,
        in_shell: false,
    })
}

fn entries() -> Vec<Entry> {
    entries_of(&state_of(testing::snapshot()), &[])
}

/// The titles that answer, best first.
fn titles(entries: &[Entry], wanted: &str, recent: &Recent) -> Vec<String> {
    let found = search(entries, wanted, recent);
    found.shown.iter().map(|hit| entries[hit.place].title.to_string()).collect()
}

fn first(wanted: &str) -> (Sort, String, Command) {
    let entries = entries();
    let found = search(&entries, wanted, &Recent::default());
    let entry = &entries[found.shown[0].place];
    (entry.sort, entry.title.to_string(), entry.command.clone())
}

#[test]
fn a_few_letters_find_each_sort_of_thing() {
    let go = |address: &str| Command::Go(address.to_owned());
    assert_eq!(first("vol"), (Sort::Page, "Volumes".to_owned(), go("#/volumes")));
    let api = format!("#/instances?id={}", testing::instance_id("api").as_str());
    assert_eq!(first("api"), (Sort::Running, "api".to_owned(), go(&api)));
    assert_eq!(first("mailer").0, Sort::Stopped);
    assert_eq!(first("shop").2, go("#/instances?project=shop"));
    assert_eq!(first("reports").2, go("#/volumes?q=reports"));
    assert_eq!(first("shop_d").2, go("#/vpcs?q=shop_default"));
    assert_eq!(first("last 7").2, go("#/dashboard?range=7d"));
    assert_eq!(first("settings data").2, go("#/settings?show=data"));
    assert_eq!(first("theme li").2, Command::Theme(ThemeChoice::Light));
    assert_eq!(first("pause").2, Command::Collect(false));
    assert_eq!(first("measure").2, Command::Measure);
    let id = testing::instance_id("postgres").as_str().to_owned();
    assert_eq!(first("copy postg").2, Command::Copy(id));
}

#[test]
fn an_instance_is_found_by_its_image_after_those_found_by_name() {
    let mut snapshot = testing::snapshot();
    let image = "registry.example/cache:7".to_owned();
    snapshot.instances.push(Instance { image, ..testing::instance("zeta") });
    snapshot.instances.push(testing::instance("cache"));
    let found = titles(&entries_of(&state_of(snapshot), &[]), "cache", &Recent::default());
    let place = |name: &str| found.iter().position(|title| title == name).unwrap();
    assert!(place("cache") < place("zeta"), "{found:?}");
}

#[test]
fn each_hit_shows_why_it_answers_and_the_best_come_first() {
    let mut snapshot = testing::snapshot();
    let named =
        |name: &str, image: &str| Instance { image: image.to_owned(), ..testing::instance(name) };
    snapshot.instances = vec![
        named("dns", "coredns/coredns:1.12"),
        named("postgres-data", "postgres:17"),
        named("shared", "busybox"),
        named("rust-edge-db", "busybox"),
        named("shop-redis", "redis:7"),
        named("redis", "redis:7"),
    ];
    snapshot.volumes.clear();
    snapshot.vpcs.clear();
    let entries: Vec<Entry> = entries_of(&state_of(snapshot), &[])
        .into_iter()
        .filter(|entry| entry.sort == Sort::Running)
        .collect();
    let found = search(&entries, "red", &Recent::default());
    let marked = |text: &str, places: &[usize]| -> String {
        let all = text.chars().enumerate();
        all.filter(|(place, _)| places.contains(place)).map(|(_, letter)| letter).collect()
    };
    let shown: Vec<_> = found
        .shown
        .iter()
        .map(|hit| {
            let entry = &entries[hit.place];
            (&*entry.title, marked(&entry.title, &hit.title), marked(&entry.hint, &hit.hint))
        })
        .collect();
    let hit =
        |title, in_title: &str, in_hint: &str| (title, in_title.to_owned(), in_hint.to_owned());
    assert_eq!(
        shown,
        [
            hit("redis", "red", ""),
            hit("shop-redis", "red", ""),
            hit("shared", "red", ""),
            hit("rust-edge-db", "red", ""),
            hit("dns", "", "red"),
        ]
    );
    let both = search(&entries, "dns core", &Recent::default());
    assert_eq!(
        both.shown,
        [Hit { place: both.shown[0].place, title: vec![0, 1, 2], hint: vec![0, 1, 2, 3] }]
    );
}

#[test]
fn what_was_taken_lately_comes_first() {
    let entries = entries();
    let recent = Recent::default()
        .with("volume reports", &Command::Keys)
        .with("instance api", &Command::Keys);
    let idle = titles(&entries, "", &recent);
    assert_eq!(idle[..3], ["api", "reports", "Dashboard"]);
    assert_eq!(idle.len(), LIMIT);
    assert_eq!(titles(&entries, "", &Recent::default())[0], "Dashboard");
    let (plain, lately) =
        (Recent::default(), Recent::default().with("vpc unused-fedcba9876543210", &Command::Keys));
    assert_eq!(titles(&entries, "un", &lately)[0], "unused");
    assert!(titles(&entries, "nothing like that", &plain).is_empty());
}

#[test]
fn only_what_can_be_done_is_offered() {
    let has = |snapshot: Snapshot, command: &Command| {
        entries_of(&state_of(snapshot), &[]).iter().any(|entry| entry.command == *command)
    };
    let with = |engine: EngineStatus| Snapshot { engine, ..testing::snapshot() };
    assert!(has(with(testing::paused()), &Command::Collect(true)));
    assert!(!has(with(testing::paused()), &Command::RetryEngine));
    assert!(has(with(testing::away()), &Command::RetryEngine));
    assert!(!has(with(testing::away()), &Command::Measure));
    let measure = MeasureState::Running { since: testing::now(), volumes: 3, expected_ms: None };
    let measuring = Snapshot { measure, ..testing::snapshot() };
    assert!(has(measuring.clone(), &Command::CancelMeasure));
    assert!(!has(measuring, &Command::Measure));
    assert!(!has(testing::snapshot(), &Command::Theme(ThemeChoice::System)), "it is chosen");
    let desktop = Command::Go("#/settings?show=desktop".to_owned());
    assert!(!has(testing::snapshot(), &desktop), "a browser has none");
}

#[test]
fn what_is_gone_is_found_by_name_once() {
    let state = state_of(testing::snapshot());
    let past = [
        testing::past_instance("batch", 900, 800),
        testing::past_instance("batch", 700, 600),
        testing::past_instance("api", 700, 600),
    ];
    let entries = entries_of(&state, &past);
    let gone: Vec<_> = entries.iter().filter(|entry| entry.sort == Sort::Terminated).collect();
    assert_eq!(gone.len(), 1, "one of each name, and none of what is there");
    assert_eq!(gone[0].command, Command::Go(Route::of_instance(&past[0].id).to_string()));
}

#[test]
fn a_thousand_instances_are_bounded_and_every_key_is_its_own() {
    let instances = (0..1_000).map(|n| testing::instance(&format!("worker-{n}"))).collect();
    let state = state_of(Snapshot { instances, ..testing::snapshot() });
    let entries = entries_of(&state, &[]);
    let found = search(&entries, "worker", &Recent::default());
    assert_eq!(found.shown.len(), LIMIT);
    assert_eq!(found.shown.len() + found.more, 2_000, "each of them, and each id");
    assert!(found.shown.iter().all(|hit| entries[hit.place].sort == Sort::Running));
    let keys: std::collections::BTreeSet<_> = entries.iter().map(|entry| &entry.key).collect();
    assert_eq!(keys.len(), entries.len());
    assert_eq!(entries.iter().filter(|entry| entry.sort == Sort::Page).count(), Page::ALL.len());
}
