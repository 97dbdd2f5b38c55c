//! Where the console keeps its data: readable by their owner only.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use tracing::warn;

/// A directory, which exists unless [`DataDir::of_reader`] named it. What the console makes in it only its owner can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDir(PathBuf);

/// Why there is no data directory.
#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    /// The platform names none, as for a user without a home.
    #[error("this system names no data directory for the current user")]
    NoHome,
    /// It cannot be made or made private.
    #[error("the data directory {path} cannot be used: {source}", path = .path.display())]
    Unusable {
        /// Which directory.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another console runs on it.
    #[error("another console is using the data directory {path}", path = .path.display())]
    Taken {
        /// Which directory.
        path: PathBuf,
    },
}

/// The right to write into a data directory, for as long as this lives; the system takes it back with the process.
#[derive(Debug)]
pub struct Claim {
    _file: File,
}

impl DataDir {
    /// Opens `wanted`, or the platform's data directory, and makes it if need be. Within it, `part` keeps the data of a pretend
    /// engine apart from real ones.
    ///
    /// # Errors
    /// If there is none to use, or it cannot be made.
    pub fn open(wanted: Option<&Path>, part: Option<&str>) -> Result<Self, DataDirError> {
        let mut path = Self::place(wanted)?;
        path.extend(part);
        make_private(&path)
            .map_err(|source| DataDirError::Unusable { path: path.clone(), source })?;
        Ok(Self(path))
    }

    /// Opens the directory of a console on a real engine or a pretended one. What is pretended must not mix with what is remembered of
    /// real ones; a directory that the person named is theirs to choose.
    ///
    /// # Errors
    /// As [`DataDir::open`].
    pub fn of_console(wanted: Option<&Path>, pretended: bool) -> Result<Self, DataDirError> {
        Self::open(wanted, (pretended && wanted.is_none()).then_some("demo"))
    }

    /// Where [`of_console`](Self::of_console) would be, without making it: for who only looks whether there is anything.
    ///
    /// # Errors
    /// [`DataDirError::NoHome`]
    pub fn of_reader(wanted: Option<&Path>, pretended: bool) -> Result<Self, DataDirError> {
        let mut path = Self::place(wanted)?;
        path.extend((pretended && wanted.is_none()).then_some("demo"));
        Ok(Self(path))
    }

    fn place(wanted: Option<&Path>) -> Result<PathBuf, DataDirError> {
        if let Some(path) = wanted {
            // It is handed to other programs and to libraries, which may have folders of their own in mind.
            return Ok(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        }
        let platform = directories::ProjectDirs::from("dev", "mini-aws", "mini-aws-console");
        Ok(platform.ok_or(DataDirError::NoHome)?.data_dir().to_owned())
    }

    /// The directory itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.0.join("console.db")
    }

    /// The HTTP door's API key.
    #[must_use]
    pub fn api_key(&self) -> PathBuf {
        self.0.join("api-key")
    }

    /// That another console has it.
    #[must_use]
    pub fn taken(&self) -> DataDirError {
        DataDirError::Taken { path: self.0.clone() }
    }

    /// Claims the directory for this console. Two that write the same history would each spoil the other's.
    ///
    /// # Errors
    /// [`DataDirError::Taken`] while another console runs on it; [`DataDirError::Unusable`] if nothing can be made in it.
    pub fn claim(&self) -> Result<Claim, DataDirError> {
        self.lock("console.lock")
    }

    /// Claims to be the one desktop app on the directory.
    ///
    /// # Errors
    /// As [`claim`](Self::claim).
    pub fn claim_window(&self) -> Result<Claim, DataDirError> {
        self.lock("window.lock")
    }

    fn lock(&self, name: &str) -> Result<Claim, DataDirError> {
        let path = self.0.join(name);
        let unusable = |source| DataDirError::Unusable { path: self.0.clone(), source };
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            // Without waiting: what is no file, such as a pipe, would wait for ever.
            let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOFOLLOW;
            options.mode(0o600).custom_flags(flags.bits().cast_signed());
        }
        let file = options.open(&path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Claim { _file: file }),
            Err(TryLockError::WouldBlock) => Err(self.taken()),
            // Some network file systems have no locks: that is no reason to remember nothing.
            Err(TryLockError::Error(error)) => {
                warn!(%error, path = %path.display(), "the data directory cannot be locked");
                Ok(Claim { _file: file })
            }
        }
    }

    /// The logs' directory, made for its owner only.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn logs(&self) -> Result<PathBuf, DataDirError> {
        let path = self.0.join("logs");
        make_private(&path)
            .map_err(|source| DataDirError::Unusable { path: path.clone(), source })?;
        Ok(path)
    }
}

/// Makes what is missing for the owner only. A directory that is there already is somebody's choice and stays as it is: it may well
/// be shared, and what the console keeps in it is private by itself.
#[cfg(unix)]
fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// On Windows the profile's data directory is private by inheritance.
#[cfg(not(unix))]
fn make_private(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn only_its_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let temp = tempfile::tempdir().unwrap();
        let dir = DataDir::open(Some(&temp.path().join("a/b")), Some("demo")).unwrap();
        let parent = dir.database().parent().unwrap().to_owned();
        assert!(parent.ends_with("a/b/demo"));
        assert_eq!(parent.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    #[cfg(unix)]
    fn a_directory_that_was_there_stays_as_it_was_and_the_logs_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let temp = tempfile::tempdir().unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        std::fs::set_permissions(temp.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let dir = DataDir::open(Some(temp.path()), None).unwrap();
        assert_eq!(mode(temp.path()), 0o755);
        assert_eq!(mode(&dir.logs().unwrap()), 0o700);
    }

    #[test]
    fn one_console_at_a_time_and_the_next_one_after_it() {
        let temp = tempfile::tempdir().unwrap();
        let dir = DataDir::open(Some(temp.path()), None).unwrap();
        let claim = dir.claim().unwrap();
        assert!(matches!(dir.claim(), Err(DataDirError::Taken { .. })));
        drop(claim);
        dir.claim().unwrap();
    }

    #[test]
    fn a_file_in_its_place_is_an_error_that_names_it() {
        let temp = tempfile::NamedTempFile::new().unwrap();
        let error = DataDir::open(Some(temp.path()), Some("demo")).unwrap_err();
        assert!(error.to_string().contains(&temp.path().display().to_string()));
    }
}
