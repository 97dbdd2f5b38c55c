//! A real Prometheus with its `promtool`, in `target/tools/prometheus`. It is not installed: Debian's package would start it as a
//! service of the machine.

use std::fs;
use std::path::{Path, PathBuf};

use super::{FETCH_LIMIT, apt};
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Administrator, Project, System, make_folder, remove_folder, which};
use crate::step::note;

const PACKAGE: &str = "prometheus";
const PROGRAMS: [&str; 2] = ["prometheus", "promtool"];

/// Fetches the package and unpacks it, where it is neither installed nor unpacked already.
pub(super) fn set_up(project: &Project) -> Result<(), Error> {
    let folder = project.target.join("tools").join(PACKAGE);
    let is_installed = PROGRAMS.iter().all(|name| which(name).is_some());
    if is_installed || is_unpacked(&folder) {
        return Ok(());
    }
    if System::here() != System::Apt {
        return Err(Error::NotInstalled {
            what: "Prometheus".to_owned(),
            how: "install Prometheus, and put prometheus and promtool on PATH".to_owned(),
        });
    }
    note("fetching Debian's package of Prometheus, to unpack and not to install it");
    // Beside its place and moved at the end, so that what was cut off is not taken for the whole.
    let fresh = folder.with_extension("new");
    remove_folder(&fresh)?;
    make_folder(&fresh)?;
    fetch(&fresh)?;
    let archive = archive_in(&fresh)?;
    Cmd::new("dpkg-deb").arg("-x").arg(&archive).arg(&fresh).run_for(FETCH_LIMIT)?;
    fs::remove_file(&archive).map_err(Error::io(&archive))?;
    if !is_unpacked(&fresh) {
        return Err(Error::Missing {
            what: "the package of Prometheus",
            missing: PROGRAMS.join(" and "),
        });
    }
    remove_folder(&folder)?;
    fs::rename(&fresh, &folder).map_err(Error::io(&folder))
}

/// Needs no rights, unless the lists of packages are missing or old: only the administrator can fetch those.
fn fetch(folder: &Path) -> Result<(), Error> {
    let download = Cmd::new("apt-get")
        .args(["-qq", "-o", "APT::Sandbox::User=root", "download", PACKAGE])
        .dir(folder);
    let Err(error) = download.run_for(FETCH_LIMIT) else { return Ok(()) };
    let administrator = Administrator::here();
    if administrator == Administrator::No {
        return Err(error);
    }
    note(&error.to_string());
    apt(administrator, &["update"]).run_for(FETCH_LIMIT)?;
    download.run_for(FETCH_LIMIT)
}

fn archive_in(folder: &Path) -> Result<PathBuf, Error> {
    let entries = fs::read_dir(folder).map_err(Error::io(folder))?;
    let archives = entries.filter_map(|entry| Some(entry.ok()?.path()));
    archives
        .into_iter()
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .ok_or_else(|| Error::Missing {
            what: "apt-get download",
            missing: format!("{PACKAGE}_….deb"),
        })
}

fn is_unpacked(folder: &Path) -> bool {
    PROGRAMS.iter().all(|name| folder.join("usr/bin").join(name).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_programs_have_to_be_there() {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("usr/bin");
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join("prometheus"), "").unwrap();
        assert!(!is_unpacked(folder.path()));
        fs::write(bin.join("promtool"), "").unwrap();
        assert!(is_unpacked(folder.path()));
    }

    #[test]
    fn the_archive_is_found_whatever_its_version() {
        let folder = tempfile::tempdir().unwrap();
        assert!(archive_in(folder.path()).is_err());
        let archive = folder.path().join("prometheus_2.42.0+ds-5_amd64.deb");
        fs::write(folder.path().join("notes.txt"), "").unwrap();
        fs::write(&archive, "").unwrap();
        assert_eq!(archive_in(folder.path()).unwrap(), archive);
    }
}
