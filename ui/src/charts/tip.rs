//! What the tooltip says of one moment.

use super::ChartModel;
use super::scale::clock;

/// How many events are named at most.
const MAX_EVENTS: usize = 4;
/// An event is meant if it is this part of the window away from the pointer: some four pixels.
const REACH: i64 = 120;

/// Room between the pointer and the tooltip, in pixels.
const BESIDE: f64 = 14.0;

/// A moment in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tip {
    /// The time of day, or the time without samples.
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
                    value: model.kind.format(value),
                };
                Some((value, row))
            })
            .collect();
        values.sort_by(|a, b| b.0.total_cmp(&a.0));
        let local = |at: i64| clock(at, model.utc_offset_ms);
        let gap = model.gaps.iter().find(|gap| gap.from < time && time < gap.to);
        let title = match gap {
            Some(gap) if values.is_empty() => {
                format!("no samples, {} – {}", local(gap.from), local(gap.to))
            }
            _ if values.is_empty() => format!("{}, no samples", local(time)),
            _ => local(time),
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
