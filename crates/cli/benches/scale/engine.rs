//! The pretend engine, in a process of its own.

use mini_aws_demo::{Config, DemoEngine};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, Command, Stdio};
use tokio::runtime::Builder;

/// A connection is an open file, and here may be one for each instance. What the console may open is left as it is.
const WITH_FILES: &str = "ulimit -n $(ulimit -H -n); exec \"$@\"";

/// Serves until the input ends.
pub fn serve(instances: usize) {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let config = Config { instances, ..Config::default() };
    let engine = runtime.block_on(DemoEngine::start(config)).unwrap();
    println!("{}", engine.endpoint());
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    runtime.block_on(engine.shutdown());
}

/// The process that serves, ended with this.
pub struct Engine {
    child: Child,
    input: Option<ChildStdin>,
    pub endpoint: String,
}

impl Engine {
    pub fn start(instances: usize) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", WITH_FILES, "sh"])
            .arg(std::env::current_exe().unwrap())
            .args(["engine", &instances.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut endpoint = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut endpoint).unwrap();
        let input = child.stdin.take();
        Self { child, input, endpoint: endpoint.trim().to_owned() }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // It clears its socket away by itself, once its input has ended.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
