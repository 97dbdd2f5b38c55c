//! Every Docker volume: attached to whom, how large, and the unused ones.

mod measure;
mod rows;
#[cfg(test)]
mod tests;
mod totals;

use super::kept_sort::use_kept_sort;
use crate::{
    backend::Door,
    components::{Column, EmptyState, FilterBox, TablePage},
    route::Route,
    state::ConsoleState,
    t,
    time::Clock,
};
use measure::{Measure, Measured};
use mini_aws_domain::{Problem, Volume};
use rows::{UNUSED, cells, matching, order};
use totals::{count, totals};
use yew::prelude::*;

/// Under which name the order is kept.
const SORT: &str = "mini-aws-volumes-sort";

fn columns() -> Vec<Column> {
    vec![
        Column::text(t!("volumes-name"), "w-volume"),
        Column::text(t!("volumes-attached-to"), "w-attached"),
        Column::number(t!("volumes-size"), "w-bytes"),
        Column::number(t!("volumes-created"), "w-time"),
        Column::text(t!("volumes-project"), "w-group"),
        Column::text(t!("volumes-driver"), "w-project"),
        Column::text(t!("volumes-mountpoint"), "w-mountpoint"),
    ]
}

/// What the page of volumes shows.
#[derive(Properties, PartialEq)]
pub struct VolumesPageProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// The time.
    pub clock: Clock,
    /// What has the volumes measured.
    pub door: Door,
    /// What the page is narrowed to.
    pub route: Route,
}

/// The volumes, to filter and to sort, with their totals.
#[component]
pub fn VolumesPage(props: &VolumesPageProps) -> Html {
    let (state, route) = (&props.state, &props.route);
    let columns = columns();
    let (sort, on_sort) = use_kept_sort(SORT, columns.len());
    let filter = route.filter.clone();
    let places = use_memo(
        (state.volumes.clone(), state.instances.clone(), filter, sort),
        |(volumes, instances, filter, sort)| {
            let kept = |volume: &&Volume| matching(volume, instances, filter);
            let volumes: Vec<&Volume> = volumes.values().filter(kept).collect();
            let places = order(&volumes, *sort);
            places.into_iter().map(|place| volumes[place].name.clone()).collect::<Vec<_>>()
        },
    );
    let is_busy = state.is_awaited();
    let empty = (state.volumes.is_empty() && !is_busy).then(|| html! {
        <EmptyState title={t!("volumes-none")} text={t!("volumes-none-text")} command="docker volume create data" />
    });
    let row = {
        let (state, clock, places) = (state.clone(), props.clock, places.clone());
        // Of all, so that a filter changes no bar.
        let largest = state.volumes.values().filter_map(|volume| volume.size_bytes).max();
        Callback::from(move |place: usize| {
            let volume = places.get(place).and_then(|name| state.volumes.get(name));
            volume.map_or_else(Html::default, |volume| cells(volume, largest, &state, &clock))
        })
    };
    let shown = places.iter().filter_map(|name| state.volumes.get(name));
    let (count, totals) = (count(places.len(), state.volumes.len()), totals(shown));
    let refused = use_state_eq(|| None::<Problem>);
    let on_refused = {
        let refused = refused.setter();
        use_callback((), move |problem, ()| refused.set(problem))
    };
    let tools = html! {
        <>
            <FilterBox route={route.clone()} label={t!("volumes-filter")} hint={t!("volumes-filter-hint")} test_id="volumes-filter" />
            { unused(route) }
            <Measure measure={state.measure.clone()} door={props.door.clone()} {on_refused} />
        </>
    };
    let foot = html! {
        <>
            <p class="totals" title={totals.clone()}>{ totals }</p>
            <Measured measure={state.measure.clone()} refused={(*refused).clone()} clock={props.clock} />
        </>
    };
    html! {
        <TablePage title={t!("nav-volumes")} {empty} {count} is_status=true {tools} {columns} {sort} {on_sort} rows={places.len()} {row}
            nothing={t!("volumes-nothing")} {foot} {is_busy} />
    }
}

/// A switch that narrows the page to the unused ones, and back. It is a word of the filter, so that a link leads there.
fn unused(route: &Route) -> Html {
    let mut words: Vec<&str> = route.filter.split_whitespace().collect();
    let is_on = words.contains(&UNUSED);
    if is_on {
        words.retain(|word| *word != UNUSED);
    } else {
        words.push(UNUSED);
    }
    let to = Route { filter: words.join(" "), ..route.clone() }.to_string();
    let onclick = Callback::from(move |_: MouseEvent| crate::platform::go_to(&to, true));
    html! {
        <button type="button" class={classes!("button", is_on.then_some("is-on"))} aria-pressed={if is_on { "true" } else { "false" }} {onclick}
            data-testid="volumes-unused">{ t!("volumes-unused-only") }</button>
    }
}
