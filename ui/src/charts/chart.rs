//! The card with a chart.

use super::choose::{Choice, Choose};
use super::crosshair::Crosshair;
use super::keys;
use super::legend::{Entry, Legend};
use super::plot::use_plot;
use super::pointing::{Pointing, RangeChange, use_pointing};
use super::range::ChartRange;
use super::source::Source;
use super::table_view::{TableButton, TableView};
use super::words::{self, Headline};
use super::{ChartModel, Life, MetricWords, area, pair};
use crate::hooks::use_shown;
use crate::t;
use mini_aws_domain::{InstanceId, Metric, Problem};
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::prelude::*;

/// What a chart shows.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MetricChartProps {
    /// Which metric.
    pub metric: Metric,
    /// Where the values come from.
    pub source: Source,
    /// Which time is asked for: what is shown may still be another.
    pub range: ChartRange,
    /// Whether what is asked for is on its way.
    #[prop_or_default]
    pub is_loading: bool,
    /// Whether something else is shown meanwhile: it is dimmed.
    #[prop_or_default]
    pub is_stale: bool,
    /// Why it did not come.
    #[prop_or_default]
    pub problem: Option<Problem>,
    /// Asks again.
    #[prop_or_default]
    pub on_retry: Callback<()>,
    /// What stands at the right of the heading.
    #[prop_or_default]
    pub headline: Headline,
    /// Changes whenever the theme does: colours are read again.
    #[prop_or_default]
    pub theme_revision: u64,
    /// The crosshair that this chart shares with others.
    #[prop_or_default]
    pub crosshair: Crosshair,
    /// The instances that could have a line.
    #[prop_or_default]
    pub choices: Rc<[Choice]>,
    /// Hears of an instance that shall have one.
    #[prop_or_default]
    pub on_pin: Callback<InstanceId>,
    /// Hears that only the busiest shall have one.
    #[prop_or_default]
    pub on_unpin: Callback<()>,
    /// Whether something will be added to it.
    #[prop_or_default]
    pub life: Life,
    /// Hears of another range.
    #[prop_or_default]
    pub on_range: Callback<RangeChange>,
}

/// A metric over some time: in total, of the busiest instances, and of the others together.
#[component]
pub fn MetricChart(props: &MetricChartProps) -> Html {
    let lines = use_lines();
    let is_choosing = use_state_eq(|| false);
    let is_table = use_state_eq(|| false);
    let canvas = use_node_ref();
    let whole =
        use_memo((props.source.clone(), props.metric), |(source, metric)| source.model(*metric));
    let deps = (whole.clone(), (*lines.hidden).clone(), (*lines.focus).clone());
    let drawn = use_memo(deps, |(whole, hidden, focus)| {
        let mut model = whole.without(|key| hidden.contains(key));
        // A line may go while it is looked at, and must not leave the others pale.
        let is_drawn =
            |key: &&AttrValue| model.series.iter().any(|series| series.key == key.as_str());
        model.focus = focus.as_ref().filter(is_drawn).map(ToString::to_string);
        model
    });
    use_shown(live_lines(&drawn, &props.source));
    let (plot, failure) = use_plot(&canvas, &drawn, props.theme_revision, &props.crosshair);
    let pointing =
        use_pointing(&canvas, &plot, &drawn, props.range, &props.crosshair, &props.on_range);

    let is_empty = whole.is_empty();
    let waiting = is_empty && !props.source.is_filled() && props.problem.is_none();
    let entries: Rc<[Entry]> = if is_empty {
        Rc::default()
    } else {
        let is_shown = |key: &str| !lines.hidden.contains(key);
        whole.series.iter().map(|series| Entry::new(series, is_shown(&series.key))).collect()
    };
    let message = match (failure, &props.problem) {
        (Some(error), _) => html! { <p>{ error.words() }</p> },
        (None, Some(problem)) => failed(problem, &props.on_retry),
        (None, None) if is_empty && !waiting && !props.is_loading => {
            html! { <p>{ words::nothing_yet(&whole, props.range, props.life) }</p> }
        }
        (None, None) => Html::default(),
    };
    let is_pair = matches!(props.source, Source::Pair { .. });
    let (title, test_id) = match is_pair {
        true => (pair::title(props.metric), pair::test_id(props.metric)),
        false => (props.metric.title(), props.metric.test_id()),
    };
    let title = AttrValue::from(title);
    let summary = words::summary(&whole, props.headline, props.range);
    let shows_table = *is_table && !is_empty;
    let on_more = is_choosing.setter();
    let on_open = is_choosing.setter();
    html! {
        <section class={classes!("card", "chart", props.is_stale.then_some("is-stale"))} data-testid={test_id}
            aria-busy={(waiting || props.is_loading).then_some("true")}>
            <h2>
                { &title }
                <em>{ words::usage(&whole, props.headline, props.range) }</em>
                if !is_empty {
                    <TableButton title={title.clone()} is_on={*is_table} on_toggle={
                        let (setter, next) = (is_table.setter(), !*is_table);
                        Callback::from(move |()| setter.set(next))
                    } />
                }
                // Of two metrics both are in the legend, and nobody can be added.
                if entries.len() > 1 && !is_pair {
                    <Choose title={title.clone()} entries={entries.clone()} others={without_line(&whole, &props.choices)} is_open={*is_choosing}
                        on_open={Callback::from(move |open| on_open.set(open))} on_toggle={lines.on_choose.clone()} on_pin={props.on_pin.clone()}
                        on_top={lines.on_top(&props.on_unpin)} on_none={lines.on_none(&entries)} />
                }
            </h2>
            <div class={classes!("plot", waiting.then_some("skeleton"), shows_table.then_some("is-table"))}>
                { plot_area(&canvas, pointing, summary.clone(), props.metric) }
                if shows_table {
                    // All lines, those that are switched off in the drawing as well.
                    <TableView model={whole.clone()} {summary} />
                }
                if message != Html::default() {
                    <div class={classes!("plot-message", (!is_empty).then_some("is-over"))}>{ message }</div>
                }
            </div>
            <Legend {entries} on_toggle={lines.on_toggle} on_focus={lines.on_focus} on_more={Callback::from(move |()| on_more.set(true))} />
        </section>
    }
}

/// The instances whose lines go on with each frame.
fn live_lines(drawn: &ChartModel, source: &Source) -> Vec<InstanceId> {
    match source {
        Source::Live { .. } => drawn.series.iter().filter_map(|line| line.id.clone()).collect(),
        Source::Past { .. } | Source::Pair { .. } | Source::Nothing => Vec::new(),
    }
}

fn failed(problem: &Problem, on_retry: &Callback<()>) -> Html {
    let onclick = on_retry.reform(|_: MouseEvent| ());
    let (message, next_step) = crate::words::problem(problem);
    html! {
        <>
            <p role="status">{ message }{ " " }{ next_step }</p>
            <button type="button" class="button" {onclick}>{ t!("try-again") }</button>
        </>
    }
}

fn plot_area(canvas: &NodeRef, pointing: Pointing, summary: String, metric: Metric) -> Html {
    let help = format!("{}-keys", metric.test_id());
    html! {
        <>
            // An application, so that a screen reader leaves the arrow keys to it.
            <div class="plot-canvas" ref={canvas} tabindex="0" role="application" aria-roledescription={t!("chart-role")} aria-label={summary}
                aria-describedby={help.clone()} onpointerdown={pointing.onpointerdown} onpointermove={pointing.onpointermove}
                onpointerup={pointing.onpointerup} onpointercancel={pointing.onpointercancel} onpointerleave={pointing.onpointerleave}
                ondblclick={pointing.ondblclick} onkeydown={pointing.onkeydown} onblur={pointing.onblur} />
            if let Some((left, width)) = pointing.selection {
                <svg class="plot-selection" aria-hidden="true">
                    <rect x={format!("{left:.1}")} y={area::TOP.to_string()} width={format!("{width:.1}")} height="100%" />
                </svg>
            }
            <p class="visually-hidden" id={help}>{ keys::help() }</p>
            <p class="visually-hidden" aria-live="polite">{ pointing.spoken }</p>
        </>
    }
}

/// The instances that have no line yet.
fn without_line(model: &ChartModel, choices: &Rc<[Choice]>) -> Rc<[Choice]> {
    let has_line =
        |choice: &&Choice| model.series.iter().any(|s| s.id.as_ref() == Some(&choice.id));
    choices.iter().filter(|choice| !has_line(choice)).cloned().collect()
}

/// Which lines are switched off, and which one is looked at.
struct Lines {
    hidden: UseStateHandle<BTreeSet<AttrValue>>,
    focus: UseStateHandle<Option<AttrValue>>,
    /// Switches a line, and looks at it if it comes.
    on_toggle: Callback<AttrValue>,
    /// Switches a line in a list that hides the chart.
    on_choose: Callback<AttrValue>,
    on_focus: Callback<Option<AttrValue>>,
}

#[hook]
fn use_lines() -> Lines {
    let hidden = use_state_eq(BTreeSet::new);
    let focus = use_state_eq(|| None);
    let toggle = |looks: bool| {
        let (hidden, focus) = (hidden.clone(), focus.clone());
        Callback::from(move |key: AttrValue| {
            let mut keys: BTreeSet<AttrValue> = (*hidden).clone();
            let is_shown = keys.remove(&key);
            focus.set((is_shown && looks).then(|| key.clone()));
            if !is_shown {
                keys.insert(key);
            }
            hidden.set(keys);
        })
    };
    let (on_toggle, on_choose) = (toggle(true), toggle(false));
    let on_focus = {
        let setter = focus.setter();
        use_callback((), move |key, ()| setter.set(key))
    };
    Lines { hidden, focus, on_toggle, on_choose, on_focus }
}

impl Lines {
    fn on_top(&self, on_unpin: &Callback<()>) -> Callback<()> {
        let (hidden, on_unpin) = (self.hidden.setter(), on_unpin.clone());
        Callback::from(move |()| {
            hidden.set(BTreeSet::new());
            on_unpin.emit(());
        })
    }

    fn on_none(&self, entries: &Rc<[Entry]>) -> Callback<()> {
        let (hidden, entries) = (self.hidden.setter(), entries.clone());
        Callback::from(move |()| {
            hidden.set(entries.iter().map(|entry| entry.key.clone()).collect());
        })
    }
}
