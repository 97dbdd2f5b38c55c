//! Every user-defined network: as a table, and as a picture of who shares which.

mod drawing;
mod picture;
mod rows;
mod scene;
#[cfg(test)]
mod tests;

use super::kept_sort::use_kept_sort;
use crate::{
    components::{Column, DataTable, EmptyState, FilterBox, Switch, SwitchItem},
    format,
    route::Route,
    state::{ConsoleState, Shared},
    t,
    time::Clock,
};
use mini_aws_domain::Vpc;
use picture::Sharing;
use rows::{cells, matching, order};
use yew::prelude::*;

/// Under which name the order is kept.
const SORT: &str = "mini-aws-vpcs-sort";

fn columns() -> Vec<Column> {
    vec![
        Column::text(t!("vpcs-name"), "w-vpc"),
        Column::text(t!("vpcs-subnets"), "w-subnets"),
        Column::text(t!("vpcs-driver"), "w-driver"),
        Column::text(t!("vpcs-project"), "w-group"),
        Column::number(t!("vpcs-members"), "w-count"),
        Column::text(t!("vpcs-instances"), "w-members"),
        Column::number(t!("vpcs-created"), "w-time"),
    ]
}

/// What the page of VPCs shows.
#[derive(Properties, PartialEq)]
pub struct VpcsPageProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// The time.
    pub clock: Clock,
    /// What the page is narrowed to, and whether it is the picture.
    pub route: Route,
}

/// The VPCs: which subnets, which members at which addresses, and who shares what.
#[component]
pub fn VpcsPage(props: &VpcsPageProps) -> Html {
    let (state, route) = (&props.state, &props.route);
    let columns = columns();
    let (sort, on_sort) = use_kept_sort(SORT, columns.len());
    let vpcs = use_memo(
        (state.vpcs.clone(), state.instances.clone(), route.filter.clone(), sort),
        |(vpcs, instances, filter, sort)| {
            let kept: Vec<&Vpc> =
                vpcs.values().filter(|vpc| matching(vpc, instances, filter)).collect();
            let sorted = order(&kept, *sort).into_iter().map(|place| kept[place].clone());
            Shared::new(sorted.collect::<Vec<Vpc>>())
        },
    );
    let vpcs: Shared<Vec<Vpc>> = (*vpcs).clone();
    let is_busy = state.is_awaited();
    if state.vpcs.is_empty() && !is_busy {
        return html! {
            <div class="table-page">
                <div class="page-head"><h1>{ t!("nav-vpcs") }</h1></div>
                <EmptyState title={t!("vpcs-none")} text={t!("vpcs-none-text")} command="docker network create backend" />
            </div>
        };
    }
    let row = {
        let (state, clock, vpcs) = (state.clone(), props.clock, vpcs.clone());
        Callback::from(move |place: usize| {
            vpcs.get(place).map_or_else(Html::default, |vpc| cells(vpc, &state, &clock))
        })
    };
    html! {
        <div class="table-page">
            <div class="page-head">
                <h1>{ t!("nav-vpcs") }</h1>
                <Switch label={t!("vpcs-views")} test_id="vpcs-switch" items={views(route)} />
                <p class="count" role="status">{ if is_busy { t!("loading") } else { count(&vpcs, state.vpcs.len()) } }</p>
                <FilterBox route={route.clone()} label={t!("vpcs-filter")} hint={t!("vpcs-filter-hint")} test_id="vpcs-filter" />
            </div>
            <div class="card fill">
                if route.is_picture && is_busy {
                    <div class="skeleton" aria-busy="true" />
                } else if route.is_picture {
                    <Sharing {vpcs} instances={state.instances.clone()} at={route.vpc.clone()} />
                } else {
                    <DataTable label={t!("nav-vpcs")} {columns} {sort} {on_sort} rows={vpcs.len()} {row} nothing={t!("vpcs-nothing")} {is_busy} />
                }
            </div>
        </div>
    }
}

/// The table and the picture, each an address.
fn views(route: &Route) -> Vec<SwitchItem> {
    let item = |label: String, is_picture| SwitchItem {
        label: label.into(),
        route: Route { is_picture, ..route.clone() },
        is_current: route.is_picture == is_picture,
    };
    vec![item(t!("vpcs-table"), false), item(t!("vpcs-picture"), true)]
}

fn count(shown: &[Vpc], all: usize) -> String {
    let deserted = shown.iter().filter(|vpc| vpc.members.is_empty()).count() as u64;
    let count = format::grouped(shown.len() as u64);
    let count = if shown.len() == all {
        count
    } else {
        t!("vpcs-shown", count = count, all = format::grouped(all as u64))
    };
    if deserted == 0 {
        count
    } else {
        format!("{count} · {}", t!("vpcs-empty-count", count = format::grouped(deserted)))
    }
}
