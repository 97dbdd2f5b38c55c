//! Gaps as bands, and events as lines with a dot.

use super::{ChartModel, ChartTheme, Gap, Marker, Tone};
use charming::element::{
    ItemStyle, Label, LineStyle, MarkArea, MarkAreaData, MarkLine, MarkLineData, MarkLineVariant,
    Symbol,
};
use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};
use std::cmp::Reverse;

/// How many events are marked at most: failures first, then the newest ones.
pub(super) const MAX_MARKERS: usize = 24;
/// How many places for events there are: a dot each, side by side.
const PLACES: i64 = 70;
/// With more events than this only failures have a line under their dot: lines all over are a fence.
const MAX_LINES: usize = 8;

pub(super) fn gap_bands(model: &ChartModel, theme: &ChartTheme) -> MarkArea {
    let edge = |at: i64| {
        // charming takes text only here, and ECharts reads a time from text if it is written out.
        let time = DateTime::from_timestamp_millis(at).unwrap_or_default();
        MarkAreaData::new().x_axis(time.to_rfc3339_opts(SecondsFormat::Millis, true))
    };
    MarkArea::new()
        .silent(true)
        .item_style(ItemStyle::new().color(theme.raised.as_str()).opacity(0.8))
        .data(drawn_gaps(model).into_iter().map(|gap| (edge(gap.from), edge(gap.to))).collect())
}

/// The gaps as far as they can be seen: what is shorter than a bucket is made up for by the samples around it, and where a bucket
/// reaches into a gap the line does so too, up to its middle.
fn drawn_gaps(model: &ChartModel) -> Vec<Gap> {
    let total = model.total();
    let known = || {
        let values = total.map_or(&[][..], |total| &total.values);
        model.times.iter().zip(values).filter(|(_, value)| value.is_some()).map(|(&at, _)| at)
    };
    let drawn = |gap: &Gap| {
        let mut gap = Gap { from: gap.from.max(model.start), to: gap.to.min(model.end), ..*gap };
        if let Some(bucket_ms) = model.bucket_ms {
            for at in known().filter(|at| (gap.from..gap.to).contains(at)).collect::<Vec<_>>() {
                if at - gap.from < gap.to - at {
                    gap.from = gap.from.max(at);
                } else {
                    gap.to = gap.to.min(at);
                }
            }
            return (gap.to - gap.from > bucket_ms).then_some(gap);
        }
        (gap.to > gap.from).then_some(gap)
    };
    model.gaps.iter().filter_map(drawn).collect()
}

pub(super) fn event_lines(model: &ChartModel) -> MarkLine {
    MarkLine::new()
        .silent(true)
        .symbol(vec![Symbol::None, Symbol::Circle])
        .label(Label::new().show(false))
        .line_style(LineStyle::new().width(1))
        .data(
            drawn_markers(model)
                .into_iter()
                .map(|marker| MarkLineVariant::Simple(MarkLineData::new().x_axis(marker.at)))
                .collect(),
        )
}

/// The events that are marked, oldest first: of several at one place the one that matters most, and of those the newest.
fn drawn_markers(model: &ChartModel) -> Vec<&Marker> {
    let mut inside: Vec<&Marker> = model
        .markers
        .iter()
        .filter(|marker| (model.start..=model.end).contains(&marker.at))
        .collect();
    inside.sort_by_key(|marker| (marker.tone != Tone::Failed, Reverse(marker.at)));
    let near = (model.end - model.start) / PLACES;
    let mut drawn: Vec<&Marker> = Vec::new();
    for marker in inside {
        if drawn.len() < MAX_MARKERS
            && drawn.iter().all(|known| (known.at - marker.at).abs() >= near)
        {
            drawn.push(marker);
        }
    }
    drawn.sort_by_key(|marker| marker.at);
    drawn
}

/// Adds what charming has no words for to the series that they are drawn with.
pub(super) fn complete(line: &mut Value, model: &ChartModel, theme: &ChartTheme) {
    let drawn = drawn_markers(model);
    let has_line = |marker: &Marker| drawn.len() <= MAX_LINES || marker.tone == Tone::Failed;
    let lines: Vec<Value> = drawn
        .iter()
        .map(|marker| {
            let width = u8::from(has_line(marker));
            json!({
                "name": marker.text,
                "xAxis": marker.at,
                "lineStyle": {"color": tone_color(marker.tone, theme), "width": width, "type": [2, 3]},
            })
        })
        .collect();
    line["markLine"]["symbolSize"] = json!(6);
    line["markLine"]["data"] = json!(lines);
    // An empty list is left out, and one that is left out would keep its old content in an update.
    line["markArea"]["data"] = line["markArea"].get("data").cloned().unwrap_or_else(|| json!([]));
}

fn tone_color(tone: Tone, theme: &ChartTheme) -> &str {
    match tone {
        Tone::Started => &theme.ok,
        Tone::Stopped => &theme.faint,
        Tone::Failed => &theme.bad,
        Tone::Warning => &theme.warn,
    }
}
