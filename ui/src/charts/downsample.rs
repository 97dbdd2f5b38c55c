//! Fewer points than samples, without losing what matters: extremes keep their height, gaps stay gaps.

use super::series::{Samples, Slot};
use std::collections::VecDeque;
use std::ops::Range;

/// How many points a series has at most, but for one more for each gap.
pub(super) const MAX_POINTS: usize = 450;

/// The points that all series of a chart share.
///
/// They must be the same for all, or else the tooltip would show only the series that happens to have the nearest point.
/// Buckets lie at whole multiples of their length, so a line does not shimmer as the window moves on.
#[derive(Debug)]
pub(super) struct Grid {
    cells: Vec<Cell>,
}

#[derive(Debug, PartialEq)]
enum Cell {
    /// One sample as it is.
    Sample(usize, i64),
    /// Several samples, drawn as two: their lowest and their highest, in the order in which they came.
    Extremes(Range<usize>, i64, i64),
    /// Nothing is known around here.
    Break(i64),
}

impl Grid {
    /// Lays out the points for `slots` of a window that is `window_ms` long.
    pub fn new(slots: &VecDeque<Slot>, window_ms: i64) -> Self {
        let bucket_ms = if slots.len() <= MAX_POINTS {
            1
        } else {
            (window_ms / (MAX_POINTS as i64 / 2)).max(1)
        };
        let mut cells = Vec::new();
        let mut from = 0;
        while from < slots.len() {
            let bucket = slots[from].at.div_euclid(bucket_ms);
            let mut to = from + 1;
            while to < slots.len()
                && slots[to].at.div_euclid(bucket_ms) == bucket
                && !Samples::is_gap(&slots[to - 1], slots[to].at, slots[to].step_ms)
            {
                to += 1;
            }
            if from > 0 && Samples::is_gap(&slots[from - 1], slots[from].at, slots[from].step_ms) {
                cells.push(Cell::Break(midpoint(slots[from - 1].at, slots[from].at)));
            }
            if to - from <= 2 {
                cells.extend((from..to).map(|slot| Cell::Sample(slot, slots[slot].at)));
            } else {
                cells.push(Cell::Extremes(from..to, slots[from].at, slots[to - 1].at));
            }
            from = to;
        }
        Self { cells }
    }

    /// The points' times.
    pub fn times(&self) -> Vec<i64> {
        let mut times = Vec::with_capacity(self.cells.len() * 2);
        for cell in &self.cells {
            match *cell {
                Cell::Sample(_, at) | Cell::Break(at) => times.push(at),
                Cell::Extremes(_, first, last) => times.extend([first, last]),
            }
        }
        times
    }

    /// The points' values for one series, given its value at each slot.
    pub fn values(&self, value: impl Fn(usize) -> Option<f64>) -> Vec<Option<f64>> {
        let mut values = Vec::with_capacity(self.cells.len() * 2);
        for cell in &self.cells {
            match cell {
                Cell::Sample(slot, _) => values.push(value(*slot)),
                Cell::Break(_) => values.push(None),
                Cell::Extremes(slots, _, _) => values.extend(extremes(slots.clone(), &value)),
            }
        }
        values
    }
}

/// Two points for many samples. Where samples are missing at an edge, that edge is a gap, and the other keeps the highest; one that is
/// missing amid others is less than a pixel wide, and is passed over.
fn extremes(slots: Range<usize>, value: &impl Fn(usize) -> Option<f64>) -> [Option<f64>; 2] {
    let known = || slots.clone().filter_map(|slot| Some((slot, value(slot)?)));
    let lowest = known().min_by(|a, b| a.1.total_cmp(&b.1));
    let highest = known().max_by(|a, b| a.1.total_cmp(&b.1));
    let (Some(lowest), Some(highest)) = (lowest, highest) else {
        return [None, None];
    };
    let starts = value(slots.start).is_some();
    let ends = value(slots.end - 1).is_some();
    match (starts, ends) {
        (true, true) if lowest.0 <= highest.0 => [Some(lowest.1), Some(highest.1)],
        (true, true) => [Some(highest.1), Some(lowest.1)],
        (false, true) => [None, Some(highest.1)],
        (true, false) | (false, false) => [Some(highest.1), None],
    }
}

fn midpoint(a: i64, b: i64) -> i64 {
    a + (b - a) / 2
}
