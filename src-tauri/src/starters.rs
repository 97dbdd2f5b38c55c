//! Ways to start an engine that is installed and does not run. Here it is only found out which of them there are; the page asks the
//! person, and the shell runs the very command that the capability file has under the same name, and no other.

use mini_aws_domain::EngineStarter;
use std::path::{Path, PathBuf};

/// A way to start an engine.
#[derive(Debug)]
struct Way {
    /// Its name in the capability file.
    name: &'static str,
    /// What is started, for people.
    title: &'static str,
    /// The program and its arguments, as in the capability file.
    command: &'static [&'static str],
    /// Where it can be had.
    needs: Need,
}

/// What must be there for a way to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// This system with an app at this path.
    App(System, &'static str),
    /// This system with this program.
    Program(System, &'static str),
    /// Linux with systemd, and this unit among the user's own.
    UserUnit(&'static str),
    /// Linux with systemd, and this unit among the system's.
    SystemUnit(&'static str),
}

/// The systems that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    Linux,
    Macos,
    Windows,
}

/// Where Docker Desktop is on Windows, unless somebody chose otherwise.
const DOCKER_DESKTOP_EXE: &str = r"C:\Program Files\Docker\Docker\Docker Desktop.exe";

/// Every way, the likeliest first. On macOS an app does not have the search path of a terminal, so what is not the system's own is run by
/// a login shell; on Windows `start` comes back at once, as the program itself does not.
const WAYS: [Way; 12] = [
    Way {
        name: "start-docker-desktop-linux",
        title: "Docker Desktop",
        command: &["systemctl", "--user", "start", "docker-desktop.service"],
        needs: Need::UserUnit("docker-desktop.service"),
    },
    Way {
        name: "start-docker-rootless",
        title: "Docker (rootless)",
        command: &["systemctl", "--user", "start", "docker.service"],
        needs: Need::UserUnit("docker.service"),
    },
    Way {
        name: "start-docker",
        title: "Docker",
        command: &["systemctl", "start", "docker.service"],
        needs: Need::SystemUnit("docker.service"),
    },
    Way {
        name: "start-podman-socket",
        title: "Podman",
        command: &["systemctl", "--user", "start", "podman.socket"],
        needs: Need::UserUnit("podman.socket"),
    },
    Way {
        name: "start-colima-linux",
        title: "Colima",
        command: &["colima", "start"],
        needs: Need::Program(System::Linux, "colima"),
    },
    Way {
        name: "start-docker-desktop-macos",
        title: "Docker Desktop",
        command: &["open", "-a", "Docker"],
        needs: Need::App(System::Macos, "/Applications/Docker.app"),
    },
    Way {
        name: "start-orbstack",
        title: "OrbStack",
        command: &["open", "-a", "OrbStack"],
        needs: Need::App(System::Macos, "/Applications/OrbStack.app"),
    },
    Way {
        name: "start-rancher-desktop-macos",
        title: "Rancher Desktop",
        command: &["open", "-a", "Rancher Desktop"],
        needs: Need::App(System::Macos, "/Applications/Rancher Desktop.app"),
    },
    Way {
        name: "start-colima-macos",
        title: "Colima",
        command: &["/bin/zsh", "-lc", "colima start"],
        needs: Need::Program(System::Macos, "colima"),
    },
    Way {
        name: "start-podman-machine-macos",
        title: "Podman machine",
        command: &["/bin/zsh", "-lc", "podman machine start"],
        needs: Need::Program(System::Macos, "podman"),
    },
    Way {
        name: "start-docker-desktop-windows",
        title: "Docker Desktop",
        command: &["cmd", "/C", "start", "", DOCKER_DESKTOP_EXE],
        needs: Need::App(System::Windows, DOCKER_DESKTOP_EXE),
    },
    Way {
        name: "start-podman-machine-windows",
        title: "Podman machine",
        command: &["podman", "machine", "start"],
        needs: Need::Program(System::Windows, "podman"),
    },
];

/// What a search needs to know of a machine.
pub(crate) struct Surroundings<Exists> {
    /// Which system it is.
    pub(crate) system: System,
    /// The folders in which programs are looked for.
    pub(crate) search_path: Vec<PathBuf>,
    /// The folder of the user's own configuration, and that of the user's own data.
    pub(crate) user_folders: Vec<PathBuf>,
    /// Whether there is something at a path.
    pub(crate) exists: Exists,
}

/// The ways to start an engine that there are on this machine.
pub(crate) fn starters() -> Vec<EngineStarter> {
    let system = match std::env::consts::OS {
        "macos" => System::Macos,
        "windows" => System::Windows,
        _ => System::Linux,
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folder = |variable: &str, within_home: &str| {
        let named = std::env::var_os(variable).map(PathBuf::from);
        let home = || Some(std::env::home_dir()?.join(within_home));
        named.filter(|folder| folder.is_absolute()).or_else(home)
    };
    let user_folders =
        [folder("XDG_CONFIG_HOME", ".config"), folder("XDG_DATA_HOME", ".local/share")];
    starters_in(&Surroundings {
        system,
        search_path: std::env::split_paths(&path).collect(),
        user_folders: user_folders.into_iter().flatten().collect(),
        exists: |path: &Path| path.exists(),
    })
}

/// The ways that there are in these surroundings, the likeliest first.
fn starters_in(around: &Surroundings<impl Fn(&Path) -> bool>) -> Vec<EngineStarter> {
    let there = WAYS.iter().filter(|way| around.has(way.needs));
    there
        .map(|way| EngineStarter {
            name: way.name.to_owned(),
            title: way.title.to_owned(),
            command: shown(way.command),
        })
        .collect()
}

impl<Exists: Fn(&Path) -> bool> Surroundings<Exists> {
    fn has(&self, need: Need) -> bool {
        match need {
            Need::App(system, path) => system == self.system && (self.exists)(Path::new(path)),
            Need::Program(system, name) => system == self.system && self.has_program(name),
            Need::UserUnit(unit) => {
                let own = self.user_folders.iter().map(|folder| folder.join("systemd/user"));
                let shared = UNIT_FOLDERS.iter().map(|folder| Path::new(folder).join("user"));
                self.has_systemd() && self.is_in(own.chain(shared), unit)
            }
            Need::SystemUnit(unit) => {
                let shared = UNIT_FOLDERS.iter().map(|folder| Path::new(folder).join("system"));
                self.has_systemd() && self.is_in(shared, unit)
            }
        }
    }

    fn has_program(&self, name: &str) -> bool {
        let more = if self.system == System::Macos { &MACOS_FOLDERS[..] } else { &[] };
        let folders = self.search_path.iter().cloned().chain(more.iter().map(PathBuf::from));
        let file =
            if self.system == System::Windows { format!("{name}.exe") } else { name.to_owned() };
        self.is_in(folders, &file)
    }

    fn has_systemd(&self) -> bool {
        // It may be installed and not run, as in a container.
        self.system == System::Linux
            && (self.exists)(Path::new("/run/systemd/system"))
            && self.has_program("systemctl")
    }

    fn is_in(&self, mut folders: impl Iterator<Item = PathBuf>, file: &str) -> bool {
        folders.any(|folder| (self.exists)(&folder.join(file)))
    }
}

/// Where systemd keeps units, in a folder `system` or `user`.
const UNIT_FOLDERS: [&str; 5] =
    ["/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd", "/lib/systemd"];
/// Where programs are on macOS that a login shell finds, and an app does not.
const MACOS_FOLDERS: [&str; 3] = ["/opt/homebrew/bin", "/usr/local/bin", "/opt/podman/bin"];

/// A command as somebody would type it.
fn shown(command: &[&str]) -> String {
    let word = |word: &&str| {
        if word.is_empty() || word.contains(' ') {
            format!("\"{word}\"")
        } else {
            (*word).to_owned()
        }
    };
    command.iter().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn found(system: System, there: &[&str]) -> Vec<String> {
        let there: Vec<PathBuf> = there.iter().map(PathBuf::from).collect();
        let around = Surroundings {
            system,
            search_path: vec!["/bin".into(), "/usr/bin".into()],
            user_folders: vec!["/home/me/.config".into(), "/home/me/.local/share".into()],
            exists: |path: &Path| there.iter().any(|known| known == path),
        };
        starters_in(&around).into_iter().map(|starter| starter.command).collect()
    }

    #[test]
    fn on_linux_systemd_starts_what_has_a_unit() {
        let systemd = ["/run/systemd/system", "/usr/bin/systemctl"];
        let with = |more: &[&str]| found(System::Linux, &[&systemd, more].concat());
        assert_eq!(with(&[]), [""; 0]);
        assert_eq!(
            with(&["/lib/systemd/system/docker.service", "/usr/lib/systemd/user/podman.socket"]),
            ["systemctl start docker.service", "systemctl --user start podman.socket"]
        );
        assert_eq!(
            with(&["/home/me/.config/systemd/user/docker.service"]),
            ["systemctl --user start docker.service"]
        );
        assert_eq!(
            with(&["/usr/lib/systemd/user/docker-desktop.service", "/bin/colima"]),
            ["systemctl --user start docker-desktop.service", "colima start"]
        );
    }

    #[test]
    fn without_a_systemd_that_runs_its_units_start_nothing() {
        let unit = "/lib/systemd/system/docker.service";
        assert_eq!(found(System::Linux, &[unit, "/usr/bin/systemctl"]), [""; 0]);
        assert_eq!(found(System::Linux, &[unit, "/run/systemd/system"]), [""; 0]);
        assert_eq!(found(System::Macos, &["/bin/systemctl", "/run/systemd/system", unit]), [""; 0]);
    }

    #[test]
    fn every_system_has_its_own_ways() {
        assert_eq!(
            found(System::Macos, &["/Applications/Docker.app", "/opt/homebrew/bin/colima"]),
            ["open -a Docker", "/bin/zsh -lc \"colima start\""]
        );
        // The tests' paths are this system's, and so is what joins them.
        let windows = found(System::Windows, &[DOCKER_DESKTOP_EXE, "/usr/bin/podman.exe"]);
        assert_eq!(windows.len(), 2, "{windows:?}");
        assert!(windows[0].starts_with("cmd /C start \"\" \"C:\\"), "{windows:?}");
        assert_eq!(windows[1], "podman machine start");
        assert_eq!(found(System::Linux, &["/Applications/Docker.app"]), [""; 0]);
    }

    #[test]
    fn the_page_may_run_these_commands_and_no_others() {
        let file: Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let permissions = file["permissions"].as_array().unwrap();
        let scoped: Vec<&Value> =
            permissions.iter().filter(|permission| permission.is_object()).collect();
        assert_eq!(scoped.len(), 1);
        assert_eq!(scoped[0]["identifier"], "shell:allow-execute");
        let ways = WAYS.iter().map(
            |way| json!({ "name": way.name, "cmd": way.command[0], "args": &way.command[1..] }),
        );
        assert_eq!(scoped[0]["allow"], Value::Array(ways.collect()));
        let others = permissions.iter().filter_map(Value::as_str);
        assert_eq!(others.filter(|permission| permission.starts_with("shell:")).count(), 0);
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut names: Vec<_> = WAYS.iter().map(|way| way.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), WAYS.len());
    }
}
