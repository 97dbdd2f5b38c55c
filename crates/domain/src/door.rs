//! The HTTP door: whether it is open, where, and how a browser gets in.

use crate::Problem;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The HTTP door as the settings show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DoorStatus {
    /// Open, closed, or why it is not open.
    pub state: DoorState,
    /// The file that holds the API key; absent where there is no data directory to keep one in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_file: Option<String>,
    /// Whether whoever asks may open and close it. Who came in through the door may not.
    pub can_change: bool,
}

/// Whether the HTTP door is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DoorState {
    /// Nobody can come in.
    Closed,
    /// It listens.
    Open {
        /// Where, such as `http://127.0.0.1:8787`.
        address: String,
        /// Whether other machines can reach it.
        exposed: bool,
    },
    /// It was asked to open and could not.
    Failed {
        /// Why, and what to do.
        problem: Problem,
    },
}

/// A link that lets one browser in, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DoorLink {
    /// The address to open.
    pub url: String,
    /// From when on it is worth nothing.
    pub expires_at: DateTime<Utc>,
}
