//! The log before anything came, its lines, and what becomes of a file.

use super::*;
use crate::backend::FakeBackend;
use crate::hooks::{LogLines, SearchHandle};
use crate::logs::LogBuffer;
use crate::testing::{ago, clock, draw, instance};
use mini_aws_domain::{LogLine, LogStream, Problem, Saved};
use std::{cell::RefCell, rc::Rc};

#[tokio::test]
async fn before_anything_came() {
    let door = Door::new(Rc::new(FakeBackend::default()));
    let strip = Strip { is_shown: true, on_toggle: Callback::noop() };
    let properties = OutputProps {
        instance: instance("api"),
        door,
        clock: clock(),
        is_reachable: true,
        is_gone: false,
        strip,
    };
    insta::assert_snapshot!(draw::<Output>(properties).await);
}

#[tokio::test]
async fn of_one_that_is_gone_nothing_is_read_or_saved_any_more() {
    let door = Door::new(Rc::new(FakeBackend::default()));
    let strip = Strip { is_shown: true, on_toggle: Callback::noop() };
    let instance = instance("api");
    let drawn = |is_gone| {
        let (instance, door, strip) = (instance.clone(), door.clone(), strip.clone());
        let clock = clock();
        draw::<Output>(OutputProps { instance, door, clock, is_reachable: true, is_gone, strip })
    };
    let (there, gone) = (drawn(false).await, drawn(true).await);
    assert!(there.contains("log-save") && !there.contains("went with the instance"), "{there}");
    assert!(there.contains("log-tail") && !gone.contains("log-tail"), "read anew it would be lost");
    assert!(!gone.contains("log-save") && gone.contains("went with the instance"), "{gone}");
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    lines: Vec<LogLine>,
    has_times: bool,
}

#[component]
fn Drawn(props: &RowsProps) -> Html {
    let buffer = Rc::new(RefCell::new(LogBuffer::default()));
    buffer.borrow_mut().push(props.lines.clone());
    let search = SearchHandle {
        text: "boom".into(),
        needle: "boom".chars().collect(),
        count: 1,
        position: None,
        current: None,
        is_busy: false,
        target: None,
        on_text: Callback::noop(),
        on_go: Callback::noop(),
    };
    let rows = Rows {
        lines: LogLines { buffer, revision: 1 },
        search,
        picked: Some(1),
        on_copy: Callback::noop(),
        has_times: props.has_times,
        clock: clock(),
    };
    html! { { for (0..props.lines.len()).map(|place| rows.draw(place)) } }
}

fn lines() -> Vec<LogLine> {
    let line = |stream, text: &str| LogLine {
        at: Some(ago(5)),
        stream,
        text: text.to_owned(),
        is_cut: false,
    };
    vec![
        line(LogStream::Out, "\u{1b}[32mready\u{1b}[0m <b>not markup</b>"),
        LogLine { is_cut: true, ..line(LogStream::Err, "Boom \u{1b}[2J\u{7}") },
        LogLine { at: None, ..line(LogStream::Out, "") },
    ]
}

#[tokio::test]
async fn the_lines() {
    insta::assert_snapshot!(draw::<Drawn>(RowsProps { lines: lines(), has_times: true }).await);
    let html = draw::<Drawn>(RowsProps { lines: lines(), has_times: false }).await;
    assert!(!html.contains("<time"));
}

#[test]
fn a_choice_that_was_kept_is_one_of_those_there_are() {
    for (kept, tail) in [
        (None, 1_000),
        (Some("10000"), 10_000),
        (Some("100000"), 100_000),
        (Some("99999999999"), 1_000),
        (Some("<b>"), 1_000),
    ] {
        assert_eq!(choices::tail_of(kept), tail);
    }
}

#[test]
fn lines_are_picked_one_after_the_other() {
    for (current, is_back, line) in [
        (None, false, 40),
        (None, true, 40),
        (Some(40), false, 41),
        (Some(40), true, 39),
        (Some(49), false, 49),
        (Some(10), true, 10),
        (Some(3), false, 10),
        (Some(0), true, 10),
    ] {
        assert_eq!(pick::step(current, is_back, 40, 10, 50), line, "{current:?}");
    }
    assert_eq!(pick::step(None, false, 0, 5, 5), 5, "there is none");
}

#[test]
fn a_switch_stays_as_it_was_left() {
    for at_first in [true, false] {
        assert!(choices::switch_of(Some("on"), at_first));
        assert!(!choices::switch_of(Some("off"), at_first));
        assert_eq!(choices::switch_of(None, at_first), at_first);
        assert_eq!(choices::switch_of(Some("<b>"), at_first), at_first);
    }
}

#[test]
fn what_became_of_a_file_is_said() {
    let saved = |rows| Ok(Some(Saved { path: "/home/ada/api.log".to_owned(), rows }));
    let words = |answer| save::note(answer).map(|(_, words)| words);
    assert_eq!(words(saved(1_234)).unwrap(), "Saved 1,234 lines to /home/ada/api.log.");
    assert_eq!(words(saved(0)).unwrap(), "Saved to /home/ada/api.log.");
    assert_eq!(words(Ok(None)), None, "called off");
    let problem = Problem {
        code: "disk".to_owned(),
        message: "The disk is full.".to_owned(),
        next_step: "Make room.".to_owned(),
    };
    assert_eq!(save::note(Err(problem)), Some((true, "The disk is full. Make room.".to_owned())));
}
