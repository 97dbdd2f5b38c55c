//! The second door: the console over HTTP, for browsers, scripts and monitors. It knows HTTP, and nothing of engines or tables.
//!
//! Every request passes the same gates, from the outside in: is the name that it calls ours, may the page that sends it ask, does it
//! carry a key. Only `GET /healthz` is open, and says nothing.

mod access;
mod counters;
mod door;
mod entrance;
mod exposition;
mod files;
mod local;
mod openapi;
mod origin;
mod pages;
mod problem;
mod rest;
mod server;
pub mod streams;

pub(crate) use local::local_router;
pub(crate) use server::serve_connection;

pub use access::{ApiKey, KeyError};
pub use door::{DEFAULT_PORT, Door, DoorError, DoorOptions};
pub use origin::{AllowedOrigin, OriginError};
pub use pages::{Asset, Assets};
pub use problem::Refusal;

use crate::Console;
use access::{Access, Denial, Pass, Way};
use axum::Router;
use axum::extract::{FromRef, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use counters::Counters;
use mini_aws_domain::{DoorState, DoorStatus};
use origin::Origins;
use server::Peer;
use std::sync::Arc;
use std::time::Duration;
use streams::Streams;
use tokio_util::sync::CancellationToken;
use tower::util::option_layer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How long an answer may take that is no stream. The store itself answers in milliseconds.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// How much a request may bring along: the ids of what is on a screen, and no more.
const BODY_BYTES: usize = 16 * 1024;
/// What is smaller is not worth packing.
const PACKED_ABOVE: u16 = 1024;

/// Under which rules the UI's pages run: they load from here and nowhere else, and nobody frames them.
const PAGE_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
                           font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
                           frame-ancestors 'none'";

/// What all handlers share.
pub(super) struct Gateway {
    console: Console,
    access: Arc<Access>,
    streams: Arc<Streams>,
    assets: Arc<dyn Assets>,
    origins: Origins,
    counters: Counters,
    /// The port, as far as cookies go.
    port: u16,
    address: String,
    exposed: bool,
    /// How long who exports may take nothing of it; `None` for as long as an export may take at all.
    export_stall: Option<Duration>,
    /// Cancelled when the door closes.
    closing: CancellationToken,
}

impl Gateway {
    /// The door as who came in through it sees it.
    fn status(&self) -> DoorStatus {
        let state = DoorState::Open { address: self.address.clone(), exposed: self.exposed };
        let key_file = self.access.key_file().map(|path| path.display().to_string());
        DoorStatus { state, key_file, can_change: false }
    }
}

/// The handlers' state.
#[derive(Clone)]
pub(super) struct Shared(Arc<Gateway>);

impl FromRef<Shared> for Arc<Streams> {
    fn from_ref(Shared(gateway): &Shared) -> Self {
        Arc::clone(&gateway.streams)
    }
}

/// Everything that the door serves.
fn router(gateway: Gateway) -> Router {
    let shared = Shared(Arc::new(gateway));
    let (rest, mut document) = OpenApiRouter::with_openapi(openapi::Description::openapi())
        .merge(rest::router())
        .merge(rest::door_router())
        .split_for_parts();
    let (lasting, of_lasting) = rest::export()
        .routes(routes!(streams::sse::stream))
        .routes(routes!(streams::ws::upgrade))
        .split_for_parts();
    document.merge(of_lasting);

    let quick = rest
        .route("/api/openapi.json", get(|| async move { axum::Json(document) }))
        .route("/metrics", get(metrics))
        .route("/session", post(entrance::by_key))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_TIMEOUT));
    // Streams are sent as they come.
    let worth_packing = SizeAbove::new(PACKED_ABOVE)
        .and(NotForContentType::SSE)
        .and(NotForContentType::new("application/wasm"))
        .and(NotForContentType::new("font/"));
    quick
        .merge(lasting)
        // Who only looks whether the link is good does not use it up.
        .route("/open/{token}", get(entrance::by_link).head(|| async {}))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(page)
        .method_not_allowed_fallback(wrong_method)
        .layer(RequestBodyLimitLayer::new(BODY_BYTES))
        .layer(CompressionLayer::new().compress_when(worth_packing))
        .layer(middleware::map_response(in_words))
        .layer(middleware::from_fn_with_state(shared.clone(), authenticate))
        .layer(option_layer(cross_origin(&shared.0.origins)))
        .layer(middleware::from_fn_with_state(shared.clone(), check_names))
        .layer(middleware::from_fn_with_state(shared.clone(), finish))
        .with_state(shared)
}

/// Answers browsers that ask whether a page of a named origin may ask. Keys go along, cookies do not.
fn cross_origin(origins: &Origins) -> Option<CorsLayer> {
    if origins.allowed().is_empty() {
        return None;
    }
    let allowed = origins.allowed().iter().filter_map(|it| HeaderValue::from_str(it.as_str()).ok());
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::list(allowed))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("x-api-key"),
            HeaderName::from_static("last-event-id"),
        ])
        .expose_headers([header::CONTENT_DISPOSITION, header::RETRY_AFTER])
        .max_age(Duration::from_secs(600));
    Some(layer)
}

/// The name that is called must be ours, and the page that asks one that may.
async fn check_names(
    State(Shared(gateway)): State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path() == "/healthz" {
        return next.run(request).await;
    }
    let headers = request.headers();
    let checked =
        gateway.origins.check_host(headers).and_then(|()| gateway.origins.check_origin(headers));
    match checked {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Nobody passes without a key, but to where one is given or nothing is said.
async fn authenticate(
    State(Shared(gateway)): State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let is_entrance = path.starts_with("/open/") || path == "/session" || path == "/healthz";
    if is_entrance {
        return next.run(request).await;
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let by = request.extensions().get::<Peer>().map(|Peer(peer)| peer.ip());
    let by = by.unwrap_or(std::net::Ipv4Addr::UNSPECIFIED.into());
    let renewed = match gateway.access.check(request.headers(), gateway.port) {
        Ok(Pass::Key) => {
            gateway.access.came_in(by, &Way::of_program(request.headers()));
            None
        }
        Ok(Pass::Session { renewed }) => {
            // A cookie goes along by itself, whoever sends the request.
            if changes && let Err(refusal) = gateway.origins.check_intent(request.headers()) {
                return refusal.into_response();
            }
            renewed
        }
        Err(denial) => {
            let navigates = entrance::is_navigation(request.headers());
            if navigates && denial == Denial::Missing {
                // A person who comes by is no attempt: they are asked for the key, and that is all.
                return entrance::invitation();
            }
            // Never the path itself: what stands in it may be a key that was put in the wrong place, and of any length.
            let known = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
            let place = format!("at {}", known.unwrap_or("a page or an address that is none"));
            let refusal = gateway.access.refuse(denial, by, &place);
            return if navigates {
                entrance::page(&refusal, denial.message())
            } else {
                refusal.into_response()
            };
        }
    };
    let mut response = next.run(request).await;
    if let Some(cookie) = renewed {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// What every answer has: it is counted, is not guessed at by browsers, and is not kept unless it says so itself.
async fn finish(State(Shared(gateway)): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    gateway.counters.answer(response.status().as_u16());
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Not `no-referrer`: with it a browser hides the origin of our own forms, too.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let otherwise =
        [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_SECURITY_POLICY, PAGE_POLICY)];
    for (name, value) in otherwise {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// An error that some layer made of a status alone, or of a line of text, as every other error is told.
async fn in_words(response: Response) -> Response {
    let status = response.status();
    let media_type = response.headers().get(header::CONTENT_TYPE);
    let is_told = media_type.is_some_and(|media_type| {
        let known = ["application/problem+json", "text/html"];
        media_type.to_str().is_ok_and(|told| known.iter().any(|known| told.starts_with(known)))
    });
    if is_told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    Refusal::of_status(status).into_response()
}

/// `GET /metrics`.
async fn metrics(State(Shared(gateway)): State<Shared>) -> Result<Response, Refusal> {
    let failed = |reason: String| {
        Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "metrics_failed",
            format!("The metrics could not be written: {reason}."),
            "Look at the console's log.",
        )
    };
    let exposed = tokio::task::spawn_blocking(move || exposition::expose(&gateway)).await;
    let text = exposed
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| failed(error.to_string()))?;
    let media_type = HeaderValue::from_static(exposition::MEDIA_TYPE);
    Ok(([(header::CONTENT_TYPE, media_type)], text).into_response())
}

/// The UI's files, and for the rest that there is nothing.
async fn page(
    State(Shared(gateway)): State<Shared>,
    request: Request,
) -> Result<Response, Refusal> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Refusal::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is nothing at this address.",
            "Look at /api/openapi.json for what there is.",
        ));
    }
    pages::file(&*gateway.assets, request.uri().path(), request.headers())
}

async fn wrong_method(method: Method) -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        format!("This address cannot be asked with {method}."),
        "Look at /api/openapi.json for what may be asked.",
    )
}
