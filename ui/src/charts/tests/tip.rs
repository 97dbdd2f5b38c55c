use super::fixture::{at, model};
use crate::charts::MetricKind;
use crate::charts::tip::{Tip, place};

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
