//! Somebody who has the console open: reads all that it publishes, in a thread of the bench's own.

use super::http::Door;
use mini_aws_domain::{Event, Payload};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Instant;
use tungstenite::client::IntoClientRequest;
use tungstenite::{Message, WebSocket};

/// What came, in its order.
#[derive(Debug, Clone, Copy)]
pub struct Came {
    pub seq: u64,
    pub at: Instant,
    /// Of a frame: its tick in milliseconds, and how many samples it has.
    pub frame: Option<(i64, usize)>,
    pub is_resync: bool,
    pub bytes: usize,
}

/// A WebSocket that is read until this is dropped.
#[derive(Debug)]
pub struct Reader {
    stream: TcpStream,
    thread: Option<JoinHandle<()>>,
    came: Arc<Mutex<Vec<Came>>>,
}

impl Reader {
    /// Begins to read.
    pub fn open(door: &Door) -> Self {
        let stream = TcpStream::connect(&door.address).unwrap();
        let mut request = format!("ws://{}/ws", door.address).into_client_request().unwrap();
        request.headers_mut().insert("x-api-key", door.key.parse().unwrap());
        let (socket, _) = tungstenite::client(request, stream.try_clone().unwrap()).unwrap();
        let came = Arc::new(Mutex::new(Vec::new()));
        let thread = std::thread::spawn({
            let came = Arc::clone(&came);
            move || read(socket, &came)
        });
        Self { stream, thread: Some(thread), came }
    }

    /// What came so far.
    pub fn came(&self) -> Vec<Came> {
        self.came.lock().unwrap().clone()
    }
}

fn read(mut socket: WebSocket<TcpStream>, came: &Mutex<Vec<Came>>) {
    // It ends when the connection does; that it ended too soon is seen by what did not come.
    while let Ok(message) = socket.read() {
        let at = Instant::now();
        let Message::Text(text) = message else { continue };
        let event: Event = serde_json::from_str(&text).unwrap();
        let frame = match &event.payload {
            Payload::MetricUpdate(frame) => {
                Some((frame.timestamp.timestamp_millis(), frame.samples.len()))
            }
            _ => None,
        };
        let is_resync = matches!(event.payload, Payload::Resync(_));
        let bytes = text.len();
        came.lock().unwrap().push(Came { seq: event.seq, at, frame, is_resync, bytes });
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It may be closed by the other side already.
        let _ = self.stream.shutdown(Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
