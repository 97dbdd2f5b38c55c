//! The engine: reached, sought or away, and why.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where the console stands with the engine. Being away is a state that is shown, never an exit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EngineStatus {
    /// The first search is under way.
    Connecting,
    /// The engine answers.
    Connected {
        /// Since when.
        since: DateTime<Utc>,
        /// Which engine it is.
        engine: EngineInfo,
        /// Candidates that were tried before it and failed. One that the person named belongs on the screen.
        #[serde(default)]
        attempts: Vec<EndpointAttempt>,
    },
    /// No engine answers, or the one that did went away.
    Away {
        /// Since when.
        since: DateTime<Utc>,
        /// In a sentence: what is wrong.
        reason: String,
        /// In a sentence: what to do about it.
        next_step: String,
        /// When the next try is due.
        retry_at: DateTime<Utc>,
        /// Every candidate with why it failed, in the order in which they were tried.
        #[serde(default)]
        attempts: Vec<EndpointAttempt>,
    },
    /// Somebody paused collecting: the console is connected to no engine, and looks for none until somebody resumes.
    Paused {
        /// Since when.
        since: DateTime<Utc>,
    },
}

impl EngineStatus {
    /// The engine, if it answers.
    #[must_use]
    pub fn engine(&self) -> Option<&EngineInfo> {
        match self {
            Self::Connected { engine, .. } => Some(engine),
            Self::Connecting | Self::Away { .. } | Self::Paused { .. } => None,
        }
    }

    /// The candidates that were tried and failed.
    #[must_use]
    pub fn attempts(&self) -> &[EndpointAttempt] {
        match self {
            Self::Connected { attempts, .. } | Self::Away { attempts, .. } => attempts,
            Self::Connecting | Self::Paused { .. } => &[],
        }
    }
}

/// What is known of an engine that answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EngineInfo {
    /// Which make it is.
    pub kind: EngineKind,
    /// Its version, such as `28.2.2`.
    pub version: String,
    /// The API version that was agreed on, such as `1.47`.
    pub api_version: String,
    /// The endpoint, such as `unix:///var/run/docker.sock`.
    pub endpoint: String,
    /// Where the endpoint was found, such as `DOCKER_HOST` or `system socket`.
    pub found_by: String,
    /// Name of the machine that it runs on; empty if it did not say.
    #[serde(default)]
    pub host: String,
    /// What its containers are made for.
    pub os: ContainerOs,
    /// Which cgroup hierarchy its numbers come from.
    pub cgroup: CgroupVersion,
    /// Cores; CPU goes up to 100 % × this. Zero if the engine did not say.
    pub cpus: u64,
    /// Memory of the machine in bytes. Zero if the engine did not say.
    pub memory_bytes: u64,
}

/// The makes of engine whose numbers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EngineKind {
    /// Docker, or something that acts just like it.
    Docker,
    /// Podman's Docker-compatible API.
    Podman,
}

impl EngineKind {
    /// Its name for people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Docker => "Docker",
            Self::Podman => "Podman",
        }
    }
}

/// What an engine's containers are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContainerOs {
    /// Linux containers.
    Linux,
    /// Windows containers.
    Windows,
}

/// Which cgroup hierarchy an engine's numbers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CgroupVersion {
    /// The split hierarchy.
    V1,
    /// The unified hierarchy.
    V2,
    /// None, or the engine did not say.
    Unknown,
}

/// One endpoint that was tried and failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EndpointAttempt {
    /// Where it was found, such as `DOCKER_HOST` or `rootless socket`.
    pub found_by: String,
    /// Whether the person named it (by option, variable or context), rather than the console guessing.
    #[serde(default)]
    pub named: bool,
    /// The endpoint as it was written; may be anything.
    pub endpoint: String,
    /// Why it failed, for programs.
    pub code: AttemptCode,
    /// Why it failed, for people.
    pub reason: String,
    /// What to do about it.
    pub next_step: String,
}

/// Why an endpoint failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttemptCode {
    /// The text is no endpoint.
    Malformed,
    /// A kind of endpoint that this version cannot speak to.
    Unsupported,
    /// There is nothing at that place.
    NotFound,
    /// The person may not open it.
    PermissionDenied,
    /// Something is there, and nobody listens.
    Refused,
    /// Nobody answered in time.
    TimedOut,
    /// Something answered that is not Docker's API.
    NotAnEngine,
    /// It answered with an error of its own.
    EngineError,
    /// The connection broke.
    Lost,
}
