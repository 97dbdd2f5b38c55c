//! A table that sorts, and stays fast with many rows.

mod walk;

use crate::hooks::use_element_size;
use std::{cmp::Ordering, ops::Range, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::{
    prelude::*,
    virtual_dom::{AttributeOrProperty, VNode},
};

/// A row's height in CSS pixels; `.data-table td` has the same.
pub const ROW_HEIGHT: usize = 33;
/// Up to so many rows all are in the page, so that the browser's own search finds them.
const WHOLE: usize = 150;
/// Rows above and below what is seen, so that scrolling shows no edge.
const SPARE: usize = 12;
/// More shapes of rows are not drawn, however high the window is.
const MOST_SHAPES: usize = 80;
/// How high the table is taken to be until it is measured.
const HEIGHT_GUESS: f64 = 800.0;

/// A column's heading and nature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub title: AttrValue,
    /// The whole of it, if the title is short for something.
    pub hint: Option<AttrValue>,
    /// The class that sets its width.
    pub class: &'static str,
    /// Whether it holds figures: on the right, and the largest first when sorted.
    pub is_number: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(title: impl Into<AttrValue>, class: &'static str) -> Self {
        Self { title: title.into(), hint: None, class, is_number: false }
    }

    /// A column of figures.
    #[must_use]
    pub fn number(title: impl Into<AttrValue>, class: &'static str) -> Self {
        Self { is_number: true, ..Self::text(title, class) }
    }

    /// With what its title is short for.
    #[must_use]
    pub fn hint(self, hint: impl Into<AttrValue>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// By which column rows are sorted, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// The column's place.
    pub column: usize,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Sort {
    /// What a click on a column's heading makes of it.
    #[must_use]
    pub fn clicked(self, column: usize, is_number: bool) -> Self {
        if self.column == column {
            Self { column, descending: !self.descending }
        } else {
            Self { column, descending: is_number }
        }
    }
}

/// How a table is sorted, by its first column to begin with, and what sorts it otherwise.
#[hook]
pub fn use_sort() -> (Sort, Callback<Sort>) {
    let sort = use_state_eq(Sort::default);
    let setter = sort.setter();
    let on_sort = use_callback((), move |wanted, ()| setter.set(wanted));
    (*sort, on_sort)
}

/// The places of `rows` that `keep` lets through, in the order of `compare`. What `is_unknown` comes last either way, and rows
/// that compare alike keep their places.
pub fn order_by<T>(
    rows: &[T],
    descending: bool,
    keep: impl Fn(&T) -> bool,
    is_unknown: impl Fn(&T) -> bool,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Vec<usize> {
    let mut places: Vec<usize> = (0..rows.len()).filter(|&place| keep(&rows[place])).collect();
    places.sort_by(|&a, &b| {
        let (a, b) = (&rows[a], &rows[b]);
        let order = compare(a, b);
        let order = if descending { order.reverse() } else { order };
        is_unknown(a).cmp(&is_unknown(b)).then(order)
    });
    places
}

/// What a table shows.
#[derive(Properties, PartialEq)]
pub struct DataTableProps {
    /// What it is a table of.
    pub label: AttrValue,
    /// The columns.
    pub columns: Vec<Column>,
    /// By which it is sorted.
    pub sort: Sort,
    /// Sorts it otherwise.
    pub on_sort: Callback<Sort>,
    /// How many rows there are.
    pub rows: usize,
    /// The row at a place: a `<tr>` with a key.
    pub row: Callback<usize, Html>,
    /// What is said in place of rows if there are none.
    pub nothing: AttrValue,
    /// Whether the rows are yet to come: until then their shapes fill the table.
    #[prop_or_default]
    pub is_busy: bool,
    /// Hears which rows can be seen, those in part as well, each time that these are others, and when it is another one who hears.
    #[prop_or_default]
    pub on_seen: Callback<Range<usize>>,
}

/// A table in a box that scrolls. Of many rows only those are in the page that can be seen.
#[component]
pub fn DataTable(props: &DataTableProps) -> Html {
    let node = use_node_ref();
    let size = use_element_size(&node);
    let first = use_state_eq(|| 0_usize);
    let onscroll = {
        let node = node.clone();
        let first = first.setter();
        Callback::from(move |_: Event| {
            if let Some(element) = node.cast::<Element>() {
                let top = usize::try_from(element.scroll_top()).unwrap_or(0);
                first.set(top / ROW_HEIGHT);
            }
        })
    };
    let height = size.map_or(HEIGHT_GUESS, |size| size.height);
    let shown = window(*first, height, props.rows);
    use_effect_with(
        (seen(*first, height, props.rows), props.on_seen.clone()),
        |(seen, on_seen)| on_seen.emit(seen.clone()),
    );
    let walk = use_walk(&node, &first, &shown, props.rows);
    // How many there will be is not known.
    let count = if props.is_busy { "-1".to_owned() } else { (props.rows + 1).to_string() };
    html! {
        <div class={classes!("table-scroll", props.is_busy.then_some("is-busy"))} ref={node} {onscroll} onkeydown={walk.onkeydown} onfocusin={walk.onfocusin} tabindex="0" role="region"
            aria-label={&props.label} aria-busy={props.is_busy.then_some("true")}>
            <table class="data-table" aria-rowcount={count}>
                <thead><tr aria-rowindex="1">
                    { for props.columns.iter().enumerate().map(|(place, column)| heading(place, column, props)) }
                </tr></thead>
                <tbody>
                    { spacer("above", shown.start) }
                    { for shown.clone().map(|place| numbered(props.row.emit(place), place)) }
                    { spacer("below", props.rows - shown.end) }
                    if props.is_busy {
                        { for (0..shapes(height)).map(|place| shape(place, &props.columns)) }
                    }
                </tbody>
            </table>
            if props.rows == 0 && !props.is_busy {
                <p class="table-nothing">{ &props.nothing }</p>
            }
        </div>
    }
}

/// The row, which says which of all it is: of many, the page has only some.
fn numbered(mut row: Html, place: usize) -> Html {
    if let VNode::VTag(tag) = &mut row {
        let tag = Rc::make_mut(tag);
        // The head is the first.
        tag.add_attribute("aria-rowindex", (place + 2).to_string());
        // Yew's server-side drawing leaves out what is still literal text after an attribute was added.
        for value in tag.attributes.get_mut_index_map().values_mut() {
            if let AttributeOrProperty::Static(text) = *value {
                *value = AttributeOrProperty::Attribute(AttrValue::Static(text));
            }
        }
    }
    row
}

/// What hears the keyboard.
struct Walk {
    onkeydown: Callback<KeyboardEvent>,
    onfocusin: Callback<FocusEvent>,
}

/// Goes from row to row by the keyboard. A row that is not in the page is scrolled to, drawn, and then gets the focus.
#[hook]
fn use_walk(
    node: &NodeRef,
    first: &UseStateHandle<usize>,
    shown: &Range<usize>,
    rows: usize,
) -> Walk {
    let current = use_mut_ref(|| 0_usize);
    let wanted = use_mut_ref(|| None::<usize>);
    // What has the focus before it is drawn again: browsers take it from a row that changes its place.
    let held = node.cast::<Element>().and_then(|table| walk::focused(&table));
    let redraw = use_force_update();
    {
        let (node, shown) = (node.clone(), shown.clone());
        let (current, wanted) = (current.clone(), wanted.clone());
        // After each time that it was drawn: rows come, go and change places.
        use_effect(move || {
            let Some(table) = node.cast::<Element>() else { return };
            if let Some(held) = held {
                // Taken beforehand: to give the focus is heard at once, and what is heard changes it.
                let row = *current.borrow();
                walk::give_back(&table, &held, row);
            }
            let row = *wanted.borrow();
            if row.is_some_and(|row| walk::focus(&table, row)) {
                wanted.replace(None);
            }
            if let Some(row) = walk::focused_row(&table) {
                current.replace(row);
            }
            walk::set_stops(&table, *current.borrow(), &shown);
        });
    }
    let onfocusin = {
        let (node, shown, current) = (node.clone(), shown.clone(), current.clone());
        Callback::from(move |event: FocusEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let row = target.as_ref().and_then(walk::row_of);
            if let (Some(row), Some(table)) = (row, node.cast::<Element>()) {
                current.replace(row);
                walk::set_stops(&table, row, &shown);
            }
        })
    };
    let onkeydown = {
        let (node, first) = (node.clone(), first.setter());
        Callback::from(move |event: KeyboardEvent| {
            let (Some(step), Some(table)) = (walk::asked(&event), node.cast::<Element>()) else {
                return;
            };
            let height = usize::try_from(table.client_height()).unwrap_or(0);
            let page = (height / ROW_HEIGHT).saturating_sub(2).max(1);
            let place = walk::focused_row(&table);
            let Some(row) = step.from(place, *current.borrow(), rows, page) else { return };
            event.prevent_default();
            let top = usize::try_from(table.scroll_top()).unwrap_or(0);
            let there = walk::scrolled_to(row, top, height);
            table.set_scroll_top(i32::try_from(there).unwrap_or(i32::MAX));
            wanted.replace(Some(row));
            first.set(there / ROW_HEIGHT);
            redraw.force_update();
        })
    };
    Walk { onkeydown, onfocusin }
}

/// The rows that are in the page when the one at `first` is at the top of what is seen.
fn window(first: usize, height: f64, rows: usize) -> Range<usize> {
    if rows <= WHOLE {
        return 0..rows;
    }
    let seen = seen(first, height, rows);
    // Even, so that stripes and keys do not flicker with each row that passes.
    let start = seen.start.saturating_sub(SPARE) & !1;
    start..(seen.end + SPARE).min(rows).max(start)
}

/// The rows that can be seen when the one at `first` is at the top, those in part as well.
fn seen(first: usize, height: f64, rows: usize) -> Range<usize> {
    let start = first.min(rows);
    let count = (height.max(0.0) as usize) / ROW_HEIGHT + 2;
    start..(start + count).min(rows)
}

/// How many shapes of rows fill a table of that height.
fn shapes(height: f64) -> usize {
    ((height.max(0.0) as usize) / ROW_HEIGHT + 1).min(MOST_SHAPES)
}

/// The shape of a row that is yet to come.
fn shape(place: usize, columns: &[Column]) -> Html {
    let cell = |column: &Column| {
        html! { <td class={column.is_number.then_some("is-number")}><div class="skeleton" /></td> }
    };
    html! { <tr key={format!("shape {place}")} class="shape" aria-hidden="true">{ for columns.iter().map(cell) }</tr> }
}

/// Room for rows that are not in the page. `height` is an attribute here: a style would be against the security policy.
fn spacer(key: &'static str, rows: usize) -> Html {
    if rows == 0 {
        return Html::default();
    }
    html! {
        <tr key={key} class="spacer" aria-hidden="true"><td height={(rows * ROW_HEIGHT).to_string()}></td></tr>
    }
}

fn heading(place: usize, column: &Column, props: &DataTableProps) -> Html {
    let sorted = props.sort.column == place;
    let direction = if props.sort.descending { "descending" } else { "ascending" };
    let next = props.sort.clicked(place, column.is_number);
    let onclick = props.on_sort.reform(move |_: MouseEvent| next);
    let arrow = match (sorted, props.sort.descending) {
        (false, _) => "",
        (true, false) => "▲",
        (true, true) => "▼",
    };
    html! {
        <th scope="col" class={classes!(column.class, column.is_number.then_some("is-number"))} aria-sort={sorted.then_some(direction)}>
            <button type="button" title={column.hint.clone()} {onclick}>{ &column.title }<i aria-hidden="true">{ arrow }</i></button>
        </th>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_click_turns_the_order_round() {
        let by_name = Sort::default();
        let by_cpu = by_name.clicked(4, true);
        assert_eq!(by_cpu, Sort { column: 4, descending: true });
        assert_eq!(by_cpu.clicked(4, true), Sort { column: 4, descending: false });
        assert_eq!(by_cpu.clicked(0, false), by_name);
    }

    #[test]
    fn what_is_not_known_comes_last_either_way() {
        let rows = [Some(2), None, Some(1), Some(3)];
        let order = |descending| order_by(&rows, descending, |_| true, Option::is_none, Ord::cmp);
        assert_eq!(order(false), [2, 0, 3, 1]);
        assert_eq!(order(true), [3, 0, 2, 1]);
    }

    #[test]
    fn few_rows_are_all_in_the_page() {
        assert_eq!(window(0, 300.0, 0), 0..0);
        assert_eq!(window(90, 300.0, 100), 0..100);
    }

    #[test]
    fn shapes_fill_the_table_and_are_bounded() {
        assert_eq!(shapes(330.0), 11);
        assert_eq!(shapes(-5.0), 1);
        assert_eq!(shapes(1e9), MOST_SHAPES);
    }

    #[test]
    fn what_is_seen_is_told_without_what_is_spare() {
        assert_eq!(seen(0, 330.0, 1000), 0..12);
        assert_eq!(seen(500, 330.0, 1000), 500..512);
        assert_eq!(seen(995, 330.0, 1000), 995..1000);
        assert_eq!(seen(5000, 330.0, 3), 3..3, "the rows went away under it");
    }

    #[test]
    fn of_many_rows_those_that_are_seen_are_in_the_page() {
        assert_eq!(window(0, 330.0, 1000), 0..24);
        assert_eq!(window(500, 330.0, 1000), 488..524);
        assert_eq!(window(995, 330.0, 1000), 982..1000);
        // Scrolled far down, and then most rows went away.
        assert_eq!(window(5000, 330.0, 200), 188..200);
    }
}
