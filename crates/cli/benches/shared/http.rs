//! Just enough of HTTP over TCP for a question and its answer.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);

/// The door of a console.
#[derive(Debug, Clone)]
pub struct Door {
    /// Host and port.
    pub address: String,
    pub key: String,
}

impl Door {
    /// What stands at a path.
    pub fn get(&self, path: &str) -> Result<String, String> {
        self.ask("GET", path, "")
    }

    /// Tells something, as JSON.
    pub fn post(&self, path: &str, body: &str) -> Result<(), String> {
        self.ask("POST", path, body).map(drop)
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Result<String, String> {
        let ask = || -> io::Result<String> {
            let mut stream = TcpStream::connect(&self.address)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            let Self { address, key } = self;
            let length = body.len();
            // In this version an answer ends with its connection, and has no chunks.
            write!(
                stream,
                "{method} {path} HTTP/1.0\r\nHost: {address}\r\nX-API-Key: {key}\r\nContent-Type: application/json\r\n\
                 Content-Length: {length}\r\n\r\n{body}"
            )?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        let answer = ask().map_err(|error| format!("{method} {path}: {error}"))?;
        let status = answer.split_whitespace().nth(1);
        match answer.split_once("\r\n\r\n") {
            Some((_, body)) if status.is_some_and(|status| status.starts_with('2')) => {
                Ok(body.to_owned())
            }
            _ => Err(format!("{method} {path}: {answer}")),
        }
    }
}
