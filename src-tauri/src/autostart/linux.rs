//! An entry in the autostart folder of the desktop.

use super::{AutostartError, entry, read, remove, write};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The entry's name, which is the program's.
const FILE: &str = "autostart/mini-aws-console.desktop";

pub(super) fn is_on() -> Result<bool, AutostartError> {
    is_on_at(&file(|name| std::env::var_os(name))?)
}

pub(super) fn switch_on(program: &str, hidden: bool) -> Result<(), AutostartError> {
    switch_on_at(&file(|name| std::env::var_os(name))?, program, hidden)
}

pub(super) fn switch_off() -> Result<(), AutostartError> {
    remove(&file(|name| std::env::var_os(name))?)
}

fn is_on_at(file: &Path) -> Result<bool, AutostartError> {
    Ok(read(file)?.is_some_and(|text| entry::is_heeded(&text)))
}

fn switch_on_at(file: &Path, program: &str, hidden: bool) -> Result<(), AutostartError> {
    write(file, &entry::write(program, hidden))
}

/// Where the entry is: in the folder for configuration, which by the specification only counts if it is absolute.
fn file(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, AutostartError> {
    let folder = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let config =
        folder("XDG_CONFIG_HOME").or_else(|| folder("HOME").map(|home| home.join(".config")));
    config.map(|config| config.join(FILE)).ok_or(AutostartError::NoHome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_appears_and_disappears() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().to_owned();
        let file = file(|name| (name == "HOME").then(|| path.clone().into())).unwrap();
        assert_eq!(file, home.path().join(".config/autostart/mini-aws-console.desktop"));
        assert!(!is_on_at(&file).unwrap());

        switch_on_at(&file, "/opt/Mini AWS/console", true).unwrap();
        assert!(is_on_at(&file).unwrap());
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("Exec=\"/opt/Mini AWS/console\" --hidden\n"), "{text}");
        switch_on_at(&file, "/opt/Mini AWS/console", false).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("Exec=\"/opt/Mini AWS/console\"\n"), "{text}");

        remove(&file).unwrap();
        assert!(!is_on_at(&file).unwrap());
        remove(&file).unwrap();
        let left = std::fs::read_dir(file.parent().unwrap()).unwrap().count();
        assert_eq!(left, 0, "nothing half written is left");
    }

    #[test]
    fn the_folder_for_configuration_comes_first_if_it_is_absolute() {
        let at = |config: &str| {
            file(|name| match name {
                "XDG_CONFIG_HOME" => Some(config.into()),
                _ => Some("/home/me".into()),
            })
        };
        assert_eq!(at("/conf").unwrap(), Path::new("/conf").join(FILE));
        assert_eq!(at("conf").unwrap(), Path::new("/home/me/.config").join(FILE));
        assert!(matches!(file(|_| None), Err(AutostartError::NoHome)));
    }

    #[test]
    fn what_cannot_be_written_says_where() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("autostart/x.desktop");
        std::fs::write(home.path().join("autostart"), "a file in the folder's place").unwrap();
        let error = switch_on_at(&file, "/x", false).unwrap_err().to_string();
        assert!(error.contains("x.desktop"), "{error}");
    }
}
