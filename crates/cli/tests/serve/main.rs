//! `cloud serve` as a person or a service manager starts and ends it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

/// More than anything here takes, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(30);

fn cloud(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloud"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("DOCKER_") || text.starts_with("MINI_AWS_") {
            command.env_remove(&name);
        }
    }
    command.args(arguments).arg("--data-dir").arg(data);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn ended(mut command: Command) -> Output {
    let mut child = command.spawn().unwrap();
    wait(&mut child);
    child.wait_with_output().unwrap()
}

fn wait(child: &mut Child) -> ExitStatus {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A `cloud serve` that has printed its link.
struct Served {
    child: Child,
    link: String,
    out: BufReader<std::process::ChildStdout>,
}

impl Served {
    fn start(data: &Path, arguments: &[&str]) -> Self {
        let serve = ["serve", "--demo", "3"];
        let mut child = cloud(data, &[&serve, arguments].concat()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut link = String::new();
        out.read_line(&mut link).unwrap();
        Self { child, link: link.trim_end().to_owned(), out }
    }

    /// What else it printed, and what it said to people, after it was asked to end.
    #[cfg(unix)]
    fn end(mut self, signal: &str) -> (ExitStatus, String, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        let status = wait(&mut self.child);
        let (mut out, mut said) = (String::new(), String::new());
        self.out.read_to_string(&mut out).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (status, out, said)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[cfg(unix)]
fn it_prints_one_line_and_ends_cleanly_when_asked() {
    for signal in ["TERM", "INT"] {
        let data = tempfile::tempdir().unwrap();
        let served = Served::start(data.path(), &["--bind", "127.0.0.1:0"]);
        let (place, token) = served.link.split_once("/open/").unwrap();
        assert!(place.starts_with("http://127.0.0.1:"), "{place}");
        assert_eq!(token.len(), 32);
        let key = std::fs::read_to_string(data.path().join("api-key")).unwrap();
        assert_eq!(key.len(), 64);
        let (status, out, said) = served.end(signal);
        assert_eq!((status.code(), &*out), (Some(0), ""), "{signal}: {said}");
        assert!(!said.contains(&key), "{said}");
        // Closed as it should be, the log is in the database and gone.
        assert!(!data.path().join("console.db-wal").exists());
    }
}

#[test]
#[cfg(unix)]
fn a_wider_address_is_warned_of_in_words() {
    let data = tempfile::tempdir().unwrap();
    let served = Served::start(data.path(), &["--bind", "0.0.0.0:0"]);
    assert!(served.link.starts_with("http://127.0.0.1:"), "as it is reached from here");
    let (status, _, said) = served.end("TERM");
    assert!(status.success() && said.contains("other machines can reach this console"), "{said}");
}

#[test]
fn a_second_one_on_the_same_data_says_so() {
    let data = tempfile::tempdir().unwrap();
    let first = Served::start(data.path(), &["--bind", "127.0.0.1:0"]);
    assert!(!first.link.is_empty());
    let second = ended(cloud(data.path(), &["serve", "--demo", "1", "--bind", "127.0.0.1:0"]));
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(1), "{said}");
    assert!(second.stdout.is_empty());
    assert!(said.contains("another console is using the data directory"), "{said}");
    assert!(said.contains("--data-dir"), "{said}");
}

#[test]
fn an_address_that_is_taken_or_not_ours_says_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (bind, words) in [(&*address, "Another program listens there"), ("192.0.2.1:0", "--bind")] {
        let data = tempfile::tempdir().unwrap();
        let output = ended(cloud(data.path(), &["serve", "--demo", "0", "--bind", bind]));
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(bind) && said.contains(words), "{said}");
    }
}

#[test]
fn a_key_that_is_none_is_not_replaced_behind_the_persons_back() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("api-key"), "short").unwrap();
    let output = ended(cloud(data.path(), &["serve", "--demo", "0", "--bind", "127.0.0.1:0"]));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("holds no API key") && said.contains("Remove that file"), "{said}");
    assert_eq!(std::fs::read_to_string(data.path().join("api-key")).unwrap(), "short");
}

#[test]
fn wrong_usage_ends_with_two_and_shows_how() {
    let data = tempfile::tempdir().unwrap();
    for wrong in
        [vec!["fly"], vec!["serve", "--bind", "8787"], vec!["serve", "--allow-origin", "*"]]
    {
        let output = ended(cloud(data.path(), &wrong));
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    let help = ended(cloud(data.path(), &["serve", "--help"]));
    assert!(help.status.success());
    assert!(String::from_utf8(help.stdout).unwrap().contains("cloud serve --bind 0.0.0.0:8787"));
}

#[test]
#[cfg(target_os = "linux")]
fn it_links_neither_a_window_nor_a_webview() {
    let listed = Command::new("ldd").arg(env!("CARGO_BIN_EXE_cloud")).output().unwrap();
    let libraries = String::from_utf8(listed.stdout).unwrap();
    for library in ["webkit", "gtk", "javascriptcore", "libX11", "wayland"] {
        assert!(!libraries.contains(library), "{libraries}");
    }
    assert!(libraries.contains("libc.so"), "{libraries}");
}
