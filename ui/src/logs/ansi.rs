//! What a terminal would make of a line, as far as that is harmless: colours and weight. Nothing in a line is obeyed otherwise.
//!
//! Sequences that would move a cursor, name a window or ask the terminal something are left out. What is no sequence and no text
//! shows as a picture of itself (`␇`), so that nothing is hidden, and what comes out has no control characters in it.

use super::colour;
use std::borrow::Cow;

/// How far a tabulator goes.
const TAB: usize = 8;
/// How many parts of one colour sequence are read.
const MOST_CODES: usize = 64;
/// Stands for what would turn the direction of writing, or end the line: it could make a line look like another one.
const REPLACED: char = '\u{fffd}';

/// How a part of a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The colour of the text, one of sixteen; absent for the usual one.
    pub text: Option<u8>,
    /// The colour behind it.
    pub ground: Option<u8>,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Whether it stands back.
    pub is_dim: bool,
    /// Whether it is italic.
    pub is_italic: bool,
    /// Whether it is underlined.
    pub is_underlined: bool,
    /// Whether text and ground change places.
    pub is_inverse: bool,
}

/// A part of a line that looks the same throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text: no control characters.
    pub text: String,
    /// How it looks.
    pub style: Style,
}

/// The parts of a line.
#[must_use]
pub fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    walk(line, |letter, style| match pieces.last_mut() {
        Some(last) if last.style == style => last.text.push(letter),
        _ => pieces.push(Piece { text: letter.to_string(), style }),
    });
    pieces
}

/// The text of all parts.
#[must_use]
pub fn plain(line: &str) -> Cow<'_, str> {
    if !line.chars().any(is_special) {
        return Cow::Borrowed(line);
    }
    let mut text = String::with_capacity(line.len());
    walk(line, |letter, _| text.push(letter));
    Cow::Owned(text)
}

/// Whether it is not simply shown.
fn is_special(letter: char) -> bool {
    letter.is_control() || is_misleading(letter)
}

/// Whether it turns the direction of what follows, or ends a line.
fn is_misleading(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Gives every letter that is shown, with its looks.
fn walk(line: &str, mut put: impl FnMut(char, Style)) {
    // A line's end may be left of what was written for a terminal.
    let mut rest = line.trim_end_matches('\r');
    let mut style = Style::default();
    let mut column = 0_usize;
    // Looking for an end that is not there is done once, however often it is asked for.
    let mut has_ends = true;
    while let Some(first) = rest.chars().next() {
        if first == '\u{1b}' || ('\u{80}'..='\u{9f}').contains(&first) {
            match Sequence::at(rest, &mut has_ends) {
                Some(sequence) => {
                    if let Some(codes) = sequence.codes {
                        style.apply(codes);
                    }
                    rest = rest.get(sequence.length..).unwrap_or_default();
                    continue;
                }
                None if first != '\u{1b}' => {
                    rest = rest.get(first.len_utf8()..).unwrap_or_default();
                    continue;
                }
                None => {}
            }
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        if first == '\t' {
            for _ in 0..TAB - column % TAB {
                put(' ', style);
            }
            column += TAB - column % TAB;
            continue;
        }
        put(shown(first), style);
        column += 1;
    }
}

/// A letter as it is shown.
fn shown(letter: char) -> char {
    match letter {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or(REPLACED),
        '\u{7f}' => '\u{2421}',
        letter if is_special(letter) => REPLACED,
        letter => letter,
    }
}

/// A sequence for a terminal.
struct Sequence<'a> {
    /// How many bytes it has.
    length: usize,
    /// What it says of looks, if that is what it is about.
    codes: Option<&'a str>,
}

impl<'a> Sequence<'a> {
    /// The one that `text` begins with; none if that is not whole.
    fn at(text: &'a str, has_ends: &mut bool) -> Option<Self> {
        let mut letters = text.chars();
        let first = letters.next()?;
        let (kind, begin) = match first {
            '\u{1b}' => {
                let second = letters.next()?;
                (second, 1 + second.len_utf8())
            }
            // The same in one character.
            '\u{9b}' => ('[', 2),
            '\u{9d}' => (']', 2),
            '\u{90}' | '\u{98}' | '\u{9e}' | '\u{9f}' => ('P', 2),
            _ => return None,
        };
        let body = text.get(begin..)?;
        match kind {
            '[' => Self::control(body, begin),
            ']' | 'P' | 'X' | '^' | '_' => {
                let found = has_ends.then(|| string_end(body)).flatten();
                *has_ends = found.is_some();
                Some(Self { length: begin + found?, codes: None })
            }
            ' '..='/' => {
                let end = body.find(|letter: char| !(' '..='/').contains(&letter))?;
                let is_final = ('0'..='~').contains(&body.get(end..)?.chars().next()?);
                is_final.then_some(Self { length: begin + end + 1, codes: None })
            }
            '0'..='~' => Some(Self { length: begin, codes: None }),
            _ => None,
        }
    }

    /// `31m`: parameters, then what stands between, then one letter that says what it is.
    fn control(body: &'a str, begin: usize) -> Option<Self> {
        let parameters = body.find(|letter: char| !('0'..='?').contains(&letter))?;
        let (codes, after) = body.split_at_checked(parameters)?;
        let between = after.find(|letter: char| !(' '..='/').contains(&letter))?;
        let last = after.get(between..)?.chars().next()?;
        if !('@'..='~').contains(&last) {
            return None;
        }
        let is_looks = last == 'm' && between == 0 && !codes.contains(['<', '=', '>', '?']);
        let length = begin + parameters + between + 1;
        Some(Self { length, codes: is_looks.then_some(codes) })
    }
}

/// Where what stands between a sequence's begin and its end is over.
fn string_end(body: &str) -> Option<usize> {
    let mut letters = body.char_indices().peekable();
    while let Some((place, letter)) = letters.next() {
        match letter {
            '\u{7}' => return Some(place + 1),
            '\u{9c}' => return Some(place + 2),
            '\u{1b}' if letters.peek().is_some_and(|(_, next)| *next == '\\') => {
                return Some(place + 2);
            }
            _ => {}
        }
    }
    None
}

impl Style {
    /// Changes the looks by what stands between `ESC [` and `m`.
    fn apply(&mut self, codes: &str) {
        let mut codes = codes.split(';').take(MOST_CODES);
        while let Some(code) = codes.next() {
            if let Some((code, parts)) = code.split_once(':') {
                self.apply_parts(code, parts);
                continue;
            }
            let Some(code) = number(code) else { continue };
            match code {
                38 => self.text = extended(&mut codes).or(self.text),
                48 => self.ground = extended(&mut codes).or(self.ground),
                code => self.apply_one(code),
            }
        }
    }

    fn apply_one(&mut self, code: u16) {
        let color = |from: u16, bright: u8| u8::try_from(code - from).ok().map(|c| c + bright);
        match code {
            0 => *self = Self::default(),
            1 => self.is_bold = true,
            2 => self.is_dim = true,
            3 => self.is_italic = true,
            4 | 21 => self.is_underlined = true,
            7 => self.is_inverse = true,
            22 => (self.is_bold, self.is_dim) = (false, false),
            23 => self.is_italic = false,
            24 => self.is_underlined = false,
            27 => self.is_inverse = false,
            30..=37 => self.text = color(30, 0),
            39 => self.text = None,
            40..=47 => self.ground = color(40, 0),
            49 => self.ground = None,
            90..=97 => self.text = color(90, 8),
            100..=107 => self.ground = color(100, 8),
            // Blinking, hiding, fonts: nothing that a log needs.
            _ => {}
        }
    }

    /// The newer form: `38:2::255:0:0`, `4:3`.
    fn apply_parts(&mut self, code: &str, parts: &str) {
        match number(code) {
            Some(4) => self.is_underlined = parts != "0",
            Some(38) => self.text = extended_parts(parts).or(self.text),
            Some(48) => self.ground = extended_parts(parts).or(self.ground),
            _ => {}
        }
    }
}

fn number(text: &str) -> Option<u16> {
    if text.is_empty() { Some(0) } else { text.parse().ok() }
}

fn byte(text: &str) -> Option<u8> {
    number(text).map(|value| u8::try_from(value).unwrap_or(u8::MAX))
}

/// A colour that the codes after 38 or 48 name.
fn extended<'a>(codes: &mut impl Iterator<Item = &'a str>) -> Option<u8> {
    match number(codes.next()?)? {
        5 => Some(colour::of_index(byte(codes.next()?)?)),
        2 => {
            let [red, green, blue] = [codes.next()?, codes.next()?, codes.next()?].map(byte);
            Some(colour::nearest(red?, green?, blue?))
        }
        _ => None,
    }
}

/// The same with colons, where a name of the colour's space may stand in between.
fn extended_parts(parts: &str) -> Option<u8> {
    let parts: Vec<&str> = parts.split(':').take(MOST_CODES).collect();
    match parts.as_slice() {
        ["5", index, ..] => Some(colour::of_index(byte(index)?)),
        ["2", red, green, blue] | ["2", _, red, green, blue, ..] => {
            Some(colour::nearest(byte(red)?, byte(green)?, byte(blue)?))
        }
        _ => None,
    }
}
