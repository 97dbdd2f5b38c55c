//! Trying the packages: installed by the system's own means into a copy of this system that exists for this process alone, used by
//! an ordinary user, and removed. The machine itself is not touched.

mod deb;
mod root;
mod rpm;

use std::env;
use std::path::PathBuf;

use clap::Args;

use self::root::Root;
use super::packages;
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Administrator, Project, System, make_folder};
use crate::setup::bundler;
use crate::step::{Steps, note};

const NAME: &str = "try the packages";

/// What the process in the namespaces of its own is told.
#[derive(Debug, Args)]
pub struct InsideArgs {
    /// An empty folder for the copy
    #[arg(long)]
    work: PathBuf,
    /// The packages
    packages: Vec<PathBuf>,
}

/// Tries them where that can be done: on Debian, as the administrator.
pub fn check(project: &Project, steps: &mut Steps) -> Result<(), Error> {
    let administrator = Administrator::here();
    if System::here() != System::Apt || administrator == Administrator::No {
        steps.skip(NAME, "it is done on Debian and its kin, as the administrator");
        return Ok(());
    }
    steps.run("set up: what the packages are tried with", bundler::for_check)?;
    // A container may not be allowed to.
    let unshare = || match administrator {
        Administrator::BySudo => Cmd::new("sudo").args(["-n", "unshare"]),
        Administrator::Already | Administrator::No => Cmd::new("unshare"),
    };
    if !unshare().args(["--mount", "--pid", "--fork", "true"]).succeeds() {
        steps.skip(NAME, "namespaces may not be made here");
        return Ok(());
    }
    let work = project.target.join("bundle/try");
    make_folder(&work)?;
    let own = env::current_exe().map_err(Error::io("/proc/self/exe"))?;
    steps.run(NAME, || {
        // All that is started in there ends with it.
        unshare()
            .args(["--mount", "--pid", "--fork", "--kill-child"])
            .arg(&own)
            .args(["try-packages", "--work"])
            .arg(&work)
            .args(packages(project)?)
            .run()
    })
}

/// What is done in the namespaces.
pub fn inside(steps: &mut Steps, args: &InsideArgs) -> Result<(), Error> {
    let root = steps.run("a copy of this system", || Root::make(&args.work))?;
    let of_kind = |kind: &str| {
        let found = args.packages.iter().find(|path| path.extension().is_some_and(|e| e == kind));
        found.cloned()
    };
    let deb = of_kind("deb");
    let files = deb.as_deref().map(|package| deb::try_out(&root, steps, package)).transpose()?;
    match (of_kind("rpm"), files) {
        (Some(package), Some(files)) => rpm::try_out(&root, steps, &package, &files),
        (None, _) | (_, None) => {
            note("there is no deb and rpm to compare");
            Ok(())
        }
    }
}

/// The error for what is not as it should be.
fn wrong(what: &str, found: impl Into<String>) -> Error {
    Error::NotAsPromised { what: what.to_owned(), found: found.into() }
}
