//! A thousand instances: whether every second has its frame with all of them, and what the console takes for that.
//!
//! `cargo xtask bench scale` runs it. The pretend engine is a process of its own, so that what it costs is not counted with the console.

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
mod engine;
#[cfg(target_os = "linux")]
mod measure;
#[cfg(target_os = "linux")]
#[path = "../shared/mod.rs"]
mod shared;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Debug, Parser)]
struct Options {
    /// How many instances there are; of a hundred, about ninety run.
    #[arg(long, default_value_t = 1_000)]
    instances: usize,
    /// How many of them somebody looks at.
    #[arg(long, default_value_t = 40)]
    looked_at: usize,
    /// For how long, in seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// How long it goes on before that, in seconds.
    #[arg(long, default_value_t = 30)]
    warm_up: u64,
    /// Where the numbers come from: auto, engine or streams.
    #[arg(long, default_value = "auto")]
    sampling: String,
    /// Cargo says so if this is run as a bench and not along with the tests.
    #[arg(long, hide = true)]
    bench: bool,
    #[command(subcommand)]
    part: Option<Part>,
}

/// What a process of its own does.
#[derive(Debug, Subcommand)]
enum Part {
    /// A pretend engine; prints its endpoint, and ends when its input does.
    #[command(hide = true)]
    Engine { instances: usize },
}

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    let options = Options::parse();
    let kept = match options.part {
        Some(Part::Engine { instances }) => {
            engine::serve(instances);
            true
        }
        None if options.bench => measure::run(&options),
        None => {
            println!("a bench: cargo xtask bench scale");
            true
        }
    };
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    if !Options::parse().bench {
        return ExitCode::SUCCESS;
    }
    eprintln!("this reads what a process takes from /proc, which only Linux has");
    ExitCode::FAILURE
}
