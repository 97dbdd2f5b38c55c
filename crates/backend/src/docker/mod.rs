//! Everything that knows Docker's API, and nothing that knows anything else.

mod client;
pub(crate) mod detail;
pub mod endpoint;
mod events;
mod inventory;
mod polling;
pub mod stats;

pub(crate) use client::Inspected;
pub use client::{EngineClient, EngineError, connect_first};
pub use events::{EngineEvent, EventReader, Scope};
pub(crate) use inventory::{Addresses, Listed};
pub(crate) use polling::{PollError, Poller};
