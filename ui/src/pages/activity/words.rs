//! What can be chosen of the audit log, in words.

use crate::{t, words};
use mini_aws_domain::{ActivityKind, Outcome, Source, SubjectKind};

/// A thing that entries can be narrowed to, with its name.
pub(super) trait Choice: Copy + PartialEq + 'static {
    /// All of them, in the order in which they are offered.
    fn all() -> Vec<Self>;

    /// What people call it.
    fn words(self) -> String;
}

impl Choice for Outcome {
    fn all() -> Vec<Self> {
        vec![Self::Ok, Self::Warning, Self::Failed]
    }

    fn words(self) -> String {
        words::outcome(self)
    }
}

impl Choice for Source {
    fn all() -> Vec<Self> {
        vec![Self::Engine, Self::Console]
    }

    fn words(self) -> String {
        words::source(self)
    }
}

impl Choice for SubjectKind {
    fn all() -> Vec<Self> {
        vec![Self::Instance, Self::Volume, Self::Vpc, Self::Engine, Self::Console]
    }

    fn words(self) -> String {
        words::subject_kind(self)
    }
}

impl Choice for ActivityKind {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn words(self) -> String {
        match self {
            Self::Created => t!("activity-kind-created"),
            Self::Started => t!("activity-kind-started"),
            Self::Stopped => t!("activity-kind-stopped"),
            Self::Exited => t!("activity-kind-exited"),
            Self::Died => t!("activity-kind-died"),
            Self::OutOfMemory => t!("activity-kind-out-of-memory"),
            Self::Paused => t!("activity-kind-paused"),
            Self::Unpaused => t!("activity-kind-unpaused"),
            Self::Renamed => t!("activity-kind-renamed"),
            Self::Terminated => t!("activity-kind-terminated"),
            Self::Healthy => t!("activity-kind-healthy"),
            Self::Unhealthy => t!("activity-kind-unhealthy"),
            Self::Attached => t!("activity-kind-attached"),
            Self::Detached => t!("activity-kind-detached"),
            Self::Deleted => t!("activity-kind-deleted"),
            Self::Connected => t!("activity-kind-connected"),
            Self::Lost => t!("activity-kind-lost"),
            Self::SetAside => t!("activity-kind-set-aside"),
            Self::DoorOpened => t!("activity-kind-door-opened"),
            Self::DoorClosed => t!("activity-kind-door-closed"),
            Self::AccessRefused => t!("activity-kind-access-refused"),
            Self::KeyRotated => t!("activity-kind-key-rotated"),
            Self::CollectingPaused => t!("activity-kind-collecting-paused"),
            Self::CollectingResumed => t!("activity-kind-collecting-resumed"),
            Self::KeyUsed => t!("activity-kind-key-used"),
            Self::SettingsChanged => t!("activity-kind-settings-changed"),
            Self::EngineChosen => t!("activity-kind-engine-chosen"),
            Self::SecretsShown => t!("activity-kind-secrets-shown"),
            Self::Exported => t!("activity-kind-exported"),
        }
    }
}
