//! A thousand WebSockets on a hundred instances, for a minute: what arrives, how soon, and what it costs.
//!
//! `cargo xtask bench load` runs it. The door is the real one; the pretend engine and the clients are processes of their own, so that
//! what they cost is not counted with it. Then once more with a hundred clients that never read.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for people who build"
)]

mod clients;
mod cost;
mod files;
mod server;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Debug, Parser)]
struct Options {
    /// How many clients read.
    #[arg(long, default_value_t = 1_000)]
    readers: usize,
    /// How many more never read, in the second round.
    #[arg(long, default_value_t = 100)]
    silent: usize,
    /// How many instances there are.
    #[arg(long, default_value_t = 100)]
    instances: usize,
    /// How long a round is, in seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Cargo says so if this is run as a bench and not along with the tests.
    #[arg(long, hide = true)]
    bench: bool,
    #[command(subcommand)]
    part: Option<Part>,
}

/// What a process of its own does. Each ends when its input does.
#[derive(Debug, Subcommand)]
enum Part {
    /// A pretend engine; prints its endpoint.
    #[command(hide = true)]
    Engine { instances: usize },
    /// The clients; prints a line once all are connected, and a line of JSON at the end. The key is in the environment.
    #[command(hide = true)]
    Clients { address: String, readers: usize, silent: usize, seconds: u64 },
}

fn main() -> ExitCode {
    let options = Options::parse();
    if options.part.is_none() && !options.bench {
        println!("a bench: cargo xtask bench load");
        return ExitCode::SUCCESS;
    }
    let needed = options.readers + options.silent + 2 * options.instances + 200;
    if let Err(why) = files::allow(needed) {
        eprintln!("{why}");
        return ExitCode::FAILURE;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let kept = runtime.block_on(async {
        match &options.part {
            None => server::run(&options).await,
            Some(Part::Engine { instances }) => server::engine(*instances).await,
            Some(Part::Clients { address, readers, silent, seconds }) => {
                clients::run(address, *readers, *silent, *seconds).await;
                true
            }
        }
    });
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
