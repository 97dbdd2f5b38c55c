//! The row of an instance.

use super::fields::{Field, PortsRoom};
use crate::{
    charts::{ChartRange, MetricKind, MetricWords},
    components::{
        LEAST_BYTES, LEAST_PERCENT, PortHost, Sparkline, StateBadge, StateBadgeProps,
        instance_link, port_links, port_words, why,
    },
    format,
    pages::{
        instance_rows::{project_link, short_image},
        short_network,
    },
    state::ConsoleState,
    time::{self, Clock},
};
use chrono::TimeDelta;
use mini_aws_domain::{Instance, InstanceState, Metric};
use yew::prelude::*;

/// How large a line is, in CSS pixels.
const LINE: (f64, f64) = (32.0, 16.0);

/// What a row needs besides its instance.
pub(super) struct RowContext<'a> {
    pub state: &'a ConsoleState,
    pub clock: &'a Clock,
    /// Which time the charts of an instance's page begin with.
    pub range: ChartRange,
    pub fields: &'a [Field],
    /// Where published ports are reached.
    pub ports: &'a PortHost,
    /// How much room the column of ports has.
    pub ports_room: PortsRoom,
}

/// One row, with a cell for each of the columns.
pub(super) fn row(instance: &Instance, context: &RowContext<'_>) -> Html {
    html! {
        <tr key={instance.id.as_str()} data-testid="instance-row">
            { for context.fields.iter().map(|field| cell(*field, instance, context)) }
        </tr>
    }
}

fn cell(field: Field, instance: &Instance, context: &RowContext<'_>) -> Html {
    match field {
        Field::Name => html! {
            <th scope="row" title={format!("{} ({})", instance.name, instance.id.short())}>
                { instance_link(&instance.id, &instance.name, context.range) }
            </th>
        },
        Field::Project => {
            html! { <td>{ project_link(instance.project.as_deref(), context.range) }</td> }
        }
        Field::State => {
            let badge = StateBadgeProps::of(instance, context.clock);
            html! {
                <td title={badge.hint.clone()}>
                    <span class="state-cell"><StateBadge ..badge /><small>{ age(instance, context.clock) }</small></span>
                </td>
            }
        }
        Field::Image => {
            html! { <td title={instance.image.clone()}>{ short_image(&instance.image) }</td> }
        }
        Field::Cpu => line(instance, context, MetricKind::Cpu, Metric::Cpu),
        Field::Memory => line(instance, context, MetricKind::Memory, Metric::Memory),
        Field::NetworkRx | Field::NetworkTx | Field::DiskRead | Field::DiskWrite => {
            let reading = context.state.readings.get(&instance.id);
            let rate = reading.and_then(|reading| field.metric()?.of(&reading.sample));
            html! { <td class="is-number">{ format::or_unknown(rate, format::rate) }</td> }
        }
        Field::Ports => {
            let nowhere = PortHost::nowhere();
            let host = if instance.state.is_stopped() { &nowhere } else { context.ports };
            let links = port_links(&instance.ports, host, context.ports_room.characters());
            html! { <td class="has-ports" title={port_words(&instance.ports)}>{ links }</td> }
        }
        Field::Vpcs => {
            html! { <td title={instance.vpcs.join(", ")}>{ short_vpcs(instance) }</td> }
        }
    }
}

/// A figure, and the shape of its last minutes.
fn line(instance: &Instance, context: &RowContext<'_>, kind: MetricKind, metric: Metric) -> Html {
    let (color, floor) = match kind {
        MetricKind::Cpu => ("is-cpu", LEAST_PERCENT),
        MetricKind::Memory => ("is-memory", LEAST_BYTES),
    };
    let drawn = !instance.state.is_stopped();
    html! {
        <td class="is-number has-line">
            if drawn {
                <Sparkline values={context.state.window.sparkline(&instance.id, kind)} {color} {floor} width={LINE.0} height={LINE.1} />
            }
            { why::figure(context.state, instance, metric) }
        </td>
    }
}

/// How long it has been so, in the largest unit; the badge says what, and the row's hint all of it.
fn age(instance: &Instance, clock: &Clock) -> String {
    let length = |since| time::duration(in_largest_unit(clock.now - since));
    match (instance.state, instance.started_at, instance.finished_at) {
        (InstanceState::Running | InstanceState::Paused, Some(started), _) => length(started),
        (InstanceState::Exited | InstanceState::Dead, _, Some(finished)) => length(finished),
        _ => String::new(),
    }
}

/// Without what is less than its largest unit.
fn in_largest_unit(length: TimeDelta) -> TimeDelta {
    let whole = |days: i64, hours: i64, minutes: i64| match (days, hours, minutes) {
        (0, 0, 0) => length,
        (0, 0, minutes) => TimeDelta::minutes(minutes),
        (0, hours, _) => TimeDelta::hours(hours),
        (days, _, _) => TimeDelta::days(days),
    };
    whole(length.num_days(), length.num_hours(), length.num_minutes())
}

fn short_vpcs(instance: &Instance) -> String {
    let project = instance.project.as_deref();
    let names: Vec<&str> = instance.vpcs.iter().map(|name| short_network(name, project)).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ago, clock, exited, instance};

    #[test]
    fn an_age_has_one_unit() {
        let up =
            |seconds| age(&Instance { started_at: Some(ago(seconds)), ..instance("a") }, &clock());
        assert_eq!(up(59), "59 s");
        assert_eq!(up(119), "1 min");
        assert_eq!(up(4_000), "1 h");
        assert_eq!(up(3 * 86_400 + 70_000), "3 d");
        assert_eq!(up(-5), "0 s", "a clock that jumped");
        assert_eq!(age(&exited("a", 1), &clock()), "10 min");
        let created = Instance { state: InstanceState::Created, ..instance("a") };
        assert_eq!(age(&created, &clock()), "");
    }
}
