//! What watching costs: CPU time of a real engine and of whoever watches it, above what the engine spends while nobody does.
//!
//! `cargo xtask bench watch` runs it, as root, where `dockerd` and `busybox` (the static one) are installed. The engine, its containers
//! and the watchers are alone in a namespace of processes, so that nothing is left behind and nothing else is counted.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for people who build"
)]
#![cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, unused_imports, reason = "it has nothing to do there")
)]

#[cfg(target_os = "linux")]
mod cases;
#[cfg(target_os = "linux")]
mod fleet;
#[cfg(target_os = "linux")]
mod inside;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
#[path = "../shared/mod.rs"]
mod shared;
#[cfg(target_os = "linux")]
mod shims;
#[cfg(target_os = "linux")]
mod support;

use clap::Parser;
use std::process::{Command, ExitCode};

/// What it takes, apart from being root.
const PROGRAMS: [&str; 8] =
    ["dockerd", "containerd", "docker", "busybox", "unshare", "setpriv", "timeout", "tar"];

#[derive(Debug, Parser)]
struct Options {
    /// How many idle containers there are; one after the other, as far as memory allows.
    #[arg(long, value_delimiter = ',', default_value = "1,10,50,200")]
    counts: Vec<usize>,
    /// How many more are busy, each with a fifth of a core.
    #[arg(long, default_value_t = 2)]
    busy: usize,
    /// How often each case is measured.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// For how long, in seconds.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// How long each case goes on before that, in seconds.
    #[arg(long, default_value_t = 12)]
    warm_up: u64,
    /// Only the cases whose name has this in it, and the two that all are compared with.
    #[arg(long)]
    only: Option<String>,
    /// Whether this is the process in the namespace.
    #[arg(long, hide = true)]
    inside: bool,
    /// Cargo says so if this is run as a bench and not along with the tests.
    #[arg(long, hide = true)]
    bench: bool,
}

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    let options = Options::parse();
    if options.inside {
        return if inside::run(&options) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    if !options.bench {
        println!("a bench: cargo xtask bench watch");
        return ExitCode::SUCCESS;
    }
    if let Some(why) = why_not() {
        eprintln!("{why}");
        return ExitCode::FAILURE;
    }
    // Ended with this process, whichever way it ends, and everything inside with it.
    let status = Command::new("setpriv")
        .args(["--pdeathsig", "KILL", "unshare", "--pid", "--fork", "--kill-child", "--mount-proc"])
        .arg(std::env::current_exe().unwrap())
        .args(std::env::args_os().skip(1))
        .arg("--inside")
        .status()
        .unwrap();
    if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is missing here, and what to do about it.
#[cfg(target_os = "linux")]
fn why_not() -> Option<String> {
    if !support::scenario::is_root() {
        return Some(
            "an engine of its own can only be started by root: try again with sudo".to_owned(),
        );
    }
    let missing = support::process::missing(&PROGRAMS);
    (!missing.is_empty()).then(|| {
        format!(
            "not installed: {}. On Debian and Ubuntu: apt-get install docker.io busybox-static util-linux coreutils tar",
            missing.join(", ")
        )
    })
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    let options = Options::parse();
    if !options.bench {
        return ExitCode::SUCCESS;
    }
    eprintln!(
        "this measures on Linux alone: elsewhere an engine's processes are in a virtual machine"
    );
    ExitCode::FAILURE
}
