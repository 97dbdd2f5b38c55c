//! `cloud serve` as a person or a service manager starts and ends it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc;
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
    out: Told,
    said: Told,
}

/// What comes out of a program, read as it comes.
struct Told(mpsc::Receiver<String>);

impl Told {
    fn new(from: impl Read + Send + 'static) -> Self {
        let (send, told) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(from).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        Self(told)
    }

    /// What is left, once the program has ended.
    fn rest(&self) -> String {
        self.0.iter().collect::<Vec<_>>().join("\n")
    }
}

impl Served {
    fn start(data: &Path, arguments: &[&str]) -> Self {
        let serve = ["serve", "--demo", "3"];
        Self::spawn(cloud(data, &[&serve, arguments].concat()))
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let out = Told::new(child.stdout.take().unwrap());
        let said = Told::new(child.stderr.take().unwrap());
        let Ok(link) = out.0.recv_timeout(PATIENCE) else {
            child.kill().unwrap();
            panic!("it prints no link: {}", said.rest());
        };
        Self { child, link, out, said }
    }

    fn address(&self) -> SocketAddr {
        self.link.split('/').nth(2).unwrap().parse().unwrap()
    }

    /// Asks with these header lines.
    fn ask(&self, path: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let host = self.address();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// What else it printed, and what it said to people, after it was asked to end.
    #[cfg(unix)]
    fn end(mut self, signal: &str) -> (ExitStatus, String, String) {
        let pid = self.child.id().to_string();
        // As a terminal that closes does it, and a program that hands on what its group is told anyway.
        for _ in 0..2 {
            assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        }
        let status = wait(&mut self.child);
        (status, self.out.rest(), self.said.rest())
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
    for signal in ["TERM", "INT", "HUP"] {
        let data = tempfile::tempdir().unwrap();
        let served = Served::start(data.path(), &["--bind", "127.0.0.1:0"]);
        let (place, token) = served.link.split_once("/open/").unwrap();
        assert!(place.starts_with("http://127.0.0.1:"), "{place}");
        assert_eq!(token.len(), 32);
        let key = std::fs::read_to_string(data.path().join("api-key")).unwrap();
        assert_eq!(key.len(), 64);
        let (status, out, said) = served.end(signal);
        assert_eq!((status.code(), &*out), (Some(0), ""), "{signal}: {said}");
        // Closed as it should be, the log is in the database and gone.
        assert!(!data.path().join("console.db-wal").exists());
    }
}

#[test]
#[cfg(unix)]
fn the_log_never_tells_a_key_however_much_it_tells() {
    let data = tempfile::tempdir().unwrap();
    let mut command = cloud(data.path(), &["serve", "--demo", "1", "--bind", "127.0.0.1:0"]);
    command.env("MINI_AWS_LOG", "trace");
    let served = Served::spawn(command);
    let key = std::fs::read_to_string(data.path().join("api-key")).unwrap();
    let token = served.link.rsplit('/').next().unwrap().to_owned();
    for headers in [
        format!("X-API-Key: {key}\r\n"),
        format!("Authorization: Bearer {key}\r\n"),
        format!("Sec-WebSocket-Protocol: mini-aws.v1, mini-aws.key.{key}\r\n"),
    ] {
        let answer = served.ask("/api/dashboard/summary", &headers);
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    let entered = served.ask(&format!("/open/{token}"), "");
    let cookie = entered.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    served.ask("/", &format!("Cookie: {cookie}\r\n"));
    let (status, _, said) = served.end("TERM");
    assert!(status.success() && said.contains("the HTTP door is open"), "it tells more: {said}");
    let signature = cookie.rsplit('.').next().unwrap();
    for secret in [&*key, &*token, signature] {
        assert!(!said.contains(secret), "{}", said.lines().find(|it| it.contains(secret)).unwrap());
    }
}

#[test]
#[cfg(unix)]
fn clients_that_stall_do_not_keep_it_from_ending_well() {
    let data = tempfile::tempdir().unwrap();
    let served = Served::start(data.path(), &["--bind", "127.0.0.1:0"]);
    let key = std::fs::read_to_string(data.path().join("api-key")).unwrap();
    let host = served.address();
    let begin = |request: String| {
        let mut stream = TcpStream::connect(host).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    };
    let half = begin("GET /healthz HTT".to_owned());
    // A week of the demo, of which it takes the beginning.
    let path = "/api/metrics/export?from=2020-01-01T00:00:00Z";
    let mut export =
        begin(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nX-API-Key: {key}\r\n\r\n"));
    let mut first = [0; 12];
    export.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let asked = Instant::now();
    let (status, _, said) = served.end("TERM");
    assert!(status.success(), "{said}");
    assert!(asked.elapsed() < Duration::from_secs(9), "before service managers lose patience");
    assert!(!data.path().join("console.db-wal").exists(), "all is written: {said}");
    drop((half, export));
}

#[test]
#[cfg(unix)]
fn strangers_at_the_door_do_not_take_the_engine_away() {
    let data = tempfile::tempdir().unwrap();
    let plain = cloud(data.path(), &["serve", "--demo", "3", "--bind", "127.0.0.1:0"]);
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 256 && exec \"$@\"", "sh"]).arg(plain.get_program());
    command.args(plain.get_args()).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let served = Served::spawn(command);
    let key = std::fs::read_to_string(data.path().join("api-key")).unwrap();
    let header = format!("X-API-Key: {key}\r\n");
    let deadline = Instant::now() + PATIENCE;
    while !served.ask("/api/engine", &header).contains("\"connected\"") {
        assert!(Instant::now() < deadline, "it finds no engine");
        std::thread::sleep(Duration::from_millis(100));
    }
    let crowd: Vec<_> =
        (0..400).filter_map(|_| TcpStream::connect(served.address()).ok()).collect();
    assert!(crowd.len() > 200, "{}", crowd.len());
    // Who says nothing is sent away, and until then the engine was asked more than once whether it answers.
    let mut first = &crowd[0];
    first.set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(first.read(&mut [0; 1]).unwrap(), 0, "nothing is said to it either");
    drop(crowd);
    let engine = served.ask("/api/engine", &header);
    assert!(engine.contains("\"connected\""), "{engine}");
    // Since it was found, or just before, somebody came with the key. What the demo made up of the week before is another matter.
    let newest = served.ask("/api/dashboard/events?limit=2", &header);
    assert!(newest.contains("\"kind\":\"connected\""), "{newest}");
    assert!(!newest.contains("\"kind\":\"lost\""), "{newest}");
    let (status, _, said) = served.end("TERM");
    assert!(status.success() && !said.contains("Too many open files"), "{said}");
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
