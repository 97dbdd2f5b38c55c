//! Engines on other machines, and what keeps one from them.

use super::ParseProblem;
use std::fmt;
use std::path::{Path, PathBuf};

/// The files with certificates, as the Docker CLI names them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TlsFiles {
    /// The authority that signed the engine's certificate; without it, those count that the system trusts.
    pub ca: Option<PathBuf>,
    /// The certificate by which the engine knows its clients.
    pub cert: Option<PathBuf>,
    /// Its key.
    pub key: Option<PathBuf>,
}

impl TlsFiles {
    /// Those that are in a folder: `ca.pem`, `cert.pem` and `key.pem`. Looks whether they are there.
    pub(super) fn within(folder: &Path) -> Self {
        let file = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
        Self { ca: file("ca.pem"), cert: file("cert.pem"), key: file("key.pem") }
    }
}

/// Why TLS came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TlsTrouble {
    /// The engine's certificate is too old.
    Expired,
    /// The engine's certificate is for the future, or the clock here is wrong.
    NotYetValid,
    /// Nobody who is trusted signed the engine's certificate.
    UnknownAuthority,
    /// The engine's certificate is for another name.
    OtherName,
    /// The engine wants a certificate of its clients, and not this one.
    ClientRefused,
    /// What answers does not speak TLS.
    NotTls,
    /// The files with the certificates are no use.
    Files(String),
    /// Anything else.
    Other(String),
}

/// Where `ssh` goes, and what it finds there. Each part is fit for a command line: nothing in it is an option or means anything to a shell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SshTarget {
    /// The account; without it, whichever ssh's own settings say.
    pub user: Option<String>,
    /// The host's name, or what ssh's own settings call it; IPv6 without its brackets.
    pub host: String,
    /// The port; without it, whichever ssh's own settings say.
    pub port: Option<u16>,
    /// The engine's socket there; without it, whichever the Docker CLI finds there.
    pub socket: Option<String>,
}

impl fmt::Display for SshTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ssh://")?;
        if let Some(user) = &self.user {
            write!(formatter, "{user}@")?;
        }
        if self.host.contains(':') {
            write!(formatter, "[{}]", self.host)?;
        } else {
            formatter.write_str(&self.host)?;
        }
        if let Some(port) = self.port {
            write!(formatter, ":{port}")?;
        }
        formatter.write_str(self.socket.as_deref().unwrap_or_default())
    }
}

impl SshTarget {
    /// What a person types to see for themselves.
    pub(super) fn command(&self) -> String {
        let port = self.port.map(|port| format!("-p {port} ")).unwrap_or_default();
        let user = self.user.as_ref().map(|user| format!("{user}@")).unwrap_or_default();
        format!("ssh {port}{user}{}", self.host)
    }

    /// Reads what comes after `ssh://`: `[USER@]HOST[:PORT][/SOCKET]`.
    ///
    /// # Errors
    /// If it is something else, or has a part that a command line could take for more than a name.
    pub(super) fn parse(rest: &str) -> Result<Self, ParseProblem> {
        let malformed = |reason: String| {
            ParseProblem::malformed(reason, "Write ssh://USER@HOST, or ssh://USER@HOST:PORT.")
        };
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, ""),
        };
        // A password may have a slash in it, though it should not.
        let has_password = |text: &str| text.rsplit_once('@').is_some_and(|it| it.0.contains(':'));
        let (user, place) = match authority.rsplit_once('@') {
            _ if has_password(rest) => {
                return Err(ParseProblem::malformed(
                    "An ssh endpoint must not have a password in it.",
                    "Leave the password out, and give ssh a key: ssh-copy-id USER@HOST.",
                ));
            }
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        let (host, port) = match place.strip_prefix('[') {
            Some(bracketed) => {
                let (host, rest) = bracketed
                    .split_once(']')
                    .ok_or_else(|| malformed(format!("“{place}” lacks a closing bracket.")))?;
                if host.parse::<std::net::Ipv6Addr>().is_err() {
                    return Err(malformed(format!("“{host}” is no IPv6 address.")));
                }
                match rest.strip_prefix(':') {
                    Some(port) => (host, Some(port)),
                    None if rest.is_empty() => (host, None),
                    None => return Err(malformed(format!("“{rest}” after the host is no port."))),
                }
            }
            None => match place.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (place, None),
            },
        };
        if host.is_empty() {
            return Err(malformed("No host is named.".to_owned()));
        }
        if !is_plain(host, ".-_:") {
            return Err(malformed(format!("“{host}” is no host's name.")));
        }
        if let Some(user) = user
            && (user.is_empty() || !is_plain(user, ".-_"))
        {
            return Err(malformed(format!("“{user}” is no account's name.")));
        }
        let port = match port {
            None => None,
            Some(digits) => Some(
                digits
                    .parse()
                    .ok()
                    .filter(|&port: &u16| port > 0 && digits.bytes().all(|it| it.is_ascii_digit()))
                    .ok_or_else(|| malformed(format!("“{digits}” is no port.")))?,
            ),
        };
        let socket = Some(path).filter(|path| !path.trim_matches('/').is_empty());
        if let Some(socket) = socket
            && !is_plain(socket, "/.-_")
        {
            return Err(malformed(format!("“{socket}” is no path that can be given to ssh.")));
        }
        Ok(Self {
            user: user.map(str::to_owned),
            host: host.to_owned(),
            port,
            socket: socket.map(str::to_owned),
        })
    }
}

/// Whether a text is of letters, digits and these, and no option of a command line.
fn is_plain(text: &str, besides: &str) -> bool {
    !text.starts_with('-')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || besides.contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ssh_endpoint_is_read_and_written_back() {
        for text in [
            "ssh://box",
            "ssh://ada@box.example.org",
            "ssh://ada@box:2222",
            "ssh://ada.l@[fe80::1]:22/run/user/1000/docker.sock",
            "ssh://box/run/docker.sock",
        ] {
            let target = SshTarget::parse(text.trim_start_matches("ssh://")).unwrap();
            assert_eq!(target.to_string(), text);
        }
        assert_eq!(SshTarget::parse("box/").unwrap().socket, None);
        assert_eq!(SshTarget::parse("ada@box:22").unwrap().command(), "ssh -p 22 ada@box");
    }

    #[test]
    fn nothing_gets_to_ssh_that_is_more_than_a_name() {
        for text in [
            "",
            "@box",
            "ada@",
            "-oProxyCommand=touch",
            "-box",
            "-l@box",
            "ada;id@box",
            "box;id",
            "$(id)",
            "box`id`",
            "box:0",
            "box:+1",
            "box:22x",
            "[zz]",
            "[::1",
            "[::1]22",
            "ada:secret@box",
            "box/run/docker sock",
            "box/run/$(id)",
            "box/run?x",
            "box\n-v",
        ] {
            let problem = SshTarget::parse(text).unwrap_err();
            assert!(!problem.next_step.is_empty(), "{text}");
        }
        for text in ["ada:secret@box", "ada:secret/more@box", "ada:se@cret/secret@box"] {
            let secret = SshTarget::parse(text).unwrap_err().to_string();
            assert!(!secret.contains("secret"), "{secret}");
        }
    }
}
