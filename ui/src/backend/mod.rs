//! The only door between the window and the console behind it. No component knows which backend it has.

#[cfg(test)]
mod fake;
mod ipc;

#[cfg(test)]
pub(crate) use fake::FakeBackend;
pub use ipc::IpcBackend;

use mini_aws_domain::{
    Activity, ActivityQuery, DashboardStats, Event, Explanation, ExportRequest, Exported, History,
    HistoryQuery, InstanceId, Metric, PastInstance, Problem, Snapshot,
};
use std::{future::Future, pin::Pin, rc::Rc};
use yew::Callback;

/// What a backend gives in time: the thing that was asked for, or what is wrong and what to do.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// Everything that the window asks of the console.
pub trait Backend {
    /// The state of the console at this moment.
    fn snapshot(&self) -> Answer<Snapshot>;

    /// The counts, and the history of the last 15 minutes.
    fn stats(&self) -> Answer<DashboardStats>;

    /// From the moment of the answer on, `on_events` gets every event, in batches that were sent together. A snapshot that is
    /// asked for afterwards leaves no hole between the two.
    fn subscribe(&self, on_events: Callback<Vec<Event>>) -> Answer<Subscription>;

    /// Whether anybody looks. While nobody does nothing is sent; afterwards the first event asks for a resync.
    fn set_watching(&self, watching: bool) -> Answer<()>;

    /// Looks for the engine now rather than at the next due try.
    fn retry_engine(&self) -> Answer<()>;

    /// Has the engine measure the volumes. The sizes come as events, which can take long.
    fn measure_storage(&self) -> Answer<()>;

    /// Why the newest CPU or memory of an instance is what it is.
    fn explain(&self, instance: &InstanceId, metric: Metric) -> Answer<Explanation>;

    /// What was used over a while.
    fn history(&self, query: HistoryQuery) -> Answer<History>;

    /// What happened to instances in a while, newest first.
    fn activity_between(&self, query: ActivityQuery) -> Answer<Vec<Activity>>;

    /// The instances that the engine no longer has, and of which there is history.
    fn past_instances(&self) -> Answer<Vec<PastInstance>>;

    /// Asks the person where to, and writes history there; `None` if the person thinks better of it.
    fn export_history(&self, request: ExportRequest) -> Answer<Option<Exported>>;
}

/// A backend as a property: equal to itself only.
#[derive(Clone)]
pub struct Door(Rc<dyn Backend>);

impl Door {
    /// Makes a property of `backend`.
    #[must_use]
    pub fn new(backend: Rc<dyn Backend>) -> Self {
        Self(backend)
    }

    /// The backend behind it.
    #[must_use]
    pub fn backend(&self) -> &Rc<dyn Backend> {
        &self.0
    }
}

impl PartialEq for Door {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Events come for as long as this is kept; dropping it unsubscribes.
pub struct Subscription(Option<Box<dyn FnOnce()>>);

impl Subscription {
    /// A subscription that `unsubscribe` ends.
    pub fn new(unsubscribe: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(unsubscribe)))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(unsubscribe) = self.0.take() {
            unsubscribe();
        }
    }
}

/// The backend of the place where this page was opened.
///
/// # Errors
/// The page was opened outside the console's window. A backend that speaks HTTP belongs here, before giving up.
pub fn connect() -> Result<Rc<dyn Backend>, Problem> {
    match IpcBackend::find() {
        Some(ipc) => Ok(Rc::new(ipc)),
        None => Err(Problem {
            code: "no_console".to_owned(),
            message: "This page needs the console around it, and there is none.".to_owned(),
            next_step: "Open it with the Mini AWS Console app.".to_owned(),
        }),
    }
}
