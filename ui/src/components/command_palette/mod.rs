//! The command palette: a field over the page, and below it what answers.

mod button;
mod list;
#[cfg(test)]
mod tests;

pub use self::button::PaletteButton;
use self::list::List;
use super::{Glyph, Icon};
use crate::{
    palette::{Command, Entry, Recent, search},
    platform,
    state::Shared,
    t,
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement, Node};
use yew::prelude::*;

/// The list that the field is about.
const LIST: &str = "palette-list";

/// What the palette is made of.
#[derive(Properties, PartialEq)]
pub struct CommandPaletteProps {
    /// Everything that can be gone to or done.
    pub entries: Shared<Vec<Entry>>,
    /// Hears what was taken, after the palette was asked to close.
    pub on_take: Callback<Command>,
    /// Closes it.
    pub on_close: Callback<()>,
}

/// The palette. The focus stays in its field; the arrow keys choose among what was found.
#[component]
pub fn CommandPalette(props: &CommandPaletteProps) -> Html {
    let dialog = use_node_ref();
    let wanted = use_state_eq(AttrValue::default);
    let active = use_state_eq(|| 0_usize);
    let recent = use_memo((), |()| Recent::kept());
    let deps = (props.entries.clone(), (*wanted).clone());
    let found = use_memo(deps, |(entries, wanted)| search(entries, wanted, &recent));
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            platform::show_modal(&dialog);
            let dialog = dialog.cast::<HtmlDialogElement>();
            // What had the focus before gets it back.
            move || dialog.iter().for_each(HtmlDialogElement::close)
        });
    }
    let count = found.shown.len();
    // What is found becomes less while one looks at it, as when instances go.
    let place = within(*active, count);
    use_effect_with(place, |place| platform::reveal(&list::item_id(*place)));

    let take = {
        let (entries, found, recent) = (props.entries.clone(), found.clone(), recent.clone());
        let (on_close, on_take) = (props.on_close.clone(), props.on_take.clone());
        Callback::from(move |place: usize| {
            let chosen = found.shown.get(place).and_then(|hit| entries.get(hit.place));
            if let Some(entry) = chosen {
                (*recent).clone().with(&entry.key, &entry.command).keep();
                on_close.emit(());
                on_take.emit(entry.command.clone());
            }
        })
    };
    let oninput = {
        let (wanted, active) = (wanted.setter(), active.setter());
        Callback::from(move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            wanted.set(field.value().into());
            active.set(0);
        })
    };
    let onkeydown = {
        let (active, take, on_close) = (active.setter(), take.clone(), props.on_close.clone());
        Callback::from(move |event: KeyboardEvent| {
            let with_command = event.ctrl_key() || event.meta_key();
            match Press::of(&event.key(), with_command, place, count) {
                // Of a word that is still being put together the keys are its own.
                _ if event.is_composing() => return,
                Some(Press::Choose(place)) => active.set(place),
                Some(Press::Take) => take.emit(place),
                Some(Press::Close) => on_close.emit(()),
                None => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let oncancel = props.on_close.reform(|event: Event| event.prevent_default());
    let ground = dialog.clone();
    let onclick = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: MouseEvent| {
            // What is around it belongs to the dialog as well.
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if target.is_some() && target == ground.get() {
                on_close.emit(());
            }
        })
    };
    let is_open = count > 0;
    html! {
        <dialog class="palette" ref={dialog} aria-label={t!("palette-title")} data-testid="command-palette" {oncancel} {onclick}>
            <div class="palette-field">
                <Icon glyph={Glyph::Search} />
                <input type="text" role="combobox" autocomplete="off" autocapitalize="off" spellcheck="false" aria-label={t!("palette-title")}
                    placeholder={t!("palette-placeholder")} aria-expanded={is_open.to_string()} aria-autocomplete="list" aria-controls={is_open.then_some(LIST)}
                    aria-activedescendant={is_open.then(|| list::item_id(place))} value={(*wanted).clone()} data-testid="palette-input"
                    maxlength="200" {oninput} {onkeydown} />
            </div>
            if is_open {
                <List id={LIST} entries={props.entries.clone()} found={(*found).clone()} active={place} on_take={take} on_point={
                    let setter = active.setter();
                    Callback::from(move |place| setter.set(place))
                } />
            } else {
                <p class="palette-nothing faint">{ t!("palette-nothing") }</p>
            }
            <p class="palette-foot faint">
                <span role="status">{ counted(count, found.more) }</span>
                <span class="push"><kbd>{ "↑ ↓" }</kbd>{ " " }{ t!("palette-choose") }</span>
                <span><kbd>{ "↵" }</kbd>{ " " }{ t!("palette-take") }</span>
                <span><kbd>{ "Esc" }</kbd>{ " " }{ t!("palette-close") }</span>
            </p>
        </dialog>
    }
}

/// The place that is chosen among `count` of them, if it was the one at `active` before some went.
fn within(active: usize, count: usize) -> usize {
    active.min(count.saturating_sub(1))
}

fn counted(shown: usize, more: usize) -> String {
    match (shown, more) {
        (shown, 0) => t!("palette-found", count = shown),
        (shown, more) => t!("palette-found-more", shown = shown, all = shown + more),
    }
}

/// What a key does in the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Press {
    /// Chooses the entry at a place.
    Choose(usize),
    /// Takes the one that is chosen.
    Take,
    /// Closes the palette.
    Close,
}

impl Press {
    /// The one of a key, while of `count` entries the one at `active` is chosen. After the last one comes the first.
    fn of(key: &str, with_command: bool, active: usize, count: usize) -> Option<Self> {
        if with_command {
            return key.eq_ignore_ascii_case("k").then_some(Self::Close);
        }
        let last = count.checked_sub(1);
        match key {
            "Escape" => Some(Self::Close),
            "Enter" => Some(Self::Take),
            "ArrowDown" => {
                last.map(|last| Self::Choose(if active >= last { 0 } else { active + 1 }))
            }
            "ArrowUp" => last.map(|last| Self::Choose(active.checked_sub(1).unwrap_or(last))),
            "Home" => last.map(|_| Self::Choose(0)),
            "End" => last.map(Self::Choose),
            _ => None,
        }
    }
}
