//! A year on a made-up machine, recorded.

use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;
use mini_aws_backend::store::{InstanceRecord, Store};
use mini_aws_domain::{Frame, InstanceId, Sample};
use std::{f64::consts::TAU, fs, path::Path};

/// How long it is.
pub const DAYS: i64 = 365;
/// How many frames are recorded at once.
const BATCH: usize = 500;

/// What an instance does, on the whole.
#[derive(Debug, Clone, Copy)]
enum Habit {
    /// Next to nothing.
    Idle,
    /// The same all day.
    Steady,
    /// More by day than by night.
    Daily,
    /// Nothing for long, and then all there is.
    Bursty,
}

/// The machine and its instances.
pub struct Year {
    pub instances: usize,
}

impl Year {
    pub fn new(instances: usize) -> Self {
        Self { instances }
    }

    /// 2025-01-01T00:00:00Z.
    pub fn begins(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_735_689_600, 0).unwrap()
    }

    pub fn ends(&self) -> DateTime<Utc> {
        self.begins() + TimeDelta::days(DAYS)
    }

    pub fn id(&self, number: usize) -> InstanceId {
        InstanceId::new(format!("{number:0>64x}"))
    }

    fn records(&self) -> Vec<InstanceRecord> {
        (0..self.instances)
            .map(|number| InstanceRecord {
                id: self.id(number),
                name: format!("instance-{number}"),
                image: "registry.example/app:1".to_owned(),
                // Ten a project, two a service.
                project: Some(format!("project-{}", number / 10)),
                service: Some(format!("service-{}", number / 2)),
            })
            .collect()
    }

    /// Records it: as coarse as can be where only coarse buckets are left in the end, and each second of the last day. Answers how
    /// large a database is after a first day that was recorded each second.
    pub async fn record(&self, store: &Store, path: &Path) -> u64 {
        let first_day = self.first_day(path).await;
        store.upsert_instances(self.records(), self.begins());
        let parts = [
            (TimeDelta::zero(), TimeDelta::days(DAYS - 15), 180_i64),
            (TimeDelta::days(DAYS - 15), TimeDelta::hours(24 * DAYS - 26), 10),
            (TimeDelta::hours(24 * DAYS - 26), TimeDelta::days(DAYS), 1),
        ];
        let mut rng = Rng::with_seed(7);
        for (from, to, step) in parts {
            self.stretch(store, from, to, step, &mut rng).await;
        }
        first_day
    }

    async fn first_day(&self, path: &Path) -> u64 {
        let path = path.with_file_name("first-day.db");
        let store = Store::open(&path, self.begins()).unwrap().store;
        store.upsert_instances(self.records(), self.begins());
        let mut rng = Rng::with_seed(7);
        self.stretch(&store, TimeDelta::zero(), TimeDelta::days(1), 1, &mut rng).await;
        store.close().await.unwrap();
        fs::metadata(&path).unwrap().len()
    }

    async fn stretch(
        &self,
        store: &Store,
        from: TimeDelta,
        to: TimeDelta,
        step: i64,
        rng: &mut Rng,
    ) {
        let (mut at, end) = (self.begins() + from, self.begins() + to);
        let mut batch = Vec::with_capacity(BATCH);
        while at < end {
            batch.push(self.frame(at, step, rng));
            at += TimeDelta::seconds(step);
            if batch.len() == BATCH || at >= end {
                store.import_frames(std::mem::take(&mut batch)).await.unwrap();
            }
        }
    }

    fn frame(&self, timestamp: DateTime<Utc>, step: i64, rng: &mut Rng) -> Frame {
        let second = timestamp.timestamp() as f64;
        let samples = (0..self.instances).map(|number| self.sample(number, second, rng)).collect();
        Frame { timestamp, interval_ms: u32::try_from(step * 1000).unwrap(), samples }
    }

    fn sample(&self, number: usize, second: f64, rng: &mut Rng) -> Sample {
        let habit = match number % 20 {
            0..=9 => Habit::Idle,
            10..=14 => Habit::Steady,
            15..=17 => Habit::Daily,
            _ => Habit::Bursty,
        };
        let phase = number as f64 * 1.7;
        let noise = rng.f64();
        let level = match habit {
            Habit::Idle => 0.05 + 0.1 * noise,
            Habit::Steady => 12.0 + 3.0 * (TAU * second / 700.0 + phase).sin() + 2.0 * noise,
            Habit::Daily => 20.0 * (1.0 + (TAU * second / 86_400.0 + phase).sin()) + 4.0 * noise,
            Habit::Bursty if (second / 61.0 + phase) % 9.0 < 1.0 => 120.0 + 60.0 * noise,
            Habit::Bursty => 0.3 * noise,
        };
        let base = 40.0e6 * (1.0 + number as f64 % 13.0);
        let memory = base * (1.0 + 0.1 * (TAU * second / 5_400.0 + phase).sin()) + 1.0e5 * level;
        let idle = matches!(habit, Habit::Idle);
        // What is idle answers a health check now and then, and never writes.
        let rate = |scale: f64, noise: f64| match idle {
            true if noise < 0.1 => 300.0,
            true => 0.0,
            false => scale * level * (0.8 + 0.4 * noise),
        };
        Sample {
            cpu_percent: Some(level),
            memory_bytes: Some((memory / 4096.0) as u64 * 4096),
            network_rx_rate: Some(rate(900.0, noise)),
            network_tx_rate: Some(rate(2_300.0, rng.f64())),
            disk_read_rate: Some(0.0),
            disk_write_rate: Some(if idle { 0.0 } else { rate(200.0, rng.f64()) }),
            ..Sample::empty(self.id(number))
        }
    }
}

/// What takes how much room.
pub fn sizes(path: &Path) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let bytes = "sum(coalesce(length(cpu), 0) + coalesce(length(memory), 0) + coalesce(length(network_rx), 0) + \
         coalesce(length(network_tx), 0) + coalesce(length(disk_read), 0) + coalesce(length(disk_write), 0))";
    for table in ["metrics_history", "metrics_archive"] {
        let sql =
            format!("SELECT tier, count(*), {bytes} FROM {table} GROUP BY tier ORDER BY tier");
        let mut select = connection.prepare(&sql).unwrap();
        let mut rows = select.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let (tier, rows, bytes): (i64, i64, i64) =
                (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
            println!("{table:16} tier {tier}: {rows:8} rows {:9.2} MB", bytes as f64 / 1e6);
        }
    }
    println!();
}
