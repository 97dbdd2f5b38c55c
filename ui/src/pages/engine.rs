//! The engine: which it is, by which way it was found, and if there is none, what was tried and why each failed.

use super::Starters;
use crate::{backend::Door, components::EngineDoctor, state::ConsoleState, time::Clock};
use yew::prelude::*;

/// What the page of the engine shows.
#[derive(Properties, PartialEq)]
pub struct EnginePageProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// The time.
    pub clock: Clock,
    /// The console.
    pub door: Door,
    /// Looks for the engine now.
    #[prop_or_default]
    pub on_retry: Callback<()>,
}

/// The engine, and the way to it.
#[component]
pub fn EnginePage(props: &EnginePageProps) -> Html {
    html! {
        <EngineDoctor engine={props.state.engine.clone()} clock={props.clock} on_retry={props.on_retry.clone()}>
            <Starters door={props.door.clone()} on_started={props.on_retry.clone()} />
        </EngineDoctor>
    }
}
