//! What the person chose.

use super::StoreError;
use mini_aws_domain::Retention;
use rusqlite::{Connection, OptionalExtension};

/// Under which name it is remembered how much is kept.
pub(super) const RETENTION: &str = "retention";

/// How much the person wants to be kept; `None` if they never said, or what they said makes no sense here.
pub(super) fn retention(connection: &Connection) -> rusqlite::Result<Option<Retention>> {
    let Some(json) = read(connection, RETENTION)? else { return Ok(None) };
    let read = serde_json::from_str(&json)
        .inspect_err(|error| tracing::warn!(%error, "how much is to be kept cannot be read"));
    Ok(read.ok().filter(Retention::is_possible))
}

/// How much is kept, as it is remembered.
pub(super) fn retention_json(retention: &Retention) -> Result<String, StoreError> {
    serde_json::to_string(retention)
        .map_err(|error| StoreError::Sqlite(rusqlite::Error::ToSqlConversionFailure(error.into())))
}

/// The value of a choice as JSON, if it was ever made.
pub(super) fn read(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM preferences WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

/// Makes a choice, in place of the one before.
pub(super) fn write(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO preferences (name, value) VALUES (?1, ?2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?
        .execute([name, value])?;
    Ok(())
}
