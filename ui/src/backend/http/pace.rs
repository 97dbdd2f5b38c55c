//! How long is waited for what. Nothing here needs a browser.

use chrono::TimeDelta;

/// The first pause before the way is tried anew, at most, in milliseconds.
const FIRST_MS: u32 = 500;
/// No pause is longer, in milliseconds.
const LONGEST_MS: u32 = 15_000;
/// A connection that held for so long was a good one: what failed before it does not count any more.
const GOOD_AFTER: TimeDelta = TimeDelta::seconds(5);
/// After so long without a word the console is asked for one. A machine that slept finds its connection dead without being told.
const QUIET: TimeDelta = TimeDelta::seconds(15);
/// How long it may take to give one.
const ANSWER: TimeDelta = TimeDelta::seconds(5);

/// The pause in milliseconds before the next try, after so many that failed in a row. It doubles, and lies by `chance` (0 … 1)
/// between half and all of that, so that many pages do not come back at the same moment.
pub(super) fn pause_ms(failures: u32, chance: f64) -> u32 {
    let most = FIRST_MS.saturating_mul(1 << failures.min(10)).min(LONGEST_MS);
    let half = f64::from(most) / 2.0;
    // A share of a number that fits.
    (half + half * chance.clamp(0.0, 1.0)) as u32
}

/// Whether a connection that held for so long was a good one.
pub(super) fn was_good(held: TimeDelta) -> bool {
    held >= GOOD_AFTER
}

/// What a connection that says nothing needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    /// Nothing: it is short, or an answer may still come.
    Fine,
    /// The console is to be asked for a word.
    Ask,
    /// It was asked and gave none: nobody is there.
    Dead,
}

/// Judges a silence that has lasted for `quiet`; `asked` is how long ago the console was asked for a word since it began.
pub(super) fn judge(quiet: TimeDelta, asked: Option<TimeDelta>) -> Silence {
    match asked {
        Some(asked) if asked >= ANSWER => Silence::Dead,
        None if quiet >= QUIET => Silence::Ask,
        Some(_) | None => Silence::Fine,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_bound() {
        let longest: Vec<u32> = (0..9).map(|failures| pause_ms(failures, 1.0)).collect();
        assert_eq!(longest, [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000]);
        assert_eq!(pause_ms(u32::MAX, 1.0), 15_000);
    }

    #[test]
    fn chance_shortens_a_pause_by_half_at_most() {
        assert_eq!(pause_ms(3, 0.0), 2000);
        assert_eq!(pause_ms(3, 0.5), 3000);
        assert_eq!(pause_ms(0, -1.0), 250, "never none at all");
    }

    #[test]
    fn only_what_held_counts_as_good() {
        assert!(!was_good(TimeDelta::seconds(4)));
        assert!(was_good(TimeDelta::seconds(5)));
    }

    #[test]
    fn a_silent_connection_is_asked_before_it_is_given_up() {
        let seconds = TimeDelta::seconds;
        assert_eq!(judge(seconds(14), None), Silence::Fine);
        assert_eq!(judge(seconds(15), None), Silence::Ask);
        // A page in the background may look at its clock rarely.
        assert_eq!(judge(seconds(4000), None), Silence::Ask);
        assert_eq!(judge(seconds(4001), Some(seconds(1))), Silence::Fine);
        assert_eq!(judge(seconds(4005), Some(seconds(5))), Silence::Dead);
    }
}
