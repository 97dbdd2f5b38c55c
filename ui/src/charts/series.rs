//! The samples themselves: one ring of times that all share, and two rings of values for each instance.

use super::{Gap, MetricKind, palette};
use mini_aws_domain::{GapReason, InstanceId};
use std::collections::{HashMap, VecDeque};

/// How many points in time are kept at most: 15 minutes of one a second, and some.
pub(super) const MAX_SLOTS: usize = 1024;
/// How many instances are kept at most. More are counted in the total, and have no line.
pub(super) const MAX_INSTANCES: usize = 1024;
/// Samples further apart than this many of their intervals have a gap between them.
const GAP_FACTOR: f64 = 2.5;

/// One point in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slot {
    /// Milliseconds since the epoch.
    pub at: i64,
    /// The time that it stands for: the interval between frames, or the length of a bucket of history.
    pub step_ms: i64,
    /// Whether it came as a frame, and not from history.
    pub live: bool,
}

/// What is known of one instance. A sample that is missing is NaN: one value in four bytes, and it cannot be summed by mistake.
#[derive(Debug, Clone)]
pub(super) struct Track {
    pub key: u64,
    pub id: Option<InstanceId>,
    pub name: String,
    pub color: Option<usize>,
    /// When it was last measured.
    pub seen_at: i64,
    cpu: VecDeque<f32>,
    memory: VecDeque<f32>,
}

impl Track {
    pub fn ring(&self, kind: MetricKind) -> &VecDeque<f32> {
        match kind {
            MetricKind::Cpu => &self.cpu,
            MetricKind::Memory => &self.memory,
        }
    }

    pub fn ring_mut(&mut self, kind: MetricKind) -> &mut VecDeque<f32> {
        match kind {
            MetricKind::Cpu => &mut self.cpu,
            MetricKind::Memory => &mut self.memory,
        }
    }

    pub fn value(&self, kind: MetricKind, slot: usize) -> Option<f64> {
        let value = f64::from(*self.ring(kind).get(slot)?);
        value.is_finite().then_some(value)
    }
}

/// All samples of a window. Every ring is as long as `slots`.
#[derive(Debug, Default)]
pub(super) struct Samples {
    pub slots: VecDeque<Slot>,
    pub tracks: Vec<Track>,
    /// Changes with the set of instances.
    pub epoch: u64,
    cpu_total: VecDeque<f64>,
    memory_total: VecDeque<f64>,
    by_id: HashMap<InstanceId, usize>,
    next_key: u64,
}

impl Samples {
    pub fn totals(&self, kind: MetricKind) -> &VecDeque<f64> {
        match kind {
            MetricKind::Cpu => &self.cpu_total,
            MetricKind::Memory => &self.memory_total,
        }
    }

    pub fn totals_mut(&mut self, kind: MetricKind) -> &mut VecDeque<f64> {
        match kind {
            MetricKind::Cpu => &mut self.cpu_total,
            MetricKind::Memory => &mut self.memory_total,
        }
    }

    pub fn total(&self, kind: MetricKind, slot: usize) -> Option<f64> {
        self.totals(kind).get(slot).copied().filter(|value| value.is_finite())
    }

    pub fn track_of(&self, id: &InstanceId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Appends a point in time at which nothing is known yet. The oldest one gives way before, so that no ring outgrows its bound.
    pub fn append(&mut self, slot: Slot) {
        self.drop_oldest((self.slots.len() + 1).saturating_sub(MAX_SLOTS));
        self.slots.push_back(slot);
        self.cpu_total.push_back(f64::NAN);
        self.memory_total.push_back(f64::NAN);
        for track in &mut self.tracks {
            track.cpu.push_back(f32::NAN);
            track.memory.push_back(f32::NAN);
        }
    }

    /// The track of an instance, made if need be: an instance of which only history is known is recognised by its name. `None` if
    /// there is no room for another.
    pub fn track_for(&mut self, id: Option<&InstanceId>, name: &str) -> Option<usize> {
        if let Some(known) = id.and_then(|id| self.track_of(id)) {
            return Some(known);
        }
        let namesake = self
            .tracks
            .iter()
            .position(|track| (track.id.is_none() || id.is_none()) && track.name == name);
        if let Some(namesake) = namesake {
            if let Some(id) = id {
                self.tracks[namesake].id = Some(id.clone());
                self.by_id.insert(id.clone(), namesake);
            }
            return Some(namesake);
        }
        if self.tracks.len() >= MAX_INSTANCES && !self.make_room() {
            return None;
        }
        // An instance that was made anew under its old name is the same thing to people, so it looks the same.
        let color =
            self.tracks.iter().rev().find(|track| track.name == name).and_then(|track| track.color);
        let length = self.slots.len();
        self.tracks.push(Track {
            key: self.next_key,
            id: id.cloned(),
            name: name.to_owned(),
            color,
            seen_at: i64::MIN,
            cpu: VecDeque::from(vec![f32::NAN; length]),
            memory: VecDeque::from(vec![f32::NAN; length]),
        });
        self.next_key += 1;
        self.epoch += 1;
        let added = self.tracks.len() - 1;
        if let Some(id) = id {
            self.by_id.insert(id.clone(), added);
        }
        Some(added)
    }

    /// Drops the instance that was seen longest ago, unless it is still measured.
    fn make_room(&mut self) -> bool {
        let newest = self.slots.back().map_or(i64::MIN, |slot| slot.at);
        let oldest = self
            .tracks
            .iter()
            .enumerate()
            .min_by_key(|(_, track)| track.seen_at)
            .filter(|(_, track)| track.seen_at < newest)
            .map(|(index, _)| index);
        let Some(oldest) = oldest else { return false };
        self.tracks.remove(oldest);
        self.reindex();
        true
    }

    /// Sets a value at a point in time.
    pub fn set(&mut self, track: usize, kind: MetricKind, slot: usize, value: f64) {
        let Some(at) = self.slots.get(slot).map(|slot| slot.at) else {
            return;
        };
        let Some(track) = self.tracks.get_mut(track) else {
            return;
        };
        // Half the size for a thousand instances; seven digits are more than a chart can show.
        let value = value as f32;
        if let Some(place) = track.ring_mut(kind).get_mut(slot) {
            *place = value;
            track.seen_at = track.seen_at.max(at);
        }
    }

    /// Drops points in time from the end while `unwanted` says so.
    pub fn drop_newest(&mut self, unwanted: impl Fn(&Slot) -> bool) {
        let keep =
            self.slots.len() - self.slots.iter().rev().take_while(|slot| unwanted(slot)).count();
        self.slots.truncate(keep);
        self.cpu_total.truncate(keep);
        self.memory_total.truncate(keep);
        for track in &mut self.tracks {
            track.cpu.truncate(keep);
            track.memory.truncate(keep);
        }
    }

    /// Drops what is older than `oldest` or too much, and the instances that have nothing left.
    pub fn forget_before(&mut self, oldest: i64) {
        let late = self.slots.iter().take_while(|slot| slot.at < oldest).count();
        self.drop_oldest(late.max(self.slots.len().saturating_sub(MAX_SLOTS)));
        self.forget_unseen();
    }

    fn drop_oldest(&mut self, count: usize) {
        self.slots.drain(..count);
        self.cpu_total.drain(..count);
        self.memory_total.drain(..count);
        for track in &mut self.tracks {
            track.cpu.drain(..count);
            track.memory.drain(..count);
        }
    }

    /// Drops the instances that have no sample left.
    pub fn forget_unseen(&mut self) {
        let first = self.slots.front().map_or(i64::MAX, |slot| slot.at);
        let before = self.tracks.len();
        self.tracks.retain(|track| track.seen_at >= first);
        if self.tracks.len() != before {
            self.reindex();
        }
    }

    fn reindex(&mut self) {
        self.epoch += 1;
        self.by_id = self
            .tracks
            .iter()
            .enumerate()
            .filter_map(|(index, track)| Some((track.id.clone()?, index)))
            .collect();
    }

    /// The colour of an instance, given for good when it is first asked for.
    pub fn color(&mut self, track: usize) -> Option<usize> {
        let asked = self.tracks.get(track)?;
        if let Some(color) = asked.color {
            return Some(color);
        }
        let color =
            palette::color_for(&asked.name, self.tracks.iter().filter_map(|track| track.color));
        self.tracks[track].color = Some(color);
        Some(color)
    }

    /// What the values take in memory.
    #[cfg(test)]
    pub fn bytes(&self) -> usize {
        let rings = self.tracks.iter().map(|track| track.cpu.capacity() + track.memory.capacity());
        rings.sum::<usize>() * size_of::<f32>()
    }

    /// Whether there is a gap between two moments, the one of `before` and a later one of `after`, as far apart as this.
    pub fn is_gap(before: &Slot, at: i64, step_ms: i64) -> bool {
        let apart = (at - before.at) as f64 / before.step_ms.max(step_ms).max(1) as f64;
        apart > GAP_FACTOR
    }

    /// For how long each point in time counts in a mean: up to the one before it, but not across a gap.
    pub fn weights(&self) -> Vec<f64> {
        let mut before: Option<&Slot> = None;
        self.slots
            .iter()
            .map(|slot| {
                let apart = before.map_or(slot.step_ms, |before| slot.at - before.at);
                before = Some(slot);
                apart.min(slot.step_ms).max(0) as f64
            })
            .collect()
    }

    /// The mean over the whole window; an instance counts as nothing while it is not there. `None` if it has no value at all.
    pub fn mean(&self, track: &Track, kind: MetricKind, weights: &[f64]) -> Option<f64> {
        let whole: f64 = weights.iter().sum();
        let mut sum = 0.0;
        let mut any = false;
        for (value, weight) in track.ring(kind).iter().zip(weights) {
            if value.is_finite() {
                sum += f64::from(*value) * weight;
                any = true;
            }
        }
        (any && whole > 0.0).then(|| sum / whole)
    }

    /// The stretches of time in which the total is not known, up to `end`.
    pub fn gaps(&self, kind: MetricKind, end: i64) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut before: Option<Slot> = None;
        for (index, slot) in self.slots.iter().enumerate() {
            if self.total(kind, index).is_none() {
                continue;
            }
            if let Some(before) = before
                && Samples::is_gap(&before, slot.at, slot.step_ms)
            {
                gaps.push(unexplained(before.at, slot.at));
            }
            before = Some(*slot);
        }
        if let Some(before) = before
            && Samples::is_gap(&before, end, before.step_ms)
        {
            gaps.push(unexplained(before.at, end));
        }
        gaps
    }
}

/// Frames that did not come do not say why.
fn unexplained(from: i64, to: i64) -> Gap {
    Gap { from, to, reason: GapReason::Unknown }
}
