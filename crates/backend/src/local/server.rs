//! The end that answers.

use super::socket::{self, Listener};
use super::{AboutConsole, Socket};
use crate::gateway::{self, Door, Refusal};
use crate::{Console, DataDir};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::future::BoxFuture;
use mini_aws_domain::{Place, Problem};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};

/// How many connections there may be, streams included. Programs of one user need no more.
const MOST_CONNECTIONS: usize = 128;
/// How long to wait after the system refused a connection for want of something.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
/// How long connections have to end.
const CLOSING_TIME: Duration = Duration::from_secs(4);

/// What brings a window up.
pub trait WindowControl: Send + Sync + 'static {
    /// Shows the window at this place, and answers with the place once it is shown. It may take as long as it takes: who asks is the
    /// one who knows for how long to wait.
    fn show(&self, place: Place) -> BoxFuture<'_, Result<Place, Problem>>;
}

/// Answers at one of the sockets until it is closed.
#[derive(Debug)]
pub struct LocalServer {
    tasks: TaskTracker,
    cancel: CancellationToken,
}

impl LocalServer {
    /// Answers for a console in its data directory; `None` where it has none, for then another console answers there. `door` is the one
    /// that links for browsers lead through, and `window` tells whether it is the desktop app. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// If the socket cannot be had.
    pub fn console(console: &Console, door: &Door, window: bool) -> io::Result<Option<Self>> {
        let Some(dir) = console.data_dir() else { return Ok(None) };
        let cancel = CancellationToken::new();
        let routes = gateway::local_router(console, door, &cancel).map_err(io::Error::other)?;
        let known = console.clone();
        let about = move || AboutConsole {
            pid: std::process::id(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            window,
            has_listed: known.has_listed(),
        };
        let opened = door.clone();
        let link = async move || match opened.link() {
            Ok(link) => Json(link).into_response(),
            Err(error) => refusal(error.problem()),
        };
        let router = routes
            .route("/local/console", get(async move || Json(about())))
            .route("/local/link", post(link));
        Self::start(dir, Socket::Console, router, cancel).map(Some)
    }

    /// Answers for the desktop app. Only who holds [`DataDir::claim_window`] may. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// If the socket cannot be had.
    pub fn window(dir: &DataDir, window: Arc<dyn WindowControl>) -> io::Result<Self> {
        let router = Router::new().route("/local/show", post(show)).with_state(window);
        Self::start(dir, Socket::Window, router, CancellationToken::new())
    }

    fn start(
        dir: &DataDir,
        socket: Socket,
        router: Router,
        cancel: CancellationToken,
    ) -> io::Result<Self> {
        let listener = socket::listen(dir, socket)?;
        let tasks = TaskTracker::new();
        tasks.spawn(serve(listener, router, tasks.clone(), cancel.clone()));
        Ok(Self { tasks, cancel })
    }

    /// Takes the socket away and lets what is being answered be answered, within a few seconds.
    pub async fn close(&self) {
        self.cancel.cancel();
        self.tasks.close();
        if tokio::time::timeout(CLOSING_TIME, self.tasks.wait()).await.is_err() {
            warn!("some programs did not let go of the console's socket in time");
        }
    }
}

async fn show(State(window): State<Arc<dyn WindowControl>>, Json(place): Json<Place>) -> Response {
    let is_place = Place::new(place.page, place.instance.as_deref());
    if let Err(error) = is_place {
        return refusal(Problem {
            code: "no_such_place".to_owned(),
            message: crate::error::sentence(&error.to_string()),
            next_step: String::new(),
        });
    }
    match window.show(place).await {
        Ok(place) => Json(place).into_response(),
        Err(problem) => refusal(problem),
    }
}

fn refusal(problem: Problem) -> Response {
    Refusal::of_problem(StatusCode::CONFLICT, problem).into_response()
}

async fn serve(
    mut listener: Listener,
    router: Router,
    tasks: TaskTracker,
    cancel: CancellationToken,
) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            () = cancel.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok(stream) => stream,
            Err(error) => {
                warn!(%error, "a program could not be let in at the console's socket");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            debug!("too many programs at the console's socket, so this one is dropped");
            continue;
        };
        let (router, cancel) = (router.clone(), cancel.clone());
        tasks.spawn(async move {
            gateway::serve_connection(stream, router, "a program of this user", cancel).await;
            drop(place);
        });
    }
}
