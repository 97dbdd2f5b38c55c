//! The rows of the table of VPCs: which, in which order, and what stands in them.

use crate::{
    charts::ChartRange,
    components::{Hue, Sort, instance_link, order_by},
    format,
    route::{Page, Route},
    state::ConsoleState,
    t,
    time::Clock,
};
use mini_aws_domain::{Instance, InstanceId, Vpc};
use yew::prelude::*;

/// The words of a filter that every VPC without members, and every one that is cut off, matches.
const EMPTY: &str = "empty";
const INTERNAL: &str = "internal";
/// How many members are named in a row; the others are counted.
const NAMED: usize = 2;

/// Whether a VPC has every word of a filter: in its name, id, driver, project or subnets, or in a member's name or address.
pub(super) fn matching(vpc: &Vpc, instances: &[Instance], filter: &str) -> bool {
    filter.split_whitespace().map(str::to_lowercase).all(|word| {
        let has = |text: &str| text.to_lowercase().contains(&word);
        let is_joined = || {
            let joins = |instance: &&Instance| vpc.members.contains(&instance.id);
            instances.iter().filter(joins).any(|instance| has(&instance.name))
        };
        let is_at = || {
            let addresses = vpc.addresses.iter();
            addresses.flat_map(|at| at.ipv4.iter().chain(&at.ipv6)).any(|address| has(address))
        };
        has(&vpc.name)
            || has(vpc.id.as_str())
            || has(&vpc.driver)
            || vpc.project.as_deref().is_some_and(has)
            || vpc.subnets.iter().any(|subnet| has(subnet))
            || (word == EMPTY && vpc.members.is_empty())
            || (word == INTERNAL && vpc.internal)
            || is_joined()
            || is_at()
    })
}

pub(super) fn order(vpcs: &[&Vpc], sort: Sort) -> Vec<usize> {
    let is_unknown = |vpc: &&Vpc| match sort.column {
        1 => vpc.subnets.is_empty(),
        3 => vpc.project.is_none(),
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
                1 => a.subnets.cmp(&b.subnets),
                2 => a.driver.cmp(&b.driver),
                3 => a.project.cmp(&b.project),
                4 | 5 => a.members.len().cmp(&b.members.len()),
                6 => a.created_at.cmp(&b.created_at),
                _ => a.name.cmp(&b.name),
            };
            order.then_with(|| a.name.cmp(&b.name))
        },
    )
}

/// Where a member is in a VPC, if that is known.
pub(super) fn address<'a>(vpc: &'a Vpc, id: &InstanceId) -> Option<&'a str> {
    let at = vpc.addresses.iter().find(|at| at.instance == *id)?;
    at.ipv4.as_deref().or(at.ipv6.as_deref())
}

/// Where the members of the VPC of this name are listed.
pub(super) fn members_of(name: &str) -> Route {
    Route::filtered(Page::Instances, &format!("vpc:{name}"))
}

pub(super) fn cells(vpc: &Vpc, state: &ConsoleState, clock: &Clock) -> Html {
    let subnets = vpc.subnets.join(", ");
    let created = vpc.created_at;
    let name = vpc.name.as_str();
    let called = format!("{name} ({})", vpc.id.short());
    html! {
        <tr key={vpc.id.as_str()} data-testid="vpc-row">
            <th scope="row"><a class="quiet-link" href={Route::to_vpc(name).to_string()} title={t!("vpcs-open-picture", name = called)}>{ name }</a></th>
            <td title={subnets.clone()}><span class="mono">{ subnets }</span></td>
            if vpc.internal {
                <td title={t!("vpcs-internal-hint")}>{ t!("vpcs-internal", driver = vpc.driver.as_str()) }</td>
            } else {
                <td title={vpc.driver.clone()}>{ &vpc.driver }</td>
            }
            <td title={vpc.project.clone()}>{ vpc.project.clone().unwrap_or_default() }</td>
            <td class="is-number">
                if vpc.members.is_empty() {
                    { format::grouped(0) }
                } else {
                    <a class="quiet-link" href={members_of(name).to_string()} title={t!("vpcs-open-members", name = name)}>
                        { format::grouped(vpc.members.len() as u64) }</a>
                }
            </td>
            { members(vpc, state) }
            <td class="is-number" title={created.map(|created| clock.full(created))}>
                { format::or_unknown(created, |created| clock.moment(created)) }
            </td>
        </tr>
    }
}

/// The members with their addresses; the first few by name, and all of them in the hint.
fn members(vpc: &Vpc, state: &ConsoleState) -> Html {
    if vpc.members.is_empty() {
        return html! { <td><span class="faint">{ t!("vpcs-empty") }</span></td> };
    }
    let mut known: Vec<(&str, Option<&Instance>, &InstanceId)> = vpc
        .members
        .iter()
        .map(|id| {
            let instance = state.instance(id);
            (instance.map_or(id.short(), |instance| instance.name.as_str()), instance, id)
        })
        .collect();
    known.sort_unstable_by_key(|(name, _, id)| (*name, *id));
    let line = |(name, _, id): &(&str, Option<&Instance>, &InstanceId)| match address(vpc, id) {
        Some(address) => format!("{name} {address}"),
        None => (*name).to_owned(),
    };
    let title = known.iter().map(line).collect::<Vec<_>>().join("\n");
    let more = known.len().saturating_sub(NAMED);
    html! {
        <td {title}><div class="members">
            { for known.into_iter().take(NAMED).map(|(name, instance, id)| {
                let hue = instance.map_or(Hue::Off, Hue::of_instance);
                html! {
                    <span class="attached"><i class={classes!("dot", hue.class())} aria-hidden="true"></i>{ instance_link(id, name, ChartRange::default()) }
                        if let Some(address) = address(vpc, id) {
                            <span class="mono faint">{ address }</span>
                        }
                    </span>
                }
            }) }
            if more > 0 {
                <span class="faint">{ t!("vpcs-more", count = format::grouped(more as u64)) }</span>
            }
        </div></td>
    }
}
