//! What happens to an instance between create and destroy, with the events of a real engine in their order.

use super::{Container, Health, InstanceStatus, RestartPolicy, World};
use crate::{DemoError, Flavour, clock::Moment, load::Counters, world::make::attributes};
use std::time::Duration;

/// How a run ends.
#[derive(Debug, Clone, Copy)]
struct End {
    exit_code: i64,
    oom: bool,
    /// Whether somebody asked for it; then no policy starts it again.
    asked: bool,
}

impl World {
    /// Starts an instance that has no process.
    pub fn start(&mut self, name: &str) -> Result<(), DemoError> {
        let container = self.find(name)?;
        match container.status {
            InstanceStatus::Running => Err(DemoError::NotModified),
            InstanceStatus::Paused => Err(DemoError::Conflict(
                "cannot start a paused container, try unpause instead".to_owned(),
            )),
            InstanceStatus::Created | InstanceStatus::Exited | InstanceStatus::Restarting => {
                let id = container.id.clone();
                let now = self.clock.now();
                self.begin(&id, now)
            }
        }
    }

    /// Begins a run at a moment: network connect, volume mount, start.
    pub(super) fn begin(&mut self, id: &str, at: Moment) -> Result<(), DemoError> {
        let pid = self.next_pid;
        self.next_pid += 7;
        let container = self.find_mut(id)?;
        container.status = InstanceStatus::Running;
        container.started = Some(at);
        container.restart_due = None;
        container.exit_code = 0;
        container.oom_killed = false;
        container.pid = pid;
        container.base = Counters::default();
        container.counted = at;
        let (places, mounts) = (container.networks.clone(), container.mounts.clone());
        let about = container.attributes();
        for place in &places {
            self.log_network(at, "connect", id, place);
        }
        for mount in &mounts {
            let about = attributes([
                ("container", id),
                ("destination", &mount.destination),
                ("driver", "local"),
                ("propagation", ""),
                ("read/write", "true"),
            ]);
            self.log.record(at, "volume", "mount", &mount.volume, about);
        }
        self.log.record(at, "container", "start", id, about);
        Ok(())
    }

    /// Ends a run: network disconnect, volume unmount, die.
    fn end(&mut self, id: &str, end: End) -> Result<(), DemoError> {
        let now = self.clock.now();
        let flavour = self.flavour;
        let container = self.find_mut(id)?;
        container.settle(now);
        let again = !end.asked
            && match container.restart {
                RestartPolicy::No => false,
                RestartPolicy::OnFailure => end.exit_code != 0,
                RestartPolicy::UnlessStopped | RestartPolicy::Always => true,
            };
        let ran = container.started.map_or(Duration::ZERO, |at| now.since(at));
        container.status = InstanceStatus::Exited;
        container.finished = Some(now);
        container.exit_code = end.exit_code;
        container.oom_killed = end.oom;
        container.pid = 0;
        container.restart_due = None;
        if again {
            if ran > Duration::from_secs(10) {
                container.restart_streak = 0;
            }
            let wait = Duration::from_millis(100 << container.restart_streak.min(10));
            container.restart_streak += 1;
            let wait = wait.min(Duration::from_secs(60));
            container.status = InstanceStatus::Restarting;
            container.restart_count += 1;
            container.restart_due = Some(now.after(wait));
        }
        let code = end.exit_code.to_string();
        let (places, mounts) = (container.networks.clone(), container.mounts.clone());
        let mut about = container.attributes();
        about.insert("execDuration".to_owned(), ran.as_secs().to_string());
        about.insert("exitCode".to_owned(), code.clone());
        if flavour == Flavour::Podman {
            about.insert("containerExitCode".to_owned(), code);
        }
        for place in &places {
            self.log_network(now, "disconnect", id, place);
        }
        for mount in &mounts {
            let about = attributes([("container", id), ("driver", "local")]);
            self.log.record(now, "volume", "unmount", &mount.volume, about);
        }
        self.log.record(now, "container", "die", id, about);
        Ok(())
    }

    fn log_container(&mut self, id: &str, action: &str, more: &[(&str, &str)]) {
        let now = self.clock.now();
        let Ok(container) = self.find(id) else { return };
        let mut about = container.attributes();
        for (key, value) in more {
            about.insert((*key).to_owned(), (*value).to_owned());
        }
        self.log.record(now, "container", action, id, about);
    }

    /// The id of an instance with a process, or the engine's complaint.
    fn alive(&self, name: &str) -> Result<String, DemoError> {
        let container = self.find(name)?;
        if container.alive() { Ok(container.id.clone()) } else { Err(not_running(container)) }
    }

    /// Stops an instance as asked: it heeds SIGTERM with exit code 0 or 143.
    pub fn stop(&mut self, name: &str) -> Result<(), DemoError> {
        let container = self.find(name)?;
        let id = container.id.clone();
        match container.status {
            InstanceStatus::Running | InstanceStatus::Paused => {
                let exit_code = if container.pid % 2 == 0 { 0 } else { 143 };
                self.log_container(&id, "kill", &[("signal", "15")]);
                self.end(&id, End { exit_code, oom: false, asked: true })?;
            }
            InstanceStatus::Restarting => {
                let container = self.find_mut(&id)?;
                container.status = InstanceStatus::Exited;
                container.restart_due = None;
            }
            InstanceStatus::Created | InstanceStatus::Exited => return Err(DemoError::NotModified),
        }
        self.log_container(&id, "stop", &[]);
        Ok(())
    }

    /// Sends a signal. SIGKILL, SIGTERM, SIGINT and SIGQUIT end it; any other is only an event.
    pub fn kill(&mut self, name: &str, signal: u8) -> Result<(), DemoError> {
        let id = match self.find(name)? {
            container if container.alive() => container.id.clone(),
            container => {
                return Err(DemoError::Conflict(format!(
                    "cannot kill container: {name}: container {} is not running",
                    container.id
                )));
            }
        };
        self.log_container(&id, "kill", &[("signal", &signal.to_string())]);
        if matches!(signal, 2 | 3 | 9 | 15) {
            let exit_code = 128 + i64::from(signal);
            self.end(&id, End { exit_code, oom: false, asked: true })?;
        }
        Ok(())
    }

    /// The kernel ends it for want of memory.
    pub fn oom(&mut self, name: &str) -> Result<(), DemoError> {
        let id = self.alive(name)?;
        self.log_container(&id, "oom", &[]);
        self.end(&id, End { exit_code: 137, oom: true, asked: false })
    }

    /// Its process ends by itself.
    pub fn exit(&mut self, name: &str, exit_code: i64) -> Result<(), DemoError> {
        let id = self.alive(name)?;
        self.end(&id, End { exit_code, oom: false, asked: false })
    }

    /// Stops it, if it is alive, and starts it.
    pub fn restart(&mut self, name: &str) -> Result<(), DemoError> {
        let id = self.resolve(name)?;
        match self.stop(&id) {
            Ok(()) | Err(DemoError::NotModified) => {}
            Err(error) => return Err(error),
        }
        self.start(&id)?;
        self.log_container(&id, "restart", &[]);
        Ok(())
    }

    /// Freezes it.
    pub fn pause(&mut self, name: &str) -> Result<(), DemoError> {
        let id = self.alive(name)?;
        let now = self.clock.now();
        let container = self.find_mut(&id)?;
        if container.status == InstanceStatus::Paused {
            return Err(DemoError::Conflict(format!("container {id} is already paused")));
        }
        container.settle(now);
        container.status = InstanceStatus::Paused;
        self.log_container(&id, "pause", &[]);
        Ok(())
    }

    /// Lets it go on.
    pub fn unpause(&mut self, name: &str) -> Result<(), DemoError> {
        let id = self.resolve(name)?;
        let now = self.clock.now();
        let container = self.find_mut(&id)?;
        if container.status != InstanceStatus::Paused {
            return Err(DemoError::Conflict(format!("Container {id} is not paused")));
        }
        container.settle(now);
        container.status = InstanceStatus::Running;
        self.log_container(&id, "unpause", &[]);
        Ok(())
    }

    /// Changes what the health check says.
    pub fn set_health(&mut self, name: &str, health: Health) -> Result<(), DemoError> {
        let id = self.alive(name)?;
        self.find_mut(&id)?.health = Some(health);
        self.log_container(&id, &format!("health_status: {}", health.as_str()), &[]);
        Ok(())
    }

    /// Starts what its restart policy wants started by now.
    pub fn restart_due(&mut self, now: Moment) {
        let due: Vec<String> = self
            .containers
            .values()
            .filter(|c| c.restart_due.is_some_and(|at| at <= now))
            .map(|c| c.id.clone())
            .collect();
        for id in due {
            // It is there: the world is locked.
            let _ = self.begin(&id, now);
        }
    }

    /// The engine itself restarts: its log is lost, everything that ran runs anew and counts from zero.
    pub fn engine_restart(&mut self) {
        let now = self.clock.now();
        self.log.forget();
        let mut again: Vec<(Moment, String)> = Vec::new();
        for container in self.containers.values_mut() {
            container.last_frame = None;
            if container.alive() {
                container.settle(now);
                container.status = InstanceStatus::Exited;
                container.finished = Some(now);
                container.exit_code = 143;
                container.pid = 0;
                if container.restart != RestartPolicy::No {
                    again.push((container.created, container.id.clone()));
                }
            } else if container.restart == RestartPolicy::Always
                && container.status == InstanceStatus::Exited
            {
                again.push((container.created, container.id.clone()));
            }
        }
        again.sort();
        for (_, id) in again {
            // It is there: the world is locked.
            let _ = self.begin(&id, now);
        }
    }
}

fn not_running(container: &Container) -> DemoError {
    DemoError::Conflict(format!("Container {} is not running", container.id))
}
