//! Server-Sent Events and the WebSocket, over real connections to a console on a pretend engine.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

mod client;
mod ending;
mod hall;
mod pace;
mod resuming;
mod sse;
mod ws;
