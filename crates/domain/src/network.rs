//! A VPC: a user-defined Docker network.

use crate::{InstanceId, VpcId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A user-defined Docker network, as the console knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Vpc {
    /// The engine's id.
    pub id: VpcId,
    /// Its name.
    pub name: String,
    /// The network driver: `bridge`, `overlay`, `macvlan`, …
    pub driver: String,
    /// When it was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// Its subnets in CIDR notation.
    #[serde(default)]
    pub subnets: Vec<String>,
    /// The compose project that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// Whether it is cut off from the outside.
    #[serde(default)]
    pub internal: bool,
    /// Instances of any state that are attached to it.
    #[serde(default)]
    pub members: Vec<InstanceId>,
    /// Where its running members are in it; who does not run has no address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<MemberAddress>,
}

/// Where an instance is in a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MemberAddress {
    /// The instance.
    pub instance: InstanceId,
    /// Its IPv4 address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv4: Option<String>,
    /// Its IPv6 address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv6: Option<String>,
}
