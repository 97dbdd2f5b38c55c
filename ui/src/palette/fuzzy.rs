//! Whether a text answers a few letters, how well, and by which of its own.

/// Of a longer text no more is looked at: names end there for people, and the work must.
const LONGEST: usize = 160;

/// Points for a text that begins with what was typed.
const PREFIX: i32 = 400;
/// Points for one that has a word which begins so.
const WORD: i32 = 300;
/// Points for one that has it somewhere else, in one piece.
const INSIDE: i32 = 200;
/// Points for one that has it in pieces, each of which begins a word.
const PIECES: i32 = 100;
/// What each piece costs. Letters in pieces never come to more than those in one piece, nor to less than [`PIECES`] less [`MOST_LOST`].
const PIECE: i32 = 4;
const MOST_LOST: i32 = 40;
/// Points besides for what is the whole text.
const WHOLE: i32 = 40;
/// Points besides for what ends where a word ends.
const WORD_ENDS: i32 = 8;

/// How well a text answers, and by which letters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Match {
    /// The more, the better.
    pub score: i32,
    /// The places of its letters that were meant, rising: counted in characters.
    pub places: Vec<usize>,
}

/// How the name `text` answers `word`, case aside: it begins with it, has a word that begins with it, has it somewhere, or has it in
/// pieces each of which begins a word, as `sa1` in `shop-api-1`; each of these counts more than the next. Letters strewn otherwise are
/// no answer: nobody would see them.
#[must_use]
pub fn matches(word: &str, text: &str) -> Option<Match> {
    let (word, text) = (folded(word), Text::of(text));
    text.in_one_piece(&word).or_else(|| text.in_pieces(&word))
}

/// How what stands beside a name answers `word`: only in one piece.
#[must_use]
pub fn contains(word: &str, text: &str) -> Option<Match> {
    Text::of(text).in_one_piece(&folded(word))
}

/// A text to look into.
struct Text {
    letters: Vec<char>,
    folded: Vec<char>,
}

impl Text {
    fn of(text: &str) -> Self {
        let letters: Vec<char> = text.chars().take(LONGEST).collect();
        let folded = letters.iter().copied().map(fold).collect();
        Self { letters, folded }
    }

    /// The best of the places where all of `word` stands, of equals the first.
    fn in_one_piece(&self, word: &[char]) -> Option<Match> {
        if word.is_empty() {
            return Some(Match::default());
        }
        let starts = self.folded.windows(word.len()).enumerate();
        let starts = starts.filter(|(_, piece)| *piece == word).map(|(start, _)| start);
        let scored = starts.map(|start| (self.score(start, word.len()), start));
        let (score, start) = scored.reduce(|best, it| if it.0 > best.0 { it } else { best })?;
        Some(Match { score, places: (start..start + word.len()).collect() })
    }

    fn score(&self, start: usize, length: usize) -> i32 {
        let end = start + length;
        let place = match start {
            0 => PREFIX,
            _ if self.begins_word(start) => WORD,
            _ => INSIDE,
        };
        let ends_word = end == self.letters.len()
            || self.begins_word(end)
            || !self.letters[end].is_alphanumeric();
        let is_whole = length == self.letters.len();
        place + if ends_word { WORD_ENDS } else { 0 } + if is_whole { WHOLE } else { 0 }
    }

    /// The way to find `word` in as few pieces as can be, each of which begins a word of the text.
    fn in_pieces(&self, word: &[char]) -> Option<Match> {
        let length = self.folded.len();
        if word.is_empty() || word.len() > length {
            return None;
        }
        // For each letter of the word and each place of the text: in how few pieces one gets there, and from which place.
        let mut ways: Vec<Vec<Option<Way>>> = Vec::with_capacity(word.len());
        for (index, letter) in word.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| ways.get(index));
            // The best of all places that were passed.
            let mut passed = None::<Way>;
            let mut here = Vec::with_capacity(length);
            for place in 0..length {
                let last = place.checked_sub(1);
                let follows = last.and_then(|last| Some((last, (*before?.get(last)?)?)));
                if let Some((last, way)) = follows
                    && passed.is_none_or(|best| way.pieces < best.pieces)
                {
                    passed = Some(Way { pieces: way.pieces, from: Some(last) });
                }
                let goes_on =
                    follows.map(|(last, way)| Way { pieces: way.pieces, from: Some(last) });
                let begins = match index {
                    0 => Some(Way { pieces: 1, from: None }),
                    _ => passed.map(|best| Way { pieces: best.pieces + 1, ..best }),
                };
                let begins = begins.filter(|_| self.begins_word(place));
                let best = match (goes_on, begins) {
                    (Some(on), Some(anew)) => {
                        Some(if on.pieces <= anew.pieces { on } else { anew })
                    }
                    (on, anew) => on.or(anew),
                };
                here.push(best.filter(|_| self.folded[place] == *letter));
            }
            ways.push(here);
        }
        let ends = ways.last()?.iter().enumerate();
        let ends = ends.filter_map(|(place, way)| Some((place, way.as_ref()?.pieces)));
        let (mut place, pieces) = ends.min_by_key(|(place, pieces)| (*pieces, *place))?;
        let mut places = vec![place];
        for way in ways.iter().rev() {
            if let Some(from) = (*way.get(place)?)?.from {
                places.push(from);
                place = from;
            }
        }
        places.reverse();
        let lost = i32::try_from(pieces).unwrap_or(i32::MAX).saturating_mul(PIECE).min(MOST_LOST);
        Some(Match { score: PIECES - lost, places })
    }

    /// Whether a word begins there: after no letter, after a letter if it is a digit, or after a small one if it is a capital.
    fn begins_word(&self, place: usize) -> bool {
        let Some(before) = place.checked_sub(1).map(|before| self.letters[before]) else {
            return true;
        };
        let here = self.letters[place];
        (here.is_alphanumeric() && !before.is_alphanumeric())
            || (before.is_lowercase() && here.is_uppercase())
            || (before.is_alphabetic() && here.is_ascii_digit())
    }
}

/// A way to a letter.
#[derive(Clone, Copy)]
struct Way {
    /// In how many pieces.
    pieces: usize,
    /// The place of the letter before, if there is one.
    from: Option<usize>,
}

fn folded(word: &str) -> Vec<char> {
    word.chars().map(fold).collect()
}

/// The letter without its case. One that becomes several counts as the first of them, so that places stay what they are.
fn fold(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with the letters that are meant as capitals; `None` if it is no answer.
    fn marked(word: &str, text: &str) -> Option<String> {
        let found = matches(word, text)?;
        assert!(found.places.is_sorted_by(|a, b| a < b), "{:?}", found.places);
        let letter = |(place, letter): (usize, char)| {
            if found.places.contains(&place) { letter.to_ascii_uppercase() } else { letter }
        };
        Some(text.chars().enumerate().map(letter).collect())
    }

    #[test]
    fn the_letters_that_are_meant_can_be_seen() {
        for (word, text, expected) in [
            // In one piece.
            ("red", "redis", Some("REDis")),
            ("red", "shop-redis", Some("shop-REDis")),
            ("red", "coredns", Some("coREDns")),
            ("api", "capistrano-api", Some("capistrano-API")),
            ("set", "open the settings", Some("open the SETtings")),
            ("postgres", "postgres", Some("POSTGRES")),
            // In pieces that begin words.
            ("sa1", "shop-api-1", Some("Shop-Api-1")),
            ("shap", "shop-api-1", Some("SHop-APi-1")),
            ("wo2", "web-worker-2", Some("web-WOrker-2")),
            ("w2", "web-worker-2", Some("Web-worker-2")),
            ("prdb", "prod-api-db", Some("PRod-api-DB")),
            ("pgd", "postgres_go_data", Some("Postgres_Go_Data")),
            ("aab", "a-ab", Some("A-AB")),
            ("db2", "mydb2 db2", Some("mydb2 DB2")),
            // Strewn.
            ("red", "postgres-data", None),
            ("red", "shared", Some("shaRED")),
            ("pg", "postgres", None),
            ("pgs", "postgres", None),
            ("prda", "prod-api-db", None),
            ("sgp", "postgres", None),
            ("postgress", "postgres", None),
            ("a", "", None),
            ("", "", Some("")),
        ] {
            assert_eq!(marked(word, text).as_deref(), expected, "{word} in {text}");
        }
    }

    #[test]
    fn case_does_not_count_and_shifts_nothing() {
        assert_eq!(matches("API", "shop-api-1").unwrap().places, [5, 6, 7]);
        assert_eq!(matches("sg", "ShopGate").unwrap().places, [0, 4]);
        // A letter that becomes two does not shift those after it.
        assert_eq!(matches("x", "İx").unwrap().places, [1]);
        assert_eq!(matches("ö", "Größe").unwrap().places, [2]);
    }

    #[test]
    fn a_beginning_comes_before_a_word_before_a_part_before_pieces() {
        for (word, better, worse) in [
            ("api", "api", "api-gateway"),
            ("api", "api-gateway", "apiary"),
            ("api", "apiary", "shop-api"),
            ("api", "shop-api", "shop-apiary"),
            ("api", "shop-apiary", "capi"),
            ("api", "capi", "a-p-i"),
            ("api", "ap-i", "a-p-i"),
            ("abcdefghijklm", "xabcdefghijklm", "a-b-c-d-e-f-g-h-i-j-k-l-m"),
        ] {
            let score = |text| matches(word, text).unwrap().score;
            assert!(score(better) > score(worse), "{word}: {better} before {worse}");
        }
    }

    #[test]
    fn what_stands_beside_a_name_answers_in_one_piece_only() {
        assert_eq!(contains("red", "coredns/coredns").unwrap().places, [2, 3, 4]);
        assert_eq!(contains("cc", "coredns/coredns"), None);
        assert_eq!(contains("7.2", "redis:7.2").unwrap().places, [6, 7, 8]);
    }

    #[test]
    fn a_text_without_end_is_looked_at_for_a_while_only() {
        let long = "a".repeat(100_000) + "z";
        assert!(matches("aaaa", &long).is_some());
        assert!(matches("z", &long).is_none(), "nobody reads that far");
        assert!(matches(&long, &long).is_none());
        assert!(matches(&"ab".repeat(80), &"a-b-".repeat(40)).is_none());
    }
}
