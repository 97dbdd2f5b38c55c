//! Small lines: what was told of before, and what comes live.

use super::fixture::{NOON, cpu, frame, id, running, time};
use crate::charts::{MetricKind, MetricWindow, trails::BUCKETS};
use mini_aws_domain::{InstanceLine, Sparklines};

const QUARTER: i64 = 900_000;

fn cpu_line(window: &MetricWindow, name: &str) -> Vec<Option<f64>> {
    window.sparkline(&id(name), MetricKind::Cpu)
}

/// What the console tells at a moment: for each instance the averages that end with the bucket of that moment.
fn told(seconds: i64, lines: &[(&str, &[Option<f64>])]) -> Sparklines {
    let begins = seconds.div_euclid(30) * 30 - 900;
    let line = |(name, end): &(&str, &[Option<f64>])| {
        let mut cpu = vec![None; BUCKETS - end.len()];
        cpu.extend_from_slice(end);
        let memory = cpu.iter().map(|cpu| cpu.map(|cpu| cpu as u64)).collect();
        InstanceLine { instance: id(name), cpu, memory }
    };
    Sparklines { begins: time(begins), bucket_ms: 30_000, lines: lines.iter().map(line).collect() }
}

#[test]
fn live_frames_go_on_where_the_past_ends() {
    let window = MetricWindow::new(QUARTER);
    window.push(&cpu(NOON + 10, &[("api", 8.0)]), &running(&["api"]));
    // Told after the first frame, of which half a bucket was before.
    window.load_sparklines(&told(NOON + 10, &[("api", &[Some(1.0), None, Some(3.0), Some(4.0)])]));
    let line = cpu_line(&window, "api");
    assert_eq!(line.len(), BUCKETS);
    assert_eq!(line[BUCKETS - 4..], [Some(1.0), None, Some(3.0), Some(8.0)], "a gap stays one");
    for second in 11..40 {
        let value = if second < 30 { 8.0 } else { 20.0 };
        window.push(&cpu(NOON + second, &[("api", value)]), &running(&["api"]));
    }
    let line = cpu_line(&window, "api");
    assert_eq!(line[BUCKETS - 4..], [None, Some(3.0), Some(8.0), Some(20.0)], "on by a bucket");
}

#[test]
fn the_past_may_be_told_before_the_first_frame() {
    let window = MetricWindow::new(QUARTER);
    window.load_sparklines(&told(NOON + 25, &[("api", &[Some(2.0), Some(6.0)])]));
    assert_eq!(cpu_line(&window, "api")[BUCKETS - 2..], [Some(2.0), Some(6.0)]);
    assert_eq!(window.sparkline(&id("api"), MetricKind::Memory)[BUCKETS - 1], Some(6.0));
    window.push(&cpu(NOON + 26, &[("api", 22.0)]), &running(&["api"]));
    let now = cpu_line(&window, "api")[BUCKETS - 1].unwrap();
    assert!((6.0..8.0).contains(&now), "one frame beside what was before it: {now}");
}

#[test]
fn what_was_missed_is_filled_in_when_it_is_told_anew() {
    let window = MetricWindow::new(QUARTER);
    window.push(&cpu(NOON, &[("api", 5.0)]), &running(&["api"]));
    // Nobody looked for two minutes; then somebody does, and it is told.
    window.push(&cpu(NOON + 125, &[("api", 7.0)]), &running(&["api"]));
    assert_eq!(cpu_line(&window, "api")[BUCKETS - 4..], [None, None, None, Some(7.0)]);
    let past = [Some(4.0), Some(5.0), None, Some(6.0), Some(9.0)];
    window.load_sparklines(&told(NOON + 125, &[("api", &past)]));
    let line = cpu_line(&window, "api");
    assert_eq!(line[BUCKETS - 5..], [Some(4.0), Some(5.0), None, Some(6.0), Some(7.0)]);
}

#[test]
fn an_instance_that_nobody_heard_of_has_no_line_and_one_that_is_gone_none_any_more() {
    let window = MetricWindow::new(QUARTER);
    assert_eq!(cpu_line(&window, "nobody"), vec![None; BUCKETS]);
    window.push(&cpu(NOON, &[("api", 5.0), ("old", 5.0)]), &running(&["api", "old"]));
    for minute in 1..=15 {
        window.push(&cpu(NOON + 60 * minute, &[("api", 5.0)]), &running(&["api"]));
    }
    assert_eq!(cpu_line(&window, "old")[0], Some(5.0), "a quarter of an hour ago");
    window.push(&cpu(NOON + 60 * 16, &[("api", 5.0)]), &running(&["api"]));
    assert_eq!(cpu_line(&window, "old"), vec![None; BUCKETS]);
}

#[test]
fn readings_a_minute_apart_are_a_line_and_a_pause_among_closer_ones_is_a_gap() {
    let window = MetricWindow::new(QUARTER);
    for minute in 0..5 {
        window.push(&cpu(NOON + 60 * minute, &[("slow", 5.0)]), &running(&["slow"]));
    }
    assert_eq!(cpu_line(&window, "slow")[BUCKETS - 9..], [Some(5.0); 9]);
    for second in [240, 270, 330] {
        window.push(&cpu(NOON + 60 + second, &[("api", 5.0)]), &running(&["api"]));
    }
    let five = Some(5.0);
    assert_eq!(cpu_line(&window, "api")[BUCKETS - 4..], [five, five, None, five]);
}

#[test]
fn time_without_frames_is_a_gap_at_the_end() {
    let window = MetricWindow::new(QUARTER);
    window.push(&cpu(NOON, &[("api", 5.0)]), &running(&["api"]));
    window.advance_to((NOON + 65) * 1000);
    assert_eq!(cpu_line(&window, "api")[BUCKETS - 3..], [Some(5.0), None, None]);
}

#[test]
fn a_clock_that_was_set_back_leaves_nothing_in_the_future() {
    let window = MetricWindow::new(QUARTER);
    for second in [0, 30, 60, 90] {
        window.push(&cpu(NOON + second, &[("api", 5.0)]), &running(&["api"]));
    }
    window.push(&cpu(NOON + 31, &[("api", 7.0)]), &running(&["api"]));
    let line = cpu_line(&window, "api");
    assert_eq!(line[BUCKETS - 2..], [Some(5.0), Some(6.0)]);
    window.push(&cpu(NOON - 86_400, &[("api", 9.0)]), &running(&["api"]));
    let line = cpu_line(&window, "api");
    assert_eq!(line.iter().flatten().collect::<Vec<_>>(), [&9.0]);
}

#[test]
fn what_was_not_measured_is_no_zero() {
    let window = MetricWindow::new(QUARTER);
    window.push(&frame(NOON, &[("api", None, Some(4096))]), &running(&["api"]));
    assert_eq!(cpu_line(&window, "api"), vec![None; BUCKETS]);
    assert_eq!(window.sparkline(&id("api"), MetricKind::Memory)[BUCKETS - 1], Some(4096.0));
}

#[test]
fn a_past_that_is_told_coarsely_is_drawn_so() {
    let window = MetricWindow::new(QUARTER);
    window.push(&cpu(NOON + 899, &[("api", 9.0)]), &running(&["api"]));
    let line = InstanceLine { instance: id("api"), cpu: vec![Some(3.0)], memory: vec![None] };
    let coarse = Sparklines { begins: time(NOON), bucket_ms: QUARTER, lines: vec![line] };
    window.load_sparklines(&coarse);
    let line = cpu_line(&window, "api");
    assert_eq!(line[0], None, "before it");
    assert_eq!(line[1..BUCKETS - 1], [Some(3.0); BUCKETS - 2]);
    assert_eq!(line[BUCKETS - 1], Some(9.0));
}
