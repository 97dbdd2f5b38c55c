//! What the pages draw, kept as snapshots to read and compare.

use super::*;
use crate::backend::{Door, FakeBackend};
use crate::charts::ChartRange;
use crate::hooks::{PastHandle, ThemeChoice, ThemeHandle};
use crate::state::{Action, Fetched, Shared};
use crate::testing::{self, clock, draw};
use mini_aws_domain::{DashboardStats, Instance, PastInstance, Problem, Snapshot};
use std::rc::Rc;
use yew::Callback;

pub(super) fn state_of(snapshot: Snapshot) -> ConsoleState {
    let mut state = ConsoleState::default();
    state.apply(Action::Subscribed);
    state.apply(Action::FetchStarted);
    state.apply(Action::Fetched(Box::new(Fetched {
        snapshot: Ok(snapshot),
        stats: Some(Ok(DashboardStats::default())),
    })));
    state.apply(Action::Sparklines(Box::new(testing::sparklines())));
    state
}

pub(super) fn state() -> ConsoleState {
    state_of(testing::snapshot())
}

pub(super) fn nothing() -> ConsoleState {
    state_of(Snapshot {
        summary: Default::default(),
        instances: Vec::new(),
        volumes: Vec::new(),
        vpcs: Vec::new(),
        activity: Vec::new(),
        frame: None,
        ..testing::snapshot()
    })
}

async fn dashboard(state: ConsoleState) -> String {
    let html = draw::<Dashboard>(dashboard::DashboardProps {
        state,
        clock: clock(),
        theme_revision: 0,
        range: ChartRange::default(),
        on_range: Callback::noop(),
        door: Door::new(Rc::new(FakeBackend::default())),
    })
    .await;
    // The charts have tests of their own.
    let is_chart = |line: &&str| line.contains("data-testid=\"chart-");
    let is_hot = |line: &&str| line.contains("class=\"card hot\"");
    let before = html.lines().take_while(|line| !is_chart(line));
    let after = html.lines().skip_while(|line| !is_hot(line));
    before.chain(["[charts]"]).chain(after).collect::<Vec<_>>().join("\n")
}

async fn instances(state: ConsoleState, filter: &'static str) -> String {
    draw::<InstancesPage>(instances::InstancesPageProps {
        state,
        clock: clock(),
        filter: filter.into(),
        is_grouped: false,
        past: PastHandle::default(),
        is_past: false,
        range: ChartRange::default(),
    })
    .await
}

#[tokio::test]
async fn the_dashboard() {
    insta::assert_snapshot!(dashboard(state()).await);
}

#[tokio::test]
async fn the_dashboard_of_an_engine_without_anything() {
    insta::assert_snapshot!(dashboard(nothing()).await);
}

#[tokio::test]
async fn the_dashboard_while_nothing_runs() {
    let mut snapshot = testing::snapshot();
    snapshot.instances = vec![testing::exited("batch", 0)];
    assert!(dashboard(state_of(snapshot)).await.contains("Nothing runs"));
}

#[tokio::test]
async fn the_instances() {
    insta::assert_snapshot!(instances(state(), "").await);
}

#[tokio::test]
async fn before_they_are_known_everything_but_the_instances_is_in_its_place() {
    let awaited = instances(ConsoleState::default(), "").await;
    let known = instances(state(), "").await;
    let place =
        |html: &str, what: &str| html.find(what).map(|at| html[..at].matches("<h1>").count());
    for what in
        ["<h1>Instances</h1>", "instances-switch", "type=\"search\"", "group-by-project", "<thead>"]
    {
        assert_eq!(place(&awaited, what), place(&known, what), "{what}");
        assert!(awaited.contains(what), "{what}");
    }
    assert!(awaited.contains("Loading") && awaited.contains("aria-busy=\"true\""), "{awaited}");
    assert!(awaited.matches("class=\"shape\"").count() > 10 && !known.contains("class=\"shape\""));
    assert!(!awaited.contains("instance-row") && !awaited.contains("docker run"), "{awaited}");
    assert!(!known.contains("aria-busy"), "{known}");
}

#[tokio::test]
async fn an_instance_that_is_not_known_yet_has_the_shape_of_its_page() {
    let subject = mini_aws_domain::HistorySubject::Instance { id: testing::instance_id("api") };
    let shape = yew::props!(SkeletonInstanceProps { subject });
    insta::assert_snapshot!(draw::<SkeletonInstance>(shape).await);
}

#[tokio::test]
async fn of_a_thousand_instances_those_that_can_be_seen_are_in_the_page() {
    let mut snapshot = testing::snapshot();
    snapshot.instances =
        (0..1000).map(|number| testing::instance(&format!("web-{number}"))).collect();
    let html = instances(state_of(snapshot), "").await;
    assert!(html.contains("aria-rowcount=\"1001\""));
    let rows = html.matches("data-testid=\"instance-row\"").count();
    assert!((20..60).contains(&rows), "{rows} rows");
}

#[tokio::test]
async fn the_instances_that_match_a_filter() {
    let html = instances(state(), "post").await;
    assert_eq!(html.matches("instance-row").count(), 1);
    assert!(html.contains("1 of 3"));
    let html = instances(state(), "nowhere").await;
    assert!(html.contains("No instance matches the filter."));
}

#[tokio::test]
async fn the_instances_by_project() {
    let html = draw::<InstancesPage>(instances::InstancesPageProps {
        state: state(),
        clock: clock(),
        filter: "".into(),
        is_grouped: true,
        past: PastHandle::default(),
        is_past: false,
        range: ChartRange::default(),
    })
    .await;
    let rows: Vec<&str> = html
        .lines()
        .skip_while(|line| !line.contains("<tbody>"))
        .skip(1)
        .take_while(|line| !line.contains("instance-row"))
        .collect();
    insta::assert_snapshot!("the_head_of_a_group", rows.join("\n"));
    let places = ["shop", "api", "postgres", "No project", "mailer"]
        .map(|name| html.find(&format!(">{name}<")).unwrap_or_else(|| panic!("{name}: {html}")));
    assert!(places.is_sorted(), "{places:?}");
    assert!(html.contains("aria-rowcount=\"6\"") && html.contains("1 failing"));
}

#[tokio::test]
async fn no_instances() {
    insta::assert_snapshot!(instances(nothing(), "").await);
}

async fn terminated(past: PastHandle, filter: &'static str) -> String {
    draw::<InstancesPage>(instances::InstancesPageProps {
        state: state(),
        clock: clock(),
        filter: filter.into(),
        is_grouped: false,
        past,
        is_past: true,
        range: ChartRange::default(),
    })
    .await
}

fn gone(list: Vec<PastInstance>) -> PastHandle {
    PastHandle { list: Some(Shared::new(list)), ..PastHandle::default() }
}

#[tokio::test]
async fn the_terminated_instances() {
    let list = vec![
        testing::past_instance("web", 9_000, 4_000),
        PastInstance { project: None, ..testing::past_instance("batch", 400_000, 90_000) },
    ];
    insta::assert_snapshot!(terminated(gone(list.clone()), "").await);
    let html = terminated(gone(list), "bat").await;
    assert_eq!(html.matches("terminated-row").count(), 1);
    assert!(html.contains("1 of 2") && !html.contains("instance-row"));
}

#[tokio::test]
async fn no_terminated_instances() {
    let html = terminated(gone(Vec::new()), "").await;
    assert!(html.contains("No terminated instances") && html.contains("Terminated (0)"));
    assert!(html.contains("Running and stopped"), "there is a way back");
}

#[tokio::test]
async fn terminated_instances_that_cannot_be_read() {
    let problem = Problem {
        code: "store_unavailable".to_owned(),
        message: "The disk does not answer.".to_owned(),
        next_step: "Look into the log.".to_owned(),
    };
    let html = terminated(PastHandle::default(), "").await;
    assert!(html.contains("aria-busy"));
    let failed = PastHandle { problem: Some(problem), ..PastHandle::default() };
    let html = terminated(failed.clone(), "").await;
    for words in ["The disk does not answer.", "the live view goes on", "Try again"] {
        assert!(html.contains(words), "{words}");
    }
    let list = vec![testing::past_instance("web", 9_000, 4_000)];
    let html = terminated(PastHandle { list: gone(list).list, ..failed }, "").await;
    assert!(html.contains("terminated-row"), "what was known before is there still");
    assert!(html.contains("The disk does not answer.") && html.contains("Try again"));
}

#[tokio::test]
async fn of_a_thousand_instances_few_are_in_the_page() {
    let mut snapshot = testing::snapshot();
    let many = (0..1000).map(|number| testing::instance(&format!("web-{number:04}")));
    snapshot.instances = many.collect();
    let html = instances(state_of(snapshot), "").await;
    assert!(html.matches("instance-row").count() < 60);
    assert!(html.contains("aria-rowcount=\"1001\""));
}

#[tokio::test]
async fn markup_and_endless_names_are_text() {
    let script = "<script>alert(1)</script>";
    let mut snapshot = testing::snapshot();
    snapshot.instances = vec![Instance {
        name: script.to_owned(),
        image: "\"><img src=x onerror=alert(1)>".to_owned(),
        project: Some("&amp;".to_owned()),
        ..testing::instance("x")
    }];
    snapshot.volumes[0].name = "v".repeat(255);
    snapshot.vpcs[0].name = script.to_owned();
    snapshot.activity[0].subject.name = script.to_owned();
    let state = state_of(snapshot);
    for html in [dashboard(state.clone()).await, instances(state.clone(), script).await] {
        assert!(html.contains("&lt;script&gt;"));
        assert!(!html.contains("<script>") && !html.contains("<img"));
    }
}

#[tokio::test]
async fn no_page_has_a_style_attribute() {
    let theme =
        ThemeHandle { choice: ThemeChoice::System, is_light: false, choose: Callback::noop() };
    for html in [dashboard(state()).await, instances(state(), "").await, settings(theme).await] {
        assert!(!html.contains("style="), "the security policy would drop it");
    }
}

async fn settings(theme: ThemeHandle) -> String {
    settings_of(state(), theme, false).await
}

async fn settings_of(state: ConsoleState, theme: ThemeHandle, is_shell: bool) -> String {
    let backend = FakeBackend::default();
    backend.is_shell.set(is_shell);
    draw::<SettingsPage>(settings::SettingsPageProps {
        state,
        theme,
        clock: clock(),
        door: Door::new(Rc::new(backend)),
        on_collect: Callback::noop(),
        on_retry: Callback::noop(),
    })
    .await
}

#[tokio::test]
async fn the_settings_of_a_console_that_is_paused() {
    let theme =
        ThemeHandle { choice: ThemeChoice::Dark, is_light: false, choose: Callback::noop() };
    let paused = Snapshot { engine: testing::paused(), ..testing::snapshot() };
    let html = settings_of(state_of(paused), theme.clone(), true).await;
    assert!(html.contains("Collecting is paused since"), "{html}");
    assert!(html.contains(">Resume collecting</button>") && html.contains("desktop-card"));
    let html = settings_of(state(), theme, false).await;
    assert!(html.contains(">Pause collecting</button>"), "{html}");
    assert!(!html.contains("desktop-card"), "a browser is no desktop app");
}

#[tokio::test]
async fn the_settings() {
    let theme =
        ThemeHandle { choice: ThemeChoice::Dark, is_light: false, choose: Callback::noop() };
    insta::assert_snapshot!(settings(theme).await);
}
