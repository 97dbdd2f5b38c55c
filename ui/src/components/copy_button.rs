//! Puts a text where the person can paste it from.

use crate::{platform, t};
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long it is said what became of it.
const SAID_MS: u32 = 2_000;

/// What is copied.
#[derive(Properties, PartialEq)]
pub struct CopyButtonProps {
    /// The text.
    pub text: AttrValue,
    /// What it is, in a few words: `Copy the mountpoint of data`.
    pub label: AttrValue,
}

/// A button that copies. Where the browser does not allow it, it says so.
#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let said = use_state_eq(|| None::<bool>);
    {
        let setter = said.setter();
        use_effect_with(*said, move |said| {
            let timeout = said.map(|_| Timeout::new(SAID_MS, move || setter.set(None)));
            move || drop(timeout)
        });
    }
    let onclick = {
        let (text, said) = (props.text.clone(), said.setter());
        Callback::from(move |_: MouseEvent| {
            let (text, said) = (text.clone(), said.clone());
            spawn_local(async move { said.set(Some(platform::copy(&text).await)) });
        })
    };
    let words = match *said {
        None => t!("copy-do"),
        Some(true) => t!("copy-done"),
        Some(false) => t!("copy-refused"),
    };
    html! {
        <button type="button" class="quiet-button copy-button" aria-label={said.is_none().then(|| props.label.clone())} title={&props.label} {onclick}>{ words }</button>
    }
}
