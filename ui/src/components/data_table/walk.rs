//! A table by the keyboard: arrows go from row to row, and Tab reaches what is in the row that they came to, so that it leads out of a
//! table of a thousand rows as soon as out of one of three.

use super::ROW_HEIGHT;
use crate::platform;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// What can have the focus within a row.
const CONTROLS: &str = "a[href], button, input";
/// Where the arrows belong to who types.
const TYPED: &str = "input:not([type=\"checkbox\"]), textarea, select";

/// Where a key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

impl Step {
    fn of(key: &str) -> Option<Self> {
        match key {
            "ArrowUp" => Some(Self::Up),
            "ArrowDown" => Some(Self::Down),
            "PageUp" => Some(Self::PageUp),
            "PageDown" => Some(Self::PageDown),
            "Home" => Some(Self::First),
            "End" => Some(Self::Last),
            _ => None,
        }
    }

    /// The row that the step leads to from `place`, or from outside of the rows; `None` while there are no rows.
    pub fn from(
        self,
        place: Option<usize>,
        current: usize,
        rows: usize,
        page: usize,
    ) -> Option<usize> {
        let last = rows.checked_sub(1)?;
        let target = match (self, place) {
            (Self::First, _) => 0,
            (Self::Last, _) => last,
            // From outside one comes to where one was.
            (_, None) => current,
            (Self::Up, Some(place)) => place.saturating_sub(1),
            (Self::Down, Some(place)) => place + 1,
            (Self::PageUp, Some(place)) => place.saturating_sub(page),
            (Self::PageDown, Some(place)) => place + page,
        };
        Some(target.min(last))
    }
}

/// The step that a key asks for, unless it is typed into something or goes to the table's head.
pub(super) fn asked(event: &KeyboardEvent) -> Option<Step> {
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    let is_within = |what: &str| target.closest(what).is_ok_and(|found| found.is_some());
    if is_within(TYPED) || is_within("thead") {
        return None;
    }
    Step::of(&event.key())
}

/// The row that an element is in, by its place among all rows.
pub(super) fn row_of(element: &Element) -> Option<usize> {
    let row = element.closest("tbody > tr[aria-rowindex]").ok()??;
    // The first is the head's, and they count from one.
    row.get_attribute("aria-rowindex")?.parse::<usize>().ok()?.checked_sub(2)
}

/// What has the focus, if it is in a row of this table.
pub(super) fn focused(table: &Element) -> Option<HtmlElement> {
    let focused = web_sys::window()?.document()?.active_element()?;
    let is_in_row = table.contains(Some(&focused)) && row_of(&focused).is_some();
    is_in_row.then(|| focused.dyn_into().ok()).flatten()
}

/// The row that has the focus, if one in this table has.
pub(super) fn focused_row(table: &Element) -> Option<usize> {
    focused(table).and_then(|focused| row_of(&focused))
}

/// Gives the focus back to what `held` it, if drawing has left it to nothing; or to the row at its place, or else to the table, if it is
/// not in the page any more. The table is not scrolled by it.
pub(super) fn give_back(table: &Element, held: &HtmlElement, place: usize) {
    if !platform::is_focus_lost() {
        return;
    }
    let top = table.scroll_top();
    let is_given =
        if table.contains(Some(held)) { held.focus().is_ok() } else { focus(table, place) };
    if !is_given && let Some(table) = table.dyn_ref::<HtmlElement>() {
        // It fails for what is no element only.
        let _ = table.focus();
    }
    table.set_scroll_top(top);
}

/// Where the table has to be scrolled to, from `top`, so that all of the row is seen below the head, which stays.
pub(super) fn scrolled_to(row: usize, top: usize, height: usize) -> usize {
    let begin = row * ROW_HEIGHT;
    let room = height.saturating_sub(ROW_HEIGHT);
    if begin < top { begin } else { top.max((begin + ROW_HEIGHT).saturating_sub(room)) }
}

/// Puts the focus into the row; whether it is in the page already.
pub(super) fn focus(table: &Element, row: usize) -> bool {
    let found = table.query_selector(&format!("tbody > tr[aria-rowindex=\"{}\"]", row + 2));
    let Ok(Some(row)) = found else { return false };
    let control = row.query_selector(CONTROLS).ok().flatten();
    let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) else {
        // A row without anything to do is passed by.
        return true;
    };
    control.focus().is_ok()
}

/// Has Tab reach the controls of the row at `current` only, or of the first row that is seen if that one is not in the page.
pub(super) fn set_stops(table: &Element, current: usize, shown: &Range<usize>) {
    let current = if shown.contains(&current) { current } else { shown.start };
    let Ok(controls) =
        table.query_selector_all("tbody > tr a[href], tbody > tr button, tbody > tr input")
    else {
        return;
    };
    for place in 0..controls.length() {
        let control = controls.item(place).and_then(|node| node.dyn_into::<Element>().ok());
        let Some(control) = control else { continue };
        let is_stop = row_of(&control) == Some(current);
        if is_stop == control.has_attribute("tabindex") {
            // Both fail only for names that are none.
            let _ = if is_stop {
                control.remove_attribute("tabindex")
            } else {
                control.set_attribute("tabindex", "-1")
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stay_within_the_rows() {
        let from = |step: Step, place| step.from(place, 7, 1000, 10);
        assert_eq!(from(Step::Down, Some(3)), Some(4));
        assert_eq!(from(Step::Up, Some(0)), Some(0));
        assert_eq!(from(Step::Down, Some(999)), Some(999));
        assert_eq!(from(Step::PageDown, Some(995)), Some(999));
        assert_eq!(from(Step::PageUp, Some(15)), Some(5));
        assert_eq!(from(Step::Last, None), Some(999));
        assert_eq!(from(Step::Down, None), Some(7), "back to where one was");
        assert_eq!(Step::Down.from(None, 7, 3, 10), Some(2), "rows went away");
        assert_eq!(Step::Down.from(None, 0, 0, 10), None);
    }

    #[test]
    fn a_row_is_scrolled_to_as_little_as_needed() {
        let height = ROW_HEIGHT * 11;
        assert_eq!(scrolled_to(5, 0, height), 0, "in sight");
        assert_eq!(scrolled_to(9, 0, height), 0);
        assert_eq!(scrolled_to(10, 0, height), ROW_HEIGHT);
        assert_eq!(scrolled_to(2, 300, height), 2 * ROW_HEIGHT);
        assert_eq!(scrolled_to(3, 0, 0), 4 * ROW_HEIGHT, "a table without height breaks nothing");
    }
}
