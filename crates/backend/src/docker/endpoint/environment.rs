//! Everything about the person's machine that decides where to look for an engine.

use super::TlsFiles;
use mini_aws_domain::EnginePick;
use std::ffi::OsString;
use std::path::PathBuf;

/// What the search for an engine depends on, passed in so that nothing below reads the process's environment by itself. A variable that
/// is set but empty counts as not set, as it does for the Docker CLI.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// The option `--host`.
    pub host: Option<String>,
    /// Which engine the person picked; counts unless there is a `--host`.
    pub pick: EnginePick,
    /// `DOCKER_HOST`.
    pub docker_host: Option<String>,
    /// `DOCKER_CONTEXT`.
    pub docker_context: Option<String>,
    /// `DOCKER_CONFIG`: the Docker CLI's folder, in place of `~/.docker`.
    pub docker_config: Option<PathBuf>,
    /// `DOCKER_CERT_PATH`: the folder with the certificates, in place of the Docker CLI's.
    pub docker_cert_path: Option<PathBuf>,
    /// Whether `DOCKER_TLS_VERIFY` is set: the Docker CLI then speaks TLS to every TCP endpoint.
    pub tls_verify: bool,
    /// `XDG_RUNTIME_DIR`.
    pub runtime_dir: Option<PathBuf>,
    /// The folder for temporary files, where Podman on macOS has its socket.
    pub temp_dir: Option<PathBuf>,
    /// The person's home.
    pub home: Option<PathBuf>,
    /// The person's user name.
    pub user: Option<String>,
    /// The number of the person's account, on Unix.
    pub uid: Option<u32>,
    /// The file that names the groups, on Unix: `/etc/group`.
    pub groups_file: Option<PathBuf>,
    /// What kind of machine it is.
    pub platform: Platform,
}

/// The kinds of machine whose engines listen at different places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Platform {
    /// Linux, and any other Unix.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

impl Default for Platform {
    /// The one that this program was built for.
    fn default() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }
}

impl Environment {
    /// The process's own environment, with the option `--host`. The one place that reads it.
    #[must_use]
    pub fn from_process(host: Option<String>) -> Self {
        let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
        Self {
            host: host.filter(|host| !host.trim().is_empty()),
            pick: EnginePick::Automatic,
            docker_host: text("DOCKER_HOST"),
            docker_context: text("DOCKER_CONTEXT"),
            docker_config: variable("DOCKER_CONFIG").map(PathBuf::from),
            docker_cert_path: variable("DOCKER_CERT_PATH").map(PathBuf::from),
            tls_verify: variable("DOCKER_TLS_VERIFY").is_some(),
            runtime_dir: variable("XDG_RUNTIME_DIR").map(PathBuf::from),
            temp_dir: Some(std::env::temp_dir()),
            user: text("USER").or_else(|| text("USERNAME")),
            uid: uid(home.as_ref()),
            home,
            groups_file: cfg!(unix).then(|| PathBuf::from("/etc/group")),
            platform: Platform::default(),
        }
    }

    /// An environment in which nothing but `host` is known.
    #[must_use]
    pub fn only(host: impl Into<String>) -> Self {
        Self { host: Some(host.into()), ..Self::default() }
    }

    /// The certificates for endpoints that are no context's. Looks whether they are there.
    pub(super) fn tls_files(&self) -> TlsFiles {
        let folder = self.docker_cert_path.clone().or_else(|| self.docker_folder());
        folder.map_or_else(TlsFiles::default, |folder| TlsFiles::within(&folder))
    }

    /// The Docker CLI's folder.
    pub(super) fn docker_folder(&self) -> Option<PathBuf> {
        self.docker_config.clone().or_else(|| Some(self.home.as_ref()?.join(".docker")))
    }
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// A variable that should be text. One that is not stays visible with its odd bytes replaced, and is found malformed later.
fn text(name: &str) -> Option<String> {
    variable(name)
        .map(|value| value.to_string_lossy().trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// The account's number, by who owns this process's entry in `/proc`, or the home where there is no `/proc`: asking the system
/// directly takes a call that safe Rust does not have.
#[cfg(unix)]
fn uid(home: Option<&PathBuf>) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    let owner = |path: &std::path::Path| std::fs::metadata(path).ok().map(|found| found.uid());
    owner("/proc/self".as_ref()).or_else(|| owner(home?))
}

#[cfg(not(unix))]
fn uid(_home: Option<&PathBuf>) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_option_is_none() {
        assert_eq!(Environment::from_process(Some(" ".to_owned())).host, None);
        let named = Environment::from_process(Some("tcp://h:1".to_owned()));
        assert_eq!(named.host.as_deref(), Some("tcp://h:1"));
        assert_eq!(named.platform, Platform::default());
    }

    #[test]
    fn the_docker_clis_folder_is_in_the_home_unless_named() {
        let mut environment = Environment::default();
        assert_eq!(environment.docker_folder(), None);
        environment.home = Some("/home/ada".into());
        assert_eq!(environment.docker_folder(), Some("/home/ada/.docker".into()));
        environment.docker_config = Some("/etc/cli".into());
        assert_eq!(environment.docker_folder(), Some("/etc/cli".into()));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_account_has_a_number() {
        assert!(Environment::from_process(None).uid.is_some());
    }
}
