//! The past of one metric, in at most as many buckets as were asked for.
//!
//! A tier is chosen that is fine enough and reaches back far enough ([`plan`]); what is too new to be in it yet is taken from the
//! finer ones. Rows that hold every series are added up at once; of the archive only the series that the answer names are
//! unpacked, the rest are ranked by what stands in front of them ([`read`]).

mod lines;
mod plan;
mod read;
mod sparklines;
mod subject;

pub(super) use plan::{Plan, Segment, archive_begins, begins};
pub(super) use read::column;
pub(super) use sparklines::sparklines;
pub(super) use subject::{Selection, instance_name};

use super::{
    error::StoreError,
    gaps,
    pack::{SeriesKey, from_units},
};
use lines::Line;
use mini_aws_domain::{
    GapReason, History, HistoryGap, HistoryQuery, HistorySeries, HistorySubject, InstanceId,
    MAX_TOP, Metric, TOTAL_LABEL,
};
use rusqlite::{Connection, OptionalExtension};

/// What the series of the instances without one of their own is called.
const OTHERS_LABEL: &str = "others";

/// What the caller knows that the database does not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Present {
    /// The present, in milliseconds since 1970.
    pub now: i64,
    /// Why there may be no frame just now.
    pub reason: Option<GapReason>,
}

/// Answers a question; see [`Store::history`](super::Store::history) for what its numbers mean.
pub(super) fn answer(
    connection: &Connection,
    query: &HistoryQuery,
    present: Present,
) -> Result<History, StoreError> {
    let (from, to) = range(query.from.timestamp_millis(), query.to.timestamp_millis())?;
    // One view of the database for all that follows, whatever is written or pruned meanwhile.
    let connection = &*connection.unchecked_transaction()?;
    let selection = Selection::new(connection, &query.subject)?;
    let plan = Plan::new(connection, from, to, query.points)?;
    let top = usize::try_from(query.top.min(MAX_TOP)).unwrap_or(0);
    let pinned = pinned(connection, &selection, query)?;
    let found = read::read(connection, &plan, &selection, query.metric, top, &pinned)?;

    let metric = query.metric;
    let subject = found.subject.spread(plan.count);
    let mut series = vec![HistorySeries {
        instances: u32::try_from(found.instances).unwrap_or(u32::MAX),
        ..series_of(metric, Some(query.subject.clone()), selection.name.clone(), &subject, None)
    }];
    let whole = found.subject.count;
    let mut shares = vec![0.0; plan.count];
    let mut named_sum = 0.0;
    let mut measured = 0;
    for (key, line) in &found.top {
        // Who is forgotten is one of the others.
        let Some((id, name)) = instance_name(connection, *key)? else { continue };
        named_sum += line.sum;
        measured += usize::from(line.count > 0);
        let cells = line.spread(plan.count);
        for ((share, cell), all) in shares.iter_mut().zip(&cells).zip(&subject) {
            *share += if all.count > 0 { cell.sum / all.count as f64 } else { 0.0 };
        }
        let subject = HistorySubject::Instance { id: InstanceId::new(id) };
        let mean = (whole > 0).then(|| line.sum / whole as f64);
        series.push(series_of(metric, Some(subject), name, &cells, mean));
    }
    let rest = found.instances.saturating_sub(measured);
    if rest > 0 && !found.top.is_empty() {
        let mean = (whole > 0).then(|| (found.subject.sum - named_sum).max(0.0) / whole as f64);
        let avg = subject.iter().zip(&shares).map(|(all, share)| {
            all.avg().map(|avg| rounded(metric, from_units(metric, (avg - share).max(0.0))))
        });
        series.push(HistorySeries {
            subject: None,
            name: OTHERS_LABEL.to_owned(),
            instances: u32::try_from(rest).unwrap_or(u32::MAX),
            mean: mean.map(|mean| rounded(metric, from_units(metric, mean))),
            avg: avg.collect(),
            min: Vec::new(),
            max: Vec::new(),
        });
    }
    Ok(History {
        metric,
        begins: gaps::gap(plan.begins, plan.begins, GapReason::Unknown).from,
        bucket_ms: plan.bucket_ms,
        resolution_ms: plan.tier.resolution_ms(),
        series,
        gaps: gaps_within(connection, from, to, present)?,
    })
}

/// The pinned instances that are the subject's.
fn pinned(
    connection: &Connection,
    selection: &Selection,
    query: &HistoryQuery,
) -> rusqlite::Result<Vec<SeriesKey>> {
    let mut key = connection.prepare_cached("SELECT key FROM instances WHERE id = ?1")?;
    let mut keys = Vec::new();
    for id in query.pinned.iter().take(usize::try_from(MAX_TOP).unwrap_or(0)) {
        let known = key.query_row([id.as_str()], |row| row.get(0)).optional()?;
        keys.extend(known.map(SeriesKey::instance).filter(|key| selection.has(*key)));
    }
    Ok(keys)
}

/// A range in milliseconds that can be reckoned with.
pub(super) fn range(from: i64, to: i64) -> Result<(i64, i64), StoreError> {
    /// The year 2200: later than anything that is measured, and far from where numbers end.
    const LATEST: i64 = 7_258_118_400_000;
    if from >= to {
        return Err(StoreError::EmptyRange);
    }
    let from = from.clamp(0, LATEST - 1);
    Ok((from, to.clamp(from + 1, LATEST)))
}

/// The gaps of a range, with the one that still lasts.
pub(super) fn gaps_within(
    connection: &Connection,
    from: i64,
    to: i64,
    present: Present,
) -> Result<Vec<HistoryGap>, StoreError> {
    let mut known = gaps::read(connection, from, to)?;
    let to = to.min(present.now);
    let since = gaps::last_frame(connection, to)?.map(|last| last.max(from));
    if let Some(since) = since.filter(|since| to - since > gaps::SHORTEST_GAP_MS) {
        // Opening the console has noted the time before it.
        let since = known.last().map_or(since, |gap| since.max(gap.to.timestamp_millis()));
        if to - since > gaps::SHORTEST_GAP_MS {
            known.push(gaps::gap(since, to, present.reason.unwrap_or(GapReason::Unknown)));
        }
    }
    Ok(known)
}

fn series_of(
    metric: Metric,
    subject: Option<HistorySubject>,
    name: String,
    cells: &[super::pack::Tally],
    mean: Option<f64>,
) -> HistorySeries {
    let value = |units: f64| rounded(metric, from_units(metric, units));
    let whole =
        cells.iter().fold((0, 0.0), |(count, sum), cell| (count + cell.count, sum + cell.sum));
    let own_mean = (whole.0 > 0).then(|| whole.1 / whole.0 as f64);
    let known =
        |cell: &super::pack::Tally, units: u64| (cell.count > 0).then(|| value(units as f64));
    HistorySeries {
        subject,
        name,
        instances: 1,
        mean: mean.or(own_mean).map(value),
        avg: cells.iter().map(|cell| cell.avg().map(value)).collect(),
        min: cells.iter().map(|cell| known(cell, cell.min)).collect(),
        max: cells.iter().map(|cell| known(cell, cell.max)).collect(),
    }
}

/// In as many digits as were measured, and one or two for averages: an answer has thousands of numbers.
pub(super) fn rounded(metric: Metric, value: f64) -> f64 {
    match metric {
        Metric::Cpu => (value * 1000.0).round() / 1000.0,
        Metric::Memory
        | Metric::NetworkRx
        | Metric::NetworkTx
        | Metric::DiskRead
        | Metric::DiskWrite => value.round(),
    }
}

/// What was read.
struct Found {
    /// The subject's own line.
    subject: Line,
    /// The subject's instances that used most, the busiest first, and then those that are pinned.
    top: Vec<(SeriesKey, Line)>,
    /// How many instances are in the subject's line.
    instances: usize,
}

/// What the total is called.
fn total_name() -> String {
    TOTAL_LABEL.to_owned()
}
