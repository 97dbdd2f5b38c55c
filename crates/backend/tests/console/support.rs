//! A console on a pretend engine, and waiting for what it should show.

use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_backend::{Console, ConsoleConfig, EngineChoice, system_clock};
use mini_aws_demo::{Config, DemoEngine};
use mini_aws_domain::{ActivityKind, InstanceState, Snapshot};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

/// More than anything here takes, on a machine that has other things to do.
pub const PATIENCE: Duration = Duration::from_secs(45);

pub struct Room {
    pub engine: DemoEngine,
    pub console: Console,
    pub data: TempDir,
}

impl Room {
    pub async fn with(instances: usize) -> Self {
        let engine = engine(instances).await;
        let data = tempfile::tempdir().unwrap();
        let console = console(&engine, data.path()).await;
        Self { engine, console, data }
    }

    /// Waits until the snapshot is as it should be.
    pub async fn until(&self, what: &str, holds: impl Fn(&Snapshot) -> bool) -> Snapshot {
        until(&self.console, what, holds).await
    }
}

pub async fn engine(instances: usize) -> DemoEngine {
    DemoEngine::start(Config { instances, ..Config::default() }).await.unwrap()
}

pub async fn console(engine: &DemoEngine, data: &Path) -> Console {
    let engine = EngineChoice::FirstThatAnswers(Box::new(Environment::only(engine.endpoint())));
    console_on(engine, data).await
}

pub async fn console_on(engine: EngineChoice, data: &Path) -> Console {
    let data_dir = Some(data.to_owned());
    let sampling = mini_aws_backend::SamplingChoice::default();
    Console::start(ConsoleConfig { engine, data_dir, clock: system_clock(), past: None, sampling })
        .await
}

pub async fn until(console: &Console, what: &str, holds: impl Fn(&Snapshot) -> bool) -> Snapshot {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let snapshot = console.snapshot();
        if holds(&snapshot) {
            return snapshot;
        }
        assert!(Instant::now() < deadline, "waited in vain for: {what}\n{snapshot:#?}");
        sleep(Duration::from_millis(20)).await;
    }
}

pub fn connected(snapshot: &Snapshot) -> bool {
    snapshot.engine.engine().is_some()
}

pub fn state_of(snapshot: &Snapshot, name: &str) -> Option<InstanceState> {
    snapshot.instances.iter().find(|instance| instance.name == name).map(|instance| instance.state)
}

pub fn tells(snapshot: &Snapshot, name: &str, kind: ActivityKind) -> usize {
    let told = snapshot.activity.iter();
    told.filter(|activity| activity.subject.name == name && activity.kind == kind).count()
}
