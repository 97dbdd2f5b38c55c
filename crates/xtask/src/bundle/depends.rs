//! What the programs need of a Linux that they are installed on, read from the programs themselves.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use super::program;
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Project, make_folder, which};

/// What they need, in the words of each kind of package.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Needs {
    /// Debian's packages, such as `libc6 (>= 2.34)`. None where this is no Debian.
    pub deb: Vec<String>,
    /// The libraries, by the names that the packages of Fedora and openSUSE provide them under.
    pub rpm: Vec<String>,
}

impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "deb: {}; rpm: {}", self.deb.join(", "), self.rpm.join(", "))
    }
}

/// Reads them; nothing where the system is not Linux.
pub fn read(project: &Project, programs: &[&str]) -> Result<Needs, Error> {
    if !cfg!(target_os = "linux") {
        return Ok(Needs::default());
    }
    let paths: Vec<_> = programs.iter().map(|name| program(project, name)).collect();
    let mut heads = String::new();
    for path in &paths {
        let head = Cmd::new("objdump").arg("-p").arg(path).output()?;
        heads.push_str(&String::from_utf8_lossy(&head));
    }
    let deb = if which("dpkg-shlibdeps").is_some() {
        debian(&project.target.join("bundle/shlibdeps"), &paths)?
    } else {
        Vec::new()
    };
    Ok(Needs { deb, rpm: libraries(&heads) })
}

/// `dpkg-shlibdeps` works in a folder that looks like a source package.
fn debian<P: AsRef<Path>>(folder: &Path, programs: &[P]) -> Result<Vec<String>, Error> {
    make_folder(&folder.join("debian"))?;
    let control = folder.join("debian/control");
    fs::write(&control, "Source: any\n\nPackage: any\nArchitecture: any\n")
        .map_err(Error::io(&control))?;
    let answer = Cmd::new("dpkg-shlibdeps")
        .arg("-O")
        .args(programs.iter().map(|program| program.as_ref().as_os_str()))
        .dir(folder)
        .output()?;
    let answer = String::from_utf8_lossy(&answer);
    let line = answer.lines().find_map(|line| line.strip_prefix("shlibs:Depends="));
    let line = line.ok_or_else(|| Error::Missing {
        what: "dpkg-shlibdeps",
        missing: "shlibs:Depends".to_owned(),
    })?;
    Ok(line.split(", ").map(str::to_owned).collect())
}

/// Reads `objdump -p` of 64-bit programs.
fn libraries(heads: &str) -> Vec<String> {
    let linked = heads.lines().filter_map(|line| line.trim().strip_prefix("NEEDED"));
    let mut needs: BTreeSet<_> = linked.map(|name| format!("{}()(64bit)", name.trim())).collect();
    if let Some((major, minor)) = heads.split_whitespace().filter_map(glibc).max() {
        needs.insert(format!("libc.so.6(GLIBC_{major}.{minor})(64bit)"));
    }
    needs.into_iter().collect()
}

/// The version in `GLIBC_2.34`.
fn glibc(word: &str) -> Option<(u32, u32)> {
    let (major, minor) = word.strip_prefix("GLIBC_")?.split_once('.')?;
    Some((major.parse().ok()?, minor.split('.').next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_library_is_named_once_and_the_newest_symbol_counts() {
        let heads = "
  NEEDED               libgtk-3.so.0
  NEEDED               libc.so.6
  NEEDED               libc.so.6
  required from libc.so.6:
    0x09691a75 0x00 11 GLIBC_2.2.5
    0x069691b4 0x00 08 GLIBC_2.34
    0x06969185 0x00 06 GLIBC_2.9";
        let expected =
            ["libc.so.6()(64bit)", "libc.so.6(GLIBC_2.34)(64bit)", "libgtk-3.so.0()(64bit)"];
        assert_eq!(libraries(heads), expected);
    }

    #[test]
    fn versions_of_glibc_are_numbers() {
        assert_eq!(glibc("GLIBC_2.34"), Some((2, 34)));
        assert_eq!(glibc("GLIBC_2.2.5"), Some((2, 2)));
        assert_eq!(glibc("GLIBC_PRIVATE"), None);
    }
}
