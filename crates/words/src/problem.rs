//! What other parts of the console say, in the language of the window: problems and notices by their codes.
//!
//! What they say in English may hold what only they know (a path, a name, an error of the system). Such a sentence is kept within the
//! translated one. A code that is not known here keeps its own sentences.

use crate::t;
use mini_aws_domain::{Notice, NoticeCode, Problem};

/// What is wrong, and what to do about it, which may be empty.
#[must_use]
pub fn problem(problem: &Problem) -> (String, String) {
    let (said, next) = (&problem.message, &problem.next_step);
    match problem.code.as_str() {
        "key_missing" => (t!("problem-key-missing"), t!("problem-enter")),
        "key_wrong" => (t!("problem-key-wrong"), t!("problem-enter")),
        "session_expired" => (t!("problem-session-expired"), t!("problem-enter")),
        "link_spent" => (t!("problem-link-spent"), t!("problem-enter")),
        "bad_range" => (t!("problem-bad-range"), t!("problem-bad-range.next")),
        "no_history" => (t!("problem-no-history", said = said), t!("problem-no-history.next")),
        "export_failed" => {
            (t!("problem-export-failed", said = said), t!("problem-export-failed.next"))
        }
        "store_unavailable" => {
            (t!("problem-store-unavailable", said = said), t!("problem-store-unavailable.next"))
        }
        "unknown_instance" => {
            (t!("problem-unknown-instance", said = said), t!("problem-unknown-instance.next"))
        }
        "not_running" => (t!("problem-not-running", said = said), t!("problem-not-running.next")),
        "not_read" => (t!("problem-not-read", said = said), t!("problem-not-read.next")),
        "busy" => (t!("problem-busy", said = said), t!("problem-busy.next")),
        "timed_out" => (t!("problem-timed-out"), t!("problem-timed-out.next")),
        "key_unusable" => (t!("problem-key-unusable", said = said), next.clone()),
        "address_taken" => {
            (t!("problem-address-taken", said = said), t!("problem-address-taken.next"))
        }
        "address_denied" => {
            (t!("problem-address-denied", said = said), t!("problem-address-denied.next"))
        }
        "door_closed" => (t!("problem-door-closed", said = said), t!("problem-door-closed.next")),
        "not_opened" => (t!("problem-not-opened", said = said), t!("problem-not-opened.next")),
        "no_autostart" => {
            (t!("problem-no-autostart", said = said), t!("problem-no-autostart.next"))
        }
        "no_instance" => {
            (t!("problem-no-instance", said = said), t!("problem-unknown-instance.next"))
        }
        "no_engine" => (t!("problem-no-engine", said = said), next.clone()),
        "paused" => (t!("problem-paused"), t!("problem-paused.next")),
        "engine_slow" => (t!("problem-engine-slow", said = said), t!("problem-engine-slow.next")),
        "engine_failed" => {
            (t!("problem-engine-failed", said = said), t!("problem-engine-failed.next"))
        }
        "no_log" => (t!("problem-no-log"), t!("problem-no-log.next")),
        "too_many_logs" => {
            (t!("problem-too-many-logs", said = said), t!("problem-too-many-logs.next"))
        }
        "log_not_kept" => {
            (t!("problem-log-not-kept", said = said), t!("problem-log-not-kept.next"))
        }
        "log_broke_off" => {
            (t!("problem-log-broke-off", said = said), t!("problem-log-broke-off.next"))
        }
        _ => (said.clone(), next.clone()),
    }
}

/// The same in one line, for where there is room for no more.
#[must_use]
pub fn problem_line(problem: &Problem) -> String {
    let (message, next_step) = self::problem(problem);
    format!("{message} {next_step}").trim_end().to_owned()
}

/// What the person should know of the console, and what to do, which may be empty.
#[must_use]
pub fn notice(notice: &Notice) -> (String, String) {
    let said = &notice.message;
    let message = match notice.code {
        NoticeCode::Demo => return (t!("notice-demo"), t!("notice-demo.next")),
        NoticeCode::DatabaseUnreadable => t!("notice-database-unreadable", said = said),
        NoticeCode::DatabaseNewer => t!("notice-database-newer", said = said),
        NoticeCode::NotRecording => t!("notice-not-recording", said = said),
        NoticeCode::VolumesNotListed => t!("notice-volumes-not-listed", said = said),
        NoticeCode::VpcsNotListed => t!("notice-vpcs-not-listed", said = said),
        NoticeCode::OtherEngine => t!("notice-other-engine", said = said),
        NoticeCode::ChoiceUnreadable => {
            return (
                t!("notice-choice-unreadable", said = said),
                t!("notice-choice-unreadable.next"),
            );
        }
    };
    (message, notice.next_step.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    fn said(code: &str) -> Problem {
        Problem {
            code: code.to_owned(),
            message: "The disk is full.".to_owned(),
            next_step: "Make room.".to_owned(),
        }
    }

    #[test]
    fn a_code_that_is_not_known_keeps_its_own_sentences() {
        Language::German.speak();
        let unknown = ("The disk is full.".to_owned(), "Make room.".to_owned());
        assert_eq!(problem(&said("something_new")), unknown);
        Language::English.speak();
    }

    #[test]
    fn a_known_code_is_said_in_the_language_with_what_only_the_console_knows() {
        assert_eq!(problem(&said("store_unavailable")).0, "The disk is full.");
        Language::German.speak();
        let (message, next_step) = problem(&said("store_unavailable"));
        assert!(
            message.starts_with("Die gespeicherten Daten") && message.contains("The disk is full.")
        );
        assert!(next_step.contains("Protokolle"), "{next_step}");
        Language::English.speak();
    }
}
