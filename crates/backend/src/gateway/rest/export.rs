//! History, activity and logs as files: streamed as they are read, so that a year of it needs no more memory than a minute.

use super::params::{Asked, AuditExportParams, ExportParams, LogParams, OfInstance};
use crate::ConsoleError;
use crate::gateway::problem::{Conflict, NotFound, Refusal, Refusals};
use crate::gateway::{Gateway, Shared};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt as _, stream};
use mini_aws_domain::ExportFormat;
use std::io::{self, BufWriter, Write};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How much is written at once, and how many of those may wait for the client.
const CHUNK_BYTES: usize = 64 * 1024;
const CHUNKS: usize = 8;
/// A client that takes not even a chunk in so long, or is not done after so long, is given up: only one export is made at a time.
pub(in crate::gateway) const STALLED: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(600);
/// How long to wait for the export before this one.
const TURN: Duration = Duration::from_secs(15);

/// The routes that answer for as long as it takes.
pub(in crate::gateway) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(export))
        .routes(routes!(export_audit))
        .routes(routes!(save_logs))
}

/// History as a file, as it is stored.
#[utoipa::path(get, path = "/api/metrics/export", tag = "history", params(ExportParams),
    responses((status = 200, content((String = "text/csv"), (Object = "application/json"))), Refusals, NotFound))]
async fn export(
    State(Shared(gateway)): State<Shared>,
    Asked(asked): Asked<ExportParams>,
) -> Result<Response, Refusal> {
    let request = asked.request(gateway.console.now())?;
    let name = gateway.console.export_name(&request).await?;
    let (console, media_type) = (gateway.console.clone(), media_type(request.format));
    streamed(&gateway, media_type, &name, move |out| async move {
        console.export(request, out).await.map(drop)
    })
    .await
}

/// Everything that happened as a file, newest first.
#[utoipa::path(get, path = "/api/audit/export", tag = "history", params(AuditExportParams),
    responses((status = 200, content((String = "text/csv"), (Object = "application/json"))), Refusals))]
async fn export_audit(
    State(Shared(gateway)): State<Shared>,
    Asked(asked): Asked<AuditExportParams>,
) -> Result<Response, Refusal> {
    let export = asked.export()?;
    let name = gateway.console.audit_export_name(&export);
    let (console, media_type) = (gateway.console.clone(), media_type(export.format));
    streamed(&gateway, media_type, &name, move |out| async move {
        console.export_audit(export, out).await.map(drop)
    })
    .await
}

/// A container's whole log as a text file, just as the container wrote it.
#[utoipa::path(get, path = "/api/instances/{id}/logs", tag = "resources",
    params(("id" = String, Path, description = "The engine's id of the container."), LogParams),
    responses((status = 200, content((String = "text/plain"))), Refusals, NotFound, Conflict))]
async fn save_logs(
    State(Shared(gateway)): State<Shared>,
    OfInstance(id): OfInstance,
    Asked(asked): Asked<LogParams>,
) -> Result<Response, Refusal> {
    let name = gateway.console.log_name(&id).await?;
    let console = gateway.console.clone();
    let timestamps = asked.timestamps.unwrap_or(true);
    streamed(&gateway, "text/plain; charset=utf-8", &name, move |out| async move {
        console.write_logs(&id, timestamps, out).await.map(drop)
    })
    .await
}

fn media_type(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "text/csv; charset=utf-8",
        ExportFormat::Json => "application/json",
    }
}

/// Answers with what `write` writes, as it writes it, to be saved under `name`.
async fn streamed<W>(
    gateway: &Gateway,
    media_type: &'static str,
    name: &str,
    write: impl FnOnce(Box<dyn Write + Send>) -> W,
) -> Result<Response, Refusal>
where
    W: Future<Output = Result<(), ConsoleError>> + Send + 'static,
{
    let (send, mut chunks) = mpsc::channel(CHUNKS);
    let out = Out {
        send,
        runtime: Handle::current(),
        closing: gateway.closing.clone(),
        end: Instant::now() + LONGEST,
        stall: gateway.export_stall,
    };
    let writing = tokio::spawn(write(Box::new(BufWriter::with_capacity(CHUNK_BYTES, out))));
    // Who goes away gives up the turn.
    let written = AbortOnDropHandle::new(writing);
    // What cannot be answered at all shows before the first chunk; from then on the status is said.
    let Ok(first) = tokio::time::timeout(TURN, chunks.recv()).await else {
        return Err(Refusal::busy("Another export is being made."));
    };
    let Some(first) = first else {
        written.await.map_err(|_| interrupted())??;
        // A log may be empty.
        return Ok(attached(Body::empty(), media_type, name));
    };
    let rest = stream::unfold((chunks, Some(written)), |(mut chunks, written)| async move {
        if let Some(chunk) = chunks.recv().await {
            return Some((Ok(chunk), (chunks, written)));
        }
        // A body that ends early must not look like a whole one.
        match written?.await {
            Ok(Ok(_)) => None,
            Ok(Err(error)) => Some((Err(io::Error::other(error)), (chunks, None))),
            Err(error) => Some((Err(io::Error::other(error)), (chunks, None))),
        }
    });
    // Who packs the answer asks once more after the end.
    let body = stream::iter([Ok(first)]).chain(rest).fuse();
    Ok(attached(Body::from_stream(body), media_type, name))
}

/// An answer that browsers save under this name.
fn attached(body: Body, media_type: &'static str, name: &str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    // The name has letters, digits, dots and dashes only.
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

fn interrupted() -> Refusal {
    Refusal::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "export_failed",
        "The export ended before it began.",
        "Try again; if that does not help, look at the console's log.",
    )
}

/// Hands what is written, on a thread that may wait, to the client.
struct Out {
    send: mpsc::Sender<Bytes>,
    runtime: Handle,
    /// Cancelled when the door closes.
    closing: CancellationToken,
    /// When it has to be done.
    end: Instant,
    /// How long one chunk may wait to be taken.
    stall: Option<Duration>,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let chunk = Bytes::copy_from_slice(bytes);
        let by = self.stall.map_or(self.end, |stall| self.end.min(Instant::now() + stall));
        let sent = self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = self.closing.cancelled() => Err(io::ErrorKind::ConnectionAborted),
                sent = self.send.send(chunk) => sent.map_err(|_| io::ErrorKind::BrokenPipe),
                () = tokio::time::sleep_until(by) => Err(io::ErrorKind::TimedOut),
            }
        });
        sent.map(|()| bytes.len()).map_err(io::Error::from)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
