//! The engine's event stream: which resource an event touches, and what the activity feed says of it.

#[cfg(test)]
mod tests;

use super::inventory::is_predefined;
use bollard::models::{EventMessage, EventMessageTypeEnum};
use chrono::DateTime;
use mini_aws_domain::{
    Activity, ActivityKind, EngineKind, InstanceId, Outcome, Signal, Source, Subject, SubjectKind,
};
use std::collections::{HashMap, VecDeque};

/// How many ends that somebody asked for are remembered while their `die` is awaited.
const PENDING_ENDS: usize = 1024;
/// A `die` this long after a `kill` was not caused by it: the process outlived the signal. In nanoseconds.
const KILL_TO_DIE: i64 = 60_000_000_000;

/// One event of the engine that concerns the console.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineEvent {
    /// When it happened, by the engine's clock, in nanoseconds since the epoch.
    pub time_nanos: i64,
    /// Which resource it touches, and so what to look at anew.
    pub scope: Scope,
    /// What happened, in the engine's word without its arguments: `start`, `die`, `health_status`, …
    pub action: String,
    /// What follows the word after a colon: the health of a `health_status`.
    pub argument: String,
    /// What the engine adds.
    pub attributes: HashMap<String, String>,
}

/// The resource that an event touches.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// An instance.
    Instance(InstanceId),
    /// The volume of that name.
    Volume(String),
    /// The network of that id.
    Vpc(String),
}

impl EngineEvent {
    /// What tells this event from every other of the same engine, so that one that is replayed is known again.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let (kind, id) = match &self.scope {
            Scope::Instance(id) => ("container", id.as_str()),
            Scope::Volume(name) => ("volume", name.as_str()),
            Scope::Vpc(id) => ("network", id.as_str()),
        };
        // A volume that several instances mount at one moment differs in the instance only.
        let by = self.attributes.get("container").map_or("", String::as_str);
        format!("{}:{kind}:{}:{}:{id}:{by}", self.time_nanos, self.action, self.argument)
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// What to subscribe to. A health check makes three `exec_…` events each time it runs, so Docker is asked for the actions that
/// matter; Podman knows some of them by other names, and is asked for the types only.
pub(super) fn filters(engine: EngineKind) -> HashMap<String, Vec<String>> {
    const ACTIONS: [&str; 16] = [
        "create",
        "start",
        "die",
        "kill",
        "oom",
        "pause",
        "unpause",
        "rename",
        "update",
        "destroy",
        "health_status",
        "mount",
        "unmount",
        "connect",
        "disconnect",
        "remove",
    ];
    let list = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let mut filters =
        HashMap::from([("type".to_owned(), list(&["container", "volume", "network"]))]);
    if engine == EngineKind::Docker {
        filters.insert("event".to_owned(), list(&ACTIONS));
    }
    filters
}

/// Reads one message; `None` if it is of no concern.
pub(super) fn read(message: EventMessage) -> Option<EngineEvent> {
    let actor = message.actor?;
    let id = actor.id?;
    let scope = match message.typ? {
        EventMessageTypeEnum::CONTAINER => Scope::Instance(InstanceId::new(id)),
        // Podman may name a volume among the attributes only.
        EventMessageTypeEnum::VOLUME if id.is_empty() => {
            Scope::Volume(actor.attributes.as_ref()?.get("name")?.clone())
        }
        EventMessageTypeEnum::VOLUME => Scope::Volume(id),
        EventMessageTypeEnum::NETWORK => Scope::Vpc(id),
        _ => return None,
    };
    let action = message.action?;
    let (action, argument) = action.split_once(": ").unwrap_or((&action, ""));
    if action.starts_with("exec_") {
        return None;
    }
    let seconds_as_nanos = || message.time.and_then(|seconds| seconds.checked_mul(1_000_000_000));
    Some(EngineEvent {
        time_nanos: message.time_nano.or_else(seconds_as_nanos)?,
        scope,
        action: action.to_owned(),
        argument: argument.to_owned(),
        attributes: actor.attributes.unwrap_or_default(),
    })
}

/// Turns events into entries of the feed. It remembers what a process's end had as a cause, since the engine tells the cause first
/// and the end later.
#[derive(Debug)]
pub struct EventReader {
    engine: EngineKind,
    causes: VecDeque<(InstanceId, Cause, i64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    AskedFor,
    OutOfMemory,
}

impl EventReader {
    /// A reader of one engine's events.
    #[must_use]
    pub fn new(engine: EngineKind) -> Self {
        Self { engine, causes: VecDeque::new() }
    }

    /// What the feed says of `event`; `None` for what is only a detail of another event. The entry's id is for the store to give.
    pub fn activity(&mut self, event: &EngineEvent) -> Option<Activity> {
        let (subject, told) = match &event.scope {
            Scope::Instance(id) => (
                Subject {
                    kind: SubjectKind::Instance,
                    id: id.as_str().to_owned(),
                    name: name_or_short(event.attribute("name"), id.short()),
                },
                self.instance(id, event)?,
            ),
            Scope::Volume(name) => (
                Subject { kind: SubjectKind::Volume, id: name.clone(), name: name.clone() },
                volume(event)?,
            ),
            Scope::Vpc(id) => {
                let name = event.attribute("name");
                if is_predefined(name, self.engine) {
                    return None;
                }
                (
                    Subject {
                        kind: SubjectKind::Vpc,
                        id: id.clone(),
                        name: name_or_short(name, id.get(..12).unwrap_or(id)),
                    },
                    network(event)?,
                )
            }
        };
        Some(Activity {
            id: 0,
            timestamp: DateTime::from_timestamp_nanos(event.time_nanos),
            source: Source::Engine,
            kind: told.kind,
            subject,
            outcome: told.outcome,
            detail: told.detail,
            exit_code: told.exit_code,
            last: None,
        })
    }

    fn instance(&mut self, id: &InstanceId, event: &EngineEvent) -> Option<Told> {
        Some(match event.action.as_str() {
            "create" => Told::ok(ActivityKind::Created).because(event.attribute("image")),
            "start" => {
                self.forget(id);
                Told::ok(ActivityKind::Started)
            }
            "kill" => {
                // Many signals end nothing; the cause counts only if a `die` follows.
                self.remember(id, Cause::AskedFor, event.time_nanos);
                return None;
            }
            "oom" => {
                self.remember(id, Cause::OutOfMemory, event.time_nanos);
                Told { outcome: Outcome::Failed, ..Told::ok(ActivityKind::OutOfMemory) }
            }
            "die" | "died" => self.end(id, event),
            "pause" => Told::ok(ActivityKind::Paused),
            "unpause" => Told::ok(ActivityKind::Unpaused),
            "rename" => {
                let old = event.attribute("oldName").trim_start_matches('/');
                Told::ok(ActivityKind::Renamed).because(&format!("was {old}"))
            }
            "destroy" | "remove" => {
                self.forget(id);
                Told::ok(ActivityKind::Terminated)
            }
            "health_status" => match event.argument.as_str() {
                "healthy" => Told::ok(ActivityKind::Healthy),
                "unhealthy" => {
                    Told { outcome: Outcome::Warning, ..Told::ok(ActivityKind::Unhealthy) }
                }
                _ => return None,
            },
            _ => return None,
        })
    }

    /// Says how a process ended, and whether somebody wanted it to.
    fn end(&mut self, id: &InstanceId, event: &EngineEvent) -> Told {
        let causes: Vec<Cause> = self
            .causes
            .iter()
            .filter(|(of, _, at)| of == id && event.time_nanos - at <= KILL_TO_DIE)
            .map(|&(_, cause, _)| cause)
            .collect();
        self.forget(id);
        let exit_code: Option<i64> = event.attribute("exitCode").parse().ok();
        let mut detail = exit_code.map_or_else(String::new, |code| format!("exit {code}"));
        // Out of memory says more than the signal that it comes by.
        if !causes.contains(&Cause::OutOfMemory)
            && let Some(signal) = exit_code.and_then(Signal::of_exit).and_then(|signal| signal.name)
        {
            detail.push_str(", ");
            detail.push_str(signal);
        }
        let (kind, outcome) = if causes.contains(&Cause::OutOfMemory) {
            detail.push_str(if detail.is_empty() { "out of memory" } else { ", out of memory" });
            (ActivityKind::Died, Outcome::Failed)
        } else if causes.contains(&Cause::AskedFor) {
            (ActivityKind::Stopped, Outcome::Ok)
        } else if exit_code == Some(0) {
            (ActivityKind::Exited, Outcome::Ok)
        } else {
            (ActivityKind::Died, Outcome::Failed)
        };
        Told { kind, outcome, detail, exit_code }
    }

    fn remember(&mut self, id: &InstanceId, cause: Cause, at: i64) {
        if self.causes.len() == PENDING_ENDS {
            self.causes.pop_front();
        }
        self.causes.push_back((id.clone(), cause, at));
    }

    fn forget(&mut self, id: &InstanceId) {
        self.causes.retain(|(of, _, _)| of != id);
    }
}

/// What an event tells, whatever it tells it of.
struct Told {
    kind: ActivityKind,
    outcome: Outcome,
    detail: String,
    exit_code: Option<i64>,
}

impl Told {
    fn ok(kind: ActivityKind) -> Self {
        Self { kind, outcome: Outcome::Ok, detail: String::new(), exit_code: None }
    }

    fn because(mut self, detail: &str) -> Self {
        detail.clone_into(&mut self.detail);
        self
    }
}

fn volume(event: &EngineEvent) -> Option<Told> {
    match event.action.as_str() {
        "create" => Some(Told::ok(ActivityKind::Created)),
        "mount" => Some(Told::ok(ActivityKind::Attached)),
        "destroy" | "remove" => Some(Told::ok(ActivityKind::Deleted)),
        // Each stop of an instance unmounts its volumes; they stay attached all the same.
        _ => None,
    }
}

fn network(event: &EngineEvent) -> Option<Told> {
    match event.action.as_str() {
        "create" => Some(Told::ok(ActivityKind::Created)),
        "destroy" | "remove" => Some(Told::ok(ActivityKind::Deleted)),
        // Each start connects and each stop disconnects; members are told by the inventory.
        _ => None,
    }
}

fn name_or_short(name: &str, short: &str) -> String {
    if name.is_empty() { short.to_owned() } else { name.to_owned() }
}
