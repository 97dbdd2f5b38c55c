//! Instances and their samples, written.

use chrono::{DateTime, Utc};
use mini_aws_domain::{Frame, Instance, InstanceId, Sample};
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

/// Remembers instances as they were when they were seen.
pub(super) fn upsert_instances(connection: &Connection, records: &Records) -> rusqlite::Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO instances (id, name, image, project, service, first_seen, last_seen) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, image = excluded.image, project = excluded.project, \
         service = excluded.service, last_seen = max(last_seen, excluded.last_seen)",
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
    }
    Ok(())
}

/// Writes one frame: each instance's sample, and the sum over all. A second frame of the same millisecond is the same one.
pub(super) fn insert_frame(
    connection: &Connection,
    keys: &mut Keys,
    frame: &Frame,
) -> rusqlite::Result<()> {
    let recorded_at = frame.timestamp.timestamp_millis();
    let is_new = connection
        .prepare_cached(
            "INSERT INTO frames (recorded_at, interval_ms, samples, cpu_percent, memory_bytes) \
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (recorded_at) DO NOTHING",
        )?
        .execute(params![
            recorded_at,
            frame.interval_ms,
            i64::try_from(frame.samples.len()).unwrap_or(i64::MAX),
            total(&frame.samples, cpu),
            total(&frame.samples, |sample| integer(sample.memory_bytes)),
        ])?;
    if is_new == 0 {
        return Ok(());
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO metrics_history (instance, cpu_percent, memory_bytes, memory_limit_bytes, network_rx_bytes, \
         network_tx_bytes, disk_read_bytes, disk_write_bytes, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for sample in &frame.samples {
        insert.execute(params![
            keys.of(connection, &sample.instance, recorded_at)?,
            cpu(sample),
            integer(sample.memory_bytes),
            integer(sample.memory_limit_bytes),
            integer(sample.network_rx_bytes),
            integer(sample.network_tx_bytes),
            integer(sample.disk_read_bytes),
            integer(sample.disk_write_bytes),
            recorded_at,
        ])?;
    }
    Ok(())
}

/// A number that is not finite was not measured.
fn cpu(sample: &Sample) -> Option<f64> {
    sample.cpu_percent.filter(|percent| percent.is_finite())
}

/// SQLite's integers are signed; an engine's "unlimited" may not fit.
fn integer(value: Option<u64>) -> Option<i64> {
    value.map(|value| i64::try_from(value).unwrap_or(i64::MAX))
}

/// The sum over all instances: zero if none runs, unknown if some run and none of them knows.
fn total<T: Addend>(samples: &[Sample], value: impl Fn(&Sample) -> Option<T>) -> Option<T> {
    let mut known = samples.iter().filter_map(value).peekable();
    (samples.is_empty() || known.peek().is_some()).then(|| known.fold(T::ZERO, T::plus))
}

trait Addend {
    const ZERO: Self;
    fn plus(self, other: Self) -> Self;
}

impl Addend for f64 {
    const ZERO: Self = 0.0;
    fn plus(self, other: Self) -> Self {
        self + other
    }
}

impl Addend for i64 {
    const ZERO: Self = 0;
    fn plus(self, other: Self) -> Self {
        self.saturating_add(other)
    }
}
