//! What an exit code says.

use crate::{state::Shared, t};
use chrono::TimeDelta;
use mini_aws_domain::{Activity, ActivityKind, Signal};

/// How long before its end the kernel is heard to want memory back, at the most.
const OOM_BEFORE: TimeDelta = TimeDelta::seconds(10);

/// Whether the kernel ended it for want of memory: whether that is said of it just before. `entries` are newest first.
pub(super) fn is_oom(entries: &[Shared<Activity>], entry: &Activity) -> bool {
    let begin = entry.timestamp - OOM_BEFORE;
    let during = entries
        .iter()
        .skip_while(|other| other.timestamp > entry.timestamp)
        .take_while(|other| other.timestamp >= begin);
    during.into_iter().any(|other| {
        other.kind == ActivityKind::OutOfMemory && other.subject.id == entry.subject.id
    })
}

/// What became of the process, in a sentence; `None` if no process ended. `is_oom` says whether that was for want of memory.
pub(super) fn ending(entry: &Activity, is_oom: bool) -> Option<String> {
    let is_over =
        matches!(entry.kind, ActivityKind::Died | ActivityKind::Exited | ActivityKind::Stopped);
    match entry.exit_code {
        _ if entry.kind == ActivityKind::OutOfMemory => Some(t!("activity-ended-oom")),
        Some(code) if is_over && is_oom => {
            Some(t!("activity-ended-killed-oom", code = code.to_string()))
        }
        Some(code) if is_over => Some(of_code(code)),
        Some(_) | None => None,
    }
}

fn of_code(code: i64) -> String {
    if let Some(signal) = Signal::of_exit(code) {
        let number = signal.number.to_string();
        let code = code.to_string();
        return match signal.name.unwrap_or_default() {
            "SIGKILL" => t!("activity-ended-killed", code = code, number = number),
            "SIGTERM" => t!("activity-ended-asked", code = code, number = number),
            "SIGSEGV" => t!("activity-ended-memory-fault", code = code, number = number),
            "" => t!("activity-ended-signal-unnamed", code = code, number = number),
            name => t!("activity-ended-signal", code = code, number = number, name = name),
        };
    }
    match code {
        0 => t!("activity-ended-well"),
        1 => t!("activity-ended-error"),
        2 => t!("activity-ended-usage"),
        125 => t!("activity-ended-engine"),
        126 => t!("activity-ended-not-executable"),
        127 => t!("activity-ended-not-found"),
        255 => t!("activity-ended-minus-one"),
        code => t!("activity-ended-own", code = code.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{activity, ago};
    use mini_aws_domain::SubjectKind;

    fn ended(kind: ActivityKind, exit_code: Option<i64>) -> Option<String> {
        let entry = activity(1, kind, SubjectKind::Instance, "api");
        ending(&Activity { exit_code, ..entry }, false)
    }

    #[test]
    fn a_code_above_128_is_a_signal() {
        let said = |code| ended(ActivityKind::Died, Some(code)).unwrap();
        assert!(said(137).contains("SIGKILL (9)"), "{}", said(137));
        assert!(said(143).contains("SIGTERM (15)"), "{}", said(143));
        assert!(said(139).contains("SIGSEGV (11)"), "{}", said(139));
        assert!(said(130).contains("SIGINT (2)"), "{}", said(130));
        assert!(said(138).contains("SIGUSR1 (10)"), "{}", said(138));
        assert!(said(128).contains("128") && said(250).contains("250"));
        assert!(said(-1).contains("-1") && said(i64::MIN).contains("9223"));
    }

    #[test]
    fn known_codes_are_said_in_words() {
        let said = |code| ended(ActivityKind::Exited, Some(code)).unwrap();
        assert!(said(0).contains("as it should"), "{}", said(0));
        assert!(said(127).contains("not found"), "{}", said(127));
        assert!(said(42).contains("42"), "{}", said(42));
    }

    #[test]
    fn that_it_wanted_too_much_memory_is_known_from_what_was_said_before() {
        let at = |id, kind, seconds, name| {
            Shared::new(Activity {
                timestamp: ago(seconds),
                exit_code: Some(137),
                ..activity(id, kind, SubjectKind::Instance, name)
            })
        };
        let entries = [
            at(4, ActivityKind::Died, 100, "api"),
            at(3, ActivityKind::OutOfMemory, 101, "api"),
            at(2, ActivityKind::Died, 105, "db"),
            at(1, ActivityKind::OutOfMemory, 200, "db"),
        ];
        assert!(is_oom(&entries, &entries[0]));
        assert!(!is_oom(&entries, &entries[2]), "another one, and too long ago");
        assert!(ending(&entries[0], true).unwrap().contains("memory"));
    }

    #[test]
    fn only_a_process_that_ended_has_an_ending() {
        assert_eq!(ended(ActivityKind::Started, Some(1)), None);
        assert_eq!(ended(ActivityKind::Died, None), None);
        assert!(ended(ActivityKind::OutOfMemory, None).unwrap().contains("kernel"));
    }
}
