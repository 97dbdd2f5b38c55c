//! `cloud` as a person or a script runs it: the real binary, on a pretend engine, with a console that runs and without one.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod codes;
mod ending;
mod export;
mod far;
mod forms;
mod generate;
mod open;
mod same;
mod support;
