//! How long to wait before the next try.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);
/// How far a pause may stray from its nominal length, to either side, so that many clients do not come back in step.
const JITTER: f64 = 0.2;

/// Pauses that double from 1 s to 30 s, each with up to 20 % of jitter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Backoff {
    nominal: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { nominal: FIRST }
    }
}

impl Backoff {
    /// The next pause. `chance` is a random number from 0 to 1.
    pub(super) fn next(&mut self, chance: f64) -> Duration {
        let pause = self.nominal.mul_f64(1.0 + JITTER * (2.0 * chance.clamp(0.0, 1.0) - 1.0));
        self.nominal = (self.nominal * 2).min(LONGEST);
        pause.min(LONGEST)
    }

    /// After a success the next pause is the shortest again.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_start_over_after_a_success() {
        let mut backoff = Backoff::default();
        let pauses: Vec<u64> = (0..7).map(|_| backoff.next(0.5).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30]);
        backoff.reset();
        assert_eq!(backoff.next(0.5), FIRST);
    }

    #[test]
    fn jitter_stays_within_a_fifth_and_never_passes_the_longest() {
        assert_eq!(Backoff::default().next(0.0), Duration::from_millis(800));
        assert_eq!(Backoff::default().next(1.0), Duration::from_millis(1200));
        let mut late = Backoff { nominal: LONGEST };
        assert_eq!(late.next(1.0), LONGEST);
    }
}
