//! Hears the keys that work on every page.

use crate::{
    platform,
    shortcuts::{Binding, Shortcut},
};
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// Where keys are text.
const TYPED: &str = "input, textarea, select, [contenteditable]";
/// What the page under a dialog must not hear.
const DIALOG: &str = "dialog[open], [role=\"dialog\"]";
/// The field that narrows a page, which its key leads to.
const FILTER: &str = "main [data-shortcut=\"filter\"], main input[type=\"search\"]";

/// Calls back with what a key asks for. `in_shell` is whether the page is in the app, where more keys are its own.
#[hook]
pub fn use_shortcuts(in_shell: bool, on_shortcut: Callback<Shortcut>) {
    // The listener stays, and what it calls may be another each time.
    let latest = use_mut_ref(|| on_shortcut.clone());
    latest.replace(on_shortcut);
    use_effect_with(in_shell, move |&in_shell| {
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                let Some(shortcut) = asked(event, in_shell) else { return };
                // Where there is no filter, its key is the browser's.
                if shortcut == Shortcut::Filter && !platform::focus_found(FILTER) {
                    return;
                }
                event.prevent_default();
                let on_shortcut = latest.borrow().clone();
                on_shortcut.emit(shortcut);
            })
        });
        move || drop(listener)
    });
}

/// What the event asks for, unless somebody types, or answers a question.
fn asked(event: &KeyboardEvent, in_shell: bool) -> Option<Shortcut> {
    if event.default_prevented() || event.is_composing() || event.alt_key() {
        return None;
    }
    let with_command = event.ctrl_key() || event.meta_key();
    let binding = Binding::of(&event.key(), with_command, in_shell)?;
    let document = web_sys::window()?.document()?;
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_typing =
        target.is_some_and(|element| element.closest(TYPED).is_ok_and(|found| found.is_some()));
    let is_asked = document.query_selector(DIALOG).is_ok_and(|found| found.is_some());
    ((binding.while_typing || !is_typing) && !is_asked).then_some(binding.shortcut)
}
