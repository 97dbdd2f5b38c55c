//! What these tests share with the tests of the native window: processes that end with their test, a real engine, and how a test is
//! skipped.

#![allow(dead_code, reason = "the native tests need more of it")]

#[path = "../../../../../tests/support/engine.rs"]
pub mod engine;
#[path = "../../../../../tests/support/figures.rs"]
pub mod figures;
#[path = "../../../../../tests/support/http.rs"]
pub mod http;
#[path = "../../../../../tests/support/process.rs"]
pub mod process;
#[path = "../../../../../tests/support/scenario.rs"]
pub mod scenario;
