//! A real engine, as the tests have it.

#![allow(dead_code, reason = "the tests need more of it")]

#[path = "../../../../tests/support/engine.rs"]
pub mod engine;
#[path = "../../../../tests/support/figures.rs"]
pub mod figures;
#[path = "../../../../tests/support/http.rs"]
pub mod http;
#[path = "../../../../tests/support/process.rs"]
pub mod process;
#[path = "../../../../tests/support/scenario.rs"]
pub mod scenario;
