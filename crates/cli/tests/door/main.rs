//! The HTTP door as others come in by it: a real Prometheus, a fuzzer that reads its description, and a real browser.
//!
//! Each test starts the real `cloud serve` and ends it. What a test needs is installed by `cargo xtask setup`; where that is not there
//! the test is skipped and says why, and in CI, as root, it fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what went wrong by failing, and what it did by printing"
)]
#![cfg(target_os = "linux")]

mod browser;
mod churn;
mod cloud;
mod control;
mod http;
mod openapi;
mod prometheus;
mod support;
mod tools;
