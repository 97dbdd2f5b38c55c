//! The tiers of history: how fine each is, and for how long it is kept.

/// One tier. Each is made of the one below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tier {
    /// Its number in the database: 0 for the frames themselves.
    pub number: i64,
    /// Length of a bucket in milliseconds. For the frames: how finely their times are told apart in an answer.
    pub bucket_ms: i64,
    /// For how long it is kept, in milliseconds.
    pub kept_ms: i64,
    /// Length in milliseconds of the stretches in which it is archived: whole buckets of this tier and of the next, so that
    /// nothing is packed away before the next tier was made of it. Zero for the frames, which are not archived.
    pub stretch_ms: i64,
}

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// Every tier, finest first. The last one is kept for as long as the size of the file allows, at most for ten years.
pub(super) const TIERS: [Tier; 5] = [
    // Two seconds: of frames that come every second one now and then is a little late, and is no gap.
    Tier { number: 0, bucket_ms: 2 * SECOND, kept_ms: HOUR, stretch_ms: 0 },
    Tier { number: 1, bucket_ms: 10 * SECOND, kept_ms: DAY, stretch_ms: 2 * HOUR },
    Tier { number: 2, bucket_ms: MINUTE, kept_ms: 14 * DAY, stretch_ms: 12 * HOUR },
    Tier { number: 3, bucket_ms: 15 * MINUTE, kept_ms: 365 * DAY, stretch_ms: 8 * DAY },
    Tier { number: 4, bucket_ms: 2 * HOUR, kept_ms: 3650 * DAY, stretch_ms: 64 * DAY },
];

/// The frames.
pub(super) const FRAMES: Tier = TIERS[0];

impl Tier {
    /// The tier that is made of this one.
    pub fn next(self) -> Option<Self> {
        TIERS.into_iter().find(|tier| tier.number == self.number + 1)
    }

    /// The tier that this one is made of.
    pub fn below(self) -> Option<Self> {
        TIERS.into_iter().find(|tier| tier.number == self.number - 1)
    }

    /// For how long a row of it stands, in milliseconds: a frame is a moment.
    pub fn length_ms(self) -> i64 {
        if self == FRAMES { 0 } else { self.bucket_ms }
    }

    /// For how long it is kept, in milliseconds, where metrics are kept for so many days at most.
    pub fn kept_for(self, days: u32) -> i64 {
        self.kept_ms.min(i64::from(days) * DAY)
    }

    /// Where the bucket of a moment begins.
    pub fn bucket_of(self, at: i64) -> i64 {
        floor(at, self.bucket_ms)
    }

    /// Where the stretch of a moment begins.
    pub fn stretch_of(self, at: i64) -> i64 {
        floor(at, self.stretch_ms)
    }

    /// How finely it knows the past, in milliseconds: frames come every second.
    pub fn resolution_ms(self) -> i64 {
        if self == FRAMES { SECOND } else { self.bucket_ms }
    }
}

/// The whole multiple of `length` at or before `at`.
pub(super) fn floor(at: i64, length: i64) -> i64 {
    at.div_euclid(length.max(1)).saturating_mul(length.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tier_is_made_of_whole_buckets_of_the_one_below_and_kept_longer() {
        for pair in TIERS.windows(2) {
            let (finer, coarser) = (pair[0], pair[1]);
            assert_eq!(coarser.bucket_ms % finer.bucket_ms, 0);
            assert!(coarser.kept_ms > finer.kept_ms);
            assert_eq!(finer.next(), Some(coarser));
            assert_eq!(coarser.below(), Some(finer));
            // What is archived was used up by the tier above before.
            assert_eq!(finer.stretch_ms % coarser.bucket_ms, 0);
        }
        assert_eq!((FRAMES.below(), TIERS[4].next()), (None, None));
    }

    #[test]
    fn a_stretch_is_whole_buckets_and_times_before_1970_are_no_trouble() {
        for tier in &TIERS[1..] {
            assert_eq!(tier.stretch_ms % tier.bucket_ms, 0);
            assert_eq!(tier.bucket_of(-1), -tier.bucket_ms);
        }
        assert_eq!(floor(25, 10), 20);
        assert_eq!(floor(-25, 10), -30);
    }
}
