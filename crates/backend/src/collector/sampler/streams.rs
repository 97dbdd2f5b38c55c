//! Statistics that the engine sends by itself: a stream for each instance that is to have one.

use super::track::Track;
use crate::collector::backoff::Backoff;
use crate::collector::board::{Board, Fresh};
use crate::docker::EngineClient;
use crate::docker::stats::{self, Reading};
use crate::live::Live;
use futures_util::StreamExt as _;
use mini_aws_domain::{InstanceId, SampleSource};
use std::collections::HashMap;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tracing::debug;

/// A stream that was silent for this many of the engine's ticks is dead.
const SILENT_TICKS: u32 = 15;

/// The streams that are open.
pub(super) struct Streams {
    client: EngineClient,
    board: Arc<Board>,
    live: Arc<Live>,
    open: HashMap<InstanceId, CancellationToken>,
    cancel: CancellationToken,
}

impl Streams {
    /// What is read is put up on `board`.
    pub(super) fn new(
        client: EngineClient,
        board: Arc<Board>,
        live: Arc<Live>,
        cancel: CancellationToken,
    ) -> Self {
        Self { client, board, live, open: HashMap::new(), cancel }
    }

    /// Opens a stream, unless there is one. It is opened again whenever it ends, until it is closed.
    pub(super) fn open(&mut self, id: &InstanceId, track: &Arc<Track>) {
        if self.open.contains_key(id) {
            return;
        }
        let cancel = self.cancel.child_token();
        let reader = Reader {
            client: self.client.clone(),
            id: id.clone(),
            track: Arc::clone(track),
            board: Arc::clone(&self.board),
            live: Arc::clone(&self.live),
            cancel: cancel.clone(),
        };
        let guard = cancel.clone();
        tokio::spawn(async move { guard.run_until_cancelled(reader.read()).await });
        self.open.insert(id.clone(), cancel);
    }

    /// Closes a stream; nothing of it is put up any more. Returns whether there was one.
    pub(super) fn close(&mut self, id: &InstanceId) -> bool {
        let open = self.open.remove(id);
        open.inspect(CancellationToken::cancel).is_some()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }
}

impl Drop for Streams {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

struct Reader {
    client: EngineClient,
    id: InstanceId,
    track: Arc<Track>,
    board: Arc<Board>,
    live: Arc<Live>,
    cancel: CancellationToken,
}

impl Reader {
    /// Reads the stream and opens it again whenever it ends, until cancelled.
    async fn read(self) {
        let cadence = stats::cadence(self.client.info().kind);
        let mut backoff = Backoff::default();
        loop {
            let mut bodies = std::pin::pin!(self.client.stats(&self.id));
            loop {
                match tokio::time::timeout(SILENT_TICKS * cadence, bodies.next()).await {
                    Ok(Some(Ok(body))) => {
                        backoff.reset();
                        self.live.meters().answered(1);
                        if let Some(reading) = Reading::from_body(&body) {
                            self.take(reading, cadence);
                        }
                    }
                    Ok(Some(Err(error))) => {
                        debug!(instance = self.id.short(), %error, "stats stream failed");
                        break;
                    }
                    Ok(None) => break,
                    Err(_) => {
                        debug!(instance = self.id.short(), "stats stream went silent");
                        break;
                    }
                }
            }
            tokio::time::sleep(backoff.next(fastrand::f64())).await;
        }
    }

    fn take(&self, reading: Reading, cadence: std::time::Duration) {
        if let Some((sample, basis)) = self.track.observe(&self.id, reading, cadence) {
            self.live.meters().sampled(1);
            let provenance = self.track.provenance(SampleSource::Stream);
            let fresh = Fresh { sample, basis, provenance, network: None };
            self.board.put(fresh, || !self.cancel.is_cancelled());
        }
    }
}
