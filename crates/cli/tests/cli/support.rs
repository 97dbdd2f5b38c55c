//! What the tests stand on: an engine, a console, and `cloud` with nothing of the person's own surroundings.

use mini_aws_demo::{Config, DemoEngine};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// More than anything here takes, on a machine that has other things to do.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What the person's surroundings may have that would change an answer.
const TELLING: [&str; 14] = [
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "DOCKER_CONFIG",
    "DOCKER_CONTEXT",
    "DOCKER_HOST",
    "DOCKER_TLS_VERIFY",
    "MINI_AWS_DATA_DIR",
    "MINI_AWS_LOG",
    "NO_COLOR",
    "WAYLAND_DISPLAY",
    "XDG_RUNTIME_DIR",
];

/// An engine in which nothing happens by itself.
pub struct Engine {
    pub demo: DemoEngine,
    host: String,
    _runtime: Runtime,
}

impl Engine {
    pub fn start(instances: usize) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let config = Config { instances, ..Config::default() };
        let demo = runtime.block_on(DemoEngine::start(config)).unwrap();
        Self { host: demo.endpoint(), demo, _runtime: runtime }
    }

    pub fn host(&self) -> &str {
        &self.host
    }
}

/// A folder for data that nobody else uses.
pub fn folder() -> TempDir {
    tempfile::Builder::new().prefix("mini-aws-cli-").tempdir().unwrap()
}

/// `cloud` with these arguments, on this data directory.
pub fn cloud(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloud"));
    command.args(arguments).arg("--data-dir").arg(data);
    alone(&mut command);
    command
}

/// Takes away what would change an answer.
pub fn alone(command: &mut Command) {
    for name in TELLING {
        command.env_remove(name);
    }
    command.env("TZ", "UTC").env("TERM", "xterm-256color");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
}

/// The same command on a terminal of so many columns.
pub fn on_terminal(command: &Command, columns: u16) -> Command {
    let words: Vec<String> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| format!("'{}'", word.to_str().unwrap()))
        .collect();
    let mut script = Command::new("script");
    let line = format!("stty cols {columns} rows 40; exec {}", words.join(" "));
    if cfg!(target_os = "macos") {
        script.args(["-q", "/dev/null", "sh", "-c", &line]);
    } else {
        script.args(["-qec", &line, "/dev/null"]);
    }
    alone(&mut script);
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => script.env(name, value),
            None => script.env_remove(name),
        };
    }
    script
}

/// What a command came to.
pub struct Told {
    pub code: Option<i32>,
    pub out: String,
    pub said: String,
}

pub fn run(mut command: Command) -> Told {
    let mut child = command.spawn().unwrap();
    // Read while it runs: a pipe that is full holds it up.
    let out = reading(child.stdout.take().unwrap());
    let said = reading(child.stderr.take().unwrap());
    let status = wait(&mut child);
    Told { code: status.code(), out: out.join().unwrap(), said: said.join().unwrap() }
}

fn reading(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// What it prints where all goes well.
pub fn answer(command: Command) -> String {
    let told = run(command);
    assert_eq!(told.code, Some(0), "{}{}", told.out, told.said);
    told.out
}

pub fn wait(child: &mut Child) -> ExitStatus {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Waits for a condition.
pub fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

pub fn signal(name: &str, pid: u32) {
    assert!(Command::new("kill").args(["-s", name, &pid.to_string()]).status().unwrap().success());
}

/// A console that runs: `cloud serve`.
pub struct Console {
    child: Child,
    pub data: PathBuf,
}

impl Console {
    pub fn start(data: &Path, engine: &[&str]) -> Self {
        let serve = [&["serve", "--bind", "127.0.0.1:0"], engine].concat();
        let mut child = cloud(data, &serve).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut link = String::new();
        out.read_line(&mut link).unwrap();
        assert!(link.starts_with("http://"), "it prints no link");
        Self { child, data: data.to_owned() }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `cloud` on the same data directory.
    pub fn ask(&self, arguments: &[&str]) -> Command {
        cloud(&self.data, arguments)
    }

    /// Waits until it has measured each instance.
    pub fn measured(&self) {
        eventually("it measures nothing", || {
            let lines = answer(self.ask(&["instances"]));
            let running: Vec<_> = lines.lines().filter(|it| it.contains("\trunning\t")).collect();
            let is_measured = |line: &&str| line.split('\t').nth(4) != Some("");
            !running.is_empty() && running.iter().all(is_measured)
        });
    }

    /// Ends it as a service manager does.
    pub fn end(mut self) {
        signal("TERM", self.child.id());
        assert!(wait(&mut self.child).success());
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program whose output is read as it comes.
pub struct Running {
    pub child: Child,
    out: BufReader<std::process::ChildStdout>,
}

impl Running {
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::inherit()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    /// The next line; the test's own limit ends one that never comes.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "it ended");
        line
    }

    /// Reads no more, so that its next line finds nobody.
    pub fn stop_reading(self) -> Child {
        self.child
    }

    /// What else it prints until it ends.
    pub fn rest(mut self) -> (ExitStatus, String) {
        let mut rest = Vec::new();
        self.out.read_to_end(&mut rest).unwrap();
        (wait(&mut self.child), String::from_utf8_lossy(&rest).into_owned())
    }
}

/// The names of the files of a folder.
pub fn files(folder: &Path) -> Vec<String> {
    let listed = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        listed.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What a command printed, whole, however it ended.
pub fn output(mut command: Command) -> Output {
    command.output().unwrap()
}
