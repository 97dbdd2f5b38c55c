//! What a window and a tray icon need of a Linux session.

use serde::Serialize;
use std::path::{Path, PathBuf};

/// A session, as far as it matters.
#[derive(Debug, Serialize)]
pub struct Desktop {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wayland_display: Option<String>,
    pub session_bus: Bus,
}

/// The session bus: notifications and the tray icon go over it.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Bus {
    /// Somebody listens there.
    Answers { address: String },
    /// No address is known.
    Missing,
    /// There is an address, and it leads nowhere.
    Broken { address: String, reason: String },
}

impl Desktop {
    /// That of this process. The one place that reads its variables.
    pub fn look() -> Self {
        let variable = |name| {
            let value = std::env::var_os(name).filter(|value| !value.is_empty());
            value.map(|value| value.to_string_lossy().into_owned())
        };
        let runtime = variable("XDG_RUNTIME_DIR").map(PathBuf::from);
        Self {
            display: variable("DISPLAY"),
            wayland_display: variable("WAYLAND_DISPLAY"),
            session_bus: Bus::at(variable("DBUS_SESSION_BUS_ADDRESS"), runtime.as_deref()),
        }
    }

    /// Whether a window can be shown.
    pub fn has_display(&self) -> bool {
        self.shown_on().is_some()
    }

    /// Where a window would be shown.
    pub fn shown_on(&self) -> Option<String> {
        let wayland = self.wayland_display.as_ref().map(|name| format!("Wayland {name}"));
        wayland.or_else(|| self.display.as_ref().map(|name| format!("X11 {name}")))
    }
}

impl Bus {
    /// The bus at an address, or at its usual place.
    fn at(address: Option<String>, runtime: Option<&Path>) -> Self {
        let usual = || {
            let socket = runtime?.join("bus");
            socket.exists().then(|| format!("unix:path={}", socket.display()))
        };
        let Some(address) = address.or_else(usual) else { return Self::Missing };
        match reach(&address) {
            Ok(()) => Self::Answers { address },
            Err(reason) => Self::Broken { address, reason },
        }
    }
}

/// Whether somebody listens at one of the addresses; the reason is a clause.
fn reach(addresses: &str) -> Result<(), String> {
    let mut last = Err("it is no address".to_owned());
    for address in addresses.split(';') {
        let Some((transport, pairs)) = address.split_once(':') else { continue };
        let value = |name: &str| {
            pairs.split(',').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        last = match (transport, value("path"), value("abstract")) {
            ("unix", Some(path), _) => connect(Path::new(path)),
            ("unix", None, Some(name)) => connect_abstract(name),
            ("unix", None, None) => Err("it names no socket".to_owned()),
            // Others are rare, and connecting to them may start something.
            _ => Ok(()),
        };
        if last.is_ok() {
            break;
        }
    }
    last
}

#[cfg(unix)]
fn connect(path: &Path) -> Result<(), String> {
    let connected = std::os::unix::net::UnixStream::connect(path);
    connected.map(drop).map_err(|error| error.to_string())
}

#[cfg(not(unix))]
fn connect(_path: &Path) -> Result<(), String> {
    Err("this platform has no such sockets".to_owned())
}

#[cfg(target_os = "linux")]
fn connect_abstract(name: &str) -> Result<(), String> {
    use std::os::linux::net::SocketAddrExt as _;
    use std::os::unix::net::{SocketAddr, UnixStream};
    let address = SocketAddr::from_abstract_name(name).map_err(|error| error.to_string())?;
    UnixStream::connect_addr(&address).map(drop).map_err(|error| error.to_string())
}

#[cfg(not(target_os = "linux"))]
fn connect_abstract(_name: &str) -> Result<(), String> {
    Err("this platform has no such sockets".to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    #[test]
    fn a_bus_answers_is_missing_or_broken() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Bus::at(None, Some(folder.path())), Bus::Missing);
        let socket = folder.path().join("bus");
        let _listener = UnixListener::bind(&socket).unwrap();
        let address = format!("unix:path={},guid=1", socket.display());
        assert!(matches!(Bus::at(None, Some(folder.path())), Bus::Answers { .. }));
        assert!(matches!(Bus::at(Some(address), None), Bus::Answers { .. }));
        for broken in ["nonsense", "unix:guid=1", "unix:path=/nowhere/bus"] {
            let bus = Bus::at(Some(broken.to_owned()), Some(folder.path()));
            assert!(matches!(bus, Bus::Broken { .. }), "{broken}");
        }
        let second = format!("unix:path=/nowhere/bus;unix:path={}", socket.display());
        assert!(matches!(Bus::at(Some(second), None), Bus::Answers { .. }));
    }
}
