//! One stats stream for each running instance.

use crate::collector::backoff::Backoff;
use crate::collector::board::Board;
use crate::docker::EngineClient;
use crate::docker::stats::{self, Observation, Reading, StatsTracker};
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use mini_aws_domain::{Instance, InstanceId, InstanceState, Sample};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::debug;

/// A stream that was silent for this many of the engine's ticks is dead.
const SILENT_TICKS: u32 = 15;
/// A sample is left out of a frame once it is older than the engine's tick by this much. The engine's ticks and ours are not in
/// step, and a busy engine may be late.
const LATE: Duration = Duration::from_millis(1500);

/// Keeps one stream open for each instance that runs.
pub(super) struct Sampler {
    client: EngineClient,
    board: Arc<Board>,
    streams: HashMap<InstanceId, Stream>,
    cancel: CancellationToken,
}

struct Stream {
    /// Which run of the instance it watches, as far as that is known.
    started_at: Option<DateTime<Utc>>,
    cancel: CancellationToken,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

impl Sampler {
    /// Puts up on `board`, in place of what is there, what an engine tells of the instances to watch.
    pub(super) fn new(client: EngineClient, board: Arc<Board>, cancel: CancellationToken) -> Self {
        board.begin(client.info().clone());
        Self { client, board, streams: HashMap::new(), cancel }
    }

    /// Opens streams for instances that run and closes those of instances that no longer do. One that was restarted gets a new
    /// stream, since its counters begin anew.
    pub(super) fn watch<'a>(&mut self, instances: impl Iterator<Item = &'a Instance>) {
        let running: HashMap<&InstanceId, Option<DateTime<Utc>>> = instances
            .filter(|instance| instance.state == InstanceState::Running)
            .map(|instance| (&instance.id, instance.started_at))
            .collect();
        let mut gone = BTreeSet::new();
        self.streams.retain(|id, stream| {
            let same_run = running.get(id).is_some_and(|&started_at| {
                started_at.is_none()
                    || stream.started_at.is_none()
                    || started_at == stream.started_at
            });
            if !same_run {
                gone.insert(id.clone());
            }
            same_run
        });
        // Their streams are cancelled by now, so none of them comes back.
        self.board.remove(&gone);
        for (id, started_at) in running {
            match self.streams.get_mut(id) {
                Some(stream) => stream.started_at = stream.started_at.or(started_at),
                None => self.open(id, started_at),
            }
        }
    }

    /// How many instances are watched.
    pub(super) fn watched(&self) -> usize {
        self.streams.len()
    }

    /// The samples that are fresh enough for a frame at `now`, ordered by instance.
    pub(super) fn frame(&self, now: Instant) -> Vec<Sample> {
        let fresh = stats::cadence(self.client.info().kind) + LATE;
        self.board.fresh(now, fresh)
    }

    fn open(&mut self, id: &InstanceId, started_at: Option<DateTime<Utc>>) {
        let cancel = self.cancel.child_token();
        let reader = read(self.client.clone(), id.clone(), Arc::clone(&self.board), cancel.clone());
        let guard = cancel.clone();
        tokio::spawn(async move { guard.run_until_cancelled(reader).await });
        self.streams.insert(id.clone(), Stream { started_at, cancel });
    }
}

/// Reads one instance's stream and opens it again whenever it ends, until cancelled.
async fn read(client: EngineClient, id: InstanceId, board: Arc<Board>, cancel: CancellationToken) {
    let mut tracker = StatsTracker::new(client.info().kind, client.info().os);
    let mut backoff = Backoff::default();
    let silence = SILENT_TICKS * stats::cadence(client.info().kind);
    loop {
        let mut bodies = std::pin::pin!(client.stats(&id));
        loop {
            match tokio::time::timeout(silence, bodies.next()).await {
                Ok(Some(Ok(body))) => {
                    backoff.reset();
                    let Some(reading) = Reading::from_body(&body) else { continue };
                    if let Observation::Sample(sample, basis) = tracker.observe(&id, reading) {
                        board.put(sample, basis, || !cancel.is_cancelled());
                    }
                }
                Ok(Some(Err(error))) => {
                    debug!(instance = id.short(), %error, "stats stream failed");
                    break;
                }
                Ok(None) => break,
                Err(_) => {
                    debug!(instance = id.short(), "stats stream went silent");
                    break;
                }
            }
        }
        tokio::time::sleep(backoff.next(fastrand::f64())).await;
    }
}
