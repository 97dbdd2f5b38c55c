//! Every component in each of its states.

use super::samples::{
    activities, ago, away, clock, connected, instance, now, own_cost, problem, theme,
};
use crate::{
    charts::{ChartRange, Headline, MetricChart, MetricKind, MetricWindow, Preset, Source, Span},
    components::{
        ActivityFeed, ActivityItem, Banner, ChoiceItem, ChoiceLine, Column, CommandLine,
        CopyButton, Countdown, DataTable, EmptyState, EngineDoctor, EnginePill, ExportControl,
        ExportSubject, Glyph, Hue, Icon, OwnCostLine, PortHost, ResourceCard, Segment,
        SkeletonRows, Sort, Sparkline, SplitBar, StateBadge, StateBadgeProps, Switch, SwitchItem,
        ThemeToggle, TimeRange, group_link, instance_link, port_links,
    },
    hooks::{ExportHandle, ThemeChoice},
    route::{Page, Route},
    state::Shared,
};
use chrono::TimeDelta;
use mini_aws_domain::{
    EngineStatus, Frame, Health, HistorySubject, InstanceId, InstanceState, Metric, Sample,
};
use std::rc::Rc;
use yew::prelude::*;

/// A component, and what it looks like.
pub struct Specimen {
    /// What it is called.
    pub name: &'static str,
    /// The module of `components` that it is in; empty for what is style alone, or lives elsewhere.
    pub module: &'static str,
    /// Each state with its name.
    pub states: Vec<(&'static str, Html)>,
}

/// All of them, the smallest parts first.
pub fn list() -> Vec<Specimen> {
    let of = |name, module, states| Specimen { name, module, states };
    vec![
        of("button", "", buttons()),
        of("field", "", fields()),
        of("icon", "icon", icons()),
        of("hue", "hue", hues()),
        of("link", "links", links()),
        of("state-badge", "state_badge", badges()),
        of("sparkline", "sparkline", sparklines()),
        of("split-bar", "split_bar", split_bars()),
        of("switch", "switch", switches()),
        of("choice-line", "choice_line", choice_lines()),
        of(
            "copy-button",
            "copy_button",
            vec![("ready", html! { <CopyButton text="docker ps" label="Copy" /> })],
        ),
        of(
            "command-line",
            "command_line",
            vec![("ready", html! { <CommandLine command="docker volume create data" /> })],
        ),
        of(
            "countdown",
            "countdown",
            vec![
                (
                    "running",
                    html! { <Countdown until={now() + TimeDelta::seconds(8)} now={now()} /> },
                ),
                ("over", html! { <Countdown until={ago(2)} now={now()} /> }),
            ],
        ),
        of(
            "ports",
            "ports",
            vec![
                (
                    "published",
                    html! { <p>{ port_links(&instance(InstanceState::Running, Health::None, None).ports, &PortHost::of(None), 40) }</p> },
                ),
                (
                    "out of reach",
                    html! { <p>{ port_links(&instance(InstanceState::Running, Health::None, None).ports, &PortHost::nowhere(), 40) }</p> },
                ),
            ],
        ),
        of("theme-toggle", "theme_toggle", themes()),
        of("time-range", "time_range", ranges()),
        of("export", "export", exports()),
        of("engine-pill", "engine_pill", pills()),
        of(
            "own-cost",
            "own_cost",
            vec![
                ("known", html! { <OwnCostLine cost={own_cost()} /> }),
                ("being measured", html! { <OwnCostLine cost={None} /> }),
            ],
        ),
        of("banner", "banner", banners()),
        of("empty-state", "empty_state", empty_states()),
        of("skeleton", "skeleton", vec![("rows", html! { <SkeletonRows /> })]),
        of("resource-card", "resource_card", cards()),
        of("activity", "activity_feed", feeds()),
        of("data-table", "data_table", tables()),
        of(
            "engine-doctor",
            "engine_doctor",
            vec![(
                "away",
                html! { <EngineDoctor engine={away()} clock={clock()} is_heading=false on_retry={Callback::noop()} /> },
            )],
        ),
        of("chart", "", charts()),
    ]
}

fn buttons() -> Vec<(&'static str, Html)> {
    let button = |class: &'static str, label: &'static str| html! { <button type="button" {class}>{ label }</button> };
    vec![
        ("plain", button("button", "Measure")),
        ("primary", button("button is-primary", "Resume")),
        ("quiet", button("quiet-button", "Export")),
        (
            "unavailable",
            html! { <button type="button" class="button" aria-disabled="true">{ "Measure" }</button> },
        ),
        (
            "pressed",
            html! { <div class="page-head"><button type="button" class="button" aria-pressed="true">{ "Group" }</button></div> },
        ),
    ]
}

fn fields() -> Vec<(&'static str, Html)> {
    let search = |value: &'static str| {
        html! { <input type="search" aria-label="Filter" placeholder="Filter by name…" {value} /> }
    };
    let tick =
        |checked: bool| html! { <label><input type="checkbox" {checked} />{ "CPU" }</label> };
    vec![
        ("empty", search("")),
        ("filled", search("team=shop")),
        ("ticked", tick(true)),
        ("not ticked", tick(false)),
    ]
}

fn icons() -> Vec<(&'static str, Html)> {
    let pages = Page::ALL.into_iter().map(Glyph::Page);
    let others =
        [Glyph::System, Glyph::Sun, Glyph::Moon, Glyph::Attention, Glyph::Note, Glyph::Retry];
    vec![("all", html! { { for pages.chain(others).map(|glyph| html! { <Icon {glyph} /> }) } })]
}

fn hues() -> Vec<(&'static str, Html)> {
    let dot = |hue: Hue| html! { <i class={classes!("dot", hue.class())} aria-hidden="true"></i> };
    vec![
        ("ok", dot(Hue::Ok)),
        ("off", dot(Hue::Off)),
        ("bad", dot(Hue::Bad)),
        ("warning", dot(Hue::Warning)),
        ("info", dot(Hue::Info)),
        ("series", html! { { for (1..=6).map(|slot| dot(Hue::Series(slot))) } }),
    ]
}

fn links() -> Vec<(&'static str, Html)> {
    let range = ChartRange::default();
    vec![
        ("instance", instance_link(&InstanceId::new("3f2a"), "checkout", range)),
        ("project", group_link("shop", None, range)),
        ("service", group_link("shop", Some("checkout"), range)),
    ]
}

fn badges() -> Vec<(&'static str, Html)> {
    let badge = |state, health, code| {
        let badge = StateBadgeProps::of(&instance(state, health, code), &clock());
        html! { <StateBadge ..badge /> }
    };
    let state = |state| badge(state, Health::None, None);
    vec![
        ("created", state(InstanceState::Created)),
        ("running", state(InstanceState::Running)),
        ("starting", badge(InstanceState::Running, Health::Starting, None)),
        ("healthy", badge(InstanceState::Running, Health::Healthy, None)),
        ("unhealthy", badge(InstanceState::Running, Health::Unhealthy, None)),
        ("paused", state(InstanceState::Paused)),
        ("restarting", state(InstanceState::Restarting)),
        ("removing", state(InstanceState::Removing)),
        ("exited", badge(InstanceState::Exited, Health::None, Some(0))),
        ("exited with an error", badge(InstanceState::Exited, Health::None, Some(1))),
        ("out of memory", badge(InstanceState::Exited, Health::None, Some(137))),
        ("dead", state(InstanceState::Dead)),
        ("unknown", state(InstanceState::Unknown)),
    ]
}

fn sparklines() -> Vec<(&'static str, Html)> {
    let line = |values: Vec<Option<f64>>| html! { <Sparkline {values} color="k-c1" floor={5.0} /> };
    let wave = |place: i32| Some(f64::from(20 + (place * 7) % 11));
    vec![
        ("line", line((0..20).map(wave).collect())),
        (
            "with a gap",
            line((0..20).map(|place| wave(place).filter(|_| !(8..12).contains(&place))).collect()),
        ),
        ("one value", line(vec![None, Some(3.0), None])),
        ("next to nothing", line(vec![Some(0.1), Some(0.2), Some(0.1)])),
        ("nothing", line(Vec::new())),
    ]
}

fn split_bars() -> Vec<(&'static str, Html)> {
    vec![
        ("parts", html! { <SplitBar parts={vec![(18, Hue::Ok), (5, Hue::Off), (1, Hue::Bad)]} /> }),
        ("nothing", html! { <SplitBar parts={vec![(0, Hue::Ok)]} /> }),
    ]
}

fn switches() -> Vec<(&'static str, Html)> {
    let item = |label: &'static str, is_current| SwitchItem {
        label: label.into(),
        route: Route::to(Page::Instances),
        is_current,
    };
    let items = vec![item("Running and stopped", true), item("Terminated (2)", false)];
    vec![("two", html! { <Switch label="Which" test_id="design-switch" {items} /> })]
}

fn choice_lines() -> Vec<(&'static str, Html)> {
    let item = |value: &'static str, is_chosen| ChoiceItem {
        value,
        label: value.into(),
        is_chosen,
        on_choose: Callback::noop(),
    };
    let items = vec![item("one", true), item("another", false), item("a third", false)];
    vec![("three", html! { <ChoiceLine label="Which" name="design-choice" {items} /> })]
}

fn themes() -> Vec<(&'static str, Html)> {
    let toggle = |choice| html! { <ThemeToggle theme={theme(choice)} /> };
    vec![
        ("system", toggle(ThemeChoice::System)),
        ("light", toggle(ThemeChoice::Light)),
        ("dark", toggle(ThemeChoice::Dark)),
    ]
}

fn ranges() -> Vec<(&'static str, Html)> {
    let live = ChartRange::live(Preset::SixHours);
    let zoomed = live.zoomed(Span { from: ago(90_000), to: ago(86_400) }, now());
    let range = |range| html! { <TimeRange {range} clock={clock()} on_range={Callback::noop()} /> };
    vec![("live", range(live)), ("zoomed", range(zoomed))]
}

fn exports() -> Vec<(&'static str, Html)> {
    let control = |is_running| {
        let export = ExportHandle {
            is_running,
            note: None,
            start: Callback::noop(),
            dismiss: Callback::noop(),
        };
        let shown = ExportSubject {
            subject: HistorySubject::Total,
            name: "checkout".into(),
            range: ChartRange::default(),
        };
        html! { <ExportControl {shown} {export} clock={clock()} /> }
    };
    vec![("ready", control(false)), ("running", control(true))]
}

fn pills() -> Vec<(&'static str, Html)> {
    let pill = |engine: EngineStatus, is_cut_off: bool| html! { <EnginePill {engine} {is_cut_off} clock={clock()} /> };
    vec![
        ("connecting", pill(EngineStatus::Connecting, false)),
        ("connected", pill(connected(), false)),
        ("paused", pill(EngineStatus::Paused { since: ago(120) }, false)),
        ("away", pill(away(), false)),
        ("no console", pill(connected(), true)),
    ]
}

fn banners() -> Vec<(&'static str, Html)> {
    let banner = |hue, next_step: &'static str| {
        let problem = problem();
        html! { <Banner {hue} message={problem.message} {next_step} /> }
    };
    vec![
        ("to know", banner(Hue::Info, "")),
        ("to look at", banner(Hue::Warning, "Look into the log.")),
        ("failed", banner(Hue::Bad, "Look into the log.")),
    ]
}

fn empty_states() -> Vec<(&'static str, Html)> {
    let problem = problem();
    vec![
        (
            "with a command",
            html! { <EmptyState title="No volumes yet" text="Make one." command="docker volume create data" /> },
        ),
        (
            "with a button",
            html! {
                <EmptyState title={problem.message} text={problem.next_step}>
                    <button type="button" class="button">{ "Try again" }</button>
                </EmptyState>
            },
        ),
    ]
}

fn cards() -> Vec<(&'static str, Html)> {
    let segments = vec![
        Segment::new(18, Hue::Ok, "18 running"),
        Segment::new(5, Hue::Off, "5 stopped"),
        Segment { hint: Some("A hint".into()), ..Segment::new(1, Hue::Bad, "1 failing") },
    ];
    vec![
        (
            "parts",
            html! { <ResourceCard page={Page::Instances} value={24} note="18 running" {segments} /> },
        ),
        ("nothing", html! { <ResourceCard page={Page::Volumes} value={0} /> }),
    ]
}

fn feeds() -> Vec<(&'static str, Html)> {
    let feed = |entries| html! { <ActivityFeed entries={Shared::new(entries)} limit={5} clock={clock()} /> };
    let entry = activities().into_iter().next();
    vec![
        ("entries", feed(activities())),
        ("nothing yet", feed(Vec::new())),
        (
            "one entry",
            html! { <ul>{ for entry.map(|entry| html! { <ActivityItem {entry} clock={clock()} /> }) }</ul> },
        ),
    ]
}

fn tables() -> Vec<(&'static str, Html)> {
    let table = |label: &'static str, rows: usize| {
        let columns =
            vec![Column::text("Name", "i-name"), Column::number("CPU", "i-cpu").hint("Percent")];
        let row = Callback::from(|place: usize| {
            html! {
                <tr key={place}><th scope="row">{ format!("web-{place}") }</th><td class="is-number">{ place * 7 }</td></tr>
            }
        });
        let sort = Sort { column: 1, descending: true };
        html! { <DataTable {label} {columns} {sort} on_sort={Callback::noop()} {rows} {row} nothing="Nothing matches." /> }
    };
    vec![("rows", table("Rows", 3)), ("nothing", table("Nothing", 0))]
}

fn charts() -> Vec<(&'static str, Html)> {
    let chart = |window: MetricWindow, problem| {
        let kind = MetricKind::Cpu;
        let headline = Headline { now: window.latest(kind), whole: Some(800.0) };
        let source = Source::Live {
            window,
            kind,
            revision: 1,
            markers: Rc::default(),
            pinned: Vec::new(),
            reasons: Shared::default(),
        };
        html! { <MetricChart metric={Metric::Cpu} {source} range={ChartRange::default()} {headline} {problem} /> }
    };
    let filled = MetricWindow::new(15 * 60_000);
    let known = [instance(InstanceState::Running, Health::None, None)];
    for second in 0..60 {
        let cpu = Some(40.0 + 10.0 * (second as f64 / 5.0).sin());
        let sample = Sample { cpu_percent: cpu, ..Sample::empty(known[0].id.clone()) };
        let frame = Frame { timestamp: ago(60 - second), interval_ms: 1000, samples: vec![sample] };
        filled.push(&frame, &known);
    }
    vec![
        ("lines", chart(filled, None)),
        ("nothing yet", chart(MetricWindow::new(15 * 60_000), None)),
        ("failed", chart(MetricWindow::new(15 * 60_000), Some(problem()))),
    ]
}
