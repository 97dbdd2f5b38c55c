//! Colours with a meaning.

use crate::charts::color_class;
use mini_aws_domain::{
    Activity, ActivityKind, Health, Instance, InstanceState, Outcome, SubjectKind,
};

/// What a dot or a bar says by its colour. It never says it alone: the word stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hue {
    /// It runs, it is well.
    Ok,
    /// It is off, or over.
    Off,
    /// It failed.
    Bad,
    /// It deserves a look.
    Warning,
    /// It is in use, it is new.
    Info,
    /// One of several that only have to be told apart, 1 … [`crate::charts::COLORS`].
    Series(usize),
}

impl Hue {
    /// The class that sets the colour.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Ok => "k-ok",
            Self::Off => "k-off",
            Self::Bad => "k-bad",
            Self::Warning => "k-warn",
            Self::Info => "k-info",
            Self::Series(slot) => color_class(Some(slot)),
        }
    }

    /// How an instance is.
    #[must_use]
    pub fn of_instance(instance: &Instance) -> Self {
        if instance.is_failing() {
            return Self::Bad;
        }
        match instance.state {
            InstanceState::Running if instance.health == Health::Starting => Self::Info,
            InstanceState::Running => Self::Ok,
            InstanceState::Paused | InstanceState::Removing => Self::Warning,
            InstanceState::Created
            | InstanceState::Restarting
            | InstanceState::Exited
            | InstanceState::Dead
            | InstanceState::Unknown => Self::Off,
        }
    }

    /// What an activity means.
    #[must_use]
    pub fn of_activity(activity: &Activity) -> Self {
        match activity.outcome {
            Outcome::Failed => return Self::Bad,
            Outcome::Warning => return Self::Warning,
            Outcome::Ok => {}
        }
        match activity.kind {
            ActivityKind::Started
            | ActivityKind::Unpaused
            | ActivityKind::Healthy
            | ActivityKind::Connected => Self::Ok,
            ActivityKind::Created | ActivityKind::Attached => match activity.subject.kind {
                SubjectKind::Vpc => Self::Series(4),
                SubjectKind::Instance
                | SubjectKind::Volume
                | SubjectKind::Engine
                | SubjectKind::Console => Self::Info,
            },
            ActivityKind::OutOfMemory | ActivityKind::Lost => Self::Bad,
            ActivityKind::Unhealthy | ActivityKind::SetAside | ActivityKind::AccessRefused => {
                Self::Warning
            }
            ActivityKind::DoorOpened
            | ActivityKind::KeyRotated
            | ActivityKind::CollectingResumed => Self::Info,
            ActivityKind::Stopped
            | ActivityKind::Died
            | ActivityKind::Exited
            | ActivityKind::Paused
            | ActivityKind::Renamed
            | ActivityKind::Terminated
            | ActivityKind::Detached
            | ActivityKind::Deleted
            | ActivityKind::DoorClosed
            | ActivityKind::CollectingPaused => Self::Off,
            ActivityKind::KeyUsed
            | ActivityKind::SettingsChanged
            | ActivityKind::EngineChosen
            | ActivityKind::SecretsShown
            | ActivityKind::Exported => Self::Info,
        }
    }
}
