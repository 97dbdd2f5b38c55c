//! A field to search lines by, and the way from one place to the next.

use crate::{format, hooks::SearchHandle, logs::MOST_HITS, t};
use yew::prelude::*;

/// What the bar shows.
#[derive(Properties, PartialEq)]
pub struct SearchBarProps {
    /// What is looked for, and what was found.
    pub search: SearchHandle,
    /// What is searched.
    pub label: AttrValue,
    /// The field, for who puts the focus there.
    pub field: NodeRef,
    /// Hears of Escape in a field that is empty already.
    #[prop_or_default]
    pub on_leave: Callback<()>,
}

/// The field, how much was found, and two buttons. Enter goes on, Shift and Enter goes back, Escape empties it.
#[component]
pub fn SearchBar(props: &SearchBarProps) -> Html {
    let search = &props.search;
    let oninput = search.on_text.reform(|event: InputEvent| {
        event.target_unchecked_into::<web_sys::HtmlInputElement>().value()
    });
    let onkeydown = {
        let (search, on_leave) = (search.clone(), props.on_leave.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                search.on_go.emit(event.shift_key());
            }
            "Escape" => {
                event.prevent_default();
                if search.text.is_empty() {
                    on_leave.emit(());
                } else {
                    search.on_text.emit(String::new());
                }
            }
            _ => {}
        })
    };
    let is_off = (search.count == 0).then_some("true");
    let go = |is_back: bool| search.on_go.reform(move |_: MouseEvent| is_back);
    html! {
        <div class="search-bar" role="search">
            <input type="search" ref={props.field.clone()} value={search.text.clone()} placeholder={t!("search-placeholder")} aria-label={props.label.clone()}
                autocomplete="off" spellcheck="false" data-testid="line-search" {oninput} {onkeydown} />
            <span class="search-count faint" role="status" data-testid="search-count">{ found(search) }</span>
            <button type="button" class="quiet-button" aria-label={t!("search-before")} title={t!("search-before-hint")} aria-disabled={is_off} onclick={go(true)}>{ "↑" }</button>
            <button type="button" class="quiet-button" aria-label={t!("search-next")} title={t!("search-next-hint")} aria-disabled={is_off} onclick={go(false)}>{ "↓" }</button>
        </div>
    }
}

/// `3 of 120`.
fn found(search: &SearchHandle) -> String {
    if search.text.is_empty() {
        return String::new();
    }
    let count = format::grouped(search.count as u64);
    let count = if search.count >= MOST_HITS { t!("search-many", count = count) } else { count };
    match (search.position, search.count) {
        (_, 0) if search.is_busy => t!("search-busy"),
        (_, 0) => t!("search-nothing"),
        (Some(position), _) => {
            t!("search-position", position = format::grouped(position as u64), count = count)
        }
        (None, _) => t!("search-found", count = count),
    }
}
