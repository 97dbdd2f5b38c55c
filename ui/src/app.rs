//! The window: frame, banners, and the page that the address asks for.

use crate::{
    backend::{self, Door, Link},
    charts::RangeChange,
    components::{
        Banners, CommandPalette, EmptyState, ErrorScreen, ExportControl, ExportSubject, LinkBar,
        ShortcutHelp, Sidebar, SkeletonDashboard, Toast, TopBar, why::WhyPanel,
    },
    hooks::{
        ConsoleHandle, Hands, LanguageHandle, PastHandle, ThemeHandle, UnitsHandle, WhyHandle,
        use_applied_theme, use_attention, use_clock, use_console, use_export, use_language,
        use_manner, use_past, use_port_links, use_route, use_shortcuts, use_theme, use_title,
        use_toast, use_units, use_visibility, use_visits, use_why,
    },
    pages::{
        ActivityPage, Dashboard, EnginePage, InstancePage, InstancesPage, SettingsPage,
        SkeletonInstance, VolumesPage, VpcsPage, subject_name,
    },
    palette::{Surroundings, catalogue},
    platform,
    route::{Page, PageHref, Route},
    shortcuts::Shortcut,
    state::{ConsoleState, Looking, Phase, Shared},
    t,
    time::Clock,
    units,
};
use mini_aws_domain::{EngineStatus, HistorySubject};
use mini_aws_words::Manner;
use std::rc::Rc;
use yew::prelude::*;

/// Where the skip link leads, and the focus goes.
const MAIN: &str = "main";

/// What is over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Overlay {
    /// The command palette.
    Palette,
    /// The list of the keys.
    Keys,
}

/// The whole application.
#[component]
pub fn App() -> Html {
    let connected = use_memo((), |()| backend::connect());
    let language = use_language();
    let units = use_units();
    // A component that gets the same as before is not drawn again, so another language or another unit is another window.
    let shown = units.units;
    use_manner(
        connected.as_ref().as_ref().ok(),
        Manner { language: language.choice, units: shown },
    );
    let key = [language.language.tag(), shown.memory.as_str(), shown.cpu.as_str()].join(" ");
    let window = match &*connected {
        Ok(backend) => html! { <Window {key} door={Door::new(Rc::clone(backend))} /> },
        Err(problem) => html! { <ErrorScreen {key} problem={problem.clone()} /> },
    };
    html! {
        <ContextProvider<LanguageHandle> context={language}>
            <ContextProvider<UnitsHandle> context={units}>{ window }</ContextProvider<UnitsHandle>>
        </ContextProvider<LanguageHandle>>
    }
}

#[derive(Properties, PartialEq)]
struct WindowProps {
    door: Door,
}

#[component]
fn Window(props: &WindowProps) -> Html {
    let console = use_console(props.door.backend());
    let clock = use_clock();
    let route = use_route();
    let theme = use_theme();
    let theme_revision = use_applied_theme(theme.is_light);
    use_visibility(console.set_watching.clone());
    use_visits(&props.door, &route);
    let in_shell = props.door.backend().shell().is_some();
    let overlay = use_state_eq(|| None::<Overlay>);
    let close_overlay = {
        let overlay = overlay.setter();
        use_callback((), move |(), ()| overlay.set(None))
    };
    let (said, say) = use_toast();
    use_port_links(&props.door, &say);
    use_shortcuts(in_shell, on_shortcut(&overlay, &theme));
    let on_range = use_range(&route);
    let place = (route.page, route.subject.clone());
    let why = use_why(props.door.backend(), place.clone());
    let state: &ConsoleState = &console.state;
    // What is drawn below may show CPU as a part of all of them.
    units::set_cores(state.known_engine.as_ref().map_or(0, |engine| engine.cpus));
    let looking = use_attention(&props.door, !state.is_cut_off());
    let past = use_past(
        &props.door,
        route.page == Page::Instances || *overlay == Some(Overlay::Palette),
        state.removals,
    );
    let export = use_export(&props.door);
    let name = |subject: &HistorySubject| name_of(subject, state, &past);
    use_title(match &route.subject {
        Some(subject) => name(subject),
        None => route.page.words().into(),
    });
    // Another page begins at its beginning, also where it is the same page of another thing; unless the address asks for a part of it.
    use_effect_with((place, route.section), |(_, section)| match section {
        Some(section) => platform::scroll_into_view(section.anchor()),
        None => platform::scroll_to_top(MAIN),
    });
    let language = use_context::<LanguageHandle>();
    // What is listed stays as it was when the palette was opened, so that nothing moves under the pointer.
    let entries = use_memo((*overlay, past.list.clone()), |(overlay, _)| {
        let around = Surroundings {
            state,
            route: &route,
            theme: theme.choice,
            language: language.as_ref().map(|language| language.choice).unwrap_or_default(),
            past: past.list.as_ref().map_or(&[], |list| list.as_slice()),
            can_export: route.charted().is_some() && state.has_content(),
            in_shell,
        };
        Shared::new(if *overlay == Some(Overlay::Palette) { catalogue(around) } else { Vec::new() })
    });

    if let Link::Refused(problem) = &state.link {
        let on_retry = Callback::from(|()| platform::go_home());
        return html! { <ErrorScreen problem={problem.clone()} {on_retry} action={t!("frame-give-key")} /> };
    }
    // While the console is away it is tried by itself, and that is said below.
    if let (Phase::Loading, Some(problem), false) =
        (state.phase, &state.problem, state.is_cut_off())
    {
        let on_retry = Callback::from(|()| platform::reload());
        return html! { <ErrorScreen problem={problem.clone()} {on_retry} /> };
    }
    let summary = (state.phase == Phase::Ready && state.has_content()).then_some(state.summary);
    let stale = state.is_stale();
    let shown = route.charted().filter(|_| stale || summary.is_some());
    let exported = shown.as_ref().map(|subject| ExportSubject {
        subject: subject.clone(),
        name: name(subject),
        range: route.range,
    });
    let hands = Hands {
        door: props.door.clone(),
        console: console.clone(),
        theme: theme.clone(),
        language,
        export: export.clone(),
        exported: exported.clone(),
        say,
        list_keys: open_overlay(&overlay, Overlay::Keys),
    };
    let tools = html! { <ExportControl shown={exported} {export} {clock} /> };
    let skip = Callback::from(|event: MouseEvent| {
        // The address names the page, so the link must not change it.
        event.prevent_default();
        platform::focus(MAIN);
    });
    html! {
        <div class="shell">
            <a class="skip-link" href={format!("#{MAIN}")} onclick={skip}>{ t!("frame-skip") }</a>
            <Sidebar page={route.page} {summary} own_cost={state.own_cost} />
            <div class="column">
                <TopBar engine={state.engine.clone()} is_cut_off={state.is_cut_off()} theme={theme.clone()} {clock} {tools} on_palette={open_overlay(&overlay, Overlay::Palette)}
                    range={route.charted().map(|_| route.range)} on_range={&on_range} />
                <Banners notices={state.notices.clone()} engine={state.engine.clone()} has_content={state.has_content()}
                    is_cut_off={state.is_cut_off()} problem={state.problem.clone()} {clock} on_retry={console.retry_engine.clone()}
                    on_resume={console.set_collecting.reform(|()| true)} />
                <main id={MAIN} tabindex="-1" class={classes!((stale && shows_engine(route.page)).then_some("is-stale"))} onclick={&why.on_click}>
                    <ContextProvider<Looking> context={looking}>
                        { page(&route, &console, &theme, theme_revision, clock, &Charted { door: props.door.clone(), on_range, past }) }
                    </ContextProvider<Looking>>
                </main>
            </div>
            <LinkBar link={state.link.clone()} {clock} on_retry={console.reconnect.clone()} />
            { why_panel(&why, state) }
            <Toast {said} />
            { match *overlay {
                Some(Overlay::Palette) => {
                    let on_take = Callback::from(move |command| hands.take(command));
                    html! { <CommandPalette entries={(*entries).clone()} {on_take} on_close={close_overlay} /> }
                }
                Some(Overlay::Keys) => html! { <ShortcutHelp {in_shell} on_close={close_overlay} /> },
                None => Html::default(),
            } }
        </div>
    }
}

/// Opens something over the page.
fn open_overlay(overlay: &UseStateHandle<Option<Overlay>>, which: Overlay) -> Callback<()> {
    let setter = overlay.setter();
    Callback::from(move |()| setter.set(Some(which)))
}

/// Does what a key asks for.
fn on_shortcut(
    overlay: &UseStateHandle<Option<Overlay>>,
    theme: &ThemeHandle,
) -> Callback<Shortcut> {
    let (palette, keys) =
        (open_overlay(overlay, Overlay::Palette), open_overlay(overlay, Overlay::Keys));
    let theme = theme.clone();
    Callback::from(move |shortcut| match shortcut {
        Shortcut::Palette => palette.emit(()),
        Shortcut::Help => keys.emit(()),
        Shortcut::Theme => theme.choose.emit(theme.choice.next()),
        Shortcut::Go(page) => platform::go_to(&page.href(), false),
        // The field has the focus by now.
        Shortcut::Filter => {}
    })
}

/// Whether a page shows what an engine has, rather than the way to it.
fn shows_engine(page: Page) -> bool {
    match page {
        Page::Engine | Page::Settings => false,
        Page::Dashboard | Page::Instances | Page::Volumes | Page::Vpcs | Page::Activity => true,
    }
}

/// What people call what the charts show.
fn name_of(subject: &HistorySubject, state: &ConsoleState, past: &PastHandle) -> AttrValue {
    let past = past.list.as_ref().map_or(&[][..], |list| list.as_slice());
    subject_name(subject, &state.instances, past).into()
}

/// The panel beside the figure that is asked why it is what it is.
fn why_panel(why: &WhyHandle, state: &ConsoleState) -> Html {
    let Some(asked) = &why.asked else { return Html::default() };
    let id = &asked.question.instance;
    let name = state.instance(id).map_or_else(|| id.short().to_owned(), |known| known.name.clone());
    html! {
        // Another figure is another panel: it must not begin with the answer of the one before.
        <WhyPanel key={format!("{} {}", asked.question.metric.as_str(), id)} question={asked.question.clone()} {name}
            shown={asked.shown.clone()} anchor={asked.anchor.clone()} place={asked.place} explain={why.explain.clone()}
            on_close={why.close.clone()} />
    }
}

/// What pages with charts need besides.
struct Charted {
    door: Door,
    on_range: Callback<RangeChange>,
    past: PastHandle,
}

/// Goes to the present page's address with another range of its charts.
#[hook]
fn use_range(route: &Route) -> Callback<RangeChange> {
    use_callback(route.clone(), |change: RangeChange, route| {
        platform::go_to(&route.with_range(change.range).to_string(), change.in_place);
    })
}

/// The page of the engine, or the same in place of a page that needs one.
fn engine_page(
    state: ConsoleState,
    console: &ConsoleHandle,
    clock: Clock,
    charted: &Charted,
    is_stand_in: bool,
) -> Html {
    html! {
        <EnginePage {state} {clock} door={charted.door.clone()} {is_stand_in} on_retry={&console.retry_engine}
            on_resume={console.set_collecting.reform(|()| true)} />
    }
}

fn page(
    route: &Route,
    console: &ConsoleHandle,
    theme: &ThemeHandle,
    theme_revision: u64,
    clock: Clock,
    charted: &Charted,
) -> Html {
    #[cfg(any(test, feature = "design"))]
    if route.is_design {
        return html! { <crate::pages::DesignPage /> };
    }
    let state: ConsoleState = (*console.state).clone();
    match route.page {
        Page::Settings => {
            return html! { <SettingsPage {state} theme={theme.clone()} {clock} door={charted.door.clone()} on_collect={&console.set_collecting}
            on_retry={&console.retry_engine} /> };
        }
        Page::Engine => {
            return engine_page(state, console, clock, charted, false);
        }
        Page::Activity => {
            return html! { <ActivityPage {state} {clock} door={charted.door.clone()} route={route.clone()} /> };
        }
        Page::Dashboard | Page::Instances | Page::Volumes | Page::Vpcs => {}
    }
    match &state.engine {
        _ if state.is_awaited() => match (route.page, &route.subject) {
            (Page::Dashboard, _) => return html! { <SkeletonDashboard /> },
            (Page::Instances, Some(subject)) => {
                return html! { <SkeletonInstance subject={subject.clone()} tab={route.tab} range={route.range} /> };
            }
            // Tables are there, and wait for their rows.
            _ => {}
        },
        _ if state.has_content() => {}
        EngineStatus::Away { .. } | EngineStatus::Connected { .. } | EngineStatus::Connecting => {
            return engine_page(state, console, clock, charted, true);
        }
        EngineStatus::Paused { .. } => {
            let onclick = console.set_collecting.reform(|_: MouseEvent| true);
            return html! {
                <>
                    <h1 class="visually-hidden">{ route.page.words() }</h1>
                    <EmptyState title={t!("frame-paused")} text={t!("frame-paused.text")}>
                        <button type="button" class="button is-primary" {onclick} data-testid="resume-collecting">{ t!("resume") }</button>
                    </EmptyState>
                </>
            };
        }
    }
    match route.page {
        Page::Instances => {
            let past = charted.past.clone();
            let Some(subject) = &route.subject else {
                return html! {
                    <InstancesPage {state} {clock} filter={route.filter.clone()} is_grouped={route.is_grouped} {past} is_past={route.is_past} range={route.range} />
                };
            };
            html! {
                // Another subject is another page: it must not begin with the lines and the events of the one before.
                <InstancePage key={Route::of(subject.clone()).to_string()} subject={subject.clone()} {past} {state} {clock} {theme_revision} range={route.range}
                    tab={route.tab} door={charted.door.clone()} on_range={charted.on_range.clone()} />
            }
        }
        Page::Volumes => {
            html! { <VolumesPage {state} {clock} door={charted.door.clone()} route={route.clone()} /> }
        }
        Page::Vpcs => html! { <VpcsPage {state} {clock} route={route.clone()} /> },
        Page::Dashboard | Page::Activity | Page::Engine | Page::Settings => {
            html! {
                <Dashboard {state} {clock} {theme_revision} range={route.range} door={charted.door.clone()} on_range={charted.on_range.clone()} />
            }
        }
    }
}
