//! How much the streams take on, and how long they wait.

use std::time::Duration;

/// The bounds of both streams. The defaults are those of a real door; tests shorten them.
#[derive(Debug, Clone)]
pub struct Limits {
    /// WebSockets at once.
    pub ws_connections: usize,
    /// Listeners to Server-Sent Events at once. Fewer, for a browser opens no more than six to one address anyway.
    pub sse_connections: usize,
    /// How many events are kept for who is behind or comes back.
    pub kept_events: usize,
    /// How many samples of frames are kept, over all events: what a frame takes depends on the number of instances. With its JSON for
    /// both streams a sample takes less than a kilobyte, so this bounds the ring to some 30 MB; a single larger frame is kept all the
    /// same.
    pub kept_samples: usize,
    /// For how long events are kept.
    pub kept_for: Duration,
    /// Time between two summaries in the Server-Sent Events if nothing changes.
    pub summary_every: Duration,
    /// Time between two comments in the Server-Sent Events, for proxies that close what looks idle.
    pub keep_alive_every: Duration,
    /// Time between two pings of a WebSocket.
    pub ping_every: Duration,
    /// A WebSocket of which nothing was heard for so long is closed.
    pub idle_after: Duration,
    /// A WebSocket that does not take one message within this time is closed.
    pub send_within: Duration,
    /// How long a WebSocket may take to answer a close.
    pub close_within: Duration,
    /// Who loses the thread so often within [`lag_window`](Self::lag_window) is sent away.
    pub lags: usize,
    /// The time in which [`lags`](Self::lags) count.
    pub lag_window: Duration,
    /// How many messages that cannot be understood a WebSocket may send.
    pub bad_messages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            ws_connections: 2_000,
            sse_connections: 256,
            kept_events: 1_024,
            kept_samples: 30_000,
            kept_for: Duration::from_secs(30),
            summary_every: Duration::from_secs(5),
            keep_alive_every: Duration::from_secs(15),
            ping_every: Duration::from_secs(20),
            idle_after: Duration::from_secs(60),
            send_within: Duration::from_secs(10),
            close_within: Duration::from_secs(2),
            lags: 3,
            lag_window: Duration::from_secs(60),
            bad_messages: 20,
        }
    }
}
