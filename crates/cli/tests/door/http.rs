//! Just enough of HTTP over TCP to ask a question and read all of the answer.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// Asks for a path; why there is no answer is a sentence. Each header is a whole line.
pub fn get(address: SocketAddr, path: &str, headers: &[&str]) -> Result<Answer, String> {
    // In this version an answer ends with its connection, and has no chunks.
    let head = head(address, path, "HTTP/1.0", headers);
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut stream = connect(address)?;
        stream.write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    };
    let answer = ask().map_err(|error| format!("GET {path}: {error}"))?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) =
        answer.split_once("\r\n\r\n").ok_or_else(|| format!("GET {path}: {answer:?}"))?;
    let status = status_of(head).ok_or_else(|| format!("GET {path}: {head:?}"))?;
    Ok(Answer { status, body: body.to_owned() })
}

/// Opens a WebSocket, and leaves it open for as long as the stream lives.
pub fn open_web_socket(address: SocketAddr, path: &str, headers: &[&str]) -> TcpStream {
    let upgrade = [
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        // Any 16 bytes.
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ];
    let mut stream = connect(address).expect("the server listens");
    stream
        .write_all(head(address, path, "HTTP/1.1", &[&upgrade, headers].concat()).as_bytes())
        .unwrap();
    let mut answer = Vec::new();
    let mut byte = [0];
    while !answer.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
        answer.push(byte[0]);
    }
    let answer = String::from_utf8_lossy(&answer);
    assert_eq!(status_of(&answer), Some(101), "{answer}");
    stream
}

fn connect(address: SocketAddr) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

fn head(address: SocketAddr, path: &str, version: &str, headers: &[&str]) -> String {
    let lines: String = headers.iter().flat_map(|header| [header, "\r\n"]).collect();
    format!("GET {path} {version}\r\nHost: {address}\r\n{lines}\r\n")
}

fn status_of(head: &str) -> Option<u16> {
    head.split_whitespace().nth(1)?.parse().ok()
}
