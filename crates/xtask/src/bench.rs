//! `cargo xtask bench`: how fast and how light the parts are that a promise was made of. Never part of a test run: a machine
//! that is busy with something else would fail it.

use crate::command::Cmd;
use crate::error::Error;
use crate::host::Project;
use crate::step::Steps;
use crate::{setup, ui};

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Bench {
    /// A year of a hundred instances: its size, and how long a question about it takes.
    History,
    /// A thousand WebSockets on a hundred instances, and a hundred more that never read: what arrives, how soon, and the memory it takes.
    Load,
    /// `cloud dashboard summary` on a running console beside `docker ps`, on the same engine.
    Summary,
    /// What it costs to watch a real engine, all processes counted: `docker stats`, and this console in each of its ways.
    Watch,
    /// A thousand instances: whether every frame comes in time and whole, and what that takes.
    Scale,
    /// The window beside one with a blank page: its start and its memory; and how soon what happens in it is painted. `-- soak` for its
    /// memory over half an hour.
    Window,
}

/// Builds and runs a bench as a release is built; fails where it breaks its promise.
pub fn bench(
    project: &Project,
    steps: &mut Steps,
    which: Bench,
    args: &[String],
) -> Result<(), Error> {
    if which == Bench::Window {
        setup::for_app(steps)?;
        // The page as a release has it: it is a part of the app.
        ui::build(project, steps, true)?;
        let blank = ["--package", "mini-aws-console", "--example", "blank-window"];
        steps.run("build the blank window", || {
            Cmd::cargo().args(["build", "--release"]).args(blank).run()
        })?;
    }
    let (package, name) = match which {
        Bench::History => ("mini-aws-backend", "history"),
        Bench::Load => ("mini-aws-backend", "load"),
        Bench::Summary => ("mini-aws-cli", "summary"),
        Bench::Watch => ("mini-aws-cli", "watch"),
        Bench::Scale => ("mini-aws-cli", "scale"),
        Bench::Window => ("mini-aws-console", "window"),
    };
    let cargo = Cmd::cargo().args(["bench", "--package", package, "--bench", name]);
    steps.run("build it", || cargo.clone().arg("--no-run").run())?;
    steps.run("measure", || cargo.clone().arg("--").args(args).run())
}
