//! Server-Sent Events: the counts, the frames and the activities, for whoever can read a line of text.
//!
//! Each has an id of the run and its number. A client that comes back with the last one it saw gets exactly what it missed as long as
//! the ring has it; otherwise, and whenever the thread is lost, a snapshot, and then what came after it.
//!
//! What a client that does not read holds: hyper takes one event beyond the size of its buffer, and sixteen at most, all of which are
//! shared with the ring and the other clients; then it asks for no more. The connection ends when its socket stood still for too
//! long, see [`super::stall`].

use super::Streams;
use super::lags::Lags;
use super::places::Place;
use super::ring::{Cursor, Next};
use super::told::sse_event;
use crate::gateway::problem::{Refusal, Refusals};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use mini_aws_domain::Payload;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// What a browser is told first: how long to wait before it comes back, in milliseconds.
const RETRY: Bytes = Bytes::from_static(b"retry: 2000\n\n");
/// Says that somebody is still there.
const KEEP_ALIVE: Bytes = Bytes::from_static(b":\n\n");
/// The id of the last event that a client saw before it lost the connection.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// `GET /api/dashboard/stream`: `summary` at once, on each change and every 5 s; `metrics` with each frame; `activity` as it happens;
/// `snapshot` if the client cannot be told what it missed.
#[utoipa::path(get, path = "/api/dashboard/stream", tag = "dashboard",
    params(("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that was seen.")),
    responses((status = 200, content_type = "text/event-stream", body = String, description = "Events, for as long as both sides like."), Refusals))]
pub async fn stream(State(streams): State<Arc<Streams>>, headers: HeaderMap) -> Response {
    let Some(place) = streams.listener_place() else {
        return Refusal::busy("The console has as many listeners as it can serve.").into_response();
    };
    // A browser that has none sends none; one that cannot be read is one that says nothing here.
    let last_seen = headers.get(LAST_EVENT_ID).filter(|id| !id.is_empty());
    let listener =
        Listener::new(streams, place, last_seen.map(|id| id.to_str().unwrap_or_default()));
    let events = stream::unfold(listener, |mut listener| async {
        listener.next().await.map(|bytes| (Ok::<_, Infallible>(bytes), listener))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // Asks nginx and its like not to wait until a buffer is full.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Body::from_stream(events)).into_response()
}

/// One client.
#[derive(Debug)]
struct Listener {
    streams: Arc<Streams>,
    cursor: Cursor,
    /// It was told everything up to and including this number.
    seen: u64,
    /// What it is told first.
    opening: Option<Bytes>,
    /// Whether it has to be given a snapshot before anything else.
    is_lost: bool,
    lags: Lags,
    summary: Interval,
    keep_alive: Interval,
    _place: Place,
}

impl Listener {
    fn new(streams: Arc<Streams>, place: Place, last_seen: Option<&str>) -> Self {
        let (now, limits) = (Instant::now(), &streams.limits);
        let mut summary = interval_at(now, limits.summary_every);
        let mut keep_alive = interval_at(now + limits.keep_alive_every, limits.keep_alive_every);
        for interval in [&mut summary, &mut keep_alive] {
            interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        }
        let lags = Lags::new(limits);
        let resumed = last_seen.and_then(|id| resume(&streams, id));
        let is_lost = last_seen.is_some() && resumed.is_none();
        let (cursor, seen) = resumed.unwrap_or_else(|| streams.ring.at_end());
        Self {
            streams,
            cursor,
            seen,
            opening: Some(RETRY),
            is_lost,
            lags,
            summary,
            keep_alive,
            _place: place,
        }
    }

    /// What to send next; `None` when it is over.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(opening) = self.opening.take() {
            return Some(opening);
        }
        loop {
            if self.is_lost {
                return self.start_over();
            }
            let streams = &self.streams;
            // In this order: the summary of who comes back follows what it missed, so no older one comes after it.
            tokio::select! {
                biased;
                () = streams.cancel.cancelled() => return None,
                next = self.cursor.next(&streams.ring) => {
                    if let Some(bytes) = self.told(next)? {
                        return Some(bytes);
                    }
                }
                _ = self.summary.tick() => {
                    return sse_event("summary", &streams.run, self.seen, &streams.console.summary());
                }
                _ = self.keep_alive.tick() => return Some(KEEP_ALIVE),
            }
        }
    }

    /// What to send of what came: nothing, if it is not for this stream, `None` if it is over.
    #[expect(clippy::option_option, reason = "the outer one ends the stream")]
    fn told(&mut self, next: Next) -> Option<Option<Bytes>> {
        let told = match next {
            Next::Told(told) => told,
            Next::Lagged(_) => {
                self.is_lost = true;
                return (!self.lags.add(Instant::now())).then_some(None);
            }
        };
        if told.event().seq <= self.seen {
            return Some(None); // it was in the snapshot
        }
        self.seen = told.event().seq;
        self.is_lost = matches!(told.event().payload, Payload::Resync(_));
        Some(told.body(&self.streams.run))
    }

    /// A snapshot, from which it goes on; `None` if that cannot be: the client will come back.
    fn start_over(&mut self) -> Option<Bytes> {
        let streams = &self.streams;
        // What was told before it may be older than what the ring has; a snapshot that was made for another may be as well.
        for seq in [streams.ring.gone().max(self.seen), streams.console.seq()] {
            let shot = streams.shots.at_least(seq, &streams.console, &streams.run)?;
            if let Some(cursor) = streams.ring.after(shot.seq) {
                (self.cursor, self.seen, self.is_lost) = (cursor, shot.seq, false);
                return Some(shot.event);
            }
        }
        None
    }
}

/// The place of a client that comes back, and the number of the last event it saw; `None` if it cannot be told what it missed.
fn resume(streams: &Streams, last_seen: &str) -> Option<(Cursor, u64)> {
    let (run, seq) = last_seen.rsplit_once('-')?;
    let seq = seq.parse().ok().filter(|seq| *seq <= streams.console.seq())?;
    let cursor = (run == streams.run).then(|| streams.ring.after(seq))?;
    Some((cursor?, seq))
}
