//! History written out, row by row: a time and an instance each, in the order of time. Nothing is held in memory but the stretch
//! that is being unpacked.

use super::{
    error::StoreError,
    history::{Plan, Segment, Selection, column, instance_name, range, rounded},
    pack::{Bucket, SeriesKey, from_units, readable, row, stretch::Stretch},
    tiers::FRAMES,
};
use chrono::{DateTime, SecondsFormat, Utc};
use mini_aws_domain::{ExportFormat, ExportRequest, Metric, TOTAL_LABEL};
use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};
use std::{collections::HashMap, io::Write};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportSummary {
    /// How many rows of data.
    pub rows: u64,
    /// Length in milliseconds of their buckets; one second is a sample itself.
    pub resolution_ms: i64,
}

/// Writes what was asked for; see [`Store::export`](super::Store::export).
pub(super) fn export(
    connection: &Connection,
    request: &ExportRequest,
    out: &mut dyn Write,
) -> Result<ExportSummary, StoreError> {
    let (from, to) = range(request.from.timestamp_millis(), request.to.timestamp_millis())?;
    let connection = &*connection.unchecked_transaction()?;
    let selection = Selection::new(connection, &request.subject)?;
    let plan = Plan::finest(connection, from, to)?;
    let metrics =
        if request.metrics.is_empty() { Metric::ALL.to_vec() } else { request.metrics.clone() };
    let resolution_ms = plan.tier.resolution_ms();
    let sheet = match request.format {
        ExportFormat::Csv => Sheet::Csv,
        ExportFormat::Json => Sheet::Json,
    };
    let mut exporter = Exporter {
        connection,
        selection,
        columns: metrics.iter().map(|metric| (*metric, column(*metric))).collect(),
        sheet,
        out,
        names: HashMap::new(),
        rows: 0,
    };
    exporter.begin(request, resolution_ms)?;
    for segment in plan.segments {
        exporter.segment(segment)?;
    }
    exporter.end()?;
    Ok(ExportSummary { rows: exporter.rows, resolution_ms })
}

/// The forms, in which a row is a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sheet {
    Csv,
    Json,
}

struct Exporter<'a> {
    connection: &'a Connection,
    selection: Selection,
    columns: Vec<(Metric, &'static str)>,
    sheet: Sheet,
    out: &'a mut dyn Write,
    names: HashMap<SeriesKey, (String, String)>,
    rows: u64,
}

impl Exporter<'_> {
    fn segment(&mut self, segment: Segment) -> Result<(), StoreError> {
        if segment.tier != FRAMES {
            let first = segment.tier.stretch_of(segment.from);
            let stretches = (segment.to - first - 1) / segment.tier.stretch_ms + 1;
            let replaced = self.row_times(segment)?;
            for index in 0..stretches {
                let begins = first + index * segment.tier.stretch_ms;
                self.archived(segment, begins, &replaced)?;
            }
        }
        self.recent(segment)
    }

    /// One stretch of the archive: the series lie one after the other there, and are unpacked side by side.
    fn archived(
        &mut self,
        segment: Segment,
        begins: i64,
        replaced: &[i64],
    ) -> Result<(), StoreError> {
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT series, {} FROM metrics_archive \
             WHERE tier = ?1 AND begins = ?2 AND series BETWEEN ?3 AND ?4 ORDER BY series",
            self.column_list()
        ))?;
        let (least, most) = self.series_wanted();
        let mut rows = select.query(params![segment.tier.number, begins, least, most])?;
        let mut packed: Vec<(SeriesKey, Vec<Option<Vec<u8>>>)> = Vec::new();
        while let Some(row) = rows.next()? {
            let series = SeriesKey::from_sql(row.get(0)?);
            if self.wants(series) {
                let columns = (0..self.columns.len()).map(|metric| row.get(1 + metric));
                packed.push((series, columns.collect::<rusqlite::Result<_>>()?));
            }
        }
        let mut cursors = packed
            .iter()
            .map(|(series, columns)| {
                let cursors = columns.iter().map(|bytes| bytes.as_deref().and_then(Cursor::new));
                (*series, cursors.collect())
            })
            .collect::<Vec<(SeriesKey, Vec<Option<Cursor<'_>>>)>>();
        let buckets = u32::try_from(segment.tier.stretch_ms / segment.tier.bucket_ms).unwrap_or(0);
        for place in 0..buckets {
            let at = begins + i64::from(place) * segment.tier.bucket_ms;
            for (series, cursors) in &mut cursors {
                let values: Vec<Option<Bucket>> =
                    cursors.iter_mut().map(|cursor| cursor.as_mut()?.at(place)).collect();
                let inside = (segment.from..segment.to).contains(&at);
                if inside && replaced.binary_search(&at).is_err() {
                    self.row(at, *series, &values)?;
                }
            }
        }
        Ok(())
    }

    /// The times of the rows: they stand for what the archive may have of the same time, if the clock was set back.
    fn row_times(&self, segment: Segment) -> rusqlite::Result<Vec<i64>> {
        let mut select = self.connection.prepare_cached(
            "SELECT recorded_at FROM metrics_history \
             WHERE tier = ?1 AND recorded_at >= ?2 AND recorded_at < ?3 ORDER BY recorded_at",
        )?;
        let times = select
            .query_map(params![segment.tier.number, segment.from, segment.to], |row| row.get(0))?;
        times.collect()
    }

    /// The lowest and the highest series that is wanted: what lies between need not be.
    fn series_wanted(&self) -> (i64, i64) {
        match self.selection.members.as_deref() {
            None => (SeriesKey::TOTAL.to_sql(), i64::MAX),
            Some([]) => (0, -1),
            Some([first, .., last]) => (first.to_sql(), last.to_sql()),
            Some([only]) => (only.to_sql(), only.to_sql()),
        }
    }

    /// What is not archived yet.
    fn recent(&mut self, segment: Segment) -> Result<(), StoreError> {
        let is_frame = segment.tier == FRAMES;
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT recorded_at, series, {} FROM metrics_history \
             WHERE tier = ?1 AND recorded_at >= ?2 AND recorded_at < ?3 ORDER BY recorded_at",
            self.column_list()
        ))?;
        let mut rows = select.query(params![segment.tier.number, segment.from, segment.to])?;
        let mut series = Vec::new();
        while let Some(row) = rows.next()? {
            let at: i64 = row.get(0)?;
            let names = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            if readable(row::series(names, &mut series)).is_none() {
                continue;
            }
            let mut columns = Vec::with_capacity(self.columns.len());
            for metric in 0..self.columns.len() {
                let bytes =
                    row.get_ref(2 + metric)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
                columns.push(bytes.map(|bytes| row::Column::new(bytes, is_frame)));
            }
            for series in &series {
                let mut values = Vec::with_capacity(columns.len());
                for column in &mut columns {
                    let value = column.as_mut().map(|column| readable(column.take()));
                    if value == Some(None) {
                        *column = None; // what follows a damaged place means nothing
                    }
                    values.push(value.flatten().flatten());
                }
                if self.wants(*series) {
                    self.row(at, *series, &values)?;
                }
            }
        }
        Ok(())
    }

    /// The sum over all if that was asked for, and instances; not the sums of groups.
    fn wants(&self, series: SeriesKey) -> bool {
        self.selection.has(series) || self.selection.members.is_none() && series == SeriesKey::TOTAL
    }

    fn column_list(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(_, column)| *column).collect();
        names.join(", ")
    }

    fn begin(&mut self, request: &ExportRequest, resolution_ms: i64) -> Result<(), StoreError> {
        match self.sheet {
            Sheet::Csv => {
                let mut header = "time,id,name,samples".to_owned();
                for (metric, _) in &self.columns {
                    for part in ["avg", "min", "max"] {
                        header.push_str(&format!(",{}_{part}_{}", metric.as_str(), metric.unit()));
                    }
                }
                self.put(&header)?;
                self.put("\r\n")
            }
            Sheet::Json => {
                let units: Map<String, Value> = self
                    .columns
                    .iter()
                    .map(|(metric, _)| (metric.as_str().to_owned(), json!(metric.unit())))
                    .collect();
                let head = json!({
                    "subject": request.subject,
                    "from": request.from,
                    "to": request.to,
                    "resolution_ms": resolution_ms,
                    "units": units,
                });
                // The rows follow as they are read, so the object is left open.
                let head = head.to_string();
                self.put(head.strip_suffix('}').unwrap_or(&head))?;
                self.put(",\"rows\":[")
            }
        }
    }

    fn end(&mut self) -> Result<(), StoreError> {
        if self.sheet == Sheet::Json {
            self.put("\n]}\n")?;
        }
        self.out.flush().map_err(StoreError::Export)
    }

    fn row(
        &mut self,
        at: i64,
        series: SeriesKey,
        values: &[Option<Bucket>],
    ) -> Result<(), StoreError> {
        let Some(samples) = values.iter().flatten().map(|bucket| bucket.count).max() else {
            return Ok(());
        };
        let time = DateTime::<Utc>::from_timestamp_millis(at)
            .unwrap_or_default()
            .to_rfc3339_opts(SecondsFormat::Millis, true);
        let (id, name) = self.name(series)?;
        let line = match self.sheet {
            Sheet::Csv => {
                let mut line =
                    format!("{time},{},{},{samples}", text_field(&id), text_field(&name));
                for ((metric, _), bucket) in self.columns.iter().zip(values) {
                    match bucket {
                        Some(bucket) => {
                            for units in [bucket.avg, bucket.min, bucket.max] {
                                line.push_str(&format!(",{}", value(*metric, units)));
                            }
                        }
                        None => line.push_str(",,,"),
                    }
                }
                line.push_str("\r\n");
                line
            }
            Sheet::Json => {
                let mut fields = Map::new();
                fields.insert("time".to_owned(), json!(time));
                fields.insert("id".to_owned(), json!(id));
                fields.insert("name".to_owned(), json!(name));
                fields.insert("samples".to_owned(), json!(samples));
                for ((metric, _), bucket) in self.columns.iter().zip(values) {
                    if let Some(bucket) = bucket {
                        let [avg, min, max] =
                            [bucket.avg, bucket.min, bucket.max].map(|units| value(*metric, units));
                        fields.insert(
                            metric.as_str().to_owned(),
                            json!({"avg": avg, "min": min, "max": max}),
                        );
                    }
                }
                let comma = if self.rows == 0 { "" } else { "," };
                format!("{comma}\n{}", Value::Object(fields))
            }
        };
        self.rows += 1;
        self.put(&line)
    }

    fn name(&mut self, series: SeriesKey) -> Result<(String, String), StoreError> {
        if series == SeriesKey::TOTAL {
            return Ok((String::new(), TOTAL_LABEL.to_owned()));
        }
        if let Some(known) = self.names.get(&series) {
            return Ok(known.clone());
        }
        let found = instance_name(self.connection, series)?
            .unwrap_or_else(|| (String::new(), "forgotten".to_owned()));
        self.names.insert(series, found.clone());
        Ok(found)
    }

    fn put(&mut self, text: &str) -> Result<(), StoreError> {
        self.out.write_all(text.as_bytes()).map_err(StoreError::Export)
    }
}

/// A stretch, read place by place.
struct Cursor<'a> {
    stretch: Stretch<'a>,
    next: Option<(u32, Bucket)>,
}

impl<'a> Cursor<'a> {
    /// `None` if it cannot be read.
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let mut stretch = readable(Stretch::new(bytes))?;
        let next = readable(stretch.take())?;
        Some(Self { stretch, next })
    }

    /// The bucket at a place; places are asked for in order.
    fn at(&mut self, place: u32) -> Option<Bucket> {
        let (_, bucket) = self.next.filter(|(next, _)| *next == place)?;
        self.next = readable(self.stretch.take()).flatten();
        Some(bucket)
    }
}

fn value(metric: Metric, units: u64) -> f64 {
    rounded(metric, from_units(metric, units as f64))
}

/// A field of text as RFC 4180 wants it. What a spreadsheet would take for a formula has an apostrophe before it, which spreadsheets take
/// for "this is text": names and details are other people's words.
pub(super) fn text_field(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        &format!("'{text}")
    } else {
        text
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
