//! The last minutes of many instances at once, in a few reads however many they are.

use super::{Plan, Selection, lines::Line, read, rounded, subject::Own};
use crate::store::{
    error::StoreError,
    gaps,
    pack::{SeriesKey, Tally, from_units},
    tiers::floor,
};
use mini_aws_domain::{GapReason, InstanceId, InstanceLine, Metric, Sparklines};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// How far back the lines go, in milliseconds, besides the bucket that has only begun.
const SPAN_MS: i64 = 15 * 60 * 1_000;
/// How long a bucket is where the past is known finely enough.
const BUCKET_MS: i64 = 30 * 1_000;
/// How many buckets that makes, the one that has only begun among them.
const BUCKETS: u32 = (SPAN_MS / BUCKET_MS) as u32 + 1;

/// The lines of those of the `wanted` instances of which anything is known, in that order.
pub(in crate::store) fn sparklines(
    connection: &Connection,
    wanted: &[InstanceId],
    now: i64,
) -> Result<Sparklines, StoreError> {
    let to = floor(now, BUCKET_MS).saturating_add(BUCKET_MS);
    let (from, to) = super::range(to - SPAN_MS - BUCKET_MS, to)?;
    // One view of the database for all that follows, whatever is written or pruned meanwhile.
    let connection = &*connection.unchecked_transaction()?;
    let known = keys(connection, wanted)?;
    let plan = Plan::new(connection, from, to, BUCKETS)?;
    let mut members: Vec<SeriesKey> = known.iter().map(|(key, _)| *key).collect();
    members.sort_unstable();
    // Nobody's own line is asked for, so nothing is ranked or weighed: only the members are unpacked.
    let selection = Selection {
        name: String::new(),
        own: Own::Series(SeriesKey::TOTAL),
        members: Some(members.clone()),
    };
    let lines = |metric| -> rusqlite::Result<HashMap<SeriesKey, Line>> {
        let found = read::read(connection, &plan, &selection, metric, 0, &members)?;
        Ok(found.top.into_iter().collect())
    };
    let (cpu, memory) = (lines(Metric::Cpu)?, lines(Metric::Memory)?);
    let lines = known.into_iter().filter_map(|(key, instance)| {
        let cpu = values(cpu.get(&key), plan.count, |cell| average(Metric::Cpu, cell));
        // Whole bytes, and none below zero.
        let bytes = |cell: &Tally| average(Metric::Memory, cell).map(|bytes| bytes as u64);
        let memory = values(memory.get(&key), plan.count, bytes);
        let is_known = cpu.iter().any(Option::is_some) || memory.iter().any(Option::is_some);
        is_known.then_some(InstanceLine { instance, cpu, memory })
    });
    Ok(Sparklines {
        begins: gaps::gap(plan.begins, plan.begins, GapReason::Unknown).from,
        bucket_ms: plan.bucket_ms,
        lines: lines.collect(),
    })
}

/// The keys of the instances that were ever heard of.
fn keys(
    connection: &Connection,
    wanted: &[InstanceId],
) -> rusqlite::Result<Vec<(SeriesKey, InstanceId)>> {
    let mut select = connection.prepare_cached("SELECT key FROM instances WHERE id = ?1")?;
    let mut keys = Vec::with_capacity(wanted.len());
    for id in wanted {
        let key = select.query_row([id.as_str()], |row| row.get(0)).optional()?;
        keys.extend(key.map(|key| (SeriesKey::instance(key), id.clone())));
    }
    Ok(keys)
}

fn values<T>(
    line: Option<&Line>,
    count: usize,
    value: impl Fn(&Tally) -> Option<T>,
) -> Vec<Option<T>> {
    line.map_or_else(
        || std::iter::repeat_with(|| None).take(count).collect(),
        |line| line.spread(count).iter().map(value).collect(),
    )
}

fn average(metric: Metric, cell: &Tally) -> Option<f64> {
    let value = rounded(metric, from_units(metric, cell.avg()?));
    // A line that small shows no third digit, and there are thousands of numbers.
    Some(if metric == Metric::Cpu { (value * 100.0).round() / 100.0 } else { value })
}
