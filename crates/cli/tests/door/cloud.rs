//! The program under test: `cloud serve`.

use crate::http::{self, Answer};
use crate::support::process::{self, Service};
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

const START_LIMIT: Duration = Duration::from_secs(20);
const END_LIMIT: Duration = Duration::from_secs(15);

/// A running `cloud serve` with a data directory of its own.
#[derive(Debug)]
pub struct Cloud {
    // First what runs, and then what it writes into.
    service: Option<Service>,
    folder: TempDir,
    options: Vec<String>,
    address: SocketAddr,
    link: String,
    runs: usize,
}

impl Cloud {
    /// Starts it at a free port, with these options besides.
    pub fn start(options: &[&str]) -> Self {
        let folder = tempfile::Builder::new().prefix("mini-aws-door-").tempdir().unwrap();
        let mut cloud = Self {
            service: None,
            folder,
            options: options.iter().map(ToString::to_string).collect(),
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            link: String::new(),
            runs: 0,
        };
        cloud.start_again();
        cloud
    }

    /// Starts it on the same data and at the same port as before.
    pub fn start_again(&mut self) {
        self.runs += 1;
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloud"));
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("DOCKER_") || text.starts_with("MINI_AWS_") {
                command.env_remove(&name);
            }
        }
        command
            .arg("serve")
            .arg(format!("--bind={}", self.address))
            .arg("--data-dir")
            .arg(self.data_dir());
        command.args(&self.options).env("TZ", "UTC");
        let log = self.log();
        let service = self.service.insert(Service::start(&command, &log));
        let mut link = None;
        process::eventually(START_LIMIT, || {
            let output = service.output();
            // A line without its end may be half a line.
            let lines = output.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
            link = lines.into_iter().find(|line| line.starts_with("http://")).map(str::to_owned);
            link.is_some() || !service.is_running()
        });
        let Some(link) = link else { panic!("cloud serve prints no link:\n{}", service.tail()) };
        let authority = link.split('/').nth(2).and_then(|authority| authority.parse().ok());
        self.address = authority.unwrap_or_else(|| panic!("{link} names no address"));
        self.link = link;
    }

    /// Ends it as the system does when it must: at once and without a word.
    pub fn kill(&mut self) {
        self.service = None;
    }

    /// Ends it as people and service managers do, and waits until it has ended.
    pub fn stop(&mut self) {
        let log = self.log();
        assert!(self.has_ended(), "cloud serve does not end:\n{}", process::tail(&log));
    }

    fn has_ended(&mut self) -> bool {
        let Some(mut service) = self.service.take() else { return true };
        process::signal("TERM", service.id());
        service.wait(END_LIMIT)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The link that lets one browser in.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The file with the API key.
    pub fn key_file(&self) -> PathBuf {
        self.data_dir().join("api-key")
    }

    /// The API key.
    pub fn key(&self) -> String {
        fs::read_to_string(self.key_file()).expect("the key can be read").trim().to_owned()
    }

    /// Asks with the key.
    pub fn get(&self, path: &str) -> Result<Answer, String> {
        http::get(self.address, path, &[&self.key_header()])
    }

    /// The line that lets a program in.
    pub fn key_header(&self) -> String {
        format!("X-API-Key: {}", self.key())
    }

    /// A folder for whatever a test writes; it goes with the rest.
    pub fn new_folder(&self, name: &str) -> PathBuf {
        let folder = self.folder.path().join(name);
        fs::create_dir_all(&folder).expect("a folder can be made");
        folder
    }

    /// Where it goes wrong inside it says so, whatever it answers; and it does not end by itself.
    pub fn assert_sound(&mut self) {
        let log = fs::read_to_string(self.log()).expect("the log can be read");
        assert!(!log.contains("panicked at"), "{log}");
        assert!(self.service.as_mut().is_some_and(Service::is_running), "it has ended:\n{log}");
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join(format!("cloud-{}.log", self.runs))
    }

    fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", process::tail(&self.log()));
        }
        // A pretend engine is cleared away only by who is asked to end.
        if !self.has_ended() {
            eprintln!("cloud serve did not end when asked to");
        }
    }
}
