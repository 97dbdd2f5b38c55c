//! The frames of the last hour, from the tables of migration 2 into those of migration 5 and back.

use crate::store::{
    pack::{METRICS, SeriesKey, from_units, row, to_units},
    samples::insert_row,
};
use mini_aws_domain::Metric;
use rusqlite::{Transaction, params};
use rusqlite_migration::HookResult;

/// Cpu and memory: the counters of network and disk were stored before, and not their rates.
const KEPT: [Metric; 2] = [Metric::Cpu, Metric::Memory];

/// Packs the rows of the old tables into the new one.
pub(super) fn pack(transaction: &Transaction<'_>) -> HookResult {
    // A frame at a time, the sum's series being 0: an hour of hundreds of instances is a lot of memory at once.
    let mut select = transaction.prepare(
        "SELECT recorded_at, 0, cpu_percent, memory_bytes FROM metrics_sums UNION ALL \
         SELECT recorded_at, instance, cpu_percent, memory_bytes FROM metrics_samples ORDER BY 1, 2",
    )?;
    let mut rows = select.query([])?;
    let mut frame: Vec<row::Values<u64>> = Vec::new();
    let mut at: Option<i64> = None;
    while let Some(row) = rows.next()? {
        let next: i64 = row.get(0)?;
        if let Some(ended) = at.filter(|at| *at != next) {
            insert(transaction, ended, std::mem::take(&mut frame))?;
        }
        at = Some(next);
        let memory = row.get::<_, Option<i64>>(3)?.map(|bytes| bytes as f64);
        let mut values = [None; METRICS];
        for ((place, metric), value) in values.iter_mut().zip(KEPT).zip([row.get(2)?, memory]) {
            *place = value.and_then(|value| to_units(metric, value));
        }
        frame.push((SeriesKey::instance(row.get(1)?), values));
    }
    drop(rows);
    drop(select);
    if let Some(ended) = at {
        insert(transaction, ended, frame)?;
    }
    transaction.execute_batch("DROP TABLE metrics_samples; DROP TABLE metrics_sums")?;
    Ok(())
}

fn insert(
    transaction: &Transaction<'_>,
    at: i64,
    mut frame: Vec<row::Values<u64>>,
) -> rusqlite::Result<()> {
    frame.dedup_by_key(|(series, _)| *series);
    insert_row(transaction, 0, at, &row::pack_frame(frame), "IGNORE")?;
    Ok(())
}

/// Unpacks the frames into tables from which the old ones are filled.
pub(super) fn unpack(transaction: &Transaction<'_>) -> HookResult {
    transaction.execute_batch(
        "CREATE TABLE metrics_samples (id INTEGER PRIMARY KEY, instance, cpu_percent, memory_bytes, \
         memory_limit_bytes, network_rx_bytes, network_tx_bytes, disk_read_bytes, disk_write_bytes, recorded_at); \
         CREATE TABLE metrics_sums (recorded_at, interval_ms, samples, cpu_percent, memory_bytes)",
    )?;
    let mut frames = transaction.prepare(
        "SELECT recorded_at, series, cpu, memory FROM metrics_history WHERE tier = 0 ORDER BY recorded_at",
    )?;
    let mut sum = transaction.prepare("INSERT INTO metrics_sums VALUES (?1, 1000, ?2, ?3, ?4)")?;
    let mut sample = transaction.prepare(
        "INSERT INTO metrics_samples (instance, cpu_percent, memory_bytes, recorded_at) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut rows = frames.query([])?;
    let mut series = Vec::new();
    while let Some(row) = rows.next()? {
        let at: i64 = row.get(0)?;
        row::series(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?, &mut series)
            .map_err(rusqlite::Error::from)?;
        let mut columns = Vec::new();
        for column in 2..4 {
            let bytes = row.get_ref(column)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
            columns.push(bytes.map(|bytes| row::Column::new(bytes, true)));
        }
        let instances = series.iter().filter(|series| series.as_instance().is_some()).count();
        for series in &series {
            let mut values = [None; KEPT.len()];
            for ((value, column), metric) in values.iter_mut().zip(&mut columns).zip(KEPT) {
                let Some(column) = column else { continue };
                let bucket = column.take().map_err(rusqlite::Error::from)?;
                *value = bucket.map(|bucket| from_units(metric, bucket.avg as f64));
            }
            let [cpu, memory] = values;
            let memory = memory.map(|bytes| bytes as i64);
            match series.as_instance() {
                Some(instance) => {
                    sample.execute(params![instance, cpu, memory, at])?;
                }
                None if *series == SeriesKey::TOTAL => {
                    sum.execute(params![
                        at,
                        i64::try_from(instances).unwrap_or(i64::MAX),
                        cpu,
                        memory
                    ])?;
                }
                None => {}
            }
        }
    }
    Ok(())
}
