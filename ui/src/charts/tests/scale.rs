use super::fixture::at;
use crate::charts::MetricKind;
use crate::charts::scale::{ValueAxis, clock, time_labels};

const GIB: f64 = 1_073_741_824.0;

#[test]
fn the_value_axis_has_round_steps_and_room_above() {
    for (highest, step) in [
        (0.0, 1.0),
        (3.8, 1.0),
        (4.0, 1.5),
        (142.0, 40.0),
        (233.0, 80.0),
        (100.0, 30.0),
        (800.0, 250.0),
        (12_345.0, 4000.0),
    ] {
        let axis = ValueAxis::new(MetricKind::Cpu, highest);
        assert_eq!(axis.step, step, "{highest} %");
        assert!(axis.max() > highest);
    }
    for (highest, step, unit) in [
        (0.0, 0.25, "MiB"),
        (5.9 * GIB, 2.0, "GiB"),
        (8.0 * GIB, 2.5, "GiB"),
        (800.0 * 1_048_576.0, 0.25 * 1024.0, "MiB"),
        (1.2 * GIB, 0.5, "GiB"),
        (2000.0 * GIB, 1.0, "TiB"),
    ] {
        let axis = ValueAxis::new(MetricKind::Memory, highest);
        let expected = if step == 256.0 { (0.25, "GiB") } else { (step, unit) };
        assert_eq!((axis.step, axis.unit), expected, "{highest} bytes");
        assert!(axis.max() * axis.unit_size > highest);
    }
}

#[test]
fn any_value_has_an_axis() {
    for kind in MetricKind::ALL {
        for highest in [f64::NAN, f64::INFINITY, -5.0, 1e25, u64::MAX as f64] {
            let axis = ValueAxis::new(kind, highest);
            assert!(axis.step.is_finite() && axis.step > 0.0, "{highest}");
        }
    }
}

#[test]
fn labels_stand_at_round_local_times() {
    assert_eq!(time_labels(at(-800), at(100), 0), [at(-720), at(-540), at(-360), at(-180), at(0)]);
    // Half past five in India is noon in UTC: whole hours lie elsewhere.
    let offset = (5 * 60 + 30) * 60_000;
    for label in time_labels(at(-4 * 3600), at(0), offset) {
        assert_eq!((label + offset) % 3_600_000, 0);
    }
    for minutes in [1, 15, 60, 360, 1440, 10_080, 43_200, 525_600] {
        let labels = time_labels(at(-60 * minutes), at(0), 0);
        assert!((2..=6).contains(&labels.len()), "{minutes} min: {}", labels.len());
    }
    assert!(time_labels(at(10), at(0), 0).is_empty());
}

#[test]
fn the_clock_is_local() {
    assert_eq!(clock(at(-1), 0), "11:59:59");
    assert_eq!(clock(at(0), -13 * 3_600_000), "23:00:00");
}
