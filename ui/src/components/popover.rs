//! What opens beside a button, over the page.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// What a popover is.
#[derive(Properties, PartialEq)]
pub struct PopoverProps {
    /// The class that says how large it is and where it stands.
    pub class: &'static str,
    /// What it is for, in a few words.
    pub label: AttrValue,
    /// Closes it.
    pub on_close: Callback<()>,
    /// What is in it.
    pub children: Html,
}

/// A box over the page. Escape and a click beside it close it.
#[component]
pub fn Popover(props: &PopoverProps) -> Html {
    let on_close = props.on_close.clone();
    use_effect_with((), move |()| {
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            // The focus may be lost with what had it, so this hears the keys of the whole page, before others do.
            let options = EventListenerOptions {
                phase: gloo_events::EventListenerPhase::Capture,
                passive: false,
            };
            EventListener::new_with_options(&document, "keydown", options, move |event| {
                if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
                    event.prevent_default();
                    event.stop_propagation();
                    on_close.emit(());
                }
            })
        });
        move || drop(listener)
    });
    let outside = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <>
            <div class="popover-ground" onclick={outside} aria-hidden="true" />
            <div class={classes!("popover", props.class)} role="dialog" aria-label={props.label.clone()}>{ props.children.clone() }</div>
        </>
    }
}
