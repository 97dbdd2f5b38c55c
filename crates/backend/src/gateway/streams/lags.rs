//! How often somebody may lose the thread.

use super::Limits;
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

/// When one connection fell behind lately.
#[derive(Debug)]
pub(super) struct Lags {
    most: usize,
    window: Duration,
    times: VecDeque<Instant>,
}

impl Lags {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { most: limits.lags, window: limits.lag_window, times: VecDeque::new() }
    }

    /// It fell behind once more; whether that is too often.
    pub(super) fn add(&mut self, now: Instant) -> bool {
        self.times.retain(|time| now.duration_since(*time) < self.window);
        self.times.push_back(now);
        self.times.len() >= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_within_the_window_are_too_many_and_three_over_a_longer_time_are_not() {
        let limits = Limits { lags: 3, lag_window: Duration::from_secs(60), ..Limits::default() };
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut often = Lags::new(&limits);
        assert!(!often.add(at(0)));
        assert!(!often.add(at(30)));
        assert!(often.add(at(59)));
        let mut seldom = Lags::new(&limits);
        for minute in 0..10 {
            assert!(!seldom.add(at(minute * 31)));
        }
    }
}
