//! Every user-defined network, in a table.

use super::names;
use crate::{
    components::{Column, EmptyState, Sort, TablePage, order_by, use_sort},
    format,
    state::ConsoleState,
    time::Clock,
};
use mini_aws_domain::Vpc;
use yew::prelude::*;

fn columns() -> Vec<Column> {
    vec![
        Column::text("Name", "w-name"),
        Column::text("Project", "w-project"),
        Column::text("Driver", "w-state"),
        Column::text("Subnets", "w-image"),
        Column::number("Members", "w-number"),
        Column::text("Instances", "w-wide"),
        Column::number("Created", "w-time"),
    ]
}

/// What the page of VPCs shows.
#[derive(Properties, PartialEq)]
pub struct VpcsPageProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// The time.
    pub clock: Clock,
}

/// The VPCs: which subnets, which members.
#[component]
pub fn VpcsPage(props: &VpcsPageProps) -> Html {
    let state = &props.state;
    let (sort, on_sort) = use_sort();
    let places = use_memo((state.vpcs.clone(), sort), |(vpcs, sort)| {
        let vpcs: Vec<&Vpc> = vpcs.values().collect();
        let places = order(&vpcs, *sort);
        places.into_iter().map(|place| vpcs[place].id.clone()).collect::<Vec<_>>()
    });
    let empty = state.vpcs.is_empty().then(|| html! {
        <EmptyState title="No VPCs yet" text="Instances on a network of their own reach each other by name, and others do not. Make one, and it shows up here by itself:"
            command="docker network create backend" />
    });
    let row = {
        let (state, clock, places) = (state.clone(), props.clock, places.clone());
        Callback::from(move |place: usize| {
            let vpc = places.get(place).and_then(|id| state.vpcs.get(id));
            vpc.map_or_else(Html::default, |vpc| cells(vpc, &state, &clock))
        })
    };
    let deserted = state.vpcs.values().filter(|vpc| vpc.members.is_empty()).count() as u64;
    let count = format!(
        "{} · {} empty",
        format::grouped(state.vpcs.len() as u64),
        format::grouped(deserted)
    );
    html! {
        <TablePage title="VPCs" {empty} {count} columns={columns()} {sort} {on_sort} rows={places.len()} {row} />
    }
}

fn order(vpcs: &[&Vpc], sort: Sort) -> Vec<usize> {
    let is_unknown = |vpc: &&Vpc| match sort.column {
        1 => vpc.project.is_none(),
        3 => vpc.subnets.is_empty(),
        6 => vpc.created_at.is_none(),
        _ => false,
    };
    order_by(
        vpcs,
        sort.descending,
        |_| true,
        is_unknown,
        |a, b| {
            let order = match sort.column {
                1 => a.project.cmp(&b.project),
                2 => a.driver.cmp(&b.driver),
                3 => a.subnets.cmp(&b.subnets),
                4 | 5 => a.members.len().cmp(&b.members.len()),
                6 => a.created_at.cmp(&b.created_at),
                _ => a.name.cmp(&b.name),
            };
            order.then_with(|| a.name.cmp(&b.name))
        },
    )
}

fn cells(vpc: &Vpc, state: &ConsoleState, clock: &Clock) -> Html {
    let members = names(state, &vpc.members);
    let subnets = vpc.subnets.join(", ");
    let created = vpc.created_at;
    html! {
        <tr key={vpc.id.as_str()} data-testid="vpc-row">
            <th scope="row" title={format!("{} ({})", vpc.name, vpc.id.short())}>
                { &vpc.name }</th>
            <td title={vpc.project.clone()}>{ vpc.project.clone().unwrap_or_default() }</td>
            if vpc.internal {
                <td title="Cut off from the outside">{ &vpc.driver }{ ", internal" }</td>
            } else {
                <td title={vpc.driver.clone()}>{ &vpc.driver }</td>
            }
            <td title={subnets.clone()}>{ subnets }</td>
            <td class="is-number">{ format::grouped(vpc.members.len() as u64) }</td>
            <td title={members.clone()}>
                if members.is_empty() { <span class="faint">{ "empty" }</span> } else { { members } }
            </td>
            <td class="is-number" title={created.map(|created| clock.full(created))}>
                { format::or_unknown(created, |created| clock.moment(created)) }
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vpc;

    #[test]
    fn vpcs_sort_by_how_many_members_they_have() {
        let known = [vpc("a", &["x"]), vpc("b", &["x", "y"]), vpc("c", &[])];
        let known: Vec<&Vpc> = known.iter().collect();
        assert_eq!(order(&known, Sort { column: 4, descending: true }), [1, 0, 2]);
        assert_eq!(order(&known, Sort::default()), [0, 1, 2]);
    }
}
