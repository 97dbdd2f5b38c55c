//! Running other programs, so that each can be printed as the line that a person would type.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Error;

/// A program with its arguments and the changes to its environment.
#[derive(Debug, Clone)]
pub struct Cmd {
    program: String,
    args: Vec<String>,
    set: Vec<(String, String)>,
    removed: Vec<String>,
    dir: Option<PathBuf>,
}

impl Cmd {
    /// A program by name or path.
    pub fn new(program: impl Into<String>) -> Self {
        Self {
            program: program.into(),
            args: Vec::new(),
            set: Vec::new(),
            removed: Vec::new(),
            dir: None,
        }
    }

    /// The `cargo` of the running toolchain. What the outer `cargo run` put into the environment is taken out again, else
    /// build scripts that watch those variables would run again for nothing.
    pub fn cargo() -> Self {
        Self::new("cargo").without_outer_cargo()
    }

    /// Takes out what `cargo run` told this process about itself.
    #[must_use]
    pub fn without_outer_cargo(mut self) -> Self {
        self.removed.extend(
            env::vars_os()
                .filter_map(|(name, _)| name.into_string().ok())
                .filter(|n| is_of_outer_cargo(n)),
        );
        self
    }

    /// Adds one argument.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_string_lossy().into_owned());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<I: IntoIterator<Item: AsRef<OsStr>>>(self, args: I) -> Self {
        args.into_iter().fold(self, Self::arg)
    }

    /// Sets a variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.removed.retain(|removed| removed != name);
        self.set.push((name.to_owned(), value.as_ref().to_string_lossy().into_owned()));
        self
    }

    /// Takes a variable out.
    #[must_use]
    pub fn env_remove(mut self, name: &str) -> Self {
        self.removed.push(name.to_owned());
        self
    }

    /// Sets the folder to run in.
    #[must_use]
    pub fn dir(mut self, dir: &Path) -> Self {
        self.dir = Some(dir.to_path_buf());
        self
    }

    /// The line to type in a shell, in the project's folder. Variables that are only taken out are left away: a person's
    /// shell does not have them.
    #[must_use]
    pub fn line(&self) -> String {
        let set = self.set.iter().map(|(name, value)| format!("{name}={}", quoted(value)));
        let words = std::iter::once(&self.program).chain(&self.args).map(|word| quoted(word));
        set.chain(words).collect::<Vec<_>>().join(" ")
    }

    /// Runs it with this process's own input and output.
    pub fn run(&self) -> Result<(), Error> {
        let status = self.command().status().map_err(|source| self.not_started(source))?;
        self.check(status)
    }

    /// Runs it and gives back what it wrote to its output; what it says of errors goes through.
    pub fn output(&self) -> Result<Vec<u8>, Error> {
        let output = self
            .command()
            .stderr(Stdio::inherit())
            .output()
            .map_err(|source| self.not_started(source))?;
        self.check(output.status)?;
        Ok(output.stdout)
    }

    /// Runs it without a sound and gives back its output however it ended; nothing where it cannot be started.
    #[must_use]
    pub fn quiet_output(&self) -> Option<String> {
        let output = self.command().stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Whether it runs and ends well, without a sound.
    #[must_use]
    pub fn succeeds(&self) -> bool {
        let mut command = self.command();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    /// Runs it, but stops it after `limit`.
    pub fn run_for(&self, limit: Duration) -> Result<(), Error> {
        let mut child = self
            .command()
            .stdin(Stdio::null())
            .spawn()
            .map_err(|source| self.not_started(source))?;
        match wait_for(&mut child, limit).map_err(|source| self.not_started(source))? {
            Some(status) => self.check(status),
            None => Err(self.failed(format!("stopped after {} s without an end", limit.as_secs()))),
        }
    }

    /// The standard library's own form, for what is not offered here.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args);
        for name in &self.removed {
            command.env_remove(name);
        }
        command.envs(self.set.iter().map(|(name, value)| (name, value)));
        if let Some(dir) = &self.dir {
            command.current_dir(dir);
        }
        command
    }

    /// The error for a program that the system would not start.
    #[must_use]
    pub fn not_started(&self, source: io::Error) -> Error {
        Error::CommandNotStarted { program: self.program.clone(), line: self.line(), source }
    }

    fn check(&self, status: ExitStatus) -> Result<(), Error> {
        if status.success() { Ok(()) } else { Err(self.failed(status.to_string())) }
    }

    fn failed(&self, status: String) -> Error {
        Error::CommandFailed { program: self.program.clone(), status, line: self.line() }
    }
}

/// Waits at most `limit`; a child that takes longer is killed and gives `None`.
fn wait_for(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let end = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// `cargo run` describes the package it runs in these variables; settings of the person, as `CARGO_HOME`, are others.
fn is_of_outer_cargo(name: &str) -> bool {
    const EXACT: [&str; 5] =
        ["CARGO", "CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"];
    EXACT.contains(&name) || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
}

/// A word as a POSIX shell wants it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_can_be_typed_as_it_is() {
        let cmd = Cmd::new("cargo")
            .args(["test", "it's here"])
            .env("RUSTFLAGS", "-C a -C b")
            .env_remove("CARGO");
        assert_eq!(cmd.line(), r"RUSTFLAGS='-C a -C b' cargo test 'it'\''s here'");
    }

    #[test]
    fn an_empty_word_is_kept() {
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn what_the_person_set_for_cargo_stays() {
        assert!(is_of_outer_cargo("CARGO_PKG_NAME"));
        assert!(is_of_outer_cargo("CARGO_MANIFEST_DIR"));
        assert!(!is_of_outer_cargo("CARGO_HOME"));
        assert!(!is_of_outer_cargo("CARGO_TARGET_DIR"));
        assert!(!is_of_outer_cargo("CARGO_NET_OFFLINE"));
    }

    #[test]
    fn a_variable_that_is_set_after_it_was_removed_is_set() {
        let cmd = Cmd::new("x").env_remove("RUSTC").env("RUSTC", "/usr/bin/rustc");
        assert_eq!(cmd.line(), "RUSTC=/usr/bin/rustc x");
        assert!(cmd.removed.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_hangs_is_stopped() {
        let begun = Instant::now();
        let error = Cmd::new("sleep").arg("30").run_for(Duration::from_millis(100));
        assert!(matches!(error, Err(Error::CommandFailed { .. })));
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_program_that_is_not_there_says_which_line_to_type() {
        let error = Cmd::new("no-such-program-here").arg("--now").run().err();
        assert_eq!(
            error.and_then(|e| e.what_to_do()).as_deref(),
            Some("no-such-program-here --now")
        );
    }
}
