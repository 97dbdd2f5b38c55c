//! Opens what listens at a port of an instance, in the system's browser. The window asks by an address; nothing else gets through.

use crate::commands::Answer;
use mini_aws_domain::Problem;
use std::net::SocketAddr;

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
    let opened =
        tokio::task::spawn_blocking(move || tauri_plugin_opener::open_url(given, None::<&str>))
            .await;
    let reason = match opened {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    Err(OpenPortError::NotOpened { url, reason })
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
