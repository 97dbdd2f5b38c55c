//! `cargo xtask check-platforms`: the native packages, type-checked for the systems that this machine is not, and `cloud.exe`
//! linked. It shows what a compiler can show from afar; only the systems themselves can show that it works.

mod pe;
pub mod toolchain;

use std::env;
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};

use self::toolchain::Toolchain;
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Administrator, Project, System, make_folder, which};
use crate::setup::cross;
use crate::step::{Steps, note, print_failure};

const WINDOWS: &str = "x86_64-pc-windows-gnu";
const MACOS: &str = "aarch64-apple-darwin";
const MINGW_CC: &str = "x86_64-w64-mingw32-gcc";

const LINK: &str = "link cloud.exe";

/// All but the frontend, which is for browsers.
const PACKAGES: [&str; 7] = [
    "mini-aws-console",
    "mini-aws-backend",
    "mini-aws-cli",
    "mini-aws-demo",
    "mini-aws-domain",
    "mini-aws-words",
    "xtask",
];

/// Checks for Windows and macOS, and links `cloud.exe`.
pub fn check(project: &Project, steps: &mut Steps) -> Result<(), Error> {
    // The programs embed it. What is in it is nothing to the types.
    make_folder(&project.path("ui/dist"))?;
    let windows = set_up(steps, WINDOWS)?;
    let macos = set_up(steps, MACOS)?;
    let mingw = steps.run("set up: MinGW", || {
        let found = cross::mingw();
        match found {
            Err(error) if !is_required() => {
                note(&format!("{error}; without it nothing is linked"));
                Ok(false)
            }
            other => other.map(|()| true),
        }
    })?;

    let mut failed = Vec::new();
    for (name, toolchain, target) in [("Windows", windows, WINDOWS), ("macOS", macos, MACOS)] {
        let name = format!("check for {name} ({toolchain})");
        let command = of_all(toolchain.cargo("check", target, &project.target));
        let checked = steps.run(&name, || {
            if mingw && target == WINDOWS {
                return command.run();
            }
            without_c(command, target, &project.target.join("platforms/nothing"))?.run()
        });
        if let Err(error) = checked {
            print_failure(&error);
            failed.push(name);
        }
    }
    if mingw {
        link(project, steps, windows)?;
    } else {
        steps
            .skip(LINK, "MinGW is not installed; to have it: apt-get install gcc-mingw-w64-x86-64");
    }
    if failed.is_empty() { Ok(()) } else { Err(Error::ChecksFailed(failed.join(", "))) }
}

fn set_up(steps: &mut Steps, target: &'static str) -> Result<Toolchain, Error> {
    steps.run(&format!("set up: {target}"), || cross::standard_library(target))
}

/// Whether MinGW may not be missing: where a change is judged, and it can be installed.
fn is_required() -> bool {
    env::var_os("CI").is_some()
        && System::here() == System::Apt
        && Administrator::here() != Administrator::No
}

fn of_all(cargo: Cmd) -> Cmd {
    // Without the tests: what they start, a display or an engine, is Linux's.
    PACKAGES.iter().fold(cargo.arg("--quiet"), |cargo, package| cargo.args(["--package", package]))
}

/// A check needs no C objects, so tools that do nothing are enough where there are no real ones. The window's resources are
/// compiled by tools that are looked for on `PATH` alone.
fn without_c(cargo: Cmd, target: &str, nothing: &Path) -> Result<Cmd, Error> {
    let does_nothing = which("true").unwrap_or_else(|| PathBuf::from("true"));
    let suffix = target.replace('-', "_");
    let cargo = ["CC", "CXX", "AR", "RANLIB"].iter().fold(cargo, |cargo, tool| {
        cargo.env(&format!("{tool}_{suffix}"), does_nothing.as_os_str())
    });
    make_folder(nothing)?;
    for tool in ["windres", "ar"] {
        let copy = nothing.join(format!("x86_64-w64-mingw32-{tool}"));
        fs::copy(&does_nothing, &copy).map_err(Error::io(&copy))?;
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = iter::once(nothing.to_path_buf()).chain(env::split_paths(&path));
    let path = env::join_paths(folders).unwrap_or(path);
    Ok(cargo.env("PATH", path).env("CRATE_CC_NO_DEFAULTS", "1"))
}

fn link(project: &Project, steps: &mut Steps, toolchain: Toolchain) -> Result<(), Error> {
    steps.run(LINK, || {
        toolchain
            .cargo("build", WINDOWS, &project.target)
            .args(["--quiet", "--package", "mini-aws-cli", "--bin", "cloud"])
            .env("CC_x86_64_pc_windows_gnu", MINGW_CC)
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", MINGW_CC)
            .run()?;
        let folder = project.target.join(toolchain.folder()).join(WINDOWS).join("debug");
        let path = folder.join("cloud.exe");
        let content = fs::read(&path).map_err(Error::io(&path))?;
        let program = pe::read(&content).ok_or_else(|| Error::Missing {
            what: "cloud.exe",
            missing: "the head of a Windows program for x86-64".to_owned(),
        })?;
        note(&format!("{}: {program}, {} MB", path.display(), content.len().div_ceil(1_000_000)));
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_native_package_of_the_workspace_is_checked() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        for entry in fs::read_dir(folder).unwrap() {
            let manifest = fs::read_to_string(entry.unwrap().path().join("Cargo.toml")).unwrap();
            let name = manifest.lines().find_map(|line| line.strip_prefix("name = ")).unwrap();
            assert!(PACKAGES.contains(&name.trim_matches('"')), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn tools_that_do_nothing_come_first() {
        let folder = tempfile::tempdir().unwrap();
        let line = without_c(Cmd::new("cargo"), MACOS, folder.path()).unwrap().line();
        assert!(line.contains("CC_aarch64_apple_darwin=/"), "{line}");
        assert!(line.contains(&format!("PATH={}:", folder.path().display())), "{line}");
        assert!(
            Cmd::new(folder.path().join("x86_64-w64-mingw32-windres").to_string_lossy()).succeeds()
        );
    }
}
