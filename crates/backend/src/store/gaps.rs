//! When nothing was measured, and why.

use chrono::{DateTime, Utc};
use mini_aws_domain::{GapReason, HistoryGap};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, de::value::StrDeserializer};

/// Frames that are further apart have a gap between them. Shorter ones are not worth a word: a busy engine is late now and then.
pub(super) const SHORTEST_GAP_MS: i64 = 5_000;
/// How many gaps are kept; the oldest go.
const MAX_GAPS: i64 = 20_000;
/// How many gaps an answer has at most; the shortest are left out.
const MAX_TOLD: i64 = 200;

/// Remembers a gap.
pub(super) fn insert(
    connection: &Connection,
    begins: i64,
    ends: i64,
    reason: GapReason,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO metrics_gaps (begins, ends, reason) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![begins, ends, reason.as_str()])?;
    Ok(())
}

/// Ends whatever reaches beyond a moment that turns out to be the present: the clock was set back.
pub(super) fn end_at(connection: &Connection, now: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM metrics_gaps WHERE begins >= ?1")?.execute([now])?;
    connection
        .prepare_cached("UPDATE metrics_gaps SET ends = ?1 WHERE ends > ?1")?
        .execute([now])?;
    connection
        .prepare_cached("DELETE FROM metrics_gaps WHERE ends = ?1 AND ends - begins <= ?2")?
        .execute([now, SHORTEST_GAP_MS])?;
    Ok(())
}

/// The gaps that lie in a range, oldest first, and of many the longest; cut to the range.
pub(super) fn read(
    connection: &Connection,
    from: i64,
    to: i64,
) -> rusqlite::Result<Vec<HistoryGap>> {
    let mut select = connection.prepare_cached(
        "SELECT begins, ends, reason FROM (SELECT * FROM metrics_gaps WHERE begins < ?2 AND ends > ?1 \
         ORDER BY ends - begins DESC LIMIT ?3) ORDER BY begins",
    )?;
    let gaps = select.query_map(params![from, to, MAX_TOLD], |row| {
        let reason: String = row.get(2)?;
        Ok(gap(row.get::<_, i64>(0)?.max(from), row.get::<_, i64>(1)?.min(to), parse(&reason)))
    })?;
    gaps.collect()
}

/// A gap between two moments in milliseconds.
pub(super) fn gap(from: i64, to: i64, reason: GapReason) -> HistoryGap {
    let time = |at| DateTime::<Utc>::from_timestamp_millis(at).unwrap_or_default();
    HistoryGap { from: time(from), to: time(to), reason }
}

/// The last frame that was recorded by `now`, or the end of what was made of frames. A clock that once ran ahead has left some in the
/// future.
pub(super) fn last_frame(connection: &Connection, now: i64) -> rusqlite::Result<Option<i64>> {
    let newest = connection
        .prepare_cached(
            "SELECT max(recorded_at) FROM metrics_history WHERE tier = 0 AND recorded_at <= ?1",
        )?
        .query_row([now], |row| row.get(0))?;
    match newest {
        Some(newest) => Ok(Some(newest)),
        None => connection
            .prepare_cached(
                "SELECT made_to FROM metrics_progress WHERE tier = 1 AND made_to <= ?1",
            )?
            .query_row([now], |row| row.get(0))
            .optional(),
    }
}

/// Until when is known what was: the last frame, or the end of a pause that none came after.
pub(super) fn last_known(connection: &Connection, now: i64) -> rusqlite::Result<Option<i64>> {
    let frame = last_frame(connection, now)?;
    let pause: Option<i64> = connection.query_row(
        "SELECT max(ends) FROM metrics_gaps WHERE reason = ?1 AND ends <= ?2",
        params![GapReason::Paused.as_str(), now],
        |row| row.get(0),
    )?;
    Ok(frame.map(|frame| pause.map_or(frame, |pause| frame.max(pause))))
}

/// Forgets the gaps from before `before`, and the oldest if there are too many.
pub(super) fn prune(connection: &Connection, before: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM metrics_gaps WHERE ends < ?1")?.execute([before])?;
    connection
        .prepare_cached(
            "DELETE FROM metrics_gaps WHERE begins <= \
             (SELECT begins FROM metrics_gaps ORDER BY begins DESC LIMIT 1 OFFSET ?1)",
        )?
        .execute([MAX_GAPS])?;
    Ok(())
}

/// The contract's word; one that a newer version wrote is unknown.
fn parse(word: &str) -> GapReason {
    GapReason::deserialize(StrDeserializer::<serde::de::value::Error>::new(word))
        .unwrap_or(GapReason::Unknown)
}
