//! The engine that is watched, in a process of its own.

use mini_aws_demo::{Config, DemoEngine};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

/// How many instances it has where nothing else is asked for.
pub const USUAL: usize = 24;
const LIMIT: Duration = Duration::from_secs(10);

/// Such a process.
#[derive(Debug)]
pub struct Engine {
    process: Child,
    endpoint: String,
}

impl Drop for Engine {
    fn drop(&mut self) {
        // It ends when its input does, which waiting closes.
        let _ = self.process.wait();
    }
}

impl Engine {
    /// Starts it.
    pub fn start(instances: usize) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["engine", "--instances", &instances.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut endpoint = String::new();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        out.read_line(&mut endpoint).unwrap();
        Self { process, endpoint: endpoint.trim().to_owned() }
    }

    /// Where it listens.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Makes an instance.
    pub fn create(&self, name: &str) {
        let path = format!("/containers/create?name={name}");
        self.post(&path, r#"{"Image":"busybox","Cmd":["sleep","1000"]}"#);
    }

    /// Starts an instance.
    pub fn start_instance(&self, name: &str) {
        self.post(&format!("/containers/{name}/start"), "");
    }

    fn post(&self, path: &str, body: &str) {
        let socket = self.endpoint.trim_start_matches("unix://");
        let mut stream = UnixStream::connect(socket).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: engine\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 20"), "{path}: {answer}");
    }
}

/// The engine's process: there until its input ends.
pub fn serve(instances: usize) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let engine =
        runtime.block_on(DemoEngine::start(Config { instances, ..Config::default() })).unwrap();
    println!("{}", engine.endpoint());
    io::stdin().read_to_end(&mut Vec::new()).unwrap();
    runtime.block_on(engine.shutdown());
    ExitCode::SUCCESS
}
