//! What the components draw, kept as snapshots to read and compare.

use super::banners::BannersProps;
use super::error_screen::ErrorScreenProps;
use super::*;
use crate::backend::Link;
use crate::charts::{ChartRange, Preset, Span};
use crate::hooks::{ExportHandle, ThemeChoice, ThemeHandle};
use crate::route::Page;
use crate::state::Shared;
use crate::testing::{self, away, clock, connected, draw};
use mini_aws_domain::*;
use yew::Callback;

#[tokio::test]
async fn a_card() {
    let card = ResourceCardProps {
        page: Page::Instances,
        value: 1024,
        note: "18 running".into(),
        segments: vec![
            Segment::new(18, Hue::Ok, "18 running"),
            Segment { hint: Some("A hint".into()), ..Segment::new(6, Hue::Bad, "6 failing") },
        ],
        trend: Vec::new(),
    };
    insta::assert_snapshot!(draw::<ResourceCard>(card).await);
}

#[tokio::test]
async fn a_card_of_nothing() {
    let card = ResourceCardProps {
        page: Page::Volumes,
        value: 0,
        note: "".into(),
        segments: vec![Segment::new(0, Hue::Info, "0 attached")],
        trend: Vec::new(),
    };
    insta::assert_snapshot!(draw::<ResourceCard>(card).await);
}

#[tokio::test]
async fn each_card_leads_to_its_page_and_has_its_number() {
    for (page, slug) in
        [(Page::Instances, "instances"), (Page::Volumes, "volumes"), (Page::Vpcs, "vpcs")]
    {
        let html = draw::<ResourceCard>(ResourceCardProps {
            page,
            value: 7,
            note: "".into(),
            segments: Vec::new(),
            trend: Vec::new(),
        })
        .await;
        assert!(html.contains(&format!("data-testid=\"card-{slug}\"")));
        assert!(html.contains(&format!("href=\"#/{slug}\"")));
        assert!(html.contains("<span data-testid=\"card-value\">7</span>"));
        assert!(!html.contains("<small>"), "no note, no room for one");
    }
}

#[tokio::test]
async fn the_sidebar() {
    let snapshot = testing::snapshot();
    let sidebar = sidebar::SidebarProps {
        page: Page::Instances,
        summary: Some(snapshot.summary),
        own_cost: snapshot.own_cost,
    };
    insta::assert_snapshot!(draw::<Sidebar>(sidebar).await);
}

#[tokio::test]
async fn the_sidebar_before_anything_is_known() {
    let html = draw::<Sidebar>(sidebar::SidebarProps {
        page: Page::Dashboard,
        summary: None,
        own_cost: None,
    })
    .await;
    assert!(html.contains("is being measured…"));
    for page in Page::ALL {
        assert!(html.contains(&format!("data-testid=\"nav-{}\"", page.slug())));
    }
    assert!(!html.contains("<b>"), "a count that is not known is not there");
}

#[tokio::test]
async fn the_top_bar() {
    let theme =
        ThemeHandle { choice: ThemeChoice::System, is_light: true, choose: Callback::noop() };
    let bar = |range| top_bar::TopBarProps {
        engine: connected(),
        is_cut_off: false,
        theme: theme.clone(),
        clock: clock(),
        range,
        tools: yew::Html::default(),
        on_range: Callback::noop(),
        on_palette: Callback::noop(),
    };
    let html = draw::<TopBar>(bar(None)).await;
    assert!(!html.contains("time-range"), "a page without charts has no choice of their time");
    insta::assert_snapshot!(draw::<TopBar>(bar(Some(ChartRange::default()))).await);

    let span = Span { from: testing::ago(90_000), to: testing::ago(86_400) };
    let zoomed = ChartRange::live(Preset::Week).zoomed(span, testing::now());
    let html = draw::<TopBar>(bar(Some(zoomed))).await;
    assert!(html.contains(">2 Mar 13:15 – 14:15<"), "{html}");
    assert!(html.contains("Back to the last 7 days (Escape)"));
}

#[tokio::test]
async fn a_range_by_its_ends() {
    let form = custom_range::CustomRangeProps {
        range: ChartRange::default(),
        clock: clock(),
        on_range: Callback::noop(),
        on_close: Callback::noop(),
    };
    insta::assert_snapshot!(draw::<custom_range::CustomRange>(form).await);
}

#[tokio::test]
async fn the_engine_in_each_state() {
    let pill = |engine| engine_pill::EnginePillProps { engine, is_cut_off: false, clock: clock() };
    insta::assert_snapshot!(
        "engine_connecting",
        draw::<EnginePill>(pill(EngineStatus::Connecting)).await
    );
    insta::assert_snapshot!("engine_connected", draw::<EnginePill>(pill(connected())).await);
    insta::assert_snapshot!("engine_away", draw::<EnginePill>(pill(away())).await);
    insta::assert_snapshot!("engine_paused", draw::<EnginePill>(pill(testing::paused())).await);
    let cut_off = engine_pill::EnginePillProps { is_cut_off: true, ..pill(connected()) };
    let html = draw::<EnginePill>(cut_off).await;
    assert!(html.contains("No console") && !html.contains("Docker"), "{html}");
}

fn feed_of(entries: Vec<Activity>, limit: usize) -> activity_feed::ActivityFeedProps {
    let entries = Shared::new(entries);
    yew::props!(activity_feed::ActivityFeedProps { entries, limit, clock: clock() })
}

#[tokio::test]
async fn who_something_happened_to_leads_to_where_it_is_shown() {
    let [instance, volume, vpc] = [0, 1, 2].map(|place| testing::snapshot().activity.remove(place));
    let page = |entry| activity_feed::ActivityItemProps {
        entry,
        clock: clock(),
        range: ChartRange::live(Preset::Week),
    };
    let html = draw::<ActivityItem>(page(instance.clone())).await;
    assert!(html.contains("href=\"#/instances?id=mailer&amp;range=7d\""), "{html}");
    for (entry, href) in [(volume, "#/volumes?q="), (vpc, "#/vpcs?q=")] {
        let html = draw::<ActivityItem>(page(entry)).await;
        assert!(html.contains(&format!("href=\"{href}")), "{html}");
        assert!(!html.contains("range="), "there are no charts: {html}");
    }
    // What was recorded before ids were is a name only.
    let nameless = Subject { id: String::new(), ..instance.subject.clone() };
    let nameless = Activity { subject: nameless, ..instance };
    assert!(!draw::<ActivityItem>(page(nameless)).await.contains("<a "));
}

#[tokio::test]
async fn the_export() {
    let shown = ExportSubject {
        subject: HistorySubject::Total,
        name: "all instances".into(),
        range: ChartRange::live(Preset::SixHours),
    };
    let menu = export::ExportMenuProps {
        shown: shown.clone(),
        start: Callback::noop(),
        clock: clock(),
        on_close: Callback::noop(),
    };
    insta::assert_snapshot!("the_export_menu", draw::<export::ExportMenu>(menu).await);

    let control = |is_running, note, shown| export::ExportControlProps {
        shown,
        export: ExportHandle {
            is_running,
            note,
            start: Callback::noop(),
            dismiss: Callback::noop(),
        },
        clock: clock(),
    };
    let running = draw::<ExportControl>(control(true, None, Some(shown.clone()))).await;
    assert!(running.contains("aria-disabled") && running.contains("Exporting…"));
    assert!(running.contains("role=\"status\""), "what comes of it is read out");

    let saved = ExportNote::of(Ok(Some(Exported {
        path: "/home/ada/mini-aws-total.csv".to_owned(),
        rows: 12_480,
        resolution_ms: 10_000,
    })));
    insta::assert_snapshot!(
        draw::<ExportControl>(control(false, saved.clone(), Some(shown))).await
    );
    let elsewhere = draw::<ExportControl>(control(false, saved, None)).await;
    assert!(
        elsewhere.contains("Saved 12,480 rows") && !elsewhere.contains("data-testid=\"export\"")
    );
}

#[test]
fn an_export_ends_in_one_of_four_ways() {
    let saved = |rows| Exported { path: "/tmp/a.csv".to_owned(), rows, resolution_ms: 1 };
    let message = |answer| ExportNote::of(answer).map(|note| note.message.to_string());
    assert_eq!(message(Ok(None)), None, "who cancels need not be told");
    assert_eq!(message(Ok(Some(saved(1)))).unwrap(), "Saved 1 row to /tmp/a.csv");
    assert!(message(Ok(Some(saved(0)))).unwrap().contains("Nothing was measured"));
    let failed = ExportNote::of(Err(problem())).unwrap();
    assert!(failed.is_failed);
    assert_eq!((&*failed.message, &*failed.next_step), ("The disk is full.", "Make room."));
}

#[tokio::test]
async fn the_feed() {
    let feed = feed_of(testing::snapshot().activity, 2);
    insta::assert_snapshot!(draw::<ActivityFeed>(feed).await);
}

#[tokio::test]
async fn the_feed_before_anything_happened() {
    let feed = feed_of(Vec::new(), 5);
    insta::assert_snapshot!(draw::<ActivityFeed>(feed).await);
}

#[tokio::test]
async fn the_doctor() {
    let doctor = |engine| engine_doctor::EngineDoctorProps {
        engine,
        clock: clock(),
        is_heading: true,
        on_retry: Callback::noop(),
        children: yew::Html::default(),
    };
    insta::assert_snapshot!(draw::<EngineDoctor>(doctor(away())).await);
    assert!(!draw::<EngineDoctor>(doctor(testing::paused())).await.contains("doctor"));
}

#[tokio::test]
async fn the_banners() {
    let notice = |code, message: &str| Notice {
        code,
        message: message.to_owned(),
        next_step: "Do this.".to_owned(),
    };
    let banners = |engine, has_content| BannersProps {
        notices: Shared::new(vec![
            notice(NoticeCode::Demo, "Everything here is pretended."),
            notice(NoticeCode::DatabaseUnreadable, "The <database> was set aside."),
        ]),
        engine,
        has_content,
        is_cut_off: false,
        problem: None,
        clock: clock(),
        on_retry: Callback::noop(),
        on_resume: Callback::noop(),
    };
    insta::assert_snapshot!(draw::<Banners>(banners(away(), true)).await);
    let html = draw::<Banners>(banners(testing::paused(), true)).await;
    assert!(html.contains("Collecting is paused.") && html.contains(">Resume</button>"), "{html}");
    assert!(html.contains(">14:13:42</time>"), "{html}");
    let html = draw::<Banners>(banners(testing::paused(), false)).await;
    assert!(!html.contains("Resume"), "the page itself says it then");
    let html = draw::<Banners>(banners(away(), false)).await;
    assert!(!html.contains("Try now"), "the page itself says it then");
    let html = draw::<Banners>(banners(connected(), true)).await;
    assert!(!html.contains("as of"));
    let cut_off =
        BannersProps { is_cut_off: true, problem: Some(problem()), ..banners(away(), true) };
    let html = draw::<Banners>(cut_off).await;
    assert!(!html.contains("Try now") && !html.contains("The disk is full."), "{html}");
    assert!(html.contains("This is a demo: "), "that is true all the same");
}

#[tokio::test]
async fn a_problem_has_a_banner() {
    let html = draw::<Banners>(BannersProps {
        notices: Shared::default(),
        engine: connected(),
        has_content: true,
        is_cut_off: false,
        problem: Some(problem()),
        clock: clock(),
        on_retry: Callback::noop(),
        on_resume: Callback::noop(),
    })
    .await;
    assert!(html.contains("The disk is full.") && html.contains("Make room."));
}

#[tokio::test]
async fn the_window_without_a_console() {
    let screen = yew::props!(ErrorScreenProps { problem: problem(), on_retry: Callback::noop() });
    insta::assert_snapshot!(draw::<ErrorScreen>(screen).await);
}

#[tokio::test]
async fn the_list_of_the_keys() {
    let help = |in_shell| shortcut_help::ShortcutHelpProps { in_shell, on_close: Callback::noop() };
    let html = draw::<ShortcutHelp>(help(true)).await;
    for page in Page::ALL {
        assert!(html.contains(&format!("<dd>{}</dd>", page.title())), "{html}");
    }
    assert!(html.contains("<kbd>Ctrl/⌘ K</kbd>") && html.contains("<kbd>Shift ← →</kbd>"));
    let html = draw::<ShortcutHelp>(help(false)).await;
    assert!(!html.contains("Ctrl/⌘ 1") && html.contains("This list"), "a browser keeps its own");
}

#[tokio::test]
async fn the_way_to_the_console() {
    let bar = |link| link_bar::LinkBarProps { link, clock: clock(), on_retry: Callback::noop() };
    insta::assert_snapshot!(
        "the_console_is_away",
        draw::<LinkBar>(bar(testing::link_down())).await
    );
    let html = draw::<LinkBar>(bar(Link::Up)).await;
    assert!(html.contains("role=\"status\"") && !html.contains("banner"), "{html}");
}

#[tokio::test]
async fn who_is_let_in_no_longer_can_come_in_again() {
    let screen = yew::props!(ErrorScreenProps {
        problem: problem(),
        on_retry: Callback::noop(),
        action: "Go to the door"
    });
    let html = draw::<ErrorScreen>(screen).await;
    assert!(html.contains(">Go to the door</button>"), "{html}");
}

#[tokio::test]
async fn what_is_shown_while_loading() {
    insta::assert_snapshot!(draw::<SkeletonDashboard>(()).await);
}

fn problem() -> Problem {
    Problem {
        code: "database".to_owned(),
        message: "The disk is full.".to_owned(),
        next_step: "Make room.".to_owned(),
    }
}
