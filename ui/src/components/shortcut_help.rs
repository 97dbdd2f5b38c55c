//! The keys that work on every page, as a list.

use super::Dialog;
use crate::{
    charts::key_list,
    route::PageHref,
    shortcuts::{Binding, Shortcut, bindings},
    t,
};
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
    let is_page = |binding: &Binding| matches!(binding.shortcut, Shortcut::Go(_));
    let (pages, anywhere): (Vec<_>, Vec<_>) =
        bindings().filter(|it| props.in_shell || !it.in_shell_only).partition(is_page);
    let bound = |binding: &Binding| line(binding.words(), meaning(binding.shortcut));
    html! {
        <Dialog title={t!("keys-title")} on_close={props.on_close.clone()} test_id="shortcut-help">
            <h3>{ t!("keys-anywhere") }</h3>
            <dl class="facts">
                { for anywhere.iter().map(bound) }
                { line(t!("keys-name-escape"), t!("keys-escape")) }
            </dl>
            if !pages.is_empty() {
                <h3>{ t!("keys-pages") }</h3>
                <dl class="facts">{ for pages.iter().map(bound) }</dl>
            }
            <h3>{ t!("keys-chart") }</h3>
            <dl class="facts">
                { for key_list().into_iter().map(|(keys, meaning)| line(keys, meaning)) }
            </dl>
            <h3>{ t!("keys-log") }</h3>
            <dl class="facts">
                { line("J K".to_owned(), t!("keys-log-step")) }
                { line("C".to_owned(), t!("keys-log-copy")) }
            </dl>
            <div class="card-actions">
                <button type="button" class="button" onclick={close}>{ t!("keys-close") }</button>
            </div>
        </Dialog>
    }
}

fn meaning(shortcut: Shortcut) -> String {
    match shortcut {
        Shortcut::Palette => t!("keys-palette"),
        Shortcut::Filter => t!("keys-filter"),
        Shortcut::Theme => t!("keys-theme"),
        Shortcut::Help => t!("keys-help"),
        Shortcut::Go(page) => page.words(),
    }
}

fn line(keys: String, meaning: String) -> Html {
    html! { <div key={keys.clone()}><dt><kbd>{ keys }</kbd></dt><dd>{ meaning }</dd></div> }
}
