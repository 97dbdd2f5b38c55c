//! Everything that knows Docker's API, and nothing that knows anything else.

mod client;
pub mod endpoint;
mod events;
mod inventory;
pub mod stats;

pub use client::{EngineClient, EngineError, connect_first};
pub use events::{EngineEvent, EventReader, Scope};
