//! The Debian package once more: packed as Debian packs, which is a quarter smaller, and with the dependencies that the programs have.

use std::fs;
use std::path::Path;

use super::depends::Needs;
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{remove_folder, which};

/// Packs it again in its place. Without `dpkg-deb` it stays as it is: as right, but larger.
pub fn repack(package: &Path, needs: &Needs) -> Result<(), Error> {
    if which("dpkg-deb").is_none() {
        return Ok(());
    }
    let folder = package.with_extension("again");
    remove_folder(&folder)?;
    Cmd::new("dpkg-deb").arg("--raw-extract").arg(package).arg(&folder).run()?;
    let control = folder.join("DEBIAN/control");
    let text = fs::read_to_string(&control).map_err(Error::io(&control))?;
    fs::write(&control, with_dependencies(&text, &needs.deb)).map_err(Error::io(&control))?;
    Cmd::new("dpkg-deb")
        .args(["--root-owner-group", "-Zxz", "-z9", "--build"])
        .arg(&folder)
        .arg(package)
        .output()?;
    remove_folder(&folder)
}

/// The Tauri CLI adds names without versions to those that it is given.
fn with_dependencies(control: &str, packages: &[String]) -> String {
    let lines = control.lines().map(|line| match line.strip_prefix("Depends: ") {
        Some(_) if !packages.is_empty() => format!("Depends: {}\n", packages.join(", ")),
        Some(_) | None => format!("{line}\n"),
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_dependencies_change() {
        let control =
            "Package: x\nDepends: libgtk-3-0 (>= 3.21.5), libgtk-3-0\nDescription: y\n z\n";
        let needs = ["libgtk-3-0 (>= 3.21.5)".to_owned()];
        let expected = "Package: x\nDepends: libgtk-3-0 (>= 3.21.5)\nDescription: y\n z\n";
        assert_eq!(with_dependencies(control, &needs), expected);
        assert_eq!(with_dependencies(control, &[]), control);
    }
}
