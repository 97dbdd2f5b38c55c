//! The whole backend on a pretend engine: over a real socket, into a real database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

mod activity;
mod asking;
mod choosing;
mod explaining;
mod frames;
mod inventory;
mod logs;
mod memory;
mod past;
mod pausing;
mod sampling;
mod support;
mod trouble;
