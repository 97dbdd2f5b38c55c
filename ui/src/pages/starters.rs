//! The engines that could be started, with the shell behind them.

use crate::{backend::Door, components::StartEngine, hooks::use_starters};
use yew::prelude::*;

/// What starts engines.
#[derive(Properties, PartialEq)]
pub struct StartersProps {
    /// The console; where it has no shell, nothing is drawn.
    pub door: Door,
    /// Hears of each engine that was started.
    pub on_started: Callback<()>,
}

/// A button for each engine that could be started here.
#[component]
pub fn Starters(props: &StartersProps) -> Html {
    let handle = use_starters(&props.door, &props.on_started);
    html! { <StartEngine {handle} /> }
}
