//! A line above the page that stays until its cause is gone.

use super::{Glyph, Hue, Icon};
use yew::prelude::*;

/// What a banner says.
#[derive(Properties, PartialEq)]
pub struct BannerProps {
    /// How serious it is.
    pub hue: Hue,
    /// What is the matter, in a sentence.
    pub message: AttrValue,
    /// What to do, in a sentence; may be empty.
    #[prop_or_default]
    pub next_step: AttrValue,
    /// What can be done right here.
    #[prop_or_default]
    pub children: Html,
}

/// A banner: what is the matter, what to do, and the button for it.
#[component]
pub fn Banner(props: &BannerProps) -> Html {
    let glyph = match props.hue {
        Hue::Bad | Hue::Warning => Glyph::Attention,
        Hue::Ok | Hue::Off | Hue::Info | Hue::Series(_) => Glyph::Note,
    };
    html! {
        <div class={classes!("banner", props.hue.class())} role="status">
            <Icon {glyph} />
            <p>
                <strong>{ &props.message }</strong>
                if !props.next_step.is_empty() {
                    <span>{ " " }{ &props.next_step }</span>
                }
            </p>
            <div class="banner-actions">{ props.children.clone() }</div>
        </div>
    }
}
