//! The line above every page.

use super::{EnginePill, ThemeToggle};
use crate::{hooks::ThemeHandle, time::Clock};
use mini_aws_domain::EngineStatus;
use yew::prelude::*;

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
            <div class="segmented push" data-testid="time-range" role="group" aria-label="Time range">
                <span class="is-on" aria-current="true" title="The charts show the last 15 minutes">{ "15 m" }</span>
            </div>
            <ThemeToggle theme={props.theme.clone()} />
        </header>
    }
}
