//! Opens what listens at a port of an instance, in the system's browser. The window asks by an address; nothing else gets through.

use crate::commands::Answer;
use mini_aws_domain::Problem;
use std::net::SocketAddr;
#[cfg(target_os = "linux")]
use std::{
    io,
    os::unix::process::CommandExt as _,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};
#[cfg(target_os = "linux")]
use tracing::warn;

/// Why it was not opened.
#[derive(Debug, thiserror::Error)]
enum OpenPortError {
    /// It could be a file, a program, or a page of anybody's.
    #[error("Only http and https at a port of this machine, or of a plain IP address, are opened.")]
    NotAPort,
    /// There is no browser, or it does not start.
    #[error("{url} could not be opened: {reason}.")]
    NotOpened {
        /// What was to be opened.
        url: String,
        /// In the words of the system.
        reason: String,
    },
}

impl OpenPortError {
    fn problem(&self) -> Problem {
        Problem {
            code: "not_opened".to_owned(),
            message: self.to_string(),
            next_step: "Type the address into a browser yourself.".to_owned(),
        }
    }
}

/// Opens `http://HOST:PORT/`, or the same by https, where the host is `localhost` or an IP address.
#[tauri::command]
pub(crate) async fn open_port(url: String) -> Answer<()> {
    open(&url).await.map_err(|error| error.problem())
}

async fn open(url: &str) -> Result<(), OpenPortError> {
    let url = checked(url)?;
    let given = url.clone();
    let opened = tokio::task::spawn_blocking(move || start_browser(&given)).await;
    let reason = match opened {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(reason)) => reason,
        Err(error) => error.to_string(),
    };
    Err(OpenPortError::NotOpened { url, reason })
}

#[cfg(not(target_os = "linux"))]
fn start_browser(url: &str) -> Result<(), String> {
    tauri_plugin_opener::open_url(url, None::<&str>).map_err(|error| error.to_string())
}

/// Starts the first program that can. There is always one that starts (`xdg-open`) where there is no browser that does, so it is
/// watched for a moment; from then on it is left alone.
#[cfg(target_os = "linux")]
fn start_browser(url: &str) -> Result<(), String> {
    let mut reason = "there is no program for it".to_owned();
    for command in open::commands(url) {
        match start(command, SETTLED) {
            Ok(()) => return Ok(()),
            // What is not installed says less than what did not get on.
            Err(Start::NotThere) => {}
            Err(Start::Failed(why)) => reason = why,
        }
    }
    Err(reason)
}

/// For how long a program is watched that may end at once for want of another.
#[cfg(target_os = "linux")]
const SETTLED: Duration = Duration::from_secs(2);

/// Why a program did not get on.
#[cfg(target_os = "linux")]
#[derive(Debug)]
enum Start {
    NotThere,
    Failed(String),
}

#[cfg(target_os = "linux")]
fn start(mut command: Command, watched: Duration) -> Result<(), Start> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error: io::Error| Start::Failed(format!("{program}: {error}"));
    // A browser that it starts must not end with the console.
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Start::NotThere,
        _ => failed(error),
    })?;
    let begun = Instant::now();
    while begun.elapsed() < watched {
        match child.try_wait().map_err(failed)? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => {
                return Err(Start::Failed(format!("{program} ended with {status}")));
            }
            None => thread::sleep(watched / 40),
        }
    }
    // Somebody has to hear that it ended, or it stays in the list of processes.
    thread::spawn(move || {
        if let Err(error) = child.wait() {
            warn!(%error, "what became of the browser is not known");
        }
    });
    Ok(())
}

/// The address, put together anew from what it was understood as.
fn checked(url: &str) -> Result<String, OpenPortError> {
    let parts = url.split_once("://").and_then(|(scheme, rest)| {
        let place = rest.strip_suffix('/')?;
        matches!(scheme, "http" | "https").then_some((scheme, place))
    });
    let (scheme, place) = parts.ok_or(OpenPortError::NotAPort)?;
    let place = match place.strip_prefix("localhost:") {
        Some(port) => port_of(port).map(|port| format!("localhost:{port}")),
        // A zone within a network names an interface, which browsers do not understand.
        None => (place.parse::<SocketAddr>().ok())
            .filter(|place| place.port() > 0 && !is_zoned(place))
            .map(|place| place.to_string()),
    };
    place.map(|place| format!("{scheme}://{place}/")).ok_or(OpenPortError::NotAPort)
}

fn port_of(text: &str) -> Option<u16> {
    // A number may have a sign; a port has none.
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|port| is_plain && *port > 0)
}

fn is_zoned(place: &SocketAddr) -> bool {
    matches!(place, SocketAddr::V6(place) if place.scope_id() != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_program_that_does_not_get_on_is_told_from_one_that_does() {
        let shell = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        };
        let long = Duration::from_secs(60);
        assert!(start(shell("exit 0"), long).is_ok());
        let failed = start(shell("exit 4"), long);
        assert!(
            matches!(&failed, Err(Start::Failed(why)) if why == "sh ended with exit status: 4"),
            "{failed:?}"
        );
        let missing = start(Command::new("no-such-program-anywhere"), long);
        assert!(matches!(missing, Err(Start::NotThere)), "{missing:?}");
        assert!(start(shell("exec sleep 5"), Duration::from_millis(40)).is_ok(), "it goes on");
    }

    #[test]
    fn ports_of_this_machine_and_of_addresses_are_opened() {
        for url in [
            "http://localhost:8080/",
            "https://localhost:8443/",
            "http://127.0.0.1:80/",
            "http://192.168.0.7:3000/",
            "http://[fd00::1]:83/",
        ] {
            assert_eq!(checked(url).unwrap(), url);
        }
    }

    #[test]
    fn nothing_else_is() {
        for url in [
            "",
            "/etc/passwd",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "HTTP://localhost:80/",
            "http://localhost/",
            "http://localhost:80",
            "http://localhost:80/path",
            "http://localhost:80/?query",
            "http://localhost:80/#part/",
            "http://localhost:+80/",
            "http://localhost:0/",
            "http://localhost:65536/",
            "http://localhost:/",
            "http://evil.example:80/",
            "http://localhost:80@evil.example:80/",
            "http://localhost.evil.example:80/",
            "http://1.2.3.4:80@evil.example/",
            "http://127.1:80/",
            "http://fd00::1:80/",
            "http://[fe80::1%2]:80/",
            "http://localhost:80/ --evil/",
            " http://localhost:80/",
        ] {
            assert!(checked(url).is_err(), "{url}");
        }
    }
}
