//! TLS: which certificates count, and what went wrong.

use super::super::endpoint::{TlsFiles, TlsTrouble};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{AlertDescription, CertificateError, ClientConfig, RootCertStore};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Why the certificates of an endpoint are no use.
#[derive(Debug, thiserror::Error)]
pub(super) enum FilesError {
    /// A file cannot be read, or there is nothing in it that it should have.
    #[error("{} cannot be used: {reason}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Certificate and key do not go together, or one is missing.
    #[error("the client's certificate and its key do not go together: {0}")]
    Pair(String),
    /// The machine trusts nobody.
    #[error("this machine has no list of authorities that it trusts")]
    NoAuthorities,
    /// The host's name cannot be in a certificate.
    #[error("“{0}” cannot be in a certificate")]
    Name(String),
    /// The TLS library refuses.
    #[error("{0}")]
    Refused(String),
}

impl FilesError {
    /// The same for people.
    pub(super) fn trouble(&self) -> TlsTrouble {
        TlsTrouble::Files(self.to_string())
    }
}

impl From<FilesError> for io::Error {
    fn from(error: FilesError) -> Self {
        Self::other(error)
    }
}

/// Speaks TLS with one host.
pub(super) struct Dialer {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl std::fmt::Debug for Dialer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Dialer").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Dialer {
    /// Reads the certificates.
    pub(super) async fn new(host: &str, files: &TlsFiles) -> io::Result<Self> {
        let name = ServerName::try_from(host.to_owned());
        let name = name.map_err(|_| FilesError::Name(host.to_owned()))?;
        let files = files.clone();
        let config = tokio::task::spawn_blocking(move || config(&files)).await;
        let config = config.map_err(io::Error::other)??;
        Ok(Self { connector: Arc::new(config).into(), name })
    }

    pub(super) async fn shake_hands(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        self.connector.connect(self.name.clone(), stream).await
    }
}

fn config(files: &TlsFiles) -> Result<ClientConfig, FilesError> {
    let refused = |error: rustls::Error| FilesError::Refused(error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(refused)?
        .with_root_certificates(authorities(files.ca.as_deref())?);
    match (&files.cert, &files.key) {
        (Some(cert), Some(key)) => {
            let chain = certificates(cert)?;
            let key = PrivateKeyDer::from_pem_file(key).map_err(|error| FilesError::File {
                path: key.clone(),
                reason: error.to_string(),
            })?;
            builder
                .with_client_auth_cert(chain, key)
                .map_err(|error| FilesError::Pair(error.to_string()))
        }
        (None, None) => Ok(builder.with_no_client_auth()),
        (Some(_), None) => Err(FilesError::Pair("there is no key.pem".to_owned())),
        (None, Some(_)) => Err(FilesError::Pair("there is no cert.pem".to_owned())),
    }
}

/// Whose signature counts: the named authority's, or else those that the system trusts.
fn authorities(ca: Option<&Path>) -> Result<RootCertStore, FilesError> {
    let mut store = RootCertStore::empty();
    match ca {
        Some(path) => {
            for certificate in certificates(path)? {
                store.add(certificate).map_err(|error| FilesError::File {
                    path: path.to_owned(),
                    reason: error.to_string(),
                })?;
            }
        }
        None => {
            let found = rustls_native_certs::load_native_certs();
            store.add_parsable_certificates(found.certs);
            if store.is_empty() {
                return Err(FilesError::NoAuthorities);
            }
        }
    }
    Ok(store)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, FilesError> {
    let unusable = |reason: String| FilesError::File { path: path.to_owned(), reason };
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let found = read.map_err(|error| unusable(error.to_string()))?;
    if found.is_empty() {
        return Err(unusable("there is no certificate in it".to_owned()));
    }
    Ok(found)
}

/// What the TLS library says, as far as a person can do something about it.
pub(super) fn trouble(error: &rustls::Error) -> TlsTrouble {
    match error {
        rustls::Error::InvalidCertificate(found) => match found {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                TlsTrouble::Expired
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                TlsTrouble::NotYetValid
            }
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                TlsTrouble::UnknownAuthority
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsTrouble::OtherName
            }
            other => TlsTrouble::Other(rustls::Error::from(other.clone()).to_string()),
        },
        rustls::Error::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::UnknownCA
            | AlertDescription::CertificateUnknown
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateRevoked
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::AccessDenied,
        ) => TlsTrouble::ClientRefused,
        rustls::Error::InvalidMessage(_) => TlsTrouble::NotTls,
        other => TlsTrouble::Other(other.to_string()),
    }
}
