//! The window: frame, banners, and the page that the address asks for.

use crate::{
    backend::{self, Backend},
    components::{
        Banners, EngineDoctor, ErrorScreen, Sidebar, SkeletonDashboard, SkeletonTable, TopBar,
    },
    hooks::{
        ConsoleHandle, ThemeHandle, use_applied_theme, use_clock, use_console, use_route,
        use_theme, use_visibility,
    },
    pages::{ActivityPage, Dashboard, InstancesPage, SettingsPage, VolumesPage, VpcsPage},
    platform,
    route::{Page, Route},
    state::{ConsoleState, Phase},
    time::Clock,
};
use mini_aws_domain::EngineStatus;
use std::rc::Rc;
use yew::prelude::*;

/// Where the skip link leads, and the focus goes.
const MAIN: &str = "main";

/// The whole application.
#[component]
pub fn App() -> Html {
    let connected = use_memo((), |()| backend::connect());
    match &*connected {
        Ok(backend) => html! { <Window door={Door(Rc::clone(backend))} /> },
        Err(problem) => html! { <ErrorScreen problem={problem.clone()} /> },
    }
}

/// A backend as a property: equal to itself only.
#[derive(Clone)]
struct Door(Rc<dyn Backend>);

impl PartialEq for Door {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
struct WindowProps {
    door: Door,
}

#[component]
fn Window(props: &WindowProps) -> Html {
    let console = use_console(&props.door.0);
    let clock = use_clock();
    let route = use_route();
    let theme = use_theme();
    let theme_revision = use_applied_theme(theme.is_light);
    use_visibility(console.set_watching.clone());

    let state: &ConsoleState = &console.state;
    if let (Phase::Loading, Some(problem)) = (state.phase, &state.problem) {
        let on_retry = Callback::from(|()| platform::reload());
        return html! { <ErrorScreen problem={problem.clone()} {on_retry} /> };
    }
    let summary = (state.phase == Phase::Ready && state.has_content()).then_some(state.summary);
    let stale = matches!(state.engine, EngineStatus::Away { .. }) && state.has_content();
    let skip = Callback::from(|event: MouseEvent| {
        // The address names the page, so the link must not change it.
        event.prevent_default();
        platform::focus(MAIN);
    });
    html! {
        <div class="shell">
            <a class="skip-link" href={format!("#{MAIN}")} onclick={skip}>{ "Skip to content" }</a>
            <Sidebar page={route.page} {summary} own_cost={state.own_cost} />
            <div class="column">
                <TopBar engine={state.engine.clone()} theme={theme.clone()} {clock} />
                <Banners notices={state.notices.clone()} engine={state.engine.clone()} has_content={state.has_content()}
                    problem={state.problem.clone()} {clock} on_retry={console.retry_engine.clone()} />
                <main id={MAIN} tabindex="-1" class={classes!(stale.then_some("is-stale"))}>
                    { page(&route, &console, &theme, theme_revision, clock) }
                </main>
            </div>
        </div>
    }
}

fn page(
    route: &Route,
    console: &ConsoleHandle,
    theme: &ThemeHandle,
    theme_revision: u64,
    clock: Clock,
) -> Html {
    let state: ConsoleState = (*console.state).clone();
    match (route.page, state.phase) {
        (Page::Settings, _) => {
            return html! { <SettingsPage {state} theme={theme.clone()} {clock} /> };
        }
        (Page::Dashboard, Phase::Loading) => return html! { <SkeletonDashboard /> },
        (_, Phase::Loading) => return html! { <SkeletonTable /> },
        (Page::Activity, Phase::Ready) => return html! { <ActivityPage {state} {clock} /> },
        (Page::Dashboard | Page::Instances | Page::Volumes | Page::Vpcs, Phase::Ready) => {}
    }
    match (&state.engine, route.page) {
        _ if state.has_content() => {}
        // The first search is mostly over before one could read about it.
        (EngineStatus::Connecting, Page::Dashboard) => return html! { <SkeletonDashboard /> },
        (EngineStatus::Connecting, _) => return html! { <SkeletonTable /> },
        (EngineStatus::Away { .. } | EngineStatus::Connected { .. }, _) => {
            return html! { <EngineDoctor engine={state.engine} {clock} on_retry={console.retry_engine.clone()} /> };
        }
    }
    match route.page {
        Page::Instances => {
            html! { <InstancesPage {state} {clock} filter={route.filter.clone()} /> }
        }
        Page::Volumes => {
            html! { <VolumesPage {state} {clock} on_measure={console.measure_storage.clone()} /> }
        }
        Page::Vpcs => html! { <VpcsPage {state} {clock} /> },
        Page::Dashboard | Page::Activity | Page::Settings => {
            html! { <Dashboard {state} {clock} {theme_revision} /> }
        }
    }
}
