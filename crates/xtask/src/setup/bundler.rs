//! What makes the installers: Node.js, the official Tauri CLI in `target/tools/tauri-cli`, and on Debian what reads the binaries'
//! dependencies and tries the packages.

use std::fs;
use std::path::PathBuf;

use super::{FETCH_LIMIT, Package, apt_install, install, missing, package, program};
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Project, System, make_folder, remove_folder, which};
use crate::step::note;

/// The CLI's version and all that it brings, for every system.
const LOCK: &str = "crates/xtask/tauri-cli";
const LOCKED: [&str; 2] = ["package.json", "package-lock.json"];
/// What was installed last: a copy of the lock file, beside what was installed by it.
const STAMP: &str = "node_modules/.installed-package-lock.json";
const NODE: [Package; 2] = [program("nodejs", "node"), program("npm", "npm")];

/// `dpkg-shlibdeps`, which knows the package of each library and since when it has what is called.
const BUILD: [Package; 2] = [program("dpkg-dev", "dpkg-shlibdeps"), package("binutils")];
/// What the packages are tried with.
const CHECK: [Package; 12] = [
    program("appstream", "appstreamcli"),
    program("dbus", "dbus-run-session"),
    program("desktop-file-utils", "desktop-file-validate"),
    program("fish", "fish"),
    package("fonts-dejavu-core"),
    program("man-db", "man"),
    program("rpm", "rpm"),
    program("x11-utils", "xprop"),
    program("xdg-utils", "xdg-mime"),
    program("xdotool", "xdotool"),
    program("xvfb", "Xvfb"),
    program("zsh", "zsh"),
];

/// Installs what is missing, and gives the command that runs the CLI. Quick where nothing is missing.
pub fn set_up(project: &Project) -> Result<Cmd, Error> {
    node()?;
    if System::here() == System::Apt {
        install(&BUILD, "what reads a program's dependencies")?;
    }
    let folder = cli(project)?;
    Ok(Cmd::new("node")
        .without_outer_cargo()
        .arg(folder.join("node_modules/@tauri-apps/cli/tauri.js")))
}

/// Installs what the packages are tried with.
pub fn for_check() -> Result<(), Error> {
    install(&CHECK, "what the packages are tried with")
}

fn node() -> Result<(), Error> {
    if which("node").is_some() && which("npm").is_some() {
        return Ok(());
    }
    if System::here() == System::Apt {
        return apt_install(&missing(&NODE), "Node.js");
    }
    Err(Error::NotInstalled {
        what: "Node.js".to_owned(),
        how: "install Node.js and npm, and put them on PATH".to_owned(),
    })
}

fn cli(project: &Project) -> Result<PathBuf, Error> {
    let folder = project.target.join("tools/tauri-cli");
    let lock = project.path(LOCK);
    let read = |name: &str| fs::read(lock.join(name)).map_err(Error::io(lock.join(name)));
    let wanted = read("package-lock.json")?;
    let stamp = folder.join(STAMP);
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    note("installing the Tauri CLI in target/tools/tauri-cli");
    remove_folder(&folder)?;
    make_folder(&folder)?;
    for name in LOCKED {
        let copy = folder.join(name);
        fs::write(&copy, read(name)?).map_err(Error::io(&copy))?;
    }
    npm()
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .dir(&folder)
        .run_for(FETCH_LIMIT)?;
    // Last, so that an installation that was cut off is made anew.
    fs::write(&stamp, wanted).map_err(Error::io(&stamp))?;
    Ok(folder)
}

/// On Windows npm is a script, which only its interpreter starts.
fn npm() -> Cmd {
    if cfg!(windows) { Cmd::new("cmd").args(["/C", "npm"]) } else { Cmd::new("npm") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_holds_the_version_that_the_manifest_names_for_every_system() {
        let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/tauri-cli/package-lock.json");
        let lock: serde_json::Value = serde_json::from_slice(&fs::read(lock).unwrap()).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        let version = &lock["packages"][""]["devDependencies"]["@tauri-apps/cli"];
        let of_all = packages.iter().filter(|(name, _)| !name.is_empty());
        let versions: Vec<_> = of_all.map(|(_, package)| &package["version"]).collect();
        assert!(versions.iter().all(|found| *found == version), "{versions:?}");
        for system in ["linux-x64-gnu", "darwin-arm64", "darwin-x64", "win32-x64-msvc"] {
            let name = format!("node_modules/@tauri-apps/cli-{system}");
            assert!(packages.contains_key(&name), "{name}");
        }
    }
}
