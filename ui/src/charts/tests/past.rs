use super::fixture::{NOON, at, time};
use crate::charts::past::model;
use crate::charts::source::explain;
use crate::charts::{ChartRange, Gap, Preset, SeriesRole};
use crate::testing::{ago, history, instance_id, now};
use mini_aws_domain::{GapReason, HistoryGap, HistorySubject, Metric};

#[test]
fn an_answer_is_drawn_at_the_middles_of_its_buckets() {
    let span = ChartRange::live(Preset::Hour).span(now());
    let model = model(&history(Metric::Cpu), span, true, |_| None);
    assert_eq!((model.start, model.end), (ago(3600).timestamp_millis(), now().timestamp_millis()));
    assert_eq!(model.bucket_ms, Some(60_000));
    assert_eq!(model.times[0], ago(570).timestamp_millis());
    assert_eq!(model.times.len(), 10);
    let roles: Vec<_> = model.series.iter().map(|series| series.role).collect();
    let instance = SeriesRole::Instance;
    assert_eq!(roles, [SeriesRole::Total, instance, instance, SeriesRole::Others]);
    assert_eq!(model.series[1].id, Some(instance_id("api")));
    assert_eq!(model.series[1].values[4], None);
    assert_eq!(model.series[0].latest, Some(152.0));
    assert!(model.series[1].has_band() && !model.series[3].has_band());
    let expected = Gap {
        from: ago(365).timestamp_millis(),
        to: ago(175).timestamp_millis(),
        reason: GapReason::Asleep,
    };
    assert_eq!(model.gaps, [expected]);
}

#[test]
fn instances_of_one_name_are_told_apart() {
    let mut history = history(Metric::Cpu);
    history.series[2].name = "api".to_owned();
    let span = ChartRange::default().span(now());
    let model = model(&history, span, false, |_| None);
    let names: Vec<_> = model.series.iter().map(|series| series.name.as_str()).collect();
    assert_eq!(names, ["total", "api api-01", "api postgr", "others"]);
}

#[test]
fn an_instance_has_its_colour_of_elsewhere_and_a_new_one_its_own() {
    let span = ChartRange::default().span(now());
    let color = |id: &_| (*id == instance_id("postgres")).then_some(3);
    let model = model(&history(Metric::Cpu), span, false, color);
    assert_eq!(model.series[2].color, Some(3));
    assert!(model.series[1].color.is_some_and(|color| color != 3));
    assert_eq!(model.series[0].color, None);
    assert!(model.series.iter().all(|series| !series.dashed));
    assert_eq!(model.series[0].latest, None, "what stands still has no now");
}

#[test]
fn more_lines_than_colours_are_told_apart_by_dashes() {
    let mut history = history(Metric::Cpu);
    for name in ["a", "b", "c", "d", "e", "f"] {
        let mut series = history.series[1].clone();
        series.subject = Some(HistorySubject::Instance { id: instance_id(name) });
        series.name = name.to_owned();
        history.series.insert(3, series);
    }
    let span = ChartRange::default().span(now());
    let model = model(&history, span, true, |_| None);
    assert_eq!(model.series.iter().filter(|series| series.dashed).count(), 2);
}

#[test]
fn what_was_asked_about_is_the_total_whatever_it_is() {
    let mut history = history(Metric::NetworkTx);
    history.series.truncate(1);
    history.series[0].subject = Some(HistorySubject::Name { name: "api".to_owned() });
    history.series[0].name = "api".to_owned();
    let model = model(&history, ChartRange::default().span(now()), true, |_| None);
    assert_eq!(model.total().map(|total| total.name.as_str()), Some("api"));
}

#[test]
fn a_gap_in_the_frames_has_the_reason_of_the_stored_one_that_it_is() {
    let gap = |from, to| Gap { from: at(from), to: at(to), reason: GapReason::Unknown };
    let stored =
        |from, to, reason| HistoryGap { from: time(NOON + from), to: time(NOON + to), reason };
    let mut gaps = [gap(0, 60), gap(100, 110), gap(200, 260)];
    let known = [stored(-5, 20, GapReason::EngineAway), stored(20, 61, GapReason::Asleep)];
    explain(&mut gaps, &known);
    let reasons = gaps.map(|gap| gap.reason);
    assert_eq!(reasons, [GapReason::Asleep, GapReason::Unknown, GapReason::Unknown]);
}
