//! `cargo xtask bench`: how fast and how light the parts are that a promise was made of. Never part of a test run: a machine
//! that is busy with something else would fail it.

use crate::command::Cmd;
use crate::error::Error;
use crate::step::Steps;

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Bench {
    /// A year of a hundred instances: its size, and how long a question about it takes.
    History,
    /// A thousand WebSockets on a hundred instances, and a hundred more that never read: what arrives, how soon, and the memory it takes.
    Load,
    /// `cloud dashboard summary` on a running console beside `docker ps`, on the same engine.
    Summary,
}

/// Builds and runs a bench as a release is built; fails where it breaks its promise.
pub fn bench(steps: &mut Steps, which: Bench, args: &[String]) -> Result<(), Error> {
    let (package, name) = match which {
        Bench::History => ("mini-aws-backend", "history"),
        Bench::Load => ("mini-aws-backend", "load"),
        Bench::Summary => ("mini-aws-cli", "summary"),
    };
    let cargo = Cmd::cargo().args(["bench", "--package", package, "--bench", name]);
    steps.run("build it", || cargo.clone().arg("--no-run").run())?;
    steps.run("measure", || cargo.clone().arg("--").args(args).run())
}
