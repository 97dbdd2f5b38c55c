//! What watching costs: always on show.

use crate::{format, route::Route, t};
use mini_aws_domain::OwnCost;
use yew::prelude::*;

/// What the line about the console itself shows.
#[derive(Properties, PartialEq)]
pub struct OwnCostLineProps {
    /// What the console costs, once measured.
    pub cost: Option<OwnCost>,
}

/// From ten percent on a tenth says nothing, and the line has no room for it.
fn cpu(percent: f64) -> String {
    if percent < 9.95 { format::percent(percent) } else { format::percent_whole(percent) }
}

fn watching(cost: &OwnCost) -> String {
    let (count, figure) = (cost.watched_instances, format::grouped(cost.watched_instances));
    t!(
        "own-watching",
        count = count,
        figure = figure,
        interval = format::interval(cost.interval_ms)
    )
}

/// Two lines for the corner of the sidebar.
#[component]
pub fn OwnCostLine(props: &OwnCostLineProps) -> Html {
    let lines = match &props.cost {
        Some(cost) => html! {
            <>
                { watching(cost) }
                <br />
                { t!("own-costs") }{ " " }<b>{ cpu(cost.cpu_percent) }</b>{ " " }{ t!("own-of-core") }{ " · " }<b>{ format::memory_short(cost.memory_bytes) }</b>
            </>
        },
        None => html! { <>{ t!("own-measuring-1") }<br />{ t!("own-measuring-2") }</> },
    };
    html! {
        <a class="own-cost" href={Route::cost().to_string()} title={t!("own-hint")}
            data-testid="own-cost-link">{ lines }</a>
    }
}
