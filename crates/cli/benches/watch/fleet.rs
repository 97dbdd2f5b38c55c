//! The engine and its containers, and what the engine's own processes spend.

use crate::cases;
use crate::shared::spent::{self, Process};
use crate::shims::SHIM;
use crate::support::engine::RealEngine;
use crate::support::scenario::Skip;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// How much of a core a busy container gets. It would take all of it: so this is what it uses, whatever the machine.
const BUSY_CPUS: &str = "0.2";
const BUSY: &[&str] = &["sh", "-c", "while :; do :; done"];
const IDLE: &[&str] = &["sleep", "1000000"];

/// A running engine with containers.
pub struct Fleet {
    engine: RealEngine,
    /// Where the command line looks for a person's settings, and finds none.
    config: TempDir,
    idle: usize,
    busy: usize,
}

/// CPU time of the engine's processes until now; its shims are looked at more closely.
#[derive(Debug, Clone, Copy, Default)]
pub struct EngineSpent {
    pub daemon: Duration,
    pub containerd: Duration,
}

impl EngineSpent {
    /// What was spent since `before`.
    pub fn since(self, before: Self) -> Self {
        // A process that ended takes its time with it; there must be none, and it is better seen as nothing than as a panic.
        Self {
            daemon: self.daemon.saturating_sub(before.daemon),
            containerd: self.containerd.saturating_sub(before.containerd),
        }
    }
}

impl Fleet {
    /// Starts an engine with busy containers alone; a sentence if it cannot.
    pub fn start(busy: usize) -> Result<Self, String> {
        let engine = RealEngine::start_among_us().map_err(|Skip(why)| why)?;
        let fleet = Self { engine, config: TempDir::new().unwrap(), idle: 0, busy };
        for number in 0..busy {
            fleet.engine.run(&format!("busy-{number}"), &["--cpus", BUSY_CPUS], BUSY);
        }
        let processes = spent::processes();
        for needed in ["dockerd", "containerd", SHIM] {
            if busy > 0 && !processes.iter().any(|process| process.name == needed) {
                return Err(format!(
                    "the engine has no {needed} of its own; it may have found one of this machine: stop that, and try again"
                ));
            }
        }
        Ok(fleet)
    }

    /// Adds idle containers until there are so many.
    pub fn grow(&mut self, idle: usize) {
        for number in self.idle..idle {
            self.engine.run(&format!("idle-{number}"), &[], IDLE);
        }
        self.idle = self.idle.max(idle);
    }

    /// How many containers run.
    pub fn len(&self) -> usize {
        self.idle + self.busy
    }

    pub fn endpoint(&self) -> String {
        self.engine.endpoint()
    }

    /// The engine's command line.
    pub fn docker(&self) -> Command {
        cases::docker(self.config.path(), &self.endpoint())
    }

    /// What the engine's processes spent, but for the shims. Containers are not among them.
    pub fn spent(&self, processes: &[Process]) -> EngineSpent {
        let sum = |name: &str| {
            processes
                .iter()
                .filter(|process| process.name == name)
                .map(|process| process.spent)
                .sum()
        };
        EngineSpent { daemon: sum("dockerd"), containerd: sum("containerd") }
    }
}
