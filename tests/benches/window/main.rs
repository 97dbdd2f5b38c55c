//! The window beside the same window with a blank page, and what happens in it while it is used.
//!
//! `cargo xtask bench window` runs it, or a part of it: `-- start`, `-- memory`, `-- screen`, `-- responsive`, and `-- soak`, which is
//! only measured when it is asked for. It brings a display, a session bus and a home of its own. The engine that is watched is a process of
//! its own: this very program, started once more.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for people who build"
)]

#[cfg(target_os = "linux")]
mod measure;

#[cfg(target_os = "linux")]
#[path = "../../support/mod.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod support;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    measure::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    println!("The window is measured on Linux only.");
    ExitCode::SUCCESS
}
