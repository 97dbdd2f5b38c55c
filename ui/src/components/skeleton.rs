//! The shapes of what is about to be there, in its final size, so that nothing jumps.

use crate::{
    route::{Page, PageHref},
    t,
};
use yew::prelude::*;

/// What is about to be there.
#[derive(Properties, PartialEq)]
pub struct SkeletonProps {
    /// The page's heading, which nobody sees yet, and who only hears the page finds it by.
    pub title: AttrValue,
}

/// The dashboard before it is known.
#[component]
pub fn SkeletonDashboard() -> Html {
    let card = |class: &'static str| html! { <div class={classes!("card", class)}><div class="skeleton" /></div> };
    html! {
        <div class="dashboard" aria-busy="true">
            <h1 class="visually-hidden">{ Page::Dashboard.words() }</h1>
            <p class="visually-hidden">{ t!("loading") }</p>
            { for (0..3).map(|_| card("resource-card")) }
            { card("chart") }
            { card("chart") }
            { card("hot") }
            { card("feed-card") }
        </div>
    }
}

/// The page of an instance before it is known.
#[component]
pub fn SkeletonInstance(props: &SkeletonProps) -> Html {
    let card = |class: &'static str| html! { <div class={classes!("card", class)}><div class="skeleton" /></div> };
    html! {
        <div class="instance-page" aria-busy="true">
            <h1 class="visually-hidden">{ &props.title }</h1>
            <p class="visually-hidden">{ t!("loading") }</p>
            <div class="page-head"></div>
            { card("instance-facts") }
            <div class="instance-charts"><div class="charts">{ for (0..4).map(|_| card("chart")) }</div></div>
        </div>
    }
}

/// A table before it is known.
#[component]
pub fn SkeletonTable(props: &SkeletonProps) -> Html {
    html! {
        <div class="table-page" aria-busy="true">
            <h1 class="visually-hidden">{ &props.title }</h1>
            <p class="visually-hidden">{ t!("loading") }</p>
            <div class="card fill">
                { for (0..12).map(|_| html! { <div class="skeleton skeleton-row" /> }) }
            </div>
        </div>
    }
}
