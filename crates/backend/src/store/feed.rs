//! The audit log and the checkpoints of the streams that feed it.

use super::error::StoreError;
use chrono::{DateTime, Utc};
use mini_aws_domain::{Activity, ActivityQuery, HistorySubject, LastUsage, Subject};
use rusqlite::{Connection, OptionalExtension, Row, params, types::Type};
use serde::{Deserialize, Serialize, de::value::StrDeserializer};
use std::sync::Once;

/// The most activities that are read at once.
pub const MAX_ACTIVITIES: usize = 10_000;

/// What an activity is read from, in the order in which [`activity`] takes it.
pub(super) const COLUMNS: &str = "id, timestamp, source, kind, subject_kind, subject_id, subject_name, outcome, detail, exit_code, \
                                  last_at, last_cpu_percent, last_memory_bytes, last_memory_limit_bytes";

/// An activity to append.
#[derive(Debug, Clone, PartialEq)]
pub struct NewActivity {
    /// What happened. Its `id` means nothing, the store gives it one; its time is kept to the millisecond.
    pub activity: Activity,
    /// What the same event has in common each time it is heard; `None` for what cannot be heard twice.
    pub fingerprint: Option<String>,
}

/// How far a stream of events was followed: the stream's name, and the place in the caller's unit.
pub type Checkpoint = (String, i64);

/// Appends what is new, and moves the checkpoint. Both are of one transaction, which is the caller's.
pub(super) fn append(
    connection: &Connection,
    activities: &[NewActivity],
    checkpoint: Option<&Checkpoint>,
) -> rusqlite::Result<Vec<Activity>> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO activity (timestamp, source, kind, subject_kind, subject_id, subject_name, outcome, detail, \
         exit_code, fingerprint, last_at, last_cpu_percent, last_memory_bytes, last_memory_limit_bytes) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
         ON CONFLICT (fingerprint) DO NOTHING",
    )?;
    let mut appended = Vec::with_capacity(activities.len());
    for NewActivity { activity, fingerprint } in activities {
        let timestamp = activity.timestamp.timestamp_millis();
        let inserted = insert.execute(params![
            timestamp,
            word(activity.source)?,
            word(activity.kind)?,
            word(activity.subject.kind)?,
            activity.subject.id,
            activity.subject.name,
            word(activity.outcome)?,
            activity.detail,
            activity.exit_code,
            fingerprint,
            activity.last.map(|last| last.at.timestamp_millis()),
            activity.last.and_then(|last| last.cpu_percent).filter(|cpu| cpu.is_finite()),
            activity.last.and_then(|last| integer(last.memory_bytes)),
            activity.last.and_then(|last| integer(last.memory_limit_bytes)),
        ])?;
        if inserted > 0 {
            appended.push(Activity {
                id: connection.last_insert_rowid(),
                // As it will be read back, so that nobody sees two times of one event.
                timestamp: to_millis(activity.timestamp),
                last: activity.last.map(|last| LastUsage { at: to_millis(last.at), ..last }),
                ..activity.clone()
            });
        }
    }
    if let Some((name, value)) = checkpoint {
        connection
            .prepare_cached(
                "INSERT INTO checkpoints (name, value) VALUES (?1, ?2) \
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![name, value])?;
    }
    Ok(appended)
}

/// The newest activities, newest first.
pub(super) fn recent(connection: &Connection, limit: usize) -> Result<Vec<Activity>, StoreError> {
    let mut select = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM activity ORDER BY timestamp DESC, id DESC LIMIT ?1"
    ))?;
    let limit = i64::try_from(limit.min(MAX_ACTIVITIES)).unwrap_or(i64::MAX);
    let activities = select.query_map([limit], readable)?;
    Ok(activities.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?)
}

/// What happened to instances in a while, newest first; of more than `limit` the failures, then the newest.
pub(super) fn between(
    connection: &Connection,
    query: &ActivityQuery,
) -> Result<Vec<Activity>, StoreError> {
    let (mut id, mut name, mut project, mut service) = (None, None, None, None);
    match &query.subject {
        HistorySubject::Total => {}
        HistorySubject::Instance { id: of } => id = Some(of.as_str()),
        HistorySubject::Name { name: of } => name = Some(of.as_str()),
        HistorySubject::Group { project: of, service: part } => {
            (project, service) = (Some(of.as_str()), part.as_deref());
        }
    }
    let mut select = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM (SELECT * FROM activity WHERE timestamp >= ?1 AND timestamp < ?2 AND subject_kind = 'instance' \
         AND (?8 IS NULL OR kind IN (SELECT value FROM json_each(?8))) \
         AND (?4 IS NULL OR subject_id = ?4) \
         AND (?5 IS NULL OR subject_name = ?5 OR subject_id IN (SELECT id FROM instances WHERE name = ?5)) \
         AND (?6 IS NULL OR subject_id IN \
              (SELECT id FROM instances WHERE project = ?6 AND (?7 IS NULL OR service = ?7))) \
         ORDER BY outcome = 'failed' DESC, timestamp DESC, id DESC LIMIT ?3) ORDER BY timestamp DESC, id DESC"
    ))?;
    let kinds = (!query.kinds.is_empty()).then(|| words(&query.kinds)).transpose()?;
    let limit = i64::from(query.limit).min(i64::try_from(MAX_ACTIVITIES).unwrap_or(i64::MAX));
    let (from, to) = (query.from.timestamp_millis(), query.to.timestamp_millis());
    let activities =
        select.query_map(params![from, to, limit, id, name, project, service, kinds], readable)?;
    Ok(activities.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?)
}

/// How far the stream `name` was followed.
pub(super) fn checkpoint(connection: &Connection, name: &str) -> Result<Option<i64>, StoreError> {
    let value = connection
        .prepare_cached("SELECT value FROM checkpoints WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(value)
}

/// Reads a row of [`COLUMNS`]; `None` if there is something in it that this console does not know, as a later one may write. It must not
/// keep the rest from being read.
pub(super) fn readable(row: &Row<'_>) -> rusqlite::Result<Option<Activity>> {
    static TOLD: Once = Once::new();
    match activity(row) {
        Ok(activity) => Ok(Some(activity)),
        Err(
            error @ (rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)),
        ) => {
            // It would be told again with every page.
            TOLD.call_once(
                || tracing::warn!(%error, "an entry of the feed cannot be read, and is left out"),
            );
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn activity(row: &Row<'_>) -> rusqlite::Result<Activity> {
    Ok(Activity {
        id: row.get(0)?,
        timestamp: moment(1, row.get(1)?)?,
        source: parse(row, 2)?,
        kind: parse(row, 3)?,
        subject: Subject { kind: parse(row, 4)?, id: row.get(5)?, name: row.get(6)? },
        outcome: parse(row, 7)?,
        detail: row.get(8)?,
        exit_code: row.get(9)?,
        last: last_usage(row)?,
    })
}

fn last_usage(row: &Row<'_>) -> rusqlite::Result<Option<LastUsage>> {
    let Some(at) = row.get::<_, Option<i64>>(10)? else { return Ok(None) };
    Ok(Some(LastUsage {
        at: moment(10, at)?,
        cpu_percent: row.get(11)?,
        memory_bytes: row.get::<_, Option<i64>>(12)?.map(i64::unsigned_abs),
        memory_limit_bytes: row.get::<_, Option<i64>>(13)?.map(i64::unsigned_abs),
    }))
}

fn moment(column: usize, millis: i64) -> rusqlite::Result<DateTime<Utc>> {
    let at = DateTime::from_timestamp_millis(millis);
    at.ok_or(rusqlite::Error::IntegralValueOutOfRange(column, millis))
}

/// A moment as it is kept: to the millisecond.
fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

/// A number as SQLite takes it; what is larger than any memory is not one.
fn integer(number: Option<u64>) -> Option<i64> {
    number.and_then(|number| i64::try_from(number).ok())
}

/// The word that the JSON contract has for it: one vocabulary, on the wire as on the disk.
pub(super) fn word<T: Serialize>(value: T) -> rusqlite::Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(other) => {
            Err(rusqlite::Error::ToSqlConversionFailure(format!("{other} is not a word").into()))
        }
        Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(error.into())),
    }
}

/// Words as a list in JSON.
pub(super) fn words<T: Serialize>(words: &[T]) -> rusqlite::Result<String> {
    serde_json::to_string(words)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn parse<T: for<'de> Deserialize<'de>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    T::deserialize(StrDeserializer::<serde::de::value::Error>::new(text)).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
    })
}
