//! The entries under the days on which they happened.

use super::{
    entry::{Entry, head_id},
    meaning,
};
use crate::{
    hooks::AuditHandle,
    platform,
    state::{AUDIT_LIMIT, Shared},
    t,
    time::Clock,
    words,
};
use chrono::{DateTime, NaiveDate};
use mini_aws_domain::Activity;
use web_sys::Element;
use yew::prelude::*;

/// How near the end older entries are asked for, in CSS pixels.
const NEAR_END: i32 = 900;
/// Up to here the list counts as being at its beginning, in CSS pixels.
const AT_TOP: i32 = 8;
/// How far the keys for a page move.
const PAGE: isize = 12;

/// What the list shows.
#[derive(Properties, PartialEq)]
pub(super) struct DaysProps {
    pub audit: AuditHandle,
    pub clock: Clock,
}

/// The list, which scrolls by itself and asks for more near its end.
#[component]
pub(super) fn Days(props: &DaysProps) -> Html {
    let (log, clock) = (&props.audit.log, props.clock);
    let node = use_node_ref();
    let open = use_state_eq(|| None::<i64>);
    let current = use_state_eq(|| None::<i64>);
    let scrolled = use_state_eq(|| false);
    // Who reads an entry wants it to stay where it is, and so does who has scrolled down.
    {
        let hold = props.audit.hold.clone();
        use_effect_with((*scrolled, open.is_some()), move |&(scrolled, is_open)| {
            hold.emit(scrolled || is_open);
        });
    }
    let onscroll = {
        let (node, scrolled, go_on) = (node.clone(), scrolled.setter(), props.audit.go_on.clone());
        Callback::from(move |_: Event| {
            let Some(list) = node.cast::<Element>() else { return };
            scrolled.set(list.scroll_top() > AT_TOP);
            if list.scroll_height() - list.scroll_top() - list.client_height() < NEAR_END {
                go_on.emit(());
            }
        })
    };
    let on_toggle = {
        let (open, current) = (open.clone(), current.setter());
        Callback::from(move |id| {
            current.set(Some(id));
            open.set((*open != Some(id)).then_some(id));
        })
    };
    let entries = log.entries.clone();
    let first = current.filter(|id| entries.iter().any(|entry| entry.id == *id));
    let first = first.or_else(|| entries.first().map(|entry| entry.id));
    let onkeydown = {
        let (entries, current) = (entries.clone(), current.setter());
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            let at = entries.iter().position(|entry| Some(entry.id) == first).unwrap_or(0);
            let Some(next) = step(&event.key(), at, entries.len()) else { return };
            let is_of_list = event.target_dyn_into::<Element>().is_some_and(|target| {
                target.class_name().contains("event-head") || target.class_name() == "events"
            });
            if let Some(entry) = entries.get(next).filter(|_| is_of_list) {
                event.prevent_default();
                current.set(Some(entry.id));
                platform::focus(&head_id(entry.id));
            }
        })
    };
    let to_top = {
        let (node, open, hold) = (node.clone(), open.setter(), props.audit.hold.clone());
        Callback::from(move |_: MouseEvent| {
            open.set(None);
            hold.emit(false);
            if let Some(list) = node.cast::<Element>() {
                list.set_scroll_top(0);
            }
        })
    };
    // Nothing of an entry that is drawn depends on how late it is: it need not be drawn again as time goes on.
    let timeless = Clock { now: DateTime::default(), ..clock };
    html! {
        <div class="card fill events-card">
            { news(log.waiting(), to_top) }
            <div class="events" data-testid="activity-feed" tabindex="0" role="region" aria-label={t!("activity-by-day")} ref={node} {onscroll} {onkeydown}>
                { for by_day(&entries, &clock).into_iter().map(|(day, entries)| html! {
                    <section key={day.to_string()}>
                        <h2>{ clock.day_title(day) }</h2>
                        <ol>
                            { for entries.iter().map(|entry| html! {
                                <Entry key={entry.id} entry={(*entry).clone()} clock={timeless} is_open={*open == Some(entry.id)}
                                    is_oom={*open == Some(entry.id) && meaning::is_oom(&log.entries, entry)}
                                    is_current={first == Some(entry.id)} on_toggle={on_toggle.clone()} />
                            }) }
                        </ol>
                    </section>
                }) }
                <End audit={props.audit.clone()} />
            </div>
        </div>
    }
}

/// Where a key leads from place `at` of `count`; `None` for a key that has no meaning here.
fn step(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" => Some((at + 1).min(last)),
        "ArrowUp" => Some(at.saturating_sub(1)),
        "PageDown" => Some(at.saturating_add_signed(PAGE).min(last)),
        "PageUp" => Some(at.saturating_add_signed(-PAGE)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// How many entries wait above.
fn news(waiting: usize, to_top: Callback<MouseEvent>) -> Html {
    if waiting == 0 {
        return Html::default();
    }
    let count = crate::format::grouped(waiting as u64);
    html! {
        <button type="button" class="button is-primary events-new" onclick={to_top} data-testid="activity-new">
            { t!("activity-new", n = waiting, count = count) }
        </button>
    }
}

#[derive(Properties, PartialEq)]
struct EndProps {
    audit: AuditHandle,
}

/// What stands below the last entry: that there is more, that there is too much, that it failed, or that this is all.
#[component]
fn End(props: &EndProps) -> Html {
    let log = &props.audit.log;
    let retry = props.audit.retry.reform(|_: MouseEvent| ());
    let go_on = props.audit.go_on.reform(|_: MouseEvent| ());
    let content = if let Some(problem) = &log.problem {
        let (message, next_step) = words::problem(problem);
        html! {
            <>
                <p><b>{ message }</b>{ " " }{ next_step }</p>
                <button type="button" class="button" onclick={retry} data-testid="activity-retry">{ t!("activity-retry") }</button>
            </>
        }
    } else if log.asking.is_some() {
        html! { <p>{ t!("activity-loading") }</p> }
    } else if log.is_full() {
        let limit = crate::format::grouped(AUDIT_LIMIT as u64);
        html! { <p>{ t!("activity-full", limit = limit) }</p> }
    } else if log.more {
        html! { <button type="button" class="button" onclick={go_on} data-testid="activity-older">{ t!("activity-older") }</button> }
    } else {
        html! { <p>{ t!("activity-end") }</p> }
    };
    html! { <div class="events-end" role="status">{ content }</div> }
}

/// The entries in runs of one local day; they come newest first.
fn by_day<'a>(
    entries: &'a [Shared<Activity>],
    clock: &Clock,
) -> Vec<(NaiveDate, Vec<&'a Shared<Activity>>)> {
    let mut days: Vec<(NaiveDate, Vec<&Shared<Activity>>)> = Vec::new();
    for entry in entries {
        let day = clock.day(entry.timestamp);
        match days.last_mut() {
            Some((last, run)) if *last == day => run.push(entry),
            Some(_) | None => days.push((day, vec![entry])),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{activity, ago, clock};
    use mini_aws_domain::{ActivityKind, SubjectKind};

    #[test]
    fn each_day_has_one_heading() {
        let at = |id, seconds| {
            Shared::new(Activity {
                timestamp: ago(seconds),
                ..activity(id, ActivityKind::Started, SubjectKind::Instance, "api")
            })
        };
        let entries = [at(4, 10), at(2, 20), at(3, 90_000), at(1, 200_000)];
        let days = by_day(&entries, &clock());
        let sizes: Vec<usize> = days.iter().map(|(_, run)| run.len()).collect();
        assert_eq!(sizes, [2, 1, 1]);
    }

    #[test]
    fn keys_stay_within_the_list() {
        assert_eq!(step("ArrowDown", 0, 3), Some(1));
        assert_eq!(step("ArrowDown", 2, 3), Some(2));
        assert_eq!(step("ArrowUp", 0, 3), Some(0));
        assert_eq!(step("PageDown", 1, 100), Some(13));
        assert_eq!(step("PageUp", 3, 100), Some(0));
        assert_eq!((step("Home", 7, 9), step("End", 7, 9)), (Some(0), Some(8)));
        assert_eq!((step("a", 0, 3), step("End", 0, 0)), (None, None));
    }
}
