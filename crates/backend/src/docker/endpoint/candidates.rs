//! The order in which to look for an engine.

use super::{Candidate, Endpoint, Environment, ParseProblem, Platform, context, masked::masked};
use mini_aws_domain::{EndpointAttempt, EnginePick};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Every place where an engine may listen, in the order in which to try: `--host`, `DOCKER_HOST`, `DOCKER_CONTEXT`, the Docker
/// CLI's current context, the well-known places of this platform. If the person picked an engine, it is the only place, unless there
/// is a `--host`.
///
/// One that was written wrongly is in the list too, with what is wrong. A place that is found twice is listed once, under the
/// name that it was found by first. Reads the Docker CLI's folder; whether anything is at the places is not looked at.
#[must_use]
pub fn candidates(environment: &Environment) -> Vec<Candidate> {
    if told(environment.host.as_deref()).is_none()
        && let Some(picked) = picked(environment, &environment.pick)
    {
        return vec![picked];
    }
    let mut list = Vec::new();
    list.extend(written(environment, "--host", environment.host.as_deref()));
    list.extend(written(environment, "DOCKER_HOST", environment.docker_host.as_deref()));
    if let Some(name) = told(environment.docker_context.as_deref()) {
        list.push(of_context(environment, "DOCKER_CONTEXT".to_owned(), name));
    }
    match context::current(environment) {
        Ok(None) => {}
        Ok(Some(name)) => {
            list.push(of_context(environment, format!("Docker context “{name}”"), &name));
        }
        Err(found) => {
            let found_by = "Docker CLI's settings".to_owned();
            list.push(unusable(found_by, false, &found.raw, found.problem));
        }
    }
    list.extend(well_known(environment));
    let mut seen = HashSet::new();
    list.retain(|candidate| seen.insert(identity(candidate, environment.platform)));
    list
}

/// The one place that the person picked; `None` if the console is to look for one.
#[must_use]
pub fn picked(environment: &Environment, pick: &EnginePick) -> Option<Candidate> {
    match pick {
        EnginePick::Automatic => None,
        EnginePick::Context { name } => {
            Some(of_context(environment, format!("Docker context “{name}”"), name))
        }
        EnginePick::Endpoint { endpoint } => {
            let nothing = || usable_or_not(environment, "your choice", "");
            Some(written(environment, "your choice", Some(endpoint)).unwrap_or_else(nothing))
        }
    }
}

/// What was written, unless it is empty: the Docker CLI takes that for not set.
fn told(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// An endpoint that the person wrote.
fn written(environment: &Environment, found_by: &str, text: Option<&str>) -> Option<Candidate> {
    Some(usable_or_not(environment, found_by, told(text)?))
}

fn usable_or_not(environment: &Environment, found_by: &str, raw: &str) -> Candidate {
    let parsed = match Endpoint::parse(raw, environment.platform) {
        Ok(endpoint @ Endpoint::Tcp { .. }) if environment.tls_verify => {
            Ok(endpoint.with_tls(environment.tls_files()))
        }
        Ok(endpoint @ Endpoint::Tls { .. }) => Ok(endpoint.with_tls(environment.tls_files())),
        parsed => parsed,
    };
    match parsed {
        Ok(endpoint) => usable(found_by.to_owned(), true, raw, endpoint),
        Err(problem) => unusable(found_by.to_owned(), true, raw, problem),
    }
}

/// The endpoint of one of the Docker CLI's contexts.
pub(super) fn of_context(environment: &Environment, found_by: String, name: &str) -> Candidate {
    if name == context::DEFAULT {
        // As the Docker CLI means it: what the environment says, and only without that the socket.
        if let Some(host) = written(environment, &found_by, environment.docker_host.as_deref()) {
            return host;
        }
        let endpoint = default_endpoint(environment.platform);
        return usable(found_by, true, &endpoint.to_string(), endpoint);
    }
    match context::endpoint(environment, name) {
        Ok((raw, endpoint)) => usable(found_by, true, &raw, endpoint),
        Err(found) => unusable(found_by, true, &found.raw, found.problem),
    }
}

fn usable(found_by: String, named: bool, raw: &str, endpoint: Endpoint) -> Candidate {
    Candidate { found_by, named, raw: masked(raw), target: Ok(endpoint) }
}

fn unusable(found_by: String, named: bool, raw: &str, problem: ParseProblem) -> Candidate {
    let raw = masked(raw);
    let attempt = EndpointAttempt {
        found_by: found_by.clone(),
        named,
        endpoint: raw.clone(),
        code: problem.code,
        reason: problem.reason,
        next_step: problem.next_step,
    };
    Candidate { found_by, named, raw, target: Err(attempt) }
}

/// Where the Docker CLI looks when nobody told it anything.
pub(super) fn default_endpoint(platform: Platform) -> Endpoint {
    match platform {
        Platform::Linux | Platform::MacOs => Endpoint::Unix("/var/run/docker.sock".into()),
        Platform::Windows => Endpoint::NamedPipe("//./pipe/docker_engine".to_owned()),
    }
}

fn well_known(environment: &Environment) -> Vec<Candidate> {
    let places = match environment.platform {
        Platform::Linux => linux(environment),
        Platform::MacOs => mac_os(environment),
        Platform::Windows => windows(),
    };
    let candidate = |(found_by, endpoint): (&str, Endpoint)| {
        usable(found_by.to_owned(), false, &endpoint.to_string(), endpoint)
    };
    places.into_iter().map(candidate).collect()
}

type Place = (&'static str, Endpoint);

fn sockets(found_by: &'static str, paths: impl IntoIterator<Item = PathBuf>) -> Vec<Place> {
    // A relative path would depend on where the console was started.
    let absolute = paths.into_iter().filter(|path| path.is_absolute() || path.starts_with("/"));
    absolute.map(|path| (found_by, Endpoint::Unix(path))).collect()
}

/// Sockets in the person's home.
fn at_home(environment: &Environment, found_by: &'static str, paths: &[&str]) -> Vec<Place> {
    let home = environment.home.as_deref();
    sockets(found_by, home.into_iter().flat_map(|home| paths.iter().map(|path| home.join(path))))
}

const DESKTOP: [&str; 2] = [".docker/desktop/docker.sock", ".docker/run/docker.sock"];
const COLIMA: [&str; 3] =
    [".colima/default/docker.sock", ".config/colima/default/docker.sock", ".colima/docker.sock"];

fn linux(environment: &Environment) -> Vec<Place> {
    // Without XDG_RUNTIME_DIR, as in a session under sudo or cron, the folder is still where systemd puts it.
    let by_number = environment.uid.map(|uid| PathBuf::from(format!("/run/user/{uid}")));
    let runtime: Vec<&Path> =
        environment.runtime_dir.iter().chain(&by_number).map(PathBuf::as_path).collect();
    let at_runtime =
        |found_by, path: &str| sockets(found_by, runtime.iter().map(|dir| dir.join(path)));
    [
        vec![("system socket", default_endpoint(Platform::Linux))],
        at_runtime("rootless socket", "docker.sock"),
        at_home(environment, "Docker Desktop", &DESKTOP),
        at_home(environment, "Colima", &COLIMA),
        at_home(environment, "Rancher Desktop", &[".rd/docker.sock"]),
        at_runtime("Podman", "podman/podman.sock"),
        sockets("Podman (system)", ["/run/podman/podman.sock".into()]),
    ]
    .concat()
}

fn mac_os(environment: &Environment) -> Vec<Place> {
    let temp = environment.temp_dir.iter();
    [
        vec![("system socket", default_endpoint(Platform::MacOs))],
        at_home(environment, "Docker Desktop", &[DESKTOP[1], DESKTOP[0]]),
        at_home(environment, "Colima", &COLIMA),
        at_home(environment, "OrbStack", &[".orbstack/run/docker.sock"]),
        at_home(environment, "Rancher Desktop", &[".rd/docker.sock"]),
        // Podman 5 keeps its machine's socket among the temporary files, older ones in the home.
        sockets(
            "Podman machine",
            temp.map(|dir| dir.join("podman/podman-machine-default-api.sock")),
        ),
        at_home(
            environment,
            "Podman machine",
            &[
                ".local/share/containers/podman/machine/podman.sock",
                ".local/share/containers/podman/machine/podman-machine-default/podman.sock",
            ],
        ),
    ]
    .concat()
}

fn windows() -> Vec<Place> {
    [
        ("system pipe", "docker_engine"),
        ("Docker Desktop", "dockerDesktopLinuxEngine"),
        ("Podman machine", "podman-machine-default"),
    ]
    .into_iter()
    .map(|(found_by, name)| (found_by, Endpoint::NamedPipe(format!("//./pipe/{name}"))))
    .collect()
}

/// What makes two candidates the same. On Linux `/var/run` is another name of `/run`; Windows does not mind the case of a pipe's.
fn identity(candidate: &Candidate, platform: Platform) -> String {
    match &candidate.target {
        Ok(Endpoint::Unix(path)) if platform == Platform::Linux => {
            match path.strip_prefix("/var/run") {
                Ok(rest) => Endpoint::Unix(Path::new("/run").join(rest)).to_string(),
                // Collecting the components drops doubled slashes.
                Err(_) => Endpoint::Unix(path.components().collect()).to_string(),
            }
        }
        Ok(Endpoint::NamedPipe(name)) => name.to_lowercase(),
        // With another certificate it is another try.
        Ok(endpoint @ Endpoint::Tls { files, .. }) => format!("{endpoint} {files:?}"),
        Ok(endpoint) => endpoint.to_string(),
        Err(attempt) => format!("{} {}", attempt.endpoint, attempt.reason),
    }
}
