//! The headless console: it watches a Docker engine, remembers what it saw, and answers what a door asks.
//!
//! Data goes one way: [`docker`] → [`collector`](Console) → { [`store`], [`hub`] } → a door. Requests go the other way, through one
//! type: [`Console`].

mod asking;
mod attention;
mod audit;
mod beginning;
mod choosing;
mod collector;
mod console;
mod cost;
pub mod dashboard;
mod data_dir;
pub mod docker;
mod error;
mod explaining;
pub mod gateway;
mod glance;
pub mod hub;
mod kernel;
mod live;
pub mod local;
mod logs;
mod meters;
mod naming;
mod opening;
mod options;
mod past;
mod pausing;
mod power;
mod present;
pub mod reading;
mod retaining;
pub mod store;
mod watch;
mod world;

pub use asking::AskError;
pub use attention::AttentionError;
pub use audit::AuditError;
pub use choosing::PickError;
pub use console::{Console, ConsoleConfig, EngineChoice};
pub use data_dir::{Claim, DataDir, DataDirError};
pub use error::ConsoleError;
pub use explaining::ExplainError;
pub use glance::Glance;
pub use logs::LogsError;
pub use options::{CommonOptions, SamplingChoice};
pub use retaining::RetentionError;

use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Tells the time. It is passed in, so that tests can set it; no logic asks the system by itself.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The system's clock.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(Utc::now)
}
