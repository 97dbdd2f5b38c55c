//! Much that happens at once: the engine's own command line would be too slow for it.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);

/// Makes `count` volumes and removes each again, so that the engine at `endpoint` tells of twice as many events.
pub fn volumes(endpoint: &str, count: usize) {
    let socket = endpoint.strip_prefix("unix://").expect("it listens at a socket");
    for number in 0..count {
        let name = format!("churn-{number}");
        ask(socket, "POST", "/volumes/create", &format!("{{\"Name\":\"{name}\"}}"));
        ask(socket, "DELETE", &format!("/volumes/{name}"), "");
    }
}

fn ask(socket: &str, method: &str, path: &str, body: &str) {
    let mut stream = UnixStream::connect(socket).expect("the engine listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit can be set");
    let request = format!(
        "{method} {path} HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("it takes the request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.lines().next().is_some_and(|line| line.contains(" 20")), "{path}: {answer}");
}
