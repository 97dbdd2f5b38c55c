//! Which events tell that something is no longer as it was.

use mini_aws_domain::{Instance, InstanceState, Payload, Volume, Vpc};

/// Tells the life of an instance between two looks at it, also where it started and ended in between.
pub(super) fn told_of_instance(before: Option<&Instance>, now: Instance) -> Vec<Payload> {
    let runs = |instance: &Instance| {
        matches!(instance.state, InstanceState::Running | InstanceState::Paused)
    };
    let ended = matches!(now.state, InstanceState::Exited | InstanceState::Dead);
    let started_anew = match before {
        None => now.started_at.is_some(),
        Some(before) => {
            now.started_at.is_some()
                && before.started_at.is_some()
                && now.started_at != before.started_at
                || !runs(before) && (runs(&now) || before.state == InstanceState::Created && ended)
        }
    };
    let mut events = Vec::new();
    if before.is_none() {
        events.push(Payload::InstanceCreated(now.clone()));
    }
    if started_anew || before.is_none() && runs(&now) {
        events.push(Payload::InstanceStarted(now.clone()));
    }
    let ran_before = before.is_some_and(runs);
    if ended && (ran_before || started_anew) {
        events.push(Payload::InstanceStopped(now.clone()));
    }
    if events.is_empty() && before != Some(&now) {
        events.push(Payload::InstanceUpdated(now));
    }
    events
}

/// A volume that is already mounted when it is first seen was attached as well as created.
pub(super) fn told_of_volume(before: Option<&Volume>, now: &Volume) -> Vec<Payload> {
    if before == Some(now) {
        return Vec::new();
    }
    let known = before.map_or(&[][..], |before| &before.attached_to);
    let attached = now.attached_to.iter().any(|id| !known.contains(id));
    let mut events = Vec::new();
    if before.is_none() {
        events.push(Payload::VolumeCreated(now.clone()));
    }
    if attached {
        events.push(Payload::VolumeAttached(now.clone()));
    }
    if events.is_empty() {
        events.push(Payload::VolumeUpdated(now.clone()));
    }
    events
}

pub(super) fn told_of_vpc(before: Option<&Vpc>, now: &Vpc) -> Option<Payload> {
    match before {
        None => Some(Payload::VpcCreated(now.clone())),
        Some(before) if before == now => None,
        Some(_) => Some(Payload::VpcUpdated(now.clone())),
    }
}
