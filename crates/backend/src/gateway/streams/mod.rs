//! The two streams of the HTTP door: Server-Sent Events and the WebSocket. They know neither keys nor cookies; who comes here has
//! been let in.
//!
//! One task puts what the hub publishes into the [`ring`], and every connection reads there at its own pace. An event becomes JSON
//! at most once for all that are sent it, and not at all while nobody is connected. Who reads too slowly loses the thread and is
//! told so; it costs the others nothing.

mod lags;
mod limits;
mod places;
mod ring;
mod shots;
pub mod sse;
pub mod stall;
mod told;
pub mod ws;

pub use limits::Limits;

use crate::Console;
use places::{Place, Places};
use ring::Ring;
use shots::Shots;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tracing::warn;

/// What the connections of both streams share.
#[derive(Debug)]
pub struct Streams {
    console: Console,
    limits: Limits,
    ring: Ring,
    shots: Shots,
    /// A word that no other run has: numbers of events begin anew with each.
    run: String,
    sockets: Places,
    listeners: Places,
    cancel: CancellationToken,
}

impl Streams {
    /// Listens to the console until `cancel`, with the limits of a real door. Must be called within a tokio runtime.
    #[must_use]
    pub fn start(console: Console, cancel: CancellationToken) -> Arc<Self> {
        Self::start_with(console, cancel, Limits::default())
    }

    /// Listens to the console until `cancel`, with these limits. Must be called within a tokio runtime.
    #[must_use]
    pub fn start_with(console: Console, cancel: CancellationToken, limits: Limits) -> Arc<Self> {
        // Subscribed before the number is asked for: what comes between the two is in the ring, and never missed.
        let mut subscription = console.subscribe();
        let ring = Ring::new(&limits, console.seq(), console.now());
        let streams = Arc::new(Self {
            ring,
            shots: Shots::default(),
            run: format!("{:016x}", fastrand::u64(..)),
            sockets: Places::new(limits.ws_connections),
            listeners: Places::new(limits.sse_connections),
            console,
            limits,
            cancel,
        });
        let pump = Arc::clone(&streams);
        tokio::spawn(async move {
            let forward = async {
                while let Some(event) = subscription.next().await {
                    pump.ring.push(event);
                }
            };
            pump.cancel.run_until_cancelled(forward).await;
        });
        streams
    }

    /// How many WebSockets are connected.
    #[must_use]
    pub fn ws_connections(&self) -> usize {
        self.sockets.taken()
    }

    /// How many listen to Server-Sent Events.
    #[must_use]
    pub fn sse_connections(&self) -> usize {
        self.listeners.taken()
    }

    /// Waits until every connection has ended, after `cancel`. Bounded: one that does not take its leave is left behind.
    pub async fn wait_closed(&self) {
        // A WebSocket takes its leave within `close_within`; the rest is for a machine that has other things to do.
        let bound = self.limits.close_within + Duration::from_secs(1);
        let all = async { tokio::join!(self.sockets.all_left(), self.listeners.all_left()) };
        if tokio::time::timeout(bound, all).await.is_err() {
            let (sockets, listeners) = (self.ws_connections(), self.sse_connections());
            warn!(sockets, listeners, "connections did not end in time");
        }
    }

    /// A place for one more WebSocket; `None` if there is none, or no more are let in.
    fn socket_place(&self) -> Option<Place> {
        self.sockets.take().filter(|_| !self.cancel.is_cancelled())
    }

    /// A place for one more listener to Server-Sent Events; `None` if there is none, or no more are let in.
    fn listener_place(&self) -> Option<Place> {
        self.listeners.take().filter(|_| !self.cancel.is_cancelled())
    }
}
