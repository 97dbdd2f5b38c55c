use super::fixture::{at, bucketed, model};
use crate::charts::tip::{Tip, place};
use crate::charts::{ChartModel, Gap, MetricKind};
use mini_aws_domain::GapReason;

fn plain(text: &str) -> String {
    text.replace('\u{202f}', " ")
}

#[test]
fn a_moment_names_its_values_highest_first() {
    let tip = Tip::new(&model(MetricKind::Cpu, 1.0), at(-52)).unwrap();
    assert_eq!(tip.title, "11:59:10");
    let rows: Vec<_> =
        tip.rows.iter().map(|row| (row.key, row.name.as_str(), plain(&row.value))).collect();
    let expected = [
        ("k-total", "total", "128.5 %"),
        ("k-c1", "api", "80.0 %"),
        ("k-c4", "postgres", "38.0 %"),
        ("k-others", "others", "10.5 %"),
    ];
    assert_eq!(rows, expected.map(|(key, name, value)| (key, name, value.to_owned())));
    assert_eq!(tip.events, []);
}

#[test]
fn a_moment_in_a_gap_says_from_when_to_when_nothing_is_known() {
    let tip = Tip::new(&model(MetricKind::Cpu, 1.0), at(-20)).unwrap();
    assert_eq!(tip.rows, []);
    assert_eq!(tip.title, "no samples, 11:59:10 – 12:00:00");
}

#[test]
fn an_event_near_the_pointer_is_named() {
    let mut model = model(MetricKind::Memory, 1e7);
    model.utc_offset_ms = 3_600_000;
    let tip = Tip::new(&model, at(-55)).unwrap();
    assert_eq!((tip.events[0].key, tip.events[0].name.as_str()), ("k-ok", "api started"));
    assert_eq!(tip.title, "12:59:00");
    assert!(Tip::new(&model, at(-53)).unwrap().events.is_empty());
    model.markers = vec![model.markers[0].clone(); 9];
    assert_eq!(Tip::new(&model, at(-55)).unwrap().events.len(), 4);
}

#[test]
fn the_nearest_moment_is_meant() {
    let model = model(MetricKind::Cpu, 1.0);
    for (pointer, title) in
        [(-99, "11:59:00"), (-56, "11:59:00"), (-54, "11:59:10"), (99, "12:00:00")]
    {
        assert_eq!(Tip::new(&model, at(pointer)).unwrap().title, title);
    }
    let mut empty = model;
    empty.times.clear();
    assert_eq!(Tip::new(&empty, at(0)), None);
}

#[test]
fn the_tooltip_stands_on_the_side_with_more_room() {
    assert_eq!(place(100.0, 150.0, 470.0), [114.0, 0.0]);
    assert_eq!(place(400.0, 150.0, 470.0), [236.0, 0.0]);
    for pointer in 52..470 {
        let [left, _] = place(f64::from(pointer), 200.0, 470.0);
        assert!(left >= 0.0 && left + 200.0 <= 470.0, "{pointer}");
    }
}

#[test]
fn a_bucket_says_how_long_it_is_and_its_lowest_and_highest() {
    let tip = Tip::new(&bucketed(), at(-55)).unwrap();
    assert_eq!(tip.title, "11:59:00 – 11:59:10");
    let values: Vec<_> = tip.rows.iter().map(|row| plain(&row.value)).collect();
    let expected =
        ["142.0 % (71.0 … 284.0)", "91.2 % (45.6 … 182.5)", "40.0 % (20.0 … 80.0)", "10.8 %"];
    assert_eq!(values, expected);
}

#[test]
fn a_gap_says_why_nothing_is_known() {
    let mut model = bucketed();
    assert_eq!(Tip::new(&model, at(-30)).unwrap().title, "the machine slept, 11:59:17 – 11:59:41");
    // A week with a night without the console.
    let hour = 3600;
    model.start = at(-7 * 24 * hour);
    model.times = vec![at(-20 * hour), at(-10 * hour), at(0)];
    for series in &mut model.series {
        series.values = vec![Some(1.0), None, Some(2.0)];
    }
    model.bucket_ms = Some(3_600_000);
    let gap = |from, to| Gap { from: at(from), to: at(to), reason: GapReason::Closed };
    model.gaps = vec![gap(-14 * hour + 600, -4 * hour - 900)];
    let title = |model: &ChartModel, seconds| Tip::new(model, at(seconds)).unwrap().title;
    assert_eq!(title(&model, -10 * hour), "the console was closed, Tue 22:10 – Wed 07:45");
    assert_eq!(title(&model, -20 * hour), "Tue 17 Nov 15:30 – 16:30");
    assert_eq!(title(&model, 0), "Wed 18 Nov 11:30 – 12:30");
    // So long ago that a weekday says nothing.
    model.end = at(40 * 24 * hour);
    assert_eq!(title(&model, -10 * hour), "the console was closed, 17 Nov 22:10 – 18 Nov 07:45");
    model.end = at(80 * 24 * hour);
    assert_eq!(title(&model, -20 * hour), "17 Nov 2026 15:30 – 16:30");
}
