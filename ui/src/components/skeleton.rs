//! The shapes of what is about to be there, in its final place and size, so that nothing jumps. What does not depend on the data is there
//! already: the headings are the page's own.

use super::HotTable;
use crate::{
    charts::ChartShapes,
    route::{Page, PageHref},
    state::ConsoleState,
    t,
};
use mini_aws_domain::Metric;
use yew::prelude::*;

/// So many rows fill the highest window; those below the edge are cut off.
const ROWS: usize = 64;

/// The dashboard before it is known.
#[component]
pub fn SkeletonDashboard() -> Html {
    let card = |page: Page| {
        html! {
            <div class="card resource-card"><h2>{ page.words() }</h2><div class="skeleton skeleton-rest" /></div>
        }
    };
    html! {
        <>
            // Outside of what is busy: within it nothing is read out.
            <p class="visually-hidden" role="status">{ t!("loading") }</p>
            <div class="dashboard" aria-busy="true">
                <h1 class="visually-hidden">{ Page::Dashboard.words() }</h1>
                { for [Page::Instances, Page::Volumes, Page::Vpcs].map(card) }
                <ChartShapes metrics={vec![Metric::Cpu, Metric::Memory]} />
                <div class="card hot">
                    <h2>{ t!("dashboard-hottest") }<em>{ t!("dashboard-by-cpu") }</em></h2>
                    <div class="room"><HotTable state={ConsoleState::default()} limit={0} />{ rows() }</div>
                </div>
                <div class="card feed-card">
                    <h2>{ Page::Activity.words() }</h2>
                    <div class="room">{ rows() }</div>
                </div>
            </div>
        </>
    }
}

/// A list before it is known, in a card that takes the height there is.
#[component]
pub fn SkeletonRows() -> Html {
    html! {
        <>
            <p class="visually-hidden" role="status">{ t!("loading") }</p>
            <div class="card fill" aria-busy="true">{ rows() }</div>
        </>
    }
}

fn rows() -> Html {
    html! { { for (0..ROWS).map(|_| html! { <div class="skeleton skeleton-row" /> }) } }
}
