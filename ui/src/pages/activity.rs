//! What happened, by day.

use crate::{
    components::{ActivityItem, EmptyState},
    state::{ConsoleState, Shared},
    time::Clock,
};
use chrono::NaiveDate;
use mini_aws_domain::Activity;
use yew::prelude::*;

/// What the page of activities shows.
#[derive(Properties, PartialEq)]
pub struct ActivityPageProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// The time.
    pub clock: Clock,
}

/// The activities, newest first, under the day on which they happened.
#[component]
pub fn ActivityPage(props: &ActivityPageProps) -> Html {
    let entries = &props.state.activity;
    html! {
        <div class="table-page">
            <div class="page-head"><h1>{ "Activity" }</h1></div>
            if entries.is_empty() {
                <EmptyState title="Nothing happened yet" text="What the engine does, and what this console does with it, shows up here as it happens." />
            } else {
                <Days entries={entries.clone()} clock={props.clock} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DaysProps {
    entries: Shared<Vec<Activity>>,
    clock: Clock,
}

/// A component of its own, so that a frame, which changes the state and no activity, costs nothing here.
#[component]
fn Days(props: &DaysProps) -> Html {
    let clock = props.clock;
    let days = by_day(&props.entries, &clock);
    html! {
        <div class="card fill days" data-testid="activity-feed" tabindex="0" role="region" aria-label="Activity by day">
            { for days.into_iter().map(|(day, entries)| html! {
                <section key={day.to_string()}>
                    <h2>{ clock.day_title(day) }</h2>
                    <ol class="feed">
                        { for entries.iter().map(|entry| html! {
                            <ActivityItem key={entry.id} entry={(*entry).clone()} {clock} under_day=true />
                        }) }
                    </ol>
                </section>
            }) }
        </div>
    }
}

/// The activities in runs of one local day.
fn by_day<'a>(entries: &'a [Activity], clock: &Clock) -> Vec<(NaiveDate, Vec<&'a Activity>)> {
    let mut days: Vec<(NaiveDate, Vec<&Activity>)> = Vec::new();
    for entry in entries {
        let day = clock.day(entry.timestamp);
        match days.last_mut() {
            Some((last, run)) if *last == day => run.push(entry),
            // The order is the store's; an engine whose clock was set back may bring an earlier day up once more.
            Some(_) | None => match days.iter_mut().find(|(known, _)| *known == day) {
                Some((_, run)) => run.push(entry),
                None => days.push((day, vec![entry])),
            },
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
        let at = |id, seconds| Activity {
            timestamp: ago(seconds),
            ..activity(id, ActivityKind::Started, SubjectKind::Instance, "api")
        };
        let entries = [at(4, 10), at(3, 90_000), at(2, 20), at(1, 200_000)];
        let days = by_day(&entries, &clock());
        let sizes: Vec<usize> = days.iter().map(|(_, run)| run.len()).collect();
        assert_eq!(sizes, [2, 1, 1]);
    }
}
