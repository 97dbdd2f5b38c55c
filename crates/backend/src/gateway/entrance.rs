//! How a browser comes in: by a one-time link, or by the key typed into a form. Both end with a cookie.

use super::Shared;
use super::access::{Denial, Entry, KeyError, Way, random_hex};
use super::problem::Refusal;
use super::server::Peer;
use axum::extract::{Extension, Form, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tracing::error;

/// What the form sends, in its body.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    key: String,
}

/// `GET /open/{token}`: uses a link up.
pub(super) async fn by_link(
    State(Shared(gateway)): State<Shared>,
    Extension(Peer(peer)): Extension<Peer>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    match gateway.access.enter_by_link(&token, gateway.port) {
        Ok(cookie) => {
            gateway.access.came_in(peer.ip(), &Way::Link);
            // A strict cookie does not go along with what another site's page leads to, not even after a redirect from here: then a
            // page of ours goes on, by itself.
            let foreign = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
            let onward = if foreign {
                Html("<!doctype html><meta http-equiv=\"refresh\" content=\"0; url=/\"><title>Mini AWS Console</title><a href=\"/\">Open the console</a>")
                    .into_response()
            } else {
                Redirect::to("/").into_response()
            };
            with_cookie(onward, cookie)
        }
        Err(entry) => {
            turned_away(entry, |denial| gateway.access.refuse(denial, peer.ip(), "at /open"))
        }
    }
}

/// `POST /session`: the key from the form.
pub(super) async fn by_key(
    State(Shared(gateway)): State<Shared>,
    Extension(Peer(peer)): Extension<Peer>,
    Form(typed): Form<Typed>,
) -> Response {
    match gateway.access.enter_by_key(&typed.key, gateway.port) {
        Ok(cookie) => {
            gateway.access.came_in(peer.ip(), &Way::Key);
            with_cookie(Redirect::to("/").into_response(), cookie)
        }
        Err(entry) => {
            turned_away(entry, |denial| gateway.access.refuse(denial, peer.ip(), "at /session"))
        }
    }
}

fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

fn turned_away(entry: Entry, refuse: impl FnOnce(Denial) -> Refusal) -> Response {
    match entry {
        Entry::Denied(denial) => page(&refuse(denial), denial.message()),
        Entry::Failed(error) => failed(&error).into_response(),
    }
}

fn failed(error: &KeyError) -> Refusal {
    error!(%error, "no session could be made");
    Refusal::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "session_failed",
        format!("No session could be made: {error}."),
        "Try again; if that does not help, start the console again.",
    )
}

/// Whether a person's browser asks for a page, rather than a program for data.
pub(super) fn is_navigation(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// The page that asks for the key, for who came without one.
pub(super) fn invitation() -> Response {
    let denial = Denial::Missing;
    page(
        &Refusal::new(StatusCode::UNAUTHORIZED, "key_missing", denial.message(), ""),
        denial.message(),
    )
}

/// The page that asks for the key, with the status of `refusal` and a sentence on top.
pub(super) fn page(refusal: &Refusal, sentence: &str) -> Response {
    let sentence = match refusal.status() {
        StatusCode::UNAUTHORIZED => sentence,
        _ => &format!("{} {}", refusal.problem().message, refusal.problem().next_step),
    };
    // Without random numbers the page goes without its style.
    let nonce = random_hex::<16>().unwrap_or_default();
    let body = include_str!("entrance.html")
        .replace("{nonce}", &nonce)
        .replace("{tone}", if refusal.problem().code == "key_missing" { "asks" } else { "refuses" })
        .replace("{sentence}", &escaped(sentence));
    let mut response = (refusal.status(), Html(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let policy = format!(
        "default-src 'none'; img-src data:; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    // Hexadecimal digits: always a header's value.
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
