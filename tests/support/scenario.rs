//! How a scenario runs: one at a time, within its time, and skipped only where it may be.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Names the file in which `cargo xtask test` gathers what was left out. A runner shows nothing of a test that passes.
const SKIPPED_LOG: &str = "MINI_AWS_SKIPPED_LOG";

/// Why a scenario cannot run on this machine.
#[derive(Debug)]
pub struct Skip(pub String);

/// Runs a scenario to its end, and panics when it takes longer than `limit`.
pub fn run(name: &str, limit: Duration, scenario: impl AsyncFnOnce() -> Result<(), Skip>) {
    let turn = Turn::take();
    let begun = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    let outcome = runtime.block_on(async { tokio::time::timeout(limit, scenario()).await });
    drop(turn);
    match outcome {
        Ok(Ok(())) => println!("{name}: {:.1} s", begun.elapsed().as_secs_f64()),
        Ok(Err(Skip(reason))) => skip(name, &reason),
        Err(_) => panic!("{name}: not done within {limit:?}"),
    }
}

/// Says that a scenario is left out. In CI it must run, so that nobody takes a skipped test for a passed one.
fn skip(name: &str, reason: &str) {
    assert!(!must_run(), "{name}: in CI this must run, but {reason}");
    println!("skipped: {name}: {reason}");
    let Some(log) = std::env::var_os(SKIPPED_LOG) else {
        return;
    };
    let noted = File::options()
        .create(true)
        .append(true)
        .open(log)
        .and_then(|mut file| writeln!(file, "{name}: {reason}"));
    if let Err(error) = noted {
        eprintln!("the skipped test is not in the log: {error}");
    }
}

fn must_run() -> bool {
    let is_ci =
        std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
    is_ci && is_root()
}

/// Whether this process may start an engine.
pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

/// Where screenshots are put.
pub fn artefacts() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.parent().unwrap_or(target).join("e2e");
    fs::create_dir_all(&folder).expect("the folder for screenshots can be made");
    folder
}

/// The right to use the machine. Two engines and two windows at once would slow each other down until readings and deadlines
/// mean nothing; the lock is a file's, since some runners give every test a process of its own.
struct Turn(#[allow(dead_code, reason = "closing it gives the turn back")] File);

impl Turn {
    fn take() -> Self {
        let file = File::create(artefacts().join(".turn")).expect("the lock file can be made");
        file.lock().expect("the lock can be waited for");
        Self(file)
    }
}
