//! What was found.

use crate::{
    components::Icon,
    palette::{Entry, Found, Hit, Sort},
    state::Shared,
    t,
};
use yew::prelude::*;

/// What the list shows.
#[derive(Properties, PartialEq)]
pub(super) struct ListProps {
    pub id: &'static str,
    pub entries: Shared<Vec<Entry>>,
    pub found: Found,
    /// The place of the one that is chosen.
    pub active: usize,
    pub on_take: Callback<usize>,
    /// Hears of the one that is pointed at.
    pub on_point: Callback<usize>,
}

/// The list, with the letters that were meant marked.
#[component]
pub(super) fn List(props: &ListProps) -> Html {
    let item = |(place, hit): (usize, &Hit)| {
        let Some(entry) = props.entries.get(hit.place) else { return Html::default() };
        let is_active = place == props.active;
        // The focus stays in the field.
        let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
        html! {
            <li key={&*entry.key} id={item_id(place)} role="option" aria-selected={is_active.to_string()} data-testid="palette-item"
                onclick={props.on_take.reform(move |_: MouseEvent| place)} onmousemove={props.on_point.reform(move |_: MouseEvent| place)} {onmousedown}>
                <Icon glyph={entry.glyph} />
                <span class="palette-title">{ marked(&entry.title, &hit.title) }</span>
                <span class="palette-hint">{ marked(&entry.hint, &hit.hint) }</span>
                <span class="palette-sort">{ sort_words(entry.sort) }</span>
            </li>
        }
    };
    html! {
        <ul id={props.id} role="listbox" aria-label={t!("palette-results")}>
            { for props.found.shown.iter().enumerate().map(item) }
        </ul>
    }
}

/// The id of the item at a place.
pub(super) fn item_id(place: usize) -> String {
    format!("palette-item-{place}")
}

/// The text with its marked letters, those that follow each other in one piece.
pub(super) fn marked(text: &str, places: &[usize]) -> Html {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for (place, letter) in text.chars().enumerate() {
        let is_marked = places.binary_search(&place).is_ok();
        match pieces.last_mut() {
            Some((marked, piece)) if *marked == is_marked => piece.push(letter),
            _ => pieces.push((is_marked, letter.to_string())),
        }
    }
    let piece = |(is_marked, piece): (bool, String)| {
        if is_marked {
            html! { <mark>{ piece }</mark> }
        } else {
            html! { { piece } }
        }
    };
    html! { <>{ for pieces.into_iter().map(piece) }</> }
}

fn sort_words(sort: Sort) -> String {
    match sort {
        Sort::Page => t!("palette-sort-page"),
        Sort::Action => t!("palette-sort-action"),
        Sort::Setting => t!("palette-sort-setting"),
        Sort::Running => t!("palette-sort-running"),
        Sort::Project => t!("palette-sort-project"),
        Sort::Stopped => t!("palette-sort-stopped"),
        Sort::Volume => t!("palette-sort-volume"),
        Sort::Vpc => t!("palette-sort-vpc"),
        Sort::Time => t!("palette-sort-time"),
        Sort::Terminated => t!("palette-sort-terminated"),
        Sort::Copy => t!("palette-sort-copy"),
    }
}
