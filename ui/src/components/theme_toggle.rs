//! Light, dark, or as the system has it.

use super::{Glyph, Icon};
use crate::{
    hooks::{ThemeChoice, ThemeHandle},
    t,
};
use yew::prelude::*;

/// What the button that changes the theme needs.
#[derive(Properties, PartialEq)]
pub struct ThemeToggleProps {
    /// The theme.
    pub theme: ThemeHandle,
}

/// A button that goes through the three.
#[component]
pub fn ThemeToggle(props: &ThemeToggleProps) -> Html {
    let choice = props.theme.choice;
    let glyph = match choice {
        ThemeChoice::System => Glyph::System,
        ThemeChoice::Light => Glyph::Sun,
        ThemeChoice::Dark => Glyph::Moon,
    };
    let label = t!("theme-toggle", now = choice.title(), next = choice.next().title());
    let onclick = props.theme.choose.reform(move |_: MouseEvent| choice.next());
    html! {
        <button type="button" class="pill icon-button" data-testid="theme-toggle" aria-label={label.clone()} title={label} {onclick}>
            <Icon {glyph} />
        </button>
    }
}
