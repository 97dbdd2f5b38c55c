//! Everything that knows Docker's API, and nothing that knows anything else.

mod client;
pub(crate) mod detail;
pub mod endpoint;
mod events;
mod inventory;
pub(crate) mod logs;
mod polling;
pub mod stats;
mod transport;

pub use client::{EngineClient, EngineError, connect_first};
pub(crate) use client::{Inspected, LogPart};
pub use events::{EngineEvent, EventReader, Scope};
pub(crate) use inventory::{Addresses, Listed};
pub(crate) use polling::{PollError, Poller};
