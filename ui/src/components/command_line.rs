//! Something to type into a terminal.

use super::CopyButton;
use crate::t;
use yew::prelude::*;

/// What is typed.
#[derive(Properties, PartialEq)]
pub struct CommandLineProps {
    /// The command.
    pub command: AttrValue,
}

/// A command with a button that copies it.
#[component]
pub fn CommandLine(props: &CommandLineProps) -> Html {
    let label = t!("command-copy-label", command = &*props.command);
    html! {
        <div class="command-line" data-testid="command-line">
            <code>{ &props.command }</code>
            <CopyButton text={&props.command} {label} />
        </div>
    }
}
