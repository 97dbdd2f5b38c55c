//! Processes that end with the test that started them, whichever way it ends.

use super::scenario;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often a condition is looked at.
const POLL: Duration = Duration::from_millis(25);
/// How much of a log is shown after a failure.
const TAIL_BYTES: u64 = 6_000;

/// A long-running program whose output goes to a file. Dropping it kills it.
#[derive(Debug)]
pub struct Service {
    child: Child,
    log: PathBuf,
}

impl Service {
    /// Starts a program; what it prints, on either stream, is added to `log`.
    pub fn start(command: &Command, log: &Path) -> Self {
        Self::start_as(None, command, log)
    }

    /// The same as another user, given by number; only root may ask for one.
    pub fn start_as(user: Option<u32>, command: &Command, log: &Path) -> Self {
        Self::spawn(tied_to_this_thread(user, command), log)
    }

    /// The same where none of the machine's own services can be found, as far as this user may hide them.
    pub fn start_alone(user: Option<u32>, command: &Command, log: &Path) -> Self {
        let tied = tied_to_this_thread(user, command);
        if !scenario::is_root() {
            return Self::spawn(tied, log);
        }
        let mut alone = Command::new("unshare");
        let hide = "mount -t tmpfs -o mode=755 tmpfs /run || echo the services in /run are not hidden; exec \"$@\"";
        alone.args(["--mount", "sh", "-c", hide, "sh"]);
        wrap(&mut alone, &tied);
        Self::spawn(alone, log)
    }

    fn spawn(mut command: Command, log: &Path) -> Self {
        let file =
            File::options().create(true).append(true).open(log).expect("the log can be opened");
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone().expect("the log can be shared"))
            .stderr(file)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self { child, log: log.to_owned() }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it runs still.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// What it printed so far.
    pub fn output(&self) -> String {
        let bytes = fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The end of what it printed.
    pub fn tail(&self) -> String {
        tail(&self.log)
    }

    /// Waits until it has ended; false if it runs still when the time is over.
    pub fn wait(&mut self, limit: Duration) -> bool {
        eventually(limit, || !self.is_running())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same command, killed by the kernel when this thread ends. `Drop` is not run in a test that is itself killed.
fn tied_to_this_thread(user: Option<u32>, command: &Command) -> Command {
    let mut tied = Command::new("setpriv");
    tied.args(["--pdeathsig", "KILL"]);
    if let Some(user) = user {
        tied.args([format!("--reuid={user}"), format!("--regid={user}")]).arg("--clear-groups");
    }
    wrap(&mut tied, command);
    tied
}

/// Lets `outer` run `inner`, in the folder and the environment that `inner` was given.
fn wrap(outer: &mut Command, inner: &Command) {
    outer.arg(inner.get_program()).args(inner.get_args());
    if let Some(folder) = inner.get_current_dir() {
        outer.current_dir(folder);
    }
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
}

/// Looks until `condition` holds; false if it did not in time.
pub fn eventually(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + limit;
    loop {
        if condition() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(POLL);
    }
}

/// Runs a program to its end, but for no longer than `limit`. Gives its output, or in a sentence why there is none.
pub fn run(limit: Duration, command: &Command) -> Result<String, String> {
    let mut limited = Command::new("timeout");
    limited.args(["--kill-after=2", &limit.as_secs_f64().to_string()]).stdin(Stdio::null());
    wrap(&mut limited, command);
    let Output { status, stdout, stderr } =
        limited.output().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() {
        Ok(String::from_utf8_lossy(&stdout).trim().to_owned())
    } else {
        // Some say what is wrong on the one, and some on the other.
        let said = [&*stderr, &stdout].map(String::from_utf8_lossy).join("\n");
        Err(format!("{command:?}: {status}: {}", said.trim()))
    }
}

/// Sends a signal. `std` can only kill, and the engine wants to be asked.
pub fn signal(name: &str, pid: u32) {
    let kill = Command::new("sh").arg("-c").arg(format!("kill -{name} {pid}")).output();
    if let Err(error) = kill {
        eprintln!("{name} was not sent to {pid}: {error}");
    }
}

/// The processes that `parent` started.
pub fn children(parent: u32) -> Vec<u32> {
    processes()
        .filter(|pid| {
            // The name, in parentheses, may hold anything; what follows the last one is: state, parent, …
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let parent_of_it = stat
                .rsplit(')')
                .next()
                .and_then(|rest| rest.split_whitespace().nth(1))
                .and_then(|field| field.parse().ok());
            parent_of_it == Some(parent)
        })
        .collect()
}

/// The processes that inherited the variable `name` with this value, not counting this one.
pub fn bearing(name: &str, value: &str) -> Vec<u32> {
    let wanted = format!("{name}={value}");
    processes()
        .filter(|&pid| pid != std::process::id())
        .filter(|pid| {
            let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment.split(|&byte| byte == 0).any(|entry| entry == wanted.as_bytes())
        })
        .collect()
}

/// Kills what inherited the variable; gives what is left after all.
pub fn sweep(name: &str, value: &str) -> Vec<u32> {
    eventually(Duration::from_secs(5), || {
        let left = bearing(name, value);
        left.iter().for_each(|&pid| signal("KILL", pid));
        left.is_empty()
    });
    bearing(name, value)
}

/// The processes whose command line mentions `text`.
pub fn mentioning(text: &str) -> Vec<String> {
    processes()
        .filter_map(|pid| {
            let line = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            line.contains(text).then(|| format!("process {pid}: {line}"))
        })
        .collect()
}

fn processes() -> impl Iterator<Item = u32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// The end of a file, if there is any.
pub fn tail(path: &Path) -> String {
    let read = || -> std::io::Result<String> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    read().unwrap_or_else(|error| format!("({}: {error})", path.display()))
}

/// The ends of all files of a folder, under their names.
pub fn tails(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let _ = writeln!(text, "--- {}\n{}", path.display(), tail(&path));
    }
    text
}

/// Where a program is. Those for administrators are often off the search path.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
}

/// The programs of `names` that are not installed.
pub fn missing<'a>(names: &[&'a str]) -> Vec<&'a str> {
    names.iter().copied().filter(|name| find_program(name).is_none()).collect()
}

/// A command by the program's name, wherever that is.
pub fn command(name: &str) -> Command {
    Command::new(find_program(name).map_or_else(|| OsStr::new(name).to_owned(), Into::into))
}
