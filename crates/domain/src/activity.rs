//! The audit log: what happened, to what, and how it ended.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One entry of the activity feed: an event of the engine or an action of the console.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Activity {
    /// Its number in the store; rises with each new entry.
    pub id: i64,
    /// When it happened, by the engine's clock for the engine's events.
    pub timestamp: DateTime<Utc>,
    /// Who says so.
    pub source: Source,
    /// What happened.
    pub kind: ActivityKind,
    /// What it happened to.
    pub subject: Subject,
    /// How it ended.
    pub outcome: Outcome,
    /// What there is to add, for people: "exit 137, out of memory", "by api". May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The exit code, where a process ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i64>,
    /// What the instance used last, where a process ended and that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LastUsage>,
}

/// What an instance used just before its process ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LastUsage {
    /// When that was.
    pub at: DateTime<Utc>,
    /// CPU in percent of one core.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_percent: Option<f64>,
    /// Memory in use, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
    /// The memory limit, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_limit_bytes: Option<u64>,
}

/// What an activity happened to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Subject {
    /// What sort of thing it is.
    pub kind: SubjectKind,
    /// Its identity: an instance's or network's id, a volume's name; empty for the engine and the console.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// The sorts of things that activities happen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A container.
    Instance,
    /// A Docker volume.
    Volume,
    /// A user-defined network.
    Vpc,
    /// The engine itself.
    Engine,
    /// This console.
    Console,
}

/// Who reported an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The engine's own event stream.
    Engine,
    /// The console.
    Console,
}

/// How an activity ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As it should.
    Ok,
    /// It deserves a look: a health check turned bad, a database was set aside.
    Warning,
    /// Badly: a process died with an error, the engine was lost.
    Failed,
}

/// What happened. Each kind has one verb for people, [`ActivityKind::verb`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// A resource was created.
    Created,
    /// An instance started.
    Started,
    /// An instance's process ended after somebody asked for it.
    Stopped,
    /// An instance's process ended by itself with exit code 0.
    Exited,
    /// An instance's process ended by itself with an error, or was killed by the kernel.
    Died,
    /// The kernel ended a process of an instance for want of memory.
    OutOfMemory,
    /// An instance was frozen.
    Paused,
    /// A frozen instance goes on.
    Unpaused,
    /// An instance got another name.
    Renamed,
    /// An instance was removed.
    Terminated,
    /// A health check changed its mind to healthy.
    Healthy,
    /// A health check changed its mind to unhealthy.
    Unhealthy,
    /// A volume was mounted, or an instance joined a network.
    Attached,
    /// A volume was unmounted, or an instance left a network.
    Detached,
    /// A volume or a network was removed.
    Deleted,
    /// The engine was reached.
    Connected,
    /// The engine was lost.
    Lost,
    /// The console's database could not be used and was set aside.
    SetAside,
    /// The HTTP door was switched on.
    DoorOpened,
    /// The HTTP door was switched off.
    DoorClosed,
    /// The HTTP door refused somebody without a key, or with a wrong one.
    AccessRefused,
    /// The HTTP door's key was replaced; the one before is worth nothing any more.
    KeyRotated,
    /// Somebody paused collecting.
    CollectingPaused,
    /// Somebody had collecting go on.
    CollectingResumed,
    /// Somebody came in through the HTTP door, with the key or a link.
    KeyUsed,
    /// Somebody changed a setting.
    SettingsChanged,
    /// Somebody chose another engine.
    EngineChosen,
    /// Somebody had an instance's secrets shown.
    SecretsShown,
    /// Somebody saved history, activity or a log to a file.
    Exported,
}

impl ActivityKind {
    /// Every kind, for tables and tests.
    pub const ALL: [Self; 29] = [
        Self::Created,
        Self::Started,
        Self::Stopped,
        Self::Exited,
        Self::Died,
        Self::OutOfMemory,
        Self::Paused,
        Self::Unpaused,
        Self::Renamed,
        Self::Terminated,
        Self::Healthy,
        Self::Unhealthy,
        Self::Attached,
        Self::Detached,
        Self::Deleted,
        Self::Connected,
        Self::Lost,
        Self::SetAside,
        Self::DoorOpened,
        Self::DoorClosed,
        Self::AccessRefused,
        Self::KeyRotated,
        Self::CollectingPaused,
        Self::CollectingResumed,
        Self::KeyUsed,
        Self::SettingsChanged,
        Self::EngineChosen,
        Self::SecretsShown,
        Self::Exported,
    ];

    /// What people read after the subject's name.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Started => "started",
            Self::Stopped => "stopped",
            Self::Exited => "exited",
            Self::Died => "died",
            Self::OutOfMemory => "ran out of memory",
            Self::Paused => "paused",
            Self::Unpaused => "resumed",
            Self::Renamed => "renamed",
            Self::Terminated => "terminated",
            Self::Healthy => "became healthy",
            Self::Unhealthy => "became unhealthy",
            Self::Attached => "attached",
            Self::Detached => "detached",
            Self::Deleted => "deleted",
            Self::Connected => "connected",
            Self::Lost => "lost",
            Self::SetAside => "database set aside",
            Self::DoorOpened => "opened to browsers",
            Self::DoorClosed => "closed to browsers",
            Self::AccessRefused => "refused access",
            Self::KeyRotated => "replaced its key",
            Self::CollectingPaused => "paused collecting",
            Self::CollectingResumed => "resumed collecting",
            Self::KeyUsed => "let somebody in",
            Self::SettingsChanged => "changed a setting",
            Self::EngineChosen => "chose an engine",
            Self::SecretsShown => "had secrets shown",
            Self::Exported => "exported",
        }
    }
}
