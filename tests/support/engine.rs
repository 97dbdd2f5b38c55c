//! A real Docker engine, started for one test and gone with it.
//!
//! It runs in namespaces of its own for processes, mounts and the network. So it meddles with no other engine's bridge or
//! firewall, and the kernel clears up after it even when the test is killed. Who is in such a namespace already, and wants to meet the
//! engine as most people do, lets it run among its own processes.

use super::process::{self, Service};
use super::scenario::{self, Skip};
use super::{figures, http};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// The one image, of busybox alone.
const IMAGE: &str = "mini-aws-e2e/busybox:1";
/// The networks that every engine has.
const PREDEFINED: [&str; 3] = ["bridge", "host", "none"];
/// What the scenarios' containers call.
const APPLETS: [&str; 6] = ["sh", "sleep", "dd", "cat", "true", "rm"];
const PROGRAMS: [&str; 7] =
    ["dockerd", "containerd", "docker", "busybox", "unshare", "setpriv", "timeout"];

/// The namespaces of an engine that is apart, as `unshare` wants them.
const APART: &[&str] = &["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
/// Those of an engine whose processes are among the caller's.
const AMONG_US: &[&str] = &["--net", "--mount"];

const START_LIMIT: Duration = Duration::from_secs(40);
const STOP_LIMIT: Duration = Duration::from_secs(25);
const CLI_LIMIT: Duration = Duration::from_secs(40);

/// A running engine.
#[derive(Debug)]
pub struct RealEngine {
    folder: TempDir,
    namespaces: &'static [&'static str],
    daemon: Option<Service>,
}

/// What the engine has, by its own command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    pub instances: usize,
    pub running: usize,
    pub stopped: usize,
    pub volumes: usize,
    pub attached: usize,
    pub vpcs: usize,
}

/// A container's numbers, by `docker stats`.
#[derive(Debug, Clone, PartialEq)]
pub struct Stats {
    pub cpu_percent: f64,
    pub memory_bytes: f64,
}

impl RealEngine {
    /// Starts an engine that holds one image and nothing else.
    pub fn start() -> Result<Self, Skip> {
        Self::start_in(APART)
    }

    /// The same with its processes, and its containers', among the caller's. They outlive a caller that is killed.
    #[allow(dead_code, reason = "a bench wants it, and no test does")]
    pub fn start_among_us() -> Result<Self, Skip> {
        Self::start_in(AMONG_US)
    }

    fn start_in(namespaces: &'static [&'static str]) -> Result<Self, Skip> {
        if !scenario::is_root() {
            return Err(Skip("an engine of its own can only be started by root".to_owned()));
        }
        let missing = process::missing(&PROGRAMS);
        if !missing.is_empty() {
            let missing = missing.join(", ");
            return Err(Skip(format!("these programs are not installed: {missing}")));
        }
        let folder = tempfile::Builder::new()
            .prefix("mini-aws-engine-")
            .tempdir()
            .map_err(|error| Skip(format!("there is no room for an engine: {error}")))?;
        let mut engine = Self { folder, namespaces, daemon: None };
        engine
            .prepare()
            .map_err(|error| Skip(format!("the engine cannot be prepared: {error}")))?;
        engine.try_start().map_err(Skip)?;
        engine.make_image().map_err(Skip)?;
        Ok(engine)
    }

    /// Where it listens, as `--host` wants it.
    pub fn endpoint(&self) -> String {
        format!("unix://{}", self.path("docker.sock").display())
    }

    /// Starts a container of this name. `options` come before the image, `command` after it.
    pub fn run(&self, name: &str, options: &[&str], command: &[&str]) {
        // Process 1 of a container ignores a polite signal, and nobody here has ten seconds to wait for it.
        let fixed = ["run", "--detach", "--stop-timeout", "1", "--name", name];
        self.docker(&[&fixed[..], options, &[IMAGE], command].concat());
    }

    /// Lets the containers go before everything else on the machine. One that is to burn a whole core can do so only if it
    /// is given one, however busy the other tests are.
    pub fn prefer_containers(&self) {
        let set = |file: &str, weight: &str| {
            cgroup_folders(&self.cgroup())
                .iter()
                .map(|folder| folder.join(file))
                .any(|file| file.is_file() && fs::write(&file, weight).is_ok())
        };
        if !set("cpu.shares", "262144") && !set("cpu.weight", "10000") {
            eprintln!("the containers could not be given priority");
        }
    }

    /// Stops a container.
    pub fn stop(&self, name: &str) {
        self.docker(&["stop", name]);
    }

    /// Removes a container in any state.
    pub fn remove(&self, name: &str) {
        self.docker(&["rm", "--force", name]);
    }

    /// Makes a network.
    pub fn create_network(&self, name: &str) {
        self.docker(&["network", "create", name]);
    }

    /// Makes a volume.
    pub fn create_volume(&self, name: &str) {
        self.docker(&["volume", "create", name]);
    }

    /// Counts what it has.
    pub fn counts(&self) -> Counts {
        let lines = |arguments: &[&str]| -> Vec<String> {
            self.docker(arguments).lines().map(str::to_owned).collect()
        };
        let states = lines(&["ps", "--all", "--format", "{{.State}}"]);
        let running = states.iter().filter(|state| *state == "running").count();
        let networks = lines(&["network", "ls", "--format", "{{.Name}}"]);
        Counts {
            instances: states.len(),
            running,
            stopped: states.len() - running,
            volumes: lines(&["volume", "ls", "--quiet"]).len(),
            attached: lines(&["volume", "ls", "--quiet", "--filter", "dangling=false"]).len(),
            vpcs: networks.iter().filter(|name| !PREDEFINED.contains(&name.as_str())).count(),
        }
    }

    /// What `docker stats` prints of a container.
    pub fn stats(&self, name: &str) -> Stats {
        /// The fields that matter, as the command line writes them.
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Row {
            #[serde(rename = "CPUPerc")]
            cpu: String,
            mem_usage: String,
        }
        let text = self.docker(&["stats", "--no-stream", "--format", "{{json .}}", name]);
        let row: Row =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let used = row.mem_usage.split('/').next().unwrap_or_default();
        Stats {
            cpu_percent: figures::percent(&row.cpu).expect("CPU is a percentage"),
            memory_bytes: figures::size(used).unwrap_or_else(|| panic!("{used} is no size")),
        }
    }

    /// What its API tells of a container's statistics, as it is.
    pub fn raw_stats(&self, name: &str) -> serde_json::Value {
        let path = format!("/containers/{name}/stats?stream=false");
        let body = http::get(&self.path("docker.sock"), &path, CLI_LIMIT)
            .unwrap_or_else(|error| panic!("{path}: {error}"))
            .unwrap_or_else(|| panic!("{path}: no good answer"));
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Ends the engine, and with it the containers. What it stored stays.
    pub fn stop_daemon(&mut self) {
        let Some(mut daemon) = self.daemon.take() else {
            return;
        };
        // What was started here became the engine; but where that is apart it is `unshare`, and the engine is its child.
        if self.namespaces == AMONG_US {
            process::signal("TERM", daemon.id());
        } else {
            process::children(daemon.id()).into_iter().for_each(|pid| process::signal("TERM", pid));
        }
        if !daemon.wait(STOP_LIMIT) {
            eprintln!("the engine did not end when asked to:\n{}", daemon.tail());
        }
    }

    /// Starts the engine again on what it stored.
    pub fn start_daemon(&mut self) {
        if let Err(reason) = self.try_start() {
            panic!("{reason}");
        }
    }

    /// The end of the engine's log.
    pub fn log(&self) -> String {
        process::tail(&self.path("dockerd.log"))
    }

    /// What to look for once the engine is gone.
    pub fn traces(&self) -> Traces {
        Traces { folder: self.folder.path().to_owned(), cgroup: self.cgroup() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The cgroup that all containers are in: named after the folder, so that two engines share none.
    fn cgroup(&self) -> String {
        let name = self.folder.path().file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    fn prepare(&self) -> std::io::Result<()> {
        // Another user must be able to find the socket, and then be refused by it.
        fs::set_permissions(self.folder.path(), fs::Permissions::from_mode(0o755))?;
        // Without one of its own the engine would read the machine's.
        fs::write(self.path("daemon.json"), "{}")?;
        fs::create_dir(self.path("cli"))
    }

    fn try_start(&mut self) -> Result<(), String> {
        // The engine is always process 1 of its namespace, so a stale file would seem to name a running one.
        for stale in ["dockerd.pid", "docker.sock"] {
            let _ = fs::remove_file(self.path(stale));
        }
        let daemon =
            self.daemon.insert(Service::start(&self.daemon_command(), &self.path("dockerd.log")));
        let socket = self.folder.path().join("docker.sock");
        let mut ended = false;
        let answers = process::eventually(START_LIMIT, || {
            ended = !daemon.is_running();
            ended || http::ping(&socket).unwrap_or(false)
        });
        if answers && !ended {
            Ok(())
        } else {
            let how = if ended { "ended" } else { "does not answer" };
            Err(format!("the engine {how}; the end of its log:\n{}", daemon.tail()))
        }
    }

    fn daemon_command(&self) -> Command {
        let option = |name: &str, file: &str| format!("--{name}={}", self.path(file).display());
        let mut command = process::command("unshare");
        command
            .args(self.namespaces)
            .arg("dockerd")
            .arg(format!("--host={}", self.endpoint()))
            .args([option("data-root", "data"), option("exec-root", "exec")])
            .args([option("pidfile", "dockerd.pid"), option("config-file", "daemon.json")])
            .arg(format!("--cgroup-parent=/{}", self.cgroup()))
            .args([
                // Without a systemd that knows of it, a service manager's cgroups are out of reach.
                "--exec-opt=native.cgroupdriver=cgroupfs",
                // Nothing here talks to the world, and a firewall's kernel modules may be missing.
                "--iptables=false",
                "--ip6tables=false",
                "--shutdown-timeout=5",
            ]);
        command.env("PATH", search_path());
        without_docker_settings(&mut command);
        command
    }

    fn make_image(&self) -> Result<(), String> {
        let fail = |error: std::io::Error| format!("the image cannot be made: {error}");
        let root = self.path("image");
        let bin = root.join("bin");
        fs::create_dir_all(&bin).map_err(fail)?;
        let busybox = process::find_program("busybox").unwrap_or_default();
        fs::copy(busybox, bin.join("busybox")).map_err(fail)?;
        for applet in APPLETS {
            symlink("busybox", bin.join(applet)).map_err(fail)?;
        }
        let archive = self.path("image.tar");
        let mut tar = Command::new("tar");
        tar.arg("--create").arg("--file").arg(&archive).arg("--directory").arg(&root).arg(".");
        process::run(CLI_LIMIT, &tar)?;
        let archive = archive.to_string_lossy();
        self.try_docker(&["import", "--change", "CMD [\"sleep\", \"1000000\"]", &archive, IMAGE])?;
        // Tells at once, and in the engine's words, where containers cannot run or busybox is not the static one.
        self.try_docker(&["run", "--rm", IMAGE, "true"])?;
        Ok(())
    }

    fn docker(&self, arguments: &[&str]) -> String {
        self.try_docker(arguments)
            .unwrap_or_else(|error| panic!("{error}\nthe end of the engine's log:\n{}", self.log()))
    }

    fn try_docker(&self, arguments: &[&str]) -> Result<String, String> {
        let mut command = process::command("docker");
        without_docker_settings(&mut command);
        command
            .arg("--config")
            .arg(self.path("cli"))
            .args(["--host", &self.endpoint()])
            .args(arguments);
        process::run(CLI_LIMIT, &command)
    }
}

impl Drop for RealEngine {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the end of the engine's log:\n{}", self.log());
        }
        self.stop_daemon();
        remove_cgroups(&self.cgroup());
        if let Err(error) = fs::remove_dir_all(self.folder.path()) {
            eprintln!("{} is left behind: {error}", self.folder.path().display());
        }
    }
}

/// What an engine must not leave behind.
#[derive(Debug)]
pub struct Traces {
    folder: PathBuf,
    cgroup: String,
}

impl Traces {
    /// What is there still, in words.
    pub fn remaining(&self) -> Vec<String> {
        let folder = self.folder.to_string_lossy();
        let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
        let mut remaining = process::mentioning(&folder);
        remaining.extend(mounts.lines().filter(|line| line.contains(&*folder)).map(str::to_owned));
        remaining
            .extend(cgroup_folders(&self.cgroup).iter().map(|path| path.display().to_string()));
        if self.folder.exists() {
            remaining.push(folder.into_owned());
        }
        remaining
    }
}

/// The search path with the administrators' programs, which the engine calls.
fn search_path() -> std::ffi::OsString {
    let mut path = std::env::var_os("PATH").unwrap_or_default();
    path.push(":/usr/sbin:/sbin");
    path
}

/// Keeps the machine's own settings out, such as another engine's address.
fn without_docker_settings(command: &mut Command) {
    let names: BTreeSet<_> = std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.to_string_lossy().starts_with("DOCKER_"))
        .collect();
    for name in names {
        command.env_remove(name);
    }
}

/// The cgroup's folder: one for each hierarchy, or the one of the unified hierarchy.
fn cgroup_folders(name: &str) -> Vec<PathBuf> {
    let root = Path::new("/sys/fs/cgroup");
    let hierarchies = fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path());
    hierarchies
        .chain([root.to_owned()])
        .map(|hierarchy| hierarchy.join(name))
        .filter(|folder| folder.is_dir())
        .collect()
}

fn remove_cgroups(name: &str) {
    for folder in cgroup_folders(name) {
        // The kernel needs a moment to see that nobody is in it any more.
        if !process::eventually(Duration::from_secs(5), || remove_cgroup(&folder).is_ok()) {
            eprintln!("{} is left behind", folder.display());
        }
    }
}

/// A cgroup goes with `rmdir`, children first; its files cannot be removed and need not be.
fn remove_cgroup(folder: &Path) -> std::io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)?.flatten() {
        if entry.file_type()?.is_dir() {
            remove_cgroup(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
}
