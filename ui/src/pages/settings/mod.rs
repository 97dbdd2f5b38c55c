//! Choices, and what the console knows of itself.

mod appearance;

use self::appearance::Appearance;
use super::Starters;
use crate::{
    backend::Door,
    components::{CostCard, DesktopCard, DoorKeyLine, RetentionCard, WebAccessCard},
    hooks::{ThemeHandle, use_desktop, use_door, use_kept},
    route::{Page, PageHref, Section},
    state::{ConsoleState, Shared},
    t,
    time::Clock,
    words,
};
use mini_aws_domain::{ActivityKind, DatabaseCost, EngineStatus, Notice};
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
    let is_reachable = !state.is_cut_off();
    let in_shell = props.door.backend().shell().is_some();
    let database = state.own_cost.as_ref().and_then(|cost| cost.database);
    let web_access = html! {
        <WebAccess door={props.door.clone()} revision={newest(state, is_about_door)} {is_reachable} clock={props.clock} />
    };
    html! {
        // Beside each other where there is room, each of the parts in its order: what belongs together stays together.
        <div class="settings">
            <h1>{ t!("settings-title") }</h1>
            <div class="settings-part">
                <Appearance theme={props.theme.clone()} />
                <section id={Section::Engine.anchor()} class="card">
                    <h2>{ Section::Engine.words() }<em><a class="link" href={Page::Engine.href()} data-testid="settings-engine-link">{ t!("settings-engine-link") }</a></em></h2>
                    <p>{ engine(state, &props.clock) }</p>
                    if matches!(state.engine, EngineStatus::Away { .. }) {
                        <Starters door={props.door.clone()} on_started={props.on_retry.clone()} />
                    }
                    { pausing(state, &props.on_collect) }
                </section>
                if in_shell {
                    <Desktop door={props.door.clone()} />
                } else {
                    { web_access.clone() }
                }
            </div>
            <div class="settings-part">
                if in_shell {
                    { web_access }
                }
                <Data door={props.door.clone()} revision={newest(state, is_about_settings)} {is_reachable} {database} notices={state.notices.clone()} />
            </div>
            <div class="settings-part">
                <CostCard cost={state.own_cost} cpu={state.own_cpu.clone()} />
            </div>
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
    let in_shell = props.door.backend().shell().is_some();
    // A key that was replaced must not stay on the screen.
    let key = props.revision.unwrap_or_default().to_string();
    html! {
        <WebAccessCard {door} clock={props.clock}>
            if in_shell {
                <DoorKeyLine {key} door={props.door.clone()} />
            }
        </WebAccessCard>
    }
}

#[derive(Properties, PartialEq)]
struct DataProps {
    door: Door,
    revision: Option<i64>,
    is_reachable: bool,
    database: Option<DatabaseCost>,
    notices: Shared<Vec<Notice>>,
}

/// The card about the data, with the store behind it.
#[component]
fn Data(props: &DataProps) -> Html {
    let retention = use_kept(
        &props.door,
        props.revision,
        props.is_reachable,
        |backend| backend.retention(),
        |backend, retention| backend.set_retention(retention),
    );
    html! { <RetentionCard {retention} database={props.database} notices={(*props.notices).clone()} /> }
}

/// Changes when something of a sort was done, wherever that was.
fn newest(state: &ConsoleState, is_of_sort: fn(ActivityKind) -> bool) -> Option<i64> {
    state.activity.iter().find(|activity| is_of_sort(activity.kind)).map(|activity| activity.id)
}

fn is_about_door(kind: ActivityKind) -> bool {
    matches!(kind, ActivityKind::DoorOpened | ActivityKind::DoorClosed | ActivityKind::KeyRotated)
}

fn is_about_settings(kind: ActivityKind) -> bool {
    matches!(kind, ActivityKind::SettingsChanged)
}

/// Where the console stands with the engine, in a line.
fn engine(state: &ConsoleState, clock: &Clock) -> String {
    match &state.engine {
        EngineStatus::Connecting => t!("settings-engine-connecting"),
        EngineStatus::Connected { since, engine, .. } => t!(
            "settings-engine-connected",
            engine = format!("{} {}", engine.kind.as_str(), engine.version),
            endpoint = &engine.endpoint,
            since = clock.moment(*since)
        ),
        EngineStatus::Away { since, reason, attempts, .. } => t!(
            "settings-engine-away",
            since = clock.moment(*since),
            reason = words::away_reason(reason, attempts)
        ),
        EngineStatus::Paused { since } => {
            t!("settings-engine-paused", since = clock.moment(*since))
        }
    }
}

/// The button that pauses collecting, or has it go on.
fn pausing(state: &ConsoleState, on_collect: &Callback<bool>) -> Html {
    let is_paused = matches!(state.engine, EngineStatus::Paused { .. });
    let onclick = on_collect.reform(move |_: MouseEvent| is_paused);
    let (meaning, action) = if is_paused {
        (t!("settings-resume.meaning"), t!("settings-resume"))
    } else {
        (t!("settings-pause.meaning"), t!("settings-pause"))
    };
    html! {
        <div class="card-line">
            <p class="faint">{ meaning }</p>
            <button type="button" class="button" disabled={state.is_cut_off()} {onclick} data-testid="pause-collecting">{ action }</button>
        </div>
    }
}
