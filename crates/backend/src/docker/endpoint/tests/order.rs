//! Where candidates come from, and in which order.

use super::super::{Candidate, Endpoint, Environment, Platform, candidates, contexts};
use super::{Home, id};
use mini_aws_domain::{AttemptCode, EndpointAttempt, EnginePick, Transport};

/// Who found what, in order; a candidate that cannot be tried is shown by its code.
fn listed(environment: &Environment) -> Vec<(String, String)> {
    let describe = |candidate: Candidate| match candidate.target {
        Ok(endpoint) => (candidate.found_by, endpoint.to_string()),
        Err(attempt) => (candidate.found_by, format!("{:?}", attempt.code)),
    };
    candidates(environment).into_iter().map(describe).collect()
}

fn named(environment: &Environment) -> Vec<(String, String)> {
    let count = candidates(environment).iter().take_while(|candidate| candidate.named).count();
    listed(environment).into_iter().take(count).collect()
}

fn pair(found_by: &str, endpoint: &str) -> (String, String) {
    (found_by.to_owned(), endpoint.to_owned())
}

fn first_problem(environment: &Environment) -> EndpointAttempt {
    candidates(environment).into_iter().find_map(|candidate| candidate.target.err()).unwrap()
}

#[test]
fn what_the_person_named_comes_first_and_in_this_order() {
    let mut home = Home::new(Platform::Linux);
    home.add_context("colima", "unix:///c.sock");
    home.add_context("far", "tcp://far:2375");
    home.use_context("far");
    home.environment.host = Some("tcp://option".to_owned());
    home.environment.docker_host = Some("unix:///variable.sock".to_owned());
    home.environment.docker_context = Some("colima".to_owned());
    assert_eq!(
        named(&home.environment),
        [
            pair("--host", "tcp://option:2375"),
            pair("DOCKER_HOST", "unix:///variable.sock"),
            pair("DOCKER_CONTEXT", "unix:///c.sock"),
            pair("Docker context “far”", "tcp://far:2375"),
        ]
    );
    assert_eq!(candidates(&home.environment)[0].raw, "tcp://option");
    assert_eq!(listed(&home.environment)[4], pair("system socket", "unix:///var/run/docker.sock"));
}

#[test]
fn linux_has_its_well_known_sockets() {
    let environment = Environment {
        home: Some("/home/ada".into()),
        runtime_dir: Some("/run/user/1000".into()),
        uid: Some(1000),
        platform: Platform::Linux,
        ..Environment::default()
    };
    assert_eq!(
        listed(&environment),
        [
            pair("system socket", "unix:///var/run/docker.sock"),
            pair("rootless socket", "unix:///run/user/1000/docker.sock"),
            pair("Docker Desktop", "unix:///home/ada/.docker/desktop/docker.sock"),
            pair("Docker Desktop", "unix:///home/ada/.docker/run/docker.sock"),
            pair("Colima", "unix:///home/ada/.colima/default/docker.sock"),
            pair("Colima", "unix:///home/ada/.config/colima/default/docker.sock"),
            pair("Colima", "unix:///home/ada/.colima/docker.sock"),
            pair("Rancher Desktop", "unix:///home/ada/.rd/docker.sock"),
            pair("Podman", "unix:///run/user/1000/podman/podman.sock"),
            pair("Podman (system)", "unix:///run/podman/podman.sock"),
        ]
    );
    assert!(candidates(&environment).iter().all(|candidate| !candidate.named));
}

#[test]
fn without_a_runtime_folder_the_accounts_number_tells_where_it_is() {
    let environment =
        Environment { uid: Some(7), platform: Platform::Linux, ..Environment::default() };
    assert_eq!(
        listed(&environment),
        [
            pair("system socket", "unix:///var/run/docker.sock"),
            pair("rootless socket", "unix:///run/user/7/docker.sock"),
            pair("Podman", "unix:///run/user/7/podman/podman.sock"),
            pair("Podman (system)", "unix:///run/podman/podman.sock"),
        ]
    );
    let elsewhere = Environment { runtime_dir: Some("/tmp/run".into()), ..environment };
    assert_eq!(
        listed(&elsewhere)[1..3],
        [
            pair("rootless socket", "unix:///tmp/run/docker.sock"),
            pair("rootless socket", "unix:///run/user/7/docker.sock"),
        ]
    );
    let relative = Environment { runtime_dir: Some("run".into()), uid: None, ..elsewhere };
    assert_eq!(listed(&relative).len(), 2);
}

#[test]
fn macos_and_windows_have_theirs() {
    let mac = Environment {
        home: Some("/Users/ada".into()),
        temp_dir: Some("/var/folders/x/T".into()),
        uid: Some(501),
        platform: Platform::MacOs,
        ..Environment::default()
    };
    let machine = "unix:///Users/ada/.local/share/containers/podman/machine";
    assert_eq!(
        listed(&mac),
        [
            pair("system socket", "unix:///var/run/docker.sock"),
            pair("Docker Desktop", "unix:///Users/ada/.docker/run/docker.sock"),
            pair("Docker Desktop", "unix:///Users/ada/.docker/desktop/docker.sock"),
            pair("Colima", "unix:///Users/ada/.colima/default/docker.sock"),
            pair("Colima", "unix:///Users/ada/.config/colima/default/docker.sock"),
            pair("Colima", "unix:///Users/ada/.colima/docker.sock"),
            pair("OrbStack", "unix:///Users/ada/.orbstack/run/docker.sock"),
            pair("Rancher Desktop", "unix:///Users/ada/.rd/docker.sock"),
            pair(
                "Podman machine",
                "unix:///var/folders/x/T/podman/podman-machine-default-api.sock"
            ),
            pair("Podman machine", &format!("{machine}/podman.sock")),
            pair("Podman machine", &format!("{machine}/podman-machine-default/podman.sock")),
        ]
    );
    let windows = Environment { platform: Platform::Windows, ..Environment::default() };
    assert_eq!(
        listed(&windows),
        [
            pair("system pipe", "npipe:////./pipe/docker_engine"),
            pair("Docker Desktop", "npipe:////./pipe/dockerDesktopLinuxEngine"),
            pair("Podman machine", "npipe:////./pipe/podman-machine-default"),
        ]
    );
}

#[test]
fn a_place_that_is_found_twice_is_tried_once_under_its_first_name() {
    let mut home = Home::new(Platform::Linux);
    let all = listed(&home.environment).len();
    home.environment.docker_host = Some("unix:///run/docker.sock".to_owned());
    home.environment.docker_context = Some("same".to_owned());
    home.add_context("same", "unix:////run//docker.sock");
    home.use_context("same");
    let list = listed(&home.environment);
    assert_eq!(list[0], pair("DOCKER_HOST", "unix:///run/docker.sock"));
    assert_eq!(list.len(), all);

    home.environment.platform = Platform::MacOs;
    let places = listed(&home.environment);
    assert!(places.contains(&pair("system socket", "unix:///var/run/docker.sock")));

    let windows = Environment {
        docker_host: Some("npipe:////./pipe/Docker_Engine".to_owned()),
        platform: Platform::Windows,
        ..Environment::default()
    };
    assert_eq!(listed(&windows).len(), 3);
}

#[test]
fn empty_is_the_same_as_not_set() {
    let mut home = Home::new(Platform::Linux);
    home.use_context("");
    home.environment.host = Some(String::new());
    home.environment.docker_host = Some("  ".to_owned());
    home.environment.docker_context = Some(String::new());
    assert_eq!(named(&home.environment), []);
    home.write(".docker/config.json", "{}");
    assert_eq!(named(&home.environment), []);
}

#[test]
fn the_default_context_is_the_default_socket_and_is_named_only_by_the_person() {
    let mut home = Home::new(Platform::Linux);
    home.use_context("default");
    assert_eq!(named(&home.environment), []);
    home.environment.docker_context = Some("default".to_owned());
    let socket = pair("DOCKER_CONTEXT", "unix:///var/run/docker.sock");
    assert_eq!(named(&home.environment), [socket]);
    home.environment.platform = Platform::Windows;
    let pipe = pair("DOCKER_CONTEXT", "npipe:////./pipe/docker_engine");
    assert_eq!(named(&home.environment), [pipe]);
}

#[test]
fn the_default_context_is_what_the_environment_names() {
    let mut home = Home::new(Platform::Linux);
    home.environment.docker_host = Some("tcp://far:2376".to_owned());
    home.environment.tls_verify = true;
    home.environment.pick = EnginePick::Context { name: "default".to_owned() };
    assert_eq!(listed(&home.environment), [pair("Docker context “default”", "https://far:2376")]);
    let default = contexts(&home.environment).swap_remove(0);
    assert_eq!((default.endpoint.as_str(), default.transport), ("tcp://far:2376", Transport::Tls));
    assert!(default.is_current && default.problem.is_none());

    home.environment.docker_host = Some("tcp://u:sesame@far".to_owned());
    let default = contexts(&home.environment).swap_remove(0);
    assert_eq!(default.endpoint, "tcp://u:<hidden>@far");
    assert!(default.problem.is_some_and(|problem| !problem.contains("sesame")));
    let told = format!("{:?}", candidates(&home.environment));
    assert!(!told.contains("sesame"), "{told}");
}

#[test]
fn the_same_place_with_other_certificates_is_tried_too() {
    let mut home = Home::new(Platform::Linux);
    home.environment.docker_host = Some("tcp://far:2376".to_owned());
    home.environment.tls_verify = true;
    home.add_context("far", "tcp://far:2376");
    home.use_context("far");
    home.write(&format!(".docker/contexts/tls/{}/docker/key.pem", id("far")), "");
    assert_eq!(named(&home.environment).len(), 2);
}

#[test]
fn the_docker_clis_folder_may_be_elsewhere() {
    let mut home = Home::new(Platform::Linux);
    let elsewhere = Home::new(Platform::Linux);
    elsewhere.add_context("lab", "tcp://lab:2375");
    elsewhere.use_context("lab");
    home.environment.docker_config = Some(elsewhere.path().join(".docker"));
    assert_eq!(named(&home.environment), [pair("Docker context “lab”", "tcp://lab:2375")]);
}

#[test]
fn a_malformed_docker_host_is_reported_and_nothing_else_is_lost() {
    let mut home = Home::new(Platform::Linux);
    let otherwise = listed(&home.environment);
    home.environment.docker_host = Some("/var/run/docker.sock".to_owned());
    let list = candidates(&home.environment);
    let attempt = list[0].target.as_ref().unwrap_err();
    assert_eq!(
        *attempt,
        EndpointAttempt {
            found_by: "DOCKER_HOST".to_owned(),
            named: true,
            endpoint: "/var/run/docker.sock".to_owned(),
            code: AttemptCode::Malformed,
            reason: "“/var/run/docker.sock” does not say what kind of endpoint it is.".to_owned(),
            next_step: "Write unix:///var/run/docker.sock if it is a socket.".to_owned(),
        }
    );
    assert_eq!(listed(&home.environment)[1..], otherwise);
}

#[test]
fn endpoints_over_tls_or_ssh_come_with_their_certificates() {
    let mut home = Home::new(Platform::Linux);
    let files = |environment: &Environment| match candidates(environment).swap_remove(0).target {
        Ok(Endpoint::Tls { files, .. }) => files,
        other => panic!("{other:?}"),
    };
    home.environment.docker_host = Some("tcp://far:2376".to_owned());
    home.environment.tls_verify = true;
    home.write(".docker/ca.pem", "");
    let found = files(&home.environment);
    assert_eq!((found.ca, found.cert), (Some(home.path().join(".docker/ca.pem")), None));
    home.write("certs/cert.pem", "");
    home.environment.docker_cert_path = Some(home.path().join("certs"));
    let found = files(&home.environment);
    assert_eq!((found.ca, found.cert), (None, Some(home.path().join("certs/cert.pem"))));
    // Sockets are opened without TLS all the same.
    home.environment.docker_host = Some("unix:///run/d.sock".to_owned());
    assert_eq!(named(&home.environment)[0].1, "unix:///run/d.sock");

    home.environment.docker_host = None;
    home.environment.docker_cert_path = None;
    home.add_context("safe", "tcp://far:2376");
    home.use_context("safe");
    assert_eq!(named(&home.environment)[0].1, "tcp://far:2376", "it has no certificates yet");
    home.write(&format!(".docker/contexts/tls/{}/docker/key.pem", id("safe")), "");
    let key = home.path().join(format!(".docker/contexts/tls/{}/docker/key.pem", id("safe")));
    assert_eq!(files(&home.environment).key, Some(key));
    home.add_context("shell", "ssh://ada@far");
    home.use_context("shell");
    assert_eq!(named(&home.environment)[0].1, "ssh://ada@far");
}

#[test]
fn a_context_that_checks_no_certificate_is_refused() {
    let home = Home::new(Platform::Linux);
    let meta = r#"{"Name": "lax", "Endpoints": {"docker": {"Host": "tcp://far:2376", "SkipTLSVerify": true}}}"#;
    home.write(&format!(".docker/contexts/meta/{}/meta.json", id("lax")), meta);
    home.use_context("lax");
    let attempt = candidates(&home.environment).swap_remove(0).target.unwrap_err();
    assert_eq!(attempt.code, AttemptCode::Unsupported);
    assert!(attempt.next_step.contains("docker context update lax"), "{}", attempt.next_step);
}

#[test]
fn a_context_that_cannot_be_used_says_why() {
    let mut home = Home::new(Platform::Linux);
    home.environment.docker_context = Some("gone".to_owned());
    let attempt = first_problem(&home.environment);
    assert_eq!((attempt.code, attempt.endpoint.as_str()), (AttemptCode::NotFound, "gone"));
    assert_eq!(attempt.reason, "The Docker CLI has no context “gone”.");

    home.environment.docker_context = None;
    home.use_context("kube");
    home.write(&format!(".docker/contexts/meta/{}/meta.json", id("kube")), r#"{"Name": "kube"}"#);
    let attempt = first_problem(&home.environment);
    assert_eq!(attempt.code, AttemptCode::Malformed);
    assert_eq!(attempt.reason, "The Docker context “kube” names no engine.");

    home.write(&format!(".docker/contexts/meta/{}/meta.json", id("kube")), "{");
    let attempt = first_problem(&home.environment);
    assert_eq!((attempt.code, attempt.named), (AttemptCode::Malformed, true));
    assert!(attempt.reason.starts_with("The Docker context “kube” cannot be understood: EOF"));
    assert!(attempt.next_step.contains("meta.json"));

    let homeless = Environment {
        docker_context: Some("lab".to_owned()),
        platform: Platform::Linux,
        ..Environment::default()
    };
    assert_eq!(first_problem(&homeless).code, AttemptCode::NotFound);
}

#[test]
fn settings_of_the_docker_cli_that_cannot_be_read_are_reported() {
    let home = Home::new(Platform::Linux);
    home.write(".docker/config.json", "not JSON");
    let attempt = first_problem(&home.environment);
    assert_eq!((attempt.code, attempt.named), (AttemptCode::Malformed, false));
    assert_eq!(attempt.found_by, "Docker CLI's settings");
    assert!(attempt.reason.starts_with("The Docker CLI's settings cannot be understood: "));
    assert!(attempt.endpoint.ends_with("config.json"));

    std::fs::remove_file(home.path().join(".docker/config.json")).unwrap();
    std::fs::create_dir(home.path().join(".docker/config.json")).unwrap();
    let attempt = first_problem(&home.environment);
    assert!(attempt.reason.starts_with("The Docker CLI's settings cannot be read: "));
}
