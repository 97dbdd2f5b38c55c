//! The band from the lowest to the highest sample of each bucket, around the line of their averages.

use super::options::{color_of, points};
use super::scale::ValueAxis;
use super::{ChartModel, ChartTheme, SeriesRole, SeriesView};
use charming::element::{AreaStyle, LineStyle};
use charming::series::Line;

/// How strong a band is. The total's is always there, so it is faint.
const FAINT: f64 = 0.13;
const STRONG: f64 = 0.24;

/// Two lines that cannot be seen, the upper one stacked on the lower, with the area between them filled.
pub(super) fn lines(
    series: &SeriesView,
    model: &ChartModel,
    theme: &ChartTheme,
    axis: &ValueAxis,
) -> [Line; 2] {
    let height: Vec<Option<f64>> = series
        .low
        .iter()
        .zip(&series.high)
        .map(|(low, high)| Some(((*high)? - (*low)?).max(0.0)))
        .collect();
    let is_calm = series.role == SeriesRole::Total && model.focus.is_none();
    let opacity = if is_calm { FAINT } else { STRONG };
    let color = color_of(series, theme);
    let edge = |name: &str, values: &[Option<f64>], opacity: f64| {
        Line::new()
            .id(format!("{}-{name}", series.key))
            .name(series.name.as_str())
            .stack(format!("{}-band", series.key))
            .show_symbol(false)
            .connect_nulls(false)
            .silent(true)
            .z(1)
            .line_style(LineStyle::new().color(color).width(0).opacity(0.0))
            .area_style(AreaStyle::new().color(color).opacity(opacity))
            .data(points(&model.times, values, axis.unit_size))
    };
    [edge("low", &series.low, 0.0), edge("high", &height, opacity)]
}
