//! The REST side: each handler is one line over a method of [`Console`](crate::Console).

mod asking;
mod export;
mod params;

use super::Shared;
use super::problem::{Conflict, NotFound, Refusal, Refusals};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use mini_aws_domain::{
    Activity, Attention, AuditPage, AuditQuery, DashboardStats, DoorStatus, EngineOptions,
    EnginePick, EngineStatus, Explanation, History, Instance, Metric, PastInstance,
    ResourceSummary, Retention, Snapshot, Sparklines, Volume, Vpc,
};
use params::{
    ActivityParams, Asked, EventsParams, ExplanationParams, HistoryParams, Nothing, OfInstance,
    Told,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) use export::{STALLED, router as export};

type Answer<T> = Result<Json<T>, Refusal>;

/// The routes that answer at once.
pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(summary))
        .routes(routes!(events))
        .routes(routes!(stats))
        .routes(routes!(snapshot))
        .routes(routes!(engine))
        .routes(routes!(retry_engine))
        .routes(routes!(engine_options))
        .routes(routes!(pick_engine))
        .routes(routes!(pause_engine))
        .routes(routes!(resume_engine))
        .routes(routes!(instances))
        .routes(routes!(past_instances))
        .routes(routes!(sparklines))
        .routes(routes!(explanation))
        .routes(routes!(attention))
        .routes(routes!(volumes))
        .routes(routes!(measure_volumes))
        .routes(routes!(cancel_measure))
        .routes(routes!(vpcs))
        .routes(routes!(history))
        .routes(routes!(activity))
        .routes(routes!(audit))
        .routes(routes!(retention, set_retention))
        .merge(asking::router())
}

/// How the HTTP door looks to who came in through it.
pub(super) fn door_router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(door))
}

/// How many resources there are.
#[utoipa::path(get, path = "/api/dashboard/summary", tag = "dashboard", params(Nothing),
    responses((status = 200, body = ResourceSummary), Refusals))]
async fn summary(
    State(Shared(gateway)): State<Shared>,
    _: Asked<Nothing>,
) -> Json<ResourceSummary> {
    Json(gateway.console.summary())
}

/// The newest activities, newest first.
#[utoipa::path(get, path = "/api/dashboard/events", tag = "dashboard", params(EventsParams),
    responses((status = 200, body = Vec<Activity>), Refusals))]
async fn events(
    State(Shared(gateway)): State<Shared>,
    Asked(asked): Asked<EventsParams>,
) -> Answer<Vec<Activity>> {
    let limit = asked.limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(Json(gateway.console.recent_events(limit).await?))
}

/// Counts, recent activities, and the last 15 minutes of CPU and memory.
#[utoipa::path(get, path = "/api/dashboard/stats", tag = "dashboard", params(Nothing),
    responses((status = 200, body = DashboardStats), Refusals))]
async fn stats(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> Answer<DashboardStats> {
    Ok(Json(gateway.console.stats().await?))
}

/// Everything at this moment, and the number of the last event that is in it.
#[utoipa::path(get, path = "/api/snapshot", tag = "dashboard", params(Nothing),
    responses((status = 200, body = Snapshot), Refusals))]
async fn snapshot(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> Json<Snapshot> {
    Json(gateway.console.snapshot())
}

/// Where the console stands with the engine: reached, sought or away, and why.
#[utoipa::path(get, path = "/api/engine", tag = "engine", params(Nothing),
    responses((status = 200, body = EngineStatus), Refusals))]
async fn engine(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> Json<EngineStatus> {
    Json(gateway.console.engine_status())
}

/// Looks for the engine now rather than when the next try is due. Nothing happens while one answers.
#[utoipa::path(post, path = "/api/engine/retry", tag = "engine", params(Nothing),
    responses((status = 202), Refusals))]
async fn retry_engine(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> StatusCode {
    gateway.console.retry_engine();
    StatusCode::ACCEPTED
}

/// Among which engines one can choose: the Docker CLI's contexts, and what was chosen.
#[utoipa::path(get, path = "/api/engine/options", tag = "engine", params(Nothing),
    responses((status = 200, body = EngineOptions), Refusals))]
async fn engine_options(
    State(Shared(gateway)): State<Shared>,
    _: Asked<Nothing>,
) -> Answer<EngineOptions> {
    Ok(Json(gateway.console.engine_options().await?))
}

/// Leaves the present engine for the one that is chosen, now and in future, and looks for no other unless that is `automatic`. Whether
/// it answers is told by the engine's status.
#[utoipa::path(post, path = "/api/engine/pick", tag = "engine", params(Nothing), request_body = EnginePick,
    responses((status = 200, body = EngineOptions), Refusals))]
async fn pick_engine(
    State(Shared(gateway)): State<Shared>,
    _: Asked<Nothing>,
    Told(pick): Told<EnginePick>,
) -> Answer<EngineOptions> {
    Ok(Json(gateway.console.pick_engine(pick).await?))
}

/// Pauses collecting: the engine is left alone until it is resumed, or the console starts anew.
#[utoipa::path(post, path = "/api/engine/pause", tag = "engine", params(Nothing),
    responses((status = 202), Refusals))]
async fn pause_engine(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> StatusCode {
    gateway.console.set_collecting(false).await;
    StatusCode::ACCEPTED
}

/// Ends a pause: the engine is looked for now. Nothing happens where nothing is paused.
#[utoipa::path(post, path = "/api/engine/resume", tag = "engine", params(Nothing),
    responses((status = 202), Refusals))]
async fn resume_engine(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> StatusCode {
    gateway.console.set_collecting(true).await;
    StatusCode::ACCEPTED
}

/// Containers of any state, by name.
#[utoipa::path(get, path = "/api/instances", tag = "resources", params(Nothing),
    responses((status = 200, body = Vec<Instance>), Refusals))]
async fn instances(
    State(Shared(gateway)): State<Shared>,
    _: Asked<Nothing>,
) -> Json<Vec<Instance>> {
    Json(gateway.console.instances())
}

/// Containers that the engine no longer has and of which there is history, those seen last first.
#[utoipa::path(get, path = "/api/instances/past", tag = "resources", params(Nothing),
    responses((status = 200, body = Vec<PastInstance>), Refusals))]
async fn past_instances(
    State(Shared(gateway)): State<Shared>,
    _: Asked<Nothing>,
) -> Answer<Vec<PastInstance>> {
    Ok(Json(gateway.console.past_instances().await?))
}

/// CPU and memory of the last 15 minutes, of every container that runs: an average every 30 seconds, all on one grid of buckets; `null`
/// where nothing was measured.
#[utoipa::path(get, path = "/api/instances/sparklines", tag = "resources", params(Nothing),
    responses((status = 200, body = Sparklines), Refusals))]
async fn sparklines(
    State(Shared(gateway)): State<Shared>,
    _: Asked<Nothing>,
) -> Answer<Sparklines> {
    Ok(Json(gateway.console.sparklines().await?))
}

/// Why a number of an instance is what it is: who read it and where, raw counters and the formula.
#[utoipa::path(get, path = "/api/instances/{id}/explanation", tag = "resources",
    params(("id" = String, Path, description = "The engine's id of the container."), ExplanationParams),
    responses((status = 200, body = Explanation), Refusals, NotFound, Conflict))]
async fn explanation(
    State(Shared(gateway)): State<Shared>,
    OfInstance(id): OfInstance,
    Asked(asked): Asked<ExplanationParams>,
) -> Answer<Explanation> {
    let metric = asked.metric.unwrap_or(Metric::Cpu);
    Ok(Json(gateway.console.explain(&id, metric)?))
}

/// Says that somebody looks at these instances, for the next twenty seconds: at most 128. Where the engine has to be asked for
/// numbers, it is asked more often for these; and while nobody looks at anything, less often for all.
#[utoipa::path(post, path = "/api/attention", tag = "engine", params(Nothing), request_body = Attention,
    responses((status = 204), Refusals))]
async fn attention(
    State(Shared(gateway)): State<Shared>,
    _: Asked<Nothing>,
    Told(attention): Told<Attention>,
) -> Result<StatusCode, Refusal> {
    gateway.console.attend(attention)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Docker volumes, by name.
#[utoipa::path(get, path = "/api/volumes", tag = "resources", params(Nothing),
    responses((status = 200, body = Vec<Volume>), Refusals))]
async fn volumes(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> Json<Vec<Volume>> {
    Json(gateway.console.volumes())
}

/// Has the engine measure the volumes. The sizes come as events, for it can take long.
#[utoipa::path(post, path = "/api/volumes/measure", tag = "resources", params(Nothing),
    responses((status = 202), Refusals))]
async fn measure_volumes(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> StatusCode {
    gateway.console.measure_storage();
    StatusCode::ACCEPTED
}

/// Calls measuring the volumes off. Nothing happens where none are being measured.
#[utoipa::path(post, path = "/api/volumes/measure/cancel", tag = "resources", params(Nothing),
    responses((status = 202), Refusals))]
async fn cancel_measure(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> StatusCode {
    gateway.console.cancel_measure();
    StatusCode::ACCEPTED
}

/// User-defined networks, by name.
#[utoipa::path(get, path = "/api/vpcs", tag = "resources", params(Nothing),
    responses((status = 200, body = Vec<Vpc>), Refusals))]
async fn vpcs(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> Json<Vec<Vpc>> {
    Json(gateway.console.vpcs())
}

/// One metric over a while: lowest, average and highest of each bucket, and gaps with their reasons.
#[utoipa::path(get, path = "/api/metrics/history", tag = "history", params(HistoryParams),
    responses((status = 200, body = History), Refusals, NotFound))]
async fn history(
    State(Shared(gateway)): State<Shared>,
    Asked(asked): Asked<HistoryParams>,
) -> Answer<History> {
    let query = asked.query(gateway.console.now())?;
    Ok(Json(gateway.console.history(query).await?))
}

/// What happened to instances in a while, newest first.
#[utoipa::path(get, path = "/api/activity", tag = "history", params(ActivityParams),
    responses((status = 200, body = Vec<Activity>), Refusals))]
async fn activity(
    State(Shared(gateway)): State<Shared>,
    Asked(asked): Asked<ActivityParams>,
) -> Answer<Vec<Activity>> {
    let query = asked.query(gateway.console.now())?;
    Ok(Json(gateway.console.activity_between(query).await?))
}

/// A part of everything that happened, newest first. The next part begins before the last entry of this one; `limit` is 200 unless said,
/// and never more than 1000.
#[utoipa::path(post, path = "/api/audit", tag = "history", params(Nothing), request_body = AuditQuery,
    responses((status = 200, body = AuditPage), Refusals))]
async fn audit(
    State(Shared(gateway)): State<Shared>,
    _: Asked<Nothing>,
    Told(query): Told<AuditQuery>,
) -> Answer<AuditPage> {
    Ok(Json(gateway.console.audit(query).await?))
}

/// How much is remembered.
#[utoipa::path(get, path = "/api/retention", tag = "history", params(Nothing),
    responses((status = 200, body = Retention), Refusals))]
async fn retention(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> Json<Retention> {
    Json(gateway.console.retention())
}

/// Remembers so much from now on. What is older or more is forgotten, oldest first, bit by bit.
#[utoipa::path(post, path = "/api/retention", tag = "history", params(Nothing), request_body = Retention,
    responses((status = 200, body = Retention), Refusals))]
async fn set_retention(
    State(Shared(gateway)): State<Shared>,
    _: Asked<Nothing>,
    Told(wanted): Told<Retention>,
) -> Answer<Retention> {
    Ok(Json(gateway.console.set_retention(wanted).await?))
}

/// The HTTP door itself.
#[utoipa::path(get, path = "/api/door", tag = "door", params(Nothing),
    responses((status = 200, body = DoorStatus), Refusals))]
async fn door(State(Shared(gateway)): State<Shared>, _: Asked<Nothing>) -> Json<DoorStatus> {
    Json(gateway.status())
}
