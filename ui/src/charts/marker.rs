//! Events on the time axis.

use crate::words;
use mini_aws_domain::{Activity, ActivityKind, Outcome, SubjectKind};

/// What an event's colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Something runs: green.
    Started,
    /// Something ended as it should: grey.
    Stopped,
    /// Something failed: red.
    Failed,
    /// Something deserves a look: amber.
    Warning,
}

impl Tone {
    /// The CSS class that sets its colour.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Started => "k-ok",
            Self::Stopped => "k-off",
            Self::Failed => "k-bad",
            Self::Warning => "k-warn",
        }
    }
}

/// An event, drawn as a vertical line with a dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// When, in milliseconds since the epoch.
    pub at: i64,
    /// What its colour says.
    pub tone: Tone,
    /// What happened, for people: `mailer died, exit 137`.
    pub text: String,
}

impl Marker {
    /// What [`Marker::from_activity`] makes a marker of, as a question about the past has it.
    pub const KINDS: [ActivityKind; 8] = [
        ActivityKind::Started,
        ActivityKind::Unpaused,
        ActivityKind::Stopped,
        ActivityKind::Exited,
        ActivityKind::Paused,
        ActivityKind::Died,
        ActivityKind::OutOfMemory,
        ActivityKind::Unhealthy,
    ];

    /// The marker of an activity, if it is of the sort that explains a chart: an instance that came, went or ran out of memory.
    #[must_use]
    pub fn from_activity(activity: &Activity) -> Option<Self> {
        if activity.subject.kind != SubjectKind::Instance {
            return None;
        }
        let tone = match activity.kind {
            ActivityKind::Started | ActivityKind::Unpaused => Tone::Started,
            ActivityKind::Stopped | ActivityKind::Exited | ActivityKind::Paused => Tone::Stopped,
            ActivityKind::Died => match activity.outcome {
                Outcome::Ok => Tone::Stopped,
                Outcome::Warning => Tone::Warning,
                Outcome::Failed => Tone::Failed,
            },
            ActivityKind::OutOfMemory => Tone::Failed,
            ActivityKind::Unhealthy => Tone::Warning,
            ActivityKind::Created
            | ActivityKind::Renamed
            | ActivityKind::Terminated
            | ActivityKind::Healthy
            | ActivityKind::Attached
            | ActivityKind::Detached
            | ActivityKind::Deleted
            | ActivityKind::Connected
            | ActivityKind::Lost
            | ActivityKind::SetAside
            | ActivityKind::DoorOpened
            | ActivityKind::DoorClosed
            | ActivityKind::AccessRefused
            | ActivityKind::KeyRotated
            | ActivityKind::CollectingPaused
            | ActivityKind::CollectingResumed
            | ActivityKind::KeyUsed
            | ActivityKind::SettingsChanged
            | ActivityKind::EngineChosen
            | ActivityKind::SecretsShown
            | ActivityKind::Exported => return None,
        };
        let mut text = format!("{} {}", activity.subject.name, words::verb(activity.kind));
        if !activity.detail.is_empty() {
            text.push_str(", ");
            text.push_str(&activity.detail);
        }
        Some(Self { at: activity.timestamp.timestamp_millis(), tone, text })
    }
}
