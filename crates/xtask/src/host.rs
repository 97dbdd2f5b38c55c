//! The project's folders and the machine it is on.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command::Cmd;
use crate::error::Error;

/// Where the project is, and where its builds go.
#[derive(Debug)]
pub struct Project {
    /// The folder of the workspace's manifest.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the person has it.
    pub target: PathBuf,
}

impl Project {
    /// Asks cargo, and makes the project's folder the current one, so that every printed line can be typed there.
    pub fn find() -> Result<Self, Error> {
        let own = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let metadata = Cmd::cargo()
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .dir(&own)
            .output()?;
        let metadata = json("cargo metadata", &metadata)?;
        let folder = |key: &'static str| {
            metadata[key]
                .as_str()
                .map(PathBuf::from)
                .ok_or_else(|| Error::Missing { what: "cargo metadata", missing: key.to_owned() })
        };
        let project = Self { root: folder("workspace_root")?, target: folder("target_directory")? };
        env::set_current_dir(&project.root).map_err(Error::io(&project.root))?;
        Ok(project)
    }

    /// A place in the project.
    #[must_use]
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }
}

/// Reads JSON that a tool wrote.
pub fn json(what: &'static str, bytes: &[u8]) -> Result<Value, Error> {
    serde_json::from_slice(bytes).map_err(|source| Error::Json { what, source })
}

/// The first file of that name on `PATH`, and in the folders for administrators, which a person's `PATH` may lack.
#[must_use]
pub fn which(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let named = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(&named))
        .find(|file| file.is_file())
}

/// The folder of the toolchain in use.
#[must_use]
pub fn sysroot() -> Option<PathBuf> {
    let folder = Cmd::new("rustc").args(["--print", "sysroot"]).quiet_output()?;
    Some(PathBuf::from(folder.trim())).filter(|folder| folder.is_dir())
}

/// The name that rustc gives to this machine, from `rustc -vV`.
#[must_use]
pub fn host_triple() -> Option<String> {
    let version = Cmd::new("rustc").arg("-vV").quiet_output()?;
    version.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned)
}

/// How software is installed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Debian, Ubuntu and their kin.
    Apt,
    /// Fedora and its kin.
    Dnf,
    /// Arch and its kin.
    Pacman,
    /// Some other Linux.
    OtherLinux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

impl System {
    /// The system that this runs on.
    #[must_use]
    pub fn here() -> Self {
        match env::consts::OS {
            "macos" => Self::MacOs,
            "windows" => Self::Windows,
            _ => Self::from_os_release(&fs::read_to_string("/etc/os-release").unwrap_or_default()),
        }
    }

    /// Which family of Linux an `/etc/os-release` tells of.
    #[must_use]
    pub fn from_os_release(text: &str) -> Self {
        let value = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
            line.unwrap_or_default().trim_matches('"').to_lowercase()
        };
        let names = format!("{} {}", value("ID"), value("ID_LIKE"));
        let is = |wanted: &[&str]| names.split_whitespace().any(|name| wanted.contains(&name));
        if is(&["debian", "ubuntu"]) {
            Self::Apt
        } else if is(&["fedora", "rhel", "centos"]) {
            Self::Dnf
        } else if is(&["arch"]) {
            Self::Pacman
        } else {
            Self::OtherLinux
        }
    }
}

/// How to become the administrator without being asked for a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Administrator {
    /// This user is it.
    Already,
    /// `sudo` needs no password.
    BySudo,
    /// There is no way without asking.
    No,
}

impl Administrator {
    /// Finds out.
    #[must_use]
    pub fn here() -> Self {
        let id = Cmd::new("id").arg("-u").quiet_output();
        if id.is_some_and(|id| id.trim() == "0") {
            Self::Already
        } else if which("sudo").is_some() && Cmd::new("sudo").args(["-n", "true"]).succeeds() {
            Self::BySudo
        } else {
            Self::No
        }
    }
}

/// Whether a window can open here.
#[must_use]
pub fn has_display() -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// What is in a folder, in the order of the names.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
        .map_err(Error::io(folder))?;
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// Makes a folder and those above it.
pub fn make_folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(Error::io(path))
}

/// Removes a folder and what is in it; one that is not there is as good.
pub fn remove_folder(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::Io { path: path.to_path_buf(), source })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_of_linux_are_told_apart() {
        assert_eq!(System::from_os_release("PRETTY_NAME=\"Debian\"\nID=debian\n"), System::Apt);
        assert_eq!(
            System::from_os_release("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"),
            System::Apt
        );
        assert_eq!(
            System::from_os_release("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"),
            System::Dnf
        );
        assert_eq!(System::from_os_release("ID=manjaro\nID_LIKE=arch\n"), System::Pacman);
        assert_eq!(System::from_os_release("ID=nixos\n"), System::OtherLinux);
        assert_eq!(System::from_os_release(""), System::OtherLinux);
    }

    #[test]
    fn an_id_inside_another_key_is_not_taken() {
        assert_eq!(System::from_os_release("VARIANT_ID=debian\nID=alpine\n"), System::OtherLinux);
    }

    #[test]
    fn removing_what_is_not_there_is_fine() {
        let folder = tempfile::tempdir().unwrap();
        remove_folder(&folder.path().join("nothing")).unwrap();
    }

    #[test]
    fn cargo_itself_is_found() {
        assert!(which("cargo").is_some());
        assert!(which("no-such-program-here").is_none());
    }
}
