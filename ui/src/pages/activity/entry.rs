//! One entry: a line that opens to what it meant.

use super::{meaning, words::Choice};
use crate::{
    charts::{ChartRange, Span},
    components::{Hue, activity_text},
    format, platform,
    route::{Page, Route},
    state::Shared,
    t,
    time::Clock,
};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{Activity, InstanceId, LastUsage, SubjectKind};
use yew::prelude::*;

/// How much of the chart is shown on either side of the moment.
const AROUND: TimeDelta = TimeDelta::minutes(15);

/// What a line shows.
#[derive(Properties, PartialEq)]
pub(super) struct EntryProps {
    pub entry: Shared<Activity>,
    pub clock: Clock,
    pub is_open: bool,
    /// Whether it is known to have ended for want of memory.
    pub is_oom: bool,
    /// Whether the keyboard comes to it first, among all lines.
    pub is_current: bool,
    /// Opens or closes it.
    pub on_toggle: Callback<i64>,
}

/// The id of the button of an entry.
pub(super) fn head_id(entry: i64) -> String {
    format!("event-{entry}")
}

/// An entry of the log.
#[component]
pub(super) fn Entry(props: &EntryProps) -> Html {
    let (entry, clock) = (&*props.entry, props.clock);
    let text = activity_text(entry);
    let id = entry.id;
    let onclick = props.on_toggle.reform(move |_: MouseEvent| id);
    let more = format!("event-more-{id}");
    html! {
        <li class={classes!("event", props.is_open.then_some("is-open"))} data-testid="activity-item">
            <button type="button" id={head_id(id)} class="event-head" tabindex={if props.is_current { "0" } else { "-1" }}
                aria-expanded={if props.is_open { "true" } else { "false" }} aria-controls={props.is_open.then(|| more.clone())} {onclick}>
                <i class={classes!("dot", Hue::of_activity(entry).class())} aria-hidden="true"></i>
                <span class="event-text" title={format!("{} {text}", entry.subject.name)}><b>{ &entry.subject.name }</b>{ " " }<span>{ text }</span></span>
                <time datetime={entry.timestamp.to_rfc3339()} title={clock.full(entry.timestamp)}>{ clock.time_of_day(entry.timestamp) }</time>
                <i class="event-arrow" aria-hidden="true"></i>
            </button>
            if props.is_open {
                <div class="event-more" id={more} data-testid="activity-detail">
                    { facts(entry, props.is_oom, clock) }
                    { links(entry) }
                </div>
            }
        </li>
    }
}

fn facts(entry: &Activity, is_oom: bool, clock: Clock) -> Html {
    let fact = |name: String, value: Html| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    let text = |value: String| html! { { value } };
    let exact = clock.zone.at(entry.timestamp).format("%Y-%m-%d %H:%M:%S%.3f %:z").to_string();
    html! {
        <dl class="event-facts">
            if let Some(ending) = meaning::ending(entry, is_oom) {
                { fact(t!("activity-fact-ending"), text(ending)) }
            }
            if let Some(last) = &entry.last {
                { fact(t!("activity-fact-last"), text(used(last, clock))) }
            }
            { fact(t!("activity-fact-kind"), text(entry.kind.words())) }
            { fact(t!("activity-fact-outcome"), text(entry.outcome.words())) }
            { fact(t!("activity-fact-source"), text(entry.source.words())) }
            { fact(t!("activity-fact-time"), html! { <time>{ exact }</time> }) }
            if !entry.subject.id.is_empty() && entry.subject.id != entry.subject.name {
                { fact(t!("activity-fact-subject"), html! { <code>{ &entry.subject.id }</code> }) }
            }
            { fact(t!("activity-fact-number"), text(entry.id.to_string())) }
        </dl>
    }
}

/// What it used last, as far as that is known.
fn used(last: &LastUsage, clock: Clock) -> String {
    let at = clock.time_of_day(last.at);
    let cpu = format::or_unknown(last.cpu_percent, format::cpu);
    let limit = last.memory_limit_bytes.filter(|limit| *limit > 0);
    match (last.memory_bytes, limit) {
        (Some(bytes), Some(limit)) => t!(
            "activity-last-of-limit",
            at = at,
            cpu = cpu,
            memory = format::memory(bytes),
            limit = format::memory(limit),
            share = format::percent_whole(bytes as f64 * 100.0 / limit as f64)
        ),
        (memory, _) => t!(
            "activity-last",
            at = at,
            cpu = cpu,
            memory = format::or_unknown(memory, format::memory)
        ),
    }
}

/// To the page of what it happened to, and to the moment on its chart.
fn links(entry: &Activity) -> Html {
    let page = subject_page(entry);
    let chart = chart_at(entry, platform::now());
    html! {
        <p class="event-links">
            if let Some((label, route)) = page {
                <a class="button" href={route.to_string()} data-testid="activity-subject">{ label }</a>
            }
            if let Some(route) = chart {
                <a class="button" href={route.to_string()} data-testid="activity-chart">{ t!("activity-show-chart") }</a>
            }
        </p>
    }
}

fn subject_page(entry: &Activity) -> Option<(String, Route)> {
    let route = Route::of_happening(&entry.subject)?;
    let label = match entry.subject.kind {
        SubjectKind::Engine => t!("activity-open-engine"),
        SubjectKind::Console => t!("activity-open-settings"),
        SubjectKind::Instance | SubjectKind::Volume | SubjectKind::Vpc => {
            t!("activity-open", name = entry.subject.name.as_str())
        }
    };
    Some((label, route))
}

/// The charts around the moment: those of the instance, or of all when it happened to the engine.
fn chart_at(entry: &Activity, now: DateTime<Utc>) -> Option<Route> {
    let subject = &entry.subject;
    let route = match subject.kind {
        SubjectKind::Instance if !subject.id.is_empty() => {
            Route::of_instance(&InstanceId::new(subject.id.as_str()))
        }
        SubjectKind::Engine => Route::to(Page::Dashboard),
        SubjectKind::Instance | SubjectKind::Volume | SubjectKind::Vpc | SubjectKind::Console => {
            return None;
        }
    };
    let at = entry.timestamp;
    let span = Span { from: at - AROUND, to: at + AROUND };
    // An engine whose clock is ahead of this machine's tells of moments to come.
    let now = now.max(at);
    Some(route.with_range(ChartRange::default().zoomed(span, now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{activity, clock, now};
    use mini_aws_domain::ActivityKind;

    #[test]
    fn the_moment_is_in_the_middle_of_the_chart_or_at_its_end() {
        let entry = activity(1, ActivityKind::Died, SubjectKind::Instance, "api");
        let span = |now| chart_at(&entry, now).unwrap().range.fixed.unwrap();
        let later = span(entry.timestamp + TimeDelta::hours(3));
        assert_eq!((later.from, later.to), (entry.timestamp - AROUND, entry.timestamp + AROUND));
        let early = span(entry.timestamp - TimeDelta::hours(3));
        assert_eq!((early.to, early.length()), (entry.timestamp, AROUND * 2));
        let volume = activity(1, ActivityKind::Created, SubjectKind::Volume, "data");
        assert_eq!(chart_at(&volume, now()), None);
    }

    #[test]
    fn what_it_used_last_is_said_as_far_as_it_is_known() {
        let last = LastUsage {
            at: now(),
            cpu_percent: Some(61.4),
            memory_bytes: Some(1 << 30),
            memory_limit_bytes: Some(2 << 30),
        };
        let plain = |last: &LastUsage| used(last, clock()).replace(format::SPACE, " ");
        assert_eq!(plain(&last), "61.4 % CPU, 1 GiB of 2 GiB of memory (50 %), at 14:15:42");
        let last = LastUsage { memory_limit_bytes: Some(0), cpu_percent: None, ..last };
        assert_eq!(plain(&last), "– CPU, 1 GiB of memory, at 14:15:42");
    }
}
