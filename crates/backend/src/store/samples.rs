//! Instances and their samples, written.

use super::{
    pack::{METRICS, SeriesKey, row, to_units},
    tiers::FRAMES,
};
use chrono::{DateTime, Utc};
use mini_aws_domain::{Frame, Instance, InstanceId, Metric, PastInstance, Sample};
use rusqlite::{Connection, params};
use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How many instances' keys are remembered. Beyond it all are forgotten, and looked up again as they come.
const MAX_KEYS: usize = 4096;

/// What the store remembers of an instance, so that its history can be found when it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceRecord {
    /// The engine's id.
    pub id: InstanceId,
    /// Its name.
    pub name: String,
    /// The image as the person named it.
    pub image: String,
    /// The compose project that it belongs to.
    pub project: Option<String>,
    /// Its service within the compose project.
    pub service: Option<String>,
}

impl From<&Instance> for InstanceRecord {
    fn from(instance: &Instance) -> Self {
        Self {
            id: instance.id.clone(),
            name: instance.name.clone(),
            image: instance.image.clone(),
            project: instance.project.clone(),
            service: instance.service.clone(),
        }
    }
}

/// The short keys of instances. Valid only as long as what was written with them stays: a rollback has to clear it.
#[derive(Debug, Default)]
pub(super) struct Keys(HashMap<InstanceId, i64>);

impl Keys {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The key of an instance, which is made known to the database if it is new: a sample may come before the inventory
    /// does. Its name is the short id until then.
    fn of(&mut self, connection: &Connection, id: &InstanceId, now: i64) -> rusqlite::Result<i64> {
        if let Some(key) = self.0.get(id) {
            return Ok(*key);
        }
        connection
            .prepare_cached(
                "INSERT INTO instances (id, name, first_seen, last_seen) VALUES (?1, ?2, ?3, ?3) \
                 ON CONFLICT (id) DO NOTHING",
            )?
            .execute(params![id.as_str(), id.short(), now])?;
        let key = connection
            .prepare_cached("SELECT key FROM instances WHERE id = ?1")?
            .query_row([id.as_str()], |row| row.get(0))?;
        if self.0.len() >= MAX_KEYS {
            self.0.clear();
        }
        self.0.insert(id.clone(), key);
        Ok(key)
    }
}

/// What is known of instances and not written yet: one record an instance, so it is bounded by how many there are.
#[derive(Debug, Clone, Default)]
pub(super) struct Pending(Arc<Mutex<Records>>);

type Records = HashMap<InstanceId, (InstanceRecord, DateTime<Utc>)>;

impl Pending {
    /// Adds records as of `now`; each replaces an older one of the same instance.
    pub(super) fn add(&self, records: Vec<InstanceRecord>, now: DateTime<Utc>) {
        self.lock().extend(records.into_iter().map(|record| (record.id.clone(), (record, now))));
    }

    pub(super) fn take(&self) -> Records {
        mem::take(&mut *self.lock())
    }

    /// Puts back what was taken, except where newer came meanwhile.
    pub(super) fn put_back(&self, records: Records) {
        let mut pending = self.lock();
        for (id, record) in records {
            pending.entry(id).or_insert(record);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Remembers instances as they were when they were seen, and the groups that they are in.
pub(super) fn upsert_instances(connection: &Connection, records: &Records) -> rusqlite::Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO instances (id, name, image, project, service, first_seen, last_seen) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, image = excluded.image, project = excluded.project, \
         service = excluded.service, last_seen = max(last_seen, excluded.last_seen)",
    )?;
    let mut group = connection.prepare_cached(
        "INSERT INTO groups (project, service) VALUES (?1, ?2) ON CONFLICT (project, service) DO NOTHING",
    )?;
    for (InstanceRecord { id, name, image, project, service }, seen) in records.values() {
        upsert.execute(params![
            id.as_str(),
            name,
            image,
            project,
            service,
            seen.timestamp_millis()
        ])?;
        if let Some(project) = project {
            group.execute(params![project, ""])?;
            if let Some(service) = service.as_deref().filter(|service| !service.is_empty()) {
                group.execute(params![project, service])?;
            }
        }
    }
    Ok(())
}

/// The instances of which there is history, whether they still exist or not: those seen last first.
pub(super) fn known_instances(
    connection: &Connection,
    limit: u32,
) -> rusqlite::Result<Vec<PastInstance>> {
    let mut select = connection.prepare_cached(
        "SELECT id, name, coalesce(image, ''), project, service, first_seen, last_seen FROM instances \
         ORDER BY last_seen DESC, key DESC LIMIT ?1",
    )?;
    let time = |at| DateTime::from_timestamp_millis(at).unwrap_or_default();
    let instances = select.query_map([limit], |row| {
        Ok(PastInstance {
            id: InstanceId::new(row.get::<_, String>(0)?),
            name: row.get(1)?,
            image: row.get(2)?,
            project: row.get(3)?,
            service: row.get(4)?,
            first_seen: time(row.get(5)?),
            last_seen: time(row.get(6)?),
        })
    })?;
    instances.collect()
}

/// Writes one frame: each instance's sample, and the sum over all. A second frame of the same millisecond is the same one, and `false`.
///
/// The sum cannot be had from the samples afterwards: a tick at which nothing ran leaves no sample, yet its total is a true zero,
/// while a tick that never came is a gap. And the highest total of a while is not the sum of each instance's own highest.
pub(super) fn insert_frame(
    connection: &Connection,
    keys: &mut Keys,
    frame: &Frame,
) -> rusqlite::Result<bool> {
    let recorded_at = frame.timestamp.timestamp_millis();
    let mut values = Vec::with_capacity(frame.samples.len() + 1);
    values.push((SeriesKey::TOTAL, Metric::ALL.map(|metric| total(&frame.samples, metric))));
    for sample in &frame.samples {
        let key = keys.of(connection, &sample.instance, recorded_at)?;
        let of = |metric| value(sample, metric).and_then(|value| to_units(metric, value));
        values.push((SeriesKey::instance(key), Metric::ALL.map(of)));
    }
    // An engine that names an instance twice in one frame means the same one.
    values.sort_by_key(|(series, _)| *series);
    values.dedup_by_key(|(series, _)| *series);
    insert_row(connection, FRAMES.number, recorded_at, &row::pack_frame(values), "IGNORE")
}

/// Writes a row of a tier; `conflict` says what becomes of one that is there already: `IGNORE` or `REPLACE`.
pub(super) fn insert_row(
    connection: &Connection,
    tier: i64,
    recorded_at: i64,
    packed: &row::Packed,
    conflict: &'static str,
) -> rusqlite::Result<bool> {
    let [cpu, memory, network_rx, network_tx, disk_read, disk_write]: &[_; METRICS] =
        &packed.columns;
    let inserted = connection
        .prepare_cached(&format!(
            "INSERT OR {conflict} INTO metrics_history \
             (tier, recorded_at, series, cpu, memory, network_rx, network_tx, disk_read, disk_write) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
        ))?
        .execute(params![
            tier,
            recorded_at,
            packed.series,
            cpu,
            memory,
            network_rx,
            network_tx,
            disk_read,
            disk_write,
        ])?;
    Ok(inserted > 0)
}

/// What was measured of an instance, in the metric's unit.
fn value(sample: &Sample, metric: Metric) -> Option<f64> {
    let value = match metric {
        Metric::Cpu => sample.cpu_percent,
        Metric::Memory => sample.memory_bytes.map(|bytes| bytes as f64),
        Metric::NetworkRx => sample.network_rx_rate,
        Metric::NetworkTx => sample.network_tx_rate,
        Metric::DiskRead => sample.disk_read_rate,
        Metric::DiskWrite => sample.disk_write_rate,
    };
    value.filter(|value| value.is_finite())
}

/// The sum over all instances: zero if none runs, unknown if some run and none of them knows.
fn total(samples: &[Sample], metric: Metric) -> Option<u64> {
    let known = samples.iter().filter_map(|sample| value(sample, metric));
    match known.reduce(|sum, value| sum + value) {
        Some(sum) => to_units(metric, sum),
        None => samples.is_empty().then_some(0),
    }
}
