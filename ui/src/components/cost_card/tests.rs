//! What the card says, of all that can be known and of little.

use super::*;
use crate::{
    testing::{draw, own_cost},
    words::Language,
};
use mini_aws_domain::{DatabaseCost, EngineCost, Pace, Sampling};

async fn card(cost: Option<OwnCost>) -> String {
    let html = draw::<CostCard>(CostCardProps { cost, cpu: OwnCpu::default() }).await;
    assert!(!html.contains("style="), "the security policy would drop it");
    html
}

fn plain(text: &str) -> String {
    text.replace(format::SPACE, " ")
}

#[tokio::test]
async fn all_is_known() {
    insta::assert_snapshot!(card(Some(own_cost())).await);
}

#[tokio::test]
async fn what_is_not_told_is_no_zero() {
    let little = OwnCost { engine: None, database: None, ..own_cost() };
    insta::assert_snapshot!(card(Some(little)).await);
}

#[tokio::test]
async fn before_it_is_known_its_place_is_held() {
    let html = card(None).await;
    assert!(html.contains("aria-busy=\"true\"") && html.contains("cost-wait"), "{html}");
    assert!(html.contains("data-testid=\"own-cost\"") && html.contains("id=\"own-cost\""));
}

#[test]
fn each_source_is_counted() {
    let said = |kernel, streamed, polled| {
        let sampling =
            Sampling { kernel, streamed, polled, poll_interval_ms: 10_000, ..Sampling::default() };
        plain(&words::sources(&sampling))
    };
    assert_eq!(
        said(48, 1, 1),
        "48 from the kernel's files, 2 from the engine (1 streamed, 1 asked every 10 s)"
    );
    assert_eq!(said(1000, 0, 0), "1,000 from the kernel's files");
    assert_eq!(said(0, 50, 0), "50 from the engine (streamed)");
    assert_eq!(said(3, 0, 47), "3 from the kernel's files, 47 from the engine (asked every 10 s)");
    assert_eq!(said(0, 0, 0), "Nothing is measured now");
}

#[test]
fn a_network_that_the_engine_tells_alone_is_said_to_be() {
    let sampling =
        Sampling { kernel: 48, network_polled: 3, poll_interval_ms: 15_000, ..Sampling::default() };
    assert_eq!(
        plain(&words::sources(&sampling)),
        "48 from the kernel's files (the network of 3 from the engine, asked every 15 s)"
    );
    // The interval is that of those who are polled whole.
    let both = Sampling { polled: 2, poll_interval_ms: 5000, ..sampling };
    assert_eq!(
        plain(&words::sources(&both)),
        "48 from the kernel's files (the network of 3 from the engine), 2 from the engine (asked every 5 s)"
    );
    assert!(words::pace(&sampling).ends_with("only the engine knows is asked for now and then"));
}

#[test]
fn each_pace_has_its_reason() {
    let said = |polled, pace| {
        words::pace(&Sampling {
            kernel: 1,
            polled,
            poll_interval_ms: 1000,
            pace,
            ..Sampling::default()
        })
    };
    let all = [Pace::Watched, Pace::Unwatched, Pace::OnBattery, Pace::EngineSlow];
    let reasons: std::collections::BTreeSet<String> =
        all.into_iter().map(|pace| said(1, pace)).collect();
    assert_eq!(reasons.len(), all.len());
    assert!(said(1, Pace::OnBattery).contains("battery"));
    // What is not asked again and again has no pace of its own.
    assert!(all.into_iter().all(|pace| said(0, pace) == "Every number is new in each frame"));
}

#[test]
fn of_streams_it_is_not_said_that_each_frame_has_news() {
    let said =
        |kernel, streamed| words::pace(&Sampling { kernel, streamed, ..Sampling::default() });
    assert_eq!(said(0, 0), "The engine is asked for nothing");
    assert_eq!(said(0, 5), "Every number is as new as the engine's streams bring it");
    let both = said(2, 5);
    assert!(both.contains("the kernel tells is new in each frame"), "{both}");
    assert!(both.ends_with("streamed as often as the engine sends it"), "{both}");
}

#[test]
fn the_part_that_is_watching_is_told_apart_once_it_is_known() {
    let said = |unwatched_cpu_percent| {
        let engine = EngineCost {
            cpu_percent: 3.1,
            unwatched_cpu_percent,
            processes: 52,
            answers_per_second: 0.0,
        };
        (plain(&words::engine(Some(&engine))), plain(&words::watching(Some(&engine)).figure))
    };
    let (words, figure) = said(Some(2.7));
    assert!(words.starts_with("3.10 % of a core, 0.40 % more than while collecting was paused"));
    assert!(words.ends_with("(52 processes, no answers asked of it)"), "{words}");
    assert_eq!(figure, "0.40 %");
    let (words, figure) = said(Some(3.2));
    assert!(words.contains("no more than while collecting was paused"), "{words}");
    assert_eq!(figure, "0.00 %", "it cannot be less than nothing");
    let (words, figure) = said(None);
    assert!(words.contains("in all; pausing"), "{words}");
    assert_eq!(figure, "3.10 %");
}

#[test]
fn a_database_grows_shrinks_or_does_neither() {
    let said = |growth_bytes_per_day| {
        let database =
            DatabaseCost { bytes: 13_002_342, cap_bytes: 512 << 20, growth_bytes_per_day };
        plain(&words::database(Some(&database)))
    };
    let growing = said(Some(3_250_586.0));
    assert_eq!(growing, "12.4 MiB of at most 512 MiB, growing by 3.1 MiB a day");
    assert!(said(Some(-3_250_586.0)).ends_with("shrinking by 3.1 MiB a day"));
    assert!(said(Some(12.0)).ends_with("it does not grow"));
    assert!(said(None).ends_with("known in a few minutes"));
}

#[test]
fn in_german_the_words_and_the_decimals_are_german() {
    Language::German.speak();
    let cost = own_cost();
    assert_eq!(plain(&words::percent(0.214)), "0,21 %");
    assert_eq!(plain(&words::watched(&cost)), "2 Instanzen, alle 1 s ein neues Bild");
    let database = plain(&words::database(cost.database.as_ref()));
    assert!(database.starts_with("12,4 MiB von höchstens 512 MiB, wächst um"), "{database}");
    let engine = plain(&words::engine(cost.engine.as_ref()));
    assert!(engine.starts_with("3,10 % eines Kerns, 0,40 % mehr als"), "{engine}");
    assert!(engine.ends_with("(4 Prozesse, 0,1 Antworten je Sekunde)"), "{engine}");
    Language::English.speak();
}
