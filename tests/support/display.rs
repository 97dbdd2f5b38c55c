//! A display, a session bus and a home that only one test knows.

use super::process::{self, Service};
use super::scenario::Skip;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// Inherited by everything that is started in here, so that all of it can be found again.
const MARK: &str = "MINI_AWS_E2E_DESKTOP";
const PROGRAMS: [&str; 5] = ["Xvfb", "dbus-daemon", "WebKitWebDriver", "setpriv", "timeout"];
const START_LIMIT: Duration = Duration::from_secs(20);
const CALL_LIMIT: Duration = Duration::from_secs(10);
/// How soon a window is gone after the keys that close it.
const KEY_LIMIT: Duration = Duration::from_secs(3);
/// Larger than any window that is asked for.
const SCREEN: &str = "1600x1200x24";

/// Where windows can be opened.
#[derive(Debug)]
pub struct Desktop {
    // In this order they end: first what stands on the others.
    bus: Service,
    display: Service,
    display_name: String,
    bus_address: String,
    user: Option<u32>,
    folder: TempDir,
}

impl Desktop {
    /// A desktop of this test's own user.
    pub fn start() -> Result<Self, Skip> {
        Self::start_as(None)
    }

    /// A desktop of another user; only root can have one.
    pub fn start_as(user: Option<u32>) -> Result<Self, Skip> {
        let missing = process::missing(&PROGRAMS);
        if !missing.is_empty() {
            let missing = missing.join(", ");
            return Err(Skip(format!("these programs are not installed: {missing}")));
        }
        let folder = tempfile::Builder::new()
            .prefix("mini-aws-desktop-")
            .tempdir()
            .map_err(|error| Skip(format!("there is no room for a desktop: {error}")))?;
        let path = folder.path();
        for name in ["home", "data", "config", "cache", "run", "logs", "screen", "tmp"] {
            let folder = path.join(name);
            fs::create_dir(&folder).expect("a folder can be made");
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))
                .expect("the folder is this test's own");
            chown(&folder, user, user).expect("the folder can be given to the user");
        }
        chown(path, user, user).expect("the folder can be given to the user");

        let mark = mark_of(path);
        let logs = path.join("logs");
        let mut xvfb = process::command("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-ac", "-fbdir"]);
        xvfb.arg(path.join("screen"));
        xvfb.env(MARK, &mark);
        let mut display = Service::start(&xvfb, &logs.join("xvfb.log"));
        let number = first_line(&mut display, "the display", |line| line.parse::<u32>().is_ok())?;

        let mut daemon = process::command("dbus-daemon");
        daemon.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        daemon.arg(format!("--address=unix:path={}", path.join("run/bus").display()));
        dress(&mut daemon, path, &format!(":{number}"), None);
        let mut bus = Service::start_as(user, &daemon, &logs.join("dbus.log"));
        let bus_address =
            first_line(&mut bus, "the session bus", |line| line.starts_with("unix:"))?;
        Ok(Self { bus, display, display_name: format!(":{number}"), bus_address, user, folder })
    }

    /// Gives a command this desktop's environment.
    pub fn dress(&self, command: &mut Command) {
        dress(command, self.path(), &self.display_name, Some(&self.bus_address));
    }

    /// Where its session bus listens.
    pub fn bus_address(&self) -> &str {
        &self.bus_address
    }

    /// Whose desktop it is, if another user's.
    pub fn user(&self) -> Option<u32> {
        self.user
    }

    /// A folder for whatever a scenario needs; the desktop's user may write in it.
    pub fn new_folder(&self, name: &str) -> PathBuf {
        let folder = self.path().join(name);
        fs::create_dir_all(&folder).expect("a folder can be made");
        chown(&folder, self.user, self.user).expect("the folder can be given to the user");
        folder
    }

    /// The file in which the display keeps what it shows.
    pub fn screen(&self) -> PathBuf {
        self.path().join("screen/Xvfb_screen0")
    }

    /// A path for a log of this name.
    pub fn log(&self, name: &str) -> PathBuf {
        self.path().join("logs").join(name)
    }

    /// A window manager, which minimises windows and says who has the focus. It lives as long as what is given back.
    pub fn window_manager(&self) -> Result<Service, Skip> {
        let missing = process::missing(&["openbox", "xdotool"]);
        if !missing.is_empty() {
            return Err(Skip(format!("these programs are not installed: {}", missing.join(", "))));
        }
        let mut manager = process::command("openbox");
        self.dress(&mut manager);
        let manager = Service::start_as(self.user, &manager, &self.log("openbox.log"));
        let is_there =
            process::eventually(START_LIMIT, || self.xdotool(&["get_num_desktops"]).is_ok());
        if is_there {
            Ok(manager)
        } else {
            Err(Skip(format!("openbox does not start:\n{}", manager.tail())))
        }
    }

    /// The visible window of this name.
    pub fn window_named(&self, name: &str) -> u32 {
        let mut found = None;
        process::eventually(START_LIMIT, || {
            let windows =
                self.xdotool(&["search", "--onlyvisible", "--name", name]).unwrap_or_default();
            found = windows.lines().last().and_then(|window| window.parse().ok());
            found.is_some()
        });
        found.unwrap_or_else(|| panic!("there is no visible window named {name}"))
    }

    /// The window that has the focus.
    pub fn active_window(&self) -> Option<u32> {
        self.xdotool(&["getactivewindow"]).ok()?.parse().ok()
    }

    /// Minimises a window, as its button does.
    pub fn minimise(&self, window: u32) {
        self.xdotool(&["windowminimize", &window.to_string()]).expect("it can be minimised");
    }

    /// Closes a window, as its button does. It takes a window manager.
    pub fn close(&self, window: u32) {
        let id = window.to_string();
        let keys = ["windowactivate", "--sync", &id, "key", "--clearmodifiers", "alt+F4"];
        let closed = process::eventually(START_LIMIT, || {
            // A window that is only just there may miss a key, and one that is gone cannot be activated.
            let pressed = self.is_visible(window).then(|| self.xdotool(&keys));
            if let Some(Err(error)) = pressed {
                eprintln!("the keys that close window {window} were not pressed: {error}");
            }
            process::eventually(KEY_LIMIT, || !self.is_visible(window))
        });
        assert!(closed, "window {window} does not close");
    }

    /// Whether a window is on the screen.
    pub fn is_visible(&self, window: u32) -> bool {
        let visible = self.xdotool(&["search", "--onlyvisible", "--name", "."]).unwrap_or_default();
        visible.lines().any(|line| line.parse() == Ok(window))
    }

    fn xdotool(&self, arguments: &[&str]) -> Result<String, String> {
        let mut xdotool = process::command("xdotool");
        self.dress(&mut xdotool);
        process::run(CALL_LIMIT, xdotool.args(arguments))
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", process::tails(&self.path().join("logs")));
        }
        let left = process::sweep(MARK, &mark_of(self.path()));
        if !left.is_empty() {
            eprintln!("processes are left behind: {left:?}");
        }
        for service in [&mut self.bus, &mut self.display] {
            service.wait(Duration::from_secs(5));
        }
    }
}

fn mark_of(folder: &Path) -> String {
    folder.to_string_lossy().into_owned()
}

/// Waits for the line in which a program says where it listens.
fn first_line(
    service: &mut Service,
    what: &str,
    is_it: impl Fn(&str) -> bool,
) -> Result<String, Skip> {
    let mut found = None;
    process::eventually(START_LIMIT, || {
        let output = service.output();
        // A line without its end may be half a line.
        found = output
            .split_inclusive('\n')
            .filter_map(|line| line.strip_suffix('\n'))
            .find(|line| is_it(line))
            .map(str::to_owned);
        found.is_some() || !service.is_running()
    });
    found.ok_or_else(|| Skip(format!("{what} does not start:\n{}", service.tail())))
}

fn dress(command: &mut Command, folder: &Path, display: &str, bus_address: Option<&str>) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let foreign = ["DOCKER_", "MINI_AWS_", "WAYLAND_", "GTK_", "GDK_", "XDG_", "WEBKIT_"];
        if foreign.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
        .env(MARK, mark_of(folder))
        .env("DISPLAY", display)
        .env("GDK_BACKEND", "x11")
        .env("HOME", folder.join("home"))
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .env("XDG_RUNTIME_DIR", folder.join("run"))
        // Whatever a killed program leaves there goes with the rest.
        .env("TMPDIR", folder.join("tmp"))
        .env("LANG", "C.UTF-8")
        // The time zone that screenshots and expectations agree on.
        .env("TZ", "UTC")
        .env("GSETTINGS_BACKEND", "memory")
        .env("NO_AT_BRIDGE", "1")
        // There is no graphics card to composite with.
        .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
        // Without it the window takes no orders, and the session request hangs.
        .env("TAURI_WEBVIEW_AUTOMATION", "true");
    match bus_address {
        Some(address) => command.env("DBUS_SESSION_BUS_ADDRESS", address),
        None => command.env_remove("DBUS_SESSION_BUS_ADDRESS"),
    };
}
