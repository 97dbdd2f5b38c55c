//! History written out, row by row: a time and an instance each, in the order of time. Nothing is held in memory but the stretch
//! that is being unpacked.

use super::{
    error::StoreError,
    history::{Plan, Segment, Selection, column, instance_name, range, rounded},
    pack::{Bucket, SeriesKey, from_units, row, stretch::Stretch},
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
            for index in 0..stretches {
                self.archived(segment, first + index * segment.tier.stretch_ms)?;
            }
        }
        self.recent(segment)
    }

    /// One stretch of the archive: the series lie one after the other there, and are unpacked side by side.
    fn archived(&mut self, segment: Segment, begins: i64) -> Result<(), StoreError> {
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT series, {} FROM metrics_archive WHERE tier = ?1 AND begins = ?2 ORDER BY series",
            self.column_list()
        ))?;
        let mut rows = select.query(params![segment.tier.number, begins])?;
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
                let cursors =
                    columns.iter().map(|bytes| bytes.as_deref().map(Cursor::new).transpose());
                Ok((*series, cursors.collect::<Result<Vec<_>, rusqlite::Error>>()?))
            })
            .collect::<Result<Vec<_>, rusqlite::Error>>()?;
        let buckets = u32::try_from(segment.tier.stretch_ms / segment.tier.bucket_ms).unwrap_or(0);
        for place in 0..buckets {
            let at = begins + i64::from(place) * segment.tier.bucket_ms;
            for (series, cursors) in &mut cursors {
                let mut values = Vec::with_capacity(cursors.len());
                for cursor in cursors.iter_mut() {
                    values.push(match cursor {
                        Some(cursor) => cursor.at(place)?,
                        None => None,
                    });
                }
                if (segment.from..segment.to).contains(&at) {
                    self.row(at, *series, &values)?;
                }
            }
        }
        Ok(())
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
            row::series(names, &mut series).map_err(rusqlite::Error::from)?;
            let mut columns = Vec::with_capacity(self.columns.len());
            for metric in 0..self.columns.len() {
                let bytes =
                    row.get_ref(2 + metric)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
                columns.push(bytes.map(|bytes| row::Column::new(bytes, is_frame)));
            }
            for series in &series {
                let mut values = Vec::with_capacity(columns.len());
                for column in &mut columns {
                    values.push(match column {
                        Some(column) => column.take().map_err(rusqlite::Error::from)?,
                        None => None,
                    });
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
                let mut line = format!("{time},{},{},{samples}", quoted(&id), quoted(&name));
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
        let found = instance_name(self.connection, series)?;
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
    fn new(bytes: &'a [u8]) -> rusqlite::Result<Self> {
        let mut stretch = Stretch::new(bytes)?;
        let next = stretch.take()?;
        Ok(Self { stretch, next })
    }

    /// The bucket at a place; places are asked for in order.
    fn at(&mut self, place: u32) -> rusqlite::Result<Option<Bucket>> {
        match self.next {
            Some((next, bucket)) if next == place => {
                self.next = self.stretch.take()?;
                Ok(Some(bucket))
            }
            _ => Ok(None),
        }
    }
}

fn value(metric: Metric, units: u64) -> f64 {
    rounded(metric, from_units(metric, units as f64))
}

/// A field as RFC 4180 wants it.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
