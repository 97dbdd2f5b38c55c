//! Schemathesis, which asks the HTTP door all that its description allows and more: in a Python environment of its own, in
//! `target/tools/schemathesis`.

use std::fs;

use super::{FETCH_LIMIT, apt_install};
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Project, System, remove_folder, which};
use crate::step::note;

/// The oldest Python that it runs on. Debian 12 has it.
const OLDEST_PYTHON: (u32, u32) = (3, 11);
/// Every package with its version, since a newer one may find more than this project's tests were made for.
const REQUIREMENTS: &str = "crates/cli/tests/door/requirements.txt";
/// What was installed last, and on which Python.
const STAMP: &str = "installed.txt";

/// Makes the environment. Quick where it is there.
pub(super) fn set_up(project: &Project) -> Result<(), Error> {
    let requirements = project.path(REQUIREMENTS);
    let wanted = fs::read_to_string(&requirements).map_err(Error::io(&requirements))?;
    let python = python()?;
    let folder = project.target.join("tools").join("schemathesis");
    let stamp = folder.join(STAMP);
    let wanted = format!("# Python {}.{} of {}\n{wanted}", python.0, python.1, folder.display());
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    note("installing schemathesis in an environment of its own");
    remove_folder(&folder)?;
    Cmd::new("python3").args(["-m", "venv"]).arg(&folder).run_for(FETCH_LIMIT)?;
    Cmd::new(folder.join("bin/python").to_string_lossy())
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(&requirements)
        .run_for(FETCH_LIMIT)?;
    // Last, so that an installation that was cut off is made anew.
    fs::write(&stamp, wanted).map_err(Error::io(&stamp))
}

/// The version of a Python that can make environments.
fn python() -> Result<(u32, u32), Error> {
    let can_make = || {
        which("python3").is_some()
            && Cmd::new("python3").args(["-c", "import ensurepip, venv"]).succeeds()
    };
    if !can_make() && System::here() == System::Apt {
        apt_install(&["python3-venv"], "Python with venv")?;
    }
    let (major, minor) = OLDEST_PYTHON;
    let lacking = |found: &str| Error::NotInstalled {
        what: format!("Python {major}.{minor} or newer with venv{found}"),
        how: format!("install Python {major}.{minor} or newer, and put its python3 first on PATH"),
    };
    if !can_make() {
        return Err(lacking(""));
    }
    let said = Cmd::new("python3").arg("--version").quiet_output().unwrap_or_default();
    match version(&said) {
        Some(version) if version >= OLDEST_PYTHON => Ok(version),
        Some(_) | None => Err(lacking(&format!(" (here it is {:?})", said.trim()))),
    }
}

/// The first two numbers of `Python 3.11.2`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix("Python ")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_compared_as_numbers() {
        assert_eq!(version("Python 3.11.2\n"), Some((3, 11)));
        assert!(version("Python 3.9.18") < Some(OLDEST_PYTHON));
        assert!(version("Python 3.14.0rc1") > Some(OLDEST_PYTHON));
        assert_eq!(version("Python"), None);
        assert_eq!(version(""), None);
    }

    #[test]
    fn every_requirement_has_its_version() {
        let requirements = include_str!("../../../cli/tests/door/requirements.txt");
        let lines: Vec<_> = requirements
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect();
        assert!(lines.iter().any(|line| line.starts_with("schemathesis==4.")));
        assert!(lines.iter().all(|line| line.contains("==")), "{lines:?}");
    }
}
