//! A line as it is drawn: its colours, and the places where something was found.

use crate::logs::{Hit, Piece, Style, marked};
use std::rc::Rc;
use yew::prelude::*;

/// How many letters of a line are drawn at most.
pub(super) const MOST_LETTERS: usize = 8_000;

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub struct LineText {
    /// Its parts. Of too many letters the first are drawn.
    pub pieces: Vec<Piece>,
    /// What is looked for.
    pub needle: Rc<[char]>,
    /// The line's number.
    pub line: u64,
    /// The place that is looked at.
    pub current: Option<Hit>,
}

impl LineText {
    /// Its parts as elements, with the places marked where something was found.
    pub fn draw(mut self) -> Html {
        let is_long = cut(&mut self.pieces);
        let parts = marked(self.pieces, &self.needle);
        let here = self.current.filter(|hit| hit.line == self.line).map(|hit| hit.place);
        html! {
            <>
                { for parts.into_iter().map(|(piece, place)| part(piece, place, here)) }
                if is_long {
                    <span class="line-cut">{ "…" }</span>
                }
            </>
        }
    }
}

/// Leaves what is drawn of a line; whether there was more.
fn cut(pieces: &mut Vec<Piece>) -> bool {
    let mut left = MOST_LETTERS;
    for place in 0..pieces.len() {
        let letters = pieces[place].text.chars().count();
        if letters > left {
            let text = &mut pieces[place].text;
            let end = text.char_indices().nth(left).map_or(text.len(), |(end, _)| end);
            text.truncate(end);
            pieces.truncate(place + 1);
            return true;
        }
        left -= letters;
    }
    false
}

fn part(piece: Piece, place: Option<usize>, here: Option<usize>) -> Html {
    let class = looks(piece.style);
    let text = if class.is_empty() {
        html! { { piece.text } }
    } else {
        html! { <span {class}>{ piece.text }</span> }
    };
    match place {
        Some(place) => {
            let is_here = (here == Some(place)).then_some("is-here");
            html! { <mark class={classes!(is_here)}>{ text }</mark> }
        }
        None => text,
    }
}

fn looks(style: Style) -> Classes {
    let Style { text, ground, is_bold, is_dim, is_italic, is_underlined, is_inverse } = style;
    let mut class = Classes::new();
    if let Some(color) = text {
        class.push(format!("ansi-{color}"));
    }
    if let Some(color) = ground {
        class.push(format!("ansi-on-{color}"));
    }
    for (is, name) in [
        (is_bold, "is-bold"),
        (is_dim, "is-dim"),
        (is_italic, "is-italic"),
        (is_underlined, "is-underlined"),
        (is_inverse, "is-inverse"),
    ] {
        if is {
            class.push(name);
        }
    }
    class
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logs::pieces;

    #[test]
    fn a_line_without_end_is_drawn_up_to_some_letter() {
        let mut parts = pieces(&format!("\u{1b}[31m{}\u{1b}[0m{}", "ä".repeat(7_999), "xyz"));
        assert!(cut(&mut parts));
        let lengths: Vec<usize> = parts.iter().map(|piece| piece.text.chars().count()).collect();
        assert_eq!(lengths, [7_999, 1]);
        assert!(!cut(&mut pieces("short")));
    }

    #[test]
    fn looks_are_classes() {
        let parts = pieces("\u{1b}[1;4;31;44mx");
        assert_eq!(looks(parts[0].style).to_string(), "ansi-1 ansi-on-4 is-bold is-underlined");
        assert!(looks(Style::default()).is_empty());
    }
}
