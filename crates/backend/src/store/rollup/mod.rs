//! Coarser tiers from finer ones, as time passes.
//!
//! How far each tier has come stands in the database, in the transaction that made it. So a crash, a sleep or a week in which the
//! console was closed are nothing special: what is missing is made of what is there the next time a frame comes. Making
//! a bucket again of the same rows gives the same bucket, hence it replaces what was there.

mod archive;
mod groups;
mod making;

pub(super) use archive::{COLUMNS, archive_next, trim_next};
pub(super) use groups::Groups;

use super::{
    pack::{METRICS, SeriesKey, readable, row},
    samples::insert_row,
    tiers::{TIERS, Tier},
};
use making::Making;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Makes every bucket that has ended by `now` (milliseconds since 1970, UTC), in every tier.
pub(super) fn advance(
    connection: &Connection,
    groups: &mut Groups,
    now: i64,
) -> rusqlite::Result<()> {
    for tier in &TIERS[1..] {
        advance_tier(connection, groups, *tier, now)?;
    }
    Ok(())
}

/// How far a tier has been made, exclusive; `None` if nothing ever was.
pub(super) fn made_to(connection: &Connection, tier: Tier) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT made_to FROM metrics_progress WHERE tier = ?1")?
        .query_row([tier.number], |row| row.get(0))
        .optional()
}

fn advance_tier(
    connection: &Connection,
    groups: &mut Groups,
    tier: Tier,
    now: i64,
) -> rusqlite::Result<()> {
    let Some(below) = tier.below() else { return Ok(()) };
    let to = tier.bucket_of(now);
    let from = match made_to(connection, tier)? {
        Some(made) if made == to => return Ok(()),
        Some(made) if made < to => made,
        // The clock was set back: what is measured from now on belongs into buckets that were made already.
        Some(_) => return set_made_to(connection, tier, to),
        None => match oldest(connection, below)? {
            Some(oldest) => tier.bucket_of(oldest),
            None => return Ok(()),
        },
    };
    let mut select = connection.prepare_cached(
        "SELECT recorded_at, series, cpu, memory, network_rx, network_tx, disk_read, disk_write FROM metrics_history \
         WHERE tier = ?1 AND recorded_at >= ?2 AND recorded_at < ?3 ORDER BY recorded_at",
    )?;
    let mut rows = select.query(params![below.number, from, to])?;
    let mut making = Making::new(groups);
    let mut begins = None;
    let mut unpacked = Unpacked::default();
    while let Some(row) = rows.next()? {
        let bucket = tier.bucket_of(row.get(0)?);
        if let Some(ended) = begins.filter(|begins| *begins != bucket) {
            finish(connection, tier, ended, &mut making)?;
        }
        begins = Some(bucket);
        if unpacked.read(row, below.number == 0)? {
            making.add(connection, &unpacked.values)?;
        }
    }
    if let Some(ended) = begins {
        finish(connection, tier, ended, &mut making)?;
    }
    set_made_to(connection, tier, to)
}

/// Writes the bucket that was made, and begins another.
fn finish(
    connection: &Connection,
    tier: Tier,
    begins: i64,
    making: &mut Making<'_>,
) -> rusqlite::Result<()> {
    let made = making.take();
    if tier.number == SEEN_TIER {
        let mut seen = connection
            .prepare_cached("UPDATE instances SET last_seen = max(last_seen, ?2) WHERE key = ?1")?;
        for instance in made.iter().filter_map(|(series, _)| series.as_instance()) {
            seen.execute(params![instance, begins + tier.bucket_ms])?;
        }
    }
    insert_row(connection, tier.number, begins, &row::pack_buckets(made), "REPLACE")?;
    Ok(())
}

/// With each bucket of this tier it is noted who was there: once a minute.
const SEEN_TIER: i64 = 2;

fn set_made_to(connection: &Connection, tier: Tier, made_to: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO metrics_progress (tier, made_to) VALUES (?1, ?2)")?
        .execute(params![tier.number, made_to])?;
    Ok(())
}

/// The oldest row of a tier that is not archived.
fn oldest(connection: &Connection, tier: Tier) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT min(recorded_at) FROM metrics_history WHERE tier = ?1")?
        .query_row([tier.number], |row| row.get(0))
}

/// A row's values, all metrics of them. Kept, so that its memory is used again.
#[derive(Debug, Default)]
struct Unpacked {
    series: Vec<SeriesKey>,
    values: Vec<row::Values<super::pack::Bucket>>,
}

impl Unpacked {
    /// Reads the series in column 1 and the metrics in those after it; `false` if they cannot be read.
    fn read(&mut self, from: &Row<'_>, is_frame: bool) -> rusqlite::Result<bool> {
        let names = from.get_ref(1)?.as_blob()?;
        if readable(row::series(names, &mut self.series)).is_none() {
            return Ok(false);
        }
        self.values.clear();
        self.values.extend(self.series.iter().map(|series| (*series, [None; METRICS])));
        for metric in 0..METRICS {
            let Some(bytes) = from.get_ref(2 + metric)?.as_blob_or_null()? else { continue };
            let mut column = row::Column::new(bytes, is_frame);
            for (_, values) in &mut self.values {
                match readable(column.take()) {
                    Some(value) => values[metric] = value,
                    None => break,
                }
            }
        }
        Ok(true)
    }
}
