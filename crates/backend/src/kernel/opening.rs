//! Opening files that are the kernel's, and no others.
//!
//! An engine in namespaces of its own is looked at through `/proc/PEER/root`. Its root has all kinds of files, and links that begin at a
//! root begin at ours when we follow them. A file that a kernel shows is never a link; nor one that has to be waited for, as a pipe.

use super::Unreadable;
use rustix::fs::{FsWord, OFlags, PROC_SUPER_MAGIC, fstatfs};
use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// `CGROUP_SUPER_MAGIC` and `CGROUP2_SUPER_MAGIC` of the kernel's `magic.h`.
const CGROUP: FsWord = 0x0027_e0eb;
const CGROUP2: FsWord = 0x6367_7270;

/// What is taken for a file of the kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// What is in a file system that the kernel itself makes.
    Kernels,
    /// Whatever is there: a test's machine is a folder.
    #[cfg(test)]
    Any,
}

/// Which of the kernel's file systems a file must be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    Processes,
    Groups,
}

impl System {
    fn has(self, magic: FsWord) -> bool {
        match self {
            Self::Processes => magic == PROC_SUPER_MAGIC,
            Self::Groups => magic == CGROUP || magic == CGROUP2,
        }
    }
}

impl Opening {
    /// Opens a file that must be there. `name` is what an error calls it.
    pub(super) fn needed(
        self,
        system: System,
        path: &Path,
        name: &'static str,
    ) -> Result<File, Unreadable> {
        self.optional(system, path, name)?.ok_or(Unreadable::Missing(name))
    }

    /// Opens a file that need not be there. `name` is what an error calls it.
    pub(super) fn optional(
        self,
        system: System,
        path: &Path,
        name: &'static str,
    ) -> Result<Option<File>, Unreadable> {
        let file = match open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if too_many(&error) => return Err(Unreadable::TooManyFiles),
            Err(error) => return Err(Unreadable::Refused(name, error.kind())),
        };
        let is_kernels = match self {
            Self::Kernels => {
                let known = fstatfs(&file)
                    .map_err(|error| Unreadable::Refused(name, io::Error::from(error).kind()))?;
                system.has(known.f_type)
            }
            #[cfg(test)]
            Self::Any => true,
        };
        if is_kernels { Ok(Some(file)) } else { Err(Unreadable::NotTheKernels(name)) }
    }

    /// What a file that need not be there says. Names in it may be any bytes; those that matter here are text.
    pub(super) fn text(
        self,
        system: System,
        path: &Path,
        name: &'static str,
    ) -> Result<Option<String>, Unreadable> {
        let Some(mut file) = self.optional(system, path, name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        match file.read_to_end(&mut bytes) {
            Ok(_) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) => Err(Unreadable::Refused(name, error.kind())),
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    // The standard library adds that no program that is started gets it.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).map_err(|_| ErrorKind::Unsupported)?;
    File::options().read(true).custom_flags(flags).open(path)
}

/// Whether this program, or the whole system, holds too many files open.
fn too_many(error: &io::Error) -> bool {
    use rustix::io::Errno;
    [Errno::MFILE, Errno::NFILE]
        .iter()
        .any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::fs::{CWD, FileType, Mode, mknodat};

    const NAME: &str = "cpu.stat";

    fn opened(opening: Opening, path: &Path) -> Result<bool, Unreadable> {
        opening.optional(System::Groups, path, NAME).map(|file| file.is_some())
    }

    #[test]
    fn only_the_kernels_own_files_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        assert_eq!(opened(Opening::Kernels, &path), Ok(false), "there is none");
        std::fs::write(&path, "usage_usec 7\n").unwrap();
        assert_eq!(opened(Opening::Kernels, &path), Err(Unreadable::NotTheKernels(NAME)));
        assert_eq!(opened(Opening::Any, &path), Ok(true));
        // One of the kernel's, but of another kind.
        let status = Path::new("/proc/self/status");
        assert_eq!(opened(Opening::Kernels, status), Err(Unreadable::NotTheKernels(NAME)));
        let text = Opening::Kernels.text(System::Processes, status, "status").unwrap().unwrap();
        assert!(text.starts_with("Name:"), "{text}");
    }

    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("link");
        std::os::unix::fs::symlink("/proc/self/status", &path).unwrap();
        for opening in [Opening::Kernels, Opening::Any] {
            assert!(matches!(opened(opening, &path), Err(Unreadable::Refused(NAME, _))));
        }
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert_eq!(opened(Opening::Kernels, &path), Err(Unreadable::NotTheKernels(NAME)));
    }
}
