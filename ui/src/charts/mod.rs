//! The charts: what the instances used lately, kept, measured, and drawn.
//!
//! Data goes one way: frames → [`MetricWindow`] (bounded memory of the last minutes), or an answer about the past
//! ([`HistoryState`]) → [`ChartModel`] (what to draw) → `options` (an ECharts option, built natively) → `echarts` (the only file
//! that touches JavaScript). [`MetricChart`] is the card that ties them together, [`HistoryCharts`] several of them with one
//! [`ChartRange`].

mod area;
mod asking;
mod band;
mod chart;
mod choose;
mod crosshair;
pub mod custom;
mod downsample;
mod echarts;
mod held;
mod history;
mod history_charts;
mod key_list;
mod keys;
mod kind;
mod legend;
mod marker;
mod marks;
mod metric;
mod model;
mod moment;
mod options;
mod pair;
mod palette;
mod past;
mod plot;
mod pointing;
mod range;
mod rank;
mod scale;
mod series;
mod shapes;
mod source;
mod table;
mod table_view;
mod time_axis;
mod tip;
mod trails;
mod update;
mod views;
mod window;
mod words;

#[cfg(test)]
mod tests;

pub use asking::{
    HistoryAction, HistoryAnswer, HistoryAsk, HistoryState, fetch as fetch_history, points_for,
};
pub use chart::{MetricChart, MetricChartProps};
pub use choose::Choice;
pub use crosshair::Crosshair;
pub use history_charts::{HistoryCharts, HistoryChartsProps};
pub use key_list::key_list;
pub use kind::MetricKind;
pub use marker::{Marker, Tone};
pub use metric::MetricWords;
pub use model::{ChartModel, Gap, SeriesRole, SeriesView};
pub use moment::span_words;
pub use palette::{COLORS, ChartTheme, color_class};
pub use pointing::RangeChange;
pub use range::{ChartRange, Preset, Span};
pub use shapes::{ChartShapes, ChartShapesProps};
pub use source::Source;
pub use window::MetricWindow;
pub use words::{Headline, Life};
