//! What a chart draws, free of how it is drawn.

use super::{Marker, color_class};
use mini_aws_domain::{GapReason, InstanceId, Metric};

/// What a series stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeriesRole {
    /// The sum of all instances, or the one thing that the chart is about.
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
    /// The lowest sample behind each value. Empty where each value is a sample, or where it is not known.
    pub low: Vec<Option<f64>>,
    /// The highest sample behind each value. Empty where `low` is.
    pub high: Vec<Option<f64>>,
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

    /// The highest of its line.
    #[must_use]
    pub fn highest(&self) -> Option<f64> {
        self.values.iter().flatten().copied().reduce(f64::max)
    }

    /// The highest sample that it was made of.
    #[must_use]
    pub fn peak(&self) -> Option<f64> {
        self.values.iter().chain(&self.high).flatten().copied().reduce(f64::max)
    }

    /// Whether lowest and highest samples are known beside the averages.
    #[must_use]
    pub fn has_band(&self) -> bool {
        self.high.iter().any(Option::is_some)
    }
}

/// A stretch of time of which nothing is known, in milliseconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The last sample before it.
    pub from: i64,
    /// The first sample after it, or now.
    pub to: i64,
    /// Why.
    pub reason: GapReason,
}

/// Everything that one chart draws at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartModel {
    /// Which metric it is.
    pub metric: Metric,
    /// The left end of the time axis, in milliseconds since the epoch.
    pub start: i64,
    /// The right end of the time axis.
    pub end: i64,
    /// The times that all series share, rising, in milliseconds since the epoch: of samples, or of the middles of buckets.
    pub times: Vec<i64>,
    /// How long the bucket around each time is, in milliseconds; absent where times are those of samples.
    pub bucket_ms: Option<i64>,
    /// Total first, then the instances, then the others.
    pub series: Vec<SeriesView>,
    /// The key of the series that is looked at, if one is.
    pub focus: Option<String>,
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

    /// Whether the band of lowest to highest around a line is drawn: around the one that is looked at, around one that is alone,
    /// and else around the total. More would be fog.
    #[must_use]
    pub fn shows_band(&self, series: &SeriesView) -> bool {
        if !series.has_band() || series.values.is_empty() {
            return false;
        }
        let is_alone = || {
            let mut drawn = self.series.iter().filter(|other| !other.values.is_empty());
            drawn.next().is_some_and(|only| only.key == series.key) && drawn.next().is_none()
        };
        match &self.focus {
            Some(focus) => *focus == series.key,
            None => series.role == SeriesRole::Total || is_alone(),
        }
    }

    /// The highest value that is drawn, be it of a line or of a band.
    #[must_use]
    pub fn highest(&self) -> f64 {
        let highest = |series: &SeriesView| {
            // The total's band counts even while another one is looked at: the axis must not jump under the pointer.
            let with_band = series.role == SeriesRole::Total || self.shows_band(series);
            let highest = if with_band { series.peak() } else { series.highest() };
            highest.filter(|_| !series.values.is_empty())
        };
        self.series.iter().filter_map(highest).fold(0.0, f64::max)
    }

    /// The model without the lines that `is_hidden` names. The total stays without its values: gaps and events are drawn with it.
    #[must_use]
    pub fn without(&self, is_hidden: impl Fn(&str) -> bool) -> Self {
        let mut model = self.clone();
        model.series.retain(|series| series.role == SeriesRole::Total || !is_hidden(&series.key));
        for series in &mut model.series {
            if is_hidden(&series.key) {
                series.values.clear();
                series.low.clear();
                series.high.clear();
            }
        }
        model
    }
}
