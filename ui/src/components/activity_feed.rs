//! What happened, newest first.

use super::Hue;
use crate::{charts::ChartRange, route::Route, state::Shared, t, time::Clock, words};
use mini_aws_domain::{Activity, SubjectKind};
use yew::prelude::*;

/// What a feed shows.
#[derive(Properties, PartialEq)]
pub struct ActivityFeedProps {
    /// The activities, newest first.
    pub entries: Shared<Vec<Activity>>,
    /// How many of them there is room for.
    pub limit: usize,
    /// The time.
    pub clock: Clock,
    /// Which time the page's charts show.
    #[prop_or_default]
    pub range: ChartRange,
    /// What is said if there are none.
    #[prop_or_else(|| t!("feed-nothing").into())]
    pub nothing: AttrValue,
}

/// The newest activities as a list.
#[component]
pub fn ActivityFeed(props: &ActivityFeedProps) -> Html {
    if props.entries.is_empty() {
        return html! {
            <div data-testid="activity-feed">
                <p class="faint feed-empty">{ &props.nothing }</p>
            </div>
        };
    }
    html! {
        <ol class="feed" data-testid="activity-feed">
            { for props.entries.iter().take(props.limit).map(|entry| html! {
                <ActivityItem key={entry.id} entry={entry.clone()} clock={props.clock} range={props.range} />
            }) }
        </ol>
    }
}

/// What a line of a feed shows.
#[derive(Properties, PartialEq)]
pub struct ActivityItemProps {
    /// What happened.
    pub entry: Activity,
    /// The time.
    pub clock: Clock,
    /// Which time the page's charts show: those of an instance's page begin with it.
    #[prop_or_default]
    pub range: ChartRange,
}

/// One line of the feed: whom, what, when.
#[component]
pub fn ActivityItem(props: &ActivityItemProps) -> Html {
    let entry = &props.entry;
    let text = activity_text(entry);
    let when = props.clock.moment(entry.timestamp);
    html! {
        <li class="activity-item" data-testid="activity-item">
            <i class={classes!("dot", Hue::of_activity(entry).class())} aria-hidden="true"></i>
            <p title={format!("{} {text}", entry.subject.name)}><b>{ subject(entry, props.range) }</b>{ " " }<span>{ text }</span></p>
            <time datetime={entry.timestamp.to_rfc3339()} title={props.clock.full(entry.timestamp)}>{ when }</time>
        </li>
    }
}

/// The name, which leads to the page that shows what has it.
fn subject(entry: &Activity, range: ChartRange) -> Html {
    let name = entry.subject.name.as_str();
    match Route::of_happening(&entry.subject) {
        Some(route) => {
            let has_charts = route.charted().is_some();
            let href = if has_charts { route.with_range(range) } else { route }.to_string();
            html! { <a class="quiet-link" {href}>{ name }</a> }
        }
        None => html! { { name } },
    }
}

/// What is read after the name: `died, exit 137, out of memory`, `volume created`.
#[must_use]
pub fn activity_text(entry: &Activity) -> String {
    let verb = words::verb(entry.kind);
    let said = match entry.subject.kind {
        SubjectKind::Volume => t!("feed-volume", verb = verb),
        SubjectKind::Vpc => t!("feed-vpc", verb = verb),
        SubjectKind::Instance | SubjectKind::Engine | SubjectKind::Console => verb,
    };
    if entry.detail.is_empty() { said } else { format!("{said}, {}", entry.detail) }
}
