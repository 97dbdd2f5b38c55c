//! One event on its way out, and its JSON, made once for all.

use axum::body::Bytes;
use axum::extract::ws::Utf8Bytes;
use mini_aws_domain::{Event, Payload};
use serde::Serialize;
use std::sync::{Arc, OnceLock};
use tracing::error;

/// An event that may have been sent to many. Its JSON is written when the first connection wants it, and shared by the rest.
#[derive(Debug)]
pub(super) struct Told {
    event: Arc<Event>,
    envelope: OnceLock<Option<Utf8Bytes>>,
    body: OnceLock<Option<Bytes>>,
}

impl Told {
    pub(super) fn new(event: Arc<Event>) -> Self {
        Self { event, envelope: OnceLock::new(), body: OnceLock::new() }
    }

    pub(super) fn event(&self) -> &Event {
        &self.event
    }

    /// How many samples it holds.
    pub(super) fn samples(&self) -> usize {
        match &self.event.payload {
            Payload::MetricUpdate(frame) => frame.samples.len(),
            _ => 0,
        }
    }

    /// The whole event as JSON, for the WebSocket; `None`, and an error in the log, if it cannot be written.
    pub(super) fn envelope(&self) -> Option<Utf8Bytes> {
        self.envelope.get_or_init(|| json(&*self.event).map(Utf8Bytes::from)).clone()
    }

    /// The event as a Server-Sent Event of the run `run`; `None` if it is of a sort that they do not tell.
    pub(super) fn body(&self, run: &str) -> Option<Bytes> {
        let seq = self.event.seq;
        let body = || match &self.event.payload {
            Payload::MetricUpdate(frame) => sse_event("metrics", run, seq, frame),
            Payload::AuditLog(activity) => sse_event("activity", run, seq, activity),
            Payload::SummaryUpdate(summary) => sse_event("summary", run, seq, summary),
            _ => None,
        };
        self.body.get_or_init(body).clone()
    }
}

/// A Server-Sent Event; `None`, and an error in the log, if it cannot be written. JSON has no line breaks, so one `data` line holds it.
pub(super) fn sse_event(name: &str, run: &str, seq: u64, data: &impl Serialize) -> Option<Bytes> {
    let data = json(data)?;
    Some(Bytes::from(format!("event: {name}\nid: {run}-{seq}\ndata: {data}\n\n")))
}

/// As JSON; `None`, and an error in the log, if it cannot be written.
pub(super) fn json(value: &impl Serialize) -> Option<String> {
    serde_json::to_string(value)
        .inspect_err(|error| error!(%error, "an event could not be written as JSON"))
        .ok()
}
