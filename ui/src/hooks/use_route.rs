//! Which page the address asks for.

use crate::{platform, route::Route};
use gloo_events::EventListener;
use yew::prelude::*;

/// The page of the address.
#[hook]
pub fn use_route() -> Route {
    let route = use_state_eq(|| Route::parse(&platform::location_hash()));
    let setter = route.setter();
    use_effect_with((), move |()| {
        // It may have changed since the page was drawn.
        setter.set(Route::parse(&platform::location_hash()));
        let listener = web_sys::window().map(|window| {
            EventListener::new(&window, "hashchange", move |_| {
                setter.set(Route::parse(&platform::location_hash()));
            })
        });
        move || drop(listener)
    });
    (*route).clone()
}

/// Names the window after what it shows.
#[hook]
pub fn use_title(shown: AttrValue) {
    use_effect_with(shown, |shown| {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&format!("{shown} – Mini AWS Console"));
        }
    });
}
