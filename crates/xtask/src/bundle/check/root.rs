//! A copy of this system: what is written goes into memory and is forgotten.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::wrong;
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{entries, make_folder};

/// The ordinary user.
pub const USER: &str = "mini-aws-tester";
/// Where that user keeps things.
pub const HOME: &str = "/home/mini-aws-tester";
/// That user's folder for sockets.
pub const RUNTIME: &str = "/run/mini-aws-tester";

/// The copy.
#[derive(Debug)]
pub struct Root {
    merged: PathBuf,
    upper: PathBuf,
}

impl Root {
    /// Mounts it. Only for a process in a mount namespace of its own, with which all of it goes.
    pub fn make(work: &Path) -> Result<Self, Error> {
        let mount = |args: &[&str], at: &Path| Cmd::new("mount").args(args).arg(at).run();
        mount(&["--make-rprivate"], Path::new("/"))?;
        mount(&["-t", "tmpfs", "tmpfs"], work)?;
        let [upper, scratch, merged] = ["upper", "scratch", "merged"].map(|name| work.join(name));
        for folder in [&upper, &scratch, &merged] {
            make_folder(folder)?;
        }
        let layers =
            format!("lowerdir=/,upperdir={},workdir={}", upper.display(), scratch.display());
        mount(&["-t", "overlay", "overlay", "-o", &layers], &merged)?;
        mount(&["-t", "proc", "proc"], &merged.join("proc"))?;
        mount(&["--rbind", "/dev"], &merged.join("dev"))?;
        for folder in ["tmp", "run"] {
            mount(&["-t", "tmpfs", "-o", "mode=1777", "tmpfs"], &merged.join(folder))?;
        }
        let root = Self { merged, upper };
        // A small container's dpkg may leave manual pages out, and they are to be tried.
        let small = root.at("/etc/dpkg/dpkg.cfg.d/docker");
        if small.exists() {
            fs::remove_file(&small).map_err(Error::io(&small))?;
        }
        root.command(&["useradd", "--create-home", "--home-dir", HOME, USER]).run()?;
        root.command(&["install", "--directory", "--mode=700", "--owner", USER, RUNTIME]).run()?;
        Ok(root)
    }

    /// Where a path of the copy is, seen from outside.
    #[must_use]
    pub fn at(&self, path: &str) -> PathBuf {
        self.merged.join(path.trim_start_matches('/'))
    }

    /// Copies a file in.
    pub fn bring(&self, file: &Path) -> Result<String, Error> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let inside = format!("/tmp/{name}");
        fs::copy(file, self.at(&inside)).map_err(Error::io(file))?;
        Ok(inside)
    }

    /// A command of the administrator, with a plain environment.
    #[must_use]
    pub fn command(&self, words: &[&str]) -> Cmd {
        let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        Cmd::new("chroot")
            .arg(&self.merged)
            .args(["env", "-i", path, "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"])
            .args(words)
    }

    /// A command of the ordinary user.
    #[must_use]
    pub fn user_command(&self, words: &[&str]) -> Cmd {
        let home = format!("HOME={HOME}");
        let as_user = ["runuser", "-u", USER, "--", "env", &home];
        self.command(&[&as_user, words].concat())
    }

    /// What a command says; its own errors go through.
    pub fn says(&self, command: &Cmd) -> Result<String, Error> {
        Ok(String::from_utf8_lossy(&command.output()?).into_owned())
    }

    /// The paths that are in the copy and not on the machine.
    pub fn added(&self) -> Result<BTreeSet<String>, Error> {
        let mut added = BTreeSet::new();
        let mut open = vec![self.upper.clone()];
        while let Some(folder) = open.pop() {
            for path in entries(&folder)? {
                let kind = fs::symlink_metadata(&path).map_err(Error::io(&path))?.file_type();
                let inside = Path::new("/").join(path.strip_prefix(&self.upper).unwrap_or(&path));
                if is_removal(kind) {
                    continue;
                }
                if fs::symlink_metadata(&inside).is_err() {
                    added.insert(inside.to_string_lossy().into_owned());
                }
                if kind.is_dir() {
                    open.push(path);
                }
            }
        }
        Ok(added)
    }

    /// Fails where one of these is not a file of the copy.
    pub fn has_files<'a>(
        &self,
        what: &str,
        paths: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), Error> {
        let missing: Vec<_> = paths.into_iter().filter(|path| !self.at(path).is_file()).collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(wrong(what, format!("{} is missing", missing.join(", "))))
        }
    }
}

/// An overlay remembers by a device that something below was removed.
#[cfg(unix)]
fn is_removal(kind: fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_char_device()
}

/// There are no overlays elsewhere.
#[cfg(not(unix))]
fn is_removal(_: fs::FileType) -> bool {
    false
}
