//! One instance and its past; or all of one name, one compose service or one project.

mod facts;
mod known;
mod others;
mod output;
mod parts;
mod skeleton;
mod status;
mod subjects;
mod tabs;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use known::{Known, subject_name};
pub(crate) use others::terminated;
pub use skeleton::{SkeletonInstance, SkeletonInstanceProps};

use crate::{
    backend::Door,
    charts::{ChartRange, HistoryCharts, Life, RangeChange, Span},
    components::{
        ActivityFeed, EmptyState, PortHost, StateBadge, StateBadgeProps, Switch, group_link,
    },
    hooks::{ActivityAnswer, PastHandle, use_activity, use_detail, use_shown},
    route::{InstanceTab, Page, PageHref, Route},
    state::ConsoleState,
    t,
    time::Clock,
};
use facts::Facts;
use known::{Everything, whole_life};
use mini_aws_domain::{Attention, HistorySubject, Instance, InstanceState, Metric, PastInstance};
use output::{Output, use_strip};
use parts::Parts;
use tabs::Tabs;
use yew::prelude::*;

/// What the page of an instance shows.
#[derive(Properties, PartialEq)]
pub struct InstancePageProps {
    /// Whose page it is. Another one is another page, by its key.
    pub subject: HistorySubject,
    /// The instances that are gone.
    pub past: PastHandle,
    /// The state of the window.
    pub state: ConsoleState,
    /// The time.
    pub clock: Clock,
    /// Changes with the theme, after the page wears it.
    pub theme_revision: u64,
    /// Which part of the page is shown; one instance has several.
    #[prop_or_default]
    pub tab: InstanceTab,
    /// Which time the charts show.
    pub range: ChartRange,
    /// Hears of another one.
    pub on_range: Callback<RangeChange>,
    /// What knows the past.
    pub door: Door,
}

/// Who it is, what it uses now, what it used, and one of the parts of all that is known of it.
#[component]
pub fn InstancePage(props: &InstancePageProps) -> Html {
    let (state, subject, clock) = (&props.state, &props.subject, props.clock);
    let left = use_left(props);
    let read_last = use_mut_ref(|| None::<Instance>);
    let strip = use_strip();
    let present = match subject {
        HistorySubject::Instance { id } => state.instance(id),
        HistorySubject::Total | HistorySubject::Name { .. } | HistorySubject::Group { .. } => None,
    };
    let detail = use_detail(&props.door, present);
    let past = props.past.list.as_ref();
    let past = past.into_iter().flat_map(|list| list.iter()).chain(left.as_ref());
    let everything = Everything::new(&state.instances, past);
    let members = everything.of(subject);
    use_whole_life(props, whole_life(&members));
    let activity = use_activity(&props.door, subject, props.range, state, clock);

    let shown = members.iter().filter(|known| !known.is_past());
    use_shown(shown.map(|known| known.id().clone()).take(Attention::MOST).collect());

    let Some(&first) = members.first() else {
        return absent(props);
    };
    let is_one = matches!(subject, HistorySubject::Instance { .. });
    let tab = if is_one { props.tab } else { InstanceTab::Overview };
    let choices = subjects::choices(subject, &members, &everything, props.range);
    let facts = Facts { subject, members: &members, state, clock, range: props.range };
    let is_left = first.is_past() && (left.is_some() || detail.detail.is_some());
    let is_overview = tab == InstanceTab::Overview;
    // What somebody reads is not taken from them when the instance goes: these lines are all that is left of its log.
    let read = present.cloned().or_else(|| read_last.borrow().clone());
    let read = read.filter(|it| tab == InstanceTab::Logs && it.id == *first.id());
    read_last.replace(read.clone());
    // Above a log they tell what happened when; the other parts need the room.
    let is_strip = read.is_some() && strip.is_shown;
    let listing =
        |title: String, listed: &[Known<'_>]| others::list(title, listed, props.range, clock);
    let before = if first.is_past() { t!("past-around") } else { t!("past-before") };
    let part = match tab {
        InstanceTab::Overview => {
            let title = if is_one { before } else { t!("past-all") };
            let listed = if is_one { everything.others(first) } else { members.clone() };
            let report = detail.detail.as_ref().and_then(|detail| detail.health.as_ref());
            html! {
                <>
                    { status::probes(report.filter(|_| !first.is_past()), &clock) }
                    if !listed.is_empty() {
                        { listing(title, &listed) }
                    }
                    { happened(&activity, props.range, clock) }
                </>
            }
        }
        InstanceTab::Logs => match read {
            Some(instance) => html! {
                <Output {instance} door={props.door.clone()} {clock} is_reachable={!state.is_cut_off()} is_gone={present.is_none()} strip={strip.clone()} />
            },
            None => parts::gone(),
        },
        InstanceTab::Activity => happened(&activity, props.range, clock),
        InstanceTab::Past => {
            let listed = everything.others(first);
            if listed.is_empty() {
                html! {
                    <section class="card part"><p class="part-nothing faint">{ t!("past-nothing") }</p></section>
                }
            } else {
                listing(before, &listed)
            }
        }
        tab => {
            let ports = if present.is_none_or(|it| it.state.is_stopped()) {
                PortHost::nowhere()
            } else {
                PortHost::of(state.known_engine.as_ref())
            };
            let parts = Parts {
                instance: present,
                detail: &detail,
                ports: &ports,
                door: &props.door,
                clock,
            };
            parts.draw(tab)
        }
    };
    let part = panel(is_one.then_some(tab), part);
    html! {
        <div class={classes!("instance-page", (!is_overview).then_some("is-fitted"))} data-testid="instance-page">
            // What is to be seen without scrolling. Down to the tabs it is the same for each of them, so that they stay where they are.
            <div class="instance-fold">
                <header class="page-head">
                    { heading(subject, first, &clock, props.range) }
                    <Switch label={t!("instance-whose")} test_id="subject-switch" items={choices} />
                </header>
                <div class="instance-summary">
                    if is_one {
                        { status::draw(first, &detail, is_left, &clock) }
                    }
                    { facts.now() }
                </div>
                if is_one {
                    <Tabs subject={subject.clone()} {tab} range={props.range} />
                }
                if is_overview {
                    { facts.draw(detail.detail.as_deref()) }
                }
                if is_overview || is_strip {
                    <div class={classes!("instance-charts", is_strip.then_some("is-strip"))}>
                        <HistoryCharts subject={subject.clone()} metrics={Metric::ALL.to_vec()} is_paired={is_one} range={props.range} on_range={props.on_range.clone()}
                            door={props.door.clone()} state={state.clone()} theme_revision={props.theme_revision} life={life(&members)} />
                    </div>
                }
                if !is_overview {
                    { part.clone() }
                }
            </div>
            if is_overview {
                { part }
            }
        </div>
    }
}

/// The part that is shown, named by its tab if it is one of several.
fn panel(tab: Option<InstanceTab>, content: Html) -> Html {
    match tab {
        Some(tab) => html! {
            <div key={tab.slug()} class={classes!("instance-panel", (tab == InstanceTab::Overview).then_some("is-overview"))} id={tabs::PANEL} role="tabpanel"
                aria-labelledby={tabs::id(tab)} data-testid={format!("panel-{}", tab.slug())}>{ content }</div>
        },
        None => html! { <div class="instance-panel is-overview">{ content }</div> },
    }
}

/// Whether the charts of all these have something to come.
fn life(members: &[Known<'_>]) -> Life {
    let states = || {
        members.iter().filter_map(|known| match known {
            Known::Present(instance) => Some(instance.state),
            Known::Past(_) => None,
        })
    };
    if states().next().is_none() {
        Life::Over
    } else if states().all(InstanceState::is_stopped) {
        Life::Stopped
    } else if states().all(|state| state.is_stopped() || state == InstanceState::Paused) {
        Life::Paused
    } else {
        Life::Running
    }
}

/// The way back, the name, and how it is.
fn heading(subject: &HistorySubject, first: Known<'_>, clock: &Clock, range: ChartRange) -> Html {
    let back = match (subject, first) {
        (HistorySubject::Instance { .. }, Known::Past(_)) => Route::terminated(),
        _ => Route::to(Page::Instances),
    };
    let (name, note) = match (subject, first) {
        (HistorySubject::Group { project, service: None }, _) => {
            (project.as_str(), tag(t!("kind-project")))
        }
        (HistorySubject::Group { service: Some(service), .. }, _) => {
            (service.as_str(), tag(t!("kind-service")))
        }
        (HistorySubject::Name { name }, _) => (name.as_str(), tag(t!("kind-name"))),
        (_, Known::Present(instance)) => {
            (first.name(), html! { <StateBadge ..StateBadgeProps::of(instance, clock) /> })
        }
        (_, Known::Past(past)) => {
            (first.name(), html! { <StateBadge ..terminated(clock, past.last_seen) /> })
        }
    };
    let project = match subject {
        HistorySubject::Group { project, service: Some(_) } => html! {
            <>{ group_link(project, None, range) }<i aria-hidden="true">{ "/" }</i></>
        },
        _ => Html::default(),
    };
    html! {
        <>
            { crumbs(&back, project) }
            <h1 title={name.to_owned()}>{ name }</h1>
            { note }
        </>
    }
}

/// What this is a part of.
fn crumbs(back: &Route, project: Html) -> Html {
    html! {
        <nav class="crumbs" aria-label={t!("instance-where")}>
            <a class="quiet-link" href={back.to_string()} data-testid="back-to-instances">{ Page::Instances.words() }</a><i aria-hidden="true">{ "/" }</i>
            { project }
        </nav>
    }
}

fn tag(words: String) -> Html {
    html! { <span class="kind">{ words }</span> }
}

/// What happened to it while the charts' time went by.
fn happened(activity: &ActivityAnswer, range: ChartRange, clock: Clock) -> Html {
    let when = range.phrase(clock);
    let content = match activity {
        Some(Ok(entries)) => html! {
            <ActivityFeed entries={entries.clone()} limit={entries.len()} {clock} {range} nothing={t!("happened-nothing")} />
        },
        Some(Err(problem)) => html! {
            <p class="faint feed-empty" role="status">{ crate::words::problem_line(problem) }</p>
        },
        None => {
            html! { <div aria-busy="true">{ for (0..3).map(|_| html! { <div class="skeleton skeleton-row" /> }) }</div> }
        }
    };
    html! {
        <section class="card happened">
            <h2>{ t!("tab-activity") }<em>{ when }</em></h2>
            <div class="happened-rows" tabindex="0" role="region" aria-label={t!("tab-activity")}>{ content }</div>
        </section>
    }
}

/// What is shown while nothing is known of it: because that takes a moment, because it failed, or because there is nothing.
fn absent(props: &InstancePageProps) -> Html {
    let (subject, past) = (&props.subject, &props.past);
    let onclick = past.retry.reform(|_: MouseEvent| ());
    let said = match (&past.list, &past.problem) {
        (None, None) => {
            return html! { <SkeletonInstance subject={subject.clone()} tab={props.tab} range={props.range} /> };
        }
        (None, Some(problem)) => html! {
            <EmptyState title={crate::words::problem(problem).0} text={crate::words::problem(problem).1}>
                <button type="button" class="button" {onclick}>{ t!("try-again") }</button>
            </EmptyState>
        },
        (Some(_), _) => html! {
            <EmptyState title={t!("instance-absent")} text={t!("instance-absent-text")}>
                <a class="button" href={Page::Instances.href()}>{ t!("instance-back") }</a>
            </EmptyState>
        },
    };
    html! {
        <div class="table-page">
            <header class="page-head">
                { crumbs(&Route::to(Page::Instances), Html::default()) }
                <h1>{ subject_name(subject, &[], &[]) }</h1>
            </header>
            { said }
        </div>
    }
}

/// The instance of the page as one that is gone, from the moment it goes until the list of those that are gone has it: meanwhile it
/// would be unknown.
#[hook]
fn use_left(props: &InstancePageProps) -> Option<PastInstance> {
    let seen = use_mut_ref(|| None::<Instance>);
    let HistorySubject::Instance { id } = &props.subject else { return None };
    if let Some(present) = props.state.instance(id) {
        seen.replace(Some(present.clone()));
        return None;
    }
    let listed = props.past.list.iter().any(|list| list.iter().any(|past| past.id == *id));
    let seen = seen.borrow().clone().filter(|_| !listed)?;
    Some(PastInstance {
        id: seen.id,
        name: seen.name,
        image: seen.image,
        project: seen.project,
        service: seen.service,
        first_seen: seen.created_at,
        last_seen: props.clock.now,
    })
}

/// Shows the whole life of what is gone, if the address asks for no time and the time shown otherwise is after it. It does so once: who
/// then chooses a time gets it.
#[hook]
fn use_whole_life(props: &InstancePageProps, life: Option<Span>) {
    let is_settled = use_mut_ref(|| false);
    let (range, now, on_range) = (props.range, props.clock.now, props.on_range.clone());
    use_effect_with(life.is_some(), move |_| {
        let Some(life) = life else { return };
        let is_first = !is_settled.replace(true);
        if is_first && range == ChartRange::default() && life.to < range.span(now).from {
            on_range.emit(RangeChange { range: range.zoomed(life, now), in_place: true });
        }
    });
}
