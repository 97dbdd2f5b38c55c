//! What the server's answers mean, and what its silence does. Nothing here needs a browser.

use crate::t;
use mini_aws_domain::Problem;
use serde::{Deserialize, de::DeserializeOwned};

/// The code of a problem on the way to the console, rather than in it.
const CODE: &str = "http";
/// The media type of a problem (RFC 9457).
const PROBLEM_TYPE: &str = "application/problem+json";
/// The status of an answer to somebody who may not ask.
const UNAUTHORIZED: u16 = 401;
/// The status, and the code, of an answer to somebody who may not ask and does it too often.
const TOO_MANY: u16 = 429;
const TOO_MANY_FAILURES: &str = "too_many_failures";

/// An answer as it came.
pub(super) struct Raw {
    /// Its status.
    pub status: u16,
    /// Its media type, if one was told.
    pub content_type: String,
    /// What it says.
    pub body: String,
}

impl Raw {
    /// Whether it is what was asked for, and not a problem.
    pub(super) fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether this page is not let in, be it said outright or by "too often".
    pub(super) fn is_refusal(&self) -> bool {
        self.status == UNAUTHORIZED
            || (self.status == TOO_MANY && self.problem().code == TOO_MANY_FAILURES)
    }

    /// What was asked for.
    ///
    /// # Errors
    /// The answer is a problem, or cannot be read.
    pub(super) fn read<T: DeserializeOwned>(&self, path: &str) -> Result<T, Problem> {
        if !self.is_good() {
            return Err(self.problem());
        }
        serde_json::from_str(&self.body).map_err(|error| garbled(path, &error))
    }

    /// What is wrong, of an answer that is not good.
    pub(super) fn problem(&self) -> Problem {
        let said = self.content_type.starts_with(PROBLEM_TYPE);
        if said && let Ok(details) = serde_json::from_str::<Details>(&self.body) {
            return details.into_problem(self.status);
        }
        in_words(self.status)
    }
}

/// A problem as HTTP has it.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Details {
    title: String,
    code: String,
    detail: String,
    next_step: String,
}

impl Details {
    fn into_problem(self, status: u16) -> Problem {
        let general = in_words(status);
        let or = |text: String, other: String| if text.is_empty() { other } else { text };
        let message = or(or(self.detail, self.title), general.message);
        Problem { code: or(self.code, general.code), message, next_step: self.next_step }
    }
}

/// What can be said of an answer that says nothing itself: it may come from something between this page and the console.
fn in_words(status: u16) -> Problem {
    let (message, next_step) = match status {
        UNAUTHORIZED => (t!("answer-unauthorized"), t!("answer-unauthorized.next")),
        403 => (t!("answer-forbidden"), t!("answer-forbidden.next")),
        404 => (t!("answer-not-found"), t!("answer-other-version")),
        TOO_MANY => (t!("answer-too-many"), t!("answer-too-many.next")),
        502..=504 => (t!("answer-between"), t!("answer-between.next")),
        500.. => (t!("answer-failed"), t!("answer-failed.next")),
        _ => (t!("answer-senseless"), t!("answer-load-anew")),
    };
    Problem { code: format!("{CODE}_{status}"), message, next_step }
}

/// Nothing answers at `origin`.
pub(super) fn unreachable(origin: &str) -> Problem {
    Problem {
        code: "unreachable".to_owned(),
        message: t!("answer-unreachable", origin = origin),
        next_step: t!("answer-unreachable.next"),
    }
}

/// Something answers at `origin`, and not in time.
pub(super) fn late(origin: &str) -> Problem {
    Problem {
        code: "timeout".to_owned(),
        message: t!("answer-late", origin = origin),
        next_step: t!("answer-late.next"),
    }
}

/// The console at `origin` answers, and yet no events come from it.
pub(super) fn without_events(origin: &str) -> Problem {
    Problem {
        code: "no_events".to_owned(),
        message: t!("answer-no-events", origin = origin),
        next_step: t!("answer-no-events.next"),
    }
}

/// This page is let in no longer. Its code is its own: of who asks without a key the console says something else.
pub(super) fn refused() -> Problem {
    Problem {
        code: "let_in_no_longer".to_owned(),
        message: t!("answer-refused"),
        next_step: t!("answer-refused.next"),
    }
}

/// What only the console's own window can do.
pub(super) fn not_here() -> Problem {
    Problem {
        code: "not_here".to_owned(),
        message: t!("answer-not-here"),
        next_step: String::new(),
    }
}

/// What a browser may refuse to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// To send a request.
    Ask,
    /// To save a file.
    Save,
    /// To wait for an event.
    Wait,
}

/// What the browser would not do, `error` being its reason.
pub(super) fn browser(wish: Wish, error: &str) -> Problem {
    Problem {
        code: "browser".to_owned(),
        message: match wish {
            Wish::Ask => t!("browser-ask", error = error),
            Wish::Save => t!("browser-save", error = error),
            Wish::Wait => t!("browser-wait", error = error),
        },
        next_step: t!("answer-load-anew"),
    }
}

fn garbled(path: &str, error: &serde_json::Error) -> Problem {
    let place = path.split('?').next().unwrap_or(path);
    Problem {
        code: CODE.to_owned(),
        message: t!("answer-garbled", place = place, error = error.to_string()),
        next_step: t!("answer-other-version"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::ResourceSummary;

    fn raw(status: u16, content_type: &str, body: &str) -> Raw {
        Raw { status, content_type: content_type.to_owned(), body: body.to_owned() }
    }

    #[test]
    fn an_answer_is_what_was_asked_for() {
        let summary = ResourceSummary { total_vpcs: 3, ..ResourceSummary::default() };
        let body = serde_json::to_string(&summary).unwrap();
        let read: ResourceSummary = raw(200, "application/json", &body).read("/x").unwrap();
        assert_eq!(read, summary);
    }

    #[test]
    fn who_is_not_let_in_is_told_so_be_it_outright_or_by_too_often() {
        let too_often = r#"{"code":"too_many_failures","detail":"Too many tries."}"#;
        assert!(raw(401, "", "").is_refusal());
        assert!(raw(429, PROBLEM_TYPE, too_often).is_refusal());
        assert!(!raw(429, "", "").is_refusal(), "somebody else's");
        assert!(!raw(403, "", "").is_refusal());
    }

    #[test]
    fn a_problem_is_said_as_the_console_says_it() {
        let body = r#"{"type":"about:blank","title":"Not Found","status":404,"code":"no_history",
            "detail":"Nothing is known of \"web\".","next_step":"Choose another."}"#;
        let answer = raw(404, "application/problem+json; charset=utf-8", body);
        let problem = answer.read::<ResourceSummary>("/x").unwrap_err();
        assert_eq!(problem.code, "no_history");
        assert_eq!(problem.message, "Nothing is known of \"web\".");
        assert_eq!(problem.next_step, "Choose another.");
    }

    #[test]
    fn what_a_problem_leaves_out_is_filled_in() {
        let said = |body| raw(503, "application/problem+json", body).problem();
        assert_eq!(said(r#"{"title":"Starting"}"#).message, "Starting");
        let bare = said("{}");
        assert_eq!((bare.code.as_str(), bare.message), ("http_503", in_words(503).message));
    }

    #[test]
    fn what_is_no_problem_document_becomes_words() {
        for status in [0, 302, 400, 401, 403, 404, 429, 500, 502, 599] {
            let problem = raw(status, "text/html", "<h1>Bad Gateway</h1>").problem();
            assert_eq!(problem.code, format!("http_{status}"));
            assert!(!problem.message.is_empty() && !problem.next_step.is_empty(), "{status}");
            assert!(!problem.message.contains('<'), "{status}");
        }
        // It says that it is a problem, and is none.
        let broken = raw(500, "application/problem+json", "oops").problem();
        assert_eq!(broken, in_words(500));
    }

    #[test]
    fn an_unreadable_answer_names_what_was_asked_without_its_query() {
        let problem = raw(200, "text/html", "<html>").read::<u8>("/api/x?instance=1").unwrap_err();
        assert!(problem.message.contains("/api/x could not be read"), "{}", problem.message);
    }
}
