//! One WebSocket, from its first event to its close.

use super::filter::{Filter, Share};
use super::{LONGEST_MESSAGE, message};
use crate::gateway::streams::Streams;
use crate::gateway::streams::lags::Lags;
use crate::gateway::streams::places::Place;
use crate::gateway::streams::ring::{Cursor, Next};
use crate::gateway::streams::told::{Told, json};
use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code};
use mini_aws_domain::{ClientMessage, Event, Reply, ReplyBody};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep_until, timeout};
use tracing::debug;

/// How long a connection that cannot be read any more is held, so that its close is not overtaken by the reset that follows when
/// something unread is thrown away.
const LINGER: Duration = Duration::from_millis(500);

/// One client.
#[derive(Debug)]
pub(super) struct Session {
    streams: Arc<Streams>,
    cursor: Cursor,
    /// The number of the last event before what is said next.
    seq: u64,
    filter: Filter,
    lags: Lags,
    bad_messages: usize,
    /// When something was heard of it last.
    heard: Instant,
    ping: Interval,
    place: Place,
}

/// Why it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The client closed, or is gone.
    Left,
    /// The console shuts down.
    Shutdown,
    /// Nothing was heard of it.
    Idle,
    /// It takes too little of what it is sent.
    TooSlow,
    /// It sent too much that cannot be understood.
    TooManyBad,
    /// It sent something that is not text.
    Binary,
    /// It sent too long a message.
    TooLong,
    /// It does not keep to the protocol, so nothing more can be read of it: the close code.
    Broken(u16),
}

impl End {
    /// What the client is told.
    fn close(self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Left => return None,
            Self::Shutdown => (close_code::AWAY, "the console shuts down"),
            Self::Idle => (close_code::POLICY, "nothing was heard for too long"),
            Self::TooSlow => (close_code::POLICY, "too slow"),
            Self::TooManyBad => (close_code::POLICY, "too many messages that are not understood"),
            Self::Binary => (close_code::UNSUPPORTED, "messages are text"),
            Self::TooLong | Self::Broken(close_code::SIZE) => {
                (close_code::SIZE, "a message may have 16 KiB")
            }
            Self::Broken(code) => (code, "this is not how a WebSocket speaks"),
        };
        Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) })
    }
}

/// What happens next.
enum Turn {
    Heard(Option<Result<Message, axum::Error>>),
    Tell(Next),
    Ping,
    Over(End),
}

impl Session {
    /// A client that gets what comes from now on.
    pub(super) fn new(streams: Arc<Streams>, place: Place) -> Self {
        let (limits, now) = (&streams.limits, Instant::now());
        let (cursor, seq) = streams.ring.at_end();
        let mut ping = interval_at(now + limits.ping_every, limits.ping_every);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let lags = Lags::new(limits);
        let filter = Filter::default();
        Self { streams, cursor, seq, filter, lags, bad_messages: 0, heard: now, ping, place }
    }

    /// Serves the client until either side has had enough.
    pub(super) async fn run(mut self, mut socket: WebSocket) {
        self.heard = Instant::now();
        let end = self.serve(&mut socket).await;
        debug!(?end, "a WebSocket ends");
        let within = self.streams.limits.close_within;
        if timeout(within, take_leave(&mut socket, end)).await.is_err() {
            debug!(?end, "a WebSocket did not take its leave");
        }
        drop(socket);
        // Last, so that a place that is free is free indeed.
        drop(self.place);
    }

    async fn serve(&mut self, socket: &mut WebSocket) -> End {
        loop {
            let done = match self.turn(socket).await {
                Turn::Heard(Some(Ok(message))) => self.hear(socket, message).await,
                Turn::Heard(Some(Err(error))) => Err(why_broken(&error)),
                Turn::Heard(None) => Err(End::Left),
                Turn::Tell(Next::Told(told)) => self.tell(socket, &told).await,
                Turn::Tell(Next::Lagged(resync)) => self.resync(socket, &resync).await,
                Turn::Ping => self.send(socket, Message::Ping(Bytes::new())).await,
                Turn::Over(end) => Err(end),
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    /// Waits for what happens next. What was heard goes first: it may end this, and proves that somebody is there.
    async fn turn(&mut self, socket: &mut WebSocket) -> Turn {
        let streams = &self.streams;
        let idle = sleep_until(self.heard + streams.limits.idle_after);
        tokio::select! {
            biased;
            () = streams.cancel.cancelled() => Turn::Over(End::Shutdown),
            heard = socket.recv() => Turn::Heard(heard),
            () = idle => Turn::Over(End::Idle),
            _ = self.ping.tick() => Turn::Ping,
            next = self.cursor.next(&streams.ring) => Turn::Tell(next),
        }
    }

    /// Sends one message, within the time that a client has for it.
    async fn send(&self, socket: &mut WebSocket, message: Message) -> Result<(), End> {
        let within = self.streams.limits.send_within;
        tokio::select! {
            biased;
            sent = timeout(within, socket.send(message)) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => {
                    debug!(%error, "a WebSocket is gone");
                    Err(End::Left)
                }
                Err(_) => Err(End::TooSlow),
            },
            () = self.streams.cancel.cancelled() => Err(End::Shutdown),
        }
    }

    /// Sends what the client is to have of an event.
    async fn tell(&mut self, socket: &mut WebSocket, told: &Told) -> Result<(), End> {
        self.seq = told.event().seq;
        let text = match self.filter.share(told.event()) {
            Share::Whole => told.envelope(),
            Share::Part(event) => json(&event).map(Utf8Bytes::from),
            Share::Nothing => None,
        };
        match text {
            Some(text) => self.send(socket, Message::Text(text)).await,
            None => Ok(()),
        }
    }

    /// The client fell behind: it is told so, or sent away if that happens too often.
    async fn resync(&mut self, socket: &mut WebSocket, resync: &Event) -> Result<(), End> {
        if self.lags.add(Instant::now()) {
            return Err(End::TooSlow);
        }
        self.seq = resync.seq;
        match json(resync) {
            Some(text) => self.send(socket, Message::Text(text.into())).await,
            None => Ok(()),
        }
    }

    /// Answers the client.
    async fn hear(&mut self, socket: &mut WebSocket, message: Message) -> Result<(), End> {
        self.heard = Instant::now();
        match message {
            Message::Text(text) if text.len() > LONGEST_MESSAGE => Err(End::TooLong),
            Message::Text(text) => {
                let body = self.understand(&text)?;
                let (seq, timestamp) = (self.seq, self.streams.console.now());
                match json(&Reply { seq, timestamp, body }) {
                    Some(text) => self.send(socket, Message::Text(text.into())).await,
                    None => Ok(()),
                }
            }
            Message::Binary(_) => Err(End::Binary),
            // A ping is answered by tungstenite.
            Message::Ping(_) | Message::Pong(_) => Ok(()),
            Message::Close(_) => Err(End::Left),
        }
    }

    /// Does what a message asks for.
    fn understand(&mut self, text: &str) -> Result<ReplyBody, End> {
        match message::read(text) {
            Ok(message @ ClientMessage::Subscribe { .. }) => {
                self.filter = Filter::from(&message);
                Ok(ReplyBody::Subscribed(message))
            }
            Err(problem) => {
                self.bad_messages += 1;
                if self.bad_messages > self.streams.limits.bad_messages {
                    return Err(End::TooManyBad);
                }
                Ok(ReplyBody::Error(problem))
            }
        }
    }
}

/// Says why, and waits until the client has answered. A client that closed by itself is answered by tungstenite.
async fn take_leave(socket: &mut WebSocket, end: End) {
    if let Some(close) = end.close()
        && let Err(error) = socket.send(Message::Close(Some(close))).await
    {
        debug!(%error, "a WebSocket could not be told why it is closed");
        return;
    }
    if let End::Broken(_) = end {
        tokio::time::sleep(LINGER).await;
    }
    while let Some(Ok(_)) = socket.recv().await {}
}

/// Why nothing more can be read.
fn why_broken(error: &axum::Error) -> End {
    debug!(%error, "a WebSocket cannot be read");
    match error.source().and_then(|source| source.downcast_ref()) {
        Some(tungstenite::Error::Capacity(_)) => End::Broken(close_code::SIZE),
        Some(tungstenite::Error::Utf8(_)) => End::Broken(close_code::INVALID),
        Some(tungstenite::Error::Protocol(
            tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
        )) => End::Left,
        Some(tungstenite::Error::Protocol(_)) => End::Broken(close_code::PROTOCOL),
        _ => End::Left,
    }
}
