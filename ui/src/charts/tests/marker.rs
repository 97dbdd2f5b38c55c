use super::fixture::{NOON, at, time};
use crate::charts::{Marker, Tone};
use mini_aws_domain::{Activity, ActivityKind, Outcome, Source, Subject, SubjectKind};

fn activity(kind: ActivityKind, outcome: Outcome, detail: &str) -> Activity {
    Activity {
        id: 1,
        timestamp: time(NOON),
        source: Source::Engine,
        kind,
        subject: Subject {
            kind: SubjectKind::Instance,
            id: "id".to_owned(),
            name: "mailer".to_owned(),
        },
        outcome,
        detail: detail.to_owned(),
        exit_code: None,
        last: None,
    }
}

#[test]
fn an_instance_that_came_or_went_is_marked_by_how_it_ended() {
    for (kind, outcome, tone) in [
        (ActivityKind::Started, Outcome::Ok, Tone::Started),
        (ActivityKind::Stopped, Outcome::Ok, Tone::Stopped),
        (ActivityKind::Exited, Outcome::Ok, Tone::Stopped),
        (ActivityKind::Died, Outcome::Failed, Tone::Failed),
        (ActivityKind::OutOfMemory, Outcome::Failed, Tone::Failed),
        (ActivityKind::Unhealthy, Outcome::Warning, Tone::Warning),
    ] {
        let marker = Marker::from_activity(&activity(kind, outcome, "")).unwrap();
        assert_eq!((marker.at, marker.tone), (at(0), tone), "{kind:?}");
    }
    let marker =
        Marker::from_activity(&activity(ActivityKind::Died, Outcome::Failed, "exit 137")).unwrap();
    assert_eq!(marker.text, "mailer died, exit 137");
}

#[test]
fn what_is_asked_for_is_what_is_marked() {
    for kind in ActivityKind::ALL {
        let is_marked = Marker::from_activity(&activity(kind, Outcome::Ok, "")).is_some();
        assert_eq!(is_marked, Marker::KINDS.contains(&kind), "{kind:?}");
    }
}

#[test]
fn what_explains_no_chart_is_not_marked() {
    assert_eq!(Marker::from_activity(&activity(ActivityKind::Created, Outcome::Ok, "")), None);
    let mut volume = activity(ActivityKind::Started, Outcome::Ok, "");
    volume.subject.kind = SubjectKind::Volume;
    assert_eq!(Marker::from_activity(&volume), None);
}
