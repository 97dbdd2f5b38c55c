//! Instances one below the other, be they there or gone.

use super::known::Known;
use crate::{
    charts::{ChartRange, Span, span_words},
    components::{Hue, StateBadge, StateBadgeProps},
    format,
    route::Route,
    t,
    time::Clock,
};
use yew::prelude::*;

/// How many are listed: more are found in the tables of all.
const LIMIT: usize = 100;

/// A box with `members`, each leading to its page.
pub(super) fn list(title: String, members: &[Known<'_>], range: ChartRange, clock: Clock) -> Html {
    let count = format::grouped(members.len() as u64);
    html! {
        <section class="card lineage" data-testid="lineage">
            <h2>{ title.clone() }<em>{ count }</em></h2>
            <ol class="lineage-rows" tabindex="0" aria-label={title}>
                { for members.iter().take(LIMIT).map(|&known| row(known, range, clock)) }
            </ol>
            if members.len() > LIMIT {
                <p class="faint">{ t!("past-limit", count = format::grouped(LIMIT as u64)) }</p>
            }
        </section>
    }
}

fn row(known: Known<'_>, range: ChartRange, clock: Clock) -> Html {
    let (badge, when) = match known {
        Known::Present(instance) => (
            StateBadgeProps::of(instance, &clock),
            t!("past-since", time = clock.moment(instance.created_at)),
        ),
        Known::Past(past) => (
            terminated(&clock, past.last_seen),
            span_words(Span { from: past.first_seen, to: past.last_seen }, clock),
        ),
    };
    let route = Route::of_instance(known.id()).with_range(known.range(range, clock.now));
    html! {
        <li key={known.id().as_str()} data-testid="lineage-row">
            <a class="quiet-link" href={route.to_string()} title={known.name().to_owned()}>{ known.name() }</a>
            <code title={known.id().as_str().to_owned()}>{ known.id().short() }</code>
            <StateBadge ..badge />
            <span class="faint">{ when }</span>
        </li>
    }
}

/// The badge of an instance that is gone.
pub(crate) fn terminated(
    clock: &Clock,
    last_seen: chrono::DateTime<chrono::Utc>,
) -> StateBadgeProps {
    StateBadgeProps {
        hue: Hue::Off,
        text: t!("state-terminated").into(),
        hint: t!("state-terminated-hint", time = clock.since(last_seen)).into(),
    }
}
