//! HTTP over connections that bollard does not know. They are kept for a while: behind TLS and `ssh` each costs a handshake, or a process.

use super::{Connector, Purpose};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{HOST, HeaderValue};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How many connections are kept that nobody uses at the moment.
const MOST_IDLE: usize = 4;
/// For how long.
const IDLE: Duration = Duration::from_secs(30);

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
pub(in crate::docker) enum PoolError {
    /// There is no connection.
    #[error(transparent)]
    Unreachable(#[from] io::Error),
    /// The connection broke.
    #[error(transparent)]
    Broken(#[from] hyper::Error),
}

impl From<PoolError> for bollard::errors::Error {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Unreachable(err) => Self::IOError { err },
            PoolError::Broken(err) => Self::HyperResponseError { err },
        }
    }
}

/// Asks over connections that are kept. Clones share them.
pub(in crate::docker) struct Pool<B> {
    connector: Arc<Connector>,
    host: Option<HeaderValue>,
    idle: Arc<Mutex<Vec<Idle<B>>>>,
}

struct Idle<B> {
    sender: SendRequest<B>,
    since: Instant,
}

impl<B> Clone for Pool<B> {
    fn clone(&self) -> Self {
        Self {
            connector: Arc::clone(&self.connector),
            host: self.host.clone(),
            idle: Arc::clone(&self.idle),
        }
    }
}

impl<B> Pool<B>
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    pub(in crate::docker) fn new(connector: Connector) -> Self {
        let host = HeaderValue::from_str(&connector.host()).ok();
        Self { connector: Arc::new(connector), host, idle: Arc::default() }
    }

    /// Asks, and tells the answer as soon as it begins. Who waits has to bound the wait.
    pub(in crate::docker) async fn ask(
        self,
        mut request: Request<B>,
    ) -> Result<Response<Incoming>, PoolError> {
        let purpose = Purpose::of(request.uri());
        // On the wire there is the path alone, and the host beside it.
        let path = request.uri().path_and_query().cloned();
        *request.uri_mut() = path.map_or_else(Uri::default, Uri::from);
        if let Some(host) = &self.host {
            request.headers_mut().insert(HOST, host.clone());
        }
        if purpose == Purpose::Lasting {
            // It has a connection of its own, which ends with it.
            return Ok(self.connect(purpose).await?.send_request(request).await?);
        }
        if let Some(mut sender) = self.kept()
            && sender.ready().await.is_ok()
        {
            // A kept connection may end at any time; a question that did not get onto it may be asked again.
            match sender.try_send_request(request).await {
                Ok(response) => return Ok(self.keep(sender, response)),
                Err(mut failed) => match failed.take_message() {
                    Some(unsent) => request = unsent,
                    None => return Err(failed.into_error().into()),
                },
            }
        }
        let mut sender = self.connect(purpose).await?;
        let response = sender.send_request(request).await?;
        Ok(self.keep(sender, response))
    }

    async fn connect(&self, purpose: Purpose) -> Result<SendRequest<B>, PoolError> {
        let stream = self.connector.connect(purpose).await?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // It ends with its sender, or with the other side; both show in what is asked.
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to the engine ended");
            }
        });
        Ok(sender)
    }

    /// Takes the connection back once the answer is read to its end; one that is not ends with its reader.
    fn keep(&self, mut sender: SendRequest<B>, response: Response<Incoming>) -> Response<Incoming> {
        let idle = Arc::downgrade(&self.idle);
        tokio::spawn(async move {
            if sender.ready().await.is_ok()
                && let Some(idle) = idle.upgrade()
            {
                let mut idle = idle.lock().unwrap_or_else(PoisonError::into_inner);
                if idle.len() < MOST_IDLE {
                    idle.push(Idle { sender, since: Instant::now() });
                }
            }
        });
        response
    }

    fn kept(&self) -> Option<SendRequest<B>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|kept| kept.since.elapsed() < IDLE && !kept.sender.is_closed());
        idle.pop().map(|kept| kept.sender)
    }
}
