//! The command palette: everything that the window can go to or do, found by a few letters.
//!
//! [`catalogue`] makes the list of what there is, [`search`] finds in it, [`recent`] remembers what was taken. None of them knows the
//! browser; what a [`Command`] does is up to the window.

mod catalogue;
mod command;
mod entry;
mod fuzzy;
mod recent;
mod search;

#[cfg(test)]
mod tests;

pub use catalogue::{Surroundings, catalogue};
pub use command::Command;
pub use entry::{Entry, Sort};
pub use fuzzy::{Match, contains, matches};
pub use recent::Recent;
pub use search::{Found, Hit, LIMIT, search};
