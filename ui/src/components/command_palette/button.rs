//! What opens the palette.

use crate::{
    components::{Glyph, Icon},
    platform, t,
};
use yew::prelude::*;

/// What the button needs.
#[derive(Properties, PartialEq)]
pub struct PaletteButtonProps {
    /// Opens the palette.
    pub on_open: Callback<()>,
}

/// The button that opens the palette, for who does not know its keys yet. It looks like the field that it opens; in a narrow window
/// only the icon is left of it.
#[component]
pub fn PaletteButton(props: &PaletteButtonProps) -> Html {
    let onclick = props.on_open.reform(|_: MouseEvent| ());
    let keys = if platform::is_mac() { t!("palette-keys-mac") } else { t!("palette-keys-other") };
    html! {
        <button type="button" class="palette-button" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" aria-label={t!("palette-button")}
            title={t!("palette-button-hint", keys = &keys)} data-testid="palette-open" {onclick}>
            <Icon glyph={Glyph::Search} />
            <span>{ t!("palette-button") }</span>
            <kbd>{ keys }</kbd>
        </button>
    }
}
