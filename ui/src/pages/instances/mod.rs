//! Every container, in a table: those that the engine has, or those that it had.

mod cells;
mod fields;
mod filter;
mod filter_field;
mod groups;
mod kept;
mod menu;
mod order;
mod present;

use super::terminated::Terminated;
use crate::{
    charts::ChartRange,
    components::{Switch, SwitchItem},
    format,
    hooks::PastHandle,
    route::{Page, Route},
    state::ConsoleState,
    t,
    time::Clock,
};
use filter_field::{FilterField, use_filter};
use present::Present;
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
    /// Whether the address asks for groups by project.
    #[prop_or_default]
    pub is_grouped: bool,
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

/// The instances: to sort, to group, and to filter as one types.
#[component]
pub fn InstancesPage(props: &InstancesPageProps) -> Html {
    let route = Route {
        filter: props.filter.to_string(),
        is_grouped: props.is_grouped,
        is_past: props.is_past,
        ..Route::to(Page::Instances).with_range(props.range)
    };
    let (filter, on_filter) = use_filter(&route);
    // What is typed goes along, be it in the address yet or not.
    let route = Route { filter: filter.to_string(), ..route };
    let tools = html! { <FilterField filter={&filter} {on_filter} /> };
    let switch = html! {
        <Switch label={t!("instances-which")} test_id="instances-switch" items={tables(&route, &props.past)} />
    };
    if props.is_past {
        return html! {
            <Terminated past={props.past.clone()} clock={props.clock} range={props.range} {filter} {tools} {switch} />
        };
    }
    html! { <Present state={props.state.clone()} clock={props.clock} {route} {tools} {switch} /> }
}

/// The two tables. How many are gone is said once that is known.
fn tables(route: &Route, past: &PastHandle) -> Vec<SwitchItem> {
    let gone = past.list.as_ref().map(|list| format::grouped(list.len() as u64));
    let gone = match gone {
        Some(gone) => t!("instances-terminated-count", count = gone),
        None => t!("instances-terminated"),
    };
    let item = |label: String, is_past| SwitchItem {
        label: label.into(),
        route: Route { is_past, ..route.clone() },
        is_current: route.is_past == is_past,
    };
    vec![item(t!("instances-present"), false), item(gone, true)]
}
