//! The keys that work on every page.

use crate::{
    platform,
    route::{Page, PageHref},
};
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// What the page under a dialog must not hear, and where keys are text.
const TYPED: &str = "input, textarea, select, [contenteditable]";
const DIALOG: &str = "dialog[open], [role=\"dialog\"]";

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// A page.
    Go(Page),
    /// The list of these keys.
    Help,
}

impl Shortcut {
    /// The one of a key; `with_command` is whether Ctrl, or ⌘, is held down and nothing else but Shift. A browser has uses of its own
    /// for such keys, so outside of the app (`in_shell`) they are its.
    fn of(key: &str, with_command: bool, in_shell: bool) -> Option<Self> {
        if !with_command {
            return (key == "?").then_some(Self::Help);
        }
        if !in_shell {
            return None;
        }
        if key == "," {
            return Some(Self::Go(Page::Settings));
        }
        match key.as_bytes() {
            [digit @ b'1'..=b'9'] => {
                Page::ALL.get(usize::from(digit - b'1')).copied().map(Self::Go)
            }
            _ => None,
        }
    }
}

/// Goes to pages by the keyboard. Whether the list of the keys is asked for, and how to ask for it no longer.
#[hook]
pub fn use_shortcuts(in_shell: bool) -> (bool, Callback<()>) {
    let is_helping = use_state_eq(|| false);
    let setter = is_helping.setter();
    use_effect_with(in_shell, move |&in_shell| {
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                let Some(shortcut) = asked(event, in_shell) else { return };
                event.prevent_default();
                match shortcut {
                    Shortcut::Go(page) => platform::go_to(&page.href(), false),
                    Shortcut::Help => setter.set(true),
                }
            })
        });
        move || drop(listener)
    });
    let close = {
        let setter = is_helping.setter();
        use_callback((), move |(), ()| setter.set(false))
    };
    (*is_helping, close)
}

/// What the event asks for, unless somebody types, or answers a question.
fn asked(event: &KeyboardEvent, in_shell: bool) -> Option<Shortcut> {
    if event.default_prevented() || event.is_composing() || event.alt_key() {
        return None;
    }
    let with_command = event.ctrl_key() || event.meta_key();
    let shortcut = Shortcut::of(&event.key(), with_command, in_shell)?;
    let document = web_sys::window()?.document()?;
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_typing =
        target.is_some_and(|element| element.closest(TYPED).is_ok_and(|found| found.is_some()));
    let is_asked = document.query_selector(DIALOG).is_ok_and(|found| found.is_some());
    (!is_typing && !is_asked).then_some(shortcut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_lead_to_pages_and_a_comma_to_the_settings() {
        for (place, page) in (1..).zip(Page::ALL) {
            assert_eq!(Shortcut::of(&place.to_string(), true, true), Some(Shortcut::Go(page)));
        }
        assert_eq!(Shortcut::of(",", true, true), Some(Shortcut::Go(Page::Settings)));
        for key in ["0", "8", "w", "q", "?", "-1", "+1"] {
            assert_eq!(Shortcut::of(key, true, true), None, "{key}");
        }
    }

    #[test]
    fn a_browser_keeps_its_own_keys() {
        for key in ["1", ",", "6"] {
            assert_eq!(Shortcut::of(key, true, false), None, "{key}");
            assert_eq!(Shortcut::of(key, false, true), None, "{key}");
        }
        assert_eq!(Shortcut::of("?", false, false), Some(Shortcut::Help));
    }
}
