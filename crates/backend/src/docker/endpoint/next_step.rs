//! What a person can do about an engine that does not answer.

use super::{Endpoint, Environment, Platform};
use std::path::Path;

/// Who makes an engine that listens at such a place, as far as the place tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Maker {
    /// Docker Engine, run by the system.
    System,
    /// Docker Engine, run by the person.
    Rootless,
    DockerDesktop,
    Colima,
    OrbStack,
    RancherDesktop,
    /// Podman, run by the person.
    Podman,
    /// Podman, run by the system.
    PodmanSystem,
    /// Podman in a virtual machine.
    PodmanMachine,
    /// Anything on the network.
    Remote,
    Unknown,
}

impl Maker {
    pub(super) fn of(endpoint: &Endpoint, environment: &Environment) -> Self {
        match endpoint {
            Endpoint::Tcp { .. } | Endpoint::Tls { .. } | Endpoint::Ssh(_) => Self::Remote,
            Endpoint::NamedPipe(name) => {
                let name = name.to_lowercase();
                if name.contains("podman") {
                    Self::PodmanMachine
                } else if name.contains("docker") {
                    Self::DockerDesktop
                } else {
                    Self::Unknown
                }
            }
            Endpoint::Unix(path) => Self::of_socket(path, environment),
        }
    }

    fn of_socket(path: &Path, environment: &Environment) -> Self {
        let within = |folder: &str| path.components().any(|part| part.as_os_str() == folder);
        if within(".colima") || within("colima") {
            Self::Colima
        } else if within(".orbstack") {
            Self::OrbStack
        } else if within(".rd") {
            Self::RancherDesktop
        } else if within(".docker") {
            Self::DockerDesktop
        } else if within("podman") {
            if environment.platform == Platform::MacOs {
                Self::PodmanMachine
            } else if path.starts_with("/run/podman") || path.starts_with("/var/run/podman") {
                Self::PodmanSystem
            } else {
                Self::Podman
            }
        } else if path == Path::new("/var/run/docker.sock") || path == Path::new("/run/docker.sock")
        {
            // There is no engine for macOS itself: that place is a link that Docker Desktop makes.
            match environment.platform {
                Platform::MacOs => Self::DockerDesktop,
                Platform::Linux | Platform::Windows => Self::System,
            }
        } else if path.starts_with("/run/user")
            || environment.runtime_dir.as_ref().is_some_and(|folder| path.starts_with(folder))
        {
            Self::Rootless
        } else {
            Self::Unknown
        }
    }

    /// How to start it.
    pub(super) fn start(self) -> String {
        match self {
            Self::System => {
                "Start the engine: sudo systemctl start docker. If Docker is not installed, install it first \
                 (docs.docker.com/engine/install)."
            }
            Self::Rootless => {
                "Start your own engine, if you have set one up: systemctl --user start docker."
            }
            Self::DockerDesktop => "Start Docker Desktop and wait until it says that its engine runs.",
            Self::Colima => "Start Colima: colima start.",
            Self::OrbStack => "Start OrbStack.",
            Self::RancherDesktop => {
                "Start Rancher Desktop, and choose dockerd (moby) as its container engine."
            }
            Self::Podman => "Start Podman's service: systemctl --user start podman.socket.",
            Self::PodmanSystem => "Start Podman's service: sudo systemctl start podman.socket.",
            Self::PodmanMachine => "Start Podman's machine: podman machine start.",
            Self::Remote => "Check that an engine runs there, and that it listens on this port.",
            Self::Unknown => "Check the path, and that the engine behind it runs.",
        }
        .to_owned()
    }

    /// What to do if it is there but silent.
    pub(super) fn wait(self) -> String {
        let restart = match self {
            Self::System => "restart the engine: sudo systemctl restart docker",
            Self::Rootless => "restart the engine: systemctl --user restart docker",
            Self::DockerDesktop => "restart Docker Desktop",
            Self::Colima => "restart Colima: colima restart",
            Self::OrbStack => "restart OrbStack",
            Self::RancherDesktop => "restart Rancher Desktop",
            Self::Podman => "restart Podman's service: systemctl --user restart podman.service",
            Self::PodmanSystem => "restart Podman's service: sudo systemctl restart podman.service",
            Self::PodmanMachine => {
                "restart Podman's machine: podman machine stop, then podman machine start"
            }
            Self::Remote => "check the address, and whether a firewall is in the way",
            Self::Unknown => "restart the engine behind it",
        };
        format!(
            "The engine may be busy or starting, and the console keeps trying. If it stays so, {restart}."
        )
    }

    /// Where to read more about an error of its own.
    pub(super) fn ask_its_log(self) -> String {
        let log = match self {
            Self::System => "journalctl -u docker",
            Self::Rootless => "journalctl --user -u docker",
            Self::DockerDesktop => "Docker Desktop's Troubleshoot menu",
            Self::Colima => "colima status and ~/.colima/_lima/colima/serial.log",
            Self::Podman => "journalctl --user -u podman",
            Self::PodmanSystem => "journalctl -u podman",
            Self::OrbStack
            | Self::RancherDesktop
            | Self::PodmanMachine
            | Self::Remote
            | Self::Unknown => "the engine's own log",
        };
        format!("The console keeps trying. What is wrong is in {log}.")
    }
}

/// Whose an endpoint is that may not be opened, and how to be let in.
pub(super) struct Permission {
    /// The end of a sentence, such as `: it is for the group “docker”`; may be empty.
    pub(super) belongs_to: String,
    pub(super) next_step: String,
}

pub(super) fn permission(
    environment: &Environment,
    endpoint: &Endpoint,
    maker: Maker,
) -> Permission {
    let plain = |next_step: String| Permission { belongs_to: String::new(), next_step };
    match (endpoint, environment.platform, maker) {
        (Endpoint::Tcp { .. } | Endpoint::Tls { .. } | Endpoint::Ssh(_), _, _) => {
            plain("Check whether a firewall on this machine forbids it.".to_owned())
        }
        (_, Platform::Windows, _) => plain(
            "Join the group docker-users, as an administrator: net localgroup docker-users %USERNAME% /add. \
             Then sign out and in again."
                .to_owned(),
        ),
        (_, _, Maker::PodmanSystem) => Permission {
            belongs_to: ": it is root's".to_owned(),
            next_step: "Use a Podman of your own: systemctl --user start podman.socket.".to_owned(),
        },
        (Endpoint::Unix(path), Platform::Linux, Maker::System | Maker::Unknown) => {
            let groups = environment.groups_file.as_ref();
            let groups = groups.and_then(|file| std::fs::read_to_string(file).ok());
            let user = environment.user.as_deref();
            by_group(owning_group(path), &groups.unwrap_or_default(), user, maker)
        }
        _ => Permission {
            belongs_to: ": it belongs to another account".to_owned(),
            next_step: format!("Use an engine of your own account. {}", maker.start()),
        },
    }
}

/// Sockets of the system are opened by whoever is in the socket's group. `groups` is the text of `/etc/group`.
fn by_group(owner: Option<u32>, groups: &str, user: Option<&str>, maker: Maker) -> Permission {
    let ask = "Ask who runs the engine to let your account open the socket.";
    let group = match owner {
        Some(0) => return roots_own(maker, ask),
        Some(number) => match group_by_number(groups, number) {
            Some(group) => group,
            None => {
                return Permission {
                    belongs_to: format!(": it is for group {number}, which has no name here"),
                    next_step: ask.to_owned(),
                };
            }
        },
        // Not even the folder may be looked into, but Docker's packages all use this group.
        None if maker == Maker::System => Group { name: "docker", members: "" },
        None => return Permission { belongs_to: String::new(), next_step: ask.to_owned() },
    };
    let name = group.name;
    let next_step = if user.is_some_and(|user| group.has(user)) {
        format!("You have joined the group “{name}” since you logged in: log out and in again.")
    } else {
        format!(
            "Join the group: sudo usermod -aG {name} $USER, then log out and in again. Its members can do on this machine \
             what root can."
        )
    };
    Permission { belongs_to: format!(": it is for the group “{name}”"), next_step }
}

/// A socket that no group but root's can open: the engine found no group `docker` when it started.
fn roots_own(maker: Maker, ask: &str) -> Permission {
    let next_step = match maker {
        Maker::System => {
            "Make a group for it and join: sudo groupadd docker; sudo usermod -aG docker $USER; \
             sudo systemctl restart docker; then log out and in again. Its members can do on this machine what root can."
        }
        _ => ask,
    };
    Permission { belongs_to: ": it is root's".to_owned(), next_step: next_step.to_owned() }
}

/// A line of `/etc/group`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Group<'a> {
    name: &'a str,
    members: &'a str,
}

impl Group<'_> {
    fn has(&self, user: &str) -> bool {
        self.members.split(',').any(|member| member.trim() == user)
    }
}

/// Finds a group in the text of `/etc/group`, whose lines read `name:password:number:members`.
fn group_by_number(groups: &str, number: u32) -> Option<Group<'_>> {
    groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, _password, id) = (fields.next()?, fields.next()?, fields.next()?);
        let members = fields.next().unwrap_or("");
        (id.trim().parse() == Ok(number) && !name.is_empty()).then_some(Group { name, members })
    })
}

#[cfg(unix)]
fn owning_group(path: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|found| found.gid())
}

#[cfg(not(unix))]
fn owning_group(_path: &Path) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUPS: &str = "root:x:0:\nbroken\n:x:998:\nwhales:x:998:grace,bob\ndocker:x:999:\n";

    fn told(owner: Option<u32>, user: &str, maker: Maker) -> String {
        let permission = by_group(owner, GROUPS, Some(user), maker);
        format!("You may not open it{}. {}", permission.belongs_to, permission.next_step)
    }

    #[test]
    fn a_sockets_group_is_named_with_the_command_to_join_it() {
        assert_eq!(
            told(Some(998), "ada", Maker::System),
            "You may not open it: it is for the group “whales”. Join the group: sudo usermod -aG whales $USER, then \
             log out and in again. Its members can do on this machine what root can."
        );
    }

    #[test]
    fn who_joined_since_the_log_in_is_told_so() {
        assert_eq!(
            told(Some(998), "bob", Maker::Unknown),
            "You may not open it: it is for the group “whales”. You have joined the group “whales” since you logged in: \
             log out and in again."
        );
    }

    #[test]
    fn roots_own_socket_needs_a_group_first() {
        let system = told(Some(0), "ada", Maker::System);
        assert!(system.starts_with("You may not open it: it is root's. Make a group"), "{system}");
        assert!(system.contains("sudo groupadd docker; sudo usermod -aG docker $USER"));
        assert!(told(Some(0), "ada", Maker::Unknown).contains("Ask who runs the engine"));
    }

    #[test]
    fn a_group_that_is_not_known_is_guessed_only_for_the_systems_socket() {
        let hidden = told(None, "ada", Maker::System);
        assert!(hidden.contains("sudo usermod -aG docker $USER"));
        assert_eq!(
            told(None, "ada", Maker::Unknown),
            "You may not open it. Ask who runs the engine to let your account open the socket."
        );
        let nameless = told(Some(4321), "ada", Maker::System);
        assert!(nameless.contains("it is for group 4321, which has no name here"), "{nameless}");
    }
}
