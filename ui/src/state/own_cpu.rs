//! The console's own CPU in the last minutes.

use super::{Shared, console::WINDOW_MS};
use chrono::{DateTime, Utc};
use std::collections::VecDeque;

/// How many measurements are kept at most: more than come in the time that is shown.
const MOST: usize = 256;

/// The console's own CPU in the last minutes. A clone costs nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OwnCpu(Shared<VecDeque<(i64, f64)>>);

impl OwnCpu {
    /// Takes a measurement, in percent of one core.
    pub fn push(&mut self, at: DateTime<Utc>, percent: f64) {
        let at = at.timestamp_millis();
        let values = self.0.make_mut();
        // A clock that was set back has taken what lies ahead of it along.
        while values.back().is_some_and(|(last, _)| *last >= at) {
            values.pop_back();
        }
        values.push_back((at, percent));
        while values.len() > MOST || values.front().is_some_and(|(first, _)| at - first > WINDOW_MS)
        {
            values.pop_front();
        }
    }

    /// The last minutes as `points` values at equal distances, the newest last, each the mean of its stretch of time; `None` where
    /// nothing was measured.
    #[must_use]
    pub fn line(&self, points: usize) -> Vec<Option<f64>> {
        let mut sums = vec![(0.0, 0_u32); points];
        let Some((end, _)) = self.0.back() else { return vec![None; points] };
        let width = (WINDOW_MS / i64::try_from(points.max(1)).unwrap_or(i64::MAX)).max(1);
        for (at, percent) in self.0.iter() {
            let back = usize::try_from((end - at) / width).unwrap_or(usize::MAX);
            let place = points.checked_sub(back.saturating_add(1));
            if let Some((sum, count)) = place.and_then(|place| sums.get_mut(place)) {
                *sum += percent;
                *count += 1;
            }
        }
        sums.into_iter().map(|(sum, count)| (count > 0).then(|| sum / f64::from(count))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ago;

    #[test]
    fn the_newest_is_last_and_what_was_not_measured_is_a_gap() {
        let mut cpu = OwnCpu::default();
        assert_eq!(cpu.line(3), [None, None, None]);
        cpu.push(ago(890), 1.0);
        cpu.push(ago(100), 2.0);
        cpu.push(ago(0), 4.0);
        assert_eq!(cpu.line(3), [Some(1.0), None, Some(3.0)]);
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let mut cpu = OwnCpu::default();
        for second in (0..7200).rev().step_by(5) {
            cpu.push(ago(second), 1.0);
        }
        assert!(cpu.0.len() <= 181, "{}", cpu.0.len());
        for millis in 0..1000 {
            cpu.push(ago(0) + chrono::TimeDelta::milliseconds(millis), 1.0);
        }
        assert_eq!(cpu.0.len(), MOST);
    }

    #[test]
    fn a_clock_that_was_set_back_leaves_nothing_ahead() {
        let mut cpu = OwnCpu::default();
        cpu.push(ago(0), 9.0);
        cpu.push(ago(600), 1.0);
        assert_eq!(cpu.line(2), [None, Some(1.0)]);
    }
}
