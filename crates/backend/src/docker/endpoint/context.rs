//! The Docker CLI's contexts: named endpoints that it keeps in its own folder.

use super::{Endpoint, Environment, ParseProblem, TlsFiles, candidates, masked::masked};
use mini_aws_domain::{AttemptCode, DockerContext, Transport};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The context that every Docker CLI has without it being stored: `DOCKER_HOST`, or else the platform's default socket.
pub(super) const DEFAULT: &str = "default";
/// How many contexts are listed.
const MOST_CONTEXTS: usize = 200;
/// How large a file of the Docker CLI's may be.
const LARGEST_FILE: u64 = 1 << 20;

/// What `config.json` says about contexts.
#[derive(Deserialize)]
struct Config {
    #[serde(default, rename = "currentContext")]
    current_context: Option<String>,
}

/// A stored context, `contexts/meta/ID/meta.json`.
#[derive(Deserialize)]
struct Meta {
    #[serde(default, rename = "Name")]
    name: String,
    #[serde(default, rename = "Metadata")]
    metadata: Option<Metadata>,
    #[serde(default, rename = "Endpoints")]
    endpoints: HashMap<String, MetaEndpoint>,
}

/// What a person noted about it.
#[derive(Deserialize)]
struct Metadata {
    #[serde(default, rename = "Description")]
    description: Option<String>,
}

#[derive(Deserialize)]
struct MetaEndpoint {
    #[serde(default, rename = "Host")]
    host: String,
    #[serde(default, rename = "SkipTLSVerify")]
    skip_tls_verify: bool,
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

/// Every context of the Docker CLI's by name, the default one among them. One that is no use is in the list too, with what is wrong.
#[must_use]
pub fn contexts(environment: &Environment) -> Vec<DockerContext> {
    let now = in_use(environment);
    let default = candidates::of_context(environment, String::new(), DEFAULT);
    let (transport, problem) = match default.target {
        Ok(endpoint) => (endpoint.transport(), None),
        Err(attempt) => (
            Transport::of_text(&attempt.endpoint),
            Some(format!("{} {}", attempt.reason, attempt.next_step)),
        ),
    };
    let mut list = vec![DockerContext {
        name: DEFAULT.to_owned(),
        description: String::new(),
        endpoint: default.raw,
        transport,
        is_current: false,
        problem,
    }];
    list.extend(stored(environment));
    list.sort_by(|a, b| a.name.cmp(&b.name));
    for context in &mut list {
        context.is_current = context.name == now;
    }
    list
}

/// The name of the context that the Docker CLI uses when it is called now.
fn in_use(environment: &Environment) -> String {
    // A host that is named outright is the default context's.
    if environment.docker_host.is_some() {
        return DEFAULT.to_owned();
    }
    let named = environment.docker_context.clone();
    named.or_else(|| current(environment).ok().flatten()).unwrap_or_else(|| DEFAULT.to_owned())
}

/// The contexts that are stored, in no order.
fn stored(environment: &Environment) -> Vec<DockerContext> {
    let Some(folder) = environment.docker_folder() else { return Vec::new() };
    // Without the folder there are none; one that may not be read is met when its context is used.
    let Ok(entries) = std::fs::read_dir(folder.join("contexts").join("meta")) else {
        return Vec::new();
    };
    let folders = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
    folders.take(MOST_CONTEXTS).map(|folder| described(environment, &folder)).collect()
}

/// The context that is stored in `folder`, as it is listed.
fn described(environment: &Environment, folder: &Path) -> DockerContext {
    let path = folder.join("meta.json");
    let unnamed = || {
        let id = folder.file_name().unwrap_or_default().to_string_lossy();
        id.chars().take(12).collect::<String>()
    };
    let unknown = |name: String, found: ContextProblem| DockerContext {
        name,
        description: String::new(),
        endpoint: found.raw,
        transport: Transport::Unknown,
        is_current: false,
        problem: Some(found.problem.to_string()),
    };
    let meta: Meta = match read(&path) {
        Err(unread) => return unknown(unnamed(), unread.at(&path, "This Docker context")),
        Ok(meta) => meta,
    };
    let name = if meta.name.is_empty() { unnamed() } else { meta.name.clone() };
    let description = meta.metadata.as_ref().and_then(|metadata| metadata.description.clone());
    let context = match of_meta(environment, &name, &meta) {
        Err(found) => {
            DockerContext { transport: Transport::of_text(&found.raw), ..unknown(name, found) }
        }
        Ok((endpoint, target)) => DockerContext {
            name,
            description: String::new(),
            endpoint,
            transport: target.transport(),
            is_current: false,
            problem: None,
        },
    };
    DockerContext { description: description.unwrap_or_default(), ..context }
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
    let path = folder.join("contexts").join("meta").join(id(name)).join("meta.json");
    let meta: Meta = match read(&path) {
        Err(Unread::Io(error)) if error.kind() == ErrorKind::NotFound => return Err(missing()),
        Err(unread) => return Err(unread.at(&path, &format!("The Docker context “{name}”"))),
        Ok(meta) => meta,
    };
    of_meta(environment, name, &meta)
}

/// The endpoint that a context's file tells, and how it is written there.
fn of_meta(
    environment: &Environment,
    name: &str,
    meta: &Meta,
) -> Result<(String, Endpoint), ContextProblem> {
    let docker = meta.endpoints.get("docker");
    let host = docker.map_or("", |docker| docker.host.trim());
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
    let folder = environment
        .docker_folder()
        .map(|folder| folder.join("contexts").join("tls").join(id(name)).join("docker"));
    let files = folder.filter(|folder| folder.is_dir()).map(|folder| TlsFiles::within(&folder));
    let unchecked = docker.is_some_and(|docker| docker.skip_tls_verify);
    let parsed = match (Endpoint::parse(host, environment.platform), files) {
        (Ok(Endpoint::Tcp { .. } | Endpoint::Tls { .. }), _) if unchecked => Err(unverified(name)),
        (Ok(endpoint), Some(files)) => Ok(endpoint.with_tls(files)),
        (parsed, _) => parsed,
    };
    match parsed {
        Ok(endpoint) => Ok((masked(host), endpoint)),
        Err(problem) => Err(ContextProblem { raw: masked(host), problem }),
    }
}

/// A context that does not want to know whom it speaks to: whoever is in between could do on that machine what root can.
fn unverified(name: &str) -> ParseProblem {
    ParseProblem::unsupported(
        format!(
            "The Docker context “{name}” does not check the engine's certificate, which the console always does."
        ),
        format!(
            "Give it the authority that signed it: docker context update {name} --docker host=…,ca=…,cert=…,key=…"
        ),
    )
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
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(Unread::Io)?;
    file.take(LARGEST_FILE).read_to_end(&mut bytes).map_err(Unread::Io)?;
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
