//! The entries that answer what is typed, best first.

use super::{Entry, Recent, Sort, contains, matches};
use std::cmp::Reverse;

/// How many are shown at most.
pub const LIMIT: usize = 12;
/// What having been taken lately is worth: it decides between what answers alike.
const LATELY: i32 = 16;
/// What is found in the hint counts this much less than in the title, and so less than any title that answers.
const ASIDE: i32 = 400;

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The best, at most [`LIMIT`].
    pub shown: Vec<Hit>,
    /// How many there are besides.
    pub more: usize,
}

/// An entry that answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hit {
    /// The entry's place.
    pub place: usize,
    /// Which letters of its title are meant, rising.
    pub title: Vec<usize>,
    /// Which letters of its hint are meant, rising.
    pub hint: Vec<usize>,
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
            let hit = Hit { place, ..Hit::default() };
            let (score, hit) = if is_idle {
                // Things that there are many of are found by typing.
                (lately.is_some() || is_offered(entry.sort)).then_some((0, hit))?
            } else {
                answer(entry, wanted, hit)?
            };
            let score = score + lately.map_or(0, |_| LATELY);
            Some(Candidate { score, lately, hit })
        })
        .collect();
    let more = found.len().saturating_sub(LIMIT);
    found.sort_by_cached_key(|it| {
        let entry = &entries[it.hit.place];
        // Of what was found the shorter is nearer to what was typed; what is offered keeps its order.
        let (lately, length) =
            if is_idle { (it.lately.unwrap_or(usize::MAX), 0) } else { (0, entry.title.len()) };
        (lately, Reverse(it.score), entry.sort, length, it.hit.place)
    });
    found.truncate(LIMIT);
    Found { shown: found.into_iter().map(|it| it.hit).collect(), more }
}

struct Candidate {
    score: i32,
    lately: Option<usize>,
    hit: Hit,
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
fn answer(entry: &Entry, wanted: &str, mut hit: Hit) -> Option<(i32, Hit)> {
    let mut score = 0;
    for word in wanted.split_whitespace() {
        match matches(word, &entry.title) {
            Some(found) => {
                score += found.score;
                hit.title.extend(found.places);
            }
            None => {
                let found = contains(word, &entry.hint)?;
                score += found.score - ASIDE;
                hit.hint.extend(found.places);
            }
        }
    }
    for places in [&mut hit.title, &mut hit.hint] {
        places.sort_unstable();
        places.dedup();
    }
    Some((score, hit))
}
