//! The audit log as its page asks for it, part by part, and as a file.

use super::{
    error::StoreError,
    export::text_field,
    feed::{COLUMNS, readable, word, words},
};
use chrono::{DateTime, SecondsFormat, Utc};
use mini_aws_domain::{Activity, AuditExport, AuditPage, AuditQuery, ExportFormat};
use rusqlite::{Connection, Row, ToSql, named_params};
use serde_json::json;
use std::io::Write;

/// How many entries one question looks through at most: all that are kept, and those that may come until the next time it is tidied up.
const MOST_SCANNED: usize = 250_000;

/// A part of the audit log, newest first.
pub(super) fn page(connection: &Connection, query: &AuditQuery) -> Result<AuditPage, StoreError> {
    let limit = match query.limit {
        0 => AuditQuery::PAGE,
        limit => limit.min(AuditQuery::MOST),
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut page = AuditPage::default();
    scan(connection, query, |found| {
        page.more = page.entries.len() == limit;
        if !page.more {
            page.entries.push(found);
        }
        Ok(!page.more)
    })?;
    Ok(page)
}

/// Writes everything that is looked for to `out`, newest first, and says how many entries that are.
pub(super) fn export(
    connection: &Connection,
    request: &AuditExport,
    out: &mut dyn Write,
) -> Result<u64, StoreError> {
    let query = AuditQuery { before: None, limit: 0, ..request.query.clone() };
    let mut rows = 0;
    let mut put = |text: &str| out.write_all(text.as_bytes()).map_err(StoreError::Export);
    match request.format {
        ExportFormat::Csv => put(HEADER)?,
        ExportFormat::Json => put("{\"entries\":[")?,
    }
    scan(connection, &query, |found| {
        match request.format {
            ExportFormat::Csv => put(&line(&found)?)?,
            ExportFormat::Json => {
                let comma = if rows == 0 { "" } else { "," };
                put(&format!("{comma}\n{}", json!(found)))?;
            }
        }
        rows += 1;
        Ok(true)
    })?;
    if request.format == ExportFormat::Json {
        put("\n]}\n")?;
    }
    out.flush().map_err(StoreError::Export)?;
    Ok(rows)
}

/// Hands what is looked for to `take`, newest first, until that has enough and says `false`.
fn scan(
    connection: &Connection,
    query: &AuditQuery,
    mut take: impl FnMut(Activity) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    // What lies here is of whole milliseconds: a moment between two of them comes after the first and before the second.
    let from = query.from.map_or(i64::MIN, millis_at_or_after);
    let to = query.to.map_or(i64::MAX, millis_at_or_after);
    let (before, id) = match query.before {
        None => (i64::MAX, i64::MAX),
        Some(place) => {
            let at = millis_at_or_after(place.timestamp);
            let is_whole = at == place.timestamp.timestamp_millis();
            (at, if is_whole { place.id } else { i64::MIN })
        }
    };
    let mut select = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM activity \
         WHERE timestamp >= :from AND timestamp < :to AND timestamp <= :before AND (timestamp < :before OR id < :id) \
         AND (:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds))) \
         AND (:subjects IS NULL OR subject_kind IN (SELECT value FROM json_each(:subjects))) \
         AND (:outcomes IS NULL OR outcome IN (SELECT value FROM json_each(:outcomes))) \
         AND (:sources IS NULL OR source IN (SELECT value FROM json_each(:sources))) \
         ORDER BY timestamp DESC, id DESC"
    ))?;
    let (kinds, subjects) = (any_of(&query.kinds)?, any_of(&query.subjects)?);
    let (outcomes, sources) = (any_of(&query.outcomes)?, any_of(&query.sources)?);
    let parameters: &[(&str, &dyn ToSql)] = named_params! {
        ":from": from, ":to": to, ":before": before, ":id": id,
        ":kinds": kinds, ":subjects": subjects, ":outcomes": outcomes, ":sources": sources,
    };
    let mut rows = select.query(parameters)?;
    let text = Text::new(&query.text);
    for _ in 0..MOST_SCANNED {
        let Some(row) = rows.next()? else { break };
        if text.is_in(row)?
            && let Some(found) = readable(row)?
            && !take(found)?
        {
            break;
        }
    }
    Ok(())
}

/// The words that are looked for, in small letters.
struct Text(Vec<String>);

impl Text {
    /// The columns that they may be in: the subject's id, its name, and the detail.
    const COLUMNS: [usize; 3] = [5, 6, 8];

    fn new(text: &str) -> Self {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// Whether each of them is somewhere in `row`, as [`AuditQuery::matches`] has it. Here, since most rows need not be read for it.
    fn is_in(&self, row: &Row<'_>) -> rusqlite::Result<bool> {
        if self.0.is_empty() {
            return Ok(true);
        }
        let mut columns = Vec::with_capacity(Self::COLUMNS.len());
        for column in Self::COLUMNS {
            columns.push(row.get_ref(column)?.as_str()?.to_lowercase());
        }
        Ok(self.0.iter().all(|word| columns.iter().any(|column| column.contains(word.as_str()))))
    }
}

/// A list in JSON; `None` for an empty one, which stands for everything.
fn any_of<T: serde::Serialize>(list: &[T]) -> rusqlite::Result<Option<String>> {
    (!list.is_empty()).then(|| words(list)).transpose()
}

/// The first whole millisecond that is not before `at`.
fn millis_at_or_after(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis() + i64::from(!at.timestamp_subsec_nanos().is_multiple_of(1_000_000))
}

const HEADER: &str = "time,source,kind,subject_kind,subject_id,subject_name,outcome,detail,exit_code,\
                      last_time,last_cpu_percent_of_one_core,last_memory_bytes,last_memory_limit_bytes\r\n";

/// An entry as a line of [`HEADER`].
fn line(entry: &Activity) -> Result<String, StoreError> {
    fn or_nothing<T: ToString>(value: Option<T>) -> String {
        value.map_or_else(String::new, |value| value.to_string())
    }
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let last = entry.last;
    let fields = [
        time(entry.timestamp),
        word(entry.source)?,
        word(entry.kind)?,
        word(entry.subject.kind)?,
        text_field(&entry.subject.id),
        text_field(&entry.subject.name),
        word(entry.outcome)?,
        text_field(&entry.detail),
        or_nothing(entry.exit_code),
        or_nothing(last.map(|last| time(last.at))),
        or_nothing(last.and_then(|last| last.cpu_percent)),
        or_nothing(last.and_then(|last| last.memory_bytes)),
        or_nothing(last.and_then(|last| last.memory_limit_bytes)),
    ];
    Ok(format!("{}\r\n", fields.join(",")))
}
