//! The way from the console's answers to what is told.

use crate::backend::{Backend, FakeBackend};
use crate::logs::{Reading, Told, read};
use crate::testing::instance_id;
use mini_aws_domain::{LogBatch, LogEnd, LogLine, LogStream, LogsQuery, Problem};
use std::{cell::RefCell, rc::Rc};

fn problem(code: &str) -> Problem {
    Problem { code: code.to_owned(), message: "No.".to_owned(), next_step: "Wait.".to_owned() }
}

fn batch(text: &str, end: Option<LogEnd>) -> LogBatch {
    let line = LogLine { at: None, stream: LogStream::Out, text: text.to_owned(), is_cut: false };
    LogBatch { lines: vec![line], end }
}

/// What is told when the console answers so, and what it was asked.
async fn told(answers: Vec<Result<LogBatch, Problem>>) -> (Vec<String>, Vec<String>) {
    let backend = Rc::new(FakeBackend::default());
    backend.logs.borrow_mut().extend(answers);
    let all = RefCell::new(Vec::new());
    let reading = Reading::new(Rc::clone(&backend) as Rc<dyn Backend>);
    let query = || LogsQuery { instance: instance_id("api"), tail: 10, since: None, follow: true };
    read(reading, query, |told| {
        all.borrow_mut().push(match told {
            Told::Opened => "opened".to_owned(),
            Told::Lines(lines) => lines.into_iter().map(|line| line.text).collect(),
            Told::Ended => "ended".to_owned(),
            Told::Failed(problem) => problem.code,
        });
        true
    })
    .await;
    let asked = backend.asked.borrow().clone();
    (all.into_inner(), asked)
}

#[tokio::test]
async fn lines_are_told_until_the_end() {
    let empty = LogBatch::default();
    let answers = vec![Ok(batch("a", None)), Ok(empty), Ok(batch("b", Some(LogEnd::Done)))];
    assert_eq!(told(answers).await.0, ["opened", "a", "b", "ended"]);
}

#[tokio::test]
async fn a_session_that_was_forgotten_is_begun_anew() {
    let answers = vec![
        Ok(batch("a", None)),
        Err(problem("no_session")),
        Ok(batch("b", Some(LogEnd::Failed { problem: problem("driver") }))),
    ];
    let (told, asked) = told(answers).await;
    assert_eq!(told, ["opened", "a", "opened", "b", "driver"]);
    assert_eq!(asked.iter().filter(|asked| asked.starts_with("logs of")).count(), 2);
}

#[tokio::test]
async fn what_fails_at_once_is_not_tried_for_ever() {
    let (told, asked) = told(vec![Err(problem("no_session"))]).await;
    assert_eq!(told, ["opened", "no_session"]);
    assert_eq!(asked.last().map(String::as_str), Some("end_logs"));
}

#[tokio::test]
async fn what_is_begun_again_and_again_without_news_is_given_up() {
    let backend = Rc::new(FakeBackend::default());
    for _ in 0..20 {
        // The newest line is told each time, since it is read again from a little before.
        backend.logs.borrow_mut().extend([Ok(batch("a", None)), Err(problem("no_session"))]);
    }
    let failed = RefCell::new(Vec::new());
    let reading = Reading::new(Rc::clone(&backend) as Rc<dyn Backend>);
    let query = || LogsQuery { instance: instance_id("api"), tail: 10, since: None, follow: true };
    read(reading, query, |told| {
        if let Told::Failed(problem) = told {
            failed.borrow_mut().push(problem.code);
        }
        false
    })
    .await;
    assert_eq!(failed.into_inner(), ["no_session"]);
    let asked = backend.asked.borrow();
    assert_eq!(asked.iter().filter(|asked| asked.starts_with("logs of")).count(), 6);
}

#[tokio::test]
async fn who_left_hears_nothing_more() {
    let backend = Rc::new(FakeBackend::default());
    backend.logs.borrow_mut().push_back(Ok(batch("a", None)));
    let reading = Reading::new(Rc::clone(&backend) as Rc<dyn Backend>);
    reading.leave().await;
    let query = || LogsQuery { instance: instance_id("api"), tail: 10, since: None, follow: true };
    read(reading, query, |told| panic!("{told:?}")).await;
    assert_eq!(backend.asked.borrow().last().map(String::as_str), Some("end_logs"));
}
