//! Where a chart's values come from.

use super::asking::{HistoryAnswer, TOP};
use super::{ChartModel, Gap, Marker, MetricKind, MetricWindow, pair, past};
use crate::platform;
use crate::state::Shared;
use chrono::DateTime;
use mini_aws_domain::{HistoryGap, InstanceId, Metric};
use std::rc::Rc;

/// Where a chart's values come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// The frames of the last minutes.
    Live {
        /// What is kept of them.
        window: MetricWindow,
        /// Which part of that.
        kind: MetricKind,
        /// Changes whenever the window's content does.
        revision: u64,
        /// What happened meanwhile.
        markers: Rc<[Marker]>,
        /// Instances that have a line even if they are not among the busiest.
        pinned: Vec<InstanceId>,
        /// The stored gaps of that time, which know why.
        reasons: Shared<Vec<HistoryGap>>,
    },
    /// What is stored.
    Past {
        /// The answer.
        answer: Shared<HistoryAnswer>,
        /// Which of its histories.
        place: usize,
        /// What knows the colours of instances.
        window: MetricWindow,
    },
    /// Two metrics of one thing.
    Pair {
        /// Where those of the first come from.
        one: Box<Source>,
        /// Where those of the second come from.
        other: Box<Source>,
    },
    /// None yet.
    Nothing,
}

impl Source {
    /// What to draw of it.
    #[must_use]
    pub fn model(&self, metric: Metric) -> ChartModel {
        let mut model = match self {
            Self::Live { window, kind, markers, pinned, reasons, .. } => {
                let mut model = window.model_with(*kind, TOP as usize, pinned);
                model.markers = markers.to_vec();
                explain(&mut model.gaps, reasons);
                model
            }
            Self::Past { answer, place, window } => match answer.histories.get(*place) {
                Some(history) => ChartModel {
                    markers: answer.markers.to_vec(),
                    ..past::model(history, answer.span, answer.ask.range.is_live(), |id| {
                        window.color_slot(id)
                    })
                },
                None => nothing(metric),
            },
            Self::Pair { one, other } => {
                let second = pair::other_of(metric).unwrap_or(metric);
                return pair::together(one.model(metric), &other.model(second));
            }
            Self::Nothing => nothing(metric),
        };
        let end = DateTime::from_timestamp_millis(model.end).unwrap_or_default();
        model.utc_offset_ms = i64::from(platform::local_offset_seconds(end)) * 1000;
        model
    }

    /// Whether anything came from there, be it that there is nothing.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        match self {
            Self::Live { window, .. } => window.is_filled(),
            Self::Past { .. } => true,
            Self::Pair { one, .. } => one.is_filled(),
            Self::Nothing => false,
        }
    }
}

/// Gives each gap the reason of the stored one that covers most of it.
pub(super) fn explain(gaps: &mut [Gap], stored: &[HistoryGap]) {
    for gap in gaps {
        let common = |known: &&HistoryGap| {
            let (from, to) = (known.from.timestamp_millis(), known.to.timestamp_millis());
            to.min(gap.to) - from.max(gap.from)
        };
        let covering = stored.iter().filter(|known| common(known) > 0).max_by_key(common);
        if let Some(known) = covering {
            gap.reason = known.reason;
        }
    }
}

fn nothing(metric: Metric) -> ChartModel {
    ChartModel {
        metric,
        start: 0,
        end: 0,
        times: Vec::new(),
        bucket_ms: None,
        series: Vec::new(),
        focus: None,
        gaps: Vec::new(),
        markers: Vec::new(),
        utc_offset_ms: 0,
    }
}
