//! The ECharts option of a chart. Pure: what is drawn can be read in a test, without a browser.

use super::scale::{SPLITS, ValueAxis, time_labels};
use super::{ChartModel, ChartTheme, Marker, SeriesRole, SeriesView, Tone};
use charming::Chart;
use charming::component::{Axis, Grid};
use charming::datatype::{CompositeValue, DataPoint, NumericValue};
use charming::element::{
    AreaStyle, AxisLabel, AxisLine, AxisPointer, AxisPointerType, AxisTick, AxisType, ItemStyle,
    Label, LineStyle, LineStyleType, MarkArea, MarkAreaData, MarkLine, MarkLineData,
    MarkLineVariant, SplitLine, Symbol, Tooltip, Trigger,
};
use charming::series::Line;
use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

/// How many events are marked at most: the newest ones.
pub(super) const MAX_MARKERS: usize = 24;
/// The same for both charts, so that one moment stands at one place in both.
const LEFT: i32 = 52;
const RIGHT: i32 = 8;
const TOP: i32 = 8;
const BOTTOM: i32 = 20;
const LABEL_SIZE: f64 = 10.0;
/// How many decimals a value keeps, in the axis' unit: far below a pixel.
const PRECISION: f64 = 1000.0;

/// The option of `model` in the colours of `theme`, as ECharts takes it.
pub(super) fn build(model: &ChartModel, theme: &ChartTheme) -> Value {
    let axis = value_axis_of(model);
    let chart = chart(model, theme, &axis);
    // The types of charming always serialise; an empty option would draw nothing, and a test would see it.
    let option = serde_json::to_value(&chart).unwrap_or_default();
    completed(option, model, theme)
}

/// What changes from frame to frame: the rest of an option need not be merged again.
pub(super) fn changing(mut option: Value) -> Value {
    if let Some(parts) = option.as_object_mut() {
        parts.retain(|part, _| matches!(part.as_str(), "xAxis" | "yAxis" | "series"));
    }
    option
}

fn value_axis_of(model: &ChartModel) -> ValueAxis {
    let highest = model.series.iter().filter_map(SeriesView::highest).fold(0.0, f64::max);
    ValueAxis::new(model.kind, highest)
}

/// The option as far as charming knows ECharts.
fn chart(model: &ChartModel, theme: &ChartTheme, axis: &ValueAxis) -> Chart {
    let mut chart = Chart::new()
        .animation(false)
        .grid(Grid::new().left(LEFT).right(RIGHT).top(TOP).bottom(BOTTOM))
        .tooltip(tooltip(theme))
        .x_axis(time_axis(model, theme))
        .y_axis(value_axis(axis, theme));
    for series in &model.series {
        let mut line = line(series, model, theme, axis);
        if series.role == SeriesRole::Total {
            line = line.mark_area(gap_bands(model, theme)).mark_line(event_lines(model));
        }
        chart = chart.series(line);
    }
    chart
}

fn tooltip(theme: &ChartTheme) -> Tooltip {
    Tooltip::new()
        .trigger(Trigger::Axis)
        .background_color(theme.surface.as_str())
        .border_color(theme.line.as_str())
        .border_width(1)
        .padding(7)
        .axis_pointer(AxisPointer::new().type_(AxisPointerType::Line).animation(false).line_style(
            LineStyle::new().color(theme.faint.as_str()).width(1).type_(LineStyleType::Solid),
        ))
}

fn time_axis(model: &ChartModel, theme: &ChartTheme) -> Axis {
    Axis::new()
        .type_(AxisType::Time)
        .min(model.start)
        .max(model.end)
        .axis_line(AxisLine::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .split_line(SplitLine::new().show(false))
        .axis_label(
            AxisLabel::new()
                .color(theme.faint.as_str())
                .font_size(LABEL_SIZE)
                .formatter("{HH}:{mm}"),
        )
}

fn value_axis(axis: &ValueAxis, theme: &ChartTheme) -> Axis {
    Axis::new()
        .type_(AxisType::Value)
        .min(0)
        .max(axis.max())
        .interval(axis.step)
        .split_number(SPLITS)
        .axis_line(AxisLine::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .split_line(
            SplitLine::new().line_style(LineStyle::new().color(theme.line.as_str()).width(1)),
        )
        .axis_label(
            AxisLabel::new()
                .color(theme.faint.as_str())
                .font_size(LABEL_SIZE)
                // Values are in the unit already, so a template will do; a function would have to be made from a string,
                // which the content security policy forbids.
                .formatter(format!("{{value}}\u{202f}{}", axis.unit).as_str()),
        )
}

fn line(series: &SeriesView, model: &ChartModel, theme: &ChartTheme, axis: &ValueAxis) -> Line {
    let (color, width) = match series.role {
        SeriesRole::Total => (theme.total.as_str(), 1.8),
        SeriesRole::Instance => (theme.series_color(series.color), 1.4),
        SeriesRole::Others => (theme.faint.as_str(), 1.4),
    };
    let dash = if series.dashed { LineStyleType::Dashed } else { LineStyleType::Solid };
    let line = Line::new()
        .id(series.key.as_str())
        .name(series.name.as_str())
        .show_symbol(false)
        .connect_nulls(false)
        .line_style(LineStyle::new().color(color).width(width).type_(dash))
        .item_style(ItemStyle::new().color(color))
        .data(points(&model.times, &series.values, axis.unit_size));
    match series.role {
        // The total lies under the others: what it is made of is in front.
        SeriesRole::Total => line.z(2).area_style(AreaStyle::new().color(color).opacity(0.07)),
        SeriesRole::Instance | SeriesRole::Others => line.z(3),
    }
}

fn points(times: &[i64], values: &[Option<f64>], unit_size: f64) -> Vec<DataPoint> {
    times
        .iter()
        .zip(values)
        .map(|(&at, value)| {
            let value = value
                .map(|value| (value / unit_size * PRECISION).round() / PRECISION)
                .map(NumericValue::Float);
            DataPoint::Value(CompositeValue::Array(vec![
                CompositeValue::Number(NumericValue::Integer(at)),
                CompositeValue::OptionalNumber(value),
            ]))
        })
        .collect()
}

fn gap_bands(model: &ChartModel, theme: &ChartTheme) -> MarkArea {
    let edge = |at: i64| {
        // charming takes text only here, and ECharts reads a time from text if it is written out.
        let time = DateTime::from_timestamp_millis(at).unwrap_or_default();
        MarkAreaData::new().x_axis(time.to_rfc3339_opts(SecondsFormat::Millis, true))
    };
    MarkArea::new()
        .silent(true)
        .item_style(ItemStyle::new().color(theme.raised.as_str()).opacity(0.8))
        .data(
            model.gaps.iter().map(|gap| (edge(gap.from.max(model.start)), edge(gap.to))).collect(),
        )
}

fn event_lines(model: &ChartModel) -> MarkLine {
    MarkLine::new()
        .silent(true)
        .symbol(vec![Symbol::None, Symbol::Circle])
        .label(Label::new().show(false))
        .line_style(LineStyle::new().width(1))
        .data(
            drawn_markers(model)
                .map(|marker| MarkLineVariant::Simple(MarkLineData::new().x_axis(marker.at)))
                .collect(),
        )
}

/// The newest events of the window, oldest first.
fn drawn_markers(model: &ChartModel) -> impl Iterator<Item = &Marker> {
    let inside: Vec<&Marker> = model
        .markers
        .iter()
        .filter(|marker| (model.start..=model.end).contains(&marker.at))
        .collect();
    let mut newest = inside;
    newest.sort_by_key(|marker| marker.at);
    let surplus = newest.len().saturating_sub(MAX_MARKERS);
    newest.into_iter().skip(surplus)
}

/// Adds what charming has no words for.
fn completed(mut option: Value, model: &ChartModel, theme: &ChartTheme) -> Value {
    let tooltip = &mut option["tooltip"];
    tooltip["className"] = json!("chart-tip");
    // It follows the pointer without delay, and has no shadow, like everything here.
    tooltip["transitionDuration"] = json!(0);
    tooltip["shadowBlur"] = json!(0);
    tooltip["shadowOffsetX"] = json!(0);
    tooltip["shadowOffsetY"] = json!(0);
    tooltip["borderRadius"] = json!(6);
    tooltip["textStyle"] = json!({"color": theme.text, "fontSize": 11, "fontFamily": theme.font});
    option["textStyle"] = json!({"fontFamily": theme.font});

    // charming writes axes as one object if there is one. Labels at given places keep them at round times and few.
    let labels = time_labels(model.start, model.end, model.utc_offset_ms);
    option["xAxis"]["axisLabel"]["customValues"] = json!(labels);

    let lines: Vec<Value> = drawn_markers(model)
        .map(|marker| {
            json!({
                "name": marker.text,
                "xAxis": marker.at,
                "lineStyle": {"color": tone_color(marker.tone, theme), "width": 1, "type": [2, 3]},
            })
        })
        .collect();
    if let Some(series) = option["series"].as_array_mut() {
        for line in series {
            // The pointer must not swell lines or pale the others.
            line["emphasis"] = json!({"disabled": true});
            // charming leaves empty lists out, and a list that is left out would keep its old content in an update.
            line["data"] = line.get("data").cloned().unwrap_or_else(|| json!([]));
            if line["id"] == json!("total") {
                line["markLine"]["symbolSize"] = json!(6);
                line["markLine"]["data"] = json!(lines);
                line["markArea"]["data"] =
                    line["markArea"].get("data").cloned().unwrap_or_else(|| json!([]));
            }
        }
    }
    option
}

fn tone_color(tone: Tone, theme: &ChartTheme) -> &str {
    match tone {
        Tone::Started => &theme.ok,
        Tone::Stopped => &theme.faint,
        Tone::Failed => &theme.bad,
        Tone::Warning => &theme.warn,
    }
}
