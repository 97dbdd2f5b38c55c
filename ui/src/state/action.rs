//! What happens to the state of the window.

use crate::backend::Link;
use chrono::{DateTime, Utc};
use mini_aws_domain::{DashboardStats, Event, Problem, Snapshot, Sparklines};

/// What was answered to a request.
#[derive(Debug)]
pub struct Fetched {
    /// The snapshot.
    pub snapshot: Result<Snapshot, Problem>,
    /// The history, if it was asked for.
    pub stats: Option<Result<DashboardStats, Problem>>,
}

/// What changes the state.
#[derive(Debug)]
pub enum Action {
    /// Events come from now on.
    Subscribed,
    /// Events will not come.
    SubscribeFailed(Problem),
    /// What is wanted was asked for.
    FetchStarted,
    /// It was answered.
    Fetched(Box<Fetched>),
    /// What small lines begin with was answered.
    Sparklines(Box<Sparklines>),
    /// A batch of events came.
    Events(Vec<Event>),
    /// The way to the console changed.
    Link(Link),
    /// It is this late, and no frame has come for a while.
    Silence(DateTime<Utc>),
}
