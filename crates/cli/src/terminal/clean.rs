//! Names come from the engine, and so from anybody: a terminal must not take them for orders.

use std::borrow::Cow;

/// Whether a character moves the cursor, changes the terminal, or the order in which text is read.
fn is_order(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{feff}'
        )
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with a visible sign in place of each order.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_order) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars().map(|letter| if is_order(letter) { sign(letter) } else { letter }).collect(),
    )
}

/// What a person sees in place of an order: the pictures that Unicode has for the oldest of them.
fn sign(order: char) -> char {
    match u32::from(order) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// JSON that says the same without orders: what is not ASCII stands in strings only, where it may be escaped.
pub fn clean_json(json: &str) -> Cow<'_, str> {
    let is_left = |letter: char| is_order(letter) && letter >= '\u{7f}';
    if !json.contains(is_left) {
        return Cow::Borrowed(json);
    }
    let mut cleaned = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if is_left(letter) {
            cleaned.push_str(&format!("\\u{:04x}", u32::from(letter)));
        } else {
            cleaned.push(letter);
        }
    }
    Cow::Owned(cleaned)
}

/// Cleans text that comes in pieces, line by line. Line ends stay as they are.
#[derive(Debug, Default)]
pub struct Cleaner {
    begun: Vec<u8>,
}

impl Cleaner {
    /// The whole lines that there are by now, cleaned.
    pub fn take(&mut self, piece: &[u8]) -> String {
        self.begun.extend_from_slice(piece);
        let Some(end) = self.begun.iter().rposition(|byte| *byte == b'\n') else {
            return String::new();
        };
        let rest = self.begun.split_off(end + 1);
        let lines = std::mem::replace(&mut self.begun, rest);
        clean_lines(&lines)
    }

    /// What is left when no more comes.
    pub fn end(&mut self) -> String {
        clean_lines(&std::mem::take(&mut self.begun))
    }
}

fn clean_lines(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let ends = |letter| matches!(letter, '\n' | '\r');
    text.chars()
        .map(|letter| if is_order(letter) && !ends(letter) { sign(letter) } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_become_signs() {
        assert_eq!(clean("web-1"), "web-1");
        assert_eq!(clean("größe 東京"), "größe 東京");
        assert_eq!(clean("\u{1b}[2Jgone\u{7}\t\n"), "␛[2Jgone␇␉␊");
        assert_eq!(clean("\u{9b}31m\u{7f}\u{202e}txt"), "\u{fffd}31m␡\u{fffd}txt");
        assert_eq!(clean("a\u{61c}1"), "a\u{fffd}1");
    }

    #[test]
    fn json_says_the_same_without_them() {
        let name = "a\u{1b}[2J\u{9b}31m\u{7f}\u{202e}ü";
        let json = serde_json::to_string(name).unwrap();
        let cleaned = clean_json(&json);
        assert!(!cleaned.contains(is_order), "{cleaned}");
        assert_eq!(serde_json::from_str::<String>(&cleaned).unwrap(), name);
        assert_eq!(clean_json("{\"a\": \"ü\"}\n"), "{\"a\": \"ü\"}\n");
    }

    #[test]
    fn pieces_are_cut_at_lines_and_not_within_letters() {
        let mut cleaner = Cleaner::default();
        let text = "one,ü\r\ntwo\u{9b}31m\nrest\u{1b}".as_bytes();
        let mut told = String::new();
        for byte in text {
            told.push_str(&cleaner.take(&[*byte]));
        }
        told.push_str(&cleaner.end());
        assert_eq!(told, "one,ü\r\ntwo\u{fffd}31m\nrest␛");
    }
}
