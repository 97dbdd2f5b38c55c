//! A word about what was just done, where nothing else on the screen shows it.

use yew::prelude::*;

/// What is said.
#[derive(Properties, PartialEq)]
pub struct ToastProps {
    /// It, in a sentence; absent when there is nothing to say any more.
    pub said: Option<AttrValue>,
}

/// A line over the lower edge of the page. It is there before there is something in it: only then that is read out.
#[component]
pub fn Toast(props: &ToastProps) -> Html {
    html! {
        <div class="toast" role="status" data-testid="toast">
            if let Some(said) = &props.said {
                <p>{ said }</p>
            }
        </div>
    }
}
