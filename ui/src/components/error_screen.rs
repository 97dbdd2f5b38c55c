//! The window without a console.

use super::{Glyph, Icon};
use crate::{t, words};
use mini_aws_domain::Problem;
use yew::prelude::*;

/// Why there is no console, and what can be done.
#[derive(Properties, PartialEq)]
pub struct ErrorScreenProps {
    /// What is wrong.
    pub problem: Problem,
    /// Tries once more, where that can help.
    #[prop_or_default]
    pub on_retry: Option<Callback<()>>,
    /// What the button for it says.
    #[prop_or_else(|| t!("try-again").into())]
    pub action: AttrValue,
}

/// What is shown when there is nothing else to show: what is wrong, and what to do.
#[component]
pub fn ErrorScreen(props: &ErrorScreenProps) -> Html {
    let (message, next_step) = words::problem(&props.problem);
    html! {
        <main class="error-screen">
            <Icon glyph={Glyph::Attention} />
            <div role="alert">
                <h1>{ message }</h1>
                if !next_step.is_empty() {
                    <p>{ next_step }</p>
                }
            </div>
            if let Some(on_retry) = &props.on_retry {
                <button type="button" class="button is-primary" onclick={on_retry.reform(|_: MouseEvent| ())}>{ &props.action }</button>
            }
            <p class="faint">{ t!("error-code") }{ " " }<code>{ &props.problem.code }</code></p>
        </main>
    }
}
