//! The keys that work on every page, as a list.

use super::Dialog;
use crate::{charts, route::Page};
use yew::prelude::*;

/// What the list shows.
#[derive(Properties, PartialEq)]
pub struct ShortcutHelpProps {
    /// Whether the page is in the app, where more keys are its own.
    pub in_shell: bool,
    /// Asks for it no longer.
    pub on_close: Callback<()>,
}

/// The list of the keys, over the page.
#[component]
pub fn ShortcutHelp(props: &ShortcutHelpProps) -> Html {
    let close = props.on_close.reform(|_: MouseEvent| ());
    let page = |(place, page): (usize, Page)| line(&format!("Ctrl/⌘ {}", place + 1), page.title());
    html! {
        <Dialog title="Keys" on_close={props.on_close.clone()} test_id="shortcut-help">
            <dl class="facts">
                if props.in_shell {
                    { for Page::ALL.into_iter().enumerate().map(page) }
                    { line("Ctrl/⌘ ,", Page::Settings.title()) }
                }
                { line("?", "This list") }
                { line("Escape", "Closes what is open") }
            </dl>
            <p class="faint">{ "In a chart: " }{ charts::keys_help() }</p>
            <div class="card-actions">
                <button type="button" class="button" onclick={close}>{ "Close" }</button>
            </div>
        </Dialog>
    }
}

fn line(keys: &str, meaning: &str) -> Html {
    html! { <div key={keys.to_owned()}><dt><kbd>{ keys }</kbd></dt><dd>{ meaning }</dd></div> }
}
