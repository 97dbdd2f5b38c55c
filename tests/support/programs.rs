//! The product's two programs, run as a person at a terminal runs them.

use super::display::Desktop;
use super::process;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// No command may take longer.
const LIMIT: Duration = Duration::from_secs(40);

/// How a program ended, and what it said.
#[derive(Debug, Clone)]
pub struct Ended {
    pub code: Option<i32>,
    #[allow(dead_code, reason = "a test that fails shows it")]
    pub out: String,
    pub err: String,
}

impl Ended {
    /// That it did what it was asked.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    /// That it failed, and said all of this.
    #[track_caller]
    pub fn failed(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "nothing of {word:?} in {}", self.err);
        }
        self
    }
}

/// `cloud`, which the build put beside the app.
pub fn cloud() -> PathBuf {
    let path = Path::new(super::window::PROGRAM).with_file_name("cloud");
    assert!(path.exists(), "{} is not built: test the whole workspace", path.display());
    path
}

/// Such a program on this desktop, on data of its own.
#[derive(Debug)]
pub struct Program {
    command: Command,
}

impl Program {
    /// `cloud dashboard open` on a pretended engine of five.
    pub fn open(desktop: &Desktop, data: &Path) -> Self {
        Self::new(desktop, &cloud(), data).arguments(&["dashboard", "open"])
    }

    /// Any program of the product on a pretended engine of five.
    pub fn new(desktop: &Desktop, program: &Path, data: &Path) -> Self {
        let mut command = Command::new("timeout");
        command.args(["--kill-after=2", &LIMIT.as_secs().to_string()]);
        if let Some(user) = desktop.user() {
            command.args(["setpriv", &format!("--reuid={user}"), &format!("--regid={user}")]);
            command.arg("--clear-groups");
        }
        command.arg(program);
        desktop.dress(&mut command);
        command.args(["--demo", "5", "--data-dir"]).arg(data);
        Self { command }
    }

    /// With these arguments as well.
    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    /// With this variable in its environment, or without it.
    pub fn variable(mut self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.command.env(name, value),
            None => self.command.env_remove(name),
        };
        self
    }

    /// Starts it and goes on.
    pub fn start(mut self) -> Child {
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it can be started")
    }

    /// Runs it to its end.
    pub fn run(self) -> Ended {
        ended(self.start())
    }
}

/// Waits for its end. It has a limit of its own.
pub fn ended(child: Child) -> Ended {
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it has an end");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ended { code: status.code(), out: text(&stdout), err: text(&stderr) }
}

/// The app's processes on these data.
pub fn apps(data: &Path) -> Vec<String> {
    let mut apps = process::mentioning(&format!("--data-dir {}", data.display()));
    apps.retain(|line| line.contains("mini-aws-console") && !line.contains("timeout "));
    apps
}
