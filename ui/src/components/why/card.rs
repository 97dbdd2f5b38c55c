//! What the panel says.

use super::numbers;
use crate::{charts::MetricWords, format, t, units, words};
use mini_aws_domain::{Explanation, Metric, Problem, RawCounter};
use yew::prelude::*;

/// How many counters a formula has, as a rule: the rows that are kept free for them.
const COUNTERS: usize = 3;

/// What the panel says.
#[derive(Properties, PartialEq)]
pub struct WhyCardProps {
    /// Whose number it is, by name.
    pub name: AttrValue,
    /// Which of its numbers.
    pub metric: Metric,
    /// The figure as it was when it was asked.
    pub shown: AttrValue,
    /// The answer, once it is there.
    pub answer: Option<Result<Explanation, Problem>>,
    /// The id of the heading, after which the panel is named.
    pub heading: AttrValue,
    /// What can be done, on the right of the heading.
    #[prop_or_default]
    pub tools: Html,
    /// How old the reading is.
    #[prop_or_default]
    pub age: Html,
}

/// The counters, the formula, the formula with the counters filled in, and where all of it is from.
#[component]
pub fn WhyCard(props: &WhyCardProps) -> Html {
    let what = props.metric.title();
    let figure = match &props.answer {
        Some(Ok(explanation)) => figure(explanation),
        Some(Err(_)) | None => props.shown.to_string(),
    };
    html! {
        <>
            <div class="why-head">
                <h2 id={props.heading.clone()}>{ t!("why-figure", figure = figure) }</h2>
                <p title={props.name.clone()}>{ t!("why-of", what = what, name = props.name.as_str()) }</p>
                <div class="why-tools">{ props.tools.clone() }</div>
            </div>
            { match &props.answer {
                Some(Ok(explanation)) => explained(explanation, &props.age),
                Some(Err(problem)) => failed(problem),
                None => loading(),
            } }
        </>
    }
}

/// The number as the tables show it.
fn figure(explanation: &Explanation) -> String {
    format::or_unknown(explanation.value, |value| match explanation.metric {
        Metric::Memory => format::memory(value.max(0.0) as u64),
        metric => metric.format(value),
    })
}

fn explained(explanation: &Explanation, age: &Html) -> Html {
    let moves = explanation.counters.iter().any(|counter| counter.before.is_some());
    let filled = if explanation.value.is_some() {
        html! { <code class="why-filled">{ &explanation.filled }</code> }
    } else {
        html! { <p class="why-filled">{ &explanation.filled }</p> }
    };
    html! {
        <>
            <div class="why-body">
                <table class="why-counters">
                    <thead>
                        <tr>
                            <th scope="col">{ t!("why-counter") }</th>
                            if moves {
                                <th scope="col" class="is-number">{ t!("why-before") }</th>
                            }
                            <th scope="col" class="is-number">{ t!("why-now") }</th>
                            if moves {
                                <th scope="col" class="is-number" aria-label={t!("why-difference")}>{ "Δ" }</th>
                            }
                        </tr>
                    </thead>
                    <tbody>{ for explanation.counters.iter().map(|counter| row(counter, moves)) }</tbody>
                </table>
                <div class="why-formula">
                    <code>{ &explanation.formula }</code>
                    { filled }
                </div>
                if let Some(share) = of_machine(explanation) {
                    <p class="why-note">{ share }</p>
                }
                if !explanation.note.is_empty() {
                    <p class="why-note">{ &explanation.note }</p>
                }
                if !explanation.place.is_empty() {
                    <p class="why-note" data-testid="why-place">{ &explanation.place }</p>
                }
            </div>
            <footer>
                <span data-testid="why-source">{ numbers::source(explanation.source) }</span>
                <span>{ numbers::cgroup(explanation.cgroup) }</span>
                <span>{ &explanation.engine }</span>
                <span class="push">{ age.clone() }</span>
            </footer>
        </>
    }
}

/// What the formula's percent of one core come to, where CPU is shown as a part of the whole machine.
fn of_machine(explanation: &Explanation) -> Option<String> {
    let value = explanation.value.filter(|_| explanation.metric == Metric::Cpu)?;
    units::is_of_machine().then(|| {
        let cores = format::grouped(units::cores_in_whole() as u64);
        t!(
            "why-of-machine",
            core = format::percent(value),
            cores = cores,
            machine = format::cpu(value)
        )
    })
}

fn row(counter: &RawCounter, moves: bool) -> Html {
    let (path, name) = numbers::path_and_name(&counter.name);
    let number = |text: String| html! { <td class="is-number">{ text }</td> };
    html! {
        <tr key={counter.name.clone()}>
            <th scope="row" title={counter.name.clone()}>
                { name }<i>{ numbers::unit(counter) }</i>
                <small>{ path }</small>
            </th>
            if moves {
                { number(counter.before.map_or_else(String::new, |before| numbers::value(counter, Some(before)))) }
            }
            { number(numbers::value(counter, counter.now)) }
            if moves {
                { number(numbers::difference(counter)) }
            }
        </tr>
    }
}

fn failed(problem: &Problem) -> Html {
    let (message, next_step) = words::problem(problem);
    html! {
        <div class="why-body" role="alert">
            <p>{ message }</p>
            <p class="next-step">{ next_step }</p>
        </div>
    }
}

fn loading() -> Html {
    html! {
        <div class="why-body" aria-busy="true">
            <p class="visually-hidden">{ t!("loading") }</p>
            { for (0..=COUNTERS).map(|_| html! { <div class="skeleton why-line" /> }) }
            <div class="skeleton why-block" />
        </div>
    }
}
