//! Where the console keeps its data: readable by their owner only.

use std::path::{Path, PathBuf};

/// A directory that exists and that only its owner can read.
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
}

impl DataDir {
    /// Opens `wanted`, or the platform's data directory, and makes it if need be. Within it, `part` keeps the data of a pretend
    /// engine apart from real ones.
    ///
    /// # Errors
    /// If there is none to use, or it cannot be made.
    pub fn open(wanted: Option<&Path>, part: Option<&str>) -> Result<Self, DataDirError> {
        let mut path = match wanted {
            Some(path) => path.to_owned(),
            None => directories::ProjectDirs::from("dev", "mini-aws", "mini-aws-console")
                .ok_or(DataDirError::NoHome)?
                .data_dir()
                .to_owned(),
        };
        path.extend(part);
        make_private(&path)
            .map_err(|source| DataDirError::Unusable { path: path.clone(), source })?;
        Ok(Self(path))
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.0.join("console.db")
    }

    /// The logs' directory. It is for the logger to make.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.0.join("logs")
    }
}

#[cfg(unix)]
fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
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
    fn a_file_in_its_place_is_an_error_that_names_it() {
        let temp = tempfile::NamedTempFile::new().unwrap();
        let error = DataDir::open(Some(temp.path()), Some("demo")).unwrap_err();
        assert!(error.to_string().contains(&temp.path().display().to_string()));
    }
}
