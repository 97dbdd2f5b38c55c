//! Asks for a log's next lines for as long as somebody wants them.

use crate::{backend::Backend, platform};
use mini_aws_domain::{LogEnd, LogLine, LogSession, LogsQuery, Problem};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

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
/// begun anew: `query` is asked for each, and knows what came before.
pub async fn read(reading: Reading, query: impl Fn() -> LogsQuery, tell: impl Fn(Told)) {
    let backend = &reading.backend;
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
            if !batch.lines.is_empty() {
                tell(Told::Lines(batch.lines));
            }
            match batch.end {
                None => {}
                Some(LogEnd::Done) => {
                    reading.session.take();
                    return tell(Told::Ended);
                }
                Some(LogEnd::Failed { problem }) => {
                    reading.session.take();
                    return tell(Told::Failed(problem));
                }
            }
        };
        reading.session.take();
        end(backend, &session).await;
        // Once more only where it went well before: what fails at once would fail for ever.
        if !was_heard {
            return tell(Told::Failed(problem));
        }
    }
}

async fn end(backend: &Rc<dyn Backend>, session: &LogSession) {
    if let Err(problem) = backend.end_logs(session).await {
        // It ends by itself a minute later.
        platform::log_error(&problem.message);
    }
}
