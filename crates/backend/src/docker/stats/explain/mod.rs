//! Why a sample is what it is: the counters by the names of whoever told them, and the formula with them filled in.
//!
//! Nothing is computed anew in here. The results are the sample's own, from [`CpuBasis::percent`](super::CpuBasis::percent),
//! [`Reading::memory_used`](super::Reading::memory_used) and [`Basis::rate`], so what is explained cannot drift away from what is shown.

mod cpu;
mod flow;
mod memory;
#[cfg(test)]
mod tests;

use super::{Basis, Flow, NoCpu, Origin, Reading};
use mini_aws_domain::{ContainerOs, EngineKind, Metric, RawCounter};

/// Between groups of three digits, and between a number and its unit: a narrow no-break space.
const SPACE: char = '\u{202f}';

/// What of an [`Explanation`](mini_aws_domain::Explanation) follows from the readings alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The number; absent if it is not known.
    pub value: Option<f64>,
    /// The counters that go into it.
    pub counters: Vec<RawCounter>,
    /// The formula in their names.
    pub formula: String,
    /// The formula with the numbers in it, or why there is no value.
    pub filled: String,
    /// What else one has to know; may be empty.
    pub note: String,
}

/// Why a number of a sample of this basis is what it is, on an engine of this kind with containers made for `os`.
#[must_use]
pub fn explain(basis: &Basis, metric: Metric, kind: EngineKind, os: ContainerOs) -> Explained {
    match (metric, Flow::of(metric)) {
        (_, Some(flow)) => flow::explain(basis, flow, os),
        (Metric::Memory, None) => memory::explain(&basis.now),
        (_, None) => cpu::explain(basis, kind, os),
    }
}

/// Why two readings cannot be compared, in sentences.
fn not_comparable(reason: NoCpu, basis: &Basis) -> Option<String> {
    Some(match reason {
        NoCpu::FirstReading => "It takes two readings of one run, and this is the first: the instance was just started, or the \
             console just began to watch it. The next reading brings the value."
            .to_owned(),
        NoCpu::CounterFell => "The instance's counter of CPU time is lower than in the reading before, so it was started again meanwhile. \
             The next reading brings the value."
            .to_owned(),
        NoCpu::Gap => {
            let passed = basis.before.map(|before| basis.now.read_at - before.read_at);
            let seconds = passed.map_or(0, |passed| passed.num_seconds().unsigned_abs());
            let who = match basis.now.origin {
                Origin::Engine => "engine",
                Origin::CgroupV1 | Origin::CgroupV2 => "console",
            };
            format!(
                "The reading before is {}{SPACE}s older: the machine slept, or the {who} was stuck. An average over that time is no \
                 value of this moment. The next reading brings it.",
                grouped(seconds)
            )
        }
        NoCpu::NotTold => return None,
    })
}

/// What the time of reading is called: in full, and in a formula.
fn time(origin: Origin) -> (&'static str, &'static str) {
    match origin {
        Origin::Engine => ("read", "read"),
        Origin::CgroupV1 | Origin::CgroupV2 => ("t, the time of reading", "t"),
    }
}

/// A counter of which the difference matters.
fn both(
    basis: &Basis,
    name: &str,
    unit: &str,
    value: impl Fn(&Reading) -> Option<u64>,
) -> RawCounter {
    RawCounter {
        before: basis.before.as_ref().and_then(&value),
        ..now(name, unit, value(&basis.now))
    }
}

/// When the two readings were taken.
fn times(basis: &Basis) -> RawCounter {
    both(basis, time(basis.now.origin).0, "unix_ns", |reading| {
        reading.read_at.timestamp_nanos_opt().and_then(|nanos| u64::try_from(nanos).ok())
    })
}

/// A counter of which the present value matters.
fn now(name: &str, unit: &str, now: Option<u64>) -> RawCounter {
    RawCounter { name: name.to_owned(), unit: unit.to_owned(), before: None, now }
}

/// `1 980 000 000`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(SPACE);
        }
        text.push(digit);
    }
    text
}
