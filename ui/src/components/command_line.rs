//! Something to type into a terminal.

use crate::{platform, t};
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long it is said what became of copying.
const SAID_MS: u32 = 2_000;

/// What is typed.
#[derive(Properties, PartialEq)]
pub struct CommandLineProps {
    /// The command.
    pub command: AttrValue,
}

/// A command with a button that copies it. Where the browser does not allow that, it says so: the command can be selected.
#[component]
pub fn CommandLine(props: &CommandLineProps) -> Html {
    let copied = use_state_eq(|| None::<bool>);
    {
        let setter = copied.setter();
        use_effect_with(*copied, move |copied| {
            let timeout = copied.map(|_| Timeout::new(SAID_MS, move || setter.set(None)));
            move || drop(timeout)
        });
    }
    let onclick = {
        let (command, copied) = (props.command.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| {
            let (command, copied) = (command.clone(), copied.clone());
            spawn_local(async move { copied.set(Some(platform::copy(&command).await)) });
        })
    };
    let words = match *copied {
        None => t!("command-copy"),
        Some(true) => t!("command-copied"),
        Some(false) => t!("command-not-copied"),
    };
    let label = t!("command-copy-label", command = &*props.command);
    html! {
        <div class="command-line">
            <code>{ &props.command }</code>
            <button type="button" class="quiet-button" aria-label={copied.is_none().then_some(label)} data-testid="copy-command" {onclick}>{ words }</button>
        </div>
    }
}
