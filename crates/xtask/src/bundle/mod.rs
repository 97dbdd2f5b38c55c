//! `cargo xtask bundle`: both programs built for release, what goes beside them, and the installers of this system.

mod check;
mod config;
mod contents;
mod depends;
mod notices;
mod repack;
mod size;

use std::path::PathBuf;

use clap::Args;

use self::contents::Contents;
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{self, Project, remove_folder};
use crate::setup::{self, bundler};
use crate::step::{Steps, note};
use crate::ui;

pub use self::check::{InsideArgs, inside};

/// The desktop app's package and program, and the packages' name.
const APP: &str = "mini-aws-console";
/// The console without a window.
const CLOUD: &str = "cloud";
const CLOUD_PACKAGE: &str = "mini-aws-cli";

/// What `cargo xtask bundle` takes.
#[derive(Debug, Args)]
pub struct BundleArgs {
    /// Which installers, such as deb,rpm,appimage; without it those that can be made here without a download
    #[arg(long, value_delimiter = ',', value_name = "KIND")]
    bundles: Vec<String>,
    /// Try the packages that were made before, and build nothing
    #[arg(long, conflicts_with = "no_check")]
    check: bool,
    /// Do not try the packages
    #[arg(long)]
    no_check: bool,
}

/// Builds and tries them.
pub fn bundle(project: &Project, steps: &mut Steps, args: &BundleArgs) -> Result<(), Error> {
    if !args.check {
        build(project, steps, &args.bundles)?;
    }
    steps.run("measure", || size::measure(project, &packages(project)?))?;
    if args.no_check { Ok(()) } else { check::check(project, steps) }
}

fn build(project: &Project, steps: &mut Steps, bundles: &[String]) -> Result<(), Error> {
    setup::for_app(steps)?;
    let tauri = steps.run("set up: bundler", || bundler::set_up(project))?;
    ui::build(project, steps, true)?;
    steps.run("build the programs", || {
        Cmd::cargo()
            .args(["build", "--release", "--bins"])
            .args(["--package", APP, "--package", CLOUD_PACKAGE])
            .run()
    })?;
    let contents = steps.run("make what goes beside them", || Contents::make(project))?;
    let kinds = if bundles.is_empty() { usual() } else { bundles.to_vec() };
    steps.run(&format!("bundle {}", kinds.join(", ")), || {
        let needs = depends::read(project, &[APP, CLOUD])?;
        note(&format!("needs {needs}"));
        let config = config::write(project, &contents, &needs)?;
        // So that all that is there afterwards is of this build.
        remove_folder(&bundle_folder(project))?;
        tauri
            // The kind of package would be written into the program, for an updater that there is not.
            .args(["bundle", "--ci", "--no-binary-patching"])
            .args(["--bundles", &kinds.join(","), "--config"])
            .arg(&config)
            .run()?;
        let is_deb = |path: &&PathBuf| path.extension().is_some_and(|kind| kind == "deb");
        packages(project)?.iter().filter(is_deb).try_for_each(|deb| repack::repack(deb, &needs))
    })
}

/// What can be made here with what is installed.
fn usual() -> Vec<String> {
    let kinds: &[&str] = if cfg!(target_os = "linux") {
        &["deb", "rpm"]
    } else if cfg!(target_os = "macos") {
        &["dmg"]
    } else {
        &["nsis"]
    };
    kinds.iter().map(|kind| (*kind).to_owned()).collect()
}

/// A program as it was built.
fn program(project: &Project, name: &str) -> PathBuf {
    project.target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn bundle_folder(project: &Project) -> PathBuf {
    project.target.join("release/bundle")
}

/// The installers that were made.
fn packages(project: &Project) -> Result<Vec<PathBuf>, Error> {
    const KINDS: [&str; 6] = ["AppImage", "deb", "dmg", "exe", "msi", "rpm"];
    let is_package = |path: &PathBuf| {
        path.extension().is_some_and(|extension| KINDS.iter().any(|kind| extension == *kind))
    };
    let folder = bundle_folder(project);
    let mut found = Vec::new();
    for kind in host::entries(&folder)? {
        if kind.is_dir() {
            found.extend(host::entries(&kind)?.into_iter().filter(is_package));
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(Error::Missing {
            what: "target/release/bundle",
            missing: "a package".to_owned(),
        });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_found_below_the_folder_of_their_kind() {
        let folder = tempfile::tempdir().unwrap();
        let project =
            Project { root: folder.path().to_path_buf(), target: folder.path().to_path_buf() };
        let deb = folder.path().join("release/bundle/deb");
        host::make_folder(&deb.join("data")).unwrap();
        assert!(packages(&project).is_err());
        std::fs::write(deb.join("x.deb"), "").unwrap();
        std::fs::write(deb.join("control.tar.gz"), "").unwrap();
        assert_eq!(packages(&project).unwrap(), [deb.join("x.deb")]);
    }
}
