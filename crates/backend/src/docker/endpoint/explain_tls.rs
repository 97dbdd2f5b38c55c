//! What went wrong with TLS, in a person's words.

use super::{Endpoint, TlsTrouble};
use mini_aws_domain::AttemptCode;

/// Says what went wrong and what to do. `brief` makes what a stranger said fit for the end of a sentence.
pub(super) fn words(
    endpoint: &Endpoint,
    place: &str,
    trouble: &TlsTrouble,
    brief: impl Fn(&str) -> String,
) -> (AttemptCode, String, String) {
    let (has_own, host) = match endpoint {
        Endpoint::Tls { files, host, .. } => (files.cert.is_some(), host.as_str()),
        _ => (false, place),
    };
    let certificates =
        "Where the Docker CLI keeps them: in the context's tls folder, or in DOCKER_CERT_PATH.";
    let (code, reason, next_step) = match trouble {
        TlsTrouble::Expired => (
            AttemptCode::Refused,
            format!("The certificate of the engine at {place} has expired."),
            "Renew it on the engine's machine, and check the clock of this one.".to_owned(),
        ),
        TlsTrouble::NotYetValid => (
            AttemptCode::Refused,
            format!("The certificate of the engine at {place} is not valid yet."),
            "Check the clock of this machine and of the engine's.".to_owned(),
        ),
        TlsTrouble::UnknownAuthority => (
            AttemptCode::Refused,
            format!("The certificate of the engine at {place} is signed by nobody who is trusted here."),
            format!("Add the authority that signed it as ca.pem. {certificates}"),
        ),
        TlsTrouble::OtherName => (
            AttemptCode::Refused,
            format!("The certificate of the engine at {place} is for another name than “{host}”."),
            "Use the name that is in the certificate, or have one made with this name or address in it (subjectAltName)."
                .to_owned(),
        ),
        TlsTrouble::ClientRefused if has_own => (
            AttemptCode::PermissionDenied,
            format!("The engine at {place} does not take this client's certificate."),
            format!("Have cert.pem made anew by the authority that the engine trusts. {certificates}"),
        ),
        TlsTrouble::ClientRefused => (
            AttemptCode::PermissionDenied,
            format!("The engine at {place} wants a certificate of its clients, and there is none."),
            format!("Add cert.pem and key.pem. {certificates}"),
        ),
        TlsTrouble::NotTls => (
            AttemptCode::NotAnEngine,
            format!("What answers at {place} does not speak TLS."),
            "Check the port: engines mostly speak TLS at 2376, and plain HTTP at 2375 (tcp://HOST:2375, without certificates)."
                .to_owned(),
        ),
        TlsTrouble::Files(detail) => (
            AttemptCode::Malformed,
            format!("The certificates for {place} are no use: {}.", brief(detail)),
            format!("Mend or replace the files. {certificates}"),
        ),
        TlsTrouble::Other(detail) => (
            AttemptCode::Lost,
            format!("TLS with {place} came to nothing: {}.", brief(detail)),
            "Check the engine's certificate and its log.".to_owned(),
        ),
    };
    (code, reason, next_step)
}
