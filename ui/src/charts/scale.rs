//! The value axis, with round numbers.

use crate::units::{self, MemoryUnits, Units};
use mini_aws_domain::Metric;

/// Into how many parts the value axis is divided.
pub(super) const SPLITS: u32 = 4;
/// Room above the highest value.
const HEADROOM: f64 = 1.04;

/// The steps between lines that people find round, in units that go by tens.
const DECIMAL_STEPS: [f64; 9] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0];
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
const RATE_UNITS: [(&str, f64); 5] =
    [("B/s", 1.0), ("kB/s", 1e3), ("MB/s", 1e6), ("GB/s", 1e9), ("TB/s", 1e12)];
const MEMORY_UNITS: [(&str, f64); 5] =
    [("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("PB", 1e15), ("EB", 1e18)];
/// The largest step of a decimal unit before the next one takes over: then the axis ends at a thousand.
const LARGEST_DECIMAL_STEP: f64 = 250.0;

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
    pub fn new(metric: Metric, highest: f64) -> Self {
        let highest = if highest.is_finite() { highest.max(0.0) } else { 0.0 };
        let least_step = highest * HEADROOM / f64::from(SPLITS);
        match metric {
            Metric::Cpu => {
                let unit_size = units::cores_in_whole();
                Self { unit: "%", unit_size, step: decimal_step(least_step / unit_size) }
            }
            Metric::Memory => match Units::current().memory {
                MemoryUnits::Binary => binary_axis(least_step),
                MemoryUnits::Decimal => decimal_axis(MEMORY_UNITS, least_step),
            },
            Metric::NetworkRx | Metric::NetworkTx | Metric::DiskRead | Metric::DiskWrite => {
                decimal_axis(RATE_UNITS, least_step)
            }
        }
    }

    /// The top of the axis, in the unit.
    pub fn max(&self) -> f64 {
        self.step * f64::from(SPLITS)
    }
}

fn decimal_step(least: f64) -> f64 {
    let mut scale = 1.0;
    loop {
        if let Some(step) =
            DECIMAL_STEPS.iter().map(|step| step * scale).find(|step| *step >= least)
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

fn decimal_axis(units: [(&'static str, f64); 5], least: f64) -> ValueAxis {
    let axis = |(unit, unit_size): (&'static str, f64)| ValueAxis {
        unit,
        unit_size,
        step: decimal_step(least / unit_size),
    };
    let fits = |axis: &ValueAxis| axis.step <= LARGEST_DECIMAL_STEP;
    units.into_iter().map(axis).find(fits).unwrap_or(axis(units[units.len() - 1]))
}
