use super::fixture::{NOON, at, cpu, frame, id, instance, millis, running, time};
use crate::charts::downsample::MAX_POINTS;
use crate::charts::series::{MAX_INSTANCES, MAX_SLOTS};
use crate::charts::{ChartModel, Gap, MetricKind, MetricWindow, SeriesRole, SeriesView};
use mini_aws_domain::{Frame, GapReason, Instance, InstanceState};

const QUARTER: i64 = 15 * 60_000;

fn series<'a>(model: &'a ChartModel, name: &str) -> &'a SeriesView {
    model.series.iter().find(|series| series.name == name).unwrap()
}

fn names(series: &[SeriesView]) -> Vec<&str> {
    series.iter().map(|series| series.name.as_str()).collect()
}

/// The value at a moment; a moment without a point is a mistake in the test.
fn value(model: &ChartModel, name: &str, seconds: i64) -> Option<f64> {
    let place = model.times.iter().position(|time| *time == at(seconds)).unwrap();
    series(model, name).values[place]
}

#[test]
fn frames_become_series_of_instances_and_their_total() {
    let window = MetricWindow::new(QUARTER);
    let known = running(&["api", "db"]);
    window.push(
        &frame(NOON, &[("api", Some(60.0), Some(2048)), ("db", Some(20.0), Some(4096))]),
        &known,
    );
    window.push(
        &frame(NOON + 1, &[("api", Some(62.0), Some(2048)), ("db", Some(22.0), Some(4096))]),
        &known,
    );

    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(names(&model.series), ["total", "api", "db"]);
    assert_eq!(model.times, [at(0), at(1)]);
    assert_eq!(series(&model, "total").values, [Some(80.0), Some(84.0)]);
    assert_eq!(series(&model, "total").latest, Some(84.0));
    assert_eq!(series(&model, "api").values, [Some(60.0), Some(62.0)]);
    assert_eq!(series(&model, "api").id, Some(id("api")));
    assert_eq!(model.end, at(1));
    assert_eq!(model.start, at(1) - QUARTER);
    assert_eq!(names(&window.top(MetricKind::Memory, 5)), ["total", "db", "api"]);
}

#[test]
fn a_sample_that_is_missing_is_a_gap_of_its_line_only() {
    let window = MetricWindow::new(QUARTER);
    let known = running(&["api", "db"]);
    window.push(&cpu(NOON, &[("api", 60.0), ("db", 20.0)]), &known);
    window.push(&cpu(NOON + 1, &[("db", 20.0)]), &known);
    window.push(&frame(NOON + 2, &[("api", None, Some(1)), ("db", Some(20.0), None)]), &known);
    window.push(&cpu(NOON + 3, &[("api", 60.0), ("db", f64::NAN)]), &known);

    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(series(&model, "api").values, [Some(60.0), None, None, Some(60.0)]);
    assert_eq!(series(&model, "db").values, [Some(20.0), Some(20.0), Some(20.0), None]);
    assert_eq!(model.gaps, []);
}

#[test]
fn time_without_frames_is_a_gap_that_no_line_crosses() {
    let window = MetricWindow::new(QUARTER);
    let known = running(&["api"]);
    // Two and a half intervals are still late, not lost.
    for (millisecond, value) in [(0.0, 1.0), (2.5, 2.0), (5.1, 3.0)] {
        let late =
            Frame { timestamp: millis(NOON as f64 + millisecond), ..cpu(NOON, &[("api", value)]) };
        window.push(&late, &known);
    }
    let model = window.model(MetricKind::Cpu, 5);
    let (from, to) = (at(0) + 2500, at(0) + 5100);
    assert_eq!(model.gaps, [Gap { from, to, reason: GapReason::Unknown }]);
    assert_eq!(model.times, [at(0), from, (from + to) / 2, to]);
    assert_eq!(series(&model, "api").values, [Some(1.0), Some(2.0), None, Some(3.0)]);
    assert_eq!(series(&model, "total").values, [Some(1.0), Some(2.0), None, Some(3.0)]);
}

#[test]
fn frames_without_fresh_samples_are_a_gap_but_an_idle_engine_is_zero() {
    let window = MetricWindow::new(QUARTER);
    let known = running(&["api"]);
    window.push(&cpu(NOON, &[("api", 5.0)]), &known);
    for second in 1..6 {
        window.push(&cpu(NOON + second, &[]), &known);
    }
    window.push(&cpu(NOON + 6, &[("api", 5.0)]), &known);
    let stopped = [instance("api", InstanceState::Exited)];
    window.push(&cpu(NOON + 7, &[]), &stopped);

    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(model.gaps, [Gap { from: at(0), to: at(6), reason: GapReason::Unknown }]);
    assert_eq!(value(&model, "total", 3), None);
    assert_eq!(value(&model, "total", 7), Some(0.0));
    assert_eq!(value(&model, "api", 7), None);
}

#[test]
fn time_that_goes_on_without_frames_is_a_gap_up_to_now() {
    let window = MetricWindow::new(QUARTER);
    window.push(&cpu(NOON, &[("api", 5.0)]), &running(&["api"]));
    window.advance_to(at(2));
    assert_eq!(window.model(MetricKind::Cpu, 5).gaps, []);
    assert_eq!(series(&window.model(MetricKind::Cpu, 5), "total").latest, Some(5.0));
    window.advance_to(at(30));
    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(model.gaps, [Gap { from: at(0), to: at(30), reason: GapReason::Unknown }]);
    assert_eq!(model.end, at(30));
    assert_eq!(series(&model, "total").latest, None, "half a minute ago is not now");
}

#[test]
fn what_is_older_than_the_window_is_forgotten_and_so_are_instances_without_samples() {
    let window = MetricWindow::new(60_000);
    let known = running(&["old", "new"]);
    window.push(&cpu(NOON, &[("old", 50.0), ("new", 1.0)]), &known);
    for second in 1..=60 {
        window.push(&cpu(NOON + second, &[("new", 1.0)]), &running(&["new"]));
    }
    assert_eq!(names(&window.top(MetricKind::Cpu, 5)), ["total", "new", "old"]);
    assert!(window.color_slot(&id("old")).is_some());
    window.push(&cpu(NOON + 61, &[("new", 1.0)]), &running(&["new"]));
    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(names(&model.series), ["total", "new"]);
    assert_eq!(model.times.first(), Some(&at(1)));
    assert_eq!(window.color_slot(&id("old")), None);
}

#[test]
fn an_instance_can_change_its_name_and_keeps_its_line() {
    let window = MetricWindow::new(QUARTER);
    window.push(&cpu(NOON, &[("api", 5.0)]), &running(&["api"]));
    let before = window.top(MetricKind::Cpu, 5)[1].clone();
    let mut renamed = running(&["api"]);
    renamed[0].name = "gateway".to_owned();
    window.push(&cpu(NOON + 1, &[("api", 6.0)]), &renamed);
    let after = window.top(MetricKind::Cpu, 5)[1].clone();
    assert_eq!(after.name, "gateway");
    assert_eq!((after.key, after.color), (before.key, before.color));
    assert_eq!(after.values, [Some(5.0), Some(6.0)]);
}

#[test]
fn an_instance_of_unknown_name_shows_its_short_id() {
    let window = MetricWindow::new(QUARTER);
    window.push(&cpu(NOON, &[("a-rather-long-name", 5.0)]), &[]);
    assert_eq!(window.top(MetricKind::Cpu, 5)[1].name, "id-of-a-rath");
}

#[test]
fn late_and_repeated_frames_change_nothing_but_a_clock_set_back_starts_anew() {
    let window = MetricWindow::new(QUARTER);
    let known = running(&["api"]);
    for second in 0..10 {
        window.push(&cpu(NOON + second, &[("api", 5.0)]), &known);
    }
    window.push(&cpu(NOON + 9, &[("api", 99.0)]), &known);
    window.push(&cpu(NOON + 8, &[("api", 99.0)]), &known);
    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(model.times.len(), 10);
    assert_eq!(series(&model, "api").highest(), Some(5.0));

    window.push(&cpu(NOON - 3600, &[("api", 7.0)]), &known);
    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(model.end, at(-3600));
    assert_eq!(series(&model, "api").values, [Some(7.0)]);
}

#[test]
fn others_are_what_the_shown_instances_leave_of_the_total() {
    let window = MetricWindow::new(QUARTER);
    let samples = [("a", 50.0), ("b", 40.0), ("c", 30.0), ("d", 4.0), ("e", 3.0)];
    window.push(&cpu(NOON, &samples), &running(&["a", "b", "c", "d", "e"]));
    let top = window.top(MetricKind::Cpu, 3);
    assert_eq!(names(&top), ["total", "a", "b", "c", "others"]);
    assert_eq!(top[4].role, SeriesRole::Others);
    assert_eq!(top[4].values, [Some(7.0)]);
    assert_eq!(top[4].latest, Some(7.0));
    assert_eq!(names(&window.top(MetricKind::Cpu, 4)), ["total", "a", "b", "c", "d", "e"]);
}

#[test]
fn a_short_spike_keeps_its_height_and_the_points_are_few() {
    let window = MetricWindow::new(QUARTER);
    let known = running(&["api", "db"]);
    for second in 0..=900 {
        let api = match second {
            333 => 790.0,
            605 => 0.5,
            _ => 40.0,
        };
        window.push(&cpu(NOON + second, &[("api", api), ("db", 10.0)]), &known);
    }
    let model = window.model(MetricKind::Cpu, 5);
    assert!(model.times.len() <= MAX_POINTS + 2, "{} points", model.times.len());
    assert!(model.times.len() > MAX_POINTS / 2);
    assert!(model.times.is_sorted_by(|a, b| a < b));
    let api = series(&model, "api");
    assert_eq!(api.highest(), Some(790.0));
    assert_eq!(api.values.iter().flatten().copied().reduce(f64::min), Some(0.5));
    assert_eq!(series(&model, "total").highest(), Some(800.0));
    let place = api.values.iter().position(|value| *value == Some(790.0)).unwrap();
    assert!((model.times[place] - at(333)).abs() <= 4000, "the spike is where it was");
    assert!(model.series.iter().all(|series| series.values.len() == model.times.len()));
}

#[test]
fn gaps_stay_gaps_among_many_points() {
    let window = MetricWindow::new(QUARTER);
    let known = running(&["api", "db"]);
    for second in (0..=400).chain(460..=900) {
        let mut samples = vec![("api", 40.0)];
        if !(602..662).contains(&second) {
            samples.push(("db", 10.0));
        }
        window.push(&cpu(NOON + second, &samples), &known);
    }
    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(model.gaps, [Gap { from: at(400), to: at(460), reason: GapReason::Unknown }]);
    assert_eq!(value(&model, "total", 430), None, "the line breaks");
    let inside = |series: &SeriesView, from: i64, to: i64| {
        model
            .times
            .iter()
            .zip(&series.values)
            .filter(|(time, value)| (at(from)..=at(to)).contains(*time) && value.is_some())
            .count()
    };
    assert_eq!(inside(series(&model, "db"), 602, 661), 0);
    assert!(inside(series(&model, "api"), 600, 659) > 20);
}

#[test]
fn points_stay_where_they_are_while_the_window_moves_on() {
    let window = MetricWindow::new(QUARTER);
    let known = running(&["api"]);
    let push = |second: i64| {
        let value = (second * 7919 % 101) as f64;
        window.push(&cpu(NOON + second, &[("api", value)]), &known);
    };
    (0..=900).for_each(push);
    let before = window.model(MetricKind::Cpu, 5);
    push(901);
    let after = window.model(MetricKind::Cpu, 5);
    let points = |model: &ChartModel| -> Vec<(i64, Option<f64>)> {
        let values = series(model, "api").values.clone();
        model.times.iter().copied().zip(values).collect()
    };
    let settled = |point: &&(i64, Option<f64>)| (at(10)..at(890)).contains(&point.0);
    let (before, after) = (points(&before), points(&after));
    assert_eq!(
        before.iter().filter(settled).collect::<Vec<_>>(),
        after.iter().filter(settled).collect::<Vec<_>>()
    );
}

#[test]
fn memory_is_bounded_with_a_thousand_instances() {
    let window = MetricWindow::new(QUARTER);
    let names: Vec<String> = (0..MAX_INSTANCES + 200).map(|index| format!("n{index}")).collect();
    let known: Vec<Instance> =
        names.iter().map(|name| instance(name, InstanceState::Running)).collect();
    let samples: Vec<(&str, Option<f64>, Option<u64>)> =
        names.iter().map(|name| (name.as_str(), Some(1.0), Some(1 << 20))).collect();
    let mut frame = frame(NOON, &samples);
    // Twice a second, so that the window itself would allow twice as many points.
    for half in 0..1100 {
        frame.timestamp = millis(NOON as f64 + f64::from(half) / 2.0);
        frame.interval_ms = 500;
        window.push(&frame, &known);
    }
    let inner = window.inner.borrow();
    assert_eq!(inner.samples.tracks.len(), MAX_INSTANCES);
    assert_eq!(inner.samples.slots.len(), MAX_SLOTS);
    assert!(inner.samples.bytes() <= 9 << 20, "{} bytes", inner.samples.bytes());
    drop(inner);
    let total = window.top(MetricKind::Cpu, 5)[0].latest;
    assert_eq!(total, Some(1224.0), "those without room still count");
}

#[test]
fn a_new_instance_takes_the_room_of_the_one_gone_longest() {
    let window = MetricWindow::new(QUARTER);
    let names: Vec<String> = (0..MAX_INSTANCES).map(|index| format!("n{index}")).collect();
    let samples: Vec<(&str, f64)> = names.iter().map(|name| (name.as_str(), 1.0)).collect();
    window.push(&cpu(NOON, &samples), &[]);
    window.push(&cpu(NOON + 1, &samples[1..]), &[]);
    let mut next = samples[1..].to_vec();
    next.push(("newcomer", 2.0));
    window.push(&cpu(NOON + 2, &next), &[]);
    assert!(window.color_slot(&id("newcomer")).is_some());
    assert_eq!(window.color_slot(&id("n0")), None);
    assert!(window.color_slot(&id("n1")).is_some());
}

#[test]
fn a_clone_is_another_handle_on_the_same_window() {
    let window = MetricWindow::new(QUARTER);
    let handle = window.clone();
    assert!(!handle.is_filled());
    window.push(&cpu(NOON, &[("api", 5.0)]), &running(&["api"]));
    assert!(handle.is_filled());
    assert_eq!(handle.top(MetricKind::Cpu, 5).len(), 2);
    assert_eq!(handle, window);
    assert_ne!(MetricWindow::new(QUARTER), window);
}

#[test]
fn an_instance_keeps_its_colour_while_others_come() {
    let window = MetricWindow::new(QUARTER);
    window.push(&cpu(NOON, &[("api", 5.0), ("db", 4.0)]), &running(&["api", "db"]));
    let before = window.color_slot(&id("db"));
    let shown: Vec<_> =
        window.top(MetricKind::Cpu, 5).iter().filter_map(|view| view.color).collect();
    assert!(shown.contains(&before.unwrap()));
    let many: Vec<String> = (0..12).map(|index| format!("n{index}")).collect();
    let mut samples: Vec<(&str, f64)> = many.iter().map(|name| (name.as_str(), 50.0)).collect();
    samples.push(("db", 90.0));
    window.push(&cpu(NOON + 1, &samples), &[]);
    let view = window.top(MetricKind::Cpu, 5).into_iter().find(|view| view.name == "db").unwrap();
    assert_eq!(view.color, before);
    assert_eq!(time(NOON).timestamp_millis(), at(0));
}

#[test]
fn two_lines_of_one_colour_differ_by_their_dash() {
    let window = MetricWindow::new(QUARTER);
    let many: Vec<String> = (0..8).map(|index| format!("n{index}")).collect();
    let samples: Vec<(&str, f64)> = many.iter().map(|name| (name.as_str(), 50.0)).collect();
    window.push(&cpu(NOON, &samples), &[]);
    let top = window.top(MetricKind::Cpu, 8);
    let looks: std::collections::HashSet<_> =
        top[1..].iter().map(|view| (view.color, view.dashed)).collect();
    assert_eq!(looks.len(), 8);
    assert_eq!(top.iter().filter(|view| view.dashed).count(), 2);
}
