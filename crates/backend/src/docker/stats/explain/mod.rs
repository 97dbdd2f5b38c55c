//! Why a sample is what it is: the counters by the engine's names, and the formula with them filled in.
//!
//! Nothing is computed anew in here. The results are the sample's own, from [`CpuBasis::percent`](super::CpuBasis::percent) and
//! [`Reading::memory_used`](super::Reading::memory_used), so what is explained cannot drift away from what is shown.

mod cpu;
mod memory;
#[cfg(test)]
mod tests;

pub use cpu::explain_cpu;
pub use memory::explain_memory;

use mini_aws_domain::RawCounter;

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
