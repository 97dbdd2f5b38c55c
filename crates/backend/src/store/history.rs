//! CPU and memory over a while, in buckets, for the busiest instances and in total.

use super::error::StoreError;
use chrono::{DateTime, Utc};
use mini_aws_domain::{InstanceId, TOTAL_LABEL};
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// The most buckets that a history has, but for one more that comes of its edges.
pub const MAX_BUCKETS: usize = 2_000;
/// The most instances that a history names.
pub const MAX_TOP: usize = 100;

/// What history is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryQuery {
    /// From when, inclusive.
    pub from: DateTime<Utc>,
    /// Until when, exclusive.
    pub to: DateTime<Utc>,
    /// Into how many buckets it is to be divided: at least 1, at most [`MAX_BUCKETS`]; another number is taken as the nearer
    /// of the two.
    pub buckets: usize,
    /// How many instances to name, at most [`MAX_TOP`].
    pub top: usize,
}

/// CPU and memory over a while.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MetricHistory {
    /// Length of a bucket in milliseconds; whole seconds from one second on. Buckets begin at whole multiples of it since
    /// 1970, so the same moment falls into the same bucket whenever it is asked for; the first and the last one may lie
    /// only partly in the range, hence there can be one bucket more than was asked for.
    pub bucket_ms: i64,
    /// CPU in percent of one core: the busiest instances, busiest first, and the total at the end.
    pub cpu: Vec<Series>,
    /// Memory in bytes: the biggest instances, biggest first, and the total at the end.
    pub memory: Vec<Series>,
}

/// One line of a chart. A bucket in which nothing was measured has no point: a gap, never a zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The instance's name as last known, or [`TOTAL_LABEL`].
    pub name: String,
    /// Whose it is; `None` is the total.
    pub instance: Option<InstanceId>,
    /// The middle of each bucket and the average in it, oldest first.
    pub points: Vec<(DateTime<Utc>, f64)>,
}

/// The values of one series in one bucket.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    index: i64,
    sum: f64,
    count: u32,
}

/// One series while it is added up. Its values come in the order of time.
#[derive(Debug, Default)]
struct Line {
    buckets: Vec<Bucket>,
    sum: f64,
}

impl Line {
    fn add(&mut self, index: i64, value: Option<f64>) {
        let Some(value) = value else { return };
        self.sum += value;
        match self.buckets.last_mut() {
            Some(bucket) if bucket.index == index => {
                bucket.sum += value;
                bucket.count += 1;
            }
            _ => self.buckets.push(Bucket { index, sum: value, count: 1 }),
        }
    }

    fn points(&self, bucket_ms: i64) -> Vec<(DateTime<Utc>, f64)> {
        let middle = |index: i64| {
            DateTime::from_timestamp_millis(
                index.saturating_mul(bucket_ms).saturating_add(bucket_ms / 2),
            )
        };
        self.buckets
            .iter()
            .filter_map(|bucket| {
                Some((middle(bucket.index)?, bucket.sum / f64::from(bucket.count)))
            })
            .collect()
    }
}

#[derive(Debug, Default)]
struct Lines {
    cpu: Line,
    memory: Line,
}

/// Reads a history; see [`Store::metric_history`](super::Store::metric_history) for what its numbers mean.
pub(super) fn read(
    connection: &Connection,
    query: &HistoryQuery,
) -> Result<MetricHistory, StoreError> {
    let (from, to) = (query.from.timestamp_millis(), query.to.timestamp_millis());
    if from >= to {
        return Err(StoreError::EmptyRange);
    }
    let bucket_ms = bucket_length(from, to, query.buckets);
    // One view of the database for all that follows, whatever is written or pruned meanwhile.
    let connection = &*connection.unchecked_transaction()?;
    let mut instances: HashMap<i64, Lines> = HashMap::new();
    // The order of time is the order of the rows in the file, and it needs no sorting, unlike grouping by instance.
    let mut samples = connection.prepare_cached(
        "SELECT recorded_at, instance, cpu_percent, memory_bytes FROM metrics_history \
         INDEXED BY metrics_history_by_time WHERE recorded_at >= ?1 AND recorded_at < ?2 ORDER BY recorded_at",
    )?;
    let mut rows = samples.query(params![from, to])?;
    while let Some(row) = rows.next()? {
        let bucket = row.get::<_, i64>(0)?.div_euclid(bucket_ms);
        let lines = instances.entry(row.get(1)?).or_default();
        lines.cpu.add(bucket, row.get(2)?);
        lines.memory.add(bucket, row.get(3)?);
    }
    let mut total = Lines::default();
    let mut frames = connection.prepare_cached(
        "SELECT recorded_at, cpu_percent, memory_bytes FROM frames \
         WHERE recorded_at >= ?1 AND recorded_at < ?2 ORDER BY recorded_at",
    )?;
    let mut rows = frames.query(params![from, to])?;
    while let Some(row) = rows.next()? {
        let bucket = row.get::<_, i64>(0)?.div_euclid(bucket_ms);
        total.cpu.add(bucket, row.get(1)?);
        total.memory.add(bucket, row.get(2)?);
    }
    let series = |line: fn(&Lines) -> &Line| -> Result<Vec<Series>, StoreError> {
        let mut series = named(connection, &instances, line, query.top, bucket_ms)?;
        let points = line(&total).points(bucket_ms);
        if !points.is_empty() {
            series.push(Series { name: TOTAL_LABEL.to_owned(), instance: None, points });
        }
        Ok(series)
    };
    Ok(MetricHistory {
        bucket_ms,
        cpu: series(|lines| &lines.cpu)?,
        memory: series(|lines| &lines.memory)?,
    })
}

/// The instances that make up most of the total, and their names.
fn named(
    connection: &Connection,
    instances: &HashMap<i64, Lines>,
    line: fn(&Lines) -> &Line,
    top: usize,
    bucket_ms: i64,
) -> Result<Vec<Series>, StoreError> {
    let mut ranked: Vec<(i64, &Line)> = instances
        .iter()
        .map(|(key, lines)| (*key, line(lines)))
        .filter(|(_, line)| !line.buckets.is_empty())
        .collect();
    ranked.sort_by(|(key, line), (other_key, other)| {
        other.sum.total_cmp(&line.sum).then_with(|| key.cmp(other_key))
    });
    let mut name = connection.prepare_cached("SELECT id, name FROM instances WHERE key = ?1")?;
    ranked
        .into_iter()
        .take(top.min(MAX_TOP))
        .map(|(key, line)| {
            let (id, name): (String, String) =
                name.query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(Series { name, instance: Some(InstanceId::new(id)), points: line.points(bucket_ms) })
        })
        .collect()
}

/// The length of a bucket, in milliseconds: whole seconds from one second on, for that is the pace of the samples.
fn bucket_length(from: i64, to: i64, buckets: usize) -> i64 {
    let buckets = i64::try_from(buckets.clamp(1, MAX_BUCKETS)).unwrap_or(1);
    let range = to.saturating_sub(from).max(1);
    let length = (range - 1) / buckets + 1;
    if length > 1_000 {
        ((length - 1) / 1_000).saturating_add(1).saturating_mul(1_000)
    } else {
        length
    }
}

#[cfg(test)]
mod tests {
    use super::bucket_length;

    #[test]
    fn a_bucket_is_as_long_as_it_takes_and_whole_seconds_from_one_second_on() {
        assert_eq!(bucket_length(0, 900_000, 180), 5_000);
        assert_eq!(bucket_length(0, 900_000, 300), 3_000);
        assert_eq!(bucket_length(0, 900_001, 300), 4_000);
        assert_eq!(bucket_length(0, 10_000, 100), 100);
        assert_eq!(bucket_length(0, 1, 0), 1);
        assert_eq!(bucket_length(0, 10, usize::MAX), 1);
        assert!(bucket_length(i64::MIN, i64::MAX, 1) > 0);
    }
}
