//! Those who listen: one to Server-Sent Events, one on a WebSocket.

use crate::hall::{Hall, soon};
use axum::body::Bytes;
use axum::http::{HeaderMap, Request, StatusCode};
use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use mini_aws_domain::{Event, EventType, Payload, Reply};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::error::Error;
use tokio_tungstenite::tungstenite::handshake::client::Response;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

/// Who listens to Server-Sent Events.
pub struct Listener {
    pub status: StatusCode,
    pub headers: HeaderMap,
    body: hyper::body::Incoming,
    unread: String,
}

/// What it was told: one block of lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    pub event: String,
    pub id: String,
    pub data: String,
    pub retry: String,
    pub comment: bool,
}

impl Told {
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.data).unwrap()
    }

    /// Its number, after a look at the rest of its id.
    pub fn seq(&self) -> u64 {
        let (run, seq) = self.id.rsplit_once('-').unwrap();
        assert_eq!(run.len(), 16, "{}", self.id);
        seq.parse().unwrap()
    }
}

impl Listener {
    pub async fn open(hall: &Hall, last_seen: Option<&str>) -> Self {
        Self::at(hall, "/stream", last_seen).await
    }

    pub async fn at(hall: &Hall, path: &str, last_seen: Option<&str>) -> Self {
        let mut request = Request::get(format!("http://{}{path}", hall.address));
        if let Some(id) = last_seen {
            request = request.header("last-event-id", id);
        }
        let request = request.body(Empty::<Bytes>::new()).unwrap();
        // A client of its own, so that dropping this one closes its connection.
        let client = Client::builder(TokioExecutor::new()).build_http();
        let response = soon("an answer", client.request(request)).await.unwrap();
        let (parts, body) = response.into_parts();
        Self { status: parts.status, headers: parts.headers, body, unread: String::new() }
    }

    /// The next block; `None` at the end.
    pub async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some((block, rest)) = self.unread.split_once("\n\n") {
                let told = block.lines().fold(Told::default(), line);
                self.unread = rest.to_owned();
                return Some(told);
            }
            let frame = soon("the next event", self.body.frame()).await?.ok()?;
            let bytes = frame.into_data().unwrap();
            self.unread.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    /// The next block that is an event.
    pub async fn event(&mut self) -> Told {
        loop {
            let told = self.next().await.expect("the stream goes on");
            if !told.event.is_empty() {
                return told;
            }
        }
    }

    /// The next event of this name.
    pub async fn until(&mut self, name: &str) -> Told {
        loop {
            let told = self.event().await;
            if told.event == name {
                return told;
            }
        }
    }

    /// All that is left, for an answer that is no stream.
    pub async fn rest(self) -> Value {
        let body = self.body.collect().await.unwrap().to_bytes();
        serde_json::from_slice(&body).unwrap()
    }
}

fn line(mut told: Told, line: &str) -> Told {
    let (field, value) = line.split_once(':').unwrap();
    let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
    match field {
        "" => told.comment = true,
        "event" => told.event = value,
        "id" => told.id = value,
        "data" => told.data = value,
        "retry" => told.retry = value,
        other => panic!("unknown field {other}"),
    }
    told
}

/// Who is on a WebSocket.
pub struct Socket {
    pub stream: WebSocketStream<TcpStream>,
    pub protocol: Option<String>,
}

impl Socket {
    pub async fn open(hall: &Hall) -> Self {
        let stream = TcpStream::connect(hall.address).await.unwrap();
        Self::over(stream, &[]).await.unwrap()
    }

    /// Over this connection, offering these subprotocols.
    pub async fn over(stream: TcpStream, offered: &[&str]) -> Result<Self, Error> {
        let mut request = "ws://127.0.0.1/ws".into_client_request()?;
        if !offered.is_empty() {
            let offered = offered.join(", ").parse().unwrap();
            request.headers_mut().insert("sec-websocket-protocol", offered);
        }
        let connected = soon("a handshake", client_async(request, stream)).await;
        let (stream, response): (_, Response) = connected?;
        let protocol = response.headers().get("sec-websocket-protocol");
        let protocol = protocol.map(|value| value.to_str().unwrap().to_owned());
        Ok(Self { stream, protocol })
    }

    pub async fn say(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.unwrap();
    }

    /// The next text, or how it was closed.
    pub async fn text(&mut self) -> Result<String, Option<CloseFrame>> {
        loop {
            match soon("the next message", self.stream.next()).await {
                Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
                Some(Ok(Message::Close(close))) => return Err(close),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(None),
            }
        }
    }

    /// The next event. Replies are not skipped: what is none is a mistake of the test.
    pub async fn event(&mut self) -> Event {
        let text = self.text().await.expect("the socket is open");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// The next event of this sort.
    pub async fn until(&mut self, wanted: EventType) -> Event {
        loop {
            let event = self.event().await;
            if event.event_type() == wanted {
                return event;
            }
        }
    }

    /// The answer to what was said; events that come before it are left out.
    pub async fn reply(&mut self) -> Reply {
        loop {
            let text = self.text().await.expect("the socket is open");
            if let Ok(reply) = serde_json::from_str(&text) {
                return reply;
            }
        }
    }

    /// The code that it is closed with; what comes before is left out.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.text().await {
                Ok(_) => {}
                Err(close) => {
                    let close = close.expect("it was told why");
                    // The answer goes out while it is read on.
                    while let Some(Ok(_)) = soon("the end", self.stream.next()).await {}
                    return (close.code.into(), close.reason.to_string());
                }
            }
        }
    }
}

/// Whether it is a frame.
pub fn samples(event: &Event) -> Option<usize> {
    match &event.payload {
        Payload::MetricUpdate(frame) => Some(frame.samples.len()),
        _ => None,
    }
}
