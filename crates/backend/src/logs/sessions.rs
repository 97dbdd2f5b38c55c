//! The logs that are being read, each until nobody asks for its next lines.

use super::error::LogsError;
use mini_aws_domain::{LogBatch, LogEnd, LogLine, LogSession};
use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_util::sync::CancellationToken;

/// How many logs are read at once: usually, and of an engine behind `ssh`, where each is a process here and one there.
const MOST: usize = 16;
const MOST_FAR: usize = 4;
/// How many logs are saved at once.
const MOST_SAVED: usize = 4;
/// How long the next lines are waited for.
const WAIT: Duration = Duration::from_secs(10);
/// How long more lines are waited for once there are some.
const GATHER: Duration = Duration::from_millis(50);
/// A log that nobody asked for in so long is not read any more.
const IDLE: Duration = Duration::from_secs(60);
/// The most lines, and about the most bytes, of one batch.
const BATCH_LINES: usize = 2_000;
const BATCH_BYTES: usize = 512 * 1024;
/// How many handfuls of lines wait to be asked for; the engine waits with what is beyond.
const WAITING: usize = 8;
/// Bytes of randomness in a session's name.
const NAME_BYTES: usize = 16;

/// All logs that are being read.
#[derive(Debug, Default)]
pub(crate) struct LogSessions {
    open: Mutex<HashMap<String, Arc<Session>>>,
    saving: AtomicUsize,
}

/// A turn to save a log; another may have it once it is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a>(&'a AtomicUsize);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One log that is being read.
#[derive(Debug)]
pub(super) struct Session {
    name: String,
    feed: tokio::sync::Mutex<Feed>,
    asked: Mutex<Instant>,
    /// Cancelled when it is not to be read any more.
    pub(super) stop: CancellationToken,
}

/// What comes of a log.
#[derive(Debug)]
pub(super) enum Fed {
    /// Some lines.
    Lines(Vec<LogLine>),
    /// No more.
    End(LogEnd),
}

/// What came and was not asked for yet.
#[derive(Debug)]
struct Feed {
    from: mpsc::Receiver<Fed>,
    lines: VecDeque<LogLine>,
    end: Option<LogEnd>,
}

impl LogSessions {
    /// Opens a session, and tells where its lines go. The one that was not asked for longest makes room for it.
    pub(super) fn open(
        &self,
        is_far: bool,
    ) -> Result<(Arc<Session>, mpsc::Sender<Fed>), LogsError> {
        let most = if is_far { MOST_FAR } else { MOST };
        let mut bytes = [0; NAME_BYTES];
        getrandom::fill(&mut bytes).map_err(LogsError::NoRandomness)?;
        let name = bytes.iter().fold(String::new(), |mut name, byte| {
            // Writing into a text cannot fail.
            let _ = write!(name, "{byte:02x}");
            name
        });
        let mut open = self.lock();
        if open.len() >= most {
            let idle = open.values().filter(|session| !session.is_awaited());
            let Some(oldest) = idle.min_by_key(|session| session.asked()).map(Arc::clone) else {
                return Err(LogsError::TooMany(most));
            };
            open.remove(&oldest.name);
            oldest.stop.cancel();
        }
        let (send, from) = mpsc::channel(WAITING);
        let session = Arc::new(Session {
            name: name.clone(),
            feed: tokio::sync::Mutex::new(Feed { from, lines: VecDeque::new(), end: None }),
            asked: Mutex::new(Instant::now()),
            stop: CancellationToken::new(),
        });
        open.insert(name, Arc::clone(&session));
        Ok((session, send))
    }

    /// A turn to save a log.
    pub(super) fn turn(&self) -> Result<Turn<'_>, LogsError> {
        let before = self.saving.fetch_add(1, Ordering::Relaxed);
        let turn = Turn(&self.saving);
        if before < MOST_SAVED { Ok(turn) } else { Err(LogsError::TooManySaved(MOST_SAVED)) }
    }

    /// The session of this name.
    pub(super) fn find(&self, session: &LogSession) -> Result<Arc<Session>, LogsError> {
        self.lock().get(&session.id).map(Arc::clone).ok_or(LogsError::NoLog)
    }

    /// Closes a session; whoever reads for it ends.
    pub(super) fn close(&self, session: &LogSession) {
        if let Some(closed) = self.lock().remove(&session.id) {
            closed.stop.cancel();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Session>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// How it is called from outside.
    pub(super) fn public(&self) -> LogSession {
        LogSession { id: self.name.clone() }
    }

    /// The next lines, waited for if there are none.
    pub(super) async fn next(&self) -> LogBatch {
        let end = Instant::now() + WAIT;
        self.touch();
        // Two who ask at once get the lines in turn; the second has to wait, and does not for ever.
        let Ok(mut feed) = timeout_at(end, self.feed.lock()).await else {
            return LogBatch::default();
        };
        if feed.lines.is_empty() && feed.end.is_none() {
            // Lines are not lost if who asked goes away meanwhile.
            if let Ok(fed) = timeout_at(end, feed.from.recv()).await {
                feed.put(fed);
            }
        }
        // Engines send a long log line by line; an answer for each would take minutes.
        let gathered = Instant::now() + GATHER;
        while !feed.lines.is_empty() && feed.end.is_none() && !feed.is_batch() {
            match timeout_at(gathered, feed.from.recv()).await {
                Ok(fed) => feed.put(fed),
                Err(_) => break,
            }
        }
        let batch = feed.batch();
        drop(feed);
        self.touch();
        batch
    }

    /// Waits until nobody asked for long.
    pub(super) async fn until_idle(&self) {
        loop {
            let end = self.asked() + IDLE;
            if Instant::now() >= end && !self.is_awaited() {
                return;
            }
            sleep_until(end.max(Instant::now() + Duration::from_secs(1))).await;
        }
    }

    fn is_awaited(&self) -> bool {
        self.feed.try_lock().is_err()
    }

    fn asked(&self) -> Instant {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn touch(&self) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

impl Feed {
    /// Takes what came; `None` if who reads ended without a word, as at the console's end.
    fn put(&mut self, fed: Option<Fed>) {
        match fed {
            Some(Fed::Lines(lines)) => self.lines.extend(lines),
            Some(Fed::End(end)) => self.end = Some(end),
            None if self.end.is_none() => {
                self.end = Some(LogEnd::Failed { problem: LogsError::NoLog.problem() });
            }
            None => {}
        }
    }

    /// Whether there is as much as is told at once: more waits at the engine, and not here.
    fn is_batch(&self) -> bool {
        self.lines.len() >= BATCH_LINES
            || self.lines.iter().map(|line| line.text.len()).sum::<usize>() >= BATCH_BYTES
    }

    fn batch(&mut self) -> LogBatch {
        let mut bytes = 0;
        let fits = self.lines.iter().take(BATCH_LINES).take_while(|line| {
            let fits = bytes < BATCH_BYTES;
            bytes += line.text.len();
            fits
        });
        let count = fits.count();
        let lines: Vec<LogLine> = self.lines.drain(..count).collect();
        let end = if self.lines.is_empty() { self.end.clone() } else { None };
        LogBatch { lines, end }
    }
}

#[cfg(test)]
mod tests;
