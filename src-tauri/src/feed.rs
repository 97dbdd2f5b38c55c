//! The stream of events into the window: few messages, each a batch, and none while nobody looks.

use mini_aws_backend::Console;
use mini_aws_backend::hub::Subscription;
use mini_aws_domain::{Event, Payload, ResyncReason};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tauri::ipc::{Channel, InvokeResponseBody};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error};

/// Messages are at least this far apart. Each one is evaluated as script by the webview, which is known to leak and to lose some,
/// so what happens close together goes together; a single event after a quiet time is not held up.
const SPACING: Duration = Duration::from_millis(100);

/// The window's subscription. There is one window, so there is at most one.
#[derive(Debug)]
pub(crate) struct Feed {
    open: Mutex<Option<CancellationToken>>,
    watching: watch::Sender<bool>,
}

impl Default for Feed {
    fn default() -> Self {
        Self { open: Mutex::default(), watching: watch::Sender::new(true) }
    }
}

impl Feed {
    /// Sends events to `channel` from now on, and to no earlier one: a page that was loaded again has a new channel.
    pub(crate) fn open(&self, console: &Console, channel: Channel<InvokeResponseBody>) {
        let cancel = CancellationToken::new();
        self.replace(Some(cancel.clone()));
        self.set_watching(true);
        let console = console.clone();
        let watching = self.watching.subscribe();
        // Subscribed before this returns, so that a snapshot that is asked for next misses nothing.
        let subscription = console.subscribe();
        tauri::async_runtime::spawn(async move {
            cancel.run_until_cancelled(forward(&console, subscription, &channel, watching)).await;
        });
    }

    /// Sends no more events.
    pub(crate) fn close(&self) {
        self.replace(None);
    }

    /// While nobody watches nothing is sent.
    pub(crate) fn set_watching(&self, watching: bool) {
        self.watching.send_replace(watching);
    }

    fn replace(&self, feed: Option<CancellationToken>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = std::mem::replace(&mut *open, feed) {
            before.cancel();
        }
    }
}

/// Forwards until the channel or the console is gone.
async fn forward(
    console: &Console,
    mut subscription: Subscription,
    channel: &Channel<InvokeResponseBody>,
    mut watching: watch::Receiver<bool>,
) {
    let mut sent = Instant::now() - SPACING;
    loop {
        if !*watching.borrow_and_update() {
            drop(subscription);
            if watching.wait_for(|watching| *watching).await.is_err() {
                return;
            }
            subscription = console.subscribe();
            // What happened meanwhile was not sent, so the page has to ask.
            let resync = Event {
                seq: console.seq(),
                timestamp: console.now(),
                payload: Payload::Resync(ResyncReason::Resumed),
            };
            if !send(channel, &[Arc::new(resync)]) {
                return;
            }
        }
        let first = tokio::select! {
            first = subscription.next() => first,
            _ = watching.changed() => continue,
        };
        let Some(first) = first else { return };
        tokio::time::sleep_until(sent + SPACING).await;
        let mut batch = vec![first];
        batch.extend(std::iter::from_fn(|| subscription.try_next()));
        if !send(channel, &batch) {
            return;
        }
        sent = Instant::now();
    }
}

/// Sends one batch; false when there is nobody to send to.
fn send(channel: &Channel<InvokeResponseBody>, batch: &[Arc<Event>]) -> bool {
    let events: Vec<&Event> = batch.iter().map(AsRef::as_ref).collect();
    let json = match serde_json::to_string(&events) {
        Ok(json) => json,
        Err(error) => {
            error!(%error, "events could not be written as JSON");
            return true;
        }
    };
    channel
        .send(InvokeResponseBody::Json(json))
        .inspect_err(|error| debug!(%error, "the window no longer listens"))
        .is_ok()
}
