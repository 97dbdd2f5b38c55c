//! What the tests in a real browser need: Chromium, Node.js, and Playwright in `tests/browser/node_modules`.

use std::fs;
use std::path::Path;

use super::{FETCH_LIMIT, Package, apt_install, missing, program};
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Project, System, which};
use crate::step::note;

/// The oldest that Playwright runs on. Debian 12 has it.
const OLDEST_NODE: u32 = 18;
/// What Chromium is called, first what Debian calls it. The tests look for the same.
const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PACKAGES: [Package; 3] =
    [program("chromium", "chromium"), program("nodejs", "node"), program("npm", "npm")];
/// What was installed last: a copy of the lock file, beside what was installed by it.
const STAMP: &str = "node_modules/.installed-package-lock.json";

/// Installs what is missing. Quick where nothing is.
pub(super) fn set_up(project: &Project) -> Result<(), Error> {
    programs()?;
    packages(&project.path("tests/browser"))
}

fn programs() -> Result<(), Error> {
    const WHAT: &str = "a browser and Node.js";
    let has_browser = BROWSERS.iter().any(|name| which(name).is_some());
    let has_node = which("node").is_some() && which("npm").is_some();
    if !(has_browser && has_node) {
        if System::here() != System::Apt {
            let how = format!("install Chromium, Node.js {OLDEST_NODE} or newer, and npm");
            return Err(Error::NotInstalled { what: WHAT.to_owned(), how });
        }
        let lacking = missing(&PACKAGES);
        let lacking: Vec<_> =
            lacking.into_iter().filter(|name| !(has_browser && *name == "chromium")).collect();
        apt_install(&lacking, WHAT)?;
    }
    let version = Cmd::new("node").arg("--version").quiet_output().unwrap_or_default();
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        Some(_) | None => Err(Error::NotInstalled {
            what: format!("Node.js {OLDEST_NODE} or newer (here it is {:?})", version.trim()),
            how: format!("install Node.js {OLDEST_NODE} or newer, and put its node first on PATH"),
        }),
    }
}

/// The packages of the lock file. Playwright would fetch browsers of its own, which nobody asked it for.
fn packages(folder: &Path) -> Result<(), Error> {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(Error::io(&lock))?;
    let stamp = folder.join(STAMP);
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    note("installing Playwright and axe in tests/browser");
    Cmd::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .dir(folder)
        .run_for(FETCH_LIMIT)?;
    // Last, so that an installation that was cut off is made anew.
    fs::write(&stamp, wanted).map_err(Error::io(&stamp))
}

/// The first number of `v18.20.4`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(major("v18.20.4\n"), Some(18));
        assert_eq!(major("v8.0.0-nightly"), Some(8));
        assert_eq!(major(""), None);
        assert_eq!(major("sh: node: not found"), None);
    }

    #[test]
    fn what_is_installed_by_the_same_lock_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join("package-lock.json");
        fs::create_dir(folder.path().join("node_modules")).unwrap();
        // Npm would fail on this, so it is not asked.
        fs::write(&lock, "no lock file at all").unwrap();
        fs::write(folder.path().join(STAMP), "no lock file at all").unwrap();
        packages(folder.path()).unwrap();
    }

    #[test]
    fn without_a_lock_file_nothing_is_installed() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(packages(folder.path()), Err(Error::Io { .. })));
    }
}
