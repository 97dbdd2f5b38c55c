//! `cargo xtask run`: from nothing to the window. `cargo xtask serve`: from nothing to the console in a browser.

use std::path::PathBuf;

use crate::command::Cmd;
use crate::error::Error;
use crate::host::{self, Project};
use crate::step::Steps;
use crate::{setup, ui};

/// The desktop app's package and program.
const APP: Program = Program { package: "mini-aws-console", name: "mini-aws-console" };
/// The console without a window.
const CLOUD: Program = Program { package: "mini-aws-cli", name: "cloud" };

/// A program of this project.
struct Program {
    package: &'static str,
    name: &'static str,
}

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
    APP.build(steps, release)?;
    become_program(&APP.at(project, release).args(args))
}

/// Builds `cloud`, then becomes `cloud serve`. It needs neither a display nor what a window links.
pub fn serve(
    project: &Project,
    steps: &mut Steps,
    release: bool,
    args: &[String],
) -> Result<(), Error> {
    setup::for_ui(steps)?;
    ui::build(project, steps, release)?;
    CLOUD.build(steps, release)?;
    become_program(&CLOUD.at(project, release).arg("serve").args(args))
}

impl Program {
    fn build(&self, steps: &mut Steps, release: bool) -> Result<(), Error> {
        steps.run(&format!("build {}", self.name), || {
            let build = Cmd::cargo().args(["build", "--package", self.package, "--bin", self.name]);
            if release { build.arg("--release").run() } else { build.run() }
        })
    }

    fn at(&self, project: &Project, release: bool) -> Cmd {
        let path = self.path(project, release);
        Cmd::new(path.to_string_lossy()).without_outer_cargo()
    }

    fn path(&self, project: &Project, release: bool) -> PathBuf {
        let folder = if release { "release" } else { "debug" };
        project.target.join(folder).join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX))
    }
}

/// On Unix the program takes this process's place, so that Ctrl-C and its exit code are its own.
#[cfg(unix)]
fn become_program(program: &Cmd) -> Result<(), Error> {
    use std::os::unix::process::CommandExt;
    Err(program.not_started(program.command().exec()))
}

#[cfg(not(unix))]
fn become_program(program: &Cmd) -> Result<(), Error> {
    program.run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_looked_for_in_the_folder_of_its_profile() {
        let project = Project { root: PathBuf::from("r"), target: PathBuf::from("elsewhere") };
        assert!(APP.path(&project, false).starts_with("elsewhere/debug"));
        assert!(CLOUD.path(&project, true).starts_with("elsewhere/release"));
    }
}
