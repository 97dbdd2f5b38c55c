//! How high lines are where long ones go on below themselves: so many rows each, so that what is not in the page has its room there.

use std::collections::VecDeque;

/// Letters to a row if no line is ever wrapped.
pub const UNWRAPPED: usize = usize::MAX;

/// How many rows each line has. Guessed by its letters, as many to a row as there is room for; where a browser needs more or fewer, since
/// a letter is no letter wide, that is put right by what was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Heights {
    /// The number of the oldest line.
    first: u64,
    /// For each line the rows down to its end, counted since there are lines.
    ends: VecDeque<u64>,
    /// The rows of the lines that are gone.
    gone: u64,
    /// How many letters a row has.
    letters: usize,
}

impl Default for Heights {
    fn default() -> Self {
        Self { first: 0, ends: VecDeque::new(), gone: 0, letters: UNWRAPPED }
    }
}

impl Heights {
    /// Takes in the lines that came and forgets those that are gone: `count` there are, from the one with the number `first`, of
    /// which `width` tells the letters by its place. With another number of letters to a row all are guessed anew; whether that was so.
    pub fn keep_up(
        &mut self,
        first: u64,
        count: usize,
        letters: usize,
        width: impl Fn(usize) -> usize,
    ) -> bool {
        let letters = letters.max(1);
        let is_anew = letters != self.letters;
        if is_anew {
            self.letters = letters;
            self.ends.clear();
            self.first = first;
        }
        while self.first < first {
            match self.ends.pop_front() {
                Some(end) => {
                    self.gone = end;
                    self.first += 1;
                }
                None => self.first = first,
            }
        }
        self.ends.truncate(count);
        let mut end = self.total() + self.gone;
        for place in self.ends.len()..count {
            end +=
                if letters == UNWRAPPED { 1 } else { width(place).div_ceil(letters).max(1) as u64 };
            self.ends.push_back(end);
        }
        is_anew
    }

    /// The rows of all lines.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.ends.back().map_or(0, |end| end - self.gone)
    }

    /// The rows of the lines that are gone, since there are lines.
    #[must_use]
    pub fn gone(&self) -> u64 {
        self.gone
    }

    /// The rows above the line at a place; below the last one all of them.
    #[must_use]
    pub fn above(&self, place: usize) -> u64 {
        let before = place.min(self.ends.len()).checked_sub(1);
        before.and_then(|before| self.ends.get(before)).map_or(0, |end| end - self.gone)
    }

    /// The place of the line that has a row; of a row below all the last one.
    #[must_use]
    pub fn at(&self, row: u64) -> usize {
        let row = row.saturating_add(self.gone);
        self.ends.partition_point(|end| *end <= row).min(self.ends.len().saturating_sub(1))
    }

    /// Puts right how many rows the lines from a place on have; by how many rows those before `mark` became more or fewer, if any
    /// line did.
    pub fn measured(&mut self, from: usize, rows: &[u64], mark: usize) -> Option<i64> {
        let (mut above, mut moved, mut is_other) = (self.above(from) + self.gone, 0_i64, false);
        let mut before = above;
        let mut shift = 0_i64;
        for (place, end) in self.ends.iter_mut().enumerate().skip(from) {
            let known = *end - before;
            before = *end;
            let Some(&real) = rows.get(place - from) else {
                if shift == 0 {
                    break;
                }
                *end = end.saturating_add_signed(shift);
                continue;
            };
            let real = real.max(1);
            let change =
                i64::try_from(real).unwrap_or(i64::MAX) - i64::try_from(known).unwrap_or(i64::MAX);
            is_other |= change != 0;
            shift += change;
            if place < mark {
                moved = shift;
            }
            above += real;
            *end = above;
        }
        is_other.then_some(moved)
    }
}

/// How many letters wide a text is: those of East Asia and most pictures are two.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(letter_width).sum()
}

fn letter_width(letter: char) -> usize {
    match letter {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}
