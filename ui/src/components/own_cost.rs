//! What watching costs: always on show.

use crate::{format, route::Route};
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
    if percent < 10.0 { format::percent(percent) } else { format::percent_whole(percent) }
}

/// Two lines for the corner of the sidebar.
#[component]
pub fn OwnCostLine(props: &OwnCostLineProps) -> Html {
    let lines = match &props.cost {
        Some(cost) => html! {
            <>
                { format!("Watching {} at {}", format::counted(cost.watched_instances, "instance", "instances"), format::interval(cost.interval_ms)) }
                <br />
                { "costs " }<b>{ cpu(cost.cpu_percent) }</b>{ " of a core · " }<b>{ format::memory_short(cost.memory_bytes) }</b>
            </>
        },
        None => html! { <>{ "The console's own cost" }<br />{ "is being measured…" }</> },
    };
    html! {
        <a class="own-cost" href={Route::cost().to_string()} title="CPU and memory of the console itself, window included. All of it is in the settings."
            data-testid="own-cost-link">{ lines }</a>
    }
}
