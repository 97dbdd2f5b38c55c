//! Errors as they leave the HTTP door: `application/problem+json` (RFC 9457) with a stable code and what to do next.

use crate::ConsoleError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mini_aws_domain::Problem;
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// A refusal: the status for the protocol, the problem for people and programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    status: StatusCode,
    problem: Problem,
    retry_after_s: Option<u64>,
}

/// The body of a refusal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HttpProblem)]
pub(super) struct ProblemBody {
    /// What kind of problem it is: `about:blank`, for the code says it.
    r#type: &'static str,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// For programs; never changes its meaning.
    code: String,
    /// What is wrong, in a sentence.
    detail: String,
    /// What to do about it, in a sentence; may be empty.
    next_step: String,
}

/// What every route may answer in place of what was asked for.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes refusals and is never made")]
pub(super) enum Refusals {
    /// It cannot be understood.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemBody),
    /// There was no key, or a wrong one.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(ProblemBody),
    /// It comes from a page that may not ask.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// It calls the console by a name that is not its own.
    #[response(status = 421, content_type = "application/problem+json")]
    Misdirected(ProblemBody),
    /// There were too many tries without a right key.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(ProblemBody),
    /// Something is wrong with the console.
    #[response(status = 500, content_type = "application/problem+json")]
    Failed(ProblemBody),
    /// It cannot be had now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemBody),
}

/// There is no such thing.
#[derive(IntoResponses)]
#[response(status = 404, content_type = "application/problem+json")]
#[expect(dead_code, reason = "it describes a refusal and is never made")]
pub(super) struct NotFound(ProblemBody);

/// There is such a thing, and it cannot be had of it now.
#[derive(IntoResponses)]
#[response(status = 409, content_type = "application/problem+json")]
#[expect(dead_code, reason = "it describes a refusal and is never made")]
pub(super) struct Conflict(ProblemBody);

impl Refusal {
    /// A refusal with a stable code, what is wrong in a sentence, and what to do.
    pub(super) fn new(
        status: StatusCode,
        code: &str,
        message: impl Into<String>,
        next_step: impl Into<String>,
    ) -> Self {
        let problem =
            Problem { code: code.to_owned(), message: message.into(), next_step: next_step.into() };
        Self { status, problem, retry_after_s: None }
    }

    /// What somebody else found wrong.
    pub(crate) fn of_problem(status: StatusCode, problem: Problem) -> Self {
        Self { status, problem, retry_after_s: None }
    }

    /// It is the request's fault.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "bad_request",
            message,
            "Look at /api/openapi.json for what may be asked.",
        )
    }

    /// What somebody else refused with nothing but a status, in words.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let (code, message, next_step) = match status {
            StatusCode::PAYLOAD_TOO_LARGE => {
                ("too_large", "The request brings along more than it may.", "Send less.")
            }
            StatusCode::SERVICE_UNAVAILABLE => (
                "timed_out",
                "The console did not answer in time.",
                "Try again; if that does not help, look at the console's log.",
            ),
            StatusCode::UPGRADE_REQUIRED => (
                "not_a_websocket",
                "This address is for WebSockets only.",
                "Ask for an upgrade to one, or for /api/dashboard/stream.",
            ),
            _ => (
                "bad_request",
                "The request cannot be understood.",
                "Look at /api/openapi.json for what may be asked.",
            ),
        };
        Self::new(status, code, message, next_step)
    }

    /// More than the door serves at once.
    pub(super) fn busy(message: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", message, "Try again in a moment.")
            .retry_after(2)
    }

    /// Worth trying again after so many seconds.
    #[must_use]
    pub(super) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// The status.
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong.
    pub(super) fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl From<ConsoleError> for Refusal {
    fn from(error: ConsoleError) -> Self {
        let problem = error.problem();
        let status = match problem.code.as_str() {
            "bad_range" | "bad_engine" | "too_many_instances" | "text_too_long"
            | "too_many_lines" | "bad_retention" => StatusCode::BAD_REQUEST,
            "no_history" | "unknown_instance" | "no_instance" | "no_log" => StatusCode::NOT_FOUND,
            "not_running" | "not_read" | "paused" | "log_not_kept" => StatusCode::CONFLICT,
            "store_unavailable" | "no_engine" | "engine_slow" | "engine_failed"
            | "too_many_logs" | "log_broke_off" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self { status, problem, retry_after_s: None }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            code: self.problem.code,
            detail: self.problem.message,
            next_step: self.problem.next_step,
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        let media_type = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, media_type);
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
