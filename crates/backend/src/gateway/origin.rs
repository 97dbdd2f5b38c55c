//! By which names the door may be called, and from whose pages.
//!
//! A page of a stranger can have its own name lead to this machine (DNS rebinding), and then read what it likes as if it were ours: so
//! the `Host` must be a name that no stranger can give. And it can send requests here although it cannot read the answers: so an
//! `Origin` must be ours, or one that was named.

use super::problem::Refusal;
use axum::http::uri::{Authority, Scheme};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use std::net::IpAddr;
use std::str::FromStr;

/// The origin of a frontend that may use the API, such as `http://localhost:3000`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedOrigin {
    text: String,
    host: String,
}

/// What is no origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no origin: write a scheme, a host and a port if need be, such as http://localhost:3000"
)]
pub struct OriginError(String);

impl AllowedOrigin {
    /// As browsers write it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for AllowedOrigin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        let error = || OriginError(text.to_owned());
        let uri: Uri = text.parse().map_err(|_| error())?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(error());
        };
        let default_port = if *scheme == Scheme::HTTP {
            80
        } else if *scheme == Scheme::HTTPS {
            443
        } else {
            return Err(error());
        };
        let is_bare =
            uri.path() == "/" && uri.query().is_none() && !authority.as_str().contains('@');
        if !is_bare || authority.host().is_empty() {
            return Err(error());
        }
        let host = authority.host().to_ascii_lowercase();
        let port = authority.port_u16().filter(|port| *port != default_port);
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Self { text: format!("{scheme}://{host}{port}"), host })
    }
}

/// Checks names and origins.
#[derive(Debug)]
pub(super) struct Origins {
    /// Whether other machines can reach the door, by its address.
    exposed: bool,
    allowed: Vec<AllowedOrigin>,
}

impl Origins {
    pub(super) fn new(exposed: bool, allowed: Vec<AllowedOrigin>) -> Self {
        Self { exposed, allowed }
    }

    /// Whether the name that was called can be nobody else's: an address, `localhost`, or the host of an origin that was named.
    pub(super) fn check_host(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let authority = host.and_then(|host| host.parse::<Authority>().ok());
        let Some(authority) = authority else {
            return Err(Refusal::bad_request("The request names no host."));
        };
        let name = authority.host().to_ascii_lowercase();
        if self.is_ours(&name) {
            return Ok(());
        }
        Err(Refusal::new(
            StatusCode::MISDIRECTED_REQUEST,
            "host_not_allowed",
            format!("This console does not go by the name {name}."),
            format!("Call it by its address, or start it with --allow-origin http://{authority}."),
        ))
    }

    fn is_ours(&self, name: &str) -> bool {
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            // Nobody else's name can be an address.
            Ok(address) => self.exposed || address.is_loopback() || self.is_named(name),
            Err(_) => name == "localhost" || name.ends_with(".localhost") || self.is_named(name),
        }
    }

    fn is_named(&self, name: &str) -> bool {
        self.allowed.iter().any(|origin| origin.host == name)
    }

    /// Whether the page that asks is ours or one that was named. Programs send no origin, and are let through.
    pub(super) fn check_origin(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
        let origin = origin.to_str().unwrap_or_default();
        if is_own(origin, headers) || self.allowed.iter().any(|allowed| allowed.text == origin) {
            return Ok(());
        }
        Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "origin_not_allowed",
            format!(
                "Pages of {} may not use this console.",
                if origin.is_empty() { "that origin" } else { origin }
            ),
            "Start it with --allow-origin and that origin if they should.",
        ))
    }

    /// Whether a request that changes something and is let in by a cookie comes from a page that may ask: a cookie goes along by itself.
    pub(super) fn check_intent(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        // Which one it is, if it is one, was checked before.
        if headers.contains_key(header::ORIGIN) {
            return self.check_origin(headers);
        }
        Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "origin_missing",
            "A browser's session changes something only from a page that says where it comes from.",
            "Send the API key in place of the cookie.",
        ))
    }

    /// The origins that were named.
    pub(super) fn allowed(&self) -> &[AllowedOrigin] {
        &self.allowed
    }
}

/// Whether an origin is the very place that was called. The name was checked before.
fn is_own(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.is_some_and(|host| {
        let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        rest.is_some_and(|rest| rest.eq_ignore_ascii_case(host))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        headers.extend(origin.map(|origin| (header::ORIGIN, origin.parse().unwrap())));
        headers
    }

    fn named(origin: &str) -> AllowedOrigin {
        origin.parse().unwrap()
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_place() {
        assert_eq!(named("http://localhost:3000").as_str(), "http://localhost:3000");
        assert_eq!(named("HTTPS://Example.com:443/").as_str(), "https://example.com");
        assert_eq!(named("http://[::1]:80").as_str(), "http://[::1]");
        for wrong in [
            "",
            "*",
            "null",
            "localhost:3000",
            "http://",
            "ftp://a",
            "http://a/b",
            "http://a?b",
            "http://u@a",
        ] {
            assert!(wrong.parse::<AllowedOrigin>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn on_loopback_only_names_of_this_machine_will_do() {
        let origins = Origins::new(false, vec![named("https://console.example.com")]);
        let check =
            |host| origins.check_host(&headers(host, None)).map_err(|refusal| refusal.status());
        for host in [
            "127.0.0.1:8787",
            "localhost",
            "LOCALHOST:1",
            "[::1]:8787",
            "a.localhost",
            "console.example.com",
        ] {
            assert_eq!(check(host), Ok(()), "{host}");
        }
        for host in [
            "evil.example:8787",
            "127.0.0.1.evil.example",
            "192.168.1.2",
            "localhost.evil.example",
            "0.0.0.0",
        ] {
            assert_eq!(check(host), Err(StatusCode::MISDIRECTED_REQUEST), "{host}");
        }
        let nameless = origins.check_host(&HeaderMap::new()).map_err(|refusal| refusal.status());
        assert_eq!(nameless, Err(StatusCode::BAD_REQUEST));
    }

    #[test]
    fn an_exposed_door_goes_by_its_addresses_and_still_by_no_strangers_name() {
        let origins = Origins::new(true, Vec::new());
        assert!(origins.check_host(&headers("192.168.1.2:8787", None)).is_ok());
        assert!(origins.check_host(&headers("evil.example", None)).is_err());
    }

    #[test]
    fn only_own_and_named_pages_may_ask() {
        let origins = Origins::new(false, vec![named("http://localhost:3000")]);
        let check = |origin| origins.check_origin(&headers("127.0.0.1:8787", origin)).is_ok();
        assert!(check(None));
        assert!(check(Some("http://127.0.0.1:8787")));
        assert!(check(Some("http://localhost:3000")));
        for origin in
            ["http://127.0.0.1:9999", "http://localhost:8787", "null", "", "http://localhost:30000"]
        {
            assert!(!check(Some(origin)), "{origin}");
        }
    }

    #[test]
    fn a_cookie_changes_something_only_from_pages_that_may_ask() {
        let origins = Origins::new(false, vec![named("http://localhost:3000")]);
        let check = |origin| origins.check_intent(&headers("127.0.0.1:8787", origin)).is_ok();
        assert!(check(Some("http://127.0.0.1:8787")));
        assert!(check(Some("http://localhost:3000")));
        assert!(!check(Some("http://localhost:3001")));
        assert!(!check(None));
    }
}
