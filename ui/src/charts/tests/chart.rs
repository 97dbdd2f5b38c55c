use super::fixture::{NOON, at, cpu, frame, running};
use crate::charts::{
    ChartRange, Headline, MetricChart, MetricChartProps, MetricKind, MetricWindow, Preset, Source,
};
use crate::state::Shared;
use mini_aws_domain::{DashboardStats, Metric, Problem};
use std::rc::Rc;
use yew::{LocalServerRenderer, props};

const QUARTER: i64 = 15 * 60_000;

async fn rendered(kind: MetricKind, window: MetricWindow) -> String {
    let whole = match kind {
        MetricKind::Cpu => 800.0,
        MetricKind::Memory => f64::from(16 << 20) * 1024.0,
    };
    let headline = Headline { now: window.latest(kind), whole: Some(whole) };
    let source = Source::Live {
        window,
        kind,
        revision: 1,
        markers: Rc::default(),
        pinned: Vec::new(),
        reasons: Shared::default(),
    };
    drawn(props!(MetricChartProps {
        metric: kind.metric(),
        source,
        range: ChartRange::default(),
        headline,
    }))
    .await
}

async fn drawn(chart: MetricChartProps) -> String {
    let html =
        LocalServerRenderer::<MetricChart>::with_props(chart).hydratable(false).render().await;
    html.replace("><", ">\n<")
}

fn filled() -> MetricWindow {
    let window = MetricWindow::new(QUARTER);
    let known = running(&["api", "postgres"]);
    for second in 0..3 {
        let memory = Some(3 << 30);
        window.push(
            &frame(
                NOON + second,
                &[("api", Some(120.4), Some(1 << 29)), ("postgres", Some(22.0), memory)],
            ),
            &known,
        );
    }
    window
}

#[tokio::test]
async fn the_card_names_its_lines_and_says_what_is_used_of_what() {
    insta::assert_snapshot!("cpu_card", rendered(MetricKind::Cpu, filled()).await);
    insta::assert_snapshot!("memory_card", rendered(MetricKind::Memory, filled()).await);
}

#[tokio::test]
async fn before_anything_came_a_skeleton_holds_the_place() {
    let html = rendered(MetricKind::Cpu, MetricWindow::new(QUARTER)).await;
    assert!(html.contains("class=\"plot skeleton\""), "{html}");
    assert!(html.contains("aria-busy=\"true\""));
    assert!(!html.contains("plot-message"));
    assert!(
        html.contains("plot-canvas") && html.contains("class=\"legend\""),
        "the size is the final one"
    );
}

#[tokio::test]
async fn no_samples_are_a_sentence_in_place() {
    let window = MetricWindow::new(QUARTER);
    window.load(&DashboardStats::default());
    let html = rendered(MetricKind::Cpu, window).await;
    assert!(html.contains("No samples in the last 15 minutes."), "{html}");
    assert!(!html.contains("skeleton"));
    assert!(!html.contains("aria-busy"));
}

#[tokio::test]
async fn a_value_that_is_old_is_not_called_now() {
    let window = filled();
    window.advance_to(at(60));
    let html = rendered(MetricKind::Cpu, window).await;
    assert!(html.contains("<em>\n</em>"), "{html}");
    assert!(html.contains("not known now"));
}

#[tokio::test]
async fn no_style_attribute_is_written_which_the_policy_would_forbid() {
    let window = filled();
    let names: Vec<String> = (0..12).map(|index| format!("n{index}")).collect();
    let samples: Vec<(&str, f64)> = names.iter().map(|name| (name.as_str(), 1.0)).collect();
    window.push(&cpu(NOON + 3, &samples), &[]);
    let html = rendered(MetricKind::Cpu, window).await;
    assert!(html.contains("others"));
    assert!(!html.contains("style="), "{html}");
}

#[tokio::test]
async fn a_name_cannot_become_markup() {
    let window = MetricWindow::new(QUARTER);
    let mut known = running(&["api"]);
    known[0].name = "<script>\"x".to_owned();
    window.push(&cpu(NOON, &[("api", 1.0)]), &known);
    assert!(!rendered(MetricKind::Cpu, window).await.contains("<script"));
}

fn problem() -> Problem {
    Problem {
        code: "store".to_owned(),
        message: "The history could not be read.".to_owned(),
        next_step: "Look into the log.".to_owned(),
    }
}

#[tokio::test]
async fn a_range_that_did_not_come_says_why_and_can_be_asked_for_again() {
    let html = drawn(props!(MetricChartProps {
        metric: Metric::NetworkRx,
        source: Source::Nothing,
        range: ChartRange::live(Preset::Week),
        problem: Some(problem()),
    }))
    .await;
    assert!(html.contains("The history could not be read. Look into the log."), "{html}");
    assert!(html.contains("Try again") && html.contains("chart-network-rx"));
    assert!(!html.contains("skeleton"));
}

#[tokio::test]
async fn the_picture_of_before_stays_while_another_is_on_its_way() {
    let window = filled();
    let source = Source::Live {
        window,
        kind: MetricKind::Cpu,
        revision: 1,
        markers: Rc::default(),
        pinned: Vec::new(),
        reasons: Shared::default(),
    };
    let html = drawn(props!(MetricChartProps {
        metric: Metric::Cpu,
        source,
        range: ChartRange::live(Preset::Day),
        is_loading: true,
        is_stale: true,
    }))
    .await;
    assert!(html.contains("is-stale") && html.contains("aria-busy=\"true\""), "{html}");
    assert!(html.contains("postgres") && !html.contains("skeleton"));
}
