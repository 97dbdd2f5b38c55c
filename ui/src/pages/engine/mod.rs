//! The engine: which it is, by which way it was found, and if there is none, what was tried and why each failed. It stands in for other
//! pages as well while there is no engine to show.

mod facts;
#[cfg(test)]
mod tests;

pub(super) use self::facts::facts_list;

use super::Starters;
use crate::{
    backend::Door,
    components::{Attempts, EngineChoice, EngineDoctor, Glyph, Icon},
    hooks::use_kept,
    state::ConsoleState,
    t,
    time::Clock,
};
use mini_aws_domain::{ActivityKind, EngineStatus};
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
    /// Whether it stands in for another page, which needs an engine.
    #[prop_or_default]
    pub is_stand_in: bool,
    /// Looks for the engine now.
    #[prop_or_default]
    pub on_retry: Callback<()>,
    /// Has collecting go on.
    #[prop_or_default]
    pub on_resume: Callback<()>,
}

/// The engine, and the way to it.
#[component]
pub fn EnginePage(props: &EnginePageProps) -> Html {
    let state = &props.state;
    let engines = use_kept(
        &props.door,
        choice_revision(state),
        !state.is_cut_off(),
        |backend| backend.engine_options(),
        |backend, pick| backend.pick_engine(pick),
    );
    let attempts = match &state.engine {
        // What was tried before another one answered.
        EngineStatus::Connected { attempts, .. } => attempts.clone(),
        EngineStatus::Connecting | EngineStatus::Away { .. } | EngineStatus::Paused { .. } => {
            Vec::new()
        }
    };
    html! {
        <div class="engine-page" data-testid="engine-page">
            if !props.is_stand_in {
                <h1>{ t!("engine-title") }</h1>
            }
            { status(props) }
            <EngineChoice {engines} />
            <Attempts {attempts} />
        </div>
    }
}

/// Where the console stands with the engine.
fn status(props: &EnginePageProps) -> Html {
    let (state, clock) = (&props.state, &props.clock);
    match &state.engine {
        EngineStatus::Away { .. } => html! {
            <EngineDoctor engine={state.engine.clone()} clock={props.clock} is_heading={props.is_stand_in} on_retry={props.on_retry.clone()}>
                <Starters door={props.door.clone()} on_started={props.on_retry.clone()} />
            </EngineDoctor>
        },
        EngineStatus::Connecting => html! {
            <section class="card engine-now" aria-busy="true" data-testid="engine-now">
                <h2><i class="dot is-ringed k-warn" aria-hidden="true"></i>{ t!("engine-looking") }</h2>
                <p class="faint" role="status">{ t!("engine-looking.meaning") }</p>
                <div class="skeleton engine-facts-wait" />
            </section>
        },
        EngineStatus::Connected { since, engine, .. } => {
            let onclick = props.on_retry.reform(|_: MouseEvent| ());
            html! {
                <section class="card engine-now" data-testid="engine-now">
                    <h2>
                        <i class="dot is-ringed k-ok" aria-hidden="true"></i>{ t!("engine-connected", since = clock.moment(*since)) }
                        <em><button type="button" class="quiet-button" {onclick} data-testid="engine-retry"><Icon glyph={Glyph::Retry} />{ t!("engine-look-again") }</button></em>
                    </h2>
                    { facts_list(engine) }
                </section>
            }
        }
        EngineStatus::Paused { since } => {
            let onclick = props.on_resume.reform(|_: MouseEvent| ());
            html! {
                <section class="card engine-now" data-testid="engine-now">
                    <h2><i class="dot is-ringed k-off" aria-hidden="true"></i>{ t!("engine-paused", since = clock.moment(*since)) }</h2>
                    <div class="card-line">
                        <p>{ t!("engine-paused.meaning") }</p>
                        <button type="button" class="button is-primary" {onclick} data-testid="resume-collecting">{ t!("engine-resume") }</button>
                    </div>
                    if let Some(engine) = &state.known_engine {
                        { facts_list(engine) }
                    }
                </section>
            }
        }
    }
}

/// Changes when an engine was chosen, wherever that was done.
fn choice_revision(state: &ConsoleState) -> Option<i64> {
    let is_choice = |kind| matches!(kind, ActivityKind::EngineChosen);
    state.activity.iter().find(|activity| is_choice(activity.kind)).map(|activity| activity.id)
}
