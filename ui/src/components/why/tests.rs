//! What the panel says, kept as snapshots to read and compare.

use super::card::WhyCardProps;
use super::*;
use crate::testing::{cpu_explanation, draw, memory_explanation};
use crate::units::{self, CpuShare, Units};
use mini_aws_domain::{Explanation, Problem};
use std::collections::HashMap;

async fn card(metric: Metric, answer: Option<Result<Explanation, Problem>>) -> String {
    draw::<WhyCard>(WhyCardProps {
        name: "api".into(),
        metric,
        shown: "61.4\u{202f}%".into(),
        answer,
        heading: "why-heading".into(),
        tools: html! { <button>{ "Hold" }</button> },
        age: html! { { "read 0.8\u{202f}s ago" } },
    })
    .await
}

#[tokio::test]
async fn why_cpu() {
    insta::assert_snapshot!(card(Metric::Cpu, Some(Ok(cpu_explanation()))).await);
}

#[tokio::test]
async fn a_share_of_the_machine_is_led_back_to_what_the_formula_says() {
    units::set_cores(8);
    Units { cpu: CpuShare::Machine, ..Units::default() }.show();
    let html = card(Metric::Cpu, Some(Ok(cpu_explanation()))).await.replace('\u{202f}', " ");
    Units::default().show();
    units::set_cores(0);
    assert!(html.contains("61.4 % of one core are 7.7 % of the 8 cores of the machine."), "{html}");
    assert!(html.contains("Why 7.7 %?"), "{html}");
}

#[tokio::test]
async fn why_memory() {
    insta::assert_snapshot!(card(Metric::Memory, Some(Ok(memory_explanation()))).await);
}

#[tokio::test]
async fn why_is_asked() {
    let html = card(Metric::Cpu, None).await;
    assert!(html.contains("Why 61.4\u{202f}%?"), "the figure as it was: {html}");
    assert!(html.contains("aria-busy=\"true\""));
}

#[tokio::test]
async fn why_there_is_no_value() {
    let explanation = Explanation {
        value: None,
        filled: "It takes two readings, and this is the first.".to_owned(),
        ..cpu_explanation()
    };
    let html = card(Metric::Cpu, Some(Ok(explanation))).await;
    assert!(html.contains("Why –?"), "{html}");
    assert!(html.contains("<p class=\"why-filled\">It takes two readings"), "{html}");
}

#[tokio::test]
async fn why_it_cannot_be_said() {
    let problem = Problem {
        code: "not_running".to_owned(),
        message: "<api> is exited, and only what runs is measured.".to_owned(),
        next_step: "Start it.".to_owned(),
    };
    insta::assert_snapshot!(card(Metric::Cpu, Some(Err(problem))).await);
}

#[test]
fn a_figure_asks_by_its_attributes() {
    let read = |attributes: &[(&str, &str)]| {
        let attributes: HashMap<_, _> = attributes.iter().copied().collect();
        Question::read(|name| attributes.get(name).map(|value| (*value).to_owned()))
    };
    assert_eq!(
        read(&[(WHY, "memory"), (INSTANCE, "abc")]),
        Some(Question { instance: InstanceId::new("abc"), metric: Metric::Memory })
    );
    assert_eq!(read(&[(WHY, "nonsense"), (INSTANCE, "abc")]), None);
    assert_eq!(read(&[(WHY, "cpu")]), None);
}
