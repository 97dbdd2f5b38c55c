//! Stretches of buckets that are whole, packed away series by series.

use super::{made_to, oldest};
use crate::store::{
    history::archive_begins,
    pack::{Bucket, METRICS, SeriesKey, readable, row, stretch},
    tiers::{TIERS, Tier},
};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// The names of the metrics' columns, in the order of [`mini_aws_domain::Metric::ALL`].
pub(in crate::store) const COLUMNS: [&str; METRICS] =
    ["cpu", "memory", "network_rx", "network_tx", "disk_read", "disk_write"];

/// Archives one stretch that is whole, and says whether there was one.
pub(in crate::store) fn archive_next(connection: &Connection) -> rusqlite::Result<bool> {
    for tier in &TIERS[1..] {
        if let Some(begins) = whole_stretch(connection, *tier)? {
            archive(connection, *tier, begins, i64::MIN)?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes what is from before `before` (milliseconds since 1970, UTC) out of the oldest stretch of a tier's archive, which is then packed
/// anew; says whether there was anything.
pub(in crate::store) fn trim_next(
    connection: &Connection,
    tier: Tier,
    before: i64,
) -> rusqlite::Result<bool> {
    let Some(first) = archive_begins(connection, tier)? else { return Ok(false) };
    if first >= before {
        return Ok(false);
    }
    archive(connection, tier, tier.stretch_of(first), before)?;
    // Where a stretch does not say where it begins, once has to do.
    Ok(archive_begins(connection, tier)? != Some(first))
}

/// The oldest stretch of a tier that nothing will be added to any more, and of which the tier above was made.
fn whole_stretch(connection: &Connection, tier: Tier) -> rusqlite::Result<Option<i64>> {
    let Some(oldest) = oldest(connection, tier)? else { return Ok(None) };
    let begins = tier.stretch_of(oldest);
    for needed in [Some(tier), tier.next()].into_iter().flatten() {
        if made_to(connection, needed)?.is_none_or(|made| made < begins + tier.stretch_ms) {
            return Ok(None);
        }
    }
    Ok(Some(begins))
}

/// Packs a stretch from what the archive and the rows have of it, but for what is from before `before`.
fn archive(connection: &Connection, tier: Tier, begins: i64, before: i64) -> rusqlite::Result<()> {
    let ends = begins + tier.stretch_ms;
    let mut packed: BTreeMap<SeriesKey, [Option<Vec<u8>>; METRICS]> = BTreeMap::new();
    // One metric at a time: all of them at once would be a lot of memory with hundreds of instances.
    for (metric, column) in COLUMNS.iter().enumerate() {
        let mut lines = archived(connection, tier, begins, column)?;
        read_rows(connection, tier, (begins, ends), column, &mut lines)?;
        for (series, line) in lines {
            let is_kept = |place: u32| begins + i64::from(place) * tier.bucket_ms >= before;
            let buckets: Vec<(u32, Bucket)> =
                line.into_iter().filter(|(place, _)| is_kept(*place)).collect();
            if !buckets.is_empty() {
                packed.entry(series).or_default()[metric] = stretch::pack(&buckets);
            }
        }
    }
    // First, for what takes their place is smaller: near its cap the file has no room for both.
    connection
        .prepare_cached(
            "DELETE FROM metrics_history WHERE tier = ?1 AND recorded_at >= ?2 AND recorded_at < ?3",
        )?
        .execute(params![tier.number, begins, ends])?;
    connection
        .prepare_cached("DELETE FROM metrics_archive WHERE tier = ?1 AND begins = ?2")?
        .execute(params![tier.number, begins])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO metrics_archive \
         (tier, begins, series, cpu, memory, network_rx, network_tx, disk_read, disk_write) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (series, [cpu, memory, network_rx, network_tx, disk_read, disk_write]) in packed {
        insert.execute(params![
            tier.number,
            begins,
            series.to_sql(),
            cpu,
            memory,
            network_rx,
            network_tx,
            disk_read,
            disk_write,
        ])?;
    }
    Ok(())
}

/// The buckets of each series, by their places in the stretch.
type Lines = BTreeMap<SeriesKey, BTreeMap<u32, Bucket>>;

/// What the archive has of the stretch already: nothing, unless the clock was set back.
fn archived(
    connection: &Connection,
    tier: Tier,
    begins: i64,
    column: &str,
) -> rusqlite::Result<Lines> {
    let mut lines = Lines::new();
    let known = connection
        .prepare_cached("SELECT 1 FROM metrics_archive WHERE tier = ?1 AND begins = ?2")?
        .query_row(params![tier.number, begins], |_| Ok(()))
        .optional()?;
    if known.is_none() {
        return Ok(lines);
    }
    let mut select = connection.prepare_cached(&format!(
        "SELECT series, {column} FROM metrics_archive WHERE tier = ?1 AND begins = ?2 AND {column} IS NOT NULL"
    ))?;
    let mut rows = select.query(params![tier.number, begins])?;
    while let Some(row) = rows.next()? {
        let line = lines.entry(SeriesKey::from_sql(row.get(0)?)).or_default();
        let Some(mut stretch) = readable(stretch::Stretch::new(row.get_ref(1)?.as_blob()?)) else {
            continue;
        };
        while let Some((place, bucket)) = readable(stretch.take()).flatten() {
            line.insert(place, bucket);
        }
    }
    Ok(lines)
}

/// Adds what is in the rows of the stretch; it is newer than what is in the archive.
fn read_rows(
    connection: &Connection,
    tier: Tier,
    (begins, ends): (i64, i64),
    column: &str,
    lines: &mut Lines,
) -> rusqlite::Result<()> {
    let mut select = connection.prepare_cached(&format!(
        "SELECT recorded_at, series, {column} FROM metrics_history \
         WHERE tier = ?1 AND recorded_at >= ?2 AND recorded_at < ?3 AND {column} IS NOT NULL ORDER BY recorded_at"
    ))?;
    let mut rows = select.query(params![tier.number, begins, ends])?;
    let mut series = Vec::new();
    while let Some(row) = rows.next()? {
        let at: i64 = row.get(0)?;
        let place = u32::try_from((at - begins) / tier.bucket_ms).unwrap_or(u32::MAX);
        if readable(row::series(row.get_ref(1)?.as_blob()?, &mut series)).is_none() {
            continue;
        }
        let mut values = row::Column::new(row.get_ref(2)?.as_blob()?, false);
        for series in &series {
            let Some(value) = readable(values.take()) else { break };
            if let Some(bucket) = value {
                lines.entry(*series).or_default().insert(place, bucket);
            }
        }
    }
    Ok(())
}
