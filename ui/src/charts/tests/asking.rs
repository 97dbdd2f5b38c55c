use crate::backend::FakeBackend;
use crate::charts::{
    ChartRange, HistoryAction, HistoryAnswer, HistoryAsk, HistoryState, Preset, Span, Tone,
    fetch_history, points_for,
};
use crate::testing::{self, ago, instance_id, now};
use chrono::TimeDelta;
use mini_aws_domain::{HistorySubject, Metric, Problem};
use std::rc::Rc;

fn ask(preset: Preset) -> HistoryAsk {
    HistoryAsk {
        subject: HistorySubject::Total,
        metrics: vec![Metric::Cpu, Metric::Memory],
        range: ChartRange::live(preset),
        pinned: Vec::new(),
    }
}

fn answer(ask: &HistoryAsk) -> HistoryAnswer {
    HistoryAnswer {
        span: ask.range.span(now()),
        ask: ask.clone(),
        histories: vec![testing::history(Metric::Cpu)],
        markers: Rc::default(),
    }
}

fn problem() -> Problem {
    Problem { code: "store".to_owned(), message: "No.".to_owned(), next_step: String::new() }
}

#[tokio::test]
async fn every_metric_is_asked_for_over_the_range_with_the_busiest() {
    let backend = FakeBackend::default();
    let answer = fetch_history(&backend, ask(Preset::Hour), 240, now()).await.unwrap();
    let queries = backend.queries.borrow();
    assert_eq!(queries.len(), 2);
    for (query, metric) in queries.iter().zip([Metric::Cpu, Metric::Memory]) {
        assert_eq!((query.metric, query.top, query.points), (metric, 8, 240));
        assert_eq!((query.from, query.to), (now() - TimeDelta::hours(1), now()));
    }
    let metrics: Vec<Metric> = answer.histories.iter().map(|history| history.metric).collect();
    assert_eq!(metrics, [Metric::Cpu, Metric::Memory]);
    assert_eq!(answer.span, Span { from: now() - TimeDelta::hours(1), to: now() });
    // Of what happened, an instance's death explains a chart; a new volume does not.
    let markers: Vec<_> = answer.markers.iter().map(|marker| marker.tone).collect();
    assert_eq!(markers, [Tone::Failed]);
}

#[tokio::test]
async fn pinned_instances_are_asked_for_with_the_busiest() {
    let backend = FakeBackend::default();
    let pinned = vec![instance_id("redis"), instance_id("api")];
    let ask =
        HistoryAsk { pinned: pinned.clone(), metrics: vec![Metric::Cpu], ..ask(Preset::Hour) };
    fetch_history(&backend, ask, 240, now()).await.unwrap();
    let queries = backend.queries.borrow();
    assert_eq!(queries.len(), 1);
    assert_eq!((queries[0].top, &queries[0].pinned), (8, &pinned));
}

#[test]
fn what_is_shown_and_wanted_again_is_not_replaced_by_what_was_asked_meanwhile() {
    let (hour, day) = (ask(Preset::Hour), ask(Preset::Day));
    let mut state = HistoryState::default();
    state.apply(HistoryAction::Asked(1, hour.clone()));
    state.apply(HistoryAction::Answered(1, Ok(answer(&hour))));
    state.apply(HistoryAction::Asked(2, day.clone()));
    state.apply(HistoryAction::Kept(3, hour.clone()));
    assert!(!state.is_busy() && !state.is_loading());
    state.apply(HistoryAction::Answered(2, Ok(answer(&day))));
    assert!(state.shows(&hour) && state.problem.is_none());
}

#[tokio::test]
async fn one_problem_is_the_answer() {
    let backend = FakeBackend::default();
    *backend.history.borrow_mut() = Err(problem());
    let answer = fetch_history(&backend, ask(Preset::Hour), 240, now()).await;
    assert_eq!(answer, Err(problem()));
}

#[test]
fn the_old_picture_stays_until_the_next_one_is_there() {
    let (hour, day) = (ask(Preset::Hour), ask(Preset::Day));
    let mut state = HistoryState::default();
    state.apply(HistoryAction::Asked(1, hour.clone()));
    assert!(state.is_loading() && state.shown.is_none());
    state.apply(HistoryAction::Answered(1, Ok(answer(&hour))));
    assert!(!state.is_loading() && state.shows(&hour));
    state.apply(HistoryAction::Asked(2, day.clone()));
    assert!(state.is_loading() && state.shows(&hour));
    state.apply(HistoryAction::Answered(2, Ok(answer(&day))));
    assert!(!state.is_loading() && state.shows(&day));
}

#[test]
fn an_answer_that_comes_late_is_dropped() {
    let (hour, day) = (ask(Preset::Hour), ask(Preset::Day));
    let mut state = HistoryState::default();
    state.apply(HistoryAction::Asked(1, hour.clone()));
    state.apply(HistoryAction::Asked(2, day.clone()));
    state.apply(HistoryAction::Answered(1, Ok(answer(&hour))));
    assert!(state.is_loading() && state.shown.is_none());
    state.apply(HistoryAction::Answered(2, Ok(answer(&day))));
    state.apply(HistoryAction::Answered(1, Err(problem())));
    assert!(state.shows(&day) && state.problem.is_none());
}

#[test]
fn a_problem_keeps_the_picture_and_goes_with_the_next_answer() {
    let hour = ask(Preset::Hour);
    let mut state = HistoryState::default();
    state.apply(HistoryAction::Asked(1, hour.clone()));
    state.apply(HistoryAction::Answered(1, Ok(answer(&hour))));
    state.apply(HistoryAction::Asked(2, hour.clone()));
    assert!(!state.is_loading(), "the same again is no other picture");
    state.apply(HistoryAction::Answered(2, Err(problem())));
    assert!(state.shows(&hour) && state.problem == Some(problem()));
    state.apply(HistoryAction::Asked(3, hour.clone()));
    assert!(state.problem.is_some(), "until it is known to be better");
    state.apply(HistoryAction::Answered(3, Ok(answer(&hour))));
    assert_eq!(state.problem, None);
}

#[test]
fn the_picture_of_another_subject_never_stands_in() {
    let hour = ask(Preset::Hour);
    let mut state = HistoryState::default();
    state.apply(HistoryAction::Asked(1, hour.clone()));
    state.apply(HistoryAction::Answered(1, Ok(answer(&hour))));
    let subject = HistorySubject::Instance { id: instance_id("api") };
    state.apply(HistoryAction::Asked(2, HistoryAsk { subject, ..hour }));
    assert!(state.shown.is_none());
    state.apply(HistoryAction::Left);
    assert!(!state.is_loading());
}

#[test]
fn what_ends_now_is_asked_for_again_as_often_as_it_changes() {
    let mut state = HistoryState::default();
    let mut refresh = |ask: &HistoryAsk, bucket_ms: i64| {
        let mut answer = answer(ask);
        answer.histories[0].bucket_ms = bucket_ms;
        state.apply(HistoryAction::Asked(1, ask.clone()));
        assert_eq!(state.refresh_ms(), None, "one question at a time");
        state.apply(HistoryAction::Answered(1, Ok(answer)));
        state.refresh_ms()
    };
    assert_eq!(refresh(&ask(Preset::Hour), 1_000), Some(2_000));
    assert_eq!(refresh(&ask(Preset::Hour), 15_000), Some(15_000));
    assert_eq!(refresh(&ask(Preset::Year), 10_000_000), Some(60_000));
    let mut fixed = ask(Preset::Hour);
    fixed.range = fixed.range.zoomed(Span { from: ago(500), to: ago(100) }, now());
    assert_eq!(refresh(&fixed, 1_000), None);
}

#[test]
fn a_plot_has_a_point_for_each_two_pixels() {
    assert_eq!([0, 100, 470, 5_000].map(points_for), [120, 120, 235, 600]);
}
