//! A failure in a person's words.

use super::next_step::{self, Maker, Permission};
use super::{Candidate, ConnectFailure, Endpoint, Environment, ParseProblem};
use super::{explain_ssh, explain_tls};
use mini_aws_domain::{AttemptCode, EndpointAttempt};
use std::time::Duration;

/// How much of what an engine or a stranger said is shown.
const LONGEST_DETAIL: usize = 200;

/// Says why `candidate` failed and what to do about it. For a socket that may not be opened it looks up whose it is, so it may touch
/// the file system.
#[must_use]
pub fn explain(
    environment: &Environment,
    candidate: &Candidate,
    failure: &ConnectFailure,
) -> EndpointAttempt {
    let endpoint = match &candidate.target {
        Ok(endpoint) => endpoint,
        Err(attempt) => return attempt.clone(),
    };
    let (code, reason, next_step) = words(environment, endpoint, failure);
    EndpointAttempt {
        found_by: candidate.found_by.clone(),
        named: candidate.named,
        endpoint: candidate.raw.clone(),
        code,
        reason,
        next_step,
    }
}

fn words(
    environment: &Environment,
    endpoint: &Endpoint,
    failure: &ConnectFailure,
) -> (AttemptCode, String, String) {
    let maker = Maker::of(endpoint, environment);
    let place = place(endpoint);
    match failure {
        ConnectFailure::NotFound => {
            let reason = match endpoint {
                Endpoint::Unix(_) => format!("There is no socket at {place}."),
                Endpoint::NamedPipe(_) => format!("There is no pipe {place}."),
                Endpoint::Tcp { host, .. } | Endpoint::Tls { host, .. } => {
                    format!("No machine is known as “{host}”.")
                }
                Endpoint::Ssh(target) => format!("No machine is known as “{}”.", target.host),
            };
            let next_step = match endpoint {
                Endpoint::Tcp { .. } | Endpoint::Tls { .. } | Endpoint::Ssh(_) => {
                    "Check how the host's name is spelled.".to_owned()
                }
                Endpoint::Unix(_) | Endpoint::NamedPipe(_) => maker.start(),
            };
            (AttemptCode::NotFound, reason, next_step)
        }
        ConnectFailure::PermissionDenied => {
            let Permission { belongs_to, next_step } =
                next_step::permission(environment, endpoint, maker);
            let reason = format!("You may not open {place}{belongs_to}.");
            (AttemptCode::PermissionDenied, reason, next_step)
        }
        ConnectFailure::Refused => {
            let reason = match endpoint {
                Endpoint::Tcp { .. } | Endpoint::Tls { .. } | Endpoint::Ssh(_) => {
                    format!("Nothing listens at {place}.")
                }
                Endpoint::Unix(_) | Endpoint::NamedPipe(_) => {
                    format!("A socket is at {place}, but no engine listens on it.")
                }
            };
            (AttemptCode::Refused, reason, maker.start())
        }
        ConnectFailure::TimedOut(limit) => {
            let reason = format!("{place} did not answer within {}.", seconds(*limit));
            (AttemptCode::TimedOut, reason, maker.wait())
        }
        ConnectFailure::NotAnEngine(detail) => not_an_engine(endpoint, &place, &brief(detail)),
        // This is how a web server says that it has no such page, and an engine always has these.
        ConnectFailure::EngineError { status: status @ (404 | 405), .. } => {
            not_an_engine(endpoint, &place, &format!("it answered with HTTP status {status}"))
        }
        // An engine that expects TLS says so in plain HTTP.
        ConnectFailure::EngineError { message, .. } if message.contains("HTTPS server") => {
            let problem = ParseProblem::tls();
            (problem.code, problem.reason, problem.next_step)
        }
        ConnectFailure::EngineError { status, message } => {
            let message = brief(message);
            let colon = if message.is_empty() { "" } else { ": " };
            let reason =
                format!("The engine at {place} answered with error {status}{colon}{message}.");
            (AttemptCode::EngineError, reason, maker.ask_its_log())
        }
        ConnectFailure::Tls(trouble) => explain_tls::words(endpoint, &place, trouble, brief),
        ConnectFailure::Ssh(line) => explain_ssh::words(endpoint, &brief(line)),
        ConnectFailure::Lost(detail) => {
            let reason = format!("The connection to {place} broke: {}.", brief(detail));
            (AttemptCode::Lost, reason, maker.wait())
        }
        ConnectFailure::Other(detail) => {
            let reason = format!("{place} could not be reached: {}.", brief(detail));
            (AttemptCode::Lost, reason, maker.start())
        }
    }
}

fn not_an_engine(endpoint: &Endpoint, place: &str, detail: &str) -> (AttemptCode, String, String) {
    let reason = format!("What is at {place} is no engine that speaks Docker's API: {detail}.");
    let next_step = match endpoint {
        Endpoint::Unix(_) | Endpoint::NamedPipe(_) => {
            "Check the path: docker context inspect shows where the Docker CLI finds its engine."
        }
        Endpoint::Tcp { .. } => "Check the port: engines mostly serve plain HTTP at 2375.",
        Endpoint::Tls { .. } => "Check the port: engines mostly speak TLS at 2376.",
        Endpoint::Ssh(_) => "Check that the docker command there is Docker's own, 18.09 or newer.",
    };
    (AttemptCode::NotAnEngine, reason, next_step.to_owned())
}

/// The endpoint as it reads best within a sentence.
fn place(endpoint: &Endpoint) -> String {
    match endpoint {
        Endpoint::Unix(path) => path.display().to_string(),
        Endpoint::NamedPipe(name) => name.clone(),
        Endpoint::Tcp { .. } => endpoint.to_string().trim_start_matches("tcp://").to_owned(),
        Endpoint::Tls { .. } => endpoint.to_string().trim_start_matches("https://").to_owned(),
        Endpoint::Ssh(target) => target.host.clone(),
    }
}

fn seconds(limit: Duration) -> String {
    format!("{} s", limit.as_secs_f64())
}

/// What a stranger said, fit for the end of a sentence: one line, not too long, nothing that a terminal would act on.
fn brief(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let line = words.join(" ");
    let line = line.trim_end_matches('.');
    match line.char_indices().nth(LONGEST_DETAIL) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
