//! Reads a log for a session, as fast as somebody asks for its lines.

use super::error::LogsError;
use super::sessions::Fed;
use crate::collector::Stay;
use crate::docker::logs::{Frames, Lines, Piece};
use crate::docker::{EngineError, LogPart};
use futures_util::{FutureExt as _, Stream, StreamExt as _};
use hyper::body::Bytes;
use mini_aws_domain::{InstanceId, LogLine};
use std::pin::pin;
use std::time::Duration;
use tokio::sync::mpsc;

/// How long an engine may take to begin, and between two parts of what there is.
pub(super) const ANSWER: Duration = Duration::from_secs(10);
/// A line without an end is shown after so long: it may be a question that waits for an answer.
const QUIET: Duration = Duration::from_millis(500);
/// How many lines, and about how many bytes, are handed on at once.
const HANDFUL: usize = 500;
const HANDFUL_BYTES: usize = 128 * 1024;
/// How many bytes are taken apart at once. Each may end a line, and a line that is told is much larger than that.
const PART_BYTES: usize = 16 * 1024;

/// Which log is read.
pub(super) struct Source {
    /// The engine that keeps it.
    pub(super) engine: Stay,
    /// Whose it is.
    pub(super) id: InstanceId,
    /// Whether it writes to a terminal.
    pub(super) has_terminal: bool,
    /// Where the engine writes its log.
    pub(super) driver: String,
}

impl Source {
    /// The log's bytes. The engine's refusal is told in words for people.
    pub(super) fn bytes(
        &self,
        part: LogPart,
    ) -> impl Stream<Item = Result<Bytes, LogsError>> + Send + use<> {
        let (id, driver) = (self.id.clone(), self.driver.clone());
        let log = self.engine.client.log(&self.id, part, ANSWER);
        log.map(move |chunk| chunk.map_err(|error| LogsError::refused(error, &id, &driver)))
    }
}

/// What the engine did not say in time.
pub(super) fn silent() -> LogsError {
    EngineError::TimedOut { question: "read a log", limit: ANSWER }.into()
}

/// Hands on the lines of a log until there are no more. Ends early, and well, if nobody takes them any more.
///
/// # Errors
/// If the engine breaks off.
pub(super) async fn read(
    source: &Source,
    part: LogPart,
    out: &mpsc::Sender<Fed>,
) -> Result<(), LogsError> {
    let mut lines = Vec::new();
    let ended = gather(source, part, &mut lines, out).await;
    // What came before the end is told, however it ended.
    hand_on(&mut lines, out).await;
    ended
}

/// Reads lines, and hands them on by the handful. Those that are left over at the end are in `lines`.
async fn gather(
    source: &Source,
    part: LogPart,
    lines: &mut Vec<LogLine>,
    out: &mpsc::Sender<Fed>,
) -> Result<(), LogsError> {
    let mut chunks = pin!(source.bytes(part));
    let mut frames = Frames::new(source.has_terminal);
    let mut assembled = Lines::default();
    loop {
        let wait = match (assembled.has_rest(), part.follow) {
            (true, true) => Some(QUIET),
            (false, true) => None,
            (_, false) => Some(ANSWER),
        };
        let waited = if lines.is_empty() {
            within(wait, chunks.next()).await
        } else {
            // What came meanwhile goes along: an engine may send each line by itself.
            match chunks.next().now_or_never() {
                Some(next) => Some(next),
                None if hand_on(lines, out).await => continue,
                None => return Ok(()),
            }
        };
        match waited {
            Some(Some(chunk)) => {
                for piece in frames.feed(chunk?)? {
                    if !take(&piece, &mut assembled, lines, out).await {
                        return Ok(());
                    }
                }
            }
            Some(None) => {
                assembled.flush(lines);
                return Ok(frames.finish()?);
            }
            None if part.follow => assembled.flush(lines),
            None => return Err(silent()),
        }
    }
}

/// Takes the lines out of what was written, and hands them on by the handful. Returns whether there is anybody to take them.
async fn take(
    piece: &Piece,
    assembled: &mut Lines,
    lines: &mut Vec<LogLine>,
    out: &mpsc::Sender<Fed>,
) -> bool {
    for part in piece.bytes.chunks(PART_BYTES) {
        assembled.feed(piece.stream, part, lines);
        if is_handful(lines) && !hand_on(lines, out).await {
            return false;
        }
    }
    true
}

/// Hands on some lines, once there is room for them. Returns whether there is anybody to take them.
async fn hand_on(lines: &mut Vec<LogLine>, out: &mpsc::Sender<Fed>) -> bool {
    let mut rest = std::mem::take(lines);
    while !rest.is_empty() {
        let later = rest.split_off(handful(&rest));
        if out.send(Fed::Lines(rest)).await.is_err() {
            return false;
        }
        rest = later;
    }
    true
}

/// Whether there are as many lines as are handed on at once.
fn is_handful(lines: &[LogLine]) -> bool {
    lines.len() >= HANDFUL
        || lines.iter().map(|line| line.text.len()).sum::<usize>() >= HANDFUL_BYTES
}

/// How many of these lines are handed on next: one at least.
fn handful(lines: &[LogLine]) -> usize {
    let mut bytes = 0;
    let fits = lines.iter().take(HANDFUL).take_while(|line| {
        let fits = bytes < HANDFUL_BYTES;
        bytes += line.text.len();
        fits
    });
    fits.count()
}

/// Waits, with a limit if there is one; `None` if it passed.
async fn within<T>(limit: Option<Duration>, awaited: impl Future<Output = T>) -> Option<T> {
    match limit {
        Some(limit) => tokio::time::timeout(limit, awaited).await.ok(),
        None => Some(awaited.await),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::LogStream;

    #[tokio::test]
    async fn long_lines_are_handed_on_a_few_at_a_time() {
        let line = |text: String| LogLine { at: None, stream: LogStream::Out, text, is_cut: false };
        let (send, mut out) = mpsc::channel(8);
        let mut lines: Vec<_> = (0..20).map(|_| line("x".repeat(16 * 1024))).collect();
        assert!(is_handful(&lines) && !is_handful(&lines[..7]));
        lines.extend((0..600).map(|number| line(number.to_string())));
        assert!(hand_on(&mut lines, &send).await);
        drop(send);
        let mut counts = Vec::new();
        while let Some(Fed::Lines(lines)) = out.recv().await {
            counts.push(lines.len());
        }
        assert_eq!(counts, [8, 8, 500, 104]);
    }

    #[test]
    fn many_empty_lines_that_come_at_once_are_not_held_at_once() {
        const MANY: usize = 400 * 1024;
        let bytes = Bytes::from(vec![b'\n'; MANY]);
        let piece = Piece { stream: LogStream::Out, bytes };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut told = 0;
        let held = allocation_counter::measure(|| {
            told = runtime.block_on(async {
                let (send, mut out) = mpsc::channel(8);
                let taking = async move {
                    let (mut assembled, mut lines) = (Lines::default(), Vec::new());
                    assert!(take(&piece, &mut assembled, &mut lines, &send).await);
                    assert!(hand_on(&mut lines, &send).await);
                };
                let counting = async {
                    let mut count = 0;
                    while let Some(Fed::Lines(lines)) = out.recv().await {
                        count += lines.len();
                    }
                    count
                };
                tokio::join!(taking, counting).1
            });
        });
        assert_eq!(told, MANY);
        assert!(held.bytes_max < 6 << 20, "{} bytes", held.bytes_max);
    }
}
