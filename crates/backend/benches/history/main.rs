//! A year of a hundred instances: how large it is, and how long a question about it takes.
//!
//! `cargo xtask bench history` runs it. The database is made anew each time, by the very writer that a console has; `--reuse` takes
//! the one of the last run. For comparison the same answer is had from a plain table of one row a bucket, in the same run.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for people who build"
)]

mod measure;
mod plain;
mod year;

use mini_aws_backend::store::Store;
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

/// The promise: a question about any range up to a year.
const MEDIAN_MS: f64 = 10.0;
const P99_MS: f64 = 50.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let instances = arguments
        .iter()
        .position(|argument| argument == "--instances")
        .and_then(|place| arguments.get(place + 1)?.parse().ok())
        .unwrap_or(100);
    let reuse = arguments.iter().any(|argument| argument == "--reuse");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-history");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let kept = runtime.block_on(run(&folder, instances, reuse));
    plain::compare(&runtime, &folder, instances);
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn database(folder: &Path, instances: usize) -> PathBuf {
    folder.join(format!("console-{instances}.db"))
}

async fn run(folder: &Path, instances: usize, reuse: bool) -> bool {
    let path = database(folder, instances);
    let year = year::Year::new(instances);
    if !reuse || !path.exists() {
        let _ = fs::remove_dir_all(folder); // there may be none
        let began = Instant::now();
        let store = Store::open(&path, year.begins()).unwrap().store;
        let first_day = year.record(&store, &path).await;
        store.close().await.unwrap();
        println!("made in {:.0} s", began.elapsed().as_secs_f64());
        println!(
            "after the first day: {:.1} KB an instance",
            first_day as f64 / 1000.0 / instances as f64
        );
    }
    let size = fs::metadata(&path).unwrap().len();
    let days = instances as f64 * year::DAYS as f64;
    println!("{instances} instances, {} days: {:.1} MB", year::DAYS, size as f64 / 1e6);
    println!("{:.2} KB an instance and day\n", size as f64 / 1000.0 / days);
    year::sizes(&path);

    let opened = Instant::now();
    let store = Store::open(&path, year.ends()).unwrap().store;
    println!("opened in {:.0} ms\n", opened.elapsed().as_secs_f64() * 1000.0);
    let all = measure::questions(&store, &year).await;
    store.close().await.unwrap();
    let (median, p99) = (all.percentile(0.5), all.percentile(0.99));
    let kept = median <= MEDIAN_MS && p99 <= P99_MS;
    println!(
        "\n{}: median {median:.2} ms of {MEDIAN_MS} ms, p99 {p99:.2} ms of {P99_MS} ms",
        if kept { "kept" } else { "BROKEN" }
    );
    kept
}
