//! What is kept, and how the rest goes: in slices, so that the writer is never away from its work for long.

use chrono::TimeDelta;
use rusqlite::{Connection, params};

/// Rows that one slice deletes at most.
const SLICE_ROWS: i64 = 20_000;
/// Pages that one slice gives back at most.
const SLICE_PAGES: i64 = 1_000;
/// Free pages below which nothing is given back.
const FREE_PAGES: i64 = 256;
/// How long an instance is remembered after it was last seen and its last sample is gone.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// Deletes up to one slice of samples from before `before` (milliseconds since 1970, UTC), and says how many.
pub(super) fn prune_samples(connection: &Connection, before: i64) -> rusqlite::Result<usize> {
    connection.prepare_cached("DELETE FROM frames WHERE recorded_at < ?1")?.execute([before])?;
    connection
        .prepare_cached(
            "DELETE FROM metrics_history WHERE id IN \
             (SELECT id FROM metrics_history WHERE recorded_at < ?1 ORDER BY recorded_at LIMIT ?2)",
        )?
        .execute(params![before, SLICE_ROWS])
}

/// Whether a slice that deleted so many rows was the last one.
pub(super) fn was_last(deleted: usize) -> bool {
    usize::try_from(SLICE_ROWS).is_ok_and(|slice| deleted < slice)
}

/// Keeps the newest `kept` activities.
pub(super) fn prune_activities(connection: &Connection, kept: u32) -> rusqlite::Result<usize> {
    connection
        .prepare_cached("DELETE FROM activity WHERE id <= (SELECT max(id) FROM activity) - ?1")?
        .execute([kept])
}

/// Forgets the instances that have no samples and were not seen for long, and says how many. `before` as for the samples.
pub(super) fn prune_instances(connection: &Connection, before: i64) -> rusqlite::Result<usize> {
    connection
        .prepare_cached(
            "UPDATE instances SET last_seen = newest FROM \
             (SELECT key AS seen, (SELECT max(recorded_at) FROM metrics_history WHERE instance = key) AS newest \
              FROM instances) WHERE key = seen AND newest > last_seen",
        )?
        .execute([])?;
    connection
        .prepare_cached(
            "DELETE FROM instances WHERE last_seen < ?1 AND NOT EXISTS \
             (SELECT 1 FROM metrics_history WHERE instance = key)",
        )?
        .execute([before.saturating_sub(REMEMBERED.num_milliseconds())])
}

/// Gives up to one slice of free pages back to the file system, and says whether there may be more to give.
///
/// A quarter of the file may stay free: the next samples need pages again, and moving them about costs writes.
pub(super) fn shrink(connection: &Connection) -> rusqlite::Result<bool> {
    let free: i64 = connection.pragma_query_value(None, "freelist_count", |row| row.get(0))?;
    let all: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let spare = free - FREE_PAGES.max(all / 4);
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
