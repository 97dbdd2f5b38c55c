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
/// so what happens close together goes together; a single event after a quiet time is not held up. It is short enough for a
/// container that starts, which is two or three events, to be on the screen at once.
const SPACING: Duration = Duration::from_millis(40);

/// How many batches the page may be behind. Tauri keeps what the page has not fetched, without a bound of its own; a page that hangs
/// is sent no more, and asked to resync once it goes on.
const MOST_UNSEEN: u64 = 32;

/// The window's subscription. There is one window, so there is at most one.
#[derive(Debug)]
pub(crate) struct Feed {
    open: Mutex<Option<Open>>,
    watching: watch::Sender<bool>,
}

/// A page that listens.
#[derive(Debug)]
struct Open {
    cancel: CancellationToken,
    /// How many batches it has received.
    received: watch::Sender<u64>,
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
        let (received, seen) = watch::channel(0);
        self.replace(Some(Open { cancel: cancel.clone(), received }));
        self.set_watching(true);
        let console = console.clone();
        let watching = self.watching.subscribe();
        // Subscribed before this returns, so that a snapshot that is asked for next misses nothing.
        let subscription = console.subscribe();
        tauri::async_runtime::spawn(async move {
            let page = Page { channel, sent: 0, watching, seen };
            cancel.run_until_cancelled(forward(&console, subscription, page)).await;
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

    /// The page has received this many batches since it began to listen.
    pub(crate) fn acknowledge(&self, received: u64) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = &*open {
            open.received.send_replace(received);
        }
    }

    fn replace(&self, feed: Option<Open>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = std::mem::replace(&mut *open, feed) {
            before.cancel.cancel();
        }
    }
}

/// The way to the page.
struct Page {
    channel: Channel<InvokeResponseBody>,
    sent: u64,
    watching: watch::Receiver<bool>,
    seen: watch::Receiver<u64>,
}

impl Page {
    /// Whether there is any point in sending now.
    fn is_ready(&mut self) -> bool {
        *self.watching.borrow_and_update()
            && self.sent.saturating_sub(*self.seen.borrow()) <= MOST_UNSEEN
    }

    /// Waits until the page is looked at and not too far behind; false if it never will be.
    async fn ready(&mut self) -> bool {
        let sent = self.sent;
        let caught_up = |seen: &u64| sent.saturating_sub(*seen) <= MOST_UNSEEN;
        self.watching.wait_for(|watching| *watching).await.is_ok()
            && self.seen.wait_for(caught_up).await.is_ok()
    }

    /// Sends one batch; false when there is nobody to send to.
    fn send(&mut self, batch: &[Arc<Event>]) -> bool {
        let events: Vec<&Event> = batch.iter().map(AsRef::as_ref).collect();
        let json = match serde_json::to_string(&events) {
            Ok(json) => json,
            Err(error) => {
                error!(%error, "events could not be written as JSON");
                return true;
            }
        };
        self.sent += 1;
        self.channel
            .send(InvokeResponseBody::Json(json))
            .inspect_err(|error| debug!(%error, "the window no longer listens"))
            .is_ok()
    }
}

/// Forwards until the page or the console is gone.
async fn forward(console: &Console, mut subscription: Subscription, mut page: Page) {
    let mut sent = Instant::now() - SPACING;
    loop {
        if !page.is_ready() {
            drop(subscription);
            if !page.ready().await {
                return;
            }
            subscription = console.subscribe();
            // What happened meanwhile was not sent, so the page has to ask.
            let resync = Event {
                seq: console.seq(),
                timestamp: console.now(),
                payload: Payload::Resync(ResyncReason::Resumed),
            };
            if !page.send(&[Arc::new(resync)]) {
                return;
            }
        }
        let first = tokio::select! {
            first = subscription.next() => first,
            _ = page.watching.changed() => continue,
        };
        let Some(first) = first else { return };
        tokio::time::sleep_until(sent + SPACING).await;
        let mut batch = vec![first];
        batch.extend(std::iter::from_fn(|| subscription.try_next()));
        if !page.send(&batch) {
            return;
        }
        sent = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_backend::{ConsoleConfig, EngineChoice, system_clock};
    use mini_aws_demo::{Config, DemoEngine, InstanceSpec, VolumeSpec};
    use mini_aws_domain::EventType;
    use std::sync::mpsc;

    /// More than anything here takes.
    const PATIENCE: Duration = Duration::from_secs(30);

    struct Listener {
        batches: mpsc::Receiver<(std::time::Instant, Vec<Event>)>,
    }

    impl Listener {
        /// A page that listens.
        fn open(feed: &Feed, console: &Console) -> Self {
            let (sender, batches) = mpsc::channel();
            let channel = Channel::new(move |body| {
                let InvokeResponseBody::Json(json) = body else { panic!("not JSON") };
                let batch: Vec<Event> = serde_json::from_str(&json).unwrap();
                // A page that is gone no longer counts.
                let _ = sender.send((std::time::Instant::now(), batch));
                Ok(())
            });
            feed.open(console, channel);
            Self { batches }
        }

        fn next(&self) -> (std::time::Instant, Vec<Event>) {
            self.batches.recv_timeout(PATIENCE).unwrap()
        }

        /// The next event of this sort, and all that came with and before it.
        fn until(&self, wanted: EventType) -> Vec<Event> {
            let mut all = Vec::new();
            while all.iter().all(|event: &Event| event.event_type() != wanted) {
                all.extend(self.next().1);
            }
            all
        }
    }

    async fn console() -> (DemoEngine, Console, tempfile::TempDir) {
        let engine = DemoEngine::start(Config { instances: 2, ..Config::default() }).await.unwrap();
        let data = tempfile::tempdir().unwrap();
        let console = Console::start(ConsoleConfig {
            engine: EngineChoice::Pretended(engine.endpoint()),
            data_dir: Some(data.path().to_owned()),
            clock: system_clock(),
            past: None,
            sampling: mini_aws_backend::SamplingChoice::default(),
        })
        .await;
        (engine, console, data)
    }

    #[test]
    fn batches_are_in_order_without_a_gap_and_not_too_close_together() {
        tauri::async_runtime::block_on(async {
            let (engine, console, _data) = console().await;
            let feed = Feed::default();
            let page = Listener::open(&feed, &console);
            page.until(EventType::MetricUpdate);
            for number in 0..10 {
                engine.create_instance(InstanceSpec::new(format!("new-{number}"))).unwrap();
            }
            let mut batches = Vec::new();
            while batches.len() < 4 {
                batches.push(page.next());
            }
            for pair in batches.windows(2) {
                let apart = pair[1].0 - pair[0].0;
                assert!(apart >= SPACING.mul_f64(0.9), "{apart:?}");
            }
            let numbers: Vec<u64> =
                batches.iter().flat_map(|(_, batch)| batch.iter().map(|event| event.seq)).collect();
            assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "{numbers:?}");
            console.shutdown().await;
        });
    }

    #[test]
    fn a_hidden_page_is_sent_nothing_and_a_shown_one_is_asked_to_resync() {
        tauri::async_runtime::block_on(async {
            let (engine, console, _data) = console().await;
            let feed = Feed::default();
            let page = Listener::open(&feed, &console);
            page.until(EventType::MetricUpdate);
            feed.set_watching(false);
            // What was under way may still arrive; then there is silence, although frames go on.
            while page.batches.recv_timeout(SPACING * 5).is_ok() {}
            engine.create_instance(InstanceSpec::new("unseen")).unwrap();
            assert!(page.batches.recv_timeout(Duration::from_millis(2500)).is_err());
            feed.set_watching(true);
            let (_, first) = page.next();
            assert_eq!(first.len(), 1);
            assert_eq!(first[0].payload, Payload::Resync(ResyncReason::Resumed));
            let later = page.until(EventType::MetricUpdate);
            assert!(later.iter().all(|event| event.seq > first[0].seq));
            console.shutdown().await;
        });
    }

    #[test]
    fn a_page_that_was_loaded_again_takes_the_place_of_the_one_before() {
        tauri::async_runtime::block_on(async {
            let (_engine, console, _data) = console().await;
            let feed = Feed::default();
            let before = Listener::open(&feed, &console);
            before.until(EventType::MetricUpdate);
            let after = Listener::open(&feed, &console);
            after.until(EventType::MetricUpdate);
            while before.batches.try_recv().is_ok() {}
            after.until(EventType::MetricUpdate);
            assert!(before.batches.try_recv().is_err(), "the old page is sent nothing more");
            feed.close();
            while after.batches.recv_timeout(SPACING * 5).is_ok() {}
            assert!(after.batches.recv_timeout(Duration::from_millis(1500)).is_err());
            console.shutdown().await;
        });
    }

    #[test]
    fn a_page_that_hangs_is_sent_only_so_much_and_asked_to_resync_when_it_goes_on() {
        tauri::async_runtime::block_on(async {
            let (engine, console, _data) = console().await;
            let feed = Feed::default();
            let page = Listener::open(&feed, &console);
            page.until(EventType::MetricUpdate);
            let mut received = 1;
            for number in 0..200 {
                engine.create_volume(VolumeSpec::new(format!("v{number}"))).unwrap();
                match page.batches.recv_timeout(Duration::from_millis(1500)) {
                    Ok(_) => received += 1,
                    Err(_) => break,
                }
            }
            assert!(received <= MOST_UNSEEN + 3, "{received} batches without an answer");
            feed.acknowledge(1_000);
            let (_, next) = page.next();
            assert_eq!(next[0].payload, Payload::Resync(ResyncReason::Resumed));
            page.until(EventType::MetricUpdate);
            console.shutdown().await;
        });
    }
}
