//! A pretend engine behind TLS, and behind a program that plays `ssh`.

use super::super::client::over;
use super::super::endpoint::{
    Candidate, ConnectFailure, Endpoint, Environment, SshTarget, TlsFiles, TlsTrouble,
};
use super::super::{EngineClient, connect_first};
use super::{Connector, Purpose, failure, ssh, tcp};
use bollard::query_parameters::ListContainersOptionsBuilder;
use mini_aws_demo::{Config, DemoEngine};
use mini_aws_domain::AttemptCode;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use socket2::SockRef;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, UnixStream};
use tokio_rustls::TlsAcceptor;

async fn engine() -> DemoEngine {
    DemoEngine::start(Config { instances: 3, ..Config::default() }).await.unwrap()
}

fn socket_of(engine: &DemoEngine) -> String {
    engine.endpoint().trim_start_matches("unix://").to_owned()
}

/// Whom an authority vouches for.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    /// A certificate and its key, both as PEM.
    fn vouch(&self, name: &str, last_year: i32) -> (String, String) {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(last_year, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}

/// A door before an engine that speaks TLS and wants clients' certificates of the same authority. Returns its port.
async fn tls_door(engine: &DemoEngine, authority: &Authority, name: &str, last_year: i32) -> u16 {
    let (certificate, key) = authority.vouch(name, last_year);
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.pem.as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()],
            PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap(),
        )
        .unwrap();
    let (acceptor, socket) = (TlsAcceptor::from(Arc::new(config)), socket_of(engine));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, socket) = (acceptor.clone(), socket.clone());
            tokio::spawn(async move {
                // Who is not let in is gone by now.
                if let Ok(mut inside) = acceptor.accept(stream).await {
                    let mut engine = UnixStream::connect(socket).await.unwrap();
                    let _ = copy_bidirectional(&mut inside, &mut engine).await;
                }
            });
        }
    });
    port
}

fn write(folder: &Path, name: &str, content: &str) -> Option<std::path::PathBuf> {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    Some(path)
}

async fn connect(endpoint: Endpoint) -> Result<EngineClient, mini_aws_domain::EndpointAttempt> {
    let candidate = Candidate {
        found_by: "test".to_owned(),
        named: true,
        raw: endpoint.to_string(),
        target: Ok(endpoint),
    };
    let found = connect_first(&Environment::default(), vec![candidate]).await;
    found.map(|(client, _)| client).map_err(|mut attempts| attempts.swap_remove(0))
}

#[tokio::test]
async fn an_engine_behind_tls_is_known_by_its_certificate_and_knows_ours() {
    let engine = engine().await;
    let (authority, folder) = (Authority::new(), TempDir::new().unwrap());
    let port = tls_door(&engine, &authority, "localhost", 2999).await;
    let (cert, key) = authority.vouch("client", 2999);
    let files = TlsFiles {
        ca: write(folder.path(), "ca.pem", &authority.pem),
        cert: write(folder.path(), "cert.pem", &cert),
        key: write(folder.path(), "key.pem", &key),
    };
    let at = |host: &str, files: &TlsFiles| Endpoint::Tls {
        host: host.to_owned(),
        port,
        files: files.clone(),
    };
    let client = connect(at("localhost", &files)).await.unwrap();
    assert_eq!(client.info().endpoint, format!("https://localhost:{port}"));
    assert_eq!(client.list_instances().await.unwrap().len(), 3);
    client.measure_volumes().await.unwrap();

    let refused = async |endpoint| connect(endpoint).await.unwrap_err();
    let anonymous = TlsFiles { cert: None, key: None, ..files.clone() };
    let attempt = refused(at("localhost", &anonymous)).await;
    assert!(attempt.reason.contains("wants a certificate of its clients"), "{attempt:?}");
    let attempt = refused(at("127.0.0.1", &files)).await;
    assert!(attempt.reason.contains("for another name"), "{attempt:?}");
    let stranger = write(folder.path(), "other.pem", &Authority::new().pem);
    let attempt = refused(at("localhost", &TlsFiles { ca: stranger, ..files.clone() })).await;
    assert!(attempt.reason.contains("signed by nobody"), "{attempt:?}");
    let half = TlsFiles { key: None, ..files.clone() };
    let attempt = refused(at("localhost", &half)).await;
    assert!(attempt.reason.contains("no key.pem"), "{attempt:?}");
    let nonsense = write(folder.path(), "none.pem", "nonsense");
    let attempt = refused(at("localhost", &TlsFiles { ca: nonsense, ..files.clone() })).await;
    assert!(attempt.reason.contains("none.pem"), "{attempt:?}");
    let old = tls_door(&engine, &authority, "localhost", 2021).await;
    let expired = Endpoint::Tls { host: "localhost".to_owned(), port: old, files: files.clone() };
    assert!(refused(expired).await.reason.contains("has expired"));
    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = plain.local_addr().unwrap().port();
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt as _;
        while let Ok((mut stream, _)) = plain.accept().await {
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        }
    });
    let attempt = refused(Endpoint::Tls { host: "localhost".to_owned(), port, files }).await;
    assert!(attempt.reason.contains("does not speak TLS"), "{attempt:?}");
    engine.shutdown().await;
}

/// A program that plays `ssh`.
fn program(folder: &Path, text: &str) -> ssh::Dialer {
    let path = folder.join("ssh");
    std::fs::write(&path, format!("#!/bin/bash\n{text}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    ssh::Dialer::by(path)
}

fn behind(ssh: ssh::Dialer) -> Connector {
    let target = SshTarget {
        user: Some("ada".to_owned()),
        host: "far".to_owned(),
        port: Some(2222),
        socket: Some("/run/d.sock".to_owned()),
    };
    Connector { ssh, ..Connector::new(Endpoint::Ssh(target)) }
}

/// Hands connections from a port on to an engine: a script can open a port.
async fn port_of(engine: &DemoEngine) -> u16 {
    let socket = socket_of(engine);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let socket = socket.clone();
            tokio::spawn(async move {
                let mut engine = UnixStream::connect(socket).await.unwrap();
                let _ = copy_bidirectional(&mut stream, &mut engine).await;
            });
        }
    });
    port
}

#[tokio::test]
async fn an_engine_behind_ssh_is_spoken_to_over_few_processes() {
    let (engine, folder) = (engine().await, TempDir::new().unwrap());
    let (port, calls) = (port_of(&engine).await, folder.path().join("calls"));
    let ssh = program(
        folder.path(),
        &format!(
            "echo \"$*\" >> {}; exec 3<>/dev/tcp/127.0.0.1/{port}; cat <&3 & exec cat >&3",
            calls.display()
        ),
    );
    let docker = over(behind(ssh), bollard::API_DEFAULT_VERSION).unwrap();
    let docker = docker.negotiate_version().await.unwrap();
    for _ in 0..5 {
        let options = ListContainersOptionsBuilder::new().all(true).build();
        assert_eq!(docker.list_containers(Some(options)).await.unwrap().len(), 3);
    }
    let calls = std::fs::read_to_string(calls).unwrap();
    let first = calls.lines().next().unwrap();
    assert_eq!(
        first,
        "-T -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15 -o ServerAliveCountMax=3 -p 2222 -l ada -- far docker --host unix:///run/d.sock system dial-stdio"
    );
    assert!(calls.lines().count() < 6, "a process is used again: {calls}");
    drop(docker);
    engine.shutdown().await;
}

#[tokio::test]
async fn plain_tcp_shows_that_nobody_listens_and_that_nobody_is_there_any_more() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let stream = tcp("127.0.0.1", port).await.unwrap();
    assert!(SockRef::from(&stream).keepalive().unwrap() && stream.nodelay().unwrap());
    drop(listener);
    let refused = connect(Endpoint::Tcp { host: "127.0.0.1".to_owned(), port }).await.unwrap_err();
    assert_eq!(refused.code, AttemptCode::Refused, "{refused:?}");
    let nowhere = Endpoint::Tcp { host: "nowhere.invalid".to_owned(), port };
    assert_ne!(connect(nowhere).await.unwrap_err().code, AttemptCode::Refused);
}

#[tokio::test]
async fn what_ssh_says_last_is_the_reason() {
    let folder = TempDir::new().unwrap();
    let reason = async |text: &str| {
        let connector = behind(program(folder.path(), text));
        let docker = over(connector, bollard::API_DEFAULT_VERSION).unwrap();
        failure(&docker.version().await.unwrap_err())
    };
    let denied = "echo Welcome >&2; echo 'ada@far: Permission denied (publickey).' >&2; exit 255";
    let expected = "ada@far: Permission denied (publickey).".to_owned();
    assert_eq!(reason(denied).await, Some(ConnectFailure::Ssh(expected)));
    let silent = Some(ConnectFailure::Ssh("ssh ended without saying why".to_owned()));
    assert_eq!(reason("exit 1").await, silent);
    // A connection that is shared stays, and keeps the end open at which complaints arrive.
    let shared = "echo 'Host key verification failed.' >&2; sleep 30 <&- >&- & exit 255";
    let expected = "Host key verification failed.".to_owned();
    assert_eq!(reason(shared).await, Some(ConnectFailure::Ssh(expected)));
    let missing = over(behind(ssh::Dialer::by("/nonexistent/ssh")), bollard::API_DEFAULT_VERSION);
    let found = failure(&missing.unwrap().version().await.unwrap_err());
    assert!(
        matches!(&found, Some(ConnectFailure::Ssh(line)) if line.starts_with("ssh could not be started")),
        "{found:?}"
    );
    assert_ne!(found, Some(ConnectFailure::Tls(TlsTrouble::NotTls)));
}

#[test]
fn what_lasts_is_known_by_its_address() {
    for (address, purpose) in [
        ("/v1.47/events?since=1.5", Purpose::Lasting),
        ("/v1.47/containers/ab/logs?follow=true", Purpose::Lasting),
        ("http://engine/v1.47/containers/ab/stats?stream=true&one-shot=false", Purpose::Lasting),
        ("/v1.47/containers/ab/stats?one-shot=true&stream=false", Purpose::Short),
        ("/v1.47/containers/json?all=true", Purpose::Short),
        ("/_ping", Purpose::Short),
    ] {
        assert_eq!(Purpose::of(&address.parse().unwrap()), purpose, "{address}");
    }
}
