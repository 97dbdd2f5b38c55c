//! How history is packed into blobs: small whole numbers, told by their distances, in few bytes.
//!
//! A frame, or the newest buckets of a tier, is one row with every series in it ([`row`]): a tick is one small write. A stretch of
//! older buckets is one row a series ([`stretch`]): the history of one instance is read without the others', and the values
//! of one series lie close to each other.

pub(super) mod row;
pub(super) mod stretch;
mod varint;

use mini_aws_domain::Metric;

/// How many metrics there are: one column each.
pub(super) const METRICS: usize = Metric::ALL.len();

/// Bytes of a unit of memory. What an engine tells is whole pages, so nothing is lost of it; with larger pages neither.
const PAGE: f64 = 4096.0;

/// The blob is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("packed history is damaged")]
pub(super) struct Damaged;

impl From<Damaged> for rusqlite::Error {
    fn from(damaged: Damaged) -> Self {
        Self::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(damaged))
    }
}

/// What was read, or nothing where the blob is damaged: that costs a bucket or a stretch of one series, which shows as a gap, and
/// must not keep all the rest from being read, or anything new from being recorded.
pub(super) fn readable<T>(read: Result<T, Damaged>) -> Option<T> {
    read.inspect_err(|error| tracing::warn!(%error, "a part of the history is passed over")).ok()
}

/// Whose values they are: the total, an instance, or a group of instances. What the number means stands in the migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SeriesKey(pub u64);

impl SeriesKey {
    /// All instances together.
    pub const TOTAL: Self = Self(0);

    /// The instance with this key.
    pub fn instance(key: i64) -> Self {
        Self(key.unsigned_abs().saturating_mul(2))
    }

    /// The group with this key.
    pub fn group(key: i64) -> Self {
        Self(key.unsigned_abs().saturating_mul(2).saturating_add(1))
    }

    /// Whether it is a group.
    pub fn is_group(self) -> bool {
        !self.0.is_multiple_of(2)
    }

    /// The instance's key, if it is one.
    pub fn as_instance(self) -> Option<i64> {
        (self.0 > 0 && self.0.is_multiple_of(2)).then(|| i64::try_from(self.0 / 2).ok()).flatten()
    }

    /// As the database has it.
    pub fn to_sql(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// From the database.
    pub fn from_sql(number: i64) -> Self {
        Self(number.unsigned_abs())
    }
}

/// The values of one series in one bucket, in the metric's unit of storage. There is at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bucket {
    /// How many samples there were.
    pub count: u64,
    /// Their average.
    pub avg: u64,
    /// The lowest, at most `avg`.
    pub min: u64,
    /// The highest, at least `avg`.
    pub max: u64,
}

impl Bucket {
    /// A single sample.
    pub fn of(value: u64) -> Self {
        Self { count: 1, avg: value, min: value, max: value }
    }
}

/// Samples, or buckets of them, while they are added up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tally {
    /// How many samples.
    pub count: u64,
    /// Their sum, in the unit of storage.
    pub sum: f64,
    /// The lowest.
    pub min: u64,
    /// The highest.
    pub max: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Self { count: 0, sum: 0.0, min: u64::MAX, max: 0 }
    }
}

impl Tally {
    /// Adds what comes at another time.
    pub fn add(&mut self, bucket: Bucket) {
        self.count = self.count.saturating_add(bucket.count);
        self.sum += bucket.avg as f64 * bucket.count as f64;
        self.min = self.min.min(bucket.min);
        self.max = self.max.max(bucket.max);
    }

    /// The average, in the unit of storage; `None` without a sample.
    pub fn avg(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }

    /// All of it as one bucket; `None` without a sample.
    pub fn bucket(&self) -> Option<Bucket> {
        let avg = self.avg()?;
        Some(Bucket {
            count: self.count,
            avg: (avg.round() as u64).clamp(self.min, self.max),
            min: self.min,
            max: self.max,
        })
    }
}

/// A value in the unit of storage, as a whole number of it; what is not finite was not measured, and nothing is below zero.
pub(super) fn to_units(metric: Metric, value: f64) -> Option<u64> {
    value.is_finite().then(|| (value / unit(metric)).round().max(0.0) as u64)
}

/// A value from the unit of storage, in the metric's own.
pub(super) fn from_units(metric: Metric, units: f64) -> f64 {
    match metric {
        // Dividing gives the decimal that was meant, multiplying by 0.01 its neighbour.
        Metric::Cpu => units / 100.0,
        _ => units * unit(metric),
    }
}

/// How much one unit of storage is, in the metric's own unit: what `docker stats` prints of CPU, a page of memory, a byte a second.
fn unit(metric: Metric) -> f64 {
    match metric {
        Metric::Cpu => 0.01,
        Metric::Memory => PAGE,
        Metric::NetworkRx | Metric::NetworkTx | Metric::DiskRead | Metric::DiskWrite => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_docker_prints_is_kept_to_the_digit_and_pages_to_the_byte() {
        assert_eq!(to_units(Metric::Cpu, 41.27), Some(4127));
        assert_eq!(from_units(Metric::Cpu, 4127.0), 41.27);
        let bytes = 123.0 * 4096.0;
        assert_eq!(
            from_units(Metric::Memory, to_units(Metric::Memory, bytes).unwrap() as f64),
            bytes
        );
        assert_eq!(to_units(Metric::DiskRead, 1.4), Some(1));
    }

    #[test]
    fn what_is_not_a_number_was_not_measured_and_what_is_below_zero_is_zero() {
        assert_eq!(to_units(Metric::Cpu, f64::NAN), None);
        assert_eq!(to_units(Metric::Cpu, f64::INFINITY), None);
        assert_eq!(to_units(Metric::Cpu, -1.0), Some(0));
        assert_eq!(to_units(Metric::NetworkRx, 1e300), Some(u64::MAX));
    }

    #[test]
    fn series_are_told_apart() {
        assert_eq!(SeriesKey::TOTAL.as_instance(), None);
        assert_eq!(SeriesKey::group(7).as_instance(), None);
        assert_eq!(SeriesKey::instance(7).as_instance(), Some(7));
        assert_eq!(SeriesKey::from_sql(SeriesKey::group(7).to_sql()), SeriesKey::group(7));
    }

    #[test]
    fn a_tally_weighs_each_bucket_by_its_samples() {
        let mut tally = Tally::default();
        assert_eq!(tally.bucket(), None);
        tally.add(Bucket { count: 9, avg: 10, min: 5, max: 20 });
        tally.add(Bucket::of(110));
        assert_eq!(tally.bucket(), Some(Bucket { count: 10, avg: 20, min: 5, max: 110 }));
    }
}
