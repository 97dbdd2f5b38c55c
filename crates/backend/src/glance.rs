//! A look at the present that copies nothing, for who looks every other second and needs little of it.

use crate::live::LiveState;
use mini_aws_domain::{EngineStatus, Frame, Instance, InstanceId, ResourceSummary, Snapshot};

/// What is known now, borrowed. Nothing changes while somebody holds it, so it is to be held shortly.
#[derive(Debug, Clone, Copy)]
pub struct Glance<'a> {
    /// Where the console stands with the engine.
    pub engine: &'a EngineStatus,
    /// The counts.
    pub summary: ResourceSummary,
    /// The last frame, while the engine answers.
    pub frame: Option<&'a Frame>,
    instances: Instances<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Instances<'a> {
    Live(&'a LiveState),
    Copied(&'a [Instance]),
}

impl<'a> Glance<'a> {
    pub(crate) fn of(state: &'a LiveState) -> Self {
        Self {
            engine: &state.engine,
            summary: state.summary(),
            frame: state.frame.as_ref(),
            instances: Instances::Live(state),
        }
    }

    /// What a copy of the present holds of it.
    #[must_use]
    pub fn of_snapshot(snapshot: &'a Snapshot) -> Self {
        Self {
            engine: &snapshot.engine,
            summary: snapshot.summary,
            frame: snapshot.frame.as_ref(),
            instances: Instances::Copied(&snapshot.instances),
        }
    }

    /// What an instance is called; `None` if it is not known.
    #[must_use]
    pub fn name(&self, id: &InstanceId) -> Option<&'a str> {
        let instance = match self.instances {
            Instances::Live(state) => state.world.instance(id),
            Instances::Copied(instances) => instances.iter().find(|instance| instance.id == *id),
        };
        instance.map(|instance| instance.name.as_str())
    }
}
