//! Two metrics of one thing in one chart: what comes in and what goes out.

use super::range::ChartRange;
use super::{ChartModel, MetricWords, SeriesRole, SeriesView};
use crate::t;
use mini_aws_domain::Metric;
use std::collections::HashMap;

/// The key of the second line.
const OTHER: &str = "other";
/// Its colour. The first one is neutral, as what a chart is about always is.
const COLOR: usize = 2;

/// What is drawn beside `metric`, if it is the first of two.
pub(super) fn other_of(metric: Metric) -> Option<Metric> {
    match metric {
        Metric::NetworkRx => Some(Metric::NetworkTx),
        Metric::DiskRead => Some(Metric::DiskWrite),
        Metric::Cpu | Metric::Memory | Metric::NetworkTx | Metric::DiskWrite => None,
    }
}

/// Whether `metric` is drawn beside another one.
pub(super) fn is_second(metric: Metric) -> bool {
    Metric::ALL.into_iter().any(|first| other_of(first) == Some(metric))
}

/// The heading of a chart: of both, where it is of two.
pub(super) fn heading(model: &ChartModel) -> String {
    if is_of_two(model) { title(model.metric) } else { model.metric.title() }
}

/// The heading of the two.
pub(super) fn title(metric: Metric) -> String {
    match metric {
        Metric::NetworkRx | Metric::NetworkTx => t!("pair-network"),
        Metric::DiskRead | Metric::DiskWrite => t!("pair-disk"),
        Metric::Cpu | Metric::Memory => metric.title(),
    }
}

/// The test id of the two.
pub(super) fn test_id(metric: Metric) -> &'static str {
    match metric {
        Metric::NetworkRx | Metric::NetworkTx => "chart-network",
        Metric::DiskRead | Metric::DiskWrite => "chart-disk",
        Metric::Cpu | Metric::Memory => metric.test_id(),
    }
}

/// A line's name.
fn name(metric: Metric) -> String {
    match metric {
        Metric::NetworkRx => t!("pair-received"),
        Metric::NetworkTx => t!("pair-sent"),
        Metric::DiskRead => t!("pair-read"),
        Metric::DiskWrite => t!("pair-written"),
        Metric::Cpu | Metric::Memory => metric.title(),
    }
}

/// One chart of both: what they are about, without the parts of it.
pub(super) fn together(mut one: ChartModel, other: &ChartModel) -> ChartModel {
    one.series.retain(|series| series.role == SeriesRole::Total);
    for series in &mut one.series {
        series.name = name(one.metric);
    }
    let Some(second) = other.total() else { return one };
    // They are asked for together and have the same times. Where one has not, nothing is known of it.
    let places: HashMap<i64, usize> =
        other.times.iter().enumerate().map(|(place, at)| (*at, place)).collect();
    let at_times = |values: &[Option<f64>]| -> Vec<Option<f64>> {
        if values.is_empty() {
            return Vec::new();
        }
        let value = |at: &i64| places.get(at).and_then(|place| *values.get(*place)?);
        one.times.iter().map(value).collect()
    };
    let second = SeriesView {
        role: SeriesRole::Instance,
        key: OTHER.to_owned(),
        id: None,
        name: name(other.metric),
        color: Some(COLOR),
        values: at_times(&second.values),
        low: at_times(&second.low),
        high: at_times(&second.high),
        ..second.clone()
    };
    one.series.push(second);
    one
}

/// The second line of a chart of two.
pub(super) fn second(model: &ChartModel) -> Option<&SeriesView> {
    model.series.iter().find(|series| series.key == OTHER)
}

/// What is used now of both, or on average where the range stands still; nothing of a chart that is not of two.
pub(super) fn usage(model: &ChartModel, range: ChartRange) -> Option<String> {
    let (one, other) = (model.total()?, second(model)?);
    let is_live = range.is_live();
    let value = |series: &SeriesView| if is_live { series.latest } else { Some(series.mean) };
    let shown = |series| value(series).map(|value| model.metric.format_sum(value));
    let (one, other) = (shown(one)?, shown(other)?);
    let both = match model.metric {
        Metric::DiskRead | Metric::DiskWrite => {
            t!("pair-usage-disk", one = one, other = other)
        }
        _ => t!("pair-usage-network", one = one, other = other),
    };
    Some(if is_live { both } else { t!("pair-average", usage = both) })
}

/// The average of both, in words for who cannot see arrows; nothing of a chart that is not of two.
pub(super) fn average(model: &ChartModel) -> Option<String> {
    said(model, |series| Some(series.mean))
}

/// The highest of both, in words; nothing of a chart that is not of two.
pub(super) fn highest(model: &ChartModel) -> Option<String> {
    said(model, SeriesView::peak)
}

/// What is used now of both, in words for who cannot see arrows.
pub(super) fn now(model: &ChartModel) -> Option<String> {
    said(model, |series| series.latest)
}

fn said(model: &ChartModel, value: impl Fn(&SeriesView) -> Option<f64>) -> Option<String> {
    let (one, other) = (model.total()?, second(model)?);
    let shown = |series| value(series).map(|value| model.metric.format_sum(value));
    Some(t!(
        "pair-said",
        one = shown(one)?,
        first = &one.name,
        other = shown(other)?,
        second = &other.name
    ))
}

/// Whether a chart is of two.
pub(super) fn is_of_two(model: &ChartModel) -> bool {
    second(model).is_some()
}
