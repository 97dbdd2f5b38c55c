//! Addresses: read, written, and read again.

use super::*;
use crate::charts::{Preset, Span};
use mini_aws_domain::{ActivityKind, Outcome, Source, SubjectKind};

#[test]
fn every_page_is_found_again_by_its_address() {
    for page in Page::ALL {
        assert_eq!(Route::parse(&page.href()), Route::to(page));
    }
}

#[test]
fn an_empty_or_unknown_address_leads_to_the_dashboard() {
    for hash in ["", "#", "#/", "#/nowhere", "#main"] {
        assert_eq!(Route::parse(hash).page, Page::Dashboard, "{hash}");
    }
}

#[test]
fn a_filter_survives_the_address_whatever_it_says() {
    for filter in ["api", "a&b=c?d#e", "100 %", "grün ☁", "<b>"] {
        let route = Route::filtered(Page::Instances, filter);
        assert_eq!(Route::parse(&route.to_string()), route);
    }
}

#[test]
fn a_subject_survives_the_address_whatever_it_is_called() {
    let range = ChartRange::live(Preset::Week);
    for text in ["web", "a&b=c?d#e", "100 %", "grün ☁", "<b>", "q", "id=1"] {
        let text = || text.to_owned();
        for subject in [
            HistorySubject::Instance { id: InstanceId::new(text()) },
            HistorySubject::Name { name: text() },
            HistorySubject::Group { project: text(), service: None },
            HistorySubject::Group { project: text(), service: Some(text()) },
        ] {
            let route = Route::of(subject).with_range(range);
            assert_eq!(Route::parse(&route.to_string()), route);
            assert_eq!(route.charted(), route.subject);
        }
    }
    assert_eq!(Route::of(HistorySubject::Total), Route::to(Page::Dashboard));
}

#[test]
fn a_subject_is_one_of_instances_and_has_a_name() {
    let group = HistorySubject::Group { project: "shop".into(), service: Some("web".into()) };
    assert_eq!(Route::of(group).to_string(), "#/instances?project=shop&service=web");
    assert_eq!(Route::of_instance(&InstanceId::new("3f2a")).to_string(), "#/instances?id=3f2a");
    for hash in ["#/instances?id=", "#/instances?service=web", "#/volumes?id=3f2a"] {
        assert_eq!(Route::parse(hash).subject, None, "{hash}");
    }
    let all = Route::parse("#/instances?project=shop&service=").subject;
    assert_eq!(all, Some(HistorySubject::Group { project: "shop".into(), service: None }));
}

#[test]
fn what_is_gone_is_listed_at_an_address_of_its_own() {
    let route = Route { filter: "web".to_owned(), ..Route::terminated() };
    assert_eq!(route.to_string(), "#/instances?show=terminated&q=web");
    assert_eq!(Route::parse(&route.to_string()), route);
    assert_eq!(route.charted(), None);
    assert!(!Route::parse("#/volumes?show=terminated").is_past);
}

#[test]
fn the_design_system_has_an_address() {
    let route = Route::parse("#/design");
    assert!(route.is_design);
    assert_eq!(Route::parse(&route.to_string()), route);
    assert_eq!(route.charted(), None);
}

#[test]
fn groups_survive_the_address() {
    let route = Route { is_grouped: true, ..Route::filtered(Page::Instances, "state:failing") };
    assert_eq!(route.to_string(), "#/instances?group=project&q=state%3Afailing");
    assert_eq!(Route::parse(&route.to_string()), route);
    assert!(!Route::parse("#/instances?group=image").is_grouped);
    assert!(!Route::parse("#/volumes?group=project").is_grouped);
}

#[test]
fn what_the_console_costs_has_an_address_among_the_settings() {
    assert_eq!(Route::cost().to_string(), "#/settings?show=own-cost");
    assert_eq!(Route::parse("#/settings?show=own-cost"), Route::cost());
    assert_eq!(Route::parse("#/instances?show=own-cost").section, None);
    assert_eq!(Route::parse("#/settings").section, None);
    for section in Section::ALL {
        let route = Route::settings(section);
        assert_eq!(Route::parse(&route.to_string()), route);
    }
}

#[test]
fn what_activity_is_narrowed_to_survives_the_address() {
    let route = Route {
        filter: "api x".to_owned(),
        audit: AuditFilter {
            kinds: vec![ActivityKind::Died, ActivityKind::OutOfMemory],
            subjects: vec![SubjectKind::Vpc],
            outcomes: vec![Outcome::Failed, Outcome::Warning],
            sources: vec![Source::Console],
        },
        ..Route::to(Page::Activity)
    };
    assert_eq!(
        route.to_string(),
        "#/activity?q=api%20x&kinds=died,out_of_memory&subjects=vpc&outcomes=failed,warning&sources=console"
    );
    assert_eq!(Route::parse(&route.to_string()), route);
    let broken = Route::parse("#/activity?kinds=died,nonsense,died,&outcomes=");
    assert_eq!(broken.audit.kinds, [ActivityKind::Died]);
    assert!(broken.audit.outcomes.is_empty());
    assert!(Route::parse("#/volumes?kinds=died").audit.is_empty());
    for kind in ActivityKind::ALL {
        assert!(!slug(&kind).is_empty());
    }
}

#[test]
fn the_picture_of_the_vpcs_has_an_address() {
    let route = Route { is_picture: true, ..Route::filtered(Page::Vpcs, "shop") };
    assert_eq!(route.to_string(), "#/vpcs?show=picture&q=shop");
    assert_eq!(Route::parse(&route.to_string()), route);
    let at = Route::to_vpc("shop & co");
    assert_eq!(at.to_string(), "#/vpcs?show=picture&vpc=shop%20%26%20co");
    assert_eq!(Route::parse(&at.to_string()), at);
    assert_eq!(Route::parse("#/vpcs?vpc=shop").vpc, None, "only in the picture");
    assert!(!Route::parse("#/volumes?show=picture").is_picture);
}

#[test]
fn a_range_survives_the_address() {
    let live = Route::to(Page::Dashboard).with_range(ChartRange::live(Preset::SixHours));
    assert_eq!(live.to_string(), "#/dashboard?range=6h");
    assert_eq!(Route::parse("#/dashboard?range=6h"), live);
    let time = |text: &str| text.parse().unwrap();
    let span = Span { from: time("2026-03-02T10:00:00Z"), to: time("2026-03-02T10:00:12.5Z") };
    let zoomed = live.with_range(live.range.zoomed(span, time("2026-03-03T00:00:00Z")));
    assert_eq!(
        zoomed.to_string(),
        "#/dashboard?range=6h&from=2026-03-02T10:00:00Z&to=2026-03-02T10:00:12.500Z"
    );
    assert_eq!(Route::parse(&zoomed.to_string()), zoomed);
    assert_eq!(Route::parse("#/dashboard?range=6h&from=x&to=").range, live.range);
    assert_eq!(Route::to(Page::Dashboard).to_string(), "#/dashboard");
}

#[test]
fn a_visit_leads_to_a_page_to_an_instance_or_nowhere() {
    let visit = |page, instance: Option<&str>| {
        Route::of_visit(&Visit { number: 1, page, instance: instance.map(InstanceId::new) })
    };
    assert_eq!(visit(None, None), None, "it stays where it is");
    assert_eq!(visit(Some(Page::Settings), None), Some(Route::to(Page::Settings)));
    let instance = Some(Route::of_instance(&InstanceId::new("4a78")));
    assert_eq!(visit(Some(Page::Instances), Some("4a78")), instance);
    for route in [Route::to(Page::Settings), Route::of_instance(&InstanceId::new("4a/78 %"))] {
        assert_eq!(
            Route::parse(&route.to_string()),
            route,
            "or it would never be said to be shown"
        );
    }
}

#[test]
fn a_broken_escape_is_read_as_it_stands() {
    assert_eq!(Route::parse("#/instances?q=50%").filter, "50%");
    assert_eq!(Route::parse("#/instances?q=%zz☁").filter, "%zz☁");
}
