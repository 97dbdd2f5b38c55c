//! A page on which there is nothing yet, and how to change that.

use yew::prelude::*;

/// What an empty page says.
#[derive(Properties, PartialEq)]
pub struct EmptyStateProps {
    /// What there is none of.
    pub title: AttrValue,
    /// What it would be good for, or how it comes to be.
    pub text: AttrValue,
    /// What to type; may be empty.
    #[prop_or_default]
    pub command: AttrValue,
    /// What can be done right here.
    #[prop_or_default]
    pub children: Html,
}

/// An empty page that says what to do.
#[component]
pub fn EmptyState(props: &EmptyStateProps) -> Html {
    html! {
        <div class="empty-state">
            <h2>{ &props.title }</h2>
            <p>{ &props.text }</p>
            if !props.command.is_empty() {
                <pre><code>{ &props.command }</code></pre>
            }
            { props.children.clone() }
        </div>
    }
}
