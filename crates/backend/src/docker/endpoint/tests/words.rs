//! What a person is told about each failure.

use super::super::{
    Candidate, ConnectFailure, Endpoint, Environment, Platform, candidates, explain,
};
use super::Home;
use mini_aws_domain::{AttemptCode, EndpointAttempt};
use std::time::Duration;

fn on(platform: Platform) -> Environment {
    Environment {
        home: Some("/home/ada".into()),
        runtime_dir: Some("/run/user/1000".into()),
        user: Some("ada".to_owned()),
        platform,
        ..Environment::default()
    }
}

fn told(environment: &Environment, endpoint: &str, failure: &ConnectFailure) -> EndpointAttempt {
    let candidate = Candidate {
        found_by: "DOCKER_HOST".to_owned(),
        named: true,
        raw: endpoint.to_owned(),
        target: Ok(Endpoint::parse(endpoint, environment.platform).unwrap()),
    };
    explain(environment, &candidate, failure)
}

const SYSTEM: &str = "unix:///var/run/docker.sock";

#[test]
fn every_failure_has_a_code_a_sentence_and_a_next_step() {
    let lost = |detail: &str| ConnectFailure::Lost(detail.to_owned());
    let engine_error =
        |status, message: &str| ConnectFailure::EngineError { status, message: message.to_owned() };
    for (endpoint, failure, code, reason, next_step) in [
        (
            SYSTEM,
            ConnectFailure::NotFound,
            AttemptCode::NotFound,
            "There is no socket at /var/run/docker.sock.",
            "sudo systemctl start docker",
        ),
        (
            "tcp://far:1",
            ConnectFailure::NotFound,
            AttemptCode::NotFound,
            "No machine is known as “far”.",
            "spelled",
        ),
        (
            SYSTEM,
            ConnectFailure::Refused,
            AttemptCode::Refused,
            "A socket is at /var/run/docker.sock, but no engine listens on it.",
            "sudo systemctl start docker",
        ),
        (
            "tcp://[::1]:1",
            ConnectFailure::Refused,
            AttemptCode::Refused,
            "Nothing listens at [::1]:1.",
            "listens on this port",
        ),
        (
            SYSTEM,
            ConnectFailure::TimedOut(Duration::from_millis(2500)),
            AttemptCode::TimedOut,
            "/var/run/docker.sock did not answer within 2.5 s.",
            "sudo systemctl restart docker",
        ),
        (
            "tcp://far:1",
            ConnectFailure::TimedOut(Duration::from_secs(3)),
            AttemptCode::TimedOut,
            "far:1 did not answer within 3 s.",
            "firewall",
        ),
        (
            SYSTEM,
            ConnectFailure::NotAnEngine("it is a file, not a socket".to_owned()),
            AttemptCode::NotAnEngine,
            "What is at /var/run/docker.sock is no engine that speaks Docker's API: it is a file, not a socket.",
            "docker context inspect",
        ),
        (
            "tcp://far:80",
            engine_error(404, "<html>"),
            AttemptCode::NotAnEngine,
            "What is at far:80 is no engine that speaks Docker's API: it answered with HTTP status 404.",
            "Check the port",
        ),
        (
            "tcp://far:2376",
            engine_error(400, "Client sent an HTTP request to an HTTPS server.\n"),
            AttemptCode::Unsupported,
            "This endpoint speaks TLS, and was spoken to without.",
            "DOCKER_CERT_PATH",
        ),
        (
            SYSTEM,
            engine_error(500, "no space left\non device.\u{1b}[31m"),
            AttemptCode::EngineError,
            "The engine at /var/run/docker.sock answered with error 500: no space left on device. [31m.",
            "journalctl -u docker",
        ),
        (
            SYSTEM,
            engine_error(503, " "),
            AttemptCode::EngineError,
            "The engine at /var/run/docker.sock answered with error 503.",
            "journalctl -u docker",
        ),
        (
            SYSTEM,
            lost("broken pipe."),
            AttemptCode::Lost,
            "The connection to /var/run/docker.sock broke: broken pipe.",
            "keeps trying",
        ),
        (
            "unix:///somewhere.sock",
            ConnectFailure::Other("too many open files".to_owned()),
            AttemptCode::Lost,
            "/somewhere.sock could not be reached: too many open files.",
            "Check the path",
        ),
    ] {
        let attempt = told(&on(Platform::Linux), endpoint, &failure);
        assert_eq!((attempt.code, attempt.reason.as_str()), (code, reason));
        assert!(attempt.next_step.contains(next_step), "{reason} {}", attempt.next_step);
        assert_eq!((attempt.found_by.as_str(), attempt.named), ("DOCKER_HOST", true));
        assert_eq!(attempt.endpoint, endpoint);
    }
}

#[test]
fn what_went_wrong_with_tls_is_told_with_what_to_do() {
    use super::super::TlsTrouble;
    for (trouble, code, reason, next_step) in [
        (TlsTrouble::Expired, AttemptCode::Refused, "has expired", "Renew"),
        (TlsTrouble::NotYetValid, AttemptCode::Refused, "not valid yet", "clock"),
        (TlsTrouble::UnknownAuthority, AttemptCode::Refused, "signed by nobody", "ca.pem"),
        (TlsTrouble::OtherName, AttemptCode::Refused, "another name than “far”", "subjectAltName"),
        (TlsTrouble::ClientRefused, AttemptCode::PermissionDenied, "and there is none", "key.pem"),
        (TlsTrouble::NotTls, AttemptCode::NotAnEngine, "does not speak TLS", "tcp://HOST:2375"),
        (TlsTrouble::Files("x.".to_owned()), AttemptCode::Malformed, "no use: x.", "Mend"),
        (TlsTrouble::Other("x".to_owned()), AttemptCode::Lost, "came to nothing: x.", "log"),
    ] {
        let failure = ConnectFailure::Tls(trouble);
        let attempt = told(&on(Platform::Linux), "https://far", &failure);
        assert_eq!(attempt.code, code);
        assert!(attempt.reason.contains(reason), "{}", attempt.reason);
        assert!(attempt.next_step.contains(next_step), "{}", attempt.next_step);
    }
}

#[test]
fn what_ssh_said_last_is_told_with_what_to_do() {
    use AttemptCode::{
        Lost, NotAnEngine, NotFound, PermissionDenied, Refused, TimedOut, Unsupported,
    };
    for (line, code, reason, next_step) in [
        (
            "ada@far: Permission denied (publickey).",
            PermissionDenied,
            "does not let ssh in",
            "ssh-add",
        ),
        (
            "Host key verification failed.",
            PermissionDenied,
            "does not know",
            "Type ssh -p 22 ada@far once",
        ),
        (
            "bash: line 1: docker: command not found",
            NotAnEngine,
            "no docker command on far",
            "18.09",
        ),
        ("sh: 1: docker: not found", NotAnEngine, "no docker command on far", "18.09"),
        (
            "ssh: Could not resolve hostname far: Name or service not known",
            NotFound,
            "“far”",
            "~/.ssh/config",
        ),
        ("ssh: connect to host far port 22: Connection refused", Refused, "No ssh server", "port"),
        (
            "ssh: connect to host far port 22: Connection timed out",
            TimedOut,
            "could not be reached",
            "firewall",
        ),
        (
            "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
            PermissionDenied,
            "Your account on far",
            "usermod -aG docker",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///x. Is it running?",
            Refused,
            "No engine runs on far",
            "systemctl",
        ),
        (
            "ssh could not be started: No such file or directory",
            Unsupported,
            "no ssh on this machine",
            "OpenSSH",
        ),
        ("client_loop: send disconnect: Broken pipe", Lost, "ssh to far ended", "docker version"),
    ] {
        let failure = ConnectFailure::Ssh(line.to_owned());
        let attempt = told(&on(Platform::Linux), "ssh://ada@far:22", &failure);
        assert_eq!(attempt.code, code, "{line}");
        assert!(attempt.reason.contains(reason), "{}", attempt.reason);
        assert!(attempt.next_step.contains(next_step), "{}", attempt.next_step);
    }
}

#[test]
fn what_a_stranger_says_is_cut_short() {
    let long = ConnectFailure::Lost("é".repeat(5000));
    let attempt = told(&on(Platform::Linux), SYSTEM, &long);
    assert!(attempt.reason.chars().count() < 300);
    assert!(attempt.reason.ends_with("é…."));
}

/// Whoever makes the engine at a place: how to start it, restart it and read its log.
#[test]
fn each_makers_engine_is_started_in_its_own_way() {
    use Platform::{Linux, MacOs, Windows};
    for (platform, endpoint, start) in [
        (Linux, SYSTEM, "sudo systemctl start docker"),
        (Linux, "unix:///run/docker.sock", "sudo systemctl start docker"),
        (Linux, "unix:///run/user/1000/docker.sock", "systemctl --user start docker"),
        (Linux, "unix:///home/ada/.docker/desktop/docker.sock", "Start Docker Desktop"),
        (Linux, "unix:///home/ada/.colima/default/docker.sock", "colima start"),
        (Linux, "unix:///home/ada/.config/colima/default/docker.sock", "colima start"),
        (Linux, "unix:///home/ada/.rd/docker.sock", "Start Rancher Desktop"),
        (Linux, "unix:///run/user/1000/podman/podman.sock", "systemctl --user start podman.socket"),
        (Linux, "unix:///run/podman/podman.sock", "sudo systemctl start podman.socket"),
        (Linux, "unix:///opt/my.sock", "Check the path"),
        (MacOs, SYSTEM, "Start Docker Desktop"),
        (MacOs, "unix:///Users/ada/.orbstack/run/docker.sock", "Start OrbStack"),
        (MacOs, "unix:///Users/ada/x/podman/machine/podman.sock", "podman machine start"),
        (Windows, "npipe:////./pipe/docker_engine", "Start Docker Desktop"),
        (Windows, "npipe:////./pipe/podman-machine-default", "podman machine start"),
        (Windows, "npipe:////./pipe/other", "Check the path"),
    ] {
        let environment = on(platform);
        let attempt = told(&environment, endpoint, &ConnectFailure::NotFound);
        assert!(attempt.next_step.contains(start), "{endpoint}: {}", attempt.next_step);
        let late = ConnectFailure::TimedOut(Duration::from_secs(3));
        let attempt = told(&environment, endpoint, &late);
        assert!(attempt.next_step.contains(" restart"), "{endpoint}: {}", attempt.next_step);
        let broken = ConnectFailure::EngineError { status: 500, message: String::new() };
        let attempt = told(&environment, endpoint, &broken);
        assert!(attempt.next_step.contains("What is wrong is in"), "{}", attempt.next_step);
    }
    let pipe = told(&on(Windows), "npipe:////./pipe/docker_engine", &ConnectFailure::NotFound);
    assert_eq!(pipe.reason, "There is no pipe //./pipe/docker_engine.");
}

#[test]
fn a_candidate_that_could_not_be_tried_keeps_its_own_reason() {
    let environment = Environment::only("nonsense");
    let candidate = &candidates(&environment)[0];
    let attempt = explain(&environment, candidate, &ConnectFailure::NotFound);
    assert_eq!(attempt.code, AttemptCode::Malformed);
    assert_eq!(attempt.endpoint, "nonsense");
}

#[test]
fn a_socket_that_may_not_be_opened_is_looked_up_with_its_group() {
    use std::os::unix::fs::MetadataExt;
    let home = Home::new(Platform::Linux);
    home.write("engine.sock", "");
    let socket = home.path().join("engine.sock");
    let gid = std::fs::metadata(&socket).unwrap().gid();
    home.write("group", &format!("whales:x:{gid}:grace\n"));
    let environment =
        Environment { groups_file: Some(home.path().join("group")), ..home.environment.clone() };
    let endpoint = format!("unix://{}", socket.display());
    let attempt = told(&environment, &endpoint, &ConnectFailure::PermissionDenied);
    assert_eq!(attempt.code, AttemptCode::PermissionDenied);
    // The files of who runs this as root belong to root's group, which nobody should join.
    let whose = if gid == 0 { "it is root's" } else { "it is for the group “whales”" };
    assert_eq!(attempt.reason, format!("You may not open {}: {whose}.", socket.display()));
}

#[test]
fn permission_is_asked_for_in_each_places_own_way() {
    use Platform::{Linux, MacOs, Windows};
    for (platform, endpoint, next_step) in [
        (Windows, "npipe:////./pipe/docker_engine", "net localgroup docker-users %USERNAME% /add"),
        (Linux, "unix:///run/podman/podman.sock", "systemctl --user start podman.socket"),
        (Linux, "unix:///home/bob/.colima/default/docker.sock", "engine of your own account"),
        (MacOs, SYSTEM, "Start Docker Desktop"),
        (Linux, "tcp://far:2375", "firewall"),
    ] {
        let attempt = told(&on(platform), endpoint, &ConnectFailure::PermissionDenied);
        assert_eq!(attempt.code, AttemptCode::PermissionDenied);
        assert!(attempt.next_step.contains(next_step), "{endpoint}: {}", attempt.next_step);
    }
}
