//! How long `cloud dashboard summary` takes on a console that runs, beside `docker ps` on the same engine: at most half as long.
//!
//! `-- --host ENDPOINT` measures on a real engine in place of a pretended one.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench prints, and says what is wrong by panicking"
)]

use mini_aws_demo::{Config, DemoEngine};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use tokio::runtime::Builder;

/// How many instances a pretended engine has.
const INSTANCES: usize = 24;
/// How often each is run.
const RUNS: usize = 40;
/// How long the console may take to know its engine.
const PATIENCE: Duration = Duration::from_secs(60);
/// What is promised: the share of `docker ps`' time.
const PROMISE: f64 = 0.5;

/// `cloud serve`, ended with the bench.
struct Console(Child);

impl Drop for Console {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() -> ExitCode {
    // Along with the tests it is only built: a machine that is busy with them tells nothing.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let named = std::env::args().skip_while(|argument| argument != "--host").nth(1);
    // The engine has its own thread, as it would have its own process.
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let config = Config { instances: INSTANCES, ..Config::default() };
    let demo = named.is_none().then(|| runtime.block_on(DemoEngine::start(config)).unwrap());
    let host = named.or_else(|| demo.as_ref().map(DemoEngine::endpoint)).unwrap_or_default();
    let data = tempfile::tempdir().unwrap();
    let cloud = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloud"));
        command.args(arguments).arg("--data-dir").arg(data.path());
        command.env_remove("MINI_AWS_LOG").stdin(Stdio::null());
        command
    };

    let mut serve = cloud(&["serve", "--bind", "127.0.0.1:0", "--host", &host]);
    let mut console = Console(serve.stdout(Stdio::piped()).spawn().unwrap());
    let mut out = BufReader::new(console.0.stdout.take().unwrap());
    out.read_line(&mut String::new()).unwrap();
    let deadline = Instant::now() + PATIENCE;
    while took(&mut cloud(&["dashboard", "summary"])).is_none() {
        assert!(Instant::now() < deadline, "the console finds no engine at {host}");
        std::thread::sleep(Duration::from_millis(100));
    }

    let mut times = [Vec::new(), Vec::new()];
    // In turn, so that whatever else the machine does befalls both.
    for run in 0..=RUNS {
        let mut docker = Command::new("docker");
        docker.args(["--host", &host, "ps"]).env_remove("DOCKER_HOST").env_remove("DOCKER_CONTEXT");
        let Some(theirs) = took(&mut docker) else {
            println!("`docker ps` cannot be run on {host}, so there is nothing to compare with.");
            return ExitCode::FAILURE;
        };
        let ours = took(&mut cloud(&["dashboard", "summary"])).unwrap();
        // The first of each finds nothing in the machine's memory.
        if run > 0 {
            times[0].push(theirs);
            times[1].push(ours);
        }
    }
    let [theirs, ours] = times.map(median);
    let share = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("docker ps                 {:>8.2} ms (median of {RUNS})", millis(theirs));
    println!("cloud dashboard summary   {:>8.2} ms (median of {RUNS})", millis(ours));
    println!("share                     {share:>8.2}    (at most {PROMISE})");
    drop(console);
    if share <= PROMISE { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How long a command takes from start to end; `None` if it fails.
fn took(command: &mut Command) -> Option<Duration> {
    let began = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| began.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
