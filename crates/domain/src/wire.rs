//! What goes over the WebSocket besides events.

use crate::{EventType, InstanceId, Problem};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The subprotocol that the WebSocket speaks.
pub const WS_PROTOCOL: &str = "mini-aws.v1";
/// A browser cannot set headers on a WebSocket: it offers the key as one more subprotocol, which begins with this.
pub const WS_KEY_PREFIX: &str = "mini-aws.key.";

/// What a client of the WebSocket may say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientMessage {
    /// From now on, only these events; in place of what was subscribed before. At first it is everything.
    Subscribe {
        /// The types of events; absent for all of them. `RESYNC` always comes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        types: Option<Vec<EventType>>,
        /// Only events of these instances, and of frames only their samples; absent for all of them. Events that are about no
        /// instance come all the same.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instances: Option<Vec<InstanceId>>,
    },
}

/// What the WebSocket answers to a [`ClientMessage`]. It has an event's shape: `{"seq", "type", "timestamp", "payload"}`, where `seq`
/// is the number of the last event that went before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Reply {
    /// The number of the last event before it. Replies have none of their own.
    pub seq: u64,
    /// When it was said.
    pub timestamp: DateTime<Utc>,
    /// `type` and `payload`.
    #[serde(flatten)]
    pub body: ReplyBody,
}

/// The sorts of replies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "type", content = "payload")]
pub enum ReplyBody {
    /// The subscription is in force.
    #[serde(rename = "SUBSCRIBED")]
    Subscribed(ClientMessage),
    /// What was said could not be understood. Nothing changed.
    #[serde(rename = "ERROR")]
    Error(Problem),
}
