//! What the window knows: a pure reducer from a snapshot and batches of events, without a browser.

mod console;
mod fetch;
mod link;
mod shared;
mod sync;
#[cfg(test)]
mod tests;

pub use console::{Action, ConsoleState, Fetched, Phase, Reading};
pub use fetch::fetch;
pub use shared::Shared;
pub use sync::{Sync, Want};
