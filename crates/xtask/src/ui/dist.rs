//! A folder of files that is written only where it differs: an untouched file does not make cargo build the app again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::host::make_folder;

/// Files by their path in the folder, with `/` between its parts. A later file of the same name replaces the earlier one.
#[derive(Debug, Default)]
pub struct Dist {
    files: BTreeMap<String, Vec<u8>>,
}

impl Dist {
    /// Adds a file by its content.
    pub fn add(&mut self, name: &str, content: Vec<u8>) {
        self.files.insert(name.to_owned(), content);
    }

    /// Adds a copy of a file.
    pub fn add_file(&mut self, name: &str, from: &Path) -> Result<(), Error> {
        let content = fs::read(from).map_err(Error::io(from))?;
        self.add(name, content);
        Ok(())
    }

    /// Adds copies of all that is in a folder.
    pub fn add_folder(&mut self, from: &Path) -> Result<(), Error> {
        for file in files_in(from)? {
            let name = relative(&file, from);
            self.add_file(&name, &file)?;
        }
        Ok(())
    }

    /// The largest files, the largest first.
    pub fn largest(&self, count: usize) -> impl Iterator<Item = (&str, &[u8])> {
        let mut files: Vec<_> =
            self.files.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
        files.sort_by_key(|(_, content)| std::cmp::Reverse(content.len()));
        files.into_iter().take(count)
    }

    /// Makes `folder` hold these files and no others; gives the number of files that had to be touched.
    pub fn write(&self, folder: &Path) -> Result<usize, Error> {
        make_folder(folder)?;
        let mut touched = 0;
        for (name, content) in &self.files {
            let path = folder.join(name);
            if fs::read(&path).is_ok_and(|present| present == *content) {
                continue;
            }
            if let Some(parent) = path.parent() {
                make_folder(parent)?;
            }
            fs::write(&path, content).map_err(Error::io(&path))?;
            touched += 1;
        }
        for path in files_in(folder)? {
            if !self.files.contains_key(&relative(&path, folder)) {
                fs::remove_file(&path).map_err(Error::io(&path))?;
                touched += 1;
            }
        }
        Ok(touched)
    }
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .and_then(Iterator::collect::<io::Result<Vec<_>>>)
            .map_err(Error::io(&folder))?;
        for path in entries.into_iter().map(|entry| entry.path()) {
            let list = if path.is_dir() { &mut folders } else { &mut files };
            list.push(path);
        }
    }
    Ok(files)
}

fn relative(file: &Path, folder: &Path) -> String {
    let inside = file.strip_prefix(folder).unwrap_or(file);
    inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_did_not_change_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let mut dist = Dist::default();
        dist.add("index.html", b"page".to_vec());
        dist.add("style/app.css", b"look".to_vec());
        assert_eq!(dist.write(folder.path()).unwrap(), 2);
        assert_eq!(dist.write(folder.path()).unwrap(), 0);
        dist.add("index.html", b"other page".to_vec());
        assert_eq!(dist.write(folder.path()).unwrap(), 1);
        assert_eq!(fs::read(folder.path().join("index.html")).unwrap(), b"other page");
    }

    #[test]
    fn what_is_left_from_before_goes() {
        let folder = tempfile::tempdir().unwrap();
        make_folder(&folder.path().join("old")).unwrap();
        fs::write(folder.path().join("old/left.js"), "x").unwrap();
        let mut dist = Dist::default();
        dist.add("new.js", b"y".to_vec());
        assert_eq!(dist.write(folder.path()).unwrap(), 2);
        assert!(!folder.path().join("old/left.js").exists());
    }

    #[test]
    fn folders_are_copied_with_what_is_below() {
        let source = tempfile::tempdir().unwrap();
        make_folder(&source.path().join("a/b")).unwrap();
        fs::write(source.path().join("a/b/c.css"), "x").unwrap();
        let mut dist = Dist::default();
        dist.add_folder(source.path()).unwrap();
        assert_eq!(dist.files.keys().collect::<Vec<_>>(), ["a/b/c.css"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let error = Dist::default().add_folder(Path::new("/no/such/folder")).unwrap_err();
        assert!(error.to_string().contains("/no/such/folder"));
    }
}
