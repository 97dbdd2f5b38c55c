//! The WebSocket: the hub's events as JSON, all of them or those that the client asked for.
//!
//! What a client holds at most: tungstenite's write buffer has one message in it, and a ping or a close behind that, for the next is
//! only begun when the last was taken; its read buffer has [`LARGEST_READ`] bytes of a message. What waits to be sent is in the ring,
//! which all clients share, and the operating system's buffers are its own affair.

mod filter;
mod message;
mod session;

use super::Streams;
use crate::gateway::problem::{Refusal, Refusals};
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use mini_aws_domain::{WS_KEY_PREFIX, WS_PROTOCOL};
use session::Session;
use std::sync::Arc;
use tracing::debug;

/// The longest message that a client may send, in bytes. A subscription to two hundred instances fits.
const LONGEST_MESSAGE: usize = 16 << 10;
/// The longest message that is read at all, so that one that is too long can be answered in peace rather than cut off.
const LARGEST_READ: usize = 64 << 10;
/// Clients say little.
const READ_BUFFER: usize = 4 << 10;
/// More than the largest frame that anybody has (50,000 instances); the buffer grows to what is sent and no further.
const LARGEST_WRITE: usize = 32 << 20;

/// `GET /ws`: events as they happen, from now on. The client may send `ClientMessage`, and is answered with `Reply`.
#[utoipa::path(get, path = "/ws", tag = "dashboard",
    responses((status = 101, description = "A WebSocket, on which each message is an `Event` or a `Reply`."), Refusals))]
pub async fn upgrade(
    State(streams): State<Arc<Streams>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let mut upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => {
            let what = format!("This address speaks WebSocket: {}.", rejection.body_text());
            let next_step = "Connect with a WebSocket client.";
            return Refusal::new(rejection.status(), "not_a_websocket", what, next_step)
                .into_response();
        }
    };
    let Some(place) = streams.socket_place() else {
        return Refusal::busy("The console has as many WebSockets as it can serve.")
            .into_response();
    };
    if let Some(protocol) = protocol(&headers) {
        upgrade.set_selected_protocol(protocol);
    }
    // The place in the ring is taken before the client is answered: once it is connected, it misses nothing.
    let session = Session::new(streams, place);
    upgrade
        .read_buffer_size(READ_BUFFER)
        // Nothing is gathered: each message is on its way at once.
        .write_buffer_size(0)
        .max_write_buffer_size(LARGEST_WRITE)
        .max_message_size(LARGEST_READ)
        .max_frame_size(LARGEST_READ)
        .on_failed_upgrade(|error| debug!(%error, "a WebSocket was asked for and given up"))
        .on_upgrade(|socket| session.run(socket))
}

/// Which of the offered subprotocols to answer with. A browser breaks off if it offered any and is answered with none, so one that this
/// is not is better than none; the key is answered with only if nothing else was offered.
fn protocol(headers: &HeaderMap) -> Option<HeaderValue> {
    let offered: Vec<&str> = headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|protocol| !protocol.is_empty())
        .collect();
    let is_key = |protocol: &&&str| protocol.starts_with(WS_KEY_PREFIX);
    let selected = offered
        .iter()
        .find(|protocol| **protocol == WS_PROTOCOL)
        .or_else(|| offered.iter().find(|protocol| !is_key(protocol)))
        .or_else(|| offered.first())?;
    let mut value = HeaderValue::from_str(selected).ok()?;
    value.set_sensitive(is_key(&selected));
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(offered: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in offered {
            headers.append(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(line));
        }
        protocol(&headers).map(|value| value.to_str().unwrap().to_owned())
    }

    #[test]
    fn the_own_subprotocol_is_preferred_and_the_key_is_the_last_resort() {
        assert_eq!(selected(&[]), None);
        assert_eq!(selected(&[" , "]), None);
        let own = Some(WS_PROTOCOL.to_owned());
        assert_eq!(selected(&["mini-aws.v1"]), own);
        assert_eq!(selected(&["mini-aws.key.00ff, other, mini-aws.v1"]), own);
        assert_eq!(selected(&["mini-aws.key.00ff", "mini-aws.v1"]), own);
        assert_eq!(selected(&["mini-aws.key.00ff, b, a"]).as_deref(), Some("b"));
        assert_eq!(selected(&["mini-aws.key.00ff"]).as_deref(), Some("mini-aws.key.00ff"));
    }
}
