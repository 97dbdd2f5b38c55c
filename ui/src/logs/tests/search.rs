//! What is found, in which order, and where it is marked.

use crate::logs::{Hit, LogBuffer, Pages, Search, marked, pieces};
use mini_aws_domain::{LogLine, LogStream};

fn buffer(texts: &[&str]) -> LogBuffer {
    let mut buffer = LogBuffer::default();
    let line = |text: &&str| LogLine {
        at: None,
        stream: LogStream::Out,
        text: (*text).to_owned(),
        is_cut: false,
    };
    buffer.push(texts.iter().map(line));
    buffer
}

fn hit(line: u64, place: usize) -> Hit {
    Hit { line, place }
}

#[test]
fn it_goes_on_where_it_stopped() {
    let mut buffer = buffer(&["error", "fine", "Error, ERROR"]);
    let mut search = Search::of("error");
    assert!(search.step(&buffer, 2), "there is a third");
    assert_eq!(search.count(), 1);
    assert!(!search.step(&buffer, 2));
    assert_eq!(search.count(), 3);
    let next = buffer.get(0).unwrap().clone();
    buffer.push([next]);
    assert!(!search.step(&buffer, 100));
    assert_eq!(search.count(), 4);
    assert!(!Search::of("").step(&buffer, 100));
}

#[test]
fn next_and_before_go_round() {
    let buffer = buffer(&["x x", "-", "x"]);
    let mut search = Search::of("x");
    search.step(&buffer, 100);
    assert_eq!((search.current(), search.position()), (None, None));
    assert_eq!(search.go(false, 1), Some(hit(2, 0)), "from where one looks");
    assert_eq!(search.position(), Some(3));
    assert_eq!(search.go(false, 1), Some(hit(0, 0)));
    assert_eq!(search.go(false, 1), Some(hit(0, 1)));
    assert_eq!(search.go(true, 1), Some(hit(0, 0)));
    assert_eq!(search.go(true, 1), Some(hit(2, 0)));
    assert_eq!(Search::of("nowhere").go(false, 0), None);
}

#[test]
fn what_gave_way_is_not_found_any_more() {
    let mut buffer = buffer(&["x", "x"]);
    let mut search = Search::of("x");
    search.step(&buffer, 100);
    search.go(false, 0);
    buffer.clear();
    search.step(&buffer, 100);
    assert_eq!((search.count(), search.current()), (0, None));
    assert_eq!(buffer.first(), 2);
}

#[test]
fn what_is_found_is_marked_across_colours() {
    let parts = |line: &str, what: &str| {
        let parts = marked(pieces(line), Search::of(what).needle());
        parts.into_iter().map(|(piece, mark)| (piece.text, mark)).collect::<Vec<_>>()
    };
    let part = |text: &str, mark| (text.to_owned(), mark);
    assert_eq!(
        parts("an ER\u{1b}[31mror, error", "error"),
        [
            part("an ", None),
            part("ER", Some(0)),
            part("ror", Some(0)),
            part(", ", None),
            part("error", Some(1))
        ]
    );
    assert_eq!(parts("nothing", "x"), [part("nothing", None)]);
    assert_eq!(parts("ÄäÄ", "ä").len(), 3, "letters of several bytes");
    assert_eq!(parts("aaa", "aa"), [part("aa", Some(0)), part("a", None)]);
    assert!(parts("", "x").is_empty());
}
