//! Lines of what is read more seldom than the chart has buckets.

use super::Gap;

/// The longest time between two readings of an instance that runs, with room for one that came late.
const SELDOM_MS: i64 = 90_000;
/// How many distances on either side say what is usual around there.
const AROUND: usize = 5;

/// The buckets of a line, in its order: the averages, and the lowest and highest if they are known.
pub(super) struct Buckets<'a> {
    pub values: &'a mut Vec<Option<f64>>,
    pub low: &'a mut Vec<Option<f64>>,
    pub high: &'a mut Vec<Option<f64>>,
}

/// Fills the buckets between two readings of an instance that was read seldom around then, which would leave points without a line.
///
/// What was read stands for the time since the reading before: rates are differences of counters divided by just that time, and of
/// memory nothing else is known. A bucket that is empty amid full ones, or within one of the `gaps`, stays a gap. The first bucket begins
/// at `begins`, and each is `bucket_ms` long, in milliseconds.
pub(super) fn hold(buckets: Buckets<'_>, begins: i64, bucket_ms: i64, gaps: &[Gap]) {
    let Buckets { values, low, high } = buckets;
    let known: Vec<usize> =
        values.iter().enumerate().filter_map(|(place, value)| value.map(|_| place)).collect();
    let distances: Vec<usize> = known.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for (place, pair) in known.windows(2).enumerate() {
        let [from, to] = [pair[0], pair[1]];
        // Most lines have no empty bucket, and then there is nothing to think about.
        if to - from < 2 {
            continue;
        }
        let usual = usual(&distances[..place], &distances[place + 1..]);
        let distance = distances[place];
        let takes = i64::try_from(distance).unwrap_or(i64::MAX).saturating_mul(bucket_ms);
        // Late by half is as good as in time.
        let is_seldom = usual > 1 && distance * 2 <= usual * 3 && takes <= SELDOM_MS;
        let at = |place: usize| {
            begins + i64::try_from(place).unwrap_or(i64::MAX).saturating_mul(bucket_ms)
        };
        let in_gap = || gaps.iter().any(|gap| gap.from < at(to) && gap.to > at(from + 1));
        if is_seldom && !in_gap() {
            for line in [&mut *values, &mut *low, &mut *high] {
                if let Some(value) = line.get(to).copied() {
                    line[from + 1..to].fill(value);
                }
            }
        }
    }
}

/// What distance is usual around one, by those before it and after it; 1 where nothing is.
///
/// How seldom an instance is read changes at once when somebody looks at it, so either side may be the one that counts.
fn usual(before: &[usize], after: &[usize]) -> usize {
    let near = |count: usize| {
        let before = &before[before.len().saturating_sub(count)..];
        [before, &after[..count.min(after.len())]]
    };
    let [left, right] = near(AROUND);
    let sides = median(left, 2).max(median(right, 2)).max(median(&near(2).concat(), 3));
    sides.or_else(|| median(&near(AROUND).concat(), 2)).unwrap_or(1)
}

/// The median of some distances; `None` of fewer than so many.
fn median(distances: &[usize], least: usize) -> Option<usize> {
    let mut sorted = distances.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().filter(|_| sorted.len() >= least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::GapReason;

    const BUCKET_MS: i64 = 5_000;

    /// A line by letters: a digit is a value, a point is none.
    fn line(text: &str) -> Vec<Option<f64>> {
        text.chars().map(|letter| letter.to_digit(10).map(f64::from)).collect()
    }

    fn held_with(text: &str, bucket_ms: i64, gaps: &[Gap]) -> String {
        let (mut values, mut low, mut high) = (line(text), line(text), Vec::new());
        let buckets = Buckets { values: &mut values, low: &mut low, high: &mut high };
        hold(buckets, 0, bucket_ms, gaps);
        assert_eq!(values, low);
        assert!(high.is_empty(), "what is not known at all stays so");
        values
            .iter()
            .map(|value| value.map_or('.', |value| char::from(b'0' + value as u8)))
            .collect()
    }

    fn held(text: &str) -> String {
        held_with(text, BUCKET_MS, &[])
    }

    #[test]
    fn what_was_read_stands_for_the_time_since_the_reading_before() {
        assert_eq!(held("1.2.3.4.5"), "122334455");
        assert_eq!(held("1...2...3...4"), "1222233334444");
        assert_eq!(held("1.2.3..4.5.6"), "122334445566", "one came late");
        assert_eq!(held("1.2.3.4.56789"), "1223344556789", "somebody looks from then on");
        assert_eq!(held("..1.2.3.4.."), "..1223344..", "nothing is made up at the ends");
    }

    #[test]
    fn what_is_missing_amid_others_is_a_gap() {
        for text in ["123.456", "111...222", "1", "", "...", "1.2", "12345....6.....7"] {
            assert_eq!(held(text), text);
        }
        assert_eq!(held("1.2.3......4.5.6"), "12233......45566");
    }

    #[test]
    fn nothing_is_held_over_a_known_gap_or_for_minutes() {
        let gap = Gap { from: 20_000, to: 30_000, reason: GapReason::Closed };
        assert_eq!(held_with("1.2.3.4.5", BUCKET_MS, &[gap]), "12233.455");
        assert_eq!(held_with("1.2.3.4", 60_000, &[]), "1.2.3.4");
    }
}
