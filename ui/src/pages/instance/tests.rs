//! What the page of an instance is about, and what it draws.

use super::known::{Everything, Known};
use super::*;
use crate::backend::FakeBackend;
use crate::charts::Preset;
use crate::state::{Action, Fetched, Shared};
use crate::testing::{self, ago, clock, draw, exited, instance, instance_id, past_instance};
use mini_aws_domain::{InstanceId, Problem, Snapshot};
use std::rc::Rc;

fn state_of(snapshot: Snapshot) -> ConsoleState {
    let mut state = ConsoleState::default();
    state.apply(Action::Subscribed);
    state.apply(Action::FetchStarted);
    state.apply(Action::Fetched(Box::new(Fetched { snapshot: Ok(snapshot), stats: None })));
    state
}

/// `api` runs and was created anew twice; `api-2` is of the same service, and `batch` of nothing.
fn state() -> ConsoleState {
    let mut snapshot = testing::snapshot();
    let second = Instance { service: Some("api".to_owned()), ..instance("api-2") };
    let batch = Instance { service: None, ..exited("batch", 0) };
    snapshot.instances.extend([second, batch]);
    state_of(snapshot)
}

fn gone() -> Vec<PastInstance> {
    vec![
        past_instance("api", 500_000, 90_100),
        past_instance("api", 900_000, 500_100),
        past_instance("worker", 900_000, 300_000),
    ]
}

fn id_of(name: &str) -> HistorySubject {
    HistorySubject::Instance { id: instance_id(name) }
}

fn group(service: Option<&str>) -> HistorySubject {
    HistorySubject::Group { project: "shop".into(), service: service.map(Into::into) }
}

fn page(subject: HistorySubject, past: PastHandle) -> InstancePageProps {
    InstancePageProps {
        subject,
        past,
        state: state(),
        clock: clock(),
        theme_revision: 0,
        tab: InstanceTab::Overview,
        range: ChartRange::live(Preset::Hour),
        on_range: Callback::noop(),
        door: Door::new(Rc::new(FakeBackend::default())),
    }
}

fn known() -> PastHandle {
    PastHandle { list: Some(Shared::new(gone())), ..PastHandle::default() }
}

/// The page without its charts, which have tests of their own.
async fn drawn(subject: HistorySubject, past: PastHandle) -> String {
    let html = draw::<InstancePage>(page(subject, past)).await;
    let is_chart = |line: &&str| line.contains("class=\"charts\"");
    let is_after = |line: &&str| line.contains("card lineage") || line.contains("card happened");
    let before = html.lines().take_while(|line| !is_chart(line));
    let after = html.lines().skip_while(|line| !is_after(line));
    before.chain(["[charts]"]).chain(after).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn an_instance_that_is_there() {
    insta::assert_snapshot!(drawn(id_of("api"), known()).await);
}

#[tokio::test]
async fn an_instance_that_is_gone() {
    let id = gone()[0].id.clone();
    insta::assert_snapshot!(drawn(HistorySubject::Instance { id }, known()).await);
}

#[tokio::test]
async fn a_project() {
    insta::assert_snapshot!(drawn(group(None), known()).await);
}

#[tokio::test]
async fn one_has_four_charts_and_several_have_one_for_each_metric() {
    let html = draw::<InstancePage>(page(id_of("api"), known())).await;
    for chart in ["cpu", "memory", "network", "disk"] {
        assert!(html.contains(&format!("data-testid=\"chart-{chart}\"")), "{chart}");
    }
    let html = draw::<InstancePage>(page(group(None), known())).await;
    for chart in ["cpu", "memory", "network-rx", "network-tx", "disk-read", "disk-write"] {
        assert!(html.contains(&format!("data-testid=\"chart-{chart}\"")), "{chart} of several");
    }
    assert!(!html.contains("style="), "the security policy would drop it");
}

#[tokio::test]
async fn what_nobody_knows_says_what_to_do() {
    let stranger = || HistorySubject::Instance { id: InstanceId::new("nobody") };
    let html = draw::<InstancePage>(page(stranger(), known())).await;
    assert!(
        html.contains("Nothing is known of this instance") && html.contains("href=\"#/instances\"")
    );

    let html = draw::<InstancePage>(page(stranger(), PastHandle::default())).await;
    assert!(html.contains("aria-busy"), "it may yet turn out to be one that is gone");

    let problem = Problem {
        code: "store_unavailable".to_owned(),
        message: "The disk does not answer.".to_owned(),
        next_step: "Look into the log.".to_owned(),
    };
    let failed = PastHandle { problem: Some(problem), ..PastHandle::default() };
    let html = draw::<InstancePage>(page(stranger(), failed.clone())).await;
    assert!(html.contains("The disk does not answer.") && html.contains("Try again"));
    let html = draw::<InstancePage>(page(id_of("api"), failed)).await;
    assert!(html.contains("instance-page"), "what is there needs no list of what is gone");
}

#[test]
fn the_past_of_what_was_created_anew_is_one_click_away() {
    let (state, gone) = (state(), gone());
    let everything = Everything::new(&state.instances, &gone);
    let labels = |subject: HistorySubject| {
        let members = everything.of(&subject);
        let items = subjects::choices(&subject, &members, &everything, ChartRange::default());
        let label = |item: crate::components::SwitchItem| {
            format!("{}{}", if item.is_current { "*" } else { "" }, item.label)
        };
        items.into_iter().map(label).collect::<Vec<_>>()
    };
    assert_eq!(
        labels(id_of("api")),
        ["*This instance", "All named api (3)", "Service shop/api (4)", "Project shop (6)"]
    );
    assert_eq!(
        labels(HistorySubject::Name { name: "api".into() }),
        ["Newest instance", "*All named api (3)", "Service shop/api (4)", "Project shop (6)"]
    );
    assert_eq!(labels(group(Some("api"))), ["*Service shop/api (4)", "Project shop (6)"]);
    assert_eq!(labels(group(None)), ["*Project shop (6)"]);
    // Nothing but itself has its name, and it has no project.
    assert_eq!(labels(id_of("batch")), ["*This instance"]);
}

#[test]
fn before_an_instance_came_those_of_its_name_or_service() {
    let (state, gone) = (state(), gone());
    let everything = Everything::new(&state.instances, &gone);
    let others = |known| {
        let others = everything.others(known);
        others.iter().map(|known| known.id().short().to_owned()).collect::<Vec<_>>()
    };
    let api = state.instance(&instance_id("api")).unwrap();
    let first = [gone[0].id.short(), gone[1].id.short()];
    assert_eq!(others(Known::Present(api)), first);
    // Of one that is gone also what came after it: the others of its service that are there.
    let after = [api.id.short(), instance_id("api-2").short(), first[1]].map(ToOwned::to_owned);
    assert_eq!(others(Known::Past(&gone[0])), after);
    assert!(others(Known::Past(&gone[2])).is_empty());
}

#[test]
fn what_is_in_both_lists_is_there() {
    let present = [instance("api")];
    let past = [PastInstance { id: instance_id("api"), ..past_instance("api", 9, 5) }];
    let everything = Everything::new(&present, &past);
    assert_eq!(everything.of(&id_of("api")), [Known::Present(&present[0])]);
}

#[test]
fn a_life_is_whole_when_it_is_over() {
    let (past, present) = (gone(), instance("api"));
    let [newest, oldest, _] = [0, 1, 2].map(|place| Known::Past(&past[place]));
    let life = whole_life(&[newest, oldest]).unwrap();
    assert_eq!((life.from, life.to), (ago(900_000), ago(90_100)));
    assert_eq!(whole_life(&[newest, Known::Present(&present)]), None);
    assert_eq!(whole_life(&[]), None);
}

#[test]
fn a_page_begins_with_a_time_in_which_there_was_something() {
    let present = instance("api");
    let now = testing::now();
    let live = ChartRange::live(Preset::Week);
    assert_eq!(Known::Present(&present).range(live, now), live);
    let before = live.zoomed(Span { from: ago(900_000), to: ago(800_000) }, now);
    assert_eq!(Known::Present(&present).range(before, now), live);
}
