//! The card with a chart.

use super::echarts::{self, Plot, PlotError};
use super::legend::{Entry, Legend};
use super::{ChartModel, Marker, MetricKind, MetricWindow, SeriesRole};
use crate::{hooks::use_visibility, platform};
use chrono::DateTime;
use std::collections::BTreeSet;
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

/// How many instances have a line of their own, if there are many: with one more in place of the others, as many as there are colours.
const INSTANCES: usize = 5;

/// What a chart shows.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MetricChartProps {
    /// Which metric.
    pub kind: MetricKind,
    /// Where the values come from.
    pub window: MetricWindow,
    /// Changes whenever the window's content does.
    pub revision: u64,
    /// Changes whenever the theme does: colours are read again.
    #[prop_or_default]
    pub theme_revision: u64,
    /// What happened meanwhile.
    #[prop_or_default]
    pub markers: Rc<[Marker]>,
    /// The engine's cores, once known.
    #[prop_or_default]
    pub cores: Option<u64>,
    /// The engine's memory in bytes, once known.
    #[prop_or_default]
    pub memory_total: Option<u64>,
}

/// CPU or memory over the last minutes: in total, of the busiest instances, and of the others together.
#[component]
pub fn MetricChart(props: &MetricChartProps) -> Html {
    let hidden = use_state(BTreeSet::<AttrValue>::new);
    let canvas = use_node_ref();
    let model = {
        let deps = (props.window.clone(), props.revision, props.kind, props.markers.clone());
        use_memo(deps, |(window, _, kind, markers)| {
            let mut model = window.model(*kind, INSTANCES);
            model.markers = markers.to_vec();
            let end = DateTime::from_timestamp_millis(model.end).unwrap_or_default();
            model.utc_offset_ms = i64::from(platform::local_offset_seconds(end)) * 1000;
            model
        })
    };
    let failure = use_plot(&canvas, &model, &hidden, props);

    let on_toggle = {
        let hidden = hidden.clone();
        Callback::from(move |key: AttrValue| {
            let mut keys = (*hidden).clone();
            if !keys.remove(&key) {
                keys.insert(key);
            }
            hidden.set(keys);
        })
    };
    let empty = model.is_empty();
    let waiting = empty && !props.window.is_filled();
    let message = match (&*failure, empty, waiting) {
        (Some(error), _, _) => Some(error.to_string()),
        (None, true, false) => Some(nothing_yet(&props.window)),
        (None, _, _) => None,
    };
    let entries: Rc<[Entry]> = if empty {
        Rc::default()
    } else {
        model
            .series
            .iter()
            .map(|series| Entry::new(series, !hidden.contains(series.key.as_str())))
            .collect()
    };
    html! {
        <section class="card chart" data-testid={props.kind.test_id()} aria-busy={waiting.then_some("true")}>
            <h2>{ props.kind.title() }<em>{ usage(&model, props) }</em></h2>
            <div class={classes!("plot", waiting.then_some("skeleton"))} role="img" aria-label={summary(&model, props)}>
                <div class="plot-canvas" ref={canvas} />
                if let Some(message) = message {
                    <p class="plot-message">{ message }</p>
                }
            </div>
            <Legend {entries} {on_toggle} />
        </section>
    }
}

/// Keeps the picture in step with the model, while somebody can see it. Returns why there is none.
#[hook]
fn use_plot(
    canvas: &NodeRef,
    model: &Rc<ChartModel>,
    hidden: &UseStateHandle<BTreeSet<AttrValue>>,
    props: &MetricChartProps,
) -> UseStateHandle<Option<PlotError>> {
    let failure = use_state(|| None);
    let seen = use_state_eq(platform::is_visible);
    let plot = use_mut_ref(|| None::<Plot>);
    let drawn_theme = use_mut_ref(|| None::<u64>);
    use_visibility({
        let seen = seen.setter();
        Callback::from(move |is_visible| seen.set(is_visible))
    });
    {
        let plot = plot.clone();
        use_effect_with((), move |()| move || drop(plot.take()));
    }
    {
        let (canvas, failure) = (canvas.clone(), failure.clone());
        let deps = (model.clone(), (**hidden).clone(), props.theme_revision, *seen);
        use_effect_with(deps, move |(model, hidden, theme, seen)| {
            // Nothing is drawn for nobody; coming back to the page runs this again.
            if !*seen || failure.is_some() || model.is_empty() && plot.borrow().is_none() {
                return;
            }
            let whole = *drawn_theme.borrow() != Some(*theme);
            match draw(&canvas, &mut plot.borrow_mut(), without(model, hidden), whole) {
                Ok(()) => *drawn_theme.borrow_mut() = Some(*theme),
                Err(error) => {
                    platform::log_error(&error.to_string());
                    failure.set(Some(error));
                }
            }
        });
    }
    failure
}

fn draw(
    canvas: &NodeRef,
    plot: &mut Option<Plot>,
    model: ChartModel,
    whole: bool,
) -> Result<(), PlotError> {
    let Some(element) = canvas.cast::<HtmlElement>() else {
        return Ok(());
    };
    let plot = match plot {
        Some(plot) => plot,
        None => plot.insert(Plot::new(&element)?),
    };
    plot.draw(Rc::new(model), &echarts::theme(), whole)
}

/// The model without the lines that are switched off. The total stays without its values: gaps and events are drawn with it.
fn without(model: &ChartModel, hidden: &BTreeSet<AttrValue>) -> ChartModel {
    let mut model = model.clone();
    model
        .series
        .retain(|series| series.role == SeriesRole::Total || !hidden.contains(series.key.as_str()));
    for series in &mut model.series {
        if hidden.contains(series.key.as_str()) {
            series.values.clear();
        }
    }
    model
}

/// `142 % of 800 %`: what is used now, of what there is.
fn usage(model: &ChartModel, props: &MetricChartProps) -> String {
    let Some(now) = model.total().and_then(|total| total.latest) else {
        return String::new();
    };
    let now = props.kind.format_sum(now);
    let whole = match props.kind {
        MetricKind::Cpu => props.cores.map(|cores| cores as f64 * 100.0),
        MetricKind::Memory => props.memory_total.map(|bytes| bytes as f64),
    };
    match whole {
        Some(whole) => format!("{now} of {}", props.kind.format_sum(whole)),
        None => now,
    }
}

/// The chart in a sentence, for who cannot see it.
fn summary(model: &ChartModel, props: &MetricChartProps) -> String {
    let title = props.kind.title();
    let minutes = minutes(&props.window);
    let total = model.total();
    let Some(highest) = total.and_then(super::SeriesView::highest) else {
        return format!("{title}, last {minutes}: no samples.");
    };
    let now = match usage(model, props) {
        now if now.is_empty() => "not known now".to_owned(),
        now => format!("now {now}"),
    };
    let highest = props.kind.format_sum(highest);
    let busiest = model
        .busiest()
        .map(|busiest| {
            let mean = props.kind.format(busiest.mean);
            format!(", most by {}, {mean} on average", busiest.name)
        })
        .unwrap_or_default();
    format!("{title}, last {minutes}: {now}, highest {highest}{busiest}.")
}

fn nothing_yet(window: &MetricWindow) -> String {
    let minutes = minutes(window);
    format!("No samples in the last {minutes}. A running instance shows up here within seconds.")
}

fn minutes(window: &MetricWindow) -> String {
    match (window.window_ms() + 30_000) / 60_000 {
        1 => "minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}
