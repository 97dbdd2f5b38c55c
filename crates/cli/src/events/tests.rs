use super::*;
use crate::terminal::Surroundings;
use mini_aws_domain::{Source as Teller, Subject};

fn died() -> Activity {
    Activity {
        id: 7,
        timestamp: "2026-11-23T12:00:00.123456Z".parse().unwrap(),
        source: Teller::Engine,
        kind: ActivityKind::Died,
        subject: Subject {
            kind: SubjectKind::Instance,
            id: "4a780db78679".to_owned(),
            name: "web\u{1b}[31m".to_owned(),
        },
        outcome: Outcome::Failed,
        detail: "exit 137,\tout of memory".to_owned(),
        exit_code: Some(137),
        last: None,
    }
}

#[test]
fn people_read_a_sentence() {
    let plain = Terminal::new(&Surroundings {
        is_terminal: true,
        no_color: Some("1".to_owned()),
        ..Surroundings::default()
    });
    let told = sentence(&died(), &died().timestamp, &plain);
    let expected = "2026-11-23 12:00:00  instance  web␛[31m died  exit 137,␉out of memory\n";
    assert_eq!(told, expected);
    let coloured = Terminal::new(&Surroundings { is_terminal: true, ..Surroundings::default() });
    let told = sentence(&died(), &died().timestamp, &coloured);
    assert!(told.contains("\u{1b}[31mdied\u{1b}[0m"), "{told:?}");
}

#[test]
fn programs_get_a_field_for_each_name() {
    let told = line(&died());
    let expected = "2026-11-23T12:00:00.123Z\tinstance\tweb␛[31m\t4a780db78679\tdied\tfailed\texit 137,␉out of memory\n";
    assert_eq!(told, expected);
    assert_eq!(told.split('\t').count(), FIELDS.len());
}

#[test]
fn json_is_one_line_and_says_the_same() {
    let json = line_of_json(&died()).unwrap();
    assert_eq!(json.lines().count(), 1);
    assert_eq!(serde_json::from_str::<Activity>(&json).unwrap(), died());
}

#[test]
fn the_stream_is_read_however_it_is_cut() {
    let json = serde_json::to_string(&died()).unwrap();
    let stream = format!(
        "retry: 2000\n\n:\n\nid: r-1\nevent: summary\ndata: {{}}\n\nid: r-2\nevent: activity\ndata: {json}\n\n\
         event: activity\ndata: {{\"of\": \"another version\"}}\n\nevent: activity\ndata: {json}\n\nevent: act"
    );
    for size in [1, 7, 64, stream.len()] {
        let mut pieces = Pieces::default();
        let told: Vec<Activity> =
            stream.as_bytes().chunks(size).flat_map(|piece| pieces.take(piece)).collect();
        assert_eq!(told, [died(), died()], "{size}");
    }
}

#[test]
fn an_event_is_the_same_however_it_was_kept() {
    let kept = Activity { id: 0, timestamp: "2026-11-23T12:00:00.123Z".parse().unwrap(), ..died() };
    assert!(is_same(&kept, &died()));
    assert!(!is_same(&Activity { kind: ActivityKind::OutOfMemory, ..died() }, &died()));
    assert!(!is_same(&Activity { detail: "exit 1".to_owned(), ..died() }, &died()));
    assert!(!is_same(&Activity { outcome: Outcome::Ok, ..died() }, &died()));
}
