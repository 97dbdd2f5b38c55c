//! What each part shows of what is known.

use super::*;
use crate::backend::FakeBackend;
use crate::state::Shared;
use crate::testing::{clock, detail, draw, instance};
use mini_aws_domain::{NetworkPlace, Problem, Variable};
use std::rc::Rc;

#[derive(Properties, PartialEq)]
struct Props {
    tab: InstanceTab,
    detail: DetailHandle,
    #[prop_or(true)]
    is_there: bool,
}

#[component]
fn Part(props: &Props) -> Html {
    let instance = instance("api");
    let door = Door::new(Rc::new(FakeBackend::default()));
    let present = props.is_there.then_some(&instance);
    let ports = PortHost::of(None);
    let detail = &props.detail;
    Parts { instance: present, detail, ports: &ports, door: &door, clock: clock() }.draw(props.tab)
}

fn known(detail: InstanceDetail) -> DetailHandle {
    DetailHandle { detail: Some(Shared::new(detail)), ..DetailHandle::default() }
}

async fn drawn(tab: InstanceTab, detail: DetailHandle) -> String {
    draw::<Part>(Props { tab, detail, is_there: true }).await
}

fn problem() -> Problem {
    Problem {
        code: "engine_away".to_owned(),
        message: "The engine is away.".to_owned(),
        next_step: "Start it.".to_owned(),
    }
}

#[tokio::test]
async fn the_environment() {
    insta::assert_snapshot!(drawn(InstanceTab::Environment, known(detail("api"))).await);
}

#[tokio::test]
async fn the_mounts() {
    insta::assert_snapshot!(drawn(InstanceTab::Mounts, known(detail("api"))).await);
}

#[tokio::test]
async fn the_networks() {
    insta::assert_snapshot!(drawn(InstanceTab::Networks, known(detail("api"))).await);
}

#[tokio::test]
async fn a_secret_is_masked_by_a_mask_of_one_length() {
    let html = drawn(InstanceTab::Environment, known(detail("api"))).await;
    assert!(html.contains("••••••") && html.contains("Show secrets"));
    let mut told = detail("api");
    told.environment = vec![Variable {
        name: "TOKEN".to_owned(),
        value: Some("told".to_owned()),
        is_secret: true,
    }];
    let html = drawn(InstanceTab::Environment, known(told)).await;
    assert!(html.contains("told"), "one that was asked for is shown");
}

#[tokio::test]
async fn markup_is_text() {
    let evil = "<img src=x onerror=alert(1)>";
    let mut told = detail("api");
    told.labels = [(evil.to_owned(), evil.to_owned())].into();
    told.networks = vec![NetworkPlace { name: evil.to_owned(), ..told.networks[0].clone() }];
    told.mounts[0].destination = evil.to_owned();
    told.command = vec![evil.to_owned()];
    told.inspect = evil.to_owned();
    for tab in InstanceTab::ALL {
        let html = drawn(tab, known(told.clone())).await;
        assert!(!html.contains("<img"), "{tab:?}");
        assert!(!html.contains("style="), "{tab:?}");
    }
}

#[tokio::test]
async fn five_hundred_labels_are_counted_and_listed() {
    let mut told = detail("api");
    told.labels = (0..500).map(|place| (format!("label-{place:03}"), "x".to_owned())).collect();
    let html = drawn(InstanceTab::Labels, known(told)).await;
    assert_eq!(html.matches("data-testid=\"label-row\"").count(), 500);
    assert!(html.contains("500 of 500"));
}

#[tokio::test]
async fn a_description_of_megabytes_is_not_all_in_the_page() {
    let mut told = detail("api");
    told.inspect = "  \"key\": \"value\",\n".repeat(120_000);
    let html = drawn(InstanceTab::Inspect, known(told)).await;
    assert!(html.matches("class=\"line\"").count() < 100);
    assert!(html.len() < 50_000, "{}", html.len());
}

#[tokio::test]
async fn what_is_not_known_yet_or_any_more_is_said() {
    let tab = InstanceTab::Mounts;
    let html = drawn(tab, DetailHandle::default()).await;
    assert!(html.contains("aria-busy") && html.contains("skeleton"));

    let failed = DetailHandle { problem: Some(problem()), ..DetailHandle::default() };
    let html = drawn(tab, failed).await;
    assert!(html.contains("The engine is away. Start it.") && html.contains("Try again"));

    let old = DetailHandle { problem: Some(problem()), ..known(detail("api")) };
    let html = drawn(tab, old).await;
    assert!(html.contains("This is of 14:15:42.") && html.contains("mount-row"));

    let gone = |detail| draw::<Part>(Props { tab, detail, is_there: false });
    let html = gone(known(detail("api"))).await;
    assert!(html.contains("This is what it said at 14:15:42.") && html.contains("mount-row"));
    let html = gone(DetailHandle { problem: Some(problem()), ..known(detail("api")) }).await;
    assert!(html.contains("This is what it said at") && !html.contains("Try again"), "{html}");
    let html = gone(DetailHandle::default()).await;
    assert!(html.contains("part-gone") && !html.contains("mount-row"));
    let html = draw::<Part>(Props {
        tab: InstanceTab::Environment,
        detail: known(detail("api")),
        is_there: false,
    })
    .await;
    assert!(!html.contains("Show secrets"), "there is nobody to ask");
}
