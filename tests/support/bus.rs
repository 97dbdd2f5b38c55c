//! A connection to a desktop's session bus, on a thread of its own: scenarios wait for programs in ways that stop everything else on their
//! own thread, and whoever serves something on the bus must answer meanwhile.

use super::display::Desktop;
use std::time::Duration;
use tokio::sync::oneshot;
use zbus::Connection;
use zbus::connection::Builder;

/// How long the bus and everybody on it may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection that ends with it.
#[derive(Debug)]
pub struct Bus {
    connection: Connection,
    _end: oneshot::Sender<()>,
}

impl Bus {
    /// Connects to a desktop's bus; `serve` adds what there is to be served.
    pub async fn connect(
        desktop: &Desktop,
        serve: impl FnOnce(Builder<'static>) -> zbus::Result<Builder<'static>> + Send + 'static,
    ) -> Self {
        let address = desktop.bus_address().to_owned();
        let (connected, connection) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime can be built");
            runtime.block_on(async move {
                let builder = Builder::address(address.as_str()).expect("it is an address");
                let connection = serve(builder).expect("it can be served").build().await;
                // A test that failed meanwhile waits no more.
                let _ = connected.send(connection);
                let _ = ended.await;
            });
        });
        let connection = within("a connection to the bus", connection).await;
        let connection = connection.expect("the thread lives").expect("the bus takes us");
        Self { connection, _end: end }
    }

    /// The connection.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}

/// Waits for an answer, but not for ever.
pub async fn within<T>(what: &str, answer: impl IntoFuture<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(answer) => answer,
        Err(_) => panic!("{what}: no answer within {PATIENCE:?}"),
    }
}
