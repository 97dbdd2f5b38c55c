//! What the door serves, for programs of the same user: no names to check, no key to show, no pages.

use super::access::{Access, KeyError};
use super::counters::Counters;
use super::door::Door;
use super::origin::Origins;
use super::streams::{Limits, Streams};
use super::{ANSWER_TIMEOUT, Gateway, Shared, in_words, metrics, rest, streams};
use crate::Console;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router, middleware};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tower_http::timeout::TimeoutLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Streams for a terminal or two: what is kept for who is behind is kept for as long as a terminal may stand still.
fn limits() -> Limits {
    Limits {
        ws_connections: 32,
        sse_connections: 32,
        kept_events: 256,
        kept_samples: 5_000,
        kept_for: Duration::from_secs(10),
        ..Limits::default()
    }
}

/// What `/api` answers, without the gates: who comes here was let in by the system. Streams end with `cancel`.
pub(crate) fn local_router(
    console: &Console,
    door: &Door,
    cancel: &CancellationToken,
) -> Result<Router, KeyError> {
    // Nobody is asked for this key, and nobody knows it.
    let (access, _) = Access::open(None, console.live().clock())?;
    let gateway = Gateway {
        console: console.clone(),
        access: Arc::new(access),
        streams: Streams::start_with(console.clone(), cancel.clone(), limits()),
        assets: door.assets(),
        origins: Origins::new(false, Vec::new()),
        counters: Counters::default(),
        port: 0,
        address: String::new(),
        exposed: false,
        // Who reads at a terminal, page by page, is no stranger to be shown out.
        export_stall: None,
        closing: cancel.clone(),
    };
    let shared = Shared(Arc::new(gateway));
    let (quick, _) = rest::router().split_for_parts();
    let (lasting, _) = OpenApiRouter::new()
        .merge(rest::export())
        .routes(routes!(streams::sse::stream))
        .routes(routes!(streams::ws::upgrade))
        .split_for_parts();
    let door = door.clone();
    Ok(quick
        .route("/metrics", get(metrics))
        .route("/api/door", get(async move || Json(door.status())))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_TIMEOUT))
        .merge(lasting)
        .layer(middleware::map_response(in_words))
        .with_state(shared))
}
