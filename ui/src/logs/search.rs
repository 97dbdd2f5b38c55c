//! Finds text in many lines, a slice at a time, so that typing never waits for it.

use super::Piece;
use std::{borrow::Cow, collections::VecDeque, ops::Range};

/// How many places are remembered at most.
pub const MOST_HITS: usize = 100_000;

/// Lines that can be searched. Each has a number; the oldest may go.
pub trait Pages {
    /// The number of the oldest line.
    fn first(&self) -> u64;

    /// The number of the line that will come next.
    fn end(&self) -> u64;

    /// A line as it is shown; none if it is gone, or not there yet.
    fn line(&self, number: u64) -> Option<Cow<'_, str>>;
}

/// Where something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// In which line.
    pub line: u64,
    /// Which one within the line, from 0.
    pub place: usize,
}

/// A search under way.
#[derive(Debug, Default)]
pub struct Search {
    needle: Vec<char>,
    next: u64,
    hits: VecDeque<Hit>,
    current: Option<Hit>,
}

impl Search {
    /// A search for `text`, whatever its case. One for nothing finds nothing.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self { needle: text.chars().map(fold).collect(), ..Self::default() }
    }

    /// What is looked for, in the form that [`marked`] takes.
    #[must_use]
    pub fn needle(&self) -> &[char] {
        &self.needle
    }

    /// Looks through up to `budget` more lines; whether there are more.
    pub fn step(&mut self, pages: &impl Pages, budget: u64) -> bool {
        self.forget_before(pages.first());
        if self.needle.is_empty() {
            return false;
        }
        let end = pages.end().min(self.next.saturating_add(budget));
        while self.next < end && self.hits.len() < MOST_HITS {
            let found = pages.line(self.next).map_or(0, |line| ranges(&line, &self.needle).len());
            let line = self.next;
            self.hits.extend((0..found).map(|place| Hit { line, place }));
            self.next += 1;
        }
        self.next < pages.end() && self.hits.len() < MOST_HITS
    }

    fn forget_before(&mut self, first: u64) {
        self.next = self.next.max(first);
        while self.hits.front().is_some_and(|hit| hit.line < first) {
            self.hits.pop_front();
        }
        self.current = self.current.filter(|hit| hit.line >= first);
    }

    /// In how many places it was found so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.hits.len()
    }

    /// The place that is looked at.
    #[must_use]
    pub fn current(&self) -> Option<Hit> {
        self.current
    }

    /// Which one of all that is, from 1.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        let current = self.current?;
        self.hits.binary_search(&current).ok().map(|place| place + 1)
    }

    /// Goes to the next place, or to the one before (`is_back`), and from the last to the first; to begin with to the one that is
    /// nearest to the line `from`.
    pub fn go(&mut self, is_back: bool, from: u64) -> Option<Hit> {
        let count = self.hits.len();
        if count == 0 {
            return None;
        }
        let place = match (self.current, is_back) {
            (Some(current), false) => self.hits.partition_point(|hit| *hit <= current) % count,
            (Some(current), true) => {
                (self.hits.partition_point(|hit| *hit < current) + count - 1) % count
            }
            (None, false) => self.hits.partition_point(|hit| hit.line < from) % count,
            (None, true) => (self.hits.partition_point(|hit| hit.line <= from) + count - 1) % count,
        };
        self.current = self.hits.get(place).copied();
        self.current
    }
}

/// One letter for those that are the same but for their case. One stays one, so that places in a line stay as well.
fn fold(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// Where `needle` stands in `text`, in bytes; never overlapping.
fn ranges(text: &str, needle: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let Some(&begin) = needle.first() else { return found };
    let mut rest = text.char_indices();
    while let Some((start, letter)) = rest.next() {
        if fold(letter) != begin {
            continue;
        }
        let mut ahead = rest.clone();
        let is_here = needle
            .iter()
            .skip(1)
            .all(|wanted| ahead.next().is_some_and(|(_, letter)| fold(letter) == *wanted));
        if is_here {
            let end = ahead.clone().next().map_or(text.len(), |(place, _)| place);
            found.push(start..end);
            rest = ahead;
        }
    }
    found
}

/// The parts of a line, cut where something was found: each with which place of the line that is, if it is one.
#[must_use]
pub fn marked(pieces: Vec<Piece>, needle: &[char]) -> Vec<(Piece, Option<usize>)> {
    let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let found = ranges(&whole, needle);
    if found.is_empty() {
        return pieces.into_iter().map(|piece| (piece, None)).collect();
    }
    let mut cut = Vec::new();
    let mut begin = 0;
    for Piece { text, style } in pieces {
        let end = begin + text.len();
        let mut at = begin;
        let meets = |range: &&Range<usize>| range.start < end && range.end > begin;
        let first = found.partition_point(|range| range.end <= begin);
        for (place, range) in found.iter().enumerate().skip(first).take_while(|(_, r)| meets(r)) {
            let (from, to) = (range.start.max(begin), range.end.min(end));
            for (part, mark) in [(at..from, None), (from..to, Some(place))] {
                let part = part.start - begin..part.end - begin;
                if let Some(part) = text.get(part).filter(|part| !part.is_empty()) {
                    cut.push((Piece { text: part.to_owned(), style }, mark));
                }
            }
            at = to;
        }
        if let Some(rest) = text.get(at - begin..).filter(|rest| !rest.is_empty()) {
            cut.push((Piece { text: rest.to_owned(), style }, None));
        }
        begin = end;
    }
    cut
}
