//! What the engine is asked about one instance.

use super::Answer;
use super::params::{Asked, Nothing, OfInstance};
use crate::gateway::Shared;
use crate::gateway::problem::{Conflict, NotFound, Refusals};
use axum::Json;
use axum::extract::State;
use mini_aws_domain::InstanceDetail;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes that answer once the engine did.
pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(detail)).routes(routes!(reveal))
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
