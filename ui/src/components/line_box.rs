//! Very many lines in a box that scrolls. Those are in the page that can be seen.

use super::line_text::MOST_LETTERS;
use crate::{
    hooks::{Target, use_element_size},
    logs::{Heights, UNWRAPPED},
};
use std::{cell::RefCell, ops::Range, rc::Rc};
use web_sys::Element;
use yew::prelude::*;

/// A row's height in CSS pixels; `.line` has the same. A line has one row, or as many as it needs.
pub const LINE_HEIGHT: usize = 18;
/// Rows above and below what is seen, so that scrolling shows no edge.
const SPARE: u64 = 20;
/// How many rows from the edges of the box a line must be to count as in sight: a button may lie over the last ones.
const SIGHT: i32 = 3;
/// How high the box is taken to be until it is measured.
const HEIGHT_GUESS: f64 = 400.0;
/// How wide a letter is, in hundredths of a CSS pixel.
const LETTER: usize = 730;
/// How many letters a row is taken to have until that is measured, and how many at least: room for all lines would not fit a page else.
const LETTERS_GUESS: usize = 100;
const FEWEST_LETTERS: usize = 20;
/// By these the width of a letter is measured.
const PROBE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

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
    /// How many letters wide the line at a place is, if lines that are too long go on below themselves.
    #[prop_or_default]
    pub wrap: Option<Callback<usize, usize>>,
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
    let first = use_state_eq(|| 0_u64);
    let height = size.map_or(HEIGHT_GUESS, |size| size.height);
    // Only who scrolls to the end by hand follows it: to be brought there, as by a search, is none.
    let by_hand = use_mut_ref(|| false);
    let rows = use_rows(props);
    let onscroll = {
        let (node, seen, top) = (node.clone(), first.setter(), Rc::clone(&props.top));
        let (by_hand, heights) = (Rc::clone(&by_hand), Rc::clone(&rows.heights));
        let (oldest, is_following, on_follow) =
            (props.first, props.is_following, props.on_follow.clone());
        Callback::from(move |_: Event| {
            let Some(element) = node.cast::<Element>() else { return };
            let row = top_row(&element);
            top.replace(oldest + heights.borrow().at(row) as u64);
            seen.set(row);
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
    use_scrolled(&node, props, &rows, by_hand);
    let heights = rows.heights.borrow();
    let shown = window(&heights, *first, height, props.count, props.is_following);
    use_measured(&node, props, &rows, shown.clone());
    let is_wrapped = props.wrap.is_some();
    let longest = if is_wrapped { 0 } else { props.longest };
    let width = (longest.min(MOST_LETTERS) * LETTER / 100).to_string();
    let room = |rows: u64| (rows * LINE_HEIGHT as u64).to_string();
    let below = heights.total() - heights.above(shown.end);
    html! {
        <div class={classes!("line-box", is_wrapped.then_some("is-wrapped"))} id={props.id} ref={node} tabindex="0" role="region" aria-label={&props.label}
            data-testid={props.id} {onscroll} {onwheel} {onkeydown} {onpointerdown}>
            if is_wrapped {
                <span class="line-probe" aria-hidden="true">{ PROBE }</span>
            }
            <div class="line-rows">
                // Room for lines that are not in the page. A style would be against the security policy; a picture has a size of its own.
                <svg key="above" class="line-room" aria-hidden="true" width={width.clone()} height={room(heights.above(shown.start))} />
                { for shown.clone().map(|place| props.row.emit(place)) }
                <svg key="below" class="line-room" aria-hidden="true" {width} height={room(below)} />
            </div>
        </div>
    }
}

/// How many rows each line has.
#[derive(Clone)]
struct Rows {
    heights: Rc<RefCell<Heights>>,
    /// Another one whenever lines have other rows than before, though none came.
    revision: UseStateHandle<u64>,
    /// How many letters there is room for, once measured.
    letters: UseStateHandle<usize>,
    /// Whether all were guessed anew, and the line that was at the top is to be there again.
    is_anew: Rc<RefCell<bool>>,
}

/// The rows of all lines that there are.
#[hook]
fn use_rows(props: &LineBoxProps) -> Rows {
    let rows = Rows {
        heights: use_mut_ref(Heights::default),
        revision: use_state(|| 0),
        letters: use_state_eq(|| LETTERS_GUESS),
        is_anew: use_mut_ref(|| false),
    };
    let letters = if props.wrap.is_some() { *rows.letters } else { UNWRAPPED };
    let width =
        |place| props.wrap.as_ref().map_or(0, |wrap| wrap.emit(place)).min(MOST_LETTERS + 1);
    if rows.heights.borrow_mut().keep_up(props.first, props.count, letters, width) {
        rows.is_anew.replace(true);
    }
    rows
}

/// After each drawing of wrapped lines: how many letters there is room for, and how many rows the drawn lines really have.
#[hook]
fn use_measured(node: &NodeRef, props: &LineBoxProps, rows: &Rows, shown: Range<usize>) {
    let (node, rows, is_wrapped) = (node.clone(), rows.clone(), props.wrap.is_some());
    let is_following = props.is_following;
    use_effect(move || {
        if !is_wrapped {
            return;
        }
        let Some(element) = node.cast::<Element>() else { return };
        if let Some(letters) = letters(&element)
            && letters != *rows.letters
        {
            // With these the lines are drawn anew, and then measured.
            return rows.letters.set(letters);
        }
        let (real, mark) = {
            let heights = rows.heights.borrow();
            (drawn_rows(&element, shown.len()), heights.at(top_row(&element)))
        };
        let moved = rows.heights.borrow_mut().measured(shown.start, &real, mark);
        let Some(moved) = moved else { return };
        if moved != 0 && !is_following {
            // What is looked at stays where it is.
            let moved = i32::try_from(moved).unwrap_or(0).saturating_mul(LINE_HEIGHT as i32);
            element.set_scroll_top(element.scroll_top().saturating_add(moved).max(0));
        }
        rows.revision.set(*rows.revision + 1);
    });
}

/// The row at the top of the box.
fn top_row(element: &Element) -> u64 {
    u64::try_from(element.scroll_top()).unwrap_or(0) / LINE_HEIGHT as u64
}

/// How many letters a row has; nothing while no line is drawn, or the box has no size.
fn letters(element: &Element) -> Option<usize> {
    let width = |selector: &str| {
        let found = element.query_selector(selector).ok()??;
        Some(found.get_bounding_client_rect().width())
    };
    let letter = width(".line-probe")? / PROBE.len() as f64;
    let text = width(".line-text")?;
    // A browser counts in parts of a pixel, so a letter that just fits may seem not to.
    let letters = ((text + 0.05) / letter).floor();
    (letter > 0.0 && text > 0.0).then(|| (letters as usize).max(FEWEST_LETTERS))
}

/// How many rows each of the drawn lines has.
fn drawn_rows(element: &Element, count: usize) -> Vec<u64> {
    // The first is the room above.
    let room = element.query_selector(".line-room").ok().flatten();
    let lines = std::iter::successors(room, Element::next_element_sibling).skip(1).take(count);
    let rows = |line: Element| {
        let height = usize::try_from(line.client_height()).unwrap_or(0);
        ((height + LINE_HEIGHT / 2) / LINE_HEIGHT) as u64
    };
    lines.map(rows).collect()
}

/// Keeps in sight what is to be: the end, or the line that was there while older ones give way, or the one that is asked for.
#[hook]
fn use_scrolled(node: &NodeRef, props: &LineBoxProps, rows: &Rows, by_hand: Rc<RefCell<bool>>) {
    let before = use_mut_ref(|| rows.heights.borrow().gone());
    let reached = use_mut_ref(|| 0_u64);
    let (node, seen, rows) = (node.clone(), Rc::clone(&props.top), rows.clone());
    let shape = (*rows.letters, *rows.revision, props.wrap.is_some());
    let deps = (props.first, props.count, props.is_following, props.target, shape);
    use_effect_with(deps, move |&(first, _, is_following, target, _)| {
        let heights = rows.heights.borrow();
        let gone = heights.gone().saturating_sub(before.replace(heights.gone()));
        let is_anew = rows.is_anew.replace(false);
        let Some(element) = node.cast::<Element>() else { return };
        let pixels =
            |rows: u64| i32::try_from(rows).unwrap_or(i32::MAX).saturating_mul(LINE_HEIGHT as i32);
        let above = |line: u64| {
            pixels(heights.above(usize::try_from(line.saturating_sub(first)).unwrap_or(usize::MAX)))
        };
        if let Some(target) = target.filter(|target| *reached.borrow() != target.tick) {
            reached.replace(target.tick);
            by_hand.replace(false);
            let (top, room) = (above(target.line), element.client_height());
            // What is in sight already stays where it is.
            let edge = SIGHT * LINE_HEIGHT as i32;
            let sight = element.scroll_top() + edge..element.scroll_top() + room - edge;
            if !sight.contains(&top) {
                element.set_scroll_top(top.saturating_sub(room / 2).max(0));
            }
        } else if is_following {
            element.set_scroll_top(element.scroll_height());
        } else if is_anew {
            element.set_scroll_top(above(*seen.borrow()));
        } else if gone > 0 {
            element.set_scroll_top(element.scroll_top().saturating_sub(pixels(gone)).max(0));
        }
        // The box hears of it only later.
        seen.replace(first + heights.at(top_row(&element)) as u64);
    });
}

/// The lines that are in the page when the row `first` is at the top, or when the end is in sight.
fn window(
    heights: &Heights,
    first: u64,
    height: f64,
    count: usize,
    is_following: bool,
) -> Range<usize> {
    if count == 0 {
        return 0..0;
    }
    let seen = height.max(0.0) as u64 / LINE_HEIGHT as u64 + 2;
    let first = if is_following { heights.total().saturating_sub(seen) } else { first };
    // Scrolled far down, and then most lines went away.
    let first = first.min(heights.total().saturating_sub(1));
    let last = heights.at((first + seen + SPARE).saturating_sub(1));
    heights.at(first.saturating_sub(SPARE))..(last + 1).min(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize, letters: usize) -> Heights {
        let mut heights = Heights::default();
        heights.keep_up(0, count, letters, |place| if place % 10 == 0 { 400 } else { 40 });
        heights
    }

    #[test]
    fn only_what_is_seen_is_in_the_page() {
        let shown = |first, count, is_following| {
            window(&lines(count, UNWRAPPED), first, 360.0, count, is_following)
        };
        assert_eq!(shown(0, 10, false), 0..10);
        assert_eq!(shown(0, 100_000, false), 0..42);
        assert_eq!(shown(50_000, 100_000, false), 49_980..50_042);
        assert_eq!(shown(0, 100_000, true), 99_958..100_000, "the end is in sight");
        assert_eq!(shown(90_000, 30, false), 9..30, "most went away");
        assert_eq!(shown(0, 0, true), 0..0);
    }

    #[test]
    fn wrapped_lines_are_found_by_their_rows() {
        // Each tenth line has four rows: 13 rows to ten lines.
        let heights = lines(100_000, 100);
        assert_eq!(heights.total(), 130_000);
        let shown = window(&heights, 65_000, 360.0, 100_000, false);
        assert_eq!(shown.start, heights.at(64_980));
        assert!(shown.contains(&50_000) && shown.len() < 62, "fewer lines than rows: {shown:?}");
        let end = window(&heights, 0, 360.0, 100_000, true);
        assert_eq!(end.end, 100_000);
        assert!(
            heights.above(100_000) - heights.above(end.start) >= 40,
            "what is seen, and to spare"
        );
    }
}
