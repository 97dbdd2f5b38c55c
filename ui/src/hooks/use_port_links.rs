//! Links to what listens at ports, in the app: its window shows no foreign pages, so the system's browser does.

use crate::{backend::Door, components::PORT_LINK, words};
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

/// Hears clicks on such links, wherever they are, and tells by `say` why one could not be opened. In a browser they are links like others.
#[hook]
pub fn use_port_links(door: &Door, say: &Callback<AttrValue>) {
    // What says something is another one each time.
    let saying = use_mut_ref(|| say.clone());
    saying.replace(say.clone());
    use_effect_with(door.clone(), move |door| {
        let is_shell = door.backend().shell().is_some();
        let document = web_sys::window().and_then(|window| window.document()).filter(|_| is_shell);
        let listener = document.map(|document| {
            let (door, saying) = (door.clone(), saying.clone());
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document, "click", options, move |event| {
                let Some(url) = port_of(event) else { return };
                event.prevent_default();
                let Some(opened) = door.backend().shell().map(|shell| shell.open_port(&url)) else {
                    return;
                };
                let saying = saying.clone();
                spawn_local(async move {
                    if let Err(problem) = opened.await {
                        let say = saying.borrow().clone();
                        say.emit(words::problem_line(&problem).into());
                    }
                });
            })
        });
        move || drop(listener)
    });
}

/// Where the link leads that was clicked, if one to a port was.
fn port_of(event: &Event) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(&format!("a[{PORT_LINK}]")).ok()??.get_attribute("href")
}
