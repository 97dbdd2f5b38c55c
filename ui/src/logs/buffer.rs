//! What is kept of a log: the newest lines, up to a bound.

use super::{Pages, plain, width};
use mini_aws_domain::LogLine;
use std::{borrow::Cow, collections::VecDeque};

/// How many lines are kept at most.
const MOST_LINES: usize = 100_000;
/// How many bytes of text are kept at most: 32 MiB.
const MOST_BYTES: usize = 32 << 20;

/// The newest lines of a log. Each has a number, which it keeps for as long as it is there; the oldest give way to new ones.
#[derive(Debug, Default)]
pub struct LogBuffer {
    lines: VecDeque<LogLine>,
    /// How wide each of them is.
    widths: VecDeque<usize>,
    first: u64,
    bytes: usize,
    longest: usize,
}

impl LogBuffer {
    /// Adds lines at the end.
    pub fn push(&mut self, lines: impl IntoIterator<Item = LogLine>) {
        for line in lines {
            self.bytes += line.text.len();
            self.longest = self.longest.max(line.text.len());
            self.widths.push_back(width(&plain(&line.text)));
            self.lines.push_back(line);
            while self.lines.len() > MOST_LINES || self.bytes > MOST_BYTES {
                let Some(oldest) = self.lines.pop_front() else { break };
                self.widths.pop_front();
                self.bytes -= oldest.text.len();
                self.first += 1;
            }
        }
    }

    /// Forgets all lines: what comes then has numbers that were not used before.
    pub fn clear(&mut self) {
        self.first += self.lines.len() as u64;
        self.lines.clear();
        self.widths.clear();
        (self.bytes, self.longest) = (0, 0);
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many bytes the longest line had so far.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// The line at a place, 0 for the oldest.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&LogLine> {
        self.lines.get(place)
    }

    /// How many letters wide the line at a place is as it is shown; 0 where there is none.
    #[must_use]
    pub fn width(&self, place: usize) -> usize {
        self.widths.get(place).copied().unwrap_or_default()
    }

    /// The lines, newest first.
    pub fn newest(&self) -> impl Iterator<Item = &LogLine> {
        self.lines.iter().rev()
    }
}

impl Pages for LogBuffer {
    fn first(&self) -> u64 {
        self.first
    }

    fn end(&self) -> u64 {
        self.first + self.lines.len() as u64
    }

    fn line(&self, number: u64) -> Option<Cow<'_, str>> {
        let place = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.lines.get(place).map(|line| plain(&line.text))
    }
}
