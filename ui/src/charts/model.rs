//! What a chart draws, free of how it is drawn.

use super::{Marker, MetricKind, color_class};
use mini_aws_domain::InstanceId;

/// What a series stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeriesRole {
    /// The sum of all instances.
    Total,
    /// One instance.
    Instance,
    /// The sum of the instances that have no series of their own.
    Others,
}

/// One line of a chart and its entry in the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesView {
    /// What it stands for.
    pub role: SeriesRole,
    /// Tells the series of one window apart, and stays the same for an instance's life, renames included.
    pub key: String,
    /// The instance; absent for sums, and for an instance of which only the history is known so far.
    pub id: Option<InstanceId>,
    /// What people call it: the instance's name, `total` or `others`.
    pub name: String,
    /// Its colour, 1 … [`super::COLORS`]; absent for sums, which are neutral.
    pub color: Option<usize>,
    /// Another line of the same chart has its colour, so this one is dashed.
    pub dashed: bool,
    /// Its value now; absent if the newest sample is missing or too old to be called now.
    pub latest: Option<f64>,
    /// Its mean over the window, in which it counts as nothing while it is not there.
    pub mean: f64,
    /// One value for each of [`ChartModel::times`]; `None` is a gap.
    pub values: Vec<Option<f64>>,
}

impl SeriesView {
    /// The CSS class that sets its colour.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.role {
            SeriesRole::Total => "k-total",
            SeriesRole::Instance => color_class(self.color),
            SeriesRole::Others => "k-others",
        }
    }

    /// The highest value that is drawn.
    #[must_use]
    pub fn highest(&self) -> Option<f64> {
        self.values.iter().flatten().copied().reduce(f64::max)
    }
}

/// A stretch of time of which nothing is known, in milliseconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The last sample before it.
    pub from: i64,
    /// The first sample after it, or now.
    pub to: i64,
}

/// Everything that one chart draws at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartModel {
    /// Which metric it is.
    pub kind: MetricKind,
    /// The left end of the time axis, in milliseconds since the epoch.
    pub start: i64,
    /// The right end of the time axis.
    pub end: i64,
    /// The times that all series share, rising, in milliseconds since the epoch.
    pub times: Vec<i64>,
    /// Total first, then the instances, then the others.
    pub series: Vec<SeriesView>,
    /// Where nothing is known.
    pub gaps: Vec<Gap>,
    /// What happened meanwhile.
    pub markers: Vec<Marker>,
    /// Local time minus UTC, in milliseconds: labels stand at round local times.
    pub utc_offset_ms: i64,
}

impl ChartModel {
    /// Whether there is anything to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|series| series.values.iter().all(Option::is_none))
    }

    /// The series that sums all instances.
    #[must_use]
    pub fn total(&self) -> Option<&SeriesView> {
        self.series.iter().find(|series| series.role == SeriesRole::Total)
    }

    /// The instance that used most over the window.
    #[must_use]
    pub fn busiest(&self) -> Option<&SeriesView> {
        self.series
            .iter()
            .filter(|series| series.role == SeriesRole::Instance)
            .max_by(|a, b| a.mean.total_cmp(&b.mean))
    }
}
