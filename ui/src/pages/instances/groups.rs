//! The head of a group: a project, how its instances are, and what they use together.

use super::{
    fields::Field,
    order::{Group, sum},
};
use crate::{charts::MetricWords, format, state::ConsoleState, t};
use mini_aws_domain::{Instance, InstanceState, Metric};
use yew::prelude::*;

/// The attribute of the button that folds a group: its project.
pub(super) const GROUP: &str = "data-project";

/// The row. The button has no listener of its own: one above the table hears them all.
pub(super) fn row(group: &Group, state: &ConsoleState, fields: &[Field]) -> Html {
    let title =
        if group.project.is_empty() { t!("instances-no-project") } else { group.project.clone() };
    // Between the name and the first figure; if there is no column for it, it stands beside the name.
    let words = counts(group, &state.instances);
    let before = fields.iter().skip(1).take_while(|field| !has_sum(**field)).count();
    let beside = (before == 0).then(|| html! { <small>{ &words }</small> });
    html! {
        <tr key={format!("group {}", group.project)} class="group-row" data-testid="instance-group">
            <th scope="row" title={title.clone()}>
                <button type="button" class="fold" aria-expanded={if group.is_open { "true" } else { "false" }} data-project={group.project.clone()}>
                    <i aria-hidden="true"></i>{ title }
                </button>
                { beside.unwrap_or_default() }
            </th>
            if before > 0 {
                <td colspan={before.to_string()} title={words.clone()}>{ words }</td>
            }
            { for fields.iter().skip(1 + before).map(|field| total(*field, group, state)) }
        </tr>
    }
}

fn has_sum(field: Field) -> bool {
    matches!(field, Field::Cpu | Field::Memory)
}

fn total(field: Field, group: &Group, state: &ConsoleState) -> Html {
    let Some(metric) = field.metric().filter(|_| has_sum(field)) else {
        return html! { <td></td> };
    };
    let value = sum(&state.instances, &state.readings, &group.places, metric);
    let text = match metric {
        Metric::Memory => format::or_unknown(value, |bytes| format::memory(bytes as u64)),
        metric => format::or_unknown(value, |value| metric.format(value)),
    };
    html! { <td class="is-number">{ text }</td> }
}

/// `6 instances · 5 running · 1 failing`.
fn counts(group: &Group, instances: &[Instance]) -> String {
    let members = || group.places.iter().filter_map(|&place| instances.get(place));
    let count =
        |wanted: fn(&Instance) -> bool| members().filter(|known| wanted(known)).count() as u64;
    let all = group.places.len() as u64;
    let running = count(|known| known.state == InstanceState::Running);
    let failing = count(Instance::is_failing);
    let grouped = format::grouped;
    if failing == 0 {
        t!(
            "instances-in-group",
            count = all,
            all = grouped(all),
            n = running,
            running = grouped(running)
        )
    } else {
        t!(
            "instances-in-failing-group",
            count = all,
            all = grouped(all),
            n = running,
            running = grouped(running),
            failing = grouped(failing)
        )
    }
}
