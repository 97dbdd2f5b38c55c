//! What ssh said last, in a person's words.

use super::Endpoint;
use mini_aws_domain::AttemptCode;

/// Says why `ssh` did not get to the engine and what to do; `line` is the last that it said.
pub(super) fn words(endpoint: &Endpoint, line: &str) -> (AttemptCode, String, String) {
    let (host, command) = match endpoint {
        Endpoint::Ssh(target) => (target.host.clone(), target.command()),
        other => (other.to_string(), "ssh".to_owned()),
    };
    let lower = line.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    // What the docker command over there says is told from what ssh itself says.
    if says(&["docker daemon socket", "docker api at"]) && says(&["permission denied"]) {
        (
            AttemptCode::PermissionDenied,
            format!("Your account on {host} may not use the engine there."),
            "Add it to the group docker on that machine: sudo usermod -aG docker USER. Then sign in there anew.".to_owned(),
        )
    } else if says(&["cannot connect to the docker daemon", "failed to connect to the docker api"])
    {
        (
            AttemptCode::Refused,
            format!("No engine runs on {host}."),
            format!("Start it there: {command} sudo systemctl start docker."),
        )
    } else if says(&["could not be started"]) {
        (
            AttemptCode::Unsupported,
            "There is no ssh on this machine that could be started.".to_owned(),
            "Install the OpenSSH client, so that ssh is on the search path.".to_owned(),
        )
    } else if says(&["host key verification failed", "remote host identification has changed"]) {
        (
            AttemptCode::PermissionDenied,
            format!("ssh does not know the machine {host}, or it is another one than before."),
            format!("Type {command} once in a terminal, and compare its key before you accept it."),
        )
    } else if says(&["permission denied", "too many authentication failures"]) {
        (
            AttemptCode::PermissionDenied,
            format!("{host} does not let ssh in: {line}."),
            format!(
                "Add your key to the agent (ssh-add), and see that {command} gets in without a password: the console cannot ask for one."
            ),
        )
    } else if says(&[
        "not found",
        "not recognized",
        "no such file",
        "unknown command",
        "is not a docker command",
    ]) {
        (
            AttemptCode::NotAnEngine,
            format!("There is no docker command on {host} that could carry the connection: {line}."),
            "Install the Docker CLI there, 18.09 or newer, where a shell without a terminal finds it.".to_owned(),
        )
    } else if says(&["could not resolve", "name or service not known"]) {
        (
            AttemptCode::NotFound,
            format!("No machine is known as “{host}”."),
            "Check how the host's name is spelled, here or in ~/.ssh/config.".to_owned(),
        )
    } else if says(&["connection refused"]) {
        (
            AttemptCode::Refused,
            format!("No ssh server listens at {host}."),
            "Check the port, and that the ssh server runs there.".to_owned(),
        )
    } else if says(&["timed out", "no route to host", "network is unreachable"]) {
        (
            AttemptCode::TimedOut,
            format!("{host} could not be reached: {line}."),
            "Check the address, and whether a firewall is in the way.".to_owned(),
        )
    } else {
        (
            AttemptCode::Lost,
            format!("ssh to {host} ended: {line}."),
            format!("See what {command} docker version says in a terminal."),
        )
    }
}
