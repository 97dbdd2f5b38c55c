//! Whether a text answers a few letters, how well, and by which of its own.

/// Of a longer text no more is looked at: names end there for people, and the work must.
const LONGEST: usize = 160;

/// Points for a letter that begins a word.
const BEGINS: i32 = 12;
/// Points for a letter right after the one before.
const FOLLOWS: i32 = 8;
/// Points for any letter.
const LETTER: i32 = 2;
/// What each letter that was left out in between costs.
const GAP: i32 = 1;
/// Points for a text that begins with what was typed.
const FIRST: i32 = 10;
/// A gap costs no more than this.
const WIDEST: i32 = 10;

/// How well a text answers, and by which letters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Match {
    /// The more, the better.
    pub score: i32,
    /// The places of its letters that were meant, rising: counted in characters.
    pub places: Vec<usize>,
}

/// How `text` answers `wanted`: all letters of each of its words have to be in it, in their order. The words may come in any order.
/// Nothing wanted is answered by everything, with no letter.
#[must_use]
pub fn matches(wanted: &str, text: &str) -> Option<Match> {
    let letters: Vec<char> = text.chars().take(LONGEST).collect();
    let folded: Vec<char> = letters.iter().copied().map(fold).collect();
    let mut whole = Match::default();
    for word in wanted.split_whitespace() {
        let word: Vec<char> = word.chars().map(fold).collect();
        let found = best(&word, &letters, &folded)?;
        whole.score += found.score;
        whole.places.extend(found.places);
    }
    whole.places.sort_unstable();
    whole.places.dedup();
    Some(whole)
}

/// The best of all ways in which the letters of `word` follow each other in the text.
fn best(word: &[char], letters: &[char], folded: &[char]) -> Option<Match> {
    let first = *word.first()?;
    let latest = latest(word, folded)?;
    let begins = (0..=*latest.first()?).filter(|&place| folded[place] == first);
    begins.filter_map(|begin| from(begin, word, &latest, letters, folded)).max_by(|a, b| {
        // Of equals the one further to the front.
        a.score.cmp(&b.score).then_with(|| b.places.cmp(&a.places))
    })
}

/// The last place at which each letter of `word` can be, so that all after it still follow; `None` if they are not there in their order.
fn latest(word: &[char], folded: &[char]) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(word.len());
    let mut end = folded.len();
    for letter in word.iter().rev() {
        end = folded[..end].iter().rposition(|folded| folded == letter)?;
        places.push(end);
    }
    places.reverse();
    Some(places)
}

/// Takes each letter where it comes first after the one before, a word's beginning rather than its middle, and never so late that the
/// letters after it could not follow.
fn from(
    begin: usize,
    word: &[char],
    latest: &[usize],
    letters: &[char],
    folded: &[char],
) -> Option<Match> {
    let mut places = Vec::with_capacity(word.len());
    let mut score = if begin == 0 { FIRST } else { 0 };
    let mut next = begin;
    for (index, (letter, &last)) in word.iter().zip(latest).enumerate() {
        let after = next..=last;
        let place = if folded.get(next) == Some(letter) {
            next
        } else {
            let mut candidates = after.filter(|&place| folded[place] == *letter);
            let nearest = candidates.next()?;
            std::iter::once(nearest)
                .chain(candidates)
                .find(|&place| is_beginning(place, letters))
                .unwrap_or(nearest)
        };
        score += LETTER;
        if is_beginning(place, letters) {
            score += BEGINS;
        }
        if index > 0 {
            let gap = i32::try_from(place - next).unwrap_or(i32::MAX);
            score += if gap == 0 { FOLLOWS } else { -(gap * GAP).min(WIDEST) };
        }
        places.push(place);
        next = place + 1;
    }
    Some(Match { score, places })
}

/// Whether a word begins there: after no letter, after a digit, or with a capital after a small one.
fn is_beginning(place: usize, letters: &[char]) -> bool {
    let Some(before) = place.checked_sub(1).map(|before| letters[before]) else {
        return true;
    };
    let here = letters[place];
    !before.is_alphanumeric()
        || (before.is_lowercase() && here.is_uppercase())
        || (before.is_alphabetic() && here.is_ascii_digit())
}

/// The letter without its case. One that becomes several counts as the first of them, so that places stay what they are.
fn fold(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(wanted: &str, text: &str) -> i32 {
        matches(wanted, text).map_or(i32::MIN, |found| found.score)
    }

    fn marked(wanted: &str, text: &str) -> String {
        let found = matches(wanted, text).unwrap();
        let letter = |(place, letter): (usize, char)| {
            if found.places.contains(&place) { letter.to_ascii_uppercase() } else { letter }
        };
        text.chars().enumerate().map(letter).collect()
    }

    #[test]
    fn letters_have_to_be_there_in_their_order() {
        assert!(matches("pgs", "postgres").is_some());
        assert!(matches("sgp", "postgres").is_none());
        assert!(matches("postgress", "postgres").is_none());
        assert_eq!(
            marked("prda", "prod-api-db"),
            "PRoD-Api-db",
            "what begins a word is of no use there"
        );
        assert_eq!(marked("prdb", "prod-api-db"), "PRod-api-DB");
        assert_eq!(matches("", "postgres"), Some(Match::default()));
        assert_eq!(matches("  ", ""), Some(Match::default()));
        assert!(matches("a", "").is_none());
    }

    #[test]
    fn case_does_not_count_and_words_come_in_any_order() {
        assert!(matches("API", "shop-api-1").is_some());
        assert!(matches("api shop", "Shop-API-1").is_some());
        assert!(matches("api shop", "api-1").is_none(), "each word has to be there");
        assert_eq!(marked("api shop", "shop-api-1"), "SHOP-API-1");
    }

    #[test]
    fn the_letters_that_are_meant_are_marked() {
        assert_eq!(marked("pg", "postgres"), "PostGres");
        assert_eq!(marked("wo2", "web-worker-2"), "web-WOrker-2");
        assert_eq!(matches("wo2", "web-worker-2").unwrap().places, [4, 5, 11]);
        assert_eq!(marked("set", "open the settings"), "open the SETtings");
        // A letter that becomes two does not shift those after it.
        assert_eq!(matches("x", "İx").unwrap().places, [1]);
        assert_eq!(matches("ö", "Größe").unwrap().places, [2]);
    }

    #[test]
    fn what_is_written_together_comes_before_what_is_strewn() {
        assert!(score("api", "api") > score("api", "a-long-pipe-in"));
        assert!(score("api", "shop-api") > score("api", "capistrano"));
        assert!(score("api", "api-gateway") > score("api", "my-api-gateway"));
        assert!(score("set", "Settings") > score("set", "Subnet"));
    }

    #[test]
    fn a_text_without_end_is_looked_at_for_a_while_only() {
        let long = "a".repeat(100_000) + "z";
        assert!(matches("aaaa", &long).is_some());
        assert!(matches("z", &long).is_none(), "nobody reads that far");
    }
}
