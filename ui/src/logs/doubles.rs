//! Goes on with a log where it was left, with every line once.

use super::LogBuffer;
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::LogLine;
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// How much of what is known is read again. Two streams of one instance may be told a little out of order.
const OVERLAP: TimeDelta = TimeDelta::seconds(1);

/// The lines that are known and will be told again.
#[derive(Debug)]
pub struct Doubles {
    known: HashMap<u64, usize>,
    newest: DateTime<Utc>,
}

impl Doubles {
    /// From when on a log is read again to go on after what is in `buffer`, and what is known of it from then on. `None` if the newest
    /// line has no time: then it has to be read anew.
    #[must_use]
    pub fn of(buffer: &LogBuffer) -> Option<(DateTime<Utc>, Self)> {
        let last = buffer.newest().next()?.at?;
        let since = last - OVERLAP;
        // The last line need not be the newest one.
        let mut newest = last;
        let mut known = HashMap::new();
        let begin = since - OVERLAP;
        for line in buffer.newest().take_while(|line| line.at.is_none_or(|at| at >= begin)) {
            *known.entry(hash(line)).or_default() += 1;
            newest = newest.max(line.at.unwrap_or(newest));
        }
        Some((since, Self { known, newest }))
    }

    /// Those of `lines` that are not known.
    #[must_use]
    pub fn without(&mut self, mut lines: Vec<LogLine>) -> Vec<LogLine> {
        if self.known.is_empty() {
            return lines;
        }
        lines.retain(|line| {
            // Just as a second may have two lines alike, one that is known may come once more.
            let is_past = line.at.is_none_or(|at| at <= self.newest);
            let count = is_past.then(|| self.known.get_mut(&hash(line))).flatten();
            match count {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            }
        });
        lines
    }
}

fn hash(line: &LogLine) -> u64 {
    let mut hasher = DefaultHasher::new();
    (line.at, line.stream, &line.text).hash(&mut hasher);
    hasher.finish()
}
