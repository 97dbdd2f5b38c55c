//! What the page draws, which volumes match, and in which order.

use super::*;
use crate::backend::FakeBackend;
use crate::components::Sort;
use crate::pages::tests::{nothing, state};
use crate::testing::{self, ago, clock, draw, volume};
use mini_aws_domain::{MeasureState, Problem};
use std::rc::Rc;

async fn page(state: ConsoleState, address: &str) -> String {
    draw::<VolumesPage>(VolumesPageProps {
        state,
        clock: clock(),
        door: Door::new(Rc::new(FakeBackend::default())),
        route: Route::parse(address),
    })
    .await
}

#[tokio::test]
async fn the_volumes() {
    insta::assert_snapshot!(page(state(), "#/volumes").await);
    insta::assert_snapshot!("no_volumes", page(nothing(), "#/volumes").await);
}

#[tokio::test]
async fn the_unused_ones() {
    let html = page(state(), "#/volumes?q=unused").await;
    assert_eq!(html.matches("data-testid=\"volume-row\"").count(), 1);
    assert!(html.contains("reports") && html.contains("aria-pressed=\"true\""));
    assert!(html.contains("1 of 3"), "{html}");
    assert!(page(state(), "#/volumes?q=nowhere").await.contains("No volume matches the filter."));
}

#[tokio::test]
async fn measuring_says_how_far_it_is_and_what_became_of_it() {
    let with = |measure| {
        let mut state = state();
        state.measure = measure;
        state
    };
    let running = MeasureState::Running { since: ago(8), volumes: 3, expected_ms: Some(20_000) };
    let html = page(with(running), "#/volumes").await;
    assert!(html.contains("measure-cancel") && html.contains("<progress"), "{html}");
    assert!(!html.contains("data-testid=\"measure\""));
    let done = MeasureState::Done { at: ago(60), took_ms: 12_000 };
    let html = page(with(done), "#/volumes").await;
    assert!(html.contains("in 12 s") && html.contains("data-testid=\"measure\""), "{html}");
    let problem = Problem {
        code: "engine".to_owned(),
        message: "The engine gave up.".to_owned(),
        next_step: "Try again.".to_owned(),
    };
    let html = page(with(MeasureState::Failed { at: ago(60), problem }), "#/volumes").await;
    assert!(html.contains("The engine gave up. Try again."), "{html}");
}

#[test]
fn volumes_sort_by_size_with_the_unmeasured_last() {
    let known = [volume("a", &[], None), volume("b", &[], Some(1)), volume("c", &[], Some(9))];
    let known: Vec<&Volume> = known.iter().collect();
    assert_eq!(order(&known, Sort { column: 2, descending: true }), [2, 1, 0]);
    assert_eq!(order(&known, Sort { column: 2, descending: false }), [1, 2, 0]);
}

#[test]
fn a_volume_is_found_by_who_mounts_it() {
    let instances = testing::snapshot().instances;
    let data = volume("data", &["postgres"], None);
    for filter in ["", "POST", "dat loc", "shop"] {
        assert!(matching(&data, &instances, filter), "{filter}");
    }
    for filter in ["api", "unused", "data x"] {
        assert!(!matching(&data, &instances, filter), "{filter}");
    }
}

#[test]
fn the_totals_say_what_is_not_measured() {
    let plain = |volumes: &[Volume]| totals(volumes.iter()).replace(crate::format::SPACE, " ");
    let volumes = [
        volume("a", &["x"], Some(4_300_000_000)),
        volume("b", &[], Some(2_100_000_000)),
        volume("c", &[], None),
    ];
    assert_eq!(plain(&volumes), "6.4 GB · 2.1 GB in 2 unused volumes · 1 not measured");
    assert_eq!(plain(&volumes[2..]), "1 unused");
    assert_eq!(plain(&volumes[..1]), "4.3 GB");
    assert_eq!(plain(&[]), "");
    assert_eq!((count(1, 3), count(3, 3)), ("1 of 3".to_owned(), "3".to_owned()));
}
