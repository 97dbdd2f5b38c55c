//! One event vocabulary for every door.

use crate::{
    Activity, EngineStatus, Frame, Instance, InstanceId, MeasureState, Notice, OwnCost,
    ResourceSummary, Volume, Vpc, VpcId,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One thing that happened, as it crosses a door: `{"seq", "type", "timestamp", "payload"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Event {
    /// Rises by one per event of a run. Who sees a gap asks for a snapshot.
    pub seq: u64,
    /// When it was published.
    pub timestamp: DateTime<Utc>,
    /// `type` and `payload`.
    #[serde(flatten)]
    pub payload: Payload,
}

impl Event {
    /// What sort of event it is.
    #[must_use]
    pub fn event_type(&self) -> EventType {
        self.payload.event_type()
    }
}

macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident($body:ty) = $wire:literal,)+) => {
        /// What an event carries. A resource comes whole, so a receiver replaces what it had and needs no merging.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        #[serde(tag = "type", content = "payload")]
        pub enum Payload {
            $($(#[$meta])* #[serde(rename = $wire)] $name($body),)+
        }

        /// The sorts of events.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub enum EventType {
            $($(#[$meta])* #[serde(rename = $wire)] $name,)+
        }

        impl EventType {
            /// Every sort of event.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $wire,)+ }
            }
        }

        impl Payload {
            /// What sort of event it makes.
            #[must_use]
            pub fn event_type(&self) -> EventType {
                match self { $(Self::$name(_) => EventType::$name,)+ }
            }
        }
    };
}

payloads! {
    /// An instance was created.
    InstanceCreated(Instance) = "INSTANCE_CREATED",
    /// An instance started.
    InstanceStarted(Instance) = "INSTANCE_STARTED",
    /// An instance's process ended.
    InstanceStopped(Instance) = "INSTANCE_STOPPED",
    /// An instance changed in another way: health, name, pause, networks.
    InstanceUpdated(Instance) = "INSTANCE_UPDATED",
    /// An instance was removed.
    InstanceTerminated(InstanceId) = "INSTANCE_TERMINATED",
    /// A volume was created.
    VolumeCreated(Volume) = "VOLUME_CREATED",
    /// A volume was mounted by one more instance.
    VolumeAttached(Volume) = "VOLUME_ATTACHED",
    /// A volume changed in another way: it is mounted by fewer, or its size was measured.
    VolumeUpdated(Volume) = "VOLUME_UPDATED",
    /// A volume was removed; its name.
    VolumeDeleted(String) = "VOLUME_DELETED",
    /// A VPC was created.
    VpcCreated(Vpc) = "VPC_CREATED",
    /// A VPC's members changed.
    VpcUpdated(Vpc) = "VPC_UPDATED",
    /// A VPC was removed.
    VpcDeleted(VpcId) = "VPC_DELETED",
    /// One frame: every running instance at one tick.
    MetricUpdate(Frame) = "METRIC_UPDATE",
    /// A new entry of the activity feed.
    AuditLog(Activity) = "AUDIT_LOG",
    /// The counts changed.
    SummaryUpdate(ResourceSummary) = "SUMMARY_UPDATE",
    /// The engine was reached or lost, or another try failed.
    EngineStatus(EngineStatus) = "ENGINE_STATUS",
    /// What the console itself costs.
    OwnCost(OwnCost) = "OWN_COST",
    /// Something about the console that the person should know, or no longer needs to.
    Notices(Vec<Notice>) = "NOTICES",
    /// Measuring the volumes began, ended or was called off.
    StorageMeasure(MeasureState) = "STORAGE_MEASURE",
    /// What the receiver knows may be out of date: ask for a snapshot.
    Resync(ResyncReason) = "RESYNC",
}

/// Why a receiver has to ask for a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResyncReason {
    /// The receiver was too slow, and events were dropped.
    Lagged,
    /// Everything was listed anew, so single changes are not told.
    Relisted,
    /// The receiver was not sent anything for a while, since nobody looked.
    Resumed,
    /// What is remembered was not known before.
    Remembered,
}
