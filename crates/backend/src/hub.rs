//! One publisher, any number of bounded subscribers.

use chrono::{DateTime, Utc};
use mini_aws_domain::{Event, Payload, ResyncReason};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;

/// How many events a subscriber may be behind before it is told to resync. At one frame a second and a storm of changes this is
/// several seconds; each event is shared, so the bound costs pointers, not copies.
const CAPACITY: usize = 1024;

/// Numbers events and hands them to whoever listens. A slow subscriber loses events and is told so; it never slows the publisher.
#[derive(Debug)]
pub struct Hub {
    sender: broadcast::Sender<Arc<Event>>,
    /// The time of the last event. Held while an event is numbered and sent, so that the order of numbers is the order of delivery.
    publishing: Mutex<DateTime<Utc>>,
    seq: AtomicU64,
}

impl Default for Hub {
    fn default() -> Self {
        Self::with_capacity(CAPACITY)
    }
}

impl Hub {
    /// A hub whose subscribers may be `capacity` events behind.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        let (sender, _) = broadcast::channel(capacity);
        Self { sender, publishing: Mutex::new(DateTime::default()), seq: AtomicU64::new(0) }
    }

    /// The number of the last event that was published; zero before the first.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq.load(Ordering::Acquire)
    }

    /// Publishes one event.
    pub fn publish(&self, timestamp: DateTime<Utc>, payload: Payload) {
        let mut last = self.publishing.lock().unwrap_or_else(PoisonError::into_inner);
        *last = timestamp;
        let seq = self.seq.fetch_add(1, Ordering::AcqRel) + 1;
        // An error only says that nobody listens.
        let _ = self.sender.send(Arc::new(Event { seq, timestamp, payload }));
    }

    /// Listens from now on.
    #[must_use]
    pub fn subscribe(self: &Arc<Self>) -> Subscription {
        Subscription { receiver: self.sender.subscribe(), hub: Arc::clone(self) }
    }

    /// How many listen.
    #[must_use]
    pub fn subscribers(&self) -> usize {
        self.sender.receiver_count()
    }
}

/// One listener's place in the stream of events. Dropping it unsubscribes.
#[derive(Debug)]
pub struct Subscription {
    receiver: broadcast::Receiver<Arc<Event>>,
    hub: Arc<Hub>,
}

impl Subscription {
    /// The next event; `None` once the hub is gone. A listener that fell behind gets a `RESYNC` with the newest number in place of
    /// what it missed, and goes on from there. Cancel-safe.
    pub async fn next(&mut self) -> Option<Arc<Event>> {
        match self.receiver.recv().await {
            Ok(event) => Some(event),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(self.catch_up()),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }

    /// The next event if one is waiting; `None` if not.
    pub fn try_next(&mut self) -> Option<Arc<Event>> {
        match self.receiver.try_recv() {
            Ok(event) => Some(event),
            Err(broadcast::error::TryRecvError::Lagged(_)) => Some(self.catch_up()),
            Err(_) => None,
        }
    }

    /// Jumps to the present. What is still queued is older than the snapshot that the listener will ask for.
    fn catch_up(&mut self) -> Arc<Event> {
        let last = self.hub.publishing.lock().unwrap_or_else(PoisonError::into_inner);
        self.receiver = self.receiver.resubscribe();
        Arc::new(Event {
            seq: self.hub.seq(),
            timestamp: *last,
            payload: Payload::Resync(ResyncReason::Lagged),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::{EventType, ResourceSummary};

    fn publish(hub: &Hub, times: usize) {
        for _ in 0..times {
            hub.publish(Utc::now(), Payload::SummaryUpdate(ResourceSummary::default()));
        }
    }

    #[tokio::test]
    async fn every_subscriber_gets_every_event_in_order_and_without_a_gap() {
        let hub = Arc::new(Hub::with_capacity(16));
        let mut subscriptions = [hub.subscribe(), hub.subscribe()];
        publish(&hub, 10);
        for subscription in &mut subscriptions {
            for seq in 1..=10 {
                assert_eq!(subscription.next().await.unwrap().seq, seq);
            }
            assert!(subscription.try_next().is_none());
        }
    }

    #[tokio::test]
    async fn a_slow_subscriber_is_told_to_resync_and_goes_on_from_the_present() {
        let hub = Arc::new(Hub::with_capacity(4));
        let mut slow = hub.subscribe();
        publish(&hub, 100);
        let event = slow.next().await.unwrap();
        assert_eq!(event.event_type(), EventType::Resync);
        assert_eq!(event.seq, 100);
        assert!(event.timestamp > DateTime::<Utc>::default(), "the time of what it stands for");
        publish(&hub, 1);
        assert_eq!(slow.next().await.unwrap().seq, 101);
    }

    #[tokio::test]
    async fn a_slow_subscriber_costs_the_others_nothing() {
        let hub = Arc::new(Hub::with_capacity(4));
        let _slow = hub.subscribe();
        let mut quick = hub.subscribe();
        for seq in 1..=100 {
            publish(&hub, 1);
            assert_eq!(quick.next().await.unwrap().seq, seq);
        }
    }

    #[test]
    fn dropping_a_subscription_unsubscribes() {
        let hub = Arc::new(Hub::default());
        let subscription = hub.subscribe();
        assert_eq!(hub.subscribers(), 1);
        drop(subscription);
        assert_eq!(hub.subscribers(), 0);
        publish(&hub, 1);
        assert_eq!(hub.seq(), 1);
    }
}
