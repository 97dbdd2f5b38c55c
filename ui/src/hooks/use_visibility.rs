//! Whether anybody can see the window.

use crate::platform;
use gloo_events::EventListener;
use yew::prelude::*;

/// Tells `on_change` each time the window is hidden or shown again.
#[hook]
pub fn use_visibility(on_change: Callback<bool>) {
    use_effect_with((), move |()| {
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            EventListener::new(&document, "visibilitychange", move |_| {
                on_change.emit(platform::is_visible());
            })
        });
        move || drop(listener)
    });
}
