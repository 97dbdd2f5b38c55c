//! The HTTP door on a console that watches a pretend engine, over real connections.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in tests a failed expectation is the very thing to say"
)]

mod access;
mod audit;
mod browsers;
#[cfg(unix)]
mod local;
mod metrics;
mod rest;
mod support;
