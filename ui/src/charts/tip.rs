//! What the tooltip says of one moment.

use super::moment::Moments;
use super::{ChartModel, MetricWords, SeriesView};
use crate::{format, t, words};

/// A bucket that long is a sample.
const SAMPLE_MS: i64 = 1000;
/// How many events are named at most.
const MAX_EVENTS: usize = 4;
/// An event is meant if it is this part of the window away from the pointer: some four pixels.
const REACH: i64 = 120;

/// Room between the pointer and the tooltip, in pixels.
const BESIDE: f64 = 14.0;

/// A moment in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tip {
    /// The time, or since when until when nothing is known and why.
    pub title: String,
    /// What each line says, highest first.
    pub rows: Vec<TipRow>,
    /// What happened about then.
    pub events: Vec<TipRow>,
}

/// A line of the tooltip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TipRow {
    /// The class of its colour.
    pub key: &'static str,
    pub name: String,
    /// Empty for an event.
    pub value: String,
}

impl Tip {
    /// What `model` says of the moment next to `at`. `None` if it says nothing at all.
    pub fn new(model: &ChartModel, at: i64) -> Option<Self> {
        let place = nearest(&model.times, at)?;
        let time = *model.times.get(place)?;
        let mut values: Vec<(f64, TipRow)> = model
            .series
            .iter()
            .filter_map(|series| {
                let value = series.values.get(place).copied().flatten()?;
                let row = TipRow {
                    key: series.class(),
                    name: series.name.clone(),
                    value: spread(model, series, place, value),
                };
                Some((value, row))
            })
            .collect();
        values.sort_by(|a, b| b.0.total_cmp(&a.0));
        let moments = Moments::of(model);
        let when = match model.bucket_ms {
            Some(bucket_ms) if bucket_ms > SAMPLE_MS => {
                let begins = time - bucket_ms / 2;
                moments.bucket(begins, begins + bucket_ms)
            }
            Some(_) | None => moments.point(time),
        };
        let gap = model.gaps.iter().find(|gap| gap.from < time && time < gap.to);
        let title = match gap {
            Some(gap) if values.is_empty() => {
                format!("{}, {}", words::gap(gap.reason), moments.gap(gap.from, gap.to))
            }
            _ if values.is_empty() => t!("chart-tip-none", when = when),
            _ => when,
        };
        let reach = (model.end - model.start) / REACH;
        let events = model
            .markers
            .iter()
            .filter(|marker| (marker.at - at).abs() <= reach)
            .take(MAX_EVENTS)
            .map(|marker| TipRow {
                key: marker.tone.class(),
                name: marker.text.clone(),
                value: String::new(),
            })
            .collect();
        Some(Self { title, rows: values.into_iter().map(|(_, row)| row).collect(), events })
    }
}

/// A value; of a bucket with the lowest and the highest sample in it.
fn spread(model: &ChartModel, series: &SeriesView, place: usize, value: f64) -> String {
    let format = |value: f64| model.metric.format(value);
    let known = |values: &[Option<f64>]| values.get(place).copied().flatten();
    match (known(&series.low), known(&series.high)) {
        (Some(low), Some(high)) if format(low) != format(high) => {
            let value = format(value);
            // The unit is said once, where it is the same.
            let unit = value.find(format::SPACE).map_or("", |place| &value[place..]);
            let bare = |text: String| text.strip_suffix(unit).unwrap_or(&text).to_owned();
            format!("{value} ({} … {})", bare(format(low)), bare(format(high)))
        }
        _ => format(value),
    }
}

/// Where the tooltip stands: at the top, beside the pointer, on the side with more room, so that it hides neither what is pointed
/// at nor what stands above the chart. All in pixels, from the plot's top left corner.
pub(super) fn place(pointer: f64, width: f64, plot_width: f64) -> [f64; 2] {
    let left = if pointer < plot_width / 2.0 { pointer + BESIDE } else { pointer - BESIDE - width };
    [left, 0.0]
}

/// The place of the time that is nearest to `at`.
fn nearest(times: &[i64], at: i64) -> Option<usize> {
    let next = times.partition_point(|time| *time < at);
    let before = next.checked_sub(1);
    match (before, times.get(next)) {
        (Some(before), Some(&after)) if at - times[before] > after - at => Some(next),
        (Some(before), _) => Some(before),
        (None, Some(_)) => Some(next),
        (None, None) => None,
    }
}
