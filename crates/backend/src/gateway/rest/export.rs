//! History, activity and logs as files: streamed as they are read, so that a year of it needs no more memory than a minute.

use super::params::{Asked, AuditExportParams, ExportParams, LogParams, OfInstance};
use crate::audit::AUDIT_LOG;
use crate::gateway::problem::{Conflict, NotFound, Refusal, Refusals};
use crate::gateway::{Gateway, Shared};
use crate::naming::instance_name;
use crate::past::history_of;
use crate::{Console, ConsoleError};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::future::OptionFuture;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use mini_aws_domain::ExportFormat;
use std::io::{self, BufWriter, Write};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use tracing::debug;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How much is written at once, and how many of those may wait for the client.
const CHUNK_BYTES: usize = 64 * 1024;
const CHUNKS: usize = 8;
/// A client that takes not even a chunk in so long, or is not done after so long, is given up: only one export of the store is made at a time.
pub(in crate::gateway) const STALLED: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(600);
/// How long to wait for the first chunk.
const TURN: Duration = Duration::from_secs(15);

/// What bounds an answer.
struct Bounds {
    /// How long it may take; `None` for as long as there is more and the client takes it.
    longest: Option<Duration>,
    /// What was waited for if nothing came, in a sentence.
    waited_for: &'static str,
}

const OF_STORE: Bounds =
    Bounds { longest: Some(LONGEST), waited_for: "Another export is being made." };
/// A log may be of many gigabytes, and more than one is read at once.
const OF_LOG: Bounds =
    Bounds { longest: None, waited_for: "The engine has sent nothing of the log yet." };

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
    let console = gateway.console.clone();
    let file = File { media_type: media_type(request.format), name, what: history_of(&request) };
    streamed(&gateway, &OF_STORE, file, move |out| async move {
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
    let console = gateway.console.clone();
    let file = File { media_type: media_type(export.format), name, what: AUDIT_LOG.to_owned() };
    streamed(&gateway, &OF_STORE, file, move |out| async move {
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
    let what = format!("log of {}", instance_name(&console, &id).await?);
    let file = File { media_type: "text/plain; charset=utf-8", name, what };
    streamed(&gateway, &OF_LOG, file, move |out| async move {
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

/// What is answered with.
struct File {
    media_type: &'static str,
    /// Under which name browsers save it: letters, digits, dots and dashes only.
    name: String,
    /// What it is, in a few words for the feed.
    what: String,
}

/// Answers with what `write` writes, as it writes it.
async fn streamed<W>(
    gateway: &Gateway,
    bounds: &Bounds,
    file: File,
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
        end: bounds.longest.map(|longest| Instant::now() + longest),
        stall: gateway.export_stall,
    };
    let writing = tokio::spawn(write(Box::new(BufWriter::with_capacity(CHUNK_BYTES, out))));
    // Who goes away gives up the turn.
    let written = AbortOnDropHandle::new(writing);
    // What cannot be answered at all shows before the first chunk; from then on the status is said.
    let Ok(first) = tokio::time::timeout(TURN, chunks.recv()).await else {
        return Err(Refusal::busy(bounds.waited_for));
    };
    let Some(first) = first else {
        written.await.map_err(|_| interrupted())??;
        // A log may be empty.
        return Ok(attached(Body::empty(), &file));
    };
    let console = gateway.console.clone();
    let underway = Underway { chunks, written: Some(written), console, what: file.what.clone() };
    let rest = stream::unfold(underway, |mut underway| async move {
        let next = underway.next().await?;
        Some((next, underway))
    });
    // Who packs the answer asks once more after the end.
    let body = stream::iter([Ok(first)]).chain(rest).fuse();
    Ok(attached(Body::from_stream(body), &file))
}

/// An answer that has begun. Of one that does not come to its end the feed is told: some of it has left the console.
struct Underway {
    chunks: mpsc::Receiver<Bytes>,
    /// Who writes it; `None` once that has ended.
    written: Option<AbortOnDropHandle<Result<(), ConsoleError>>>,
    console: Console,
    /// What it is.
    what: String,
}

impl Underway {
    /// The next part; `None` after the last.
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        if let Some(chunk) = self.chunks.recv().await {
            return Some(Ok(chunk));
        }
        let ended = self.written.as_mut()?.await;
        self.written = None;
        let error = match ended {
            Ok(Ok(())) => return None,
            Ok(Err(error)) => io::Error::other(error),
            Err(error) => io::Error::other(error),
        };
        debug!(export = self.what, %error, "an export broke off");
        self.tell("it broke off");
        // A body that ends early must not look like a whole one.
        Some(Err(error))
    }

    fn tell(&self, why: &'static str) {
        let (console, what) = (self.console.clone(), self.what.clone());
        self.console.spawn_until_shutdown(async move {
            console.tell_export_in_part(&what, why).await;
        });
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        // What is written to its end is told of by who wrote it.
        let is_cut = self.written.as_ref().is_some_and(|written| !written.is_finished());
        // Where everything ends, nothing more is told.
        if is_cut && Handle::try_current().is_ok() {
            debug!(export = self.what, "a client broke off an export");
            self.tell("the client broke off");
        }
    }
}

/// An answer that browsers save as a file.
fn attached(body: Body, file: &File) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{}\"", file.name)) {
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
    /// When it has to be done, if ever.
    end: Option<Instant>,
    /// How long one chunk may wait to be taken.
    stall: Option<Duration>,
}

impl Out {
    /// When a chunk has to be taken that is offered `now`; `None` for whenever the client likes.
    fn taken_by(&self, now: Instant) -> Option<Instant> {
        let stalled = self.stall.map(|stall| now + stall);
        [self.end, stalled].into_iter().flatten().min()
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let chunk = Bytes::copy_from_slice(bytes);
        let by = self.taken_by(Instant::now());
        let sent = self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = self.closing.cancelled() => Err(io::ErrorKind::ConnectionAborted),
                sent = self.send.send(chunk) => sent.map_err(|_| io::ErrorKind::BrokenPipe),
                () = OptionFuture::from(by.map(sleep_until)).map(drop), if by.is_some() => {
                    Err(io::ErrorKind::TimedOut)
                }
            }
        });
        sent.map(|()| bytes.len()).map_err(io::Error::from)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_log_ends_only_when_the_client_takes_no_more_of_it() {
        let now = Instant::now();
        let by = |bounds: &Bounds, stall: Option<Duration>, offered: Instant| {
            let out = Out {
                send: mpsc::channel(1).0,
                runtime: Handle::current(),
                closing: CancellationToken::new(),
                end: bounds.longest.map(|longest| now + longest),
                stall,
            };
            out.taken_by(offered)
        };
        let much_later = now + 100 * LONGEST;
        assert_eq!(by(&OF_LOG, Some(STALLED), much_later), Some(much_later + STALLED));
        assert_eq!(by(&OF_LOG, None, much_later), None);
        assert_eq!(by(&OF_STORE, Some(STALLED), now), Some(now + STALLED));
        assert_eq!(by(&OF_STORE, Some(STALLED), much_later), Some(now + LONGEST));
        assert_eq!(by(&OF_STORE, None, now), Some(now + LONGEST));
    }
}
