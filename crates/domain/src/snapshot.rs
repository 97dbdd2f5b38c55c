//! Everything that a door shows, at one moment.

use crate::{
    Activity, EngineStatus, Frame, Instance, MeasureState, OwnCost, ResourceSummary, Volume, Vpc,
};
use serde::{Deserialize, Serialize};

/// The state of the console at one moment: what a client starts from, and asks for again when it lost the thread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Snapshot {
    /// Events up to and including this one are in the snapshot; later ones may be too, and do no harm twice.
    pub seq: u64,
    /// Where the console stands with the engine.
    pub engine: EngineStatus,
    /// The counts.
    pub summary: ResourceSummary,
    /// Instances by name.
    pub instances: Vec<Instance>,
    /// Volumes by name.
    pub volumes: Vec<Volume>,
    /// VPCs by name.
    pub vpcs: Vec<Vpc>,
    /// The newest activities, newest first.
    pub activity: Vec<Activity>,
    /// The last frame, if there was one lately.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
    /// What the console itself costs, once measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_cost: Option<OwnCost>,
    /// What the person should know about the console.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// How far measuring the volumes has come.
    #[serde(default)]
    pub measure: MeasureState,
}

/// Something about the console that the person should know: a sentence and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Notice {
    /// For programs.
    pub code: NoticeCode,
    /// What is the matter, in a sentence.
    pub message: String,
    /// What to do, in a sentence; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub next_step: String,
}

/// The sorts of notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeCode {
    /// What is shown is pretended.
    Demo,
    /// The database could not be read and was set aside.
    DatabaseUnreadable,
    /// The database was written by a newer version and was set aside.
    DatabaseNewer,
    /// Nothing is remembered: the database cannot be written.
    NotRecording,
    /// The engine does not list its volumes; those that are shown may be out of date.
    VolumesNotListed,
    /// The engine does not list its networks; those that are shown may be out of date.
    VpcsNotListed,
    /// An endpoint that the person named failed, and another one answered.
    OtherEngine,
    /// Which engine the person chose cannot be read; the console looks for one by itself.
    ChoiceUnreadable,
}
