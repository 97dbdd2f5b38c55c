//! What the window knows: a pure reducer from a snapshot and batches of events, without a browser.

mod action;
mod audit_log;
mod console;
mod fetch;
mod link;
mod looking;
mod own_cpu;
mod shared;
mod sync;
#[cfg(test)]
mod tests;
mod trend;

pub use action::{Action, Fetched};
pub use audit_log::{AUDIT_LIMIT, AuditAction, AuditLog, AuditPart};
pub use console::{ConsoleState, Phase, Reading};
pub use fetch::fetch;
pub use looking::{Looking, Part};
pub use own_cpu::OwnCpu;
pub use shared::Shared;
pub use sync::{Sync, Want};
pub use trend::{Changes, TREND};
