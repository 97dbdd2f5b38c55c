//! What the person chooses and the console keeps: the engine, and how much is remembered.

use serde::{Deserialize, Serialize};

/// Which engine the person wants to see.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "pick", rename_all = "snake_case", deny_unknown_fields)]
pub enum EnginePick {
    /// The first that answers, as the Docker CLI would find it.
    #[default]
    Automatic,
    /// That of one of the Docker CLI's contexts, and no other.
    Context {
        /// The context's name.
        name: String,
    },
    /// That at an endpoint, and no other.
    Endpoint {
        /// The endpoint, such as `unix:///var/run/docker.sock` or `ssh://me@server`.
        endpoint: String,
    },
}

/// Among which engines the person can choose.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EngineOptions {
    /// What was chosen, and is kept.
    pub pick: EnginePick,
    /// Why that does not count now, in a sentence: the console was started with `--host` or `--demo`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overruled: Option<String>,
    /// The Docker CLI's contexts, the one called `default` among them, by name.
    #[serde(default)]
    pub contexts: Vec<DockerContext>,
}

/// One of the Docker CLI's contexts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DockerContext {
    /// Its name.
    pub name: String,
    /// What the person wrote about it; may be empty.
    #[serde(default)]
    pub description: String,
    /// Its endpoint as it is written there.
    pub endpoint: String,
    /// How that is reached.
    pub transport: Transport,
    /// Whether it is the one that the Docker CLI uses now.
    #[serde(default)]
    pub is_current: bool,
    /// Why it cannot be used, in a sentence with what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// How an engine is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// A socket on this machine.
    Unix,
    /// A named pipe on this machine.
    NamedPipe,
    /// Over the network, in the clear.
    Tcp,
    /// Over the network, with certificates.
    Tls,
    /// Through `ssh`.
    Ssh,
    /// The console does not know.
    Unknown,
}

impl Transport {
    /// What an endpoint's text says of it, by its first letters.
    #[must_use]
    pub fn of_text(endpoint: &str) -> Self {
        let scheme = endpoint.trim().split_once("://").map_or("", |(scheme, _)| scheme);
        match scheme.to_ascii_lowercase().as_str() {
            "unix" => Self::Unix,
            "npipe" => Self::NamedPipe,
            "tcp" | "http" => Self::Tcp,
            "https" => Self::Tls,
            "ssh" => Self::Ssh,
            _ => Self::Unknown,
        }
    }
}

/// How much is remembered. What goes beyond is forgotten, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// How many days of metrics are kept at most, the longest past at the coarsest.
    #[cfg_attr(feature = "schema", schema(minimum = 1, maximum = 3650))]
    pub history_days: u32,
    /// How large the database may become, in bytes.
    #[cfg_attr(feature = "schema", schema(minimum = 67_108_864_u64, maximum = 68_719_476_736_u64))]
    pub cap_bytes: u64,
}

impl Retention {
    /// How few days can be chosen.
    pub const LEAST_DAYS: u32 = 1;
    /// How many days can be chosen: ten years.
    pub const MOST_DAYS: u32 = 3_650;
    /// The smallest cap that can be chosen: 64 MiB.
    pub const LEAST_BYTES: u64 = 64 << 20;
    /// The largest cap that can be chosen: 64 GiB.
    pub const MOST_BYTES: u64 = 64 << 30;

    /// Whether it can be chosen.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        (Self::LEAST_DAYS..=Self::MOST_DAYS).contains(&self.history_days)
            && (Self::LEAST_BYTES..=Self::MOST_BYTES).contains(&self.cap_bytes)
    }
}

/// The HTTP door's key, for whoever sits before the window.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorKey {
    /// The key itself.
    pub key: String,
}

impl std::fmt::Debug for DoorKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It must not get into a log by mistake.
        formatter.debug_struct("DoorKey").finish_non_exhaustive()
    }
}
