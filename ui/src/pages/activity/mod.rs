//! What happened: the stored audit log and what comes live, by day, to narrow down and to save.

mod days;
mod entry;
mod export;
mod filter;
mod meaning;
#[cfg(test)]
mod tests;
mod words;

use crate::{
    backend::Door,
    components::{EmptyState, SkeletonRows},
    hooks::use_audit_log,
    route::{Page, Route},
    state::ConsoleState,
    t,
    time::Clock,
};
use days::Days;
use export::Export;
use filter::Filter;
use yew::prelude::*;

/// What the page of activities shows.
#[derive(Properties, PartialEq)]
pub struct ActivityPageProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// The time.
    pub clock: Clock,
    /// What keeps the log.
    pub door: Door,
    /// What the page is narrowed to.
    pub route: Route,
}

/// The activities, newest first, under the day on which they happened.
#[component]
pub fn ActivityPage(props: &ActivityPageProps) -> Html {
    let query = props.route.audit.query(&props.route.filter);
    let audit = use_audit_log(&props.door, &query, &props.state);
    let log = &audit.log;
    let is_narrowed = !props.route.audit.is_empty() || !query.text.is_empty();
    let is_busy = log.asking.is_some();
    let content = if !log.entries.is_empty() {
        // Another filter is another list: it begins at its beginning.
        html! { <Days key={props.route.to_string()} audit={audit.clone()} clock={props.clock.of_day()} /> }
    } else if let Some(problem) = &log.problem {
        let onclick = audit.retry.reform(|_: MouseEvent| ());
        let (message, next_step) = crate::words::problem(problem);
        html! {
            <EmptyState title={message} text={next_step}>
                <button type="button" class="button" {onclick} data-testid="activity-retry">{ t!("activity-retry") }</button>
            </EmptyState>
        }
    } else if is_busy || (!log.is_answered && is_narrowed) {
        html! {
            <SkeletonRows />
        }
    } else if is_narrowed {
        html! {
            <EmptyState title={t!("activity-nothing-matches")} text={t!("activity-nothing-matches-text")}>
                <a class="button" href={Route::to(Page::Activity).to_string()}>{ t!("activity-show-all") }</a>
            </EmptyState>
        }
    } else {
        html! { <EmptyState title={t!("activity-nothing")} text={t!("activity-nothing-text")} /> }
    };
    html! {
        <div class="table-page">
            <div class="page-head">
                <h1>{ t!("nav-activity") }</h1>
                { live(props.state.is_cut_off(), log.is_held) }
                <div class="push"></div>
                <Export door={props.door.clone()} {query} />
            </div>
            <Filter route={props.route.clone()} />
            { content }
        </div>
    }
}

/// Whether what happens shows up by itself.
fn live(is_cut_off: bool, is_held: bool) -> Html {
    let (hue, text, hint) = match (is_cut_off, is_held) {
        (true, _) => ("k-off", t!("activity-cut-off"), t!("activity-cut-off-hint")),
        (false, true) => ("k-info", t!("activity-held"), t!("activity-held-hint")),
        (false, false) => ("k-ok", t!("activity-live"), t!("activity-live-hint")),
    };
    html! {
        <span class="pill live-pill" title={hint} data-testid="activity-live">
            <i class={classes!("dot", hue)} aria-hidden="true"></i>{ text }
        </span>
    }
}
