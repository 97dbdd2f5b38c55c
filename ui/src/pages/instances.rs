//! Every container, in a table: those that the engine has, or those that it had.

use super::{
    instance_rows::{cells, columns, filtered, is_live, order},
    no_instances,
    terminated::Terminated,
};
use crate::{
    charts::ChartRange,
    components::{Switch, SwitchItem, TablePage, use_sort},
    format,
    hooks::{PastHandle, use_part},
    route::{Page, Route},
    state::ConsoleState,
    time::Clock,
};
use std::ops::Range;
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
    /// The instances that are gone.
    #[prop_or_default]
    pub past: PastHandle,
    /// Whether it is those that are listed.
    #[prop_or_default]
    pub is_past: bool,
    /// Which time the charts of an instance's page begin with.
    #[prop_or_default]
    pub range: ChartRange,
}

/// The instances: to sort, and to filter as one types.
#[component]
pub fn InstancesPage(props: &InstancesPageProps) -> Html {
    let filter = use_state_eq(|| props.filter.to_string());
    {
        let filter = filter.clone();
        use_effect_with(props.filter.clone(), move |wanted| filter.set(wanted.to_string()));
    }
    let oninput = {
        let filter = filter.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                filter.set(input.value());
            }
        })
    };
    let tools = html! {
        <input type="search" class="push" aria-label="Filter instances" placeholder="Filter by name, image, state, project…"
            value={(*filter).clone()} {oninput} />
    };
    let switch = html! { <Switch label="Which instances" test_id="instances-switch" items={tables(props)} /> };
    let filter = AttrValue::from((*filter).clone());
    if props.is_past {
        return html! {
            <Terminated past={props.past.clone()} clock={props.clock} range={props.range} {filter} {tools} {switch} />
        };
    }
    html! {
        <Present state={props.state.clone()} clock={props.clock} range={props.range} {filter} {tools} {switch} />
    }
}

/// The two tables. How many are gone is said once that is known.
fn tables(props: &InstancesPageProps) -> Vec<SwitchItem> {
    let to = |is_past| Route {
        filter: props.filter.to_string(),
        is_past,
        ..Route::to(Page::Instances).with_range(props.range)
    };
    let gone = props.past.list.as_ref().map(|list| format::grouped(list.len() as u64));
    let gone = gone.map_or_else(|| "Terminated".to_owned(), |gone| format!("Terminated ({gone})"));
    let item = |label: AttrValue, is_past| SwitchItem {
        label,
        route: to(is_past),
        is_current: props.is_past == is_past,
    };
    vec![item("Running and stopped".into(), false), item(gone.into(), true)]
}

#[derive(Properties, PartialEq)]
struct PresentProps {
    state: ConsoleState,
    clock: Clock,
    range: ChartRange,
    filter: AttrValue,
    tools: Html,
    switch: Html,
}

/// The instances that the engine has.
#[component]
fn Present(props: &PresentProps) -> Html {
    let state = &props.state;
    let (sort, on_sort) = use_sort();
    // A table that is sorted by load settles when the ranking does; by name it need not care for frames at all.
    let pulse = if is_live(sort) { state.rank_revision } else { 0 };
    let ordered = {
        let readings = state.readings.clone();
        use_memo((state.instances.clone(), sort, pulse), move |(instances, sort, _)| {
            order(instances, &readings, *sort)
        })
    };
    let places = use_memo(
        (ordered, state.instances.clone(), props.filter.clone()),
        |(ordered, instances, filter)| filtered(instances, ordered, filter),
    );
    let row = {
        let (state, clock, places, range) =
            (state.clone(), props.clock, places.clone(), props.range);
        Callback::from(move |place: usize| {
            let instance = places.get(place).and_then(|&index| state.instances.get(index));
            instance.map_or_else(Html::default, |instance| cells(instance, &state, &clock, range))
        })
    };
    let part = use_part();
    let on_seen = use_callback(
        (places.clone(), state.instances.clone()),
        move |seen: Range<usize>, (places, instances)| {
            let seen = places.get(seen).unwrap_or_default().iter();
            let ids = seen.filter_map(|&place| Some(instances.get(place)?.id.clone()));
            if let Some(part) = part.borrow().as_ref() {
                part.show(&ids.collect::<Vec<_>>());
            }
        },
    );
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
    let empty = state.instances.is_empty().then(no_instances);
    html! {
        <TablePage title="Instances" {empty} switch={props.switch.clone()} {count} is_status=true tools={props.tools.clone()} columns={columns()} {sort} {on_sort}
            rows={places.len()} {row} nothing="No instance matches the filter." {on_seen} />
    }
}
