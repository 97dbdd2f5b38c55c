//! The vocabulary of the console in words: what each state, kind and reason is called.

use crate::{t, units};
use mini_aws_domain::{
    ActivityKind, GapReason, Health, InstanceState, Metric, Outcome, Source, SubjectKind,
};

/// What people read after the subject's name: `died`, `became healthy`.
#[must_use]
pub fn verb(kind: ActivityKind) -> String {
    match kind {
        ActivityKind::Created => t!("verb-created"),
        ActivityKind::Started => t!("verb-started"),
        ActivityKind::Stopped => t!("verb-stopped"),
        ActivityKind::Exited => t!("verb-exited"),
        ActivityKind::Died => t!("verb-died"),
        ActivityKind::OutOfMemory => t!("verb-out-of-memory"),
        ActivityKind::Paused => t!("verb-paused"),
        ActivityKind::Unpaused => t!("verb-unpaused"),
        ActivityKind::Renamed => t!("verb-renamed"),
        ActivityKind::Terminated => t!("verb-terminated"),
        ActivityKind::Healthy => t!("verb-healthy"),
        ActivityKind::Unhealthy => t!("verb-unhealthy"),
        ActivityKind::Attached => t!("verb-attached"),
        ActivityKind::Detached => t!("verb-detached"),
        ActivityKind::Deleted => t!("verb-deleted"),
        ActivityKind::Connected => t!("verb-connected"),
        ActivityKind::Lost => t!("verb-lost"),
        ActivityKind::SetAside => t!("verb-set-aside"),
        ActivityKind::DoorOpened => t!("verb-door-opened"),
        ActivityKind::DoorClosed => t!("verb-door-closed"),
        ActivityKind::AccessRefused => t!("verb-access-refused"),
        ActivityKind::KeyRotated => t!("verb-key-rotated"),
        ActivityKind::CollectingPaused => t!("verb-collecting-paused"),
        ActivityKind::CollectingResumed => t!("verb-collecting-resumed"),
        ActivityKind::KeyUsed => t!("verb-key-used"),
        ActivityKind::SettingsChanged => t!("verb-settings-changed"),
        ActivityKind::EngineChosen => t!("verb-engine-chosen"),
        ActivityKind::SecretsShown => t!("verb-secrets-shown"),
        ActivityKind::Exported => t!("verb-exported"),
    }
}

/// A sort of thing, as a word of its own: `Instance`, `VPC`.
#[must_use]
pub fn subject_kind(kind: SubjectKind) -> String {
    match kind {
        SubjectKind::Instance => t!("subject-instance"),
        SubjectKind::Volume => t!("subject-volume"),
        SubjectKind::Vpc => t!("subject-vpc"),
        SubjectKind::Engine => t!("subject-engine"),
        SubjectKind::Console => t!("subject-console"),
    }
}

/// Who reported something: `Engine`, `Console`.
#[must_use]
pub fn source(source: Source) -> String {
    match source {
        Source::Engine => t!("subject-engine"),
        Source::Console => t!("subject-console"),
    }
}

/// How something ended: `OK`, `Warning`, `Failed`.
#[must_use]
pub fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Ok => t!("outcome-ok"),
        Outcome::Warning => t!("outcome-warning"),
        Outcome::Failed => t!("outcome-failed"),
    }
}

/// What an instance is doing: `running`.
#[must_use]
pub fn state(state: InstanceState) -> String {
    match state {
        InstanceState::Created => t!("state-created"),
        InstanceState::Running => t!("state-running"),
        InstanceState::Paused => t!("state-paused"),
        InstanceState::Restarting => t!("state-restarting"),
        InstanceState::Removing => t!("state-removing"),
        InstanceState::Exited => t!("state-exited"),
        InstanceState::Dead => t!("state-dead"),
        InstanceState::Unknown => t!("state-unknown"),
    }
}

/// What a health check says: `healthy`; where there is none, so it says.
#[must_use]
pub fn health(health: Health) -> String {
    match health {
        Health::None => t!("health-none"),
        Health::Starting => t!("health-starting"),
        Health::Healthy => t!("health-healthy"),
        Health::Unhealthy => t!("health-unhealthy"),
    }
}

/// Why nothing was measured: `the machine slept`.
#[must_use]
pub fn gap(reason: GapReason) -> String {
    match reason {
        GapReason::Asleep => t!("gap-asleep"),
        GapReason::Closed => t!("gap-closed"),
        GapReason::EngineAway => t!("gap-engine-away"),
        GapReason::Paused => t!("gap-paused"),
        GapReason::NotRecorded => t!("gap-not-recorded"),
        GapReason::Unknown => t!("gap-unknown"),
    }
}

/// What is measured: `Network received`.
#[must_use]
pub fn metric(metric: Metric) -> String {
    match metric {
        Metric::Cpu => t!("metric-cpu"),
        Metric::Memory => t!("metric-memory"),
        Metric::NetworkRx => t!("metric-network-rx"),
        Metric::NetworkTx => t!("metric-network-tx"),
        Metric::DiskRead => t!("metric-disk-read"),
        Metric::DiskWrite => t!("metric-disk-write"),
    }
}

/// What 100 % of CPU are, as the person wants it shown: for a hint at a figure or a heading.
#[must_use]
pub fn cpu_share() -> String {
    if units::is_of_machine() { t!("cpu-of-machine") } else { t!("cpu-of-core") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_says_the_same_in_english_as_the_command_line() {
        for kind in ActivityKind::ALL {
            assert_eq!(verb(kind), kind.verb());
        }
        for known in InstanceState::ALL {
            assert_eq!(state(known), known.as_str());
        }
        for reason in GapReason::ALL {
            assert_eq!(gap(reason), reason.words());
        }
    }
}
