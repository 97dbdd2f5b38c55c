//! Just enough of HTTP on a local socket: a question, and something that answers nonsense.

use std::io::{self, Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(2);

/// Whether an engine answers at `socket`.
pub fn ping(socket: &Path) -> io::Result<bool> {
    Ok(get(socket, "/_ping", PATIENCE)?.is_some())
}

/// What is answered to a question at `socket`, if it is a good answer, within `patience`.
pub fn get(socket: &Path, path: &str, patience: Duration) -> io::Result<Option<String>> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // In this version an answer is not cut into chunks, and ends with the connection.
    stream.write_all(format!("GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let is_good = answer.lines().next().is_some_and(|line| line.contains(" 200 "));
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
    Ok(body.filter(|_| is_good))
}

/// Something that listens where an engine should, and gives everyone the same answer.
#[derive(Debug)]
pub struct Impostor {
    socket: PathBuf,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Impostor {
    /// Listens at `socket`.
    pub fn start(socket: &Path, answer: &'static [u8]) -> Self {
        let listener = UnixListener::bind(socket).expect("the socket can be made");
        let ended = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let ended = Arc::clone(&ended);
            move || {
                for stream in listener.incoming() {
                    if ended.load(Ordering::Relaxed) {
                        break;
                    }
                    // Who hangs up on an impostor is right.
                    let _ = stream.and_then(|stream| reply(stream, answer));
                }
            }
        });
        Self { socket: socket.to_owned(), ended, thread: Some(thread) }
    }
}

fn reply(mut stream: UnixStream, answer: &[u8]) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut question = [0; 4096];
    let _ = stream.read(&mut question)?;
    stream.write_all(answer)
}

impl Drop for Impostor {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // Wakes the thread, so that it sees that it is over.
        let _ = UnixStream::connect(&self.socket);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
