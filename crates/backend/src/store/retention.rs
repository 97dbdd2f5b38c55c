//! What is kept, and how the rest goes: in slices, so that the writer is never away from its work for long.
//!
//! A tier is kept for its time. Should the file come near its cap all the same, the oldest goes of the tier that takes most room,
//! which is the one with most buckets: so the last hour stays as fine as ever, and the longest past becomes shorter.

use super::{
    history::begins,
    rollup::{made_to, trim_next},
    tiers::{DAY, FRAMES, TIERS, Tier, floor},
};
use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension, params};

/// Rows of frames that one slice deletes at most: more than come in between, even after a long absence.
const SLICE_FRAMES: i64 = 2_000;
/// Rows of the archive that one slice deletes at most.
const SLICE_ARCHIVE: i64 = 2_000;
/// Instances that one slice forgets at most.
const SLICE_INSTANCES: i64 = 2_000;
/// How many instances are remembered at most: a machine that makes thousands a day would else fill the file with their names. What is
/// in the archive of those beyond is counted in the total, and has no name.
const MAX_INSTANCES: i64 = 100_000;
/// How many slices go at once where room is needed.
const SLICES: usize = 64;
/// Pages that one slice gives back at most.
const SLICE_PAGES: i64 = 1_000;
/// Free pages below which nothing is given back.
const FREE_PAGES: i64 = 256;
/// How much of the file's limit may be in use before the oldest goes. The rest is for what comes until it is gone, and for activity.
const FULL: f64 = 0.93;
/// How long an instance is remembered after it was last seen and the last of its history is gone.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// Deletes up to one slice of what every tier has kept for its time, or for so many days if that is less; says whether there may be more.
pub(super) fn prune_tiers(connection: &Connection, now: i64, days: u32) -> rusqlite::Result<bool> {
    let mut more = false;
    for tier in TIERS {
        let before = now.saturating_sub(tier.kept_for(days));
        more |= prune_tier(connection, tier, before)?;
        if tier != FRAMES && tier.kept_for(days) < tier.kept_ms {
            // Whole stretches go by themselves; of a tier that is cut short they are long, and begin in days that are not wanted any more.
            more |= trim_next(connection, tier, floor(before, DAY))?;
        }
    }
    Ok(more)
}

/// Deletes up to one slice of what a tier has from before `before` (milliseconds since 1970, UTC); says whether there may be more.
pub(super) fn prune_tier(
    connection: &Connection,
    tier: Tier,
    before: i64,
) -> rusqlite::Result<bool> {
    let (rows, stretches) = delete(connection, tier, before)?;
    Ok(is_slice(rows, SLICE_FRAMES) || is_slice(stretches, SLICE_ARCHIVE))
}

/// Deletes up to one slice, and says how many rows and stretches that were.
fn delete(connection: &Connection, tier: Tier, before: i64) -> rusqlite::Result<(usize, usize)> {
    // Nothing goes that the next tier was not made of yet.
    let used = match tier.next() {
        Some(next) => made_to(connection, next)?.unwrap_or(i64::MIN),
        None => i64::MAX,
    };
    let before = before.min(used);
    let rows = connection
        .prepare_cached(
            "DELETE FROM metrics_history WHERE tier = ?1 AND recorded_at IN \
             (SELECT recorded_at FROM metrics_history WHERE tier = ?1 AND recorded_at <= ?2 \
              ORDER BY recorded_at LIMIT ?3)",
        )?
        .execute(params![tier.number, before.saturating_sub(tier.length_ms()), SLICE_FRAMES])?;
    if tier == FRAMES {
        return Ok((rows, 0));
    }
    let stretches = connection
        .prepare_cached(
            "DELETE FROM metrics_archive WHERE rowid IN \
             (SELECT rowid FROM metrics_archive WHERE tier = ?1 AND begins <= ?2 ORDER BY begins, series DESC LIMIT ?3)",
        )?
        .execute(params![tier.number, before.saturating_sub(tier.stretch_ms), SLICE_ARCHIVE])?;
    Ok((rows, stretches))
}

/// Makes room if the file is near its limit: deletes the oldest of whichever tier has most buckets and can spare some, until there
/// is some; says whether it is still too full.
pub(super) fn prune_to(connection: &Connection, now: i64, limit: u64) -> rusqlite::Result<bool> {
    let full = (limit as f64 * FULL) as u64;
    for _ in 0..SLICES {
        if used_bytes(connection)? <= full {
            return Ok(false);
        }
        let mut tiers = Vec::with_capacity(TIERS.len());
        for tier in TIERS {
            if let Some(begins) = begins(connection, tier)? {
                tiers.push((now.saturating_sub(begins) / tier.resolution_ms(), tier, begins));
            }
        }
        tiers.sort_by_key(|(buckets, ..)| std::cmp::Reverse(*buckets));
        let mut went = false;
        for (_, tier, begins) in tiers {
            let before = begins.saturating_add(tier.stretch_ms.max(tier.kept_ms / 100));
            went = delete(connection, tier, before)? != (0, 0);
            if went {
                break;
            }
        }
        if !went {
            return Ok(false); // it is not history that fills it
        }
    }
    Ok(true)
}

/// Bytes of the file that are in use.
fn used_bytes(connection: &Connection) -> rusqlite::Result<u64> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let pages = pragma("page_count")?.saturating_sub(pragma("freelist_count")?);
    Ok(pages.saturating_mul(pragma("page_size")?).unsigned_abs())
}

fn is_slice(deleted: usize, slice: i64) -> bool {
    usize::try_from(slice).is_ok_and(|slice| deleted >= slice)
}

/// Keeps the newest `kept` activities.
pub(super) fn prune_activities(connection: &Connection, kept: u32) -> rusqlite::Result<usize> {
    connection
        .prepare_cached("DELETE FROM activity WHERE id <= (SELECT max(id) FROM activity) - ?1")?
        .execute([kept])
}

/// Forgets a slice of the instances of which there is no history and that were not seen for long, and of those beyond
/// [`MAX_INSTANCES`], the ones that were not seen for longest; says how many. The groups that have none left go with them.
///
/// The newest keys stay: SQLite would give them to the next ones, and these would inherit what is in the archive.
pub(super) fn prune_instances(connection: &Connection, now: i64) -> rusqlite::Result<usize> {
    let mut before = now.saturating_sub(REMEMBERED.num_milliseconds());
    for tier in TIERS {
        if let Some(begins) = begins(connection, tier)? {
            before = before.min(begins);
        }
    }
    let surplus: Option<i64> = connection
        .prepare_cached(
            "SELECT last_seen FROM instances ORDER BY last_seen DESC LIMIT 1 OFFSET ?1",
        )?
        .query_row([MAX_INSTANCES], |row| row.get(0))
        .optional()?;
    let before = before.max(surplus.map_or(i64::MIN, |last_seen| last_seen.saturating_add(1)));
    let forgotten = connection
        .prepare_cached(
            "DELETE FROM instances WHERE key IN (SELECT key FROM instances WHERE last_seen < ?1 \
             AND key < (SELECT max(key) FROM instances) ORDER BY last_seen LIMIT ?2)",
        )?
        .execute(params![before, SLICE_INSTANCES])?;
    if forgotten > 0 {
        connection
            .prepare_cached(
                "DELETE FROM groups WHERE key < (SELECT max(key) FROM groups) AND NOT EXISTS \
                 (SELECT 1 FROM instances WHERE instances.project = groups.project \
                  AND groups.service IN ('', instances.service))",
            )?
            .execute([])?;
    }
    Ok(forgotten)
}

/// Gives up to one slice of free pages back to the file system, and says whether there may be more to give.
///
/// A quarter of the file may stay free: the next samples need pages again, and moving them about costs writes. But a file that is larger
/// than `limit` bytes, since that was made less, is brought below it as far as there are free pages.
pub(super) fn shrink(connection: &Connection, limit: u64) -> rusqlite::Result<bool> {
    let free: i64 = connection.pragma_query_value(None, "freelist_count", |row| row.get(0))?;
    let all: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let most = i64::try_from(limit).unwrap_or(i64::MAX) / page.max(1);
    let spare = (free - FREE_PAGES.max(all / 4)).max(free.min(all - most));
    if spare <= 0 {
        return Ok(false);
    }
    let pages = spare.min(SLICE_PAGES);
    // The pragma gives back one page a step.
    let mut vacuum = connection.prepare(&format!("PRAGMA incremental_vacuum({pages})"))?;
    let mut steps = vacuum.query([])?;
    while steps.next()?.is_some() {}
    Ok(spare > pages)
}
