//! Who uses most now.

use super::{LEAST_PERCENT, Sparkline, group_link, instance_link, why};
use crate::{
    charts::{ChartRange, MetricKind, color_class},
    format,
    hooks::use_shown,
    state::ConsoleState,
    t, words,
};
use mini_aws_domain::{Instance, Metric, Sample};
use yew::prelude::*;

/// What the table of the hottest instances shows.
#[derive(Properties, PartialEq)]
pub struct HotTableProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// How many rows there is room for.
    pub limit: usize,
    /// Which time the page's charts show: those of an instance's page begin with it.
    #[prop_or_default]
    pub range: ChartRange,
}

/// The instances with the highest load. Their order is settled anew every few seconds only, so that it can be read.
#[component]
pub fn HotTable(props: &HotTableProps) -> Html {
    let state = &props.state;
    let rows: Vec<&Instance> =
        state.ranking.iter().filter_map(|id| state.instance(id)).take(props.limit).collect();
    use_shown(rows.iter().map(|instance| instance.id.clone()).collect());
    html! {
        <table class="hot-table">
            <thead>
                <tr>
                    <th scope="col">{ t!("hot-instance") }</th>
                    <th scope="col" class="is-line"><span class="visually-hidden">{ t!("hot-cpu-line") }</span></th>
                    <th scope="col" class="is-number" title={words::cpu_share()}>{ t!("hot-cpu") }</th>
                    <th scope="col" class="is-number">{ t!("hot-memory") }</th>
                    <th scope="col" class="is-number" title={t!("hot-rx.hint")}>{ t!("hot-rx") }</th>
                    <th scope="col" class="is-number" title={t!("hot-tx.hint")}>{ t!("hot-tx") }</th>
                    <th scope="col" class="is-number" title={t!("hot-read.hint")}>{ t!("hot-read") }</th>
                    <th scope="col" class="is-number" title={t!("hot-write.hint")}>{ t!("hot-write") }</th>
                </tr>
            </thead>
            <tbody>{ for rows.into_iter().map(|instance| row(state, instance, props.range)) }</tbody>
        </table>
    }
}

fn row(state: &ConsoleState, instance: &Instance, range: ChartRange) -> Html {
    let sample = state.readings.get(&instance.id).map(|reading| &*reading.sample);
    let number = |text: String| html! { <td class="is-number">{ text }</td> };
    let rate = |value: fn(&Sample) -> Option<f64>| {
        number(format::or_unknown(sample.and_then(value), format::rate))
    };
    html! {
        <tr key={instance.id.as_str()} data-testid="hot-row">
            <th scope="row" title={instance.name.clone()}>
                { instance_link(&instance.id, &instance.name, range) }
                if let Some(project) = &instance.project {
                    <small>{ group_link(project, None, range) }</small>
                }
            </th>
            <td class="is-line">
                <Sparkline values={state.window.sparkline(&instance.id, MetricKind::Cpu)}
                    color={color_class(state.window.color_slot(&instance.id))} floor={LEAST_PERCENT} />
            </td>
            <td class="is-number">{ why::figure(state, instance, Metric::Cpu) }</td>
            <td class="is-number">{ why::figure(state, instance, Metric::Memory) }</td>
            { rate(|sample| sample.network_rx_rate) }
            { rate(|sample| sample.network_tx_rate) }
            { rate(|sample| sample.disk_read_rate) }
            { rate(|sample| sample.disk_write_rate) }
        </tr>
    }
}
