//! The door itself: opened and closed, by `cloud serve` for as long as it runs, in the desktop app by a switch.

use super::access::{Access, KeyError, News};
use super::counters::Counters;
use super::origin::{AllowedOrigin, Origins};
use super::pages::Assets;
use super::streams::Streams;
use super::{Gateway, files, router, server};
use crate::{Console, ConsoleError};
use chrono::{DateTime, Utc};
use mini_aws_domain::{ActivityKind, DoorKey, DoorLink, DoorState, DoorStatus, Outcome, Problem};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{info, warn};

/// The port, unless another one is named or it is taken.
pub const DEFAULT_PORT: u16 = 8787;
/// Under which name the switch is remembered.
const PREFERENCE: &str = "http_door";
/// How many instances the door leaves open files for, at least.
const EXPECTED_INSTANCES: usize = 200;
/// How long connections have to end.
const CLOSING_TIME: Duration = Duration::from_secs(5);
/// How often the feed hears of refusals that it was not told of at once.
const NEWS_EVERY: Duration = Duration::from_secs(10);

/// Where the door is, and to whom it opens.
#[derive(Debug, Clone, Default)]
pub struct DoorOptions {
    /// The address to listen at, and no other. Without one it is loopback, at [`DEFAULT_PORT`] or, if that is taken, any port.
    pub bind: Option<SocketAddr>,
    /// The origins of frontends that may use the API.
    pub allow_origins: Vec<AllowedOrigin>,
}

/// Why the door is not open.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// There is no key to let anybody in with.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The address cannot be had.
    #[error("{address} cannot be listened at: {source}")]
    Address {
        /// Which address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// It is closed.
    #[error("the HTTP door is closed")]
    Closed,
    /// What was chosen could not be remembered.
    #[error(transparent)]
    NotRemembered(#[from] ConsoleError),
    /// The work could not be done to its end.
    #[error("the console is closing")]
    Interrupted,
}

impl DoorError {
    /// The error as it crosses a door.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (code, next_step) = match self {
            Self::Key(KeyError::NoKey { .. }) => {
                ("key_unusable", "Remove that file, and a new key is made at the next start.")
            }
            Self::Key(_) => {
                ("key_unusable", "Make the data directory readable and writable for you.")
            }
            Self::Address { source, .. } => match source.kind() {
                io::ErrorKind::AddrInUse => (
                    "address_taken",
                    "Another program listens there: end it, or name another port with --bind ADDRESS:PORT (0 is any that is free).",
                ),
                io::ErrorKind::PermissionDenied => (
                    "address_denied",
                    "The system keeps that port for itself: name another, above 1023, with --bind ADDRESS:PORT (0 is any that is free).",
                ),
                _ => (
                    "address_unusable",
                    "Name an address of this machine with --bind ADDRESS:PORT.",
                ),
            },
            Self::Closed => ("door_closed", "Switch it on first."),
            Self::NotRemembered(error) => return error.problem(),
            Self::Interrupted => ("closing", "Start the console again."),
        };
        let message = crate::error::sentence(&self.to_string());
        Problem { code: code.to_owned(), message, next_step: next_step.to_owned() }
    }
}

/// The HTTP door of a console. Clones share it.
#[derive(Clone)]
pub struct Door(Arc<Inner>);

struct Inner {
    console: Console,
    assets: Arc<dyn Assets>,
    options: DoorOptions,
    /// One opening or closing at a time.
    changing: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

/// Whether it is open.
enum State {
    Closed,
    Open(Open),
    Failed(Problem),
}

/// An open door.
struct Open {
    access: Arc<Access>,
    streams: Arc<Streams>,
    address: SocketAddr,
    tasks: TaskTracker,
    cancel: CancellationToken,
}

impl Open {
    fn url(&self) -> String {
        format!("http://{}", reachable(self.address))
    }
}

impl std::fmt::Debug for Door {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Door").field("options", &self.0.options).finish_non_exhaustive()
    }
}

impl Door {
    /// A door that is closed.
    #[must_use]
    pub fn new(console: Console, assets: Arc<dyn Assets>, options: DoorOptions) -> Self {
        let (changing, state) = (tokio::sync::Mutex::default(), Mutex::new(State::Closed));
        Self(Arc::new(Inner { console, assets, options, changing, state }))
    }

    /// Opens it. Nothing happens if it is open.
    ///
    /// # Errors
    /// [`DoorError`]; the status tells it as well.
    pub async fn open(&self) -> Result<(), DoorError> {
        let _one_at_a_time = self.0.changing.lock().await;
        self.open_at(None).await
    }

    /// Opens it at this very address, if one is given.
    async fn open_at(&self, address: Option<SocketAddr>) -> Result<(), DoorError> {
        if matches!(*self.state(), State::Open(_)) {
            return Ok(());
        }
        match self.try_open(address).await {
            Ok(open) => {
                info!(address = %open.address, "the HTTP door is open");
                *self.state() = State::Open(open);
                Ok(())
            }
            Err(error) => {
                warn!(%error, "the HTTP door could not be opened");
                *self.state() = State::Failed(error.problem());
                Err(error)
            }
        }
    }

    async fn try_open(&self, at: Option<SocketAddr>) -> Result<Open, DoorError> {
        let console = &self.0.console;
        let file = console.data_dir().map(crate::DataDir::api_key);
        let clock = console.live().clock();
        let opened = tokio::task::spawn_blocking(move || Access::open(file, clock)).await;
        let (access, told) = opened.map_err(|_| DoorError::Interrupted)??;
        let access = Arc::new(access);
        let listener = self.listen(at)?;
        let unknown = |source| DoorError::Address { address: self.wanted(), source };
        let address = listener.local_addr().map_err(unknown)?;
        let exposed = !address.ip().is_loopback();
        let (tasks, cancel) = (TaskTracker::new(), CancellationToken::new());
        let streams = Streams::start(console.clone(), cancel.clone());
        let open = Open {
            access: Arc::clone(&access),
            streams: Arc::clone(&streams),
            address,
            tasks: tasks.clone(),
            cancel: cancel.clone(),
        };
        let gateway = Gateway {
            console: console.clone(),
            access: Arc::clone(&access),
            streams,
            assets: Arc::clone(&self.0.assets),
            origins: Origins::new(exposed, self.0.options.allow_origins.clone()),
            counters: Counters::default(),
            port: address.port(),
            address: open.url(),
            exposed,
            export_stall: Some(super::rest::STALLED),
            closing: cancel.clone(),
        };
        let instances = console.live().read(|state| state.world.instances().count());
        let room = files::make_room(server::MOST_CONNECTIONS, instances.max(EXPECTED_INSTANCES));
        let served = server::serve(listener, room, router(gateway), tasks.clone(), cancel.clone());
        tasks.spawn(served);
        let telling = tell_news(console.clone(), access, told);
        tasks.spawn(async move {
            cancel.run_until_cancelled(telling).await;
        });
        Ok(open)
    }

    fn wanted(&self) -> SocketAddr {
        let usual = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), DEFAULT_PORT);
        self.0.options.bind.unwrap_or(usual)
    }

    fn listen(&self, at: Option<SocketAddr>) -> Result<TcpListener, DoorError> {
        let address = at.unwrap_or_else(|| self.wanted());
        let is_fixed = at.is_some() || self.0.options.bind.is_some();
        match server::listen(address) {
            // Nobody asked for this very port, so another one will do.
            Err(error) if !is_fixed => {
                warn!(%address, %error, "the usual port is not to be had");
                server::listen(SocketAddr::new(address.ip(), 0))
            }
            listened => listened,
        }
        .map_err(|source| DoorError::Address { address, source })
    }

    /// Closes it: streams are told to end, and what is being answered is answered, within 5 s. Nothing happens if it is closed.
    pub async fn close(&self) {
        let _one_at_a_time = self.0.changing.lock().await;
        self.close_now().await;
    }

    async fn close_now(&self) {
        let before = std::mem::replace(&mut *self.state(), State::Closed);
        let State::Open(open) = before else { return };
        open.cancel.cancel();
        open.tasks.close();
        let ended = async {
            open.streams.wait_closed().await;
            open.tasks.wait().await;
        };
        if tokio::time::timeout(CLOSING_TIME, ended).await.is_err() {
            warn!("some connections did not end in time");
        }
        info!("the HTTP door is closed");
    }

    /// Opens or closes it because the person says so, remembers that, and tells the feed.
    ///
    /// # Errors
    /// [`DoorError`]; what could be done is done.
    pub async fn set(&self, open: bool) -> Result<(), DoorError> {
        let _one_at_a_time = self.0.changing.lock().await;
        let console = &self.0.console;
        let was_open = matches!(*self.state(), State::Open(_));
        if open {
            self.open_at(None).await?;
        } else {
            self.close_now().await;
        }
        if was_open != open {
            let (kind, detail) = if open {
                (ActivityKind::DoorOpened, self.url().unwrap_or_default())
            } else {
                (ActivityKind::DoorClosed, String::new())
            };
            console.tell(kind, Outcome::Ok, detail).await;
        }
        let remembered = console.store().prefer(PREFERENCE, open.to_string()).await;
        Ok(remembered.map_err(ConsoleError::from)?)
    }

    /// Opens it if the person left it open.
    ///
    /// # Errors
    /// [`DoorError`]
    pub async fn open_if_preferred(&self) -> Result<(), DoorError> {
        let chosen = self.0.console.store().preference(PREFERENCE).await;
        if chosen.map_err(ConsoleError::from)?.as_deref() == Some("true") {
            self.open().await?;
        }
        Ok(())
    }

    /// The address that it is open at, such as `http://127.0.0.1:8787`.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        match &*self.state() {
            State::Open(open) => Some(open.url()),
            State::Closed | State::Failed(_) => None,
        }
    }

    /// Whether other machines can reach it.
    #[must_use]
    pub fn is_exposed(&self) -> bool {
        matches!(&*self.state(), State::Open(open) if !open.address.ip().is_loopback())
    }

    /// The door as who is in the house sees it.
    #[must_use]
    pub fn status(&self) -> DoorStatus {
        let key_file = self.0.console.data_dir().map(|dir| dir.api_key().display().to_string());
        let state = match &*self.state() {
            State::Closed => DoorState::Closed,
            State::Failed(problem) => DoorState::Failed { problem: problem.clone() },
            State::Open(open) => {
                DoorState::Open { address: open.url(), exposed: !open.address.ip().is_loopback() }
            }
        };
        DoorStatus { state, key_file, can_change: true }
    }

    /// A link that lets one browser in, once.
    ///
    /// # Errors
    /// [`DoorError::Closed`], [`DoorError::Key`]
    pub fn link(&self) -> Result<DoorLink, DoorError> {
        let state = self.state();
        let State::Open(open) = &*state else { return Err(DoorError::Closed) };
        let (token, expires_at): (String, DateTime<Utc>) = open.access.make_link()?;
        Ok(DoorLink { url: format!("{}/open/{token}", open.url()), expires_at })
    }

    /// The key, for the window: whoever sits there may read its file as well. It is never given over HTTP.
    ///
    /// # Errors
    /// [`DoorError::Closed`]
    pub fn key(&self) -> Result<DoorKey, DoorError> {
        match &*self.state() {
            State::Open(open) => Ok(open.access.reveal_key()),
            State::Closed | State::Failed(_) => Err(DoorError::Closed),
        }
    }

    /// Replaces the key: everybody who came in with the one before is shut out, and the feed says so. Streams that are open are closed.
    ///
    /// # Errors
    /// [`DoorError::Closed`], [`DoorError::Key`]
    pub async fn rotate_key(&self) -> Result<(), DoorError> {
        let _one_at_a_time = self.0.changing.lock().await;
        let (access, address) = match &*self.state() {
            State::Open(open) => (Arc::clone(&open.access), open.address),
            State::Closed | State::Failed(_) => return Err(DoorError::Closed),
        };
        let rotated = tokio::task::spawn_blocking(move || access.rotate()).await;
        rotated.map_err(|_| DoorError::Interrupted)??;
        self.0.console.tell(ActivityKind::KeyRotated, Outcome::Ok, String::new()).await;
        // Who is in came in with the key before: the door closes behind them, and opens anew at the same place.
        self.close_now().await;
        self.open_at(Some(address)).await
    }

    /// The files that it serves.
    pub(super) fn assets(&self) -> Arc<dyn Assets> {
        Arc::clone(&self.0.assets)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address that a browser on this machine reaches it by: one that listens everywhere listens on loopback, too.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(std::net::Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// Tells the feed who came in, and who was refused.
async fn tell_news(console: Console, access: Arc<Access>, mut told: mpsc::Receiver<News>) {
    let mut overdue = tokio::time::interval(NEWS_EVERY);
    overdue.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            news = told.recv() => {
                let Some(News { kind, outcome, detail }) = news else { return };
                console.tell(kind, outcome, detail).await;
            }
            _ = overdue.tick() => access.tell_overdue(),
        }
    }
}
