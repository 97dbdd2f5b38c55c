//! Reading an endpoint as a person writes it.

use super::{Endpoint, Platform, SshTarget, TlsFiles, masked::masked};
use mini_aws_domain::AttemptCode;
use std::net::Ipv6Addr;

/// Where plain HTTP is served if a `tcp://` endpoint does not say.
const DOCKER_PORT: u16 = 2375;
/// Where plain HTTP is served if an `http://` endpoint does not say.
const HTTP_PORT: u16 = 80;
/// Where TLS is spoken if an `https://` endpoint does not say.
pub(super) const TLS_PORT: u16 = 2376;

/// Why a text is no endpoint that the console can speak to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} {next_step}")]
pub struct ParseProblem {
    /// [`AttemptCode::Malformed`] or [`AttemptCode::Unsupported`].
    pub code: AttemptCode,
    /// What is wrong, in a sentence.
    pub reason: String,
    /// What to do about it, in a sentence.
    pub next_step: String,
}

impl ParseProblem {
    pub(super) fn malformed(reason: impl Into<String>, next_step: impl Into<String>) -> Self {
        Self { code: AttemptCode::Malformed, reason: reason.into(), next_step: next_step.into() }
    }

    pub(super) fn unsupported(reason: impl Into<String>, next_step: impl Into<String>) -> Self {
        Self { code: AttemptCode::Unsupported, reason: reason.into(), next_step: next_step.into() }
    }

    /// An engine that was spoken to in the clear, and wants TLS.
    pub(super) fn tls() -> Self {
        Self::unsupported(
            "This endpoint speaks TLS, and was spoken to without.",
            "Use the Docker context that has its certificates, or https://HOST:PORT with DOCKER_CERT_PATH set to their folder.",
        )
    }
}

impl Endpoint {
    /// Reads `unix://PATH`, `tcp://HOST[:PORT]`, `http://HOST[:PORT]`, `https://HOST[:PORT]`, `ssh://[USER@]HOST[:PORT][/PATH]` or
    /// `npipe:////./pipe/NAME`. Which certificates go with `https://` it cannot say: those that the system trusts.
    ///
    /// # Errors
    /// If the text is none of these, or is for a kind of endpoint that cannot be opened from `platform`.
    pub fn parse(text: &str, platform: Platform) -> Result<Self, ParseProblem> {
        let text = text.trim();
        let Some((scheme, rest)) = text.split_once("://") else { return Err(no_scheme(text)) };
        match scheme.to_ascii_lowercase().as_str() {
            "unix" => unix(rest, platform),
            "npipe" => named_pipe(rest, platform),
            "tcp" => tcp(rest, DOCKER_PORT),
            "http" => tcp(rest, HTTP_PORT),
            "https" => Ok(tcp(rest, TLS_PORT)?.with_tls(TlsFiles::default())),
            "ssh" => SshTarget::parse(rest).map(Self::Ssh),
            "fd" => Err(ParseProblem::unsupported(
                "fd:// tells an engine where to listen; nothing can connect to it.",
                "Use the socket itself, such as unix:///var/run/docker.sock.",
            )),
            _ => Err(ParseProblem::malformed(
                format!("“{}://” is no kind of endpoint.", masked(scheme)),
                "Use unix:///PATH, tcp://HOST:PORT, ssh://USER@HOST or, on Windows, npipe:////./pipe/NAME.",
            )),
        }
    }
}

impl Endpoint {
    /// The same, within TLS if it is on the network.
    pub(super) fn with_tls(self, files: TlsFiles) -> Self {
        match self {
            Self::Tcp { host, port } | Self::Tls { host, port, .. } => {
                Self::Tls { host, port, files }
            }
            local @ (Self::Unix(_) | Self::NamedPipe(_) | Self::Ssh(_)) => local,
        }
    }
}

/// A text without a scheme. The Docker CLI guesses at some of these; guessing wrongly costs a person more than two words do.
fn no_scheme(text: &str) -> ParseProblem {
    let reason = format!("“{}” does not say what kind of endpoint it is.", masked(text));
    let path = text.strip_prefix("unix:").unwrap_or(text);
    let host = text.strip_prefix("tcp:").or(text.strip_prefix("http:")).unwrap_or(text);
    if path.starts_with('/') {
        ParseProblem::malformed(reason, format!("Write unix://{path} if it is a socket."))
    } else if tcp(host.trim_matches('/'), DOCKER_PORT).is_ok() && text.contains(':') {
        let host = host.trim_matches('/');
        ParseProblem::malformed(reason, format!("Write tcp://{host} if it is a host."))
    } else {
        ParseProblem::malformed(
            reason,
            "Use unix:///PATH, tcp://HOST:PORT, ssh://USER@HOST or, on Windows, npipe:////./pipe/NAME.",
        )
    }
}

fn unix(path: &str, platform: Platform) -> Result<Endpoint, ParseProblem> {
    if path.is_empty() {
        return Err(ParseProblem::malformed(
            "“unix://” names no socket.",
            "Add the socket's path: unix:///var/run/docker.sock.",
        ));
    }
    if !path.starts_with('/') {
        let path = masked(path);
        return Err(ParseProblem::malformed(
            format!("“unix://{path}” names a relative path."),
            format!("An absolute path begins with a third slash: unix:///{path}."),
        ));
    }
    match platform {
        Platform::Linux | Platform::MacOs => Ok(Endpoint::Unix(path.into())),
        Platform::Windows => Err(ParseProblem::unsupported(
            "Unix sockets cannot be opened from Windows.",
            "Use npipe:////./pipe/docker_engine, or tcp://HOST:PORT.",
        )),
    }
}

fn named_pipe(name: &str, platform: Platform) -> Result<Endpoint, ParseProblem> {
    let name = name.replace('\\', "/");
    let parts: Vec<&str> = name.split('/').collect();
    // "//./pipe/docker_engine" splits into two empty parts, the machine, "pipe" and the name. Another machine's pipe would be opened in
    // the clear, and whoever it belongs to would learn the person's name and a hash of their password.
    let well_formed = matches!(
        parts.as_slice(),
        ["", "", ".", pipe, rest @ ..] if pipe.eq_ignore_ascii_case("pipe")
            && !rest.is_empty()
            && rest.iter().all(|part| !part.is_empty())
    );
    if !well_formed {
        return Err(ParseProblem::malformed(
            format!("“npipe://{}” names no pipe of this machine.", masked(&name)),
            "Write npipe:////./pipe/docker_engine, with four slashes and a dot.",
        ));
    }
    match platform {
        Platform::Windows => Ok(Endpoint::NamedPipe(name)),
        Platform::Linux | Platform::MacOs => Err(ParseProblem::unsupported(
            "Named pipes exist on Windows only.",
            "Use the engine's socket, such as unix:///var/run/docker.sock.",
        )),
    }
}

fn tcp(address: &str, default_port: u16) -> Result<Endpoint, ParseProblem> {
    let address = address.strip_suffix('/').unwrap_or(address);
    let malformed = |reason: String| {
        ParseProblem::malformed(reason, "Write tcp://HOST:PORT, such as tcp://localhost:2375.")
    };
    if address.contains('@') {
        return Err(malformed(
            "An endpoint has neither an account nor a password in it.".to_owned(),
        ));
    }
    if address.is_empty() {
        return Err(malformed("No host is named.".to_owned()));
    }
    let (host, port) = if let Some(bracketed) = address.strip_prefix('[') {
        let (host, rest) = bracketed
            .split_once(']')
            .ok_or_else(|| malformed(format!("“{address}” lacks a closing bracket.")))?;
        if host.parse::<Ipv6Addr>().is_err() {
            return Err(malformed(format!("“{host}” is no IPv6 address.")));
        }
        match rest.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if rest.is_empty() => (host, None),
            None => return Err(malformed(format!("“{rest}” after the host is no port."))),
        }
    } else if address.matches(':').count() > 1 {
        return Err(ParseProblem::malformed(
            format!("“{address}” has more than one colon."),
            "Write tcp://HOST:PORT; an IPv6 address takes brackets, such as tcp://[::1]:2375.",
        ));
    } else {
        match address.split_once(':') {
            // The Docker CLI too takes a port alone for this machine's.
            Some(("", port)) => ("localhost", Some(port)),
            Some((host, port)) => (host, Some(port)),
            None => (address, None),
        }
    };
    let named = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_' | ':')
    };
    if !host.chars().all(named) {
        return Err(malformed(format!("“{host}” is no host's name.")));
    }
    let port = match port {
        None => default_port,
        Some(digits) => digits
            .parse()
            .ok()
            .filter(|&port| port > 0 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .ok_or_else(|| malformed(format!("“{digits}” is no port.")))?,
    };
    Ok(Endpoint::Tcp { host: host.to_owned(), port })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linux(text: &str) -> Result<Endpoint, ParseProblem> {
        Endpoint::parse(text, Platform::Linux)
    }

    fn tcp_endpoint(host: &str, port: u16) -> Endpoint {
        Endpoint::Tcp { host: host.to_owned(), port }
    }

    #[test]
    fn well_formed_endpoints_are_read_and_written_back() {
        for (text, endpoint, canonical) in [
            ("unix:///run/d.sock", Endpoint::Unix("/run/d.sock".into()), "unix:///run/d.sock"),
            (" unix:///a b.sock ", Endpoint::Unix("/a b.sock".into()), "unix:///a b.sock"),
            ("tcp://example.org", tcp_endpoint("example.org", 2375), "tcp://example.org:2375"),
            ("tcp://10.0.0.7:4243/", tcp_endpoint("10.0.0.7", 4243), "tcp://10.0.0.7:4243"),
            ("TCP://Host_1:1", tcp_endpoint("Host_1", 1), "tcp://Host_1:1"),
            ("tcp://:2375", tcp_endpoint("localhost", 2375), "tcp://localhost:2375"),
            ("tcp://[::1]:2376", tcp_endpoint("::1", 2376), "tcp://[::1]:2376"),
            ("tcp://[fe80::2]", tcp_endpoint("fe80::2", 2375), "tcp://[fe80::2]:2375"),
            ("http://localhost:8080", tcp_endpoint("localhost", 8080), "tcp://localhost:8080"),
            ("http://localhost", tcp_endpoint("localhost", 80), "tcp://localhost:80"),
        ] {
            let read = linux(text);
            assert_eq!(read, Ok(endpoint), "{text}");
            let written = read.unwrap().to_string();
            assert_eq!(written, canonical);
            assert_eq!(linux(&written).unwrap().to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn a_named_pipe_is_for_windows_and_a_socket_is_not() {
        let pipe = Endpoint::NamedPipe("//./pipe/docker_engine".to_owned());
        for text in ["npipe:////./pipe/docker_engine", r"npipe://\\.\pipe\docker_engine"] {
            assert_eq!(Endpoint::parse(text, Platform::Windows).as_ref(), Ok(&pipe));
            assert_eq!(linux(text).unwrap_err().code, AttemptCode::Unsupported);
        }
        assert_eq!(pipe.to_string(), "npipe:////./pipe/docker_engine");
        let socket = Endpoint::parse("unix:///run/docker.sock", Platform::Windows).unwrap_err();
        assert_eq!(socket.code, AttemptCode::Unsupported);
        assert!(socket.next_step.contains("npipe:////./pipe/docker_engine"));
    }

    #[test]
    fn malformed_endpoints_are_told_apart_and_each_has_a_next_step() {
        for (text, reason, next_step) in [
            ("", "“” does not say", "unix:///PATH"),
            ("nonsense", "“nonsense” does not say", "unix:///PATH"),
            ("/run/docker.sock", "does not say", "Write unix:///run/docker.sock if"),
            ("unix:/run/docker.sock", "does not say", "Write unix:///run/docker.sock if"),
            ("localhost:2375", "does not say", "Write tcp://localhost:2375 if"),
            ("tcp:localhost:2375", "does not say", "Write tcp://localhost:2375 if"),
            ("tcp:/localhost:2375", "does not say", "Write tcp://localhost:2375 if"),
            ("unix://", "names no socket", "unix:///var/run/docker.sock"),
            ("unix://var/run/docker.sock", "relative", "unix:///var/run/docker.sock."),
            ("gopher://x", "“gopher://” is no kind", "unix:///PATH"),
            ("://", "“://” is no kind", "unix:///PATH"),
            ("tcp://", "No host", "tcp://HOST:PORT"),
            ("tcp:///", "No host", "tcp://HOST:PORT"),
            ("tcp://host:", "“” is no port", "tcp://HOST:PORT"),
            ("tcp://host:0", "“0” is no port", "tcp://HOST:PORT"),
            ("tcp://host:+1", "“+1” is no port", "tcp://HOST:PORT"),
            ("tcp://host:99999", "“99999” is no port", "tcp://HOST:PORT"),
            ("tcp://host:2375/path", "“2375/path” is no port", "tcp://HOST:PORT"),
            ("tcp://me@host", "neither an account nor a password", "tcp://HOST:PORT"),
            ("https://me:pw@host", "neither an account nor a password", "tcp://HOST:PORT"),
            ("me:pw@host:1", "“me:<hidden>@host:1” does not say", "unix:///PATH"),
            (
                "unix://me:pw@host",
                "“unix://me:<hidden>@host” names a relative",
                "unix:///me:<hidden>@",
            ),
            ("npipe:////elsewhere/pipe/docker_engine", "names no pipe of this", "and a dot"),
            ("tcp://a b", "“a b” is no host", "tcp://HOST:PORT"),
            ("tcp://::1:2375", "more than one colon", "tcp://[::1]:2375"),
            ("tcp://[::1", "closing bracket", "tcp://HOST:PORT"),
            ("tcp://[zz]", "“zz” is no IPv6", "tcp://HOST:PORT"),
            ("tcp://[::1]2375", "“2375” after the host", "tcp://HOST:PORT"),
            ("npipe://docker_engine", "names no pipe", "four slashes"),
            ("npipe:////./pipe/", "names no pipe", "four slashes"),
        ] {
            let problem = linux(text).unwrap_err();
            assert_eq!(problem.code, AttemptCode::Malformed, "{text}");
            assert!(problem.reason.contains(reason), "{text}: {}", problem.reason);
            assert!(problem.next_step.contains(next_step), "{text}: {}", problem.next_step);
        }
    }

    #[test]
    fn what_is_far_away_is_read_too() {
        let files = TlsFiles::default();
        let tls =
            |port| Endpoint::Tls { host: "example.org".to_owned(), port, files: files.clone() };
        assert_eq!(linux("https://example.org"), Ok(tls(TLS_PORT)));
        assert_eq!(linux("https://example.org:443/"), Ok(tls(443)));
        assert_eq!(tls(443).to_string(), "https://example.org:443");
        let ssh = linux("ssh://ada@example.org:2222").unwrap();
        assert_eq!(ssh.to_string(), "ssh://ada@example.org:2222");
        assert_eq!(Endpoint::parse("ssh://ada@example.org:2222", Platform::Windows), Ok(ssh));
        assert_eq!(linux("ssh://-x").unwrap_err().code, AttemptCode::Malformed);
        assert_eq!(linux("fd://").unwrap_err().code, AttemptCode::Unsupported);
        assert!(ParseProblem::tls().to_string().starts_with("This endpoint speaks TLS"));
    }
}
