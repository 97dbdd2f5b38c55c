//! `cargo xtask run`: from nothing to the window.

use std::path::PathBuf;

use crate::command::Cmd;
use crate::error::Error;
use crate::host::{self, Project};
use crate::step::Steps;
use crate::{setup, ui};

/// The desktop app's package and program.
const APP: &str = "mini-aws-console";

/// Builds the app, then becomes it.
pub fn run(
    project: &Project,
    steps: &mut Steps,
    release: bool,
    args: &[String],
) -> Result<(), Error> {
    // Said before the build, not minutes later.
    if !host::has_display() {
        return Err(Error::NoDisplay);
    }
    setup::for_app(steps)?;
    ui::build(project, steps, release)?;
    steps.run("build the app", || {
        let build = Cmd::cargo().args(["build", "--package", APP, "--bin", APP]);
        if release { build.arg("--release").run() } else { build.run() }
    })?;
    become_app(
        &Cmd::new(app_path(project, release).to_string_lossy()).without_outer_cargo().args(args),
    )
}

fn app_path(project: &Project, release: bool) -> PathBuf {
    let folder = if release { "release" } else { "debug" };
    project.target.join(folder).join(format!("{APP}{}", std::env::consts::EXE_SUFFIX))
}

/// On Unix the app takes this process's place, so that Ctrl-C and its exit code are its own.
#[cfg(unix)]
fn become_app(app: &Cmd) -> Result<(), Error> {
    use std::os::unix::process::CommandExt;
    Err(app.not_started(app.command().exec()))
}

#[cfg(not(unix))]
fn become_app(app: &Cmd) -> Result<(), Error> {
    app.run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_is_looked_for_in_the_folder_of_its_profile() {
        let project = Project { root: PathBuf::from("r"), target: PathBuf::from("elsewhere") };
        assert!(app_path(&project, false).starts_with("elsewhere/debug"));
        assert!(app_path(&project, true).starts_with("elsewhere/release"));
    }
}
