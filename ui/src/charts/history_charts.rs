//! The charts of one subject over one time: they share their range, their crosshair, and what is asked for.

use super::asking::HistoryAsk;
use super::chart::MetricChart;
use super::choose::Choice;
use super::crosshair::Crosshair;
use super::pointing::RangeChange;
use super::range::{ChartRange, Preset};
use super::source::Source;
use super::words::Headline;
use super::{Life, Marker, MetricKind, pair};
use crate::backend::Door;
use crate::hooks::{use_history, use_reasons};
use crate::state::{ConsoleState, Shared};
use chrono::TimeDelta;
use mini_aws_domain::{
    EngineStatus, GapReason, HistoryGap, HistorySubject, Instance, InstanceId, Metric,
};
use std::rc::Rc;
use yew::prelude::*;

/// How many instances can be given a line beside the busiest.
const MAX_PINNED: usize = 8;

/// What the charts show.
#[derive(Properties, PartialEq)]
pub struct HistoryChartsProps {
    /// Whose history.
    pub subject: HistorySubject,
    /// Which metrics: one chart each.
    pub metrics: Vec<Metric>,
    /// Whether those that belong together, received and sent, read and written, share one. That says nothing of the parts of a subject, so
    /// it is for one instance.
    #[prop_or_default]
    pub is_paired: bool,
    /// Over which time.
    pub range: ChartRange,
    /// Hears of another one.
    pub on_range: Callback<RangeChange>,
    /// What knows the past.
    pub door: Door,
    /// The state of the window, with the last minutes.
    pub state: ConsoleState,
    /// Whether something will be added to them.
    #[prop_or_default]
    pub life: Life,
    /// Changes with the theme, after the page wears it.
    pub theme_revision: u64,
}

/// A card with a chart for each metric. They have no box around them: the page arranges them.
///
/// The last 15 minutes of everything come with the frames, once a second; everything else is asked for.
#[component]
pub fn HistoryCharts(props: &HistoryChartsProps) -> Html {
    let state = &props.state;
    let place = use_node_ref();
    let crosshair = use_memo((), |()| Crosshair::default());
    let pinned = use_state_eq(Vec::<InstanceId>::new);
    let markers = use_memo(state.activity.clone(), |activity| {
        activity.iter().filter_map(Marker::from_activity).collect::<Rc<[Marker]>>()
    });
    let choices = use_memo((state.instances.clone(), props.subject.clone()), choices);

    let is_live = |metric: Metric| live_kind(&props.subject, props.range, metric);
    let asked: Vec<Metric> =
        props.metrics.iter().copied().filter(|metric| is_live(*metric).is_none()).collect();
    let ask = (!asked.is_empty()).then(|| HistoryAsk {
        subject: props.subject.clone(),
        metrics: asked,
        range: props.range,
        pinned: (*pinned).clone(),
    });
    let is_recording = matches!(state.engine, EngineStatus::Connected { .. });
    let history = use_history(&props.door, ask.clone(), is_recording, &place);
    let is_stale = ask.is_some_and(|ask| !history.state.shows(&ask));

    let is_live_here = props.metrics.iter().any(|metric| is_live(*metric).is_some());
    let reasons = use_reasons(&props.door, &state.window, state.window_revision, is_live_here);
    let reasons = with_present(reasons, &state.engine);

    let on_pin = {
        let pinned = pinned.clone();
        Callback::from(move |id: InstanceId| {
            let mut ids = (*pinned).clone();
            if !ids.contains(&id) {
                ids.push(id);
                // The first gives way: more could not be told apart.
                let surplus = ids.len().saturating_sub(MAX_PINNED);
                ids.drain(..surplus);
            }
            pinned.set(ids);
        })
    };
    let on_unpin = {
        let setter = pinned.setter();
        Callback::from(move |()| setter.set(Vec::new()))
    };
    let live = |kind: MetricKind| Source::Live {
        window: state.window.clone(),
        kind,
        revision: state.window_revision,
        markers: (*markers).clone(),
        pinned: (*pinned).clone(),
        reasons: reasons.clone(),
    };
    let chart = |&metric: &Metric| {
        let kind = is_live(metric);
        let past = |metric: Metric| {
            let answer = history.state.shown.clone()?;
            let place = answer.ask.metrics.iter().position(|known| *known == metric)?;
            Some(Source::Past { answer, place, window: state.window.clone() })
        };
        // Until the first answer is there the last minutes stay, so that nothing flashes.
        let before = || {
            let kind = MetricKind::of(metric)?;
            (props.subject == HistorySubject::Total).then(|| live(kind))
        };
        let source = match kind {
            Some(kind) => live(kind),
            None => past(metric).or_else(before).unwrap_or(Source::Nothing),
        };
        let source = match pair::other_of(metric).filter(|_| props.is_paired) {
            Some(other) => Source::Pair {
                one: Box::new(source),
                other: Box::new(past(other).unwrap_or(Source::Nothing)),
            },
            None => source,
        };
        let problem = history.state.problem.clone().filter(|_| kind.is_none());
        html! {
            <MetricChart key={metric.as_str()} {metric} {source} range={props.range} {problem} on_retry={history.retry.clone()}
                is_loading={kind.is_none() && history.state.is_loading()} is_stale={kind.is_none() && is_stale} headline={headline(state, &props.subject, metric)}
                theme_revision={props.theme_revision} crosshair={(*crosshair).clone()} choices={(*choices).clone()}
                life={props.life} on_pin={on_pin.clone()} on_unpin={on_unpin.clone()} on_range={props.on_range.clone()} />
        }
    };
    let has_chart = |metric: &&Metric| !(props.is_paired && pair::is_second(**metric));
    html! { <div class="charts" ref={place}>{ for props.metrics.iter().filter(has_chart).map(chart) }</div> }
}

/// The gap that lasts, if the engine is away or collecting is paused: the store can tell of it only when it has ended.
fn with_present(
    reasons: Shared<Vec<HistoryGap>>,
    engine: &EngineStatus,
) -> Shared<Vec<HistoryGap>> {
    let (since, reason) = match engine {
        EngineStatus::Away { since, .. } => (since, GapReason::EngineAway),
        EngineStatus::Paused { since } => (since, GapReason::Paused),
        EngineStatus::Connecting | EngineStatus::Connected { .. } => return reasons,
    };
    let mut all = reasons.to_vec();
    let to = *since + TimeDelta::days(1);
    all.push(HistoryGap { from: *since, to, reason });
    Shared::new(all)
}

/// The part of the frames that holds this very thing, if there is one.
fn live_kind(subject: &HistorySubject, range: ChartRange, metric: Metric) -> Option<MetricKind> {
    let is_last_minutes = range.is_live() && range.preset == Preset::Quarter;
    MetricKind::of(metric).filter(|_| is_last_minutes && *subject == HistorySubject::Total)
}

/// What the engine uses now, and what it has; of anything smaller the chart itself knows best.
fn headline(state: &ConsoleState, subject: &HistorySubject, metric: Metric) -> Headline {
    if *subject != HistorySubject::Total {
        return Headline::default();
    }
    let engine = state.known_engine.as_ref();
    let whole = match metric {
        Metric::Cpu => engine.map(|engine| engine.cpus as f64 * 100.0),
        Metric::Memory => engine.map(|engine| engine.memory_bytes as f64),
        Metric::NetworkRx | Metric::NetworkTx | Metric::DiskRead | Metric::DiskWrite => None,
    };
    Headline {
        now: MetricKind::of(metric).and_then(|kind| state.window.latest(kind)),
        whole: whole.filter(|whole| *whole > 0.0),
    }
}

/// The subject's instances by name. Of one instance there is nothing to choose.
fn choices((instances, subject): &(Shared<Vec<Instance>>, HistorySubject)) -> Rc<[Choice]> {
    let is_in = |instance: &&Instance| match subject {
        HistorySubject::Total => true,
        HistorySubject::Instance { .. } => false,
        HistorySubject::Name { name } => instance.name == *name,
        HistorySubject::Group { project, service } => {
            instance.project.as_ref() == Some(project)
                && (service.is_none() || instance.service == *service)
        }
    };
    let mut choices: Vec<Choice> = instances
        .iter()
        .filter(is_in)
        .map(|instance| Choice { id: instance.id.clone(), name: instance.name.clone().into() })
        .collect();
    choices.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    choices.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn the_gap_that_lasts_has_its_reason() {
        let reason = |engine| {
            let gaps = with_present(Shared::default(), &engine);
            gaps.iter().map(|gap| (gap.from, gap.reason)).collect::<Vec<_>>()
        };
        assert_eq!(reason(testing::away()), [(testing::ago(30), GapReason::EngineAway)]);
        assert_eq!(reason(testing::paused()), [(testing::ago(120), GapReason::Paused)]);
        assert_eq!(reason(testing::connected()), []);
    }
}
