//! The line above every page.

use super::{EnginePill, ThemeToggle};
use crate::{hooks::ThemeHandle, time::Clock};
use mini_aws_domain::EngineStatus;
use yew::prelude::*;

const TIME_RANGE: &str = "Charts show the last 15 minutes";

/// What the line above every page shows.
#[derive(Properties, PartialEq)]
pub struct TopBarProps {
    /// Where the console stands with the engine.
    pub engine: EngineStatus,
    /// The theme.
    pub theme: ThemeHandle,
    /// The time.
    pub clock: Clock,
}

/// The engine on the left; time range and theme on the right.
#[component]
pub fn TopBar(props: &TopBarProps) -> Html {
    html! {
        <header class="top-bar">
            <EnginePill engine={props.engine.clone()} clock={props.clock} />
            // A role that may bear a label, and nothing that looks like a choice: there is one range.
            <span class="time-range push" data-testid="time-range" role="note" title={TIME_RANGE} aria-label={TIME_RANGE}>{ "15 m" }</span>
            <ThemeToggle theme={props.theme.clone()} />
        </header>
    }
}
