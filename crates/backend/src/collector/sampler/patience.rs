//! How well an engine bears being asked. Pure: no I/O and no clock.

use std::time::Duration;

/// An answer is slow if it took this much longer than the quickest: some engines take a second or two always.
const SLOW: Duration = Duration::from_secs(2);
/// How many answers are judged together.
const JUDGED: u32 = 8;
/// After this many times of good answers the engine is asked more often again.
const GOOD_TIMES: u32 = 3;
/// With so many doublings even the shortest interval is at its longest.
const MOST_DOUBLINGS: u32 = 4;
/// How much of the usual time a new answer makes up.
const WEIGHT: f64 = 0.2;
/// How much of the way to each answer the quickest one is forgotten, so that a single one is not the measure for ever.
const FORGETS: f64 = 0.0005;
/// How long an answer is expected to take before the first one came.
const UNKNOWN: Duration = Duration::from_secs(1);
/// How many answers are waited for at once, at least and at most.
const AT_ONCE: (u32, u32) = (8, 64);

/// Takes note of how long answers take, and says how far to go on asking.
#[derive(Debug, Default)]
pub(super) struct Patience {
    quickest: Option<Duration>,
    usual: Option<Duration>,
    doublings: u32,
    judged: u32,
    slow: u32,
    good_times: u32,
}

impl Patience {
    /// An answer came after this time.
    pub(super) fn answered(&mut self, took: Duration) {
        let aged = |quickest: Duration| quickest + took.saturating_sub(quickest).mul_f64(FORGETS);
        let quickest = self.quickest.map_or(took, |quickest| aged(quickest).min(took));
        self.quickest = Some(quickest);
        let usual =
            self.usual.map_or(took, |usual| usual.mul_f64(1.0 - WEIGHT) + took.mul_f64(WEIGHT));
        self.usual = Some(usual);
        self.judge(took > quickest + SLOW);
    }

    /// No answer came in time, or one that was none: an engine that refuses is not to be pressed either.
    pub(super) fn failed(&mut self) {
        self.judge(true);
    }

    /// How many times to double the time between two polls.
    pub(super) fn doublings(&self) -> u32 {
        self.doublings
    }

    /// How long an answer usually takes.
    pub(super) fn usual(&self) -> Duration {
        self.usual.unwrap_or_default()
    }

    /// How many answers may be waited for at most.
    pub(super) fn most_at_once() -> u32 {
        AT_ONCE.1
    }

    /// How many answers to wait for at once with so many polls a second: as many as it takes to keep pace, and a few more. A slow engine
    /// is not pressed.
    pub(super) fn at_once(&self, polls_per_second: f64) -> u32 {
        if self.doublings > 0 {
            return AT_ONCE.0;
        }
        let waiting = polls_per_second * self.usual.unwrap_or(UNKNOWN).as_secs_f64() * 1.5;
        // A float beyond the range is cut to it, which the clamp would do as well.
        (waiting.ceil() as u32).clamp(AT_ONCE.0, AT_ONCE.1)
    }

    fn judge(&mut self, is_slow: bool) {
        self.judged += 1;
        self.slow += u32::from(is_slow);
        if self.judged < JUDGED {
            return;
        }
        if self.slow * 2 >= self.judged {
            self.doublings = (self.doublings + 1).min(MOST_DOUBLINGS);
            self.good_times = 0;
        } else if self.slow == 0 {
            self.good_times += 1;
            if self.good_times >= GOOD_TIMES {
                self.doublings = self.doublings.saturating_sub(1);
                self.good_times = 0;
            }
        } else {
            self.good_times = 0;
        }
        (self.judged, self.slow) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(patience: &mut Patience, count: u32, millis: u64) {
        (0..count).for_each(|_| patience.answered(Duration::from_millis(millis)));
    }

    #[test]
    fn an_engine_that_always_takes_its_time_is_not_slow() {
        let mut patience = Patience::default();
        answers(&mut patience, 10 * JUDGED, 1900);
        assert_eq!(patience.doublings(), 0);
        assert_eq!(patience.at_once(10.0), 29, "it takes that many to keep pace");
        assert_eq!(patience.at_once(1e9), AT_ONCE.1);
        answers(&mut patience, 100, 2);
        assert_eq!(patience.at_once(50.0), AT_ONCE.0);
    }

    #[test]
    fn one_that_becomes_slow_is_asked_less_and_slowly_more_again() {
        let mut patience = Patience::default();
        answers(&mut patience, JUDGED, 5);
        answers(&mut patience, JUDGED, 2500);
        assert_eq!(patience.doublings(), 1);
        answers(&mut patience, 9 * JUDGED, 2500);
        assert_eq!(patience.doublings(), MOST_DOUBLINGS);
        assert_eq!(patience.at_once(100.0), AT_ONCE.0);
        answers(&mut patience, (GOOD_TIMES - 1) * JUDGED, 5);
        assert_eq!(patience.doublings(), MOST_DOUBLINGS);
        answers(&mut patience, JUDGED, 5);
        assert_eq!(patience.doublings(), MOST_DOUBLINGS - 1);
    }

    #[test]
    fn no_answer_is_the_slowest_one() {
        let mut patience = Patience::default();
        (0..JUDGED).for_each(|_| patience.failed());
        assert_eq!(patience.doublings(), 1);
    }

    #[test]
    fn the_quickest_answer_is_not_the_measure_for_ever() {
        let mut patience = Patience::default();
        answers(&mut patience, 1, 1);
        answers(&mut patience, 50 * JUDGED, 2500);
        assert_eq!(patience.doublings(), MOST_DOUBLINGS, "it was quicker");
        answers(&mut patience, 300 * JUDGED, 2500);
        assert_eq!(patience.doublings(), 0);
    }

    #[test]
    fn a_single_slow_answer_changes_nothing() {
        let mut patience = Patience::default();
        for _ in 0..10 {
            answers(&mut patience, JUDGED - 1, 5);
            answers(&mut patience, 1, 9000);
        }
        assert_eq!(patience.doublings(), 0);
    }
}
