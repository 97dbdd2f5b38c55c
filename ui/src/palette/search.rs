//! The entries that answer what is typed, best first.

use super::{Entry, Recent, Sort, matches};
use std::cmp::Reverse;

/// How many are shown at most.
pub const LIMIT: usize = 12;
/// What having been taken lately is worth: as much as a better letter or two.
const LATELY: i32 = 16;
/// What is found in the hint only is worth this much less.
const ASIDE: i32 = 30;

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The best, at most [`LIMIT`]: the entry's place, and which letters of its title are meant.
    pub shown: Vec<(usize, Vec<usize>)>,
    /// How many there are besides.
    pub more: usize,
}

/// The entries that answer `wanted`. While nothing is wanted: those taken lately, then pages and what can be done.
#[must_use]
pub fn search(entries: &[Entry], wanted: &str, recent: &Recent) -> Found {
    let is_idle = wanted.trim().is_empty();
    let mut found: Vec<Candidate> = entries
        .iter()
        .enumerate()
        .filter_map(|(place, entry)| {
            let lately = recent.place(&entry.key);
            let (score, marks) = if is_idle {
                // Things that there are many of are found by typing.
                (lately.is_some() || is_offered(entry.sort)).then(|| (0, Vec::new()))?
            } else {
                answer(entry, wanted)?
            };
            let score = score + lately.map_or(0, |_| LATELY);
            Some(Candidate { score, lately, place, marks })
        })
        .collect();
    let more = found.len().saturating_sub(LIMIT);
    found.sort_by_cached_key(|it| {
        let entry = &entries[it.place];
        // Of what was found the shorter is nearer to what was typed; what is offered keeps its order.
        let (lately, length) =
            if is_idle { (it.lately.unwrap_or(usize::MAX), 0) } else { (0, entry.title.len()) };
        (lately, Reverse(it.score), entry.sort, length, it.place)
    });
    found.truncate(LIMIT);
    Found { shown: found.into_iter().map(|it| (it.place, it.marks)).collect(), more }
}

struct Candidate {
    score: i32,
    lately: Option<usize>,
    place: usize,
    marks: Vec<usize>,
}

/// Whether entries of that sort are shown before anything is typed.
fn is_offered(sort: Sort) -> bool {
    match sort {
        Sort::Page | Sort::Action => true,
        Sort::Setting
        | Sort::Running
        | Sort::Project
        | Sort::Stopped
        | Sort::Volume
        | Sort::Vpc
        | Sort::Time
        | Sort::Terminated
        | Sort::Copy => false,
    }
}

/// How well an entry answers: each word by its title or, for less, by its hint.
fn answer(entry: &Entry, wanted: &str) -> Option<(i32, Vec<usize>)> {
    let (mut score, mut marks) = (0, Vec::new());
    for word in wanted.split_whitespace() {
        match matches(word, &entry.title) {
            Some(found) => {
                score += found.score;
                marks.extend(found.places);
            }
            None => score += aside(word, &entry.hint)?,
        }
    }
    marks.sort_unstable();
    marks.dedup();
    Some((score, marks))
}

/// A hint has to have the word in one piece: nobody sees which of its letters were meant.
fn aside(word: &str, hint: &str) -> Option<i32> {
    let found = matches(word, hint)?;
    let is_one_piece = found.places.windows(2).all(|pair| pair[1] == pair[0] + 1);
    is_one_piece.then_some(found.score - ASIDE)
}
