//! The Docker CLI's contexts: named endpoints that it keeps in its own folder.

use super::{Endpoint, Environment, ParseProblem};
use mini_aws_domain::AttemptCode;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The context that every Docker CLI has without it being stored: the platform's default socket.
pub(super) const DEFAULT: &str = "default";

/// What `config.json` says about contexts.
#[derive(Deserialize)]
struct Config {
    #[serde(default, rename = "currentContext")]
    current_context: Option<String>,
}

/// A stored context, `contexts/meta/ID/meta.json`.
#[derive(Deserialize)]
struct Meta {
    #[serde(default, rename = "Endpoints")]
    endpoints: HashMap<String, MetaEndpoint>,
}

#[derive(Deserialize)]
struct MetaEndpoint {
    #[serde(default, rename = "Host")]
    host: String,
}

/// What was found at a place, and why it is no use. `raw` is what to show as the endpoint.
pub(super) struct ContextProblem {
    pub(super) raw: String,
    pub(super) problem: ParseProblem,
}

/// The name of the context that the Docker CLI uses by itself; `None` if it uses the default one.
///
/// # Errors
/// If its settings are there and cannot be understood.
pub(super) fn current(environment: &Environment) -> Result<Option<String>, ContextProblem> {
    let Some(folder) = environment.docker_folder() else { return Ok(None) };
    let path = folder.join("config.json");
    let config: Config = match read(&path) {
        Err(Unread::Io(error)) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(unread) => return Err(unread.at(&path, "The Docker CLI's settings")),
        Ok(config) => config,
    };
    Ok(config.current_context.filter(|name| !name.is_empty() && name != DEFAULT))
}

/// The endpoint of a stored context, and how it is written there.
///
/// # Errors
/// If there is no such context, or it cannot be understood.
pub(super) fn endpoint(
    environment: &Environment,
    name: &str,
) -> Result<(String, Endpoint), ContextProblem> {
    let missing = || ContextProblem {
        raw: name.to_owned(),
        problem: ParseProblem {
            code: AttemptCode::NotFound,
            reason: format!("The Docker CLI has no context “{name}”."),
            next_step: "docker context ls shows those that it has; docker context use picks one."
                .to_owned(),
        },
    };
    let Some(folder) = environment.docker_folder() else { return Err(missing()) };
    let contexts = folder.join("contexts");
    let path = contexts.join("meta").join(id(name)).join("meta.json");
    let meta: Meta = match read(&path) {
        Err(Unread::Io(error)) if error.kind() == ErrorKind::NotFound => return Err(missing()),
        Err(unread) => return Err(unread.at(&path, &format!("The Docker context “{name}”"))),
        Ok(meta) => meta,
    };
    let host = meta.endpoints.get("docker").map_or("", |docker| docker.host.trim());
    if host.is_empty() {
        return Err(ContextProblem {
            raw: name.to_owned(),
            problem: ParseProblem {
                code: AttemptCode::Malformed,
                reason: format!("The Docker context “{name}” names no engine."),
                next_step: "docker context use picks another one.".to_owned(),
            },
        });
    }
    // A context carries its certificates in a folder of its own.
    let tls = contexts.join("tls").join(id(name)).join("docker").is_dir();
    let parsed = match Endpoint::parse(host, environment.platform) {
        Ok(Endpoint::Tcp { .. }) if tls => Err(ParseProblem::tls()),
        parsed => parsed,
    };
    match parsed {
        Ok(endpoint) => Ok((host.to_owned(), endpoint)),
        Err(problem) => Err(ContextProblem { raw: host.to_owned(), problem }),
    }
}

/// How the Docker CLI names a context's folder: SHA-256 of the context's name, in hexadecimal.
fn id(name: &str) -> String {
    Sha256::digest(name).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Why a file of the Docker CLI's is no use.
enum Unread {
    Io(io::Error),
    Json(serde_json::Error),
}

impl Unread {
    fn at(&self, path: &Path, what: &str) -> ContextProblem {
        let (code, reason) = match self {
            Self::Io(error) if error.kind() == ErrorKind::PermissionDenied => {
                (AttemptCode::PermissionDenied, format!("{what} may not be read."))
            }
            Self::Io(error) => (AttemptCode::Malformed, format!("{what} cannot be read: {error}.")),
            Self::Json(error) => {
                (AttemptCode::Malformed, format!("{what} cannot be understood: {error}."))
            }
        };
        let next_step = format!("Mend {}, or name the engine with --host.", path.display());
        let raw = path.display().to_string();
        ContextProblem { raw, problem: ParseProblem { code, reason, next_step } }
    }
}

fn read<T: for<'de> Deserialize<'de>>(path: &PathBuf) -> Result<T, Unread> {
    let bytes = std::fs::read(path).map_err(Unread::Io)?;
    serde_json::from_slice(&bytes).map_err(Unread::Json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_stored_under_the_hash_of_its_name() {
        // As `printf desktop-linux | sha256sum` says.
        assert_eq!(
            id("desktop-linux"),
            "fe9c6bd7a66301f49ca9b6a70b217107cd1284598bfc254700c989b916da791e"
        );
    }
}
