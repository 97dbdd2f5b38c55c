//! Choices, and what the console knows of the engine and of itself.

use super::Starters;
use crate::{
    backend::Door,
    components::{CostCard, DesktopCard, WebAccessCard},
    format,
    hooks::{ThemeChoice, ThemeHandle, use_desktop, use_door},
    state::ConsoleState,
    time::Clock,
};
use mini_aws_domain::{ActivityKind, CgroupVersion, ContainerOs, EngineInfo, EngineStatus};
use yew::prelude::*;

/// What the page of settings shows.
#[derive(Properties, PartialEq)]
pub struct SettingsPageProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// The theme.
    pub theme: ThemeHandle,
    /// The time.
    pub clock: Clock,
    /// The console.
    pub door: Door,
    /// Pauses collecting, or has it go on.
    #[prop_or_default]
    pub on_collect: Callback<bool>,
    /// Looks for the engine now.
    #[prop_or_default]
    pub on_retry: Callback<()>,
}

/// Appearance, engine, desktop, web access, data, own cost.
#[component]
pub fn SettingsPage(props: &SettingsPageProps) -> Html {
    let state = &props.state;
    html! {
        <div class="settings">
            <h1>{ "Settings" }</h1>
            <section class="card">
                <h2>{ "Appearance" }</h2>
                { themes(&props.theme) }
            </section>
            <section class="card">
                <h2>{ "Engine" }</h2>
                { engine(state, &props.clock) }
                if matches!(state.engine, EngineStatus::Away { .. }) {
                    <Starters door={props.door.clone()} on_started={props.on_retry.clone()} />
                }
                { pausing(state, &props.on_collect) }
            </section>
            if props.door.backend().shell().is_some() {
                <Desktop door={props.door.clone()} />
            }
            <WebAccess door={props.door.clone()} revision={door_revision(state)} is_reachable={!state.is_cut_off()} clock={props.clock} />
            <section class="card">
                <h2>{ "Data" }</h2>
                <p>{ "Metrics and activity are kept in a database where the console runs, and are sent nowhere." }</p>
                { for state.notices.iter().map(|notice| html! { <p>{ &notice.message }{ " " }{ &notice.next_step }</p> }) }
            </section>
            <CostCard cost={state.own_cost} cpu={state.own_cpu.clone()} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DesktopProps {
    door: Door,
}

/// The card about the desktop, with the shell behind it.
#[component]
fn Desktop(props: &DesktopProps) -> Html {
    let desktop = use_desktop(&props.door);
    html! { <DesktopCard {desktop} /> }
}

#[derive(Properties, PartialEq)]
struct WebAccessProps {
    door: Door,
    revision: Option<i64>,
    is_reachable: bool,
    clock: Clock,
}

/// The card about web access, with the door behind it.
#[component]
fn WebAccess(props: &WebAccessProps) -> Html {
    let door = use_door(&props.door, props.revision, props.is_reachable);
    html! { <WebAccessCard {door} clock={props.clock} /> }
}

/// Changes when the door was opened or closed, wherever that was done.
fn door_revision(state: &ConsoleState) -> Option<i64> {
    let is_about = |kind| {
        matches!(
            kind,
            ActivityKind::DoorOpened | ActivityKind::DoorClosed | ActivityKind::KeyRotated
        )
    };
    let newest = state.activity.iter().find(|activity| is_about(activity.kind))?;
    Some(newest.id)
}

fn themes(theme: &ThemeHandle) -> Html {
    let option = |choice: ThemeChoice| {
        let onchange = theme.choose.reform(move |_: Event| choice);
        html! {
            <label key={choice.as_str()}>
                <input type="radio" name="theme" value={choice.as_str()} checked={theme.choice == choice} {onchange} />
                <span>{ choice.title() }</span>
            </label>
        }
    };
    html! {
        <fieldset class="choices">
            <legend>{ "Theme" }</legend>
            { for ThemeChoice::ALL.into_iter().map(option) }
        </fieldset>
    }
}

fn engine(state: &ConsoleState, clock: &Clock) -> Html {
    let status = match &state.engine {
        EngineStatus::Connecting => "Being looked for".to_owned(),
        EngineStatus::Connected { since, .. } => {
            format!("Connected since {}", clock.moment(*since))
        }
        EngineStatus::Away { since, reason, .. } => {
            format!("Away since {}: {reason}", clock.moment(*since))
        }
        EngineStatus::Paused { since } => {
            format!("Collecting is paused since {}", clock.moment(*since))
        }
    };
    let mut facts = vec![("Status", status)];
    if let Some(engine) = &state.known_engine {
        facts.extend(engine_facts(engine));
    }
    list(facts)
}

/// The button that pauses collecting, or has it go on.
fn pausing(state: &ConsoleState, on_collect: &Callback<bool>) -> Html {
    let is_paused = matches!(state.engine, EngineStatus::Paused { .. });
    let onclick = on_collect.reform(move |_: MouseEvent| is_paused);
    let meaning = if is_paused {
        "Nothing is asked of the engine until you resume, or the console starts anew."
    } else {
        "While it is paused nothing is asked of the engine, and history has a gap."
    };
    html! {
        <div class="card-line">
            <p class="faint">{ meaning }</p>
            <button type="button" class="button" disabled={state.is_cut_off()} {onclick} data-testid="pause-collecting">
                { if is_paused { "Resume collecting" } else { "Pause collecting" } }
            </button>
        </div>
    }
}

fn engine_facts(engine: &EngineInfo) -> Vec<(&'static str, String)> {
    let or_unsaid = |known: bool, text: String| if known { text } else { "not said".to_owned() };
    vec![
        ("Engine", format!("{} {}", engine.kind.as_str(), engine.version)),
        ("API version", engine.api_version.clone()),
        ("Endpoint", engine.endpoint.clone()),
        ("Found by", engine.found_by.clone()),
        ("Machine", or_unsaid(!engine.host.is_empty(), engine.host.clone())),
        (
            "Containers",
            match engine.os {
                ContainerOs::Linux => "Linux",
                ContainerOs::Windows => "Windows",
            }
            .to_owned(),
        ),
        (
            "Control groups",
            match engine.cgroup {
                CgroupVersion::V1 => "version 1",
                CgroupVersion::V2 => "version 2",
                CgroupVersion::Unknown => "not said",
            }
            .to_owned(),
        ),
        ("Cores", or_unsaid(engine.cpus > 0, engine.cpus.to_string())),
        ("Memory", or_unsaid(engine.memory_bytes > 0, format::memory(engine.memory_bytes))),
    ]
}

fn list(facts: Vec<(&'static str, String)>) -> Html {
    html! {
        <dl class="facts">
            { for facts.into_iter().map(|(name, value)| html! { <div key={name}><dt>{ name }</dt><dd>{ value }</dd></div> }) }
        </dl>
    }
}
