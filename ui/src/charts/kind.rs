//! The two metrics that frames carry into the window of the last minutes.

use mini_aws_domain::Metric;

/// Which metric of the last minutes a series or a sparkline is about.
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

    /// Its name among all metrics.
    #[must_use]
    pub fn metric(self) -> Metric {
        match self {
            Self::Cpu => Metric::Cpu,
            Self::Memory => Metric::Memory,
        }
    }

    /// The same of a metric, if frames carry it into the window.
    #[must_use]
    pub fn of(metric: Metric) -> Option<Self> {
        match metric {
            Metric::Cpu => Some(Self::Cpu),
            Metric::Memory => Some(Self::Memory),
            Metric::NetworkRx | Metric::NetworkTx | Metric::DiskRead | Metric::DiskWrite => None,
        }
    }
}
