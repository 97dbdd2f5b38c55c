//! Why an engine is not reached, in the language of the window: by the code of what was tried.
//!
//! The place, the command and the cause stand in the console's own sentences only, so these are kept within the translated ones.

use crate::t;
use mini_aws_domain::{AttemptCode, EndpointAttempt};

/// Why this endpoint failed, and what to do about it, which may be empty.
#[must_use]
pub fn attempt(attempt: &EndpointAttempt) -> (String, String) {
    (reason(attempt.code, &attempt.reason), next_step(attempt.code, &attempt.next_step))
}

/// Why there is no engine, of what the console says and what it tried.
#[must_use]
pub fn away_reason(said: &str, attempts: &[EndpointAttempt]) -> String {
    // What was lost has no code: only what was looked for in vain has.
    match attempts.iter().find(|attempt| attempt.reason == said) {
        Some(attempt) => reason(attempt.code, said),
        None => t!("engine-away-otherwise", said = said),
    }
}

/// What to do about it, which may be empty.
#[must_use]
pub fn away_next_step(reason: &str, said: &str, attempts: &[EndpointAttempt]) -> String {
    // It may go on after the attempt's own words.
    let is_said = |attempt: &&EndpointAttempt| {
        !attempt.next_step.is_empty() && said.starts_with(attempt.next_step.as_str())
    };
    let is_reason = |attempt: &&EndpointAttempt| attempt.reason == reason;
    let told = attempts.iter().filter(is_said).find(is_reason);
    match told.or_else(|| attempts.iter().find(is_said)) {
        Some(attempt) => next_step(attempt.code, said),
        None => said.to_owned(),
    }
}

fn reason(code: AttemptCode, said: &str) -> String {
    match code {
        AttemptCode::Malformed => t!("attempt-malformed", said = said),
        AttemptCode::Unsupported => t!("attempt-unsupported", said = said),
        AttemptCode::NotFound => t!("attempt-not-found", said = said),
        AttemptCode::PermissionDenied => t!("attempt-permission-denied", said = said),
        AttemptCode::Refused => t!("attempt-refused", said = said),
        AttemptCode::TimedOut => t!("attempt-timed-out", said = said),
        AttemptCode::NotAnEngine => t!("attempt-not-an-engine", said = said),
        AttemptCode::EngineError => t!("attempt-engine-error", said = said),
        AttemptCode::Lost => t!("attempt-lost", said = said),
    }
}

fn next_step(code: AttemptCode, said: &str) -> String {
    if said.is_empty() {
        return String::new();
    }
    match code {
        AttemptCode::Malformed => t!("attempt-malformed.next", said = said),
        AttemptCode::Unsupported => t!("attempt-unsupported.next", said = said),
        AttemptCode::NotFound => t!("attempt-not-found.next", said = said),
        AttemptCode::PermissionDenied => t!("attempt-permission-denied.next", said = said),
        AttemptCode::Refused => t!("attempt-refused.next", said = said),
        AttemptCode::TimedOut => t!("attempt-timed-out.next", said = said),
        AttemptCode::NotAnEngine => t!("attempt-not-an-engine.next", said = said),
        AttemptCode::EngineError => t!("attempt-engine-error.next", said = said),
        AttemptCode::Lost => t!("attempt-lost.next", said = said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use std::collections::BTreeSet;

    const CODES: [AttemptCode; 9] = [
        AttemptCode::Malformed,
        AttemptCode::Unsupported,
        AttemptCode::NotFound,
        AttemptCode::PermissionDenied,
        AttemptCode::Refused,
        AttemptCode::TimedOut,
        AttemptCode::NotAnEngine,
        AttemptCode::EngineError,
        AttemptCode::Lost,
    ];

    fn tried(code: AttemptCode) -> EndpointAttempt {
        EndpointAttempt {
            found_by: "system socket".to_owned(),
            named: false,
            endpoint: "unix:///run/docker.sock".to_owned(),
            code,
            reason: format!("{code:?} at /run/docker.sock."),
            next_step: "Type: sudo systemctl start docker.".to_owned(),
        }
    }

    #[test]
    fn in_english_the_console_has_its_own_words() {
        for tried in CODES.map(tried) {
            assert_eq!(attempt(&tried), (tried.reason.clone(), tried.next_step.clone()));
        }
    }

    #[test]
    fn in_german_each_code_has_its_own_sentence_around_them() {
        Language::German.speak();
        let said: BTreeSet<_> = CODES.map(|code| attempt(&tried(code))).into_iter().collect();
        let begins = |text: &str| text.split([':', '.']).next().unwrap_or_default().to_owned();
        let reasons: BTreeSet<_> = said.iter().map(|(reason, _)| begins(reason)).collect();
        assert_eq!(reasons.len(), CODES.len());
        for (reason, next_step) in &said {
            assert!(reason.ends_with(" at /run/docker.sock."), "{reason}");
            assert!(next_step.ends_with(" Type: sudo systemctl start docker."), "{next_step}");
        }
        Language::English.speak();
    }

    #[test]
    fn the_absence_is_told_by_the_attempt_that_it_is_about() {
        let attempts = [AttemptCode::NotFound, AttemptCode::PermissionDenied].map(tried);
        let reason = &attempts[1].reason;
        let longer = format!("{} Or choose another one.", attempts[1].next_step);
        Language::German.speak();
        assert!(away_reason(reason, &attempts).starts_with("Der Zugriff ist nicht erlaubt: "));
        let next_step = away_next_step(reason, &longer, &attempts);
        assert!(next_step.starts_with("Zugriff verschaffen. ") && next_step.ends_with(&longer));
        let lost = "The connection to Docker was lost: it ended.";
        assert_eq!(
            away_reason(lost, &attempts),
            format!("Die Engine antwortet nicht mehr: {lost}")
        );
        assert_eq!(away_next_step(lost, "Wait.", &[]), "Wait.", "nobody knows more");
        let mut silent = tried(AttemptCode::Lost);
        silent.next_step.clear();
        assert_eq!(attempt(&silent).1, "");
        Language::English.speak();
    }
}
