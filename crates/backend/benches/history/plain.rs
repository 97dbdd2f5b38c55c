//! The same answer from a plain table: a row for each instance and bucket, an index, and SQL to sum it up.

use crate::{database, measure::Times, year::Year};
use mini_aws_backend::store::Store;
use mini_aws_domain::{HistoryQuery, HistorySubject, Metric};
use std::{fs, path::Path, time::Instant};
use tokio::runtime::Runtime;

/// Prints how a year of all instances in 365 points compares.
pub fn compare(runtime: &Runtime, folder: &Path, instances: usize) {
    let year = &Year::new(instances);
    let plain = folder.join(format!("plain-{instances}.db"));
    if !plain.exists() {
        fill(&plain, year);
    }
    let connection = rusqlite::Connection::open(&plain).unwrap();
    let mut select = connection
        .prepare("SELECT instance, at / 86400000 AS day, avg(cpu), min(low), max(high) FROM plain WHERE at >= ?1 AND at < ?2 GROUP BY instance, day")
        .unwrap();
    let (from, to) = (year.begins().timestamp_millis(), year.ends().timestamp_millis());
    let mut plain_times = Times::default();
    for _ in 0..10 {
        let began = Instant::now();
        let mut rows = select.query([from, to]).unwrap();
        let mut count = 0;
        while rows.next().unwrap().is_some() {
            count += 1;
        }
        assert!(count > 0);
        plain_times.add(began);
    }
    let times = runtime.block_on(ours(&database(folder, instances), year));
    println!();
    plain_times.print("a year, plain table");
    times.print("a year, all, top 8, 365 points");
    let bytes = |path: &Path| fs::metadata(path).unwrap().len() as f64;
    println!(
        "{:.1} times as fast as the plain table of two-hour averages of CPU alone, which is {:.1} MB",
        plain_times.percentile(0.5) / times.percentile(0.5),
        bytes(&plain) / 1e6
    );
}

async fn ours(path: &Path, year: &Year) -> Times {
    let store = Store::open(path, year.ends()).unwrap().store;
    let mut times = Times::default();
    for _ in 0..50 {
        let query = HistoryQuery {
            subject: HistorySubject::Total,
            metric: Metric::Cpu,
            from: year.begins(),
            to: year.ends(),
            points: 365,
            top: 8,
            pinned: Vec::new(),
        };
        let began = Instant::now();
        store.history(query, year.ends()).await.unwrap();
        times.add(began);
    }
    store.close().await.unwrap();
    times
}

/// Fills the plain table with made-up buckets of two hours: only how many there are matters.
fn fill(plain: &Path, year: &Year) {
    let mut connection = rusqlite::Connection::open(plain).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; CREATE TABLE plain (instance INTEGER, at INTEGER, cpu REAL, low REAL, high REAL)",
        )
        .unwrap();
    let transaction = connection.transaction().unwrap();
    {
        let mut insert =
            transaction.prepare("INSERT INTO plain VALUES (?1, ?2, ?3, ?4, ?5)").unwrap();
        let mut at = year.begins().timestamp_millis();
        while at < year.ends().timestamp_millis() {
            for instance in 0..year.instances as i64 {
                let cpu = (instance % 13) as f64 * 1.1;
                insert.execute((instance, at, cpu, cpu * 0.5, cpu * 2.0)).unwrap();
            }
            at += 7_200_000;
        }
    }
    transaction.execute_batch("CREATE INDEX plain_at ON plain (at)").unwrap();
    transaction.commit().unwrap();
}
