//! A backend without a console, for tests: it answers what it was told to, and remembers what it was asked.

use super::{Answer, Backend, Subscription};
use crate::testing;
use mini_aws_domain::{DashboardStats, Event, Problem, Snapshot};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use yew::Callback;

/// Answers at once. Its fields are the answers; [`FakeBackend::emit`] plays the engine.
pub(crate) struct FakeBackend {
    pub(crate) snapshot: RefCell<Result<Snapshot, Problem>>,
    pub(crate) stats: RefCell<Result<DashboardStats, Problem>>,
    pub(crate) asked: RefCell<Vec<String>>,
    listener: Rc<RefCell<Option<Callback<Vec<Event>>>>>,
    pub(crate) watching: Cell<bool>,
}

impl Default for FakeBackend {
    fn default() -> Self {
        Self {
            snapshot: RefCell::new(Ok(testing::snapshot())),
            stats: RefCell::new(Ok(DashboardStats::default())),
            asked: RefCell::default(),
            listener: Rc::default(),
            watching: Cell::new(true),
        }
    }
}

impl FakeBackend {
    /// Sends a batch to whoever listens.
    pub(crate) fn emit(&self, events: Vec<Event>) {
        let listener = self.listener.borrow().clone();
        if let Some(listener) = listener {
            listener.emit(events);
        }
    }

    fn note(&self, question: &str) {
        self.asked.borrow_mut().push(question.to_owned());
    }
}

fn ready<T: 'static>(answer: Result<T, Problem>) -> Answer<T> {
    Box::pin(std::future::ready(answer))
}

impl Backend for FakeBackend {
    fn snapshot(&self) -> Answer<Snapshot> {
        self.note("snapshot");
        ready(self.snapshot.borrow().clone())
    }

    fn stats(&self) -> Answer<DashboardStats> {
        self.note("stats");
        ready(self.stats.borrow().clone())
    }

    fn subscribe(&self, on_events: Callback<Vec<Event>>) -> Answer<Subscription> {
        self.note("subscribe");
        *self.listener.borrow_mut() = Some(on_events);
        let listener = Rc::clone(&self.listener);
        ready(Ok(Subscription::new(move || {
            listener.borrow_mut().take();
        })))
    }

    fn set_watching(&self, watching: bool) -> Answer<()> {
        self.watching.set(watching);
        ready(Ok(()))
    }

    fn retry_engine(&self) -> Answer<()> {
        self.note("retry_engine");
        ready(Ok(()))
    }

    fn measure_storage(&self) -> Answer<()> {
        self.note("measure_storage");
        ready(Ok(()))
    }
}
