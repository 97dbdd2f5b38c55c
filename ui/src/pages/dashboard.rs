//! Everything at a glance.

use super::{cards, no_instances};
use crate::{
    backend::Door,
    charts::{ChartRange, HistoryCharts, RangeChange},
    components::{ActivityFeed, EmptyState, HotTable, ResourceCard, ResourceCardProps},
    hooks::{use_element_size, use_trend},
    route::{Page, PageHref},
    state::ConsoleState,
    t,
    time::Clock,
};
use mini_aws_domain::{HistorySubject, Metric, SubjectKind};
use yew::prelude::*;

/// Heights in CSS pixels of a row, and of what stands above the first; `pages.css` has the same.
const HOT_ROW: f64 = 31.0;
const HOT_HEAD: f64 = 27.0;
const FEED_ROW: f64 = 32.0;
/// How finely the cards' trends know the last day: by half hours.
const TREND_POINTS: usize = 49;
/// How many rows are drawn before their room was measured.
const ROWS_GUESS: usize = 8;
/// However large the screen: what is on it has to be drawn each second.
const ROWS_LIMIT: usize = 40;

/// What the dashboard shows.
#[derive(Properties, PartialEq)]
pub struct DashboardProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// The time.
    pub clock: Clock,
    /// Changes with the theme, after the page wears it.
    pub theme_revision: u64,
    /// Which time the charts show.
    pub range: ChartRange,
    /// Hears of another one.
    pub on_range: Callback<RangeChange>,
    /// What knows the past.
    pub door: Door,
}

/// Cards, charts, the hottest instances and the feed: at 1280×800 without scrolling.
#[component]
pub fn Dashboard(props: &DashboardProps) -> Html {
    let state = &props.state;
    let changes = use_trend(&props.door, &state.summary, props.clock);
    let card = |card: ResourceCardProps, what| {
        let trend = changes.line(what, card.value, props.clock.now, TREND_POINTS);
        html! { <ResourceCard ..ResourceCardProps { trend, ..card } /> }
    };
    html! {
        <div class="dashboard">
            <h1 class="visually-hidden">{ Page::Dashboard.words() }</h1>
            { card(cards::instances(&state.summary, &state.instances), SubjectKind::Instance) }
            { card(cards::volumes(&state.summary, &state.volumes), SubjectKind::Volume) }
            { card(cards::vpcs(&state.summary, state.vpcs.values()), SubjectKind::Vpc) }
            <HistoryCharts subject={HistorySubject::Total} metrics={vec![Metric::Cpu, Metric::Memory]} range={props.range}
                on_range={props.on_range.clone()} door={props.door.clone()} state={state.clone()} theme_revision={props.theme_revision} />
            <Hottest state={state.clone()} range={props.range} />
            <Newest state={state.clone()} clock={props.clock} range={props.range} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct HottestProps {
    state: ConsoleState,
    range: ChartRange,
}

#[component]
fn Hottest(props: &HottestProps) -> Html {
    let room = use_node_ref();
    let limit = rows_in(use_element_size(&room).map(|size| size.height - HOT_HEAD), HOT_ROW);
    let state = &props.state;
    let content = if state.instances.is_empty() {
        no_instances()
    } else if state.ranking.is_empty() {
        html! {
            <EmptyState title={t!("dashboard-nothing-runs")} text={t!("dashboard-nothing-runs.text")} />
        }
    } else {
        html! { <HotTable state={state.clone()} {limit} range={props.range} /> }
    };
    html! {
        <section class="card hot">
            <h2>{ t!("dashboard-hottest") }<em>{ t!("dashboard-by-cpu") }</em></h2>
            <div class="room" ref={room}>{ content }</div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct NewestProps {
    state: ConsoleState,
    clock: Clock,
    range: ChartRange,
}

#[component]
fn Newest(props: &NewestProps) -> Html {
    let room = use_node_ref();
    let limit = rows_in(use_element_size(&room).map(|size| size.height), FEED_ROW);
    html! {
        <section class="card feed-card">
            <h2>{ Page::Activity.words() }<em><a href={Page::Activity.href()}>{ t!("dashboard-all") }</a></em></h2>
            <div class="room" ref={room}>
                <ActivityFeed entries={props.state.activity.clone()} {limit} clock={props.clock} range={props.range} />
            </div>
        </section>
    }
}

/// How many whole rows fit.
fn rows_in(height: Option<f64>, row: f64) -> usize {
    height.map_or(ROWS_GUESS, |height| ((height / row).max(1.0) as usize).min(ROWS_LIMIT))
}
