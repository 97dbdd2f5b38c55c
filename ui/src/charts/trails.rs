//! What small lines are drawn of: the last quarter of an hour of every instance, in buckets of half a minute.
//!
//! The console tells what was before the page was opened, frames go on from there, and both fall into the same buckets. So all tables draw
//! the same line of an instance, and it changes at its end only.

use super::MetricKind;
use mini_aws_domain::{Frame, InstanceId, InstanceLine, Sparklines};
use std::collections::HashMap;

/// How long a bucket is, in milliseconds. They begin at whole multiples of it since 1970, as the console's do.
const BUCKET_MS: i64 = 30_000;
/// How many there are: a quarter of an hour, and the one that has only begun.
pub(super) const BUCKETS: usize = 31;
/// How many instances have a trail at most.
const MAX_TRAILS: usize = super::series::MAX_INSTANCES;
/// How many frames a bucket of history stands for, and one that has only begun: half as many, as it is half over more or less.
const WEIGHT: f64 = 30.0;
const WEIGHT_BEGUN: f64 = 15.0;

/// The values of one bucket while they come.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Cell {
    sum: f64,
    count: f64,
    /// Whether frames are in it.
    live: bool,
}

impl Cell {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1.0;
        self.live = true;
    }

    fn average(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.sum / self.count)
    }
}

/// One instance's buckets: each is at its number modulo how many there are.
#[derive(Debug, Clone)]
struct Trail {
    cpu: [Cell; BUCKETS],
    memory: [Cell; BUCKETS],
}

impl Default for Trail {
    fn default() -> Self {
        Self { cpu: [Cell::default(); BUCKETS], memory: [Cell::default(); BUCKETS] }
    }
}

impl Trail {
    fn cells(&self, kind: MetricKind) -> &[Cell; BUCKETS] {
        match kind {
            MetricKind::Cpu => &self.cpu,
            MetricKind::Memory => &self.memory,
        }
    }

    fn cells_mut(&mut self, kind: MetricKind) -> &mut [Cell; BUCKETS] {
        match kind {
            MetricKind::Cpu => &mut self.cpu,
            MetricKind::Memory => &mut self.memory,
        }
    }

    fn is_empty(&self) -> bool {
        self.cpu.iter().chain(&self.memory).all(|cell| cell.count == 0.0)
    }
}

/// The last quarter of an hour of every instance.
#[derive(Debug, Default)]
pub(super) struct Trails {
    /// The number of the newest bucket since 1970; absent until something came.
    newest: Option<i64>,
    trails: HashMap<InstanceId, Trail>,
}

impl Trails {
    /// Takes a frame.
    pub fn push(&mut self, frame: &Frame) {
        let bucket = frame.timestamp.timestamp_millis().div_euclid(BUCKET_MS);
        self.rewind_to(bucket);
        self.advance_to_bucket(bucket);
        let place = place_of(bucket);
        for sample in &frame.samples {
            let Some(trail) = self.trail(&sample.instance) else { continue };
            for kind in MetricKind::ALL {
                if let Some(value) = super::window::value_of(sample, kind) {
                    trail.cells_mut(kind)[place].add(value);
                }
            }
        }
    }

    /// Takes what was before: it knows more than a page that was opened, or looked away, meanwhile. But where it is now the frames know
    /// best, and what comes next is to go on from them.
    pub fn load(&mut self, known: &Sparklines) {
        let begins = known.begins.timestamp_millis();
        let length = known.bucket_ms.max(1);
        let buckets = known.lines.first().map_or(0, |line| line.cpu.len() as i64);
        // What is told ends at the present, which may have begun another bucket since the last frame. Told more coarsely than this it ends
        // later; where the present is the frames know, and not this page's own clock.
        let last = (begins + buckets * length - 1).div_euclid(BUCKET_MS);
        let present = self.newest.map_or(last, |newest| last.clamp(newest, newest + 1));
        self.advance_to_bucket(present);
        for InstanceLine { instance, cpu, memory } in &known.lines {
            let Some(trail) = self.trail(instance) else { continue };
            for bucket in present - BUCKETS as i64 + 1..=present {
                let middle = bucket * BUCKET_MS + BUCKET_MS / 2;
                let Ok(told) = usize::try_from((middle - begins).div_euclid(length)) else {
                    continue;
                };
                let place = place_of(bucket);
                let weight = if bucket < present { WEIGHT } else { WEIGHT_BEGUN };
                let memory = memory.get(told).copied().flatten().map(|bytes| bytes as f64);
                for (cells, value) in [
                    (&mut trail.cpu, cpu.get(told).copied().flatten()),
                    (&mut trail.memory, memory),
                ] {
                    let cell = &mut cells[place];
                    let Some(value) = value.filter(|value| value.is_finite()) else { continue };
                    if bucket < present || !cell.live {
                        *cell = Cell { sum: value * weight, count: weight, live: false };
                    }
                }
            }
        }
    }

    /// Moves the end on to a moment, whether anything is known of it or not; never back.
    pub fn advance_to(&mut self, now: i64) {
        if self.newest.is_some() {
            self.advance_to_bucket(now.div_euclid(BUCKET_MS));
        }
    }

    /// The averages of an instance, the newest last; nothing known is `None`.
    pub fn line(&self, id: &InstanceId, kind: MetricKind) -> Vec<Option<f64>> {
        let (Some(newest), Some(trail)) = (self.newest, self.trails.get(id)) else {
            return vec![None; BUCKETS];
        };
        let cells = trail.cells(kind);
        let buckets = newest - BUCKETS as i64 + 1..=newest;
        let mut line: Vec<Option<f64>> =
            buckets.map(|bucket| cells[place_of(bucket)].average()).collect();
        bridge_if_seldom(&mut line);
        line
    }

    fn trail(&mut self, id: &InstanceId) -> Option<&mut Trail> {
        if !self.trails.contains_key(id) {
            if self.trails.len() >= MAX_TRAILS {
                return None;
            }
            self.trails.insert(id.clone(), Trail::default());
        }
        self.trails.get_mut(id)
    }

    /// Empties the buckets that begin anew, and forgets who has been silent for all of them.
    fn advance_to_bucket(&mut self, bucket: i64) {
        let Some(newest) = self.newest.replace(bucket) else { return };
        if bucket <= newest {
            self.newest = Some(newest);
            return;
        }
        let oldest = newest.max(bucket - BUCKETS as i64);
        for begun in oldest + 1..=bucket {
            self.empty(begun);
        }
        self.trails.retain(|_, trail| !trail.is_empty());
    }

    /// The clock was set back: what lies in the future now never happened by this clock.
    fn rewind_to(&mut self, bucket: i64) {
        let Some(newest) = self.newest.filter(|newest| *newest > bucket) else { return };
        let oldest = bucket.max(newest - BUCKETS as i64);
        for undone in oldest + 1..=newest {
            self.empty(undone);
        }
        self.newest = Some(bucket);
    }

    fn empty(&mut self, bucket: i64) {
        let place = place_of(bucket);
        for trail in self.trails.values_mut() {
            trail.cpu[place] = Cell::default();
            trail.memory[place] = Cell::default();
        }
    }
}

fn place_of(bucket: i64) -> usize {
    bucket.rem_euclid(BUCKETS as i64).unsigned_abs() as usize
}

/// An instance that is read once a minute, the least often there is, leaves every other bucket empty. That is no gap, and where it is never
/// otherwise the line goes through.
fn bridge_if_seldom(line: &mut [Option<f64>]) {
    if line.windows(2).any(|pair| pair[0].is_some() && pair[1].is_some()) {
        return;
    }
    for place in 1..line.len().saturating_sub(1) {
        if let (Some(before), None, Some(after)) = (line[place - 1], line[place], line[place + 1]) {
            line[place] = Some(f64::midpoint(before, after));
        }
    }
}
