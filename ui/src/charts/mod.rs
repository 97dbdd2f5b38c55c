//! The charts: what the instances used lately, kept, measured, and drawn.
//!
//! Data goes one way: frames → [`MetricWindow`] (bounded memory of the last minutes) → [`ChartModel`] (what to draw) →
//! `options` (an ECharts option, built natively) → `echarts` (the only file that touches JavaScript). [`MetricChart`] is the
//! card that ties them together.

mod chart;
mod downsample;
mod echarts;
mod history;
mod kind;
mod legend;
mod marker;
mod model;
mod options;
mod palette;
mod rank;
mod scale;
mod series;
mod tip;
mod window;

#[cfg(test)]
mod tests;

pub use chart::MetricChart;
pub use kind::MetricKind;
pub use marker::{Marker, Tone};
pub use model::{ChartModel, Gap, SeriesRole, SeriesView};
pub use palette::{COLORS, ChartTheme, color_class};
pub use window::MetricWindow;
