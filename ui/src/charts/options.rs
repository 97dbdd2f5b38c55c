//! The ECharts option of a chart. Pure: what is drawn can be read in a test, without a browser.

use super::scale::{SPLITS, ValueAxis};
use super::time_axis::time_labels;
use super::{ChartModel, ChartTheme, SeriesRole, SeriesView, area, band, marks};
use charming::Chart;
use charming::component::{Axis, Grid};
use charming::datatype::{CompositeValue, DataPoint, NumericValue};
use charming::element::{
    AreaStyle, AxisLabel, AxisLine, AxisPointer, AxisPointerType, AxisTick, AxisType, ItemStyle,
    LineStyle, LineStyleType, SplitLine, Tooltip, Trigger,
};
use charming::series::Line;
use serde_json::{Value, json};

/// The series that gaps and events are drawn with.
pub(super) const TOTAL_ID: &str = "total";
const LABEL_SIZE: f64 = 10.0;
/// How many decimals a value keeps, in the axis' unit: far below a pixel.
const PRECISION: f64 = 1000.0;
/// How much is left of the lines that are not looked at.
const PALE: f64 = 0.3;

/// The option of `model` in the colours of `theme`, as ECharts takes it.
pub(super) fn build(model: &ChartModel, theme: &ChartTheme) -> Value {
    let axis = value_axis_of(model);
    let chart = chart(model, theme, &axis);
    // The types of charming always serialise; an empty option would draw nothing, and a test would see it.
    let option = serde_json::to_value(&chart).unwrap_or_default();
    completed(option, model, theme)
}

fn value_axis_of(model: &ChartModel) -> ValueAxis {
    ValueAxis::new(model.metric, model.highest())
}

/// The option as far as charming knows ECharts.
fn chart(model: &ChartModel, theme: &ChartTheme, axis: &ValueAxis) -> Chart {
    let mut chart = Chart::new()
        .animation(false)
        .grid(Grid::new().left(area::LEFT).right(area::RIGHT).top(area::TOP).bottom(area::BOTTOM))
        .tooltip(tooltip(theme))
        .x_axis(time_axis(model, theme))
        .y_axis(value_axis(axis, theme));
    for series in &model.series {
        let mut line = line(series, model, theme, axis);
        if series.role == SeriesRole::Total {
            line =
                line.mark_area(marks::gap_bands(model, theme)).mark_line(marks::event_lines(model));
        }
        chart = chart.series(line);
        if model.shows_band(series) {
            for edge in band::lines(series, model, theme, axis) {
                chart = chart.series(edge);
            }
        }
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
                // Until the binding puts in a closure that knows days and months.
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
    let color = color_of(series, theme);
    let width = if series.role == SeriesRole::Total { 1.8 } else { 1.4 };
    // What is looked at comes forward, and the rest steps back.
    let (width, opacity) = match &model.focus {
        Some(focus) if *focus == series.key => (width + 0.8, 1.0),
        Some(_) => (width, PALE),
        None => (width, 1.0),
    };
    let dash = if series.dashed { LineStyleType::Dashed } else { LineStyleType::Solid };
    let line = Line::new()
        .id(series.key.as_str())
        .name(series.name.as_str())
        .show_symbol(false)
        .connect_nulls(false)
        .line_style(LineStyle::new().color(color).width(width).opacity(opacity).type_(dash))
        .item_style(ItemStyle::new().color(color))
        .data(points(&model.times, &series.values, axis.unit_size));
    match series.role {
        // The total lies under the others: what it is made of is in front.
        SeriesRole::Total => line.z(2).area_style(AreaStyle::new().color(color).opacity(0.07)),
        SeriesRole::Instance | SeriesRole::Others => line.z(3),
    }
}

/// The colour of a line and its band.
pub(super) fn color_of<'a>(series: &SeriesView, theme: &'a ChartTheme) -> &'a str {
    match series.role {
        SeriesRole::Total => &theme.total,
        SeriesRole::Instance => theme.series_color(series.color),
        SeriesRole::Others => &theme.faint,
    }
}

/// The points of a line, in the axis' unit.
pub(super) fn points(times: &[i64], values: &[Option<f64>], unit_size: f64) -> Vec<DataPoint> {
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
    let labels: Vec<i64> = labels.into_iter().map(|label| label.at).collect();
    option["xAxis"]["axisLabel"]["customValues"] = json!(labels);

    if let Some(series) = option["series"].as_array_mut() {
        for line in series {
            // The pointer must not swell lines or pale the others.
            line["emphasis"] = json!({"disabled": true});
            // charming leaves empty lists out, and a list that is left out would keep its old content in an update.
            let mut data = line.get("data").cloned().unwrap_or_else(|| json!([]));
            // The edges of a band are no lines, and have no points.
            let is_edge = line["silent"] == json!(true);
            let any = !is_edge && dot_lonely_points(&mut data);
            line["data"] = data;
            line["showSymbol"] = json!(any);
            line["showAllSymbol"] = json!(any);
            line["symbol"] = json!(if any || is_edge { "none" } else { "emptyCircle" });
            if line["id"] == json!(TOTAL_ID) {
                marks::complete(line, model, theme);
            }
        }
    }
    option
}

/// A value between two gaps is no line, and would not be seen. Returns whether there are any.
fn dot_lonely_points(data: &mut Value) -> bool {
    let Some(points) = data.as_array_mut() else { return false };
    let known: Vec<bool> = points.iter().map(|point| !point[1].is_null()).collect();
    let at = |place: Option<usize>| place.and_then(|place| known.get(place)).is_some_and(|k| *k);
    let mut any = false;
    for (place, point) in points.iter_mut().enumerate() {
        if known[place] && !at(place.checked_sub(1)) && !at(Some(place + 1)) {
            *point = json!({"value": point.take(), "symbol": "circle", "symbolSize": 4});
            any = true;
        }
    }
    any
}
