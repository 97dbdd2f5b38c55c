//! The two metrics, and how people read their values.

use crate::format;

/// Which metric a chart, a series or a sparkline is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MetricKind {
    /// Percent of one core.
    Cpu,
    /// Bytes in use.
    Memory,
}

impl MetricKind {
    /// Both, for tables and tests.
    pub const ALL: [Self; 2] = [Self::Cpu, Self::Memory];

    /// The chart's heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Cpu => "CPU",
            Self::Memory => "Memory",
        }
    }

    /// The chart's test id.
    #[must_use]
    pub fn test_id(self) -> &'static str {
        match self {
            Self::Cpu => "chart-cpu",
            Self::Memory => "chart-memory",
        }
    }

    /// A value with its unit: `61.4 %`, `1.42 GiB`.
    #[must_use]
    pub fn format(self, value: f64) -> String {
        match self {
            Self::Cpu => format::percent(value),
            Self::Memory => memory(value),
        }
    }

    /// A sum with its unit, in as many digits as say something: `142 %`, `5.9 GiB`.
    #[must_use]
    pub fn format_sum(self, value: f64) -> String {
        match self {
            Self::Cpu if value < 9.95 => format::percent(value),
            Self::Cpu => format::percent_whole(value),
            Self::Memory => memory(value),
        }
    }
}

fn memory(value: f64) -> String {
    if value.is_finite() && value >= 0.0 {
        // What a chart knows of bytes is a mean or a sum of rounded values: the fraction says nothing.
        format::memory_short(value.round() as u64)
    } else {
        format::UNKNOWN.to_owned()
    }
}
