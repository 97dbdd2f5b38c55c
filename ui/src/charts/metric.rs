//! How people read a metric and its values.

use crate::{format, units, words};
use mini_aws_domain::{Metric, Sample};

/// A metric in words.
pub trait MetricWords {
    /// The chart's heading.
    fn title(self) -> String;

    /// The chart's test id.
    fn test_id(self) -> &'static str;

    /// Its value in a sample; absent if that is not known.
    fn of(self, sample: &Sample) -> Option<f64>;

    /// A value with its unit: `61.4 %`, `1.42 GiB`, `1.2 MB/s`.
    fn format(self, value: f64) -> String;

    /// A sum with its unit, in as many digits as say something: `142 %`, `5.9 GiB`.
    fn format_sum(self, value: f64) -> String;
}

impl MetricWords for Metric {
    fn title(self) -> String {
        words::metric(self)
    }

    fn test_id(self) -> &'static str {
        match self {
            Self::Cpu => "chart-cpu",
            Self::Memory => "chart-memory",
            Self::NetworkRx => "chart-network-rx",
            Self::NetworkTx => "chart-network-tx",
            Self::DiskRead => "chart-disk-read",
            Self::DiskWrite => "chart-disk-write",
        }
    }

    fn of(self, sample: &Sample) -> Option<f64> {
        match self {
            Self::Cpu => sample.cpu_percent,
            Self::Memory => sample.memory_bytes.map(|bytes| bytes as f64),
            Self::NetworkRx => sample.network_rx_rate,
            Self::NetworkTx => sample.network_tx_rate,
            Self::DiskRead => sample.disk_read_rate,
            Self::DiskWrite => sample.disk_write_rate,
        }
    }

    fn format(self, value: f64) -> String {
        match self {
            Self::Cpu => format::cpu(value),
            Self::Memory => memory(value),
            Self::NetworkRx | Self::NetworkTx | Self::DiskRead | Self::DiskWrite => {
                format::rate(value)
            }
        }
    }

    fn format_sum(self, value: f64) -> String {
        match self {
            Self::Cpu if value >= 9.95 * units::cores_in_whole() => format::cpu_whole(value),
            Self::Cpu
            | Self::Memory
            | Self::NetworkRx
            | Self::NetworkTx
            | Self::DiskRead
            | Self::DiskWrite => self.format(value),
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
