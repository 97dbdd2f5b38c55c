use super::fixture::{NOON, at, cpu, id, point, running};
use crate::charts::{Gap, MetricKind, MetricWindow};
use mini_aws_domain::{DashboardStats, GapReason};

const QUARTER: i64 = 15 * 60_000;

/// Buckets of five seconds from `from` to `to`, by their middle, as the store answers.
fn stats(from: i64, to: i64, value: f64) -> DashboardStats {
    let buckets = (from..to).step_by(5);
    let cpu_history = ["api", "total"]
        .into_iter()
        .flat_map(|label| {
            buckets.clone().map(move |second| point((NOON + second) as f64 + 2.5, label, value))
        })
        .collect();
    DashboardStats { cpu_history, ..DashboardStats::default() }
}

#[test]
fn frames_go_on_where_history_ends() {
    let window = MetricWindow::new(QUARTER);
    window.load(&stats(-60, 0, 10.0));
    for second in 1..10 {
        window.push(&cpu(NOON + second, &[("api", 12.0)]), &running(&["api"]));
    }
    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(model.series.len(), 2, "the instance is known again by its name");
    assert_eq!(model.series[1].id, Some(id("api")));
    assert_eq!(model.gaps, []);
    assert_eq!(model.times.len(), 12 + 9);
    assert!(model.series[1].values.iter().all(Option::is_some));
    assert_eq!(model.series[1].values[11], Some(10.0));
    assert_eq!(model.series[1].values[12], Some(12.0));
    // A history bucket stands for five seconds, a frame for one.
    let mean = model.series[1].mean;
    let expected = (60.0 * 10.0 + 9.0 * 12.0 + 0.0) / 69.0;
    assert!((mean - expected).abs() < 0.1, "{mean}");
}

#[test]
fn a_bucket_that_reaches_into_the_present_gives_way_to_the_frame() {
    let window = MetricWindow::new(QUARTER);
    window.load(&stats(-60, 5, 10.0));
    window.push(&cpu(NOON + 1, &[("api", 12.0)]), &running(&["api"]));
    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(model.times.last(), Some(&at(1)));
    assert_eq!(model.end, at(1));
    assert_eq!(model.series[0].latest, Some(12.0));
}

#[test]
fn history_with_a_hole_is_a_gap() {
    let window = MetricWindow::new(QUARTER);
    let mut stats = stats(-300, 0, 10.0);
    let hole = at(-200)..at(-100);
    stats.cpu_history.retain(|point| !hole.contains(&point.timestamp.timestamp_millis()));
    window.load(&stats);
    let model = window.model(MetricKind::Cpu, 5);
    let expected = Gap { from: at(-205) + 2500, to: at(-100) + 2500, reason: GapReason::Unknown };
    assert_eq!(model.gaps, [expected]);
}

#[test]
fn history_fills_the_time_between_frames_and_leaves_the_frames_alone() {
    let window = MetricWindow::new(QUARTER);
    let known = running(&["api"]);
    for second in (-100..-80).chain(-20..0) {
        window.push(&cpu(NOON + second, &[("api", 50.0)]), &known);
    }
    assert_eq!(window.model(MetricKind::Cpu, 5).gaps.len(), 1);
    window.load(&stats(-120, 0, 10.0));
    let model = window.model(MetricKind::Cpu, 5);
    assert_eq!(model.gaps, []);
    let api = &model.series[1];
    let of = |value: f64| api.values.iter().filter(|v| **v == Some(value)).count();
    assert_eq!(of(50.0), 40);
    // Three buckets before the first frame, and eleven in the gap: a bucket next to a frame is left out.
    assert_eq!(of(10.0), 3 + 11);
    assert!(model.times.is_sorted_by(|a, b| a < b));

    // Loaded again it takes the place of what was loaded before.
    window.load(&stats(-120, 0, 20.0));
    let again = window.model(MetricKind::Cpu, 5);
    assert_eq!(again.times, model.times);
    assert!(!again.series[1].values.contains(&Some(10.0)));
}

#[test]
fn an_instance_that_only_an_older_history_knew_is_forgotten() {
    let window = MetricWindow::new(QUARTER);
    window.load(&stats(-60, 0, 10.0));
    assert_eq!(window.top(MetricKind::Cpu, 5).len(), 2);
    window.load(&DashboardStats::default());
    assert_eq!(window.top(MetricKind::Cpu, 5).len(), 1);
    assert!(window.is_filled());
    assert!(window.model(MetricKind::Cpu, 5).is_empty());
}

#[test]
fn cpu_and_memory_of_history_may_name_different_instances() {
    let window = MetricWindow::new(QUARTER);
    let mut stats = stats(-60, 0, 10.0);
    stats.memory_history =
        vec![point(NOON as f64 - 57.5, "db", 1e9), point(NOON as f64 - 57.5, "total", 1.5e9)];
    window.load(&stats);
    let cpu = window.top(MetricKind::Cpu, 5);
    let memory = window.top(MetricKind::Memory, 5);
    assert_eq!(cpu[1].name, "api");
    assert_eq!(memory[1].name, "db");
    assert_eq!((cpu.len(), memory.len()), (2, 2));
    assert_ne!(cpu[1].color, memory[1].color);
}

#[test]
fn an_instance_called_total_is_not_taken_for_the_sum() {
    let window = MetricWindow::new(QUARTER);
    window.push(&cpu(NOON, &[("total", 5.0), ("api", 6.0)]), &running(&["total", "api"]));
    let top = window.top(MetricKind::Cpu, 5);
    assert_eq!(top[0].values, [Some(11.0)]);
    assert_eq!(top.iter().filter(|view| view.key == "total").count(), 1);
    assert_eq!(top.iter().filter(|view| view.name == "total").count(), 2);
}
