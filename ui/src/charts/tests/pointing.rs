use super::fixture::{at, bucketed, model};
use crate::charts::MetricKind;
use crate::charts::area::{Area, Drag};
use crate::charts::keys::{Command, spoken, step};
use crate::charts::legend::{Entry, fitting};

/// A hundred seconds on a hundred pixels.
const AREA: Area = Area { width: 160.0, start: 0, end: 100_000 };

#[test]
fn a_pixel_is_a_moment_and_back() {
    assert_eq!(AREA.time(52.0), 0);
    assert_eq!(AREA.time(152.0), 100_000);
    assert_eq!(AREA.time(77.0), 25_000);
    assert_eq!(AREA.x(25_000), 77.0);
    assert_eq!((AREA.time(-5.0), AREA.time(500.0)), (0, 100_000));
    assert!(AREA.contains(52.0) && !AREA.contains(51.0) && !AREA.contains(153.0));
    // A plot that has no room yet divides by nothing.
    assert!(Area { width: 0.0, ..AREA }.x(50_000).is_finite());
}

#[test]
fn a_drag_selects_in_either_direction_and_a_click_selects_nothing() {
    let drag = Drag { from: 100.0, to: 77.0 };
    assert_eq!(drag.drawn(AREA), Some((77.0, 23.0)));
    assert_eq!(drag.times(AREA), Some((25_000, 48_000)));
    assert_eq!(Drag { from: 100.0, to: 103.0 }.times(AREA), None);
    assert_eq!(Drag { from: 140.0, to: 900.0 }.times(AREA), Some((88_000, 100_000)));
}

#[test]
fn keys_have_meanings() {
    assert_eq!(Command::of("ArrowLeft", false), Some(Command::Step(-1)));
    assert_eq!(Command::of("ArrowLeft", true), Some(Command::Pan { to_past: true }));
    assert_eq!(Command::of("+", true), Some(Command::Zoom { closer: true }));
    assert_eq!(Command::of("Escape", false), Some(Command::Reset));
    assert_eq!(Command::of("Tab", false), None);
}

#[test]
fn steps_go_from_moment_to_moment_and_stop_at_the_ends() {
    let model = model(MetricKind::Cpu, 1.0);
    let last = step(&model, None, Command::Step(-1));
    assert_eq!(last, Some(at(0)), "the newest is read first");
    assert_eq!(step(&model, last, Command::Step(1)), last);
    assert_eq!(step(&model, last, Command::Step(-1)), Some(at(-25)));
    assert_eq!(step(&model, last, Command::Step(-10)), Some(at(-60)));
    assert_eq!(step(&model, last, Command::First), Some(at(-60)));
    let mut empty = model;
    empty.times.clear();
    assert_eq!(step(&empty, None, Command::First), None);
}

#[test]
fn a_moment_is_read_out_with_its_values_or_the_reason_for_none() {
    let text = spoken(&model(MetricKind::Cpu, 1.0), at(-50)).replace('\u{202f}', " ");
    assert_eq!(text, "11:59:10, total 128.5 %, api 80.0 %, postgres 38.0 %, others 10.5 %");
    assert_eq!(spoken(&bucketed(), at(-35)), "the machine slept, 11:59:17 – 11:59:41");
}

#[test]
fn the_legend_has_one_line_and_counts_the_rest() {
    let entries: Vec<Entry> =
        bucketed().series.iter().map(|series| Entry::new(series, true)).collect();
    assert_eq!(fitting(&entries, None), 4);
    assert_eq!(fitting(&entries, Some(500.0)), 4);
    assert_eq!(fitting(&entries, Some(200.0)), 2);
    assert_eq!(fitting(&entries, Some(10.0)), 0);
}
