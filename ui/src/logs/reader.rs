//! Asks for a log's next lines for as long as somebody wants them.

use crate::{backend::Backend, platform};
use chrono::TimeDelta;
use mini_aws_domain::{LogEnd, LogLine, LogSession, LogsQuery, Problem};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// How long is waited before a log is begun anew, in milliseconds, after so many times that brought no new line. Then it is given up.
const PAUSES_MS: [u32; 5] = [500, 1_000, 2_000, 4_000, 8_000];
/// A session that held for so long was a good one: what failed before it does not count any more.
const GOOD_AFTER: TimeDelta = TimeDelta::seconds(30);

/// What there is to tell of a log.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// It is being read.
    Opened,
    /// More lines.
    Lines(Vec<LogLine>),
    /// There will be no more: all was read, or the instance stopped.
    Ended,
    /// It broke off.
    Failed(Problem),
}

/// A log that is read, for who wants it no longer.
#[derive(Clone)]
pub struct Reading {
    backend: Rc<dyn Backend>,
    is_wanted: Rc<Cell<bool>>,
    session: Rc<RefCell<Option<LogSession>>>,
}

impl Reading {
    /// Nothing is read yet, and everything is wanted.
    #[must_use]
    pub fn new(backend: Rc<dyn Backend>) -> Self {
        Self { backend, is_wanted: Rc::new(Cell::new(true)), session: Rc::default() }
    }

    /// Wants no more. What is still on its way is not told.
    pub async fn leave(&self) {
        self.is_wanted.set(false);
        let session = self.session.borrow_mut().take();
        if let Some(session) = session {
            end(&self.backend, &session).await;
        }
    }
}

/// Reads what `query` asks for, until it ends or `reading` is left. A session that the console forgot, since this page slept, is
/// begun anew: `query` is asked for each, and knows what came before. `tell` says whether that was news:
/// where a log is begun again and again without any, pauses grow, and in the end it is told why.
pub async fn read(reading: Reading, query: impl Fn() -> LogsQuery, tell: impl Fn(Told) -> bool) {
    let backend = &reading.backend;
    let mut tries = 0;
    loop {
        let session = match backend.read_logs(query()).await {
            Ok(session) => session,
            Err(problem) => {
                if reading.is_wanted.get() {
                    tell(Told::Failed(problem));
                }
                return;
            }
        };
        let opened_at = platform::now();
        if !reading.is_wanted.get() {
            return end(backend, &session).await;
        }
        reading.session.replace(Some(session.clone()));
        tell(Told::Opened);
        let mut was_heard = false;
        let problem = loop {
            let batch = backend.next_logs(&session).await;
            if !reading.is_wanted.get() {
                // Who left has ended it.
                return;
            }
            let batch = match batch {
                Ok(batch) => batch,
                Err(problem) => break problem,
            };
            was_heard = true;
            if !batch.lines.is_empty() && tell(Told::Lines(batch.lines)) {
                tries = 0;
            }
            match batch.end {
                None => {}
                Some(LogEnd::Done) => {
                    reading.session.take();
                    tell(Told::Ended);
                    return;
                }
                Some(LogEnd::Failed { problem }) => {
                    reading.session.take();
                    tell(Told::Failed(problem));
                    return;
                }
            }
        };
        reading.session.take();
        end(backend, &session).await;
        // Once more only where it went well before: what fails at once would fail for ever.
        if platform::now() - opened_at >= GOOD_AFTER {
            tries = 0;
        }
        let Some(pause) = PAUSES_MS.get(tries).filter(|_| was_heard) else {
            tell(Told::Failed(problem));
            return;
        };
        tries += 1;
        platform::pause(*pause).await;
        if !reading.is_wanted.get() {
            return;
        }
    }
}

async fn end(backend: &Rc<dyn Backend>, session: &LogSession) {
    if let Err(problem) = backend.end_logs(session).await {
        // It ends by itself a minute later.
        platform::log_error(&problem.message);
    }
}
