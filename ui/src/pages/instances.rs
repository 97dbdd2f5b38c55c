//! Every container, in a table.

use super::{
    instance_rows::{COLUMNS, cells, is_live, order},
    no_instances,
};
use crate::{
    components::{TablePage, use_sort},
    format,
    state::ConsoleState,
    time::Clock,
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the page of instances shows.
#[derive(Properties, PartialEq)]
pub struct InstancesPageProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// The time.
    pub clock: Clock,
    /// The filter that the address asks for.
    #[prop_or_default]
    pub filter: AttrValue,
}

/// The instances: to sort, and to filter as one types.
#[component]
pub fn InstancesPage(props: &InstancesPageProps) -> Html {
    let state = &props.state;
    let (sort, on_sort) = use_sort();
    let filter = use_state_eq(|| props.filter.to_string());
    {
        let filter = filter.clone();
        use_effect_with(props.filter.clone(), move |wanted| filter.set(wanted.to_string()));
    }
    // A table that is sorted by load settles when the ranking does; by name it need not care for frames at all.
    let pulse = if is_live(sort) { state.rank_revision } else { 0 };
    let places = {
        let readings = state.readings.clone();
        use_memo(
            (state.instances.clone(), sort, (*filter).clone(), pulse),
            move |(instances, sort, filter, _)| order(instances, &readings, *sort, filter),
        )
    };
    let oninput = {
        let filter = filter.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                filter.set(input.value());
            }
        })
    };
    let row = {
        let (state, clock, places) = (state.clone(), props.clock, places.clone());
        Callback::from(move |place: usize| {
            let instance = places.get(place).and_then(|&index| state.instances.get(index));
            instance.map_or_else(Html::default, |instance| cells(instance, &state, &clock))
        })
    };
    let total = state.instances.len() as u64;
    let shown = places.len() as u64;
    let count = if shown == total {
        format!(
            "{} · {} running",
            format::grouped(total),
            format::grouped(state.summary.running_instances)
        )
    } else {
        format!("{} of {}", format::grouped(shown), format::grouped(total))
    };
    let tools = html! {
        <input type="search" class="push" aria-label="Filter instances" placeholder="Filter by name, image, state, project…"
            value={(*filter).clone()} {oninput} />
    };
    let empty = state.instances.is_empty().then(no_instances);
    html! {
        <TablePage title="Instances" {empty} {count} is_status=true {tools} columns={COLUMNS} {sort} {on_sort}
            rows={places.len()} {row} nothing="No instance matches the filter." />
    }
}
