//! Stored history as something to draw.

use super::held::{Buckets, hold};
use super::palette::{color_for, dash_repeated_colors};
use super::range::Span;
use super::{ChartModel, Gap, SeriesRole, SeriesView};
use crate::t;
use mini_aws_domain::{History, HistorySeries, HistorySubject, InstanceId};

/// How much of an id stands behind a name.
const ID_LENGTH: usize = 6;

/// The chart of `history` over `span`. `color` is the one that an instance has on the rest of the screen, if it has one.
pub(super) fn model(
    history: &History,
    span: Span,
    is_live: bool,
    color: impl Fn(&InstanceId) -> Option<usize>,
) -> ChartModel {
    let bucket_ms = history.bucket_ms.max(1);
    let begins = history.begins.timestamp_millis();
    let count = history.series.iter().map(|series| series.avg.len()).max().unwrap_or(0);
    let mut series: Vec<SeriesView> = history
        .series
        .iter()
        .enumerate()
        .map(|(place, series)| view(series, place == 0, is_live))
        .collect();
    let gaps: Vec<Gap> = history
        .gaps
        .iter()
        .map(|gap| Gap {
            from: gap.from.timestamp_millis(),
            to: gap.to.timestamp_millis(),
            reason: gap.reason,
        })
        .collect();
    for SeriesView { values, low, high, .. } in &mut series {
        hold(Buckets { values, low, high }, begins, bucket_ms, &gaps);
    }
    tell_apart(&mut series);
    colour(&mut series, color);
    ChartModel {
        metric: history.metric,
        start: span.from.timestamp_millis(),
        end: span.to.timestamp_millis(),
        times: (0_i64..).take(count).map(|i| begins + i * bucket_ms + bucket_ms / 2).collect(),
        bucket_ms: Some(bucket_ms),
        series,
        focus: None,
        gaps,
        markers: Vec::new(),
        utc_offset_ms: 0,
    }
}

fn view(series: &HistorySeries, is_first: bool, is_live: bool) -> SeriesView {
    let (role, key, id) = match &series.subject {
        // The first one is what was asked about, whatever that is.
        _ if is_first => (SeriesRole::Total, "total".to_owned(), None),
        None => (SeriesRole::Others, "others".to_owned(), None),
        Some(HistorySubject::Instance { id }) => {
            (SeriesRole::Instance, format!("instance-{}", id.as_str()), Some(id.clone()))
        }
        Some(
            HistorySubject::Total | HistorySubject::Name { .. } | HistorySubject::Group { .. },
        ) => (SeriesRole::Instance, format!("named-{}", series.name), None),
    };
    // The backend's own words for what has no name of its own.
    let name = match (&series.subject, role) {
        (_, SeriesRole::Others) => t!("chart-others"),
        (Some(HistorySubject::Total), _) => t!("chart-total"),
        _ => series.name.clone(),
    };
    // The newest bucket may have just begun; the one before it is as good as now.
    let newest = || series.avg.iter().rev().take(2).flatten().next().copied();
    SeriesView {
        role,
        key,
        id,
        name,
        color: None,
        dashed: false,
        latest: if is_live { newest() } else { None },
        mean: series.mean.unwrap_or(0.0),
        values: series.avg.clone(),
        low: series.min.clone(),
        high: series.max.clone(),
    }
}

/// Adds the id to the names of instances that are called alike: one that was created anew, and the ones before it.
fn tell_apart(series: &mut [SeriesView]) {
    let is_alike = |view: &SeriesView| {
        let same = |other: &&SeriesView| other.id.is_some() && other.name == view.name;
        series.iter().filter(same).count() > 1
    };
    let alike: Vec<bool> = series.iter().map(is_alike).collect();
    for (view, is_alike) in series.iter_mut().zip(alike) {
        if let Some(id) = view.id.as_ref().filter(|_| is_alike) {
            let id: String = id.short().chars().take(ID_LENGTH).collect();
            view.name = format!("{} {id}", view.name);
        }
    }
}

/// What was never seen lately gets the colour that its name stands for, unless another line of the chart has that.
fn colour(series: &mut [SeriesView], color: impl Fn(&InstanceId) -> Option<usize>) {
    for view in series.iter_mut() {
        view.color = view.id.as_ref().and_then(&color);
    }
    for place in 0..series.len() {
        if series[place].role == SeriesRole::Instance && series[place].color.is_none() {
            let taken = series.iter().filter_map(|view| view.color);
            let color = color_for(&series[place].name, taken);
            series[place].color = Some(color);
        }
    }
    dash_repeated_colors(series);
}
