//! What the engine is asked about one instance, and its log line by line.

use super::Answer;
use super::params::{Asked, Nothing, OfInstance, OfLog, Told};
use crate::gateway::Shared;
use crate::gateway::problem::{Conflict, NotFound, Refusal, Refusals};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use mini_aws_domain::{InstanceDetail, LogBatch, LogSession, LogsQuery};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes that answer once the engine did.
pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(detail))
        .routes(routes!(reveal))
        .routes(routes!(read_logs))
        .routes(routes!(next_logs))
        .routes(routes!(end_logs))
}

/// Everything about one container, as the engine describes it now. Secrets in its environment are left out.
#[utoipa::path(get, path = "/api/instances/{id}", tag = "resources",
    params(("id" = String, Path, description = "The engine's id of the container."), Nothing),
    responses((status = 200, body = InstanceDetail), Refusals, NotFound, Conflict))]
async fn detail(
    State(Shared(gateway)): State<Shared>,
    OfInstance(id): OfInstance,
    _: Asked<Nothing>,
) -> Answer<InstanceDetail> {
    Ok(Json(gateway.console.detail(&id, false).await?))
}

/// The same with its secrets. The activity feed tells that they were asked for.
#[utoipa::path(post, path = "/api/instances/{id}/reveal", tag = "resources",
    params(("id" = String, Path, description = "The engine's id of the container."), Nothing),
    responses((status = 200, body = InstanceDetail), Refusals, NotFound, Conflict))]
async fn reveal(
    State(Shared(gateway)): State<Shared>,
    OfInstance(id): OfInstance,
    _: Asked<Nothing>,
) -> Answer<InstanceDetail> {
    Ok(Json(gateway.console.detail(&id, true).await?))
}

/// Begins to read a container's log. When nobody asks for its next lines for a minute, it ends.
#[utoipa::path(post, path = "/api/logs", tag = "resources", params(Nothing), request_body = LogsQuery,
    responses((status = 200, body = LogSession), Refusals, NotFound, Conflict))]
async fn read_logs(
    State(Shared(gateway)): State<Shared>,
    _: Asked<Nothing>,
    Told(query): Told<LogsQuery>,
) -> Answer<LogSession> {
    Ok(Json(gateway.console.read_logs(query).await?))
}

/// The next lines of a log, waited for up to ten seconds if there are none.
#[utoipa::path(get, path = "/api/logs/{id}", tag = "resources",
    params(("id" = String, Path, description = "The id that reading the log was answered with."), Nothing),
    responses((status = 200, body = LogBatch), Refusals, NotFound))]
async fn next_logs(
    State(Shared(gateway)): State<Shared>,
    OfLog(session): OfLog,
    _: Asked<Nothing>,
) -> Answer<LogBatch> {
    tokio::select! {
        biased;
        // Lines that are taken are gone, so nobody takes any for an answer that is not sent any more.
        () = gateway.closing.cancelled() => Err(closing()),
        batch = gateway.console.next_logs(&session) => Ok(Json(batch?)),
    }
}

fn closing() -> Refusal {
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "closing",
        "The console closes its door.",
        "Ask again once it is open.",
    )
}

/// Ends reading a log. Nothing happens if it has ended.
#[utoipa::path(post, path = "/api/logs/{id}/end", tag = "resources",
    params(("id" = String, Path, description = "The id that reading the log was answered with."), Nothing),
    responses((status = 204), Refusals))]
async fn end_logs(
    State(Shared(gateway)): State<Shared>,
    OfLog(session): OfLog,
    _: Asked<Nothing>,
) -> Result<StatusCode, Refusal> {
    gateway.console.end_logs(&session);
    Ok(StatusCode::NO_CONTENT)
}
