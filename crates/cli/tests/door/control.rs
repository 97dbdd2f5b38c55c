//! What the browser's tests cannot do themselves: they ask for it here, over HTTP, and the answer comes when it is done.

use crate::churn;
use crate::cloud::Cloud;
use crate::support::engine::RealEngine;
use serde_json::json;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

/// What a test may say takes at most this long to arrive.
const PATIENCE: Duration = Duration::from_secs(5);

/// Listens for orders. It has no thread of its own: what is started ends with the thread that started it.
#[derive(Debug)]
pub struct Control {
    listener: TcpListener,
    url: String,
}

impl Control {
    /// Listens at a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        listener.set_nonblocking(true).expect("waiting can be switched off");
        let address = listener.local_addr().expect("it has an address");
        Self { listener, url: format!("http://{address}") }
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Carries out one order, if there is one. Orders are `POST /WHAT/TO-DO/NAME`.
    pub fn obey(&self, engine: &mut RealEngine, cloud: &mut Cloud) {
        let stream = match self.listener.accept() {
            Ok((stream, _)) => stream,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
            Err(error) => panic!("the control port: {error}"),
        };
        let answer = order(&stream).map(|order| {
            let words: Vec<&str> = order.split('/').filter(|word| !word.is_empty()).collect();
            (carry_out(&words, engine, cloud), order)
        });
        let answered = answer.and_then(|(body, order)| match body {
            Some(body) => reply(&stream, "200 OK", &body),
            None => reply(&stream, "404 Not Found", &order),
        });
        if let Err(error) = answered {
            eprintln!("an order was not answered: {error}");
        }
    }
}

/// What an instance has that others should not read, and something that would be markup in a careless page.
const SECRETS: &[&str] = &[
    "--env=DB_PASSWORD=hunter2",
    "--env=GREETING=hello",
    "--label=note=<img src=x onerror=alert(1)>",
];
/// What it says: many lines, colours, a terminal's title, markup, an error; then a line a second.
const SPEECH: &str = r"i=0; while [ $i -lt 500 ]; do i=$((i+1)); echo line $i; done
    printf '\033[31mred\033[0m \033]0;title\007<b>not bold</b>\n'; echo oops >&2
    while :; do echo tick; sleep 1; done";

/// How many labels an odd one has besides those that are markup.
const MANY_LABELS: usize = 498;
/// Markup where names are read: in a project and a service.
const ODD_LABELS: [&str; 2] = [
    "--label=com.docker.compose.project=<img src=x onerror=alert(1)>",
    "--label=com.docker.compose.service=<script>alert(2)</script>",
];
/// Bytes that are no text, sequences that meddle with a terminal, a line without an end to speak of, and then its end.
const ODD_SPEECH: &str = r"printf 'payload \377\376\000\001\200 arrived\n'
    printf '\033]0;pwned\007\033[2J\033[Hthe screen stays\n'; printf '\033[999;999Hfar\033[38;5;300mcolour\033[\n'
    i=0; while [ $i -lt 2000 ]; do printf xxxxxxxxxx; i=$((i+1)); done; echo
    printf '<script>alert(3)</script> \360\237\247\246 last line\n'; sleep 1000000";

/// One that has everything about it that a careless page stumbles over.
fn run_odd(engine: &RealEngine, name: &str) {
    let labels = (0..MANY_LABELS).map(|number| format!("--label=odd.{number:03}=value {number}"));
    let labels: Vec<String> = labels.chain(ODD_LABELS.map(str::to_owned)).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    engine.run(name, &labels, &["sh", "-c", ODD_SPEECH]);
}

fn carry_out(words: &[&str], engine: &mut RealEngine, cloud: &mut Cloud) -> Option<String> {
    match *words {
        ["counts"] => {
            let counts = engine.counts();
            return Some(
                json!({
                    "instances": counts.instances, "running": counts.running, "stopped": counts.stopped,
                    "volumes": counts.volumes, "attached": counts.attached, "vpcs": counts.vpcs,
                })
                .to_string(),
            );
        }
        ["container", "run", name] => engine.run(name, &[], &[]),
        ["container", "speak", name] => engine.run(name, SECRETS, &["sh", "-c", SPEECH]),
        ["container", "odd", name] => run_odd(engine, name),
        ["volumes", "churn", count] => {
            churn::volumes(&engine.endpoint(), count.parse().expect("it is a number"));
        }
        ["container", "stop", name] => engine.stop(name),
        ["container", "remove", name] => engine.remove(name),
        ["engine", "stop"] => engine.stop_daemon(),
        ["engine", "start"] => engine.start_daemon(),
        ["cloud", "kill"] => cloud.kill(),
        ["cloud", "stop"] => cloud.stop(),
        ["cloud", "start"] => cloud.start_again(),
        ["cloud", "link"] => {}
        _ => return None,
    }
    Some(json!({ "link": cloud.link() }).to_string())
}

fn order(stream: &TcpStream) -> io::Result<String> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.take(64 * 1024));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    // The rest has to be read as well, else closing would take the answer away.
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    Ok(first.split_whitespace().nth(1).unwrap_or_default().to_owned())
}

fn reply(mut stream: &TcpStream, status: &str, body: &str) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}
