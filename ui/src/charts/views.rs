//! What is kept of the last minutes as lines to draw.

use super::downsample::Grid;
use super::series::{Samples, Track};
use super::window::Inner;
use super::{MetricKind, SeriesRole, SeriesView};
use crate::t;
use mini_aws_domain::TOTAL_LABEL;

/// The key of the line of the instances without a line of their own.
const OTHERS: &str = "others";

impl Inner {
    pub(super) fn total_view(&self, kind: MetricKind, grid: &Grid) -> SeriesView {
        let value = |slot| self.samples.total(kind, slot);
        self.sum_view(SeriesRole::Total, TOTAL_LABEL, t!("chart-total"), grid, value)
    }

    pub(super) fn others_view(&self, kind: MetricKind, grid: &Grid, shown: &[usize]) -> SeriesView {
        let value = |slot| {
            let total = self.samples.total(kind, slot)?;
            let shown: f64 = shown
                .iter()
                .filter_map(|&track| self.samples.tracks[track].value(kind, slot))
                .sum();
            // Rounding must not make it negative.
            Some((total - shown).max(0.0))
        };
        self.sum_view(SeriesRole::Others, OTHERS, t!("chart-others"), grid, value)
    }

    fn sum_view(
        &self,
        role: SeriesRole,
        key: &str,
        name: String,
        grid: &Grid,
        value: impl Fn(usize) -> Option<f64>,
    ) -> SeriesView {
        let weights = self.samples.weights();
        let whole: f64 = weights.iter().sum();
        let sum: f64 = weights
            .iter()
            .enumerate()
            .filter_map(|(slot, weight)| Some(value(slot)? * weight))
            .sum();
        SeriesView {
            role,
            key: key.to_owned(),
            id: None,
            name,
            color: None,
            dashed: false,
            latest: self.latest(&value),
            mean: if whole > 0.0 { sum / whole } else { 0.0 },
            values: grid.values(value),
            low: Vec::new(),
            high: Vec::new(),
        }
    }

    pub(super) fn instance_view(
        &self,
        track: &Track,
        kind: MetricKind,
        grid: &Grid,
        weights: &[f64],
    ) -> SeriesView {
        let value = |slot| track.value(kind, slot);
        SeriesView {
            role: SeriesRole::Instance,
            // Not the name: that can change, and be "total".
            key: format!("instance-{}", track.key),
            id: track.id.clone(),
            name: track.name.clone(),
            color: track.color,
            dashed: false,
            latest: self.latest(&value),
            mean: self.samples.mean(track, kind, weights).unwrap_or(0.0),
            values: grid.values(value),
            low: Vec::new(),
            high: Vec::new(),
        }
    }

    pub(super) fn latest(&self, value: &impl Fn(usize) -> Option<f64>) -> Option<f64> {
        let newest = self.samples.slots.back()?;
        if Samples::is_gap(newest, self.end(), newest.step_ms) {
            return None;
        }
        value(self.samples.slots.len() - 1)
    }

    /// Whether there are instances without a line of their own.
    pub(super) fn has_others(&self, kind: MetricKind, shown: &[usize]) -> bool {
        self.samples.tracks.iter().enumerate().any(|(index, track)| {
            !shown.contains(&index) && track.ring(kind).iter().any(|value| value.is_finite())
        })
    }
}
