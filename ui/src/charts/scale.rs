//! Axes with round numbers.

use super::MetricKind;

/// Into how many parts the value axis is divided.
pub(super) const SPLITS: u32 = 4;
/// How many labels the time axis has at most.
const TIME_LABELS: i64 = 5;
/// Room above the highest value.
const HEADROOM: f64 = 1.04;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const TIME_STEPS: [i64; 17] = [
    MINUTE,
    2 * MINUTE,
    3 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    30 * DAY,
    90 * DAY,
];

/// The steps between lines that people find round, in percent.
const PERCENT_STEPS: [f64; 9] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0];
/// The steps between lines that people find round in units that go by 1024.
const BINARY_STEPS: [f64; 20] = [
    0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 16.0, 20.0, 32.0, 50.0, 64.0,
    100.0, 128.0, 200.0,
];
const BINARY_UNITS: [(&str, f64); 5] = [
    ("MiB", 1_048_576.0),
    ("GiB", 1_073_741_824.0),
    ("TiB", 1_099_511_627_776.0),
    ("PiB", 1_125_899_906_842_624.0),
    ("EiB", 1_152_921_504_606_846_976.0),
];

/// The value axis: from zero, in [`SPLITS`] steps of a round number of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ValueAxis {
    /// The unit's name.
    pub unit: &'static str,
    /// How much one of the unit is: values are divided by it.
    pub unit_size: f64,
    /// The distance between two lines, in the unit.
    pub step: f64,
}

impl ValueAxis {
    /// An axis on which `highest` has some room above it.
    pub fn new(kind: MetricKind, highest: f64) -> Self {
        let highest = if highest.is_finite() { highest.max(0.0) } else { 0.0 };
        let least_step = highest * HEADROOM / f64::from(SPLITS);
        match kind {
            MetricKind::Cpu => Self { unit: "%", unit_size: 1.0, step: percent_step(least_step) },
            MetricKind::Memory => binary_axis(least_step),
        }
    }

    /// The top of the axis, in the unit.
    pub fn max(&self) -> f64 {
        self.step * f64::from(SPLITS)
    }
}

fn percent_step(least: f64) -> f64 {
    let mut scale = 1.0;
    loop {
        if let Some(step) =
            PERCENT_STEPS.iter().map(|step| step * scale).find(|step| *step >= least)
        {
            return step;
        }
        scale *= 10.0;
    }
}

fn binary_axis(least: f64) -> ValueAxis {
    for (unit, unit_size) in BINARY_UNITS {
        if let Some(&step) = BINARY_STEPS.iter().find(|step| **step * unit_size >= least) {
            return ValueAxis { unit, unit_size, step };
        }
    }
    // More memory than the units go: the numbers get long, nothing else.
    let (unit, unit_size) = BINARY_UNITS[BINARY_UNITS.len() - 1];
    ValueAxis { unit, unit_size, step: (least / unit_size).ceil() }
}

/// Where labels stand on the time axis: at round local times.
pub(super) fn time_labels(start: i64, end: i64, utc_offset_ms: i64) -> Vec<i64> {
    let span = (end - start).max(0);
    let step = TIME_STEPS.into_iter().find(|step| span / step <= TIME_LABELS).unwrap_or(365 * DAY);
    let first = (start + utc_offset_ms).div_euclid(step) * step - utc_offset_ms;
    (0..)
        .map(|index| first + index * step)
        .skip_while(|&at| at < start)
        .take_while(|&at| at <= end)
        .take(usize::try_from(TIME_LABELS).unwrap_or(usize::MAX) + 1)
        .collect()
}

/// A time of day, to the second: what the tooltip says.
pub(super) fn clock(at_ms: i64, utc_offset_ms: i64) -> String {
    let seconds = (at_ms + utc_offset_ms).div_euclid(1000).rem_euclid(DAY / 1000);
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
