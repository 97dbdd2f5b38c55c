//! What is kept, and what comes twice.

use crate::logs::{Doubles, LogBuffer, Pages};
use crate::testing::ago;
use chrono::TimeDelta;
use mini_aws_domain::{LogLine, LogStream};

fn line(text: &str, seconds_ago: i64) -> LogLine {
    LogLine {
        at: Some(ago(seconds_ago)),
        stream: LogStream::Out,
        text: text.to_owned(),
        is_cut: false,
    }
}

fn texts(lines: &[LogLine]) -> Vec<&str> {
    lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn the_oldest_lines_give_way() {
    let mut buffer = LogBuffer::default();
    buffer.push((0..100_010).map(|number| line(&number.to_string(), 0)));
    assert_eq!((buffer.len(), buffer.first(), buffer.end()), (100_000, 10, 100_010));
    assert_eq!(buffer.line(9), None);
    assert_eq!(buffer.line(10).as_deref(), Some("10"), "each keeps its number");
    assert_eq!(buffer.get(0).map(|line| line.text.as_str()), Some("10"));
    assert_eq!(buffer.line(100_010), None);
}

#[test]
fn few_lines_that_are_long_give_way_as_well() {
    let mut buffer = LogBuffer::default();
    let long = "x".repeat(1 << 20);
    buffer.push((0..40).map(|_| line(&long, 0)));
    assert_eq!((buffer.len(), buffer.first()), (32, 8));
    assert_eq!(buffer.longest(), 1 << 20);
}

#[test]
fn what_was_cleared_is_not_found_under_its_number() {
    let mut buffer = LogBuffer::default();
    buffer.push([line("a", 2), line("b", 1)]);
    buffer.clear();
    assert!(buffer.is_empty());
    buffer.push([line("c", 0)]);
    assert_eq!((buffer.line(0), buffer.line(2).as_deref()), (None, Some("c")));
}

#[test]
fn a_log_that_goes_on_has_every_line_once() {
    let mut buffer = LogBuffer::default();
    // Two lines alike at one moment, and one that came a little late.
    buffer.push([line("old", 100), line("a", 11), line("b", 10), line("b", 10), line("late", 10)]);
    let (since, mut doubles) = Doubles::of(&buffer).unwrap();
    assert_eq!(since, ago(11));
    let again = vec![line("a", 11), line("b", 10), line("b", 10), line("late", 10), line("b", 10)];
    assert_eq!(texts(&doubles.without(again)), ["b"], "the third one is new");
    assert_eq!(texts(&doubles.without(vec![line("late", 10), line("b", 9)])), ["late", "b"]);
}

#[test]
fn of_two_streams_out_of_order_every_line_comes_once() {
    let mut buffer = LogBuffer::default();
    let half =
        |text: &str| LogLine { at: Some(ago(10) + TimeDelta::milliseconds(500)), ..line(text, 0) };
    let err = LogLine { stream: LogStream::Err, ..half("err") };
    // The one that was written last is older.
    buffer.push([err.clone(), line("out", 10)]);
    let (since, mut doubles) = Doubles::of(&buffer).unwrap();
    assert_eq!(since, ago(11));
    let again = vec![err, line("out", 10), half("new")];
    assert_eq!(texts(&doubles.without(again)), ["new"]);
}

#[test]
fn without_times_it_has_to_be_read_anew() {
    let mut buffer = LogBuffer::default();
    assert!(Doubles::of(&buffer).is_none());
    buffer.push([LogLine { at: None, ..line("a", 0) }]);
    assert!(Doubles::of(&buffer).is_none());
}
