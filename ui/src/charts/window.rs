//! The last minutes of CPU and memory, of every instance and in total.

use super::downsample::Grid;
use super::history;
use super::palette::dash_repeated_colors;
use super::rank::{Candidate, Ranking};
use super::series::{Samples, Slot};
use super::trails::Trails;
use super::{ChartModel, Gap, MetricKind, SeriesView};
use mini_aws_domain::{
    DashboardStats, Frame, Instance, InstanceId, InstanceState, Sample, Sparklines,
};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The last minutes of CPU and memory.
///
/// A clone is another handle on the same window, so it is cheap to pass about; two handles are equal if they are of one
/// window. Memory is bounded: at most 1024 points in time and 1024 instances, some 8 MiB when full.
#[derive(Debug, Clone)]
pub struct MetricWindow {
    window_ms: i64,
    pub(super) inner: Rc<RefCell<Inner>>,
}

impl PartialEq for MetricWindow {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

#[derive(Debug, Default)]
pub(super) struct Inner {
    pub(super) samples: Samples,
    trails: Trails,
    now: Option<i64>,
    filled: bool,
    cpu_ranking: Ranking,
    memory_ranking: Ranking,
}

impl MetricWindow {
    /// A window of the last `window_ms` milliseconds that knows nothing yet.
    #[must_use]
    pub fn new(window_ms: i64) -> Self {
        Self { window_ms: window_ms.max(1), inner: Rc::default() }
    }

    /// How long the window is, in milliseconds.
    #[must_use]
    pub fn window_ms(&self) -> i64 {
        self.window_ms
    }

    /// Whether history or a frame has come, be it an empty one: until then there is something to wait for.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        self.inner.borrow().filled
    }

    /// Takes the stored history, in place of any that was loaded before; frames that came meanwhile stay.
    pub fn load(&self, stats: &DashboardStats) {
        let mut inner = self.inner.borrow_mut();
        inner.filled = true;
        history::merge(&mut inner.samples, stats);
        if let Some(newest) = inner.samples.slots.back().map(|slot| slot.at) {
            inner.advance_to(newest, self.window_ms);
        }
    }

    /// Takes what small lines are to begin with; frames that came meanwhile stay.
    pub fn load_sparklines(&self, known: &Sparklines) {
        self.inner.borrow_mut().trails.load(known);
    }

    /// Takes a frame. `instances` are the known ones, for their names as of now.
    pub fn push(&self, frame: &Frame, instances: &[Instance]) {
        let mut inner = self.inner.borrow_mut();
        inner.filled = true;
        inner.rename(instances);
        if inner.append(frame) {
            inner.record(frame, instances);
            inner.trails.push(frame);
            inner.advance_to(frame.timestamp.timestamp_millis(), self.window_ms);
        }
    }

    /// Moves the right end on while no frames come, so that the time without them shows as a gap.
    pub fn advance_to(&self, now_ms: i64) {
        self.inner.borrow_mut().advance_to(now_ms, self.window_ms);
    }

    /// The total, then the `k` instances with the highest mean over the window, then the sum of the others; all instances if
    /// there are no more than `k + 1`.
    ///
    /// An instance keeps its line until another one is clearly busier, and lines keep their order.
    #[must_use]
    pub fn top(&self, kind: MetricKind, k: usize) -> Vec<SeriesView> {
        self.model(kind, k).series
    }

    /// What a chart with `k` instances draws now; without events, which the window does not know.
    #[must_use]
    pub fn model(&self, kind: MetricKind, k: usize) -> ChartModel {
        self.model_with(kind, k, &[])
    }

    /// The same with lines for the `pinned` instances too, however little they use.
    #[must_use]
    pub fn model_with(&self, kind: MetricKind, k: usize, pinned: &[InstanceId]) -> ChartModel {
        let mut inner = self.inner.borrow_mut();
        let end = inner.end();
        let mut shown = inner.ranked(kind, k);
        for track in pinned.iter().filter_map(|id| inner.samples.track_of(id)).collect::<Vec<_>>() {
            if !shown.contains(&track) {
                inner.samples.color(track);
                shown.push(track);
            }
        }
        let samples = &inner.samples;
        let grid = Grid::new(&samples.slots, self.window_ms);
        let mut series = vec![inner.total_view(kind, &grid)];
        let weights = samples.weights();
        series.extend(
            shown
                .iter()
                .map(|&track| inner.instance_view(&samples.tracks[track], kind, &grid, &weights)),
        );
        dash_repeated_colors(&mut series);
        if inner.has_others(kind, &shown) {
            series.push(inner.others_view(kind, &grid, &shown));
        }
        ChartModel {
            metric: kind.metric(),
            start: end - self.window_ms,
            end,
            times: grid.times(),
            bucket_ms: None,
            series,
            focus: None,
            gaps: inner.samples.gaps(kind, end),
            markers: Vec::new(),
            utc_offset_ms: 0,
        }
    }

    /// The left end of its time axis, in milliseconds since the epoch.
    #[must_use]
    pub fn start(&self) -> i64 {
        self.end() - self.window_ms
    }

    /// The right end of its time axis.
    #[must_use]
    pub fn end(&self) -> i64 {
        self.inner.borrow().end()
    }

    /// The stretches of time in which nothing was measured.
    #[must_use]
    pub fn gaps(&self, kind: MetricKind) -> Vec<Gap> {
        let inner = self.inner.borrow();
        inner.samples.gaps(kind, inner.end())
    }

    /// What all instances use now; absent if the newest sample is missing or too old to be called now.
    #[must_use]
    pub fn latest(&self, kind: MetricKind) -> Option<f64> {
        let inner = self.inner.borrow();
        inner.latest(&|slot| inner.samples.total(kind, slot))
    }

    /// An instance's last quarter of an hour as values at equal distances, the newest last; each the average of its half a minute, and
    /// `None` where nothing was measured.
    #[must_use]
    pub fn sparkline(&self, id: &InstanceId, kind: MetricKind) -> Vec<Option<f64>> {
        self.inner.borrow().trails.line(id, kind)
    }

    /// The colour of an instance, 1 … [`super::COLORS`], the same everywhere and for its life; absent for one that was never measured.
    #[must_use]
    pub fn color_slot(&self, id: &InstanceId) -> Option<usize> {
        let samples = &mut self.inner.borrow_mut().samples;
        let track = samples.track_of(id)?;
        samples.color(track)
    }
}

impl Inner {
    pub(super) fn end(&self) -> i64 {
        self.now.unwrap_or(0)
    }

    fn advance_to(&mut self, now: i64, window_ms: i64) {
        let newest = self.samples.slots.back().map_or(now, |slot| slot.at);
        // A clock that was set back leaves nothing in the future behind: then the newest sample is the present.
        let now = match self.now {
            Some(before) if before > now && newest > now => newest,
            _ => now.max(newest),
        };
        self.now = Some(now);
        self.trails.advance_to(now);
        self.samples.forget_before(now - window_ms);
    }

    fn rename(&mut self, instances: &[Instance]) {
        for instance in instances {
            if let Some(track) = self.samples.track_of(&instance.id) {
                let track = &mut self.samples.tracks[track];
                if track.name != instance.name {
                    track.name.clone_from(&instance.name);
                }
            }
        }
    }

    /// Makes room for a frame at the end; `false` if it is an old one that came late.
    fn append(&mut self, frame: &Frame) -> bool {
        let at = frame.timestamp.timestamp_millis();
        let step_ms = i64::from(frame.interval_ms.max(1));
        // A bucket of history can end after the first frame begins.
        self.samples.drop_newest(|slot| !slot.live && slot.at >= at);
        if let Some(newest) = self.samples.slots.back().copied()
            && newest.at >= at
        {
            let now = Slot { at, step_ms, live: true };
            if !Samples::is_gap(&now, newest.at, newest.step_ms) {
                return false;
            }
            // So far back that the clock was set: what lies in the future now never happened by this clock.
            self.samples.drop_newest(|slot| slot.at >= at);
            self.now = None;
        }
        self.samples.append(Slot { at, step_ms, live: true });
        true
    }

    fn record(&mut self, frame: &Frame, instances: &[Instance]) {
        let slot = self.samples.slots.len() - 1;
        for kind in MetricKind::ALL {
            let known = frame.samples.iter().filter_map(|sample| value_of(sample, kind));
            let total = known.reduce(|sum, value| sum + value).or_else(|| {
                // Nothing runs, so nothing is used: that is known. Something runs and was not measured: that is not.
                let running =
                    instances.iter().any(|instance| instance.state == InstanceState::Running);
                (frame.samples.is_empty() && !running).then_some(0.0)
            });
            if let Some(place) = self.samples.totals_mut(kind).get_mut(slot) {
                *place = total.unwrap_or(f64::NAN);
            }
        }
        let mut names: Option<HashMap<&InstanceId, &str>> = None;
        let mut full = false;
        for sample in &frame.samples {
            let track = self.samples.track_of(&sample.instance).or_else(|| {
                // Looking for room is not cheap, and there is no more of it than a moment ago.
                if full {
                    return None;
                }
                let names = names.get_or_insert_with(|| {
                    instances
                        .iter()
                        .map(|instance| (&instance.id, instance.name.as_str()))
                        .collect()
                });
                let name = names.get(&sample.instance).copied().unwrap_or(sample.instance.short());
                let track = self.samples.track_for(Some(&sample.instance), name);
                full = track.is_none();
                track
            });
            let Some(track) = track else { continue };
            for kind in MetricKind::ALL {
                if let Some(value) = value_of(sample, kind) {
                    self.samples.set(track, kind, slot, value);
                }
            }
        }
    }

    /// The instances that have a line, as places in `tracks`.
    fn ranked(&mut self, kind: MetricKind, k: usize) -> Vec<usize> {
        let now = self.end();
        let epoch = self.samples.epoch;
        let ranking = match kind {
            MetricKind::Cpu => &mut self.cpu_ranking,
            MetricKind::Memory => &mut self.memory_ranking,
        };
        if ranking.is_due(now, epoch, k) {
            let weights = self.samples.weights();
            let candidates = self
                .samples
                .tracks
                .iter()
                .filter_map(|track| {
                    let mean = self.samples.mean(track, kind, &weights)?;
                    Some(Candidate { key: track.key, mean })
                })
                .collect();
            ranking.choose(candidates, kind, now, epoch, k);
        }
        let shown: Vec<usize> = ranking
            .members()
            .iter()
            .filter_map(|key| self.samples.tracks.iter().position(|track| track.key == *key))
            .collect();
        for &track in &shown {
            self.samples.color(track);
        }
        shown
    }
}

pub(super) fn value_of(sample: &Sample, kind: MetricKind) -> Option<f64> {
    let value = match kind {
        MetricKind::Cpu => sample.cpu_percent?,
        MetricKind::Memory => sample.memory_bytes? as f64,
    };
    value.is_finite().then_some(value)
}
