//! Whether an element is where it can be seen, or nearly.

use js_sys::Array;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};
use yew::prelude::*;

/// How far outside of what is seen it still counts: it is ready when one scrolls to it.
const MARGIN: &str = "120px";

/// Whether the element that `node` is put on is scrolled into sight. Until that is known it is, and so it is where a browser cannot tell.
#[hook]
pub fn use_on_screen(node: &NodeRef) -> bool {
    let on_screen = use_state_eq(|| true);
    let setter = on_screen.setter();
    let node = node.clone();
    use_effect_with((), move |()| {
        let observed = node.cast::<Element>().and_then(|element| {
            let on_change = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
                // The newest is the last.
                let newest = entries.iter().last();
                let entry = newest.and_then(|e| e.dyn_into::<IntersectionObserverEntry>().ok());
                if let Some(entry) = entry {
                    setter.set(entry.is_intersecting());
                }
            });
            let init = IntersectionObserverInit::new();
            init.set_root_margin(MARGIN);
            let callback = on_change.as_ref().unchecked_ref();
            let observer = IntersectionObserver::new_with_options(callback, &init).ok()?;
            observer.observe(&element);
            Some((observer, on_change))
        });
        move || {
            if let Some((observer, _on_change)) = observed {
                observer.disconnect();
            }
        }
    });
    *on_screen
}
