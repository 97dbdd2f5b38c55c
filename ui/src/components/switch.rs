//! Choices side by side, each of which is an address.

use crate::route::Route;
use yew::prelude::*;

/// One of the choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchItem {
    /// What it is called.
    pub label: AttrValue,
    /// Where it leads.
    pub route: Route,
    /// Whether that is what is shown.
    pub is_current: bool,
}

/// What a switch offers.
#[derive(Properties, PartialEq)]
pub struct SwitchProps {
    /// What is chosen, in a few words.
    pub label: AttrValue,
    /// Its test id.
    pub test_id: &'static str,
    /// The choices; one alone is none, and nothing is shown.
    pub items: Vec<SwitchItem>,
}

/// Links that look like the choice of the time range. Going back undoes a choice, since each is an address.
#[component]
pub fn Switch(props: &SwitchProps) -> Html {
    if props.items.len() < 2 {
        return Html::default();
    }
    html! {
        <nav class="segments" aria-label={&props.label} data-testid={props.test_id}>
            { for props.items.iter().map(|item| html! {
                <a href={item.route.to_string()} aria-current={item.is_current.then_some("true")} title={&item.label}>{ &item.label }</a>
            }) }
        </nav>
    }
}
