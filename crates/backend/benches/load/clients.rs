//! The clients: those who read note the number and the time of everything that comes; the silent ones only connect.

use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::{Message, WebSocketConfig};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// Where the key is.
pub const KEY: &str = "LOAD_BENCH_KEY";
/// How long what was under way at the end may take.
const GRACE: Duration = Duration::from_secs(5);
/// So many connect at once.
const ABREAST: usize = 50;

/// What became of it all.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Events that arrived, of all sorts.
    pub events: u64,
    /// Frames among them.
    pub frames: u64,
    pub bytes: u64,
    /// Numbers that were left out, and those that had not arrived at the end.
    pub lost: u64,
    /// How often somebody was told to resync.
    pub resyncs: u64,
    /// Readers whose connection did not last.
    pub cut_off: u64,
    /// Frames: from being published to being received, in milliseconds.
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
}

/// What one reader saw.
#[derive(Debug, Default)]
struct Seen {
    last: u64,
    outcome: Outcome,
    latencies: Vec<f64>,
}

pub async fn run(address: &str, readers: usize, silent: usize, seconds: u64) {
    let key = std::env::var(KEY).unwrap();
    // They stay open to the end.
    let _silent = connect_all(address, &key, silent).await;
    let sockets = connect_all(address, &key, readers).await;
    say("connected");
    let newest = Arc::new(AtomicU64::new(0));
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut reading = JoinSet::new();
    for socket in sockets {
        reading.spawn(read(socket, Arc::clone(&newest), end));
    }
    // Who has read to the end stays connected until the other side has counted.
    let (seen, _sockets): (Vec<Seen>, Vec<Socket>) = reading.join_all().await.into_iter().unzip();
    say(&serde_json::to_string(&sum_up(seen, newest.load(Ordering::Acquire))).unwrap());
    tokio::io::stdin().read_to_end(&mut Vec::new()).await.unwrap();
}

fn say(line: &str) {
    println!("{line}");
    io::stdout().flush().unwrap();
}

type Socket = WebSocketStream<TcpStream>;

async fn connect_all(address: &str, key: &str, count: usize) -> Vec<Socket> {
    let mut sockets = Vec::new();
    while sockets.len() < count {
        let mut connecting = JoinSet::new();
        for _ in 0..ABREAST.min(count - sockets.len()) {
            connecting.spawn(connect(address.to_owned(), key.to_owned()));
        }
        sockets.extend(connecting.join_all().await);
    }
    sockets
}

async fn connect(address: String, key: String) -> Socket {
    let stream = TcpStream::connect(&address).await.unwrap();
    let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
    request.headers_mut().insert("x-api-key", key.parse().unwrap());
    let config = WebSocketConfig::default().read_buffer_size(64 << 10);
    client_async_with_config(request, stream, Some(config)).await.unwrap().0
}

/// Reads until the end, and then until it has what the others have.
async fn read(mut socket: Socket, newest: Arc<AtomicU64>, end: Instant) -> (Seen, Socket) {
    let mut seen = Seen::default();
    let mut is_over = false;
    loop {
        let limit = if is_over { end + GRACE } else { end };
        match tokio::time::timeout_at(limit, socket.next()).await {
            Ok(Some(Ok(Message::Text(text)))) => seen.note(&text, &newest, is_over),
            Ok(Some(Ok(_))) => {}
            Ok(Some(Err(_)) | None) => {
                seen.outcome.cut_off = 1;
                return (seen, socket);
            }
            Err(_) if !is_over => is_over = true,
            Err(_) => return (seen, socket),
        }
        if is_over && seen.last >= newest.load(Ordering::Acquire) {
            return (seen, socket);
        }
    }
}

impl Seen {
    fn note(&mut self, text: &str, newest: &AtomicU64, is_over: bool) {
        let now = Utc::now();
        let outcome = &mut self.outcome;
        let seq: u64 = field(text, "\"seq\":", ',').parse().unwrap();
        let event_type = field(text, "\"type\":\"", '"');
        outcome.events += 1;
        outcome.bytes += text.len() as u64;
        outcome.resyncs += u64::from(event_type == "RESYNC");
        if self.last > 0 {
            outcome.lost += seq.saturating_sub(self.last + 1);
        }
        self.last = seq;
        if !is_over {
            newest.fetch_max(seq, Ordering::AcqRel);
        }
        if event_type == "METRIC_UPDATE" {
            let sent: DateTime<Utc> = field(text, "\"timestamp\":\"", '"').parse().unwrap();
            outcome.frames += 1;
            self.latencies.push((now - sent).as_seconds_f64() * 1000.0);
        }
    }
}

/// A field of the envelope, which stands before the payload. A whole frame of JSON for each of a thousand clients would be read more
/// slowly than it is sent.
fn field<'a>(text: &'a str, name: &str, end: char) -> &'a str {
    let (_, rest) = text.split_once(name).unwrap();
    rest.split_once(end).unwrap().0
}

fn sum_up(all: Vec<Seen>, newest: u64) -> Outcome {
    let mut sum = Outcome::default();
    let mut latencies = Vec::new();
    for seen in all {
        sum.events += seen.outcome.events;
        sum.frames += seen.outcome.frames;
        sum.bytes += seen.outcome.bytes;
        sum.lost += seen.outcome.lost + newest.saturating_sub(seen.last);
        sum.resyncs += seen.outcome.resyncs;
        sum.cut_off += seen.outcome.cut_off;
        latencies.extend(seen.latencies);
    }
    latencies.sort_by(f64::total_cmp);
    let share = |share: f64| {
        let place = share * latencies.len().saturating_sub(1) as f64;
        latencies.get(place.round() as usize).copied().unwrap_or(f64::INFINITY)
    };
    (sum.p50_ms, sum.p95_ms) = (share(0.5), share(0.95));
    (sum.p99_ms, sum.max_ms) = (share(0.99), share(1.0));
    sum
}
