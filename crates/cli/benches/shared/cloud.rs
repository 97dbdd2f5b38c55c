//! The program that is measured: `cloud serve`, on data of its own.

use super::http::Door;
use mini_aws_domain::{Attention, InstanceId, InstanceState, Snapshot};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long it may take until it knows its engine and has numbers of all that runs.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long it may take to end.
const END_LIMIT: Duration = Duration::from_secs(20);
/// How often a condition is looked at. Asking costs what is asked, so this is before what is measured.
const POLL: Duration = Duration::from_millis(500);
/// How often it is told again what is looked at: a page tells it as often.
const TELL_EVERY: Duration = Duration::from_millis(Attention::LASTS_MS as u64 / 2);

/// A running `cloud serve`, ended with this.
#[derive(Debug)]
pub struct Cloud {
    child: Child,
    pub door: Door,
    folder: TempDir,
    told: Option<(String, Instant)>,
}

impl Cloud {
    /// Starts it on an engine.
    pub fn start(host: &str, sampling: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("mini-aws-bench-").tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloud"));
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("DOCKER_") || text.starts_with("MINI_AWS_") {
                command.env_remove(&name);
            }
        }
        command.args(["serve", "--bind", "127.0.0.1:0", "--host", host, "--data-dir"]);
        command.arg(folder.path().join("data")).env("MINI_AWS_SAMPLING", sampling);
        let log = File::create(folder.path().join("log")).unwrap();
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut link = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut link).unwrap();
        let Some(address) = link.split('/').nth(2).map(str::to_owned) else {
            panic!("cloud serve prints no link:\n{}", log_of(folder.path()));
        };
        let key = std::fs::read_to_string(folder.path().join("data/api-key")).unwrap();
        let door = Door { address, key: key.trim().to_owned() };
        Self { child, door, folder, told: None }
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// All that it knows.
    pub fn snapshot(&self) -> Snapshot {
        let text =
            self.door.get("/api/snapshot").unwrap_or_else(|why| panic!("{why}\n{}", self.log()));
        serde_json::from_str(&text).unwrap()
    }

    /// Waits until it has numbers of every instance that runs; gives these.
    pub fn wait_for_numbers(&mut self, at_least: usize) -> Vec<InstanceId> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.tend();
            let snapshot = self.snapshot();
            let running = running(&snapshot);
            let known = snapshot.frame.map_or(0, |frame| frame.samples.len());
            if running.len() >= at_least && known >= running.len() {
                return running;
            }
            assert!(
                Instant::now() < deadline,
                "the console knows {known} of {} instances that run, and there are {at_least}:\n{}",
                running.len(),
                self.log()
            );
            std::thread::sleep(POLL);
        }
    }

    /// Somebody looks at these from now on, as long as this is tended.
    pub fn look_at(&mut self, instances: &[InstanceId]) {
        let attention = Attention { instances: instances.to_vec() };
        let told = serde_json::to_string(&attention).unwrap();
        self.told = Some((told, Instant::now() - TELL_EVERY));
        self.tend();
    }

    /// Tells again what is looked at, if it is time.
    pub fn tend(&mut self) {
        let Some((told, at)) = &mut self.told else { return };
        if at.elapsed() >= TELL_EVERY {
            self.door.post("/api/attention", told).unwrap();
            *at = Instant::now();
        }
    }

    /// What it said to people.
    pub fn log(&self) -> String {
        log_of(self.folder.path())
    }
}

fn log_of(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("log")).unwrap()
}

/// The instances that run.
pub fn running(snapshot: &Snapshot) -> Vec<InstanceId> {
    let running = snapshot.instances.iter();
    running
        .filter(|instance| instance.state == InstanceState::Running)
        .map(|instance| instance.id.clone())
        .collect()
}

impl Drop for Cloud {
    fn drop(&mut self) {
        // Asked politely: a console that is killed has not said good-bye to its engine, which goes on for a while.
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        let deadline = Instant::now() + END_LIMIT;
        while asked.is_ok()
            && matches!(self.child.try_wait(), Ok(None))
            && Instant::now() < deadline
        {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
