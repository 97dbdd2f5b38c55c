//! The only door between the window and the console behind it. No component knows which backend it has.

#[cfg(test)]
mod fake;
mod http;
mod ipc;
mod shell;

#[cfg(test)]
pub(crate) use fake::FakeBackend;
pub use http::HttpBackend;
pub use ipc::IpcBackend;
pub use shell::Shell;

use crate::t;
use chrono::{DateTime, Utc};
use mini_aws_domain::{
    Activity, ActivityQuery, Attention, AuditExport, AuditPage, AuditQuery, DashboardStats,
    DoorKey, DoorLink, DoorStatus, EngineOptions, EnginePick, Event, Explanation, ExportRequest,
    Exported, History, HistoryQuery, InstanceDetail, InstanceId, LogBatch, LogSession, LogsQuery,
    Metric, PastInstance, Problem, Retention, Saved, Snapshot, Sparklines,
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

    /// From the moment of the answer on, the listener gets every event, in batches that were sent together. A snapshot that is
    /// asked for afterwards leaves no hole between the two.
    fn subscribe(&self, listener: Listener) -> Answer<Subscription>;

    /// Tries the way to the console now rather than at the next due time. A way that cannot break has nothing to try.
    fn reconnect(&self) {}

    /// Whether anybody looks. While nobody does nothing is sent; afterwards the first event asks for a resync.
    fn set_watching(&self, watching: bool) -> Answer<()>;

    /// Says what somebody looks at. It holds for [`Attention::LASTS_MS`] only, so it is said again and again.
    fn attend(&self, attention: &Attention) -> Answer<()>;

    /// Looks for the engine now rather than at the next due try.
    fn retry_engine(&self) -> Answer<()>;

    /// Pauses collecting (`false`), or has it go on. What comes of it comes as events.
    fn set_collecting(&self, on: bool) -> Answer<()>;

    /// Has the engine measure the volumes. The sizes come as events, which can take long.
    fn measure_storage(&self) -> Answer<()>;

    /// Why a newest number of an instance is what it is.
    fn explain(&self, instance: &InstanceId, metric: Metric) -> Answer<Explanation>;

    /// What was used over a while.
    fn history(&self, query: HistoryQuery) -> Answer<History>;

    /// What happened to instances in a while, newest first.
    fn activity_between(&self, query: ActivityQuery) -> Answer<Vec<Activity>>;

    /// The instances that the engine no longer has, and of which there is history.
    fn past_instances(&self) -> Answer<Vec<PastInstance>>;

    /// CPU and memory of the last 15 minutes, of every instance that runs.
    fn sparklines(&self) -> Answer<Sparklines>;

    /// Asks the person where to, and writes history there; `None` if the person thinks better of it.
    fn export_history(&self, request: ExportRequest) -> Answer<Option<Exported>>;

    /// Calls measuring off. What comes of it comes as an event.
    fn cancel_measure(&self) -> Answer<()>;

    /// Everything about one instance; with its secrets if `reveal`, which the audit log remembers.
    fn detail(&self, instance: &InstanceId, reveal: bool) -> Answer<InstanceDetail>;

    /// Begins to read an instance's log.
    fn read_logs(&self, query: LogsQuery) -> Answer<LogSession>;

    /// The next lines: as soon as there are some, or none after some seconds.
    fn next_logs(&self, session: &LogSession) -> Answer<LogBatch>;

    /// Ends reading. A session that is gone is no problem.
    fn end_logs(&self, session: &LogSession) -> Answer<()>;

    /// Asks the person where to, and writes an instance's whole log there; `None` if the person thinks better of it.
    fn save_logs(&self, instance: &InstanceId, timestamps: bool) -> Answer<Option<Saved>>;

    /// A part of the audit log.
    fn audit(&self, query: AuditQuery) -> Answer<AuditPage>;

    /// Asks the person where to, and writes the audit log there; `None` if the person thinks better of it.
    fn save_audit(&self, export: AuditExport) -> Answer<Option<Saved>>;

    /// Among which engines the person can choose, and what was chosen.
    fn engine_options(&self) -> Answer<EngineOptions>;

    /// Chooses an engine, and keeps that. Where it leads comes as events.
    fn pick_engine(&self, pick: EnginePick) -> Answer<EngineOptions>;

    /// How much is remembered.
    fn retention(&self) -> Answer<Retention>;

    /// Changes that, at once.
    fn set_retention(&self, retention: Retention) -> Answer<Retention>;

    /// The HTTP door's key, for whoever sits before the window; a page in a browser does not get it.
    fn door_key(&self) -> Answer<DoorKey>;

    /// Whether browsers can come in.
    fn door(&self) -> Answer<DoorStatus>;

    /// Lets browsers in, or no longer. That the door could not be opened is a state of it, not a problem of the question.
    fn set_door(&self, open: bool) -> Answer<DoorStatus>;

    /// A new link that lets one browser in.
    fn door_link(&self) -> Answer<DoorLink>;

    /// Replaces the key. Whoever is in is shut out.
    fn rotate_key(&self) -> Answer<DoorStatus>;

    /// The desktop app around this page, if that is where it is.
    fn shell(&self) -> Option<&dyn Shell> {
        None
    }
}

/// Who hears what the console says without being asked.
#[derive(Clone, PartialEq)]
pub struct Listener {
    /// Gets every batch of events.
    pub on_events: Callback<Vec<Event>>,
    /// Hears each time the way to the console changes. One that cannot break says nothing.
    pub on_link: Callback<Link>,
}

/// The way to the console.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Link {
    /// It is there. When it is said, the way was made anew: events were missed, and those before may be of another run.
    #[default]
    Up,
    /// It broke, and is made anew by itself.
    Down {
        /// What is wrong.
        problem: Problem,
        /// When it is tried next.
        retry_at: DateTime<Utc>,
    },
    /// The console lets this page in no longer, and no further try will change that.
    Refused(Problem),
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

/// The backend of the place where this page was opened: the window around it, or the server that it came from.
///
/// # Errors
/// There is neither: the page was opened as a file.
pub fn connect() -> Result<Rc<dyn Backend>, Problem> {
    if let Some(ipc) = IpcBackend::find() {
        return Ok(Rc::new(ipc));
    }
    match HttpBackend::find() {
        Some(http) => Ok(Rc::new(http)),
        None => Err(Problem {
            code: "no_console".to_owned(),
            message: t!("no-console"),
            next_step: t!("no-console.next"),
        }),
    }
}
