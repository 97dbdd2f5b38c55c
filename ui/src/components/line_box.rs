//! Very many lines in a box that scrolls. Those are in the page that can be seen.

use crate::{
    hooks::{Target, use_element_size},
    logs::{Hit, Piece, Style, marked},
};
use std::{cell::RefCell, ops::Range, rc::Rc};
use web_sys::Element;
use yew::prelude::*;

/// A line's height in CSS pixels; `.line` has the same.
pub const LINE_HEIGHT: usize = 18;
/// Lines above and below what is seen, so that scrolling shows no edge.
const SPARE: usize = 20;
/// How high the box is taken to be until it is measured.
const HEIGHT_GUESS: f64 = 400.0;
/// How wide a letter is, in hundredths of a CSS pixel.
const LETTER: usize = 730;
/// How many letters of a line are drawn at most.
const MOST_LETTERS: usize = 8_000;

/// What a box shows.
#[derive(Properties, PartialEq)]
pub struct LineBoxProps {
    /// Its element's id, for who puts the focus there.
    pub id: &'static str,
    /// What its lines are.
    pub label: AttrValue,
    /// The number of the oldest line.
    #[prop_or_default]
    pub first: u64,
    /// How many lines there are.
    pub count: usize,
    /// How many bytes the longest of them has.
    pub longest: usize,
    /// The line at a place: an element of class `line` with a key.
    pub row: Callback<usize, Html>,
    /// Whether the end stays in sight while lines are added.
    #[prop_or_default]
    pub is_following: bool,
    /// Hears that somebody scrolls away from the end, or to it.
    #[prop_or_default]
    pub on_follow: Callback<bool>,
    /// A line to be brought into view.
    #[prop_or_default]
    pub target: Option<Target>,
    /// Is told the number of the line at the top.
    #[prop_or_default]
    pub top: Rc<RefCell<u64>>,
}

/// The box. Its own keys scroll it: arrows, Page Up and Down, Home, End.
#[component]
pub fn LineBox(props: &LineBoxProps) -> Html {
    let node = use_node_ref();
    let size = use_element_size(&node);
    let first = use_state_eq(|| 0_usize);
    let height = size.map_or(HEIGHT_GUESS, |size| size.height);
    // Only who scrolls to the end by hand follows it: to be brought there, as by a search, is none.
    let by_hand = use_mut_ref(|| false);
    let onscroll = {
        let (node, seen, top) = (node.clone(), first.setter(), Rc::clone(&props.top));
        let by_hand = Rc::clone(&by_hand);
        let (oldest, is_following, on_follow) =
            (props.first, props.is_following, props.on_follow.clone());
        Callback::from(move |_: Event| {
            let Some(element) = node.cast::<Element>() else { return };
            let place = usize::try_from(element.scroll_top()).unwrap_or(0) / LINE_HEIGHT;
            top.replace(oldest + place as u64);
            seen.set(place);
            let left = element.scroll_height() - element.client_height() - element.scroll_top();
            let is_at_end = left < LINE_HEIGHT as i32;
            if is_at_end != is_following && (is_following || *by_hand.borrow()) {
                on_follow.emit(is_at_end);
            }
        })
    };
    // Who turns the wheel back means it, also where the next lines come before the box has moved.
    let onwheel = {
        let (node, on_follow) = (node.clone(), props.on_follow.clone());
        let by_hand = Rc::clone(&by_hand);
        Callback::from(move |event: WheelEvent| {
            by_hand.replace(event.delta_y() > 0.0);
            let has_more = node.cast::<Element>().is_some_and(|element| element.scroll_top() > 0);
            if event.delta_y() < 0.0 && has_more {
                on_follow.emit(false);
            }
        })
    };
    let onkeydown = {
        let by_hand = Rc::clone(&by_hand);
        Callback::from(move |_: KeyboardEvent| {
            by_hand.replace(true);
        })
    };
    let onpointerdown = {
        let by_hand = Rc::clone(&by_hand);
        Callback::from(move |_: PointerEvent| {
            by_hand.replace(true);
        })
    };
    use_scrolled(&node, props, by_hand);
    let shown = window(*first, height, props.count, props.is_following);
    let width = (props.longest.min(MOST_LETTERS) * LETTER / 100).to_string();
    let room = |lines: usize| (lines * LINE_HEIGHT).to_string();
    html! {
        <div class="line-box" id={props.id} ref={node} tabindex="0" role="region" aria-label={&props.label} data-testid={props.id} {onscroll} {onwheel}
            {onkeydown} {onpointerdown}>
            <div class="line-rows">
                // Room for lines that are not in the page. A style would be against the security policy; a picture has a size of its own.
                <svg key="above" class="line-room" aria-hidden="true" width={width.clone()} height={room(shown.start)} />
                { for shown.clone().map(|place| props.row.emit(place)) }
                <svg key="below" class="line-room" aria-hidden="true" {width} height={room(props.count - shown.end)} />
            </div>
        </div>
    }
}

/// Keeps in sight what is to be: the end, or the line that was there while older ones give way, or the one that is asked for.
#[hook]
fn use_scrolled(node: &NodeRef, props: &LineBoxProps, by_hand: Rc<RefCell<bool>>) {
    let before = use_mut_ref(|| props.first);
    let reached = use_mut_ref(|| 0_u64);
    let (node, seen) = (node.clone(), Rc::clone(&props.top));
    let deps = (props.first, props.count, props.is_following, props.target);
    use_effect_with(deps, move |&(first, _, is_following, target)| {
        let gone = first.saturating_sub(before.replace(first));
        let Some(element) = node.cast::<Element>() else { return };
        if let Some(target) = target.filter(|target| *reached.borrow() != target.tick) {
            reached.replace(target.tick);
            by_hand.replace(false);
            let middle = element.client_height() / 2;
            let place = i64::try_from(target.line.saturating_sub(first)).unwrap_or_default();
            let top = place * LINE_HEIGHT as i64 - i64::from(middle);
            element.set_scroll_top(i32::try_from(top.max(0)).unwrap_or(i32::MAX));
        } else if is_following {
            element.set_scroll_top(element.scroll_height());
        } else if gone > 0 {
            let gone = i32::try_from(gone).unwrap_or(i32::MAX).saturating_mul(LINE_HEIGHT as i32);
            element.set_scroll_top(element.scroll_top().saturating_sub(gone).max(0));
        }
        // The box hears of it only later.
        let place = usize::try_from(element.scroll_top()).unwrap_or(0) / LINE_HEIGHT;
        seen.replace(first + place as u64);
    });
}

/// The lines that are in the page when the one at `first` is at the top, or when the end is in sight.
fn window(first: usize, height: f64, count: usize, is_following: bool) -> Range<usize> {
    let seen = (height.max(0.0) as usize) / LINE_HEIGHT + 2;
    let first = if is_following { count.saturating_sub(seen) } else { first };
    // Scrolled far down, and then most lines went away.
    let first = first.min(count.saturating_sub(1));
    first.saturating_sub(SPARE)..(first + seen + SPARE).min(count)
}

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
    fn only_what_is_seen_is_in_the_page() {
        assert_eq!(window(0, 360.0, 10, false), 0..10);
        assert_eq!(window(0, 360.0, 100_000, false), 0..42);
        assert_eq!(window(50_000, 360.0, 100_000, false), 49_980..50_042);
        assert_eq!(window(0, 360.0, 100_000, true), 99_958..100_000, "the end is in sight");
        assert_eq!(window(90_000, 360.0, 30, false), 9..30, "most went away");
        assert_eq!(window(0, 360.0, 0, true), 0..0);
    }

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
