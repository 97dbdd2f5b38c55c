//! The ports of an instance, and where a browser finds what listens there.

use crate::{platform, t};
use mini_aws_domain::{EngineInfo, Port};
use std::net::IpAddr;
use yew::prelude::*;

/// Ports inside of an instance at which something listens that a browser does not speak with: ssh, mail, databases and the like.
const NOT_FOR_BROWSERS: [u16; 27] = [
    21, 22, 23, 25, 53, 110, 143, 389, 445, 465, 587, 636, 993, 995, 1433, 1521, 1883, 2181, 3306,
    5432, 5672, 6379, 9042, 9092, 11211, 26379, 27017,
];
/// Ports inside of an instance at which it speaks TLS.
const TLS: [u16; 2] = [443, 8443];

/// Between two ports.
const SEPARATOR: &str = ", ";
/// How many characters it takes to say how many more there are.
const MORE: usize = 3;

/// What marks the links to ports: the app has the system's browser open them.
pub const PORT_LINK: &str = "data-port";

/// Where the ports that the engine publishes are reached from this window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortHost {
    /// The engine's machine by a name that this window knows; absent where nothing is to be opened.
    host: Option<String>,
}

impl PortHost {
    /// The host of an engine, as it is reached from this page.
    #[must_use]
    pub fn of(engine: Option<&EngineInfo>) -> Self {
        let page = platform::page_host();
        Self::new(engine.map_or("", |engine| engine.endpoint.as_str()), page)
    }

    /// `page` is where this page came from: an engine behind a socket runs on the same machine. The app's own window came from nowhere,
    /// and opens what is on this machine or at a plain address, no other name.
    fn new(endpoint: &str, page: Option<String>) -> Self {
        let there = endpoint.split_once("://").and_then(|(scheme, rest)| {
            matches!(scheme, "tcp" | "http" | "https" | "ssh").then(|| host_of(rest))
        });
        let is_elsewhere = there.filter(|host| !host.is_empty() && !is_loopback(host));
        let host = match (is_elsewhere, page) {
            (Some(there), Some(_)) => Some(there.to_owned()),
            (Some(there), None) => is_address(there).then(|| there.to_owned()),
            (None, page) => Some(page.unwrap_or_else(|| "localhost".to_owned())),
        };
        Self { host }
    }

    /// No host: what does not run listens nowhere.
    #[must_use]
    pub fn nowhere() -> Self {
        Self { host: None }
    }

    /// The address of what listens at a published port, if a browser can speak with it and reach it from here.
    #[must_use]
    pub fn url(&self, port: &Port) -> Option<String> {
        let host = self.host.as_deref()?;
        let public = port.public?;
        if port.protocol != "tcp" || NOT_FOR_BROWSERS.contains(&port.private) {
            return None;
        }
        // Text that comes from an engine: only what is an address gets into a link.
        let given = port.address.as_deref().filter(|text| !text.is_empty());
        let given: Option<IpAddr> = given.map(str::parse).transpose().ok()?;
        let host = match given.filter(|given| !given.is_unspecified()) {
            None => host.to_owned(),
            // Only who is on that machine reaches what listens on its loopback.
            Some(given) if given.is_loopback() && !is_loopback(host) => return None,
            Some(given) => given.to_string(),
        };
        let scheme = if TLS.contains(&port.private) { "https" } else { "http" };
        let is_v6 = host.contains(':') && !host.starts_with('[');
        let host = if is_v6 { format!("[{host}]") } else { host };
        Some(format!("{scheme}://{host}:{public}/"))
    }
}

/// The host of `user@host:port/path`.
fn host_of(rest: &str) -> &str {
    let place = rest.split('/').next().unwrap_or_default();
    let place = place.rsplit('@').next().unwrap_or_default();
    if place.starts_with('[') {
        return place.split_inclusive(']').next().unwrap_or_default();
    }
    place.split(':').next().unwrap_or_default()
}

fn is_address(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    bare.unwrap_or(host).parse::<IpAddr>().is_ok()
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.")
}

/// The ports with their words, published ones first, each once though it be published on IPv4 and IPv6: `8080→80`, `5432` where both numbers
/// are the same, `53/udp`.
#[must_use]
pub fn labelled_ports(ports: &[Port]) -> Vec<(String, &Port)> {
    let mut shown: Vec<(String, &Port)> = Vec::new();
    let (published, exposed): (Vec<&Port>, Vec<&Port>) =
        ports.iter().partition(|port| port.public.is_some());
    for port in published.into_iter().chain(exposed) {
        let inside = match port.protocol.as_str() {
            "tcp" => port.private.to_string(),
            other => format!("{}/{other}", port.private),
        };
        let text = match port.public {
            Some(public) if public != port.private => format!("{public}→{inside}"),
            Some(_) | None => inside,
        };
        let is_known = |(known, other): &(String, &Port)| {
            *known == text && other.public.is_some() == port.public.is_some()
        };
        if !shown.iter().any(is_known) {
            shown.push((text, port));
        }
    }
    shown
}

/// All ports in words: `8080→80, 5432, 9000 (not published)`.
#[must_use]
pub fn port_words(ports: &[Port]) -> String {
    let labels = labelled_ports(ports);
    let (published, exposed): (Vec<_>, Vec<_>) =
        labels.into_iter().partition(|(_, port)| port.public.is_some());
    let list = |labels: Vec<(String, &Port)>| {
        let labels: Vec<String> = labels.into_iter().map(|(label, _)| label).collect();
        labels.join(SEPARATOR)
    };
    let mut words = list(published);
    if !exposed.is_empty() {
        if !words.is_empty() {
            words.push_str(SEPARATOR);
        }
        words.push_str(&t!("ports-exposed", ports = list(exposed)));
    }
    words
}

/// How many characters the ports take in a row: all of them, and the first one with how many more there are.
#[must_use]
pub fn port_lengths(ports: &[Port]) -> (usize, usize) {
    let lengths: Vec<usize> =
        labelled_ports(ports).iter().map(|(label, _)| label.chars().count()).collect();
    let all = lengths.iter().sum::<usize>() + SEPARATOR.len() * lengths.len().saturating_sub(1);
    let first = lengths.first().copied().unwrap_or(0);
    (all, if lengths.len() > 1 { first + MORE } else { first })
}

/// How many of labels of these lengths there is room for, in characters: whole ones, and at least one.
fn fitting(lengths: &[usize], room: usize) -> usize {
    let mut taken = 0;
    let mut count = 0;
    for (place, length) in lengths.iter().enumerate() {
        taken += length + if place == 0 { 0 } else { SEPARATOR.len() };
        let more = if place + 1 == lengths.len() { 0 } else { MORE };
        if taken + more <= room {
            count = place + 1;
        }
    }
    count.max(1).min(lengths.len())
}

/// The ports in a row, as many as there is room for in characters, and how many more there are. Those that a browser can open are links to
/// a page of their own; what is not published is paler.
pub fn port_links(ports: &[Port], host: &PortHost, room: usize) -> Html {
    let labels = labelled_ports(ports);
    let lengths: Vec<usize> = labels.iter().map(|(label, _)| label.chars().count()).collect();
    let count = fitting(&lengths, room);
    let more = labels.len() - count;
    let links = labels.into_iter().take(count).enumerate().map(|(place, (label, port))| {
        let before = if place == 0 { "" } else { SEPARATOR };
        let shown = match host.url(port) {
            Some(url) => port_link(url, "quiet-link port-link", label),
            None if port.public.is_some() => html! { { label } },
            None => html! { <span class="port-exposed">{ label }</span> },
        };
        html! { <>{ before }{ shown }</> }
    });
    html! {
        <>
            { for links }
            if more > 0 {
                <small class="ports-more" title={port_words(ports)}>{ format!("+{more}") }</small>
            }
        </>
    }
}

/// A link to what listens at a port. It is a page of the instance's own, which learns nothing of this one.
pub fn port_link(url: String, class: &'static str, label: String) -> Html {
    html! {
        <a {class} href={url.clone()} target="_blank" rel="noopener noreferrer" title={t!("port-open", url = url)} data-port="">{ label }</a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(private: u16, public: Option<u16>, address: &str) -> Port {
        Port { private, public, address: Some(address.to_owned()), protocol: "tcp".to_owned() }
    }

    fn here() -> PortHost {
        PortHost::new("unix:///var/run/docker.sock", Some("localhost".to_owned()))
    }

    #[test]
    fn a_port_is_reached_where_the_engine_publishes_it() {
        let url = |port: &Port| here().url(port);
        assert_eq!(url(&port(80, Some(8080), "0.0.0.0")).unwrap(), "http://localhost:8080/");
        assert_eq!(url(&port(443, Some(8443), "::")).unwrap(), "https://localhost:8443/");
        assert_eq!(url(&port(80, Some(81), "127.0.0.1")).unwrap(), "http://127.0.0.1:81/");
        assert_eq!(url(&port(80, Some(82), "192.168.0.7")).unwrap(), "http://192.168.0.7:82/");
        assert_eq!(url(&port(80, Some(83), "fd00::1")).unwrap(), "http://[fd00::1]:83/");
    }

    #[test]
    fn what_no_browser_can_open_is_no_link() {
        let url = |port: &Port| here().url(port);
        assert_eq!(url(&port(80, None, "")), None, "not published");
        assert_eq!(url(&port(5432, Some(5432), "0.0.0.0")), None, "a database");
        assert_eq!(url(&Port { protocol: "udp".to_owned(), ..port(80, Some(80), "") }), None);
        for text in ["evil.example/", "evil.example", "1.2.3.4@evil.example"] {
            assert_eq!(url(&port(80, Some(80), text)), None, "{text} is no address");
        }
        let stopped = PortHost::nowhere();
        assert_eq!(stopped.url(&port(80, Some(8080), "0.0.0.0")), None, "what does not run");
    }

    #[test]
    fn a_port_is_said_once_and_what_is_not_published_is_told_apart() {
        let list = [
            port(443, None, ""),
            port(80, Some(8080), "0.0.0.0"),
            port(80, Some(8080), "::"),
            port(5432, Some(5432), "0.0.0.0"),
            Port { protocol: "udp".to_owned(), ..port(53, Some(53), "") },
        ];
        assert_eq!(port_words(&list), "8080→80, 5432, 53/udp, 443 (not published)");
        assert_eq!(port_words(&list[..1]), "443 (not published)");
        assert_eq!(port_words(&[]), "");
        let both = [port(80, Some(80), ""), port(80, None, "")];
        assert_eq!(port_words(&both), "80, 80 (not published)");
    }

    #[test]
    fn ports_that_have_no_room_are_counted_and_none_is_cut() {
        let lengths = [7, 4, 6];
        assert_eq!(fitting(&lengths, 21), 3, "8080→80, 5432, 53/udp");
        assert_eq!(fitting(&lengths, 20), 2, "8080→80, 5432 +1");
        assert_eq!(fitting(&lengths, 15), 1, "8080→80 +2");
        assert_eq!(fitting(&lengths, 3), 1, "one is always there");
        assert_eq!(fitting(&[], 10), 0);
        let list = [port(80, Some(8080), ""), port(5432, Some(5432), "")];
        assert_eq!(port_lengths(&list), (13, 10));
        assert_eq!(port_lengths(&list[..1]), (7, 7));
        assert_eq!(port_lengths(&[]), (0, 0));
    }

    #[test]
    fn the_app_opens_what_is_here_or_at_an_address() {
        let url = |endpoint| PortHost::new(endpoint, None).url(&port(80, Some(8080), "0.0.0.0"));
        assert_eq!(url("unix:///run/docker.sock").unwrap(), "http://localhost:8080/");
        assert_eq!(url("tcp://10.0.0.7:2375").unwrap(), "http://10.0.0.7:8080/");
        assert_eq!(url("tcp://[fd00::2]:2375").unwrap(), "http://[fd00::2]:8080/");
        assert_eq!(url("ssh://ada@build.example"), None, "any name could be asked for");
    }

    #[test]
    fn an_engine_elsewhere_publishes_there() {
        for (endpoint, host) in [
            ("tcp://build.example:2376", "build.example"),
            ("ssh://ada@10.0.0.7:22", "10.0.0.7"),
            ("tcp://[fd00::2]:2375", "[fd00::2]"),
        ] {
            let far = PortHost::new(endpoint, Some("localhost".to_owned()));
            let expected = format!("http://{host}:8080/");
            assert_eq!(far.url(&port(80, Some(8080), "0.0.0.0")), Some(expected));
            assert_eq!(far.url(&port(80, Some(8080), "127.0.0.1")), None, "out of reach");
        }
        let near = PortHost::new("tcp://127.0.0.1:2375", Some("localhost".to_owned()));
        assert_eq!(near.url(&port(80, Some(1), "")).unwrap(), "http://localhost:1/");
    }
}
