//! The console: what it starts with, what it holds, how it ends. A Tauri command and an HTTP handler are each one line over a method of
//! [`Console`]; what it answers stands in modules of its own.

use crate::Clock;
use crate::attention::Onlookers;
use crate::beginning;
use crate::collector::{Board, Collector, Requests, Search};
use crate::cost::DiskMeter;
use crate::dashboard::DashboardService;
use crate::data_dir::{Claim, DataDir};
use crate::docker::endpoint::Environment;
use crate::error::ConsoleError;
use crate::hub::Subscription;
use crate::live::{Live, RECENT_ACTIVITIES};
use crate::logs::LogSessions;
use crate::opening::{self, OpenedStore};
use crate::options::SamplingChoice;
use crate::retaining::Tidying;
use crate::store::Store;
use crate::watch;
use chrono::{DateTime, Utc};
use mini_aws_domain::{
    Activity, ActivityKind, Attention, MeasureState, Notice, NoticeCode, Outcome, Past, Source,
    Subject, SubjectKind,
};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, warn};

/// How long background work has to end at shutdown.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// What a console starts with.
pub struct ConsoleConfig {
    /// Which engine to watch.
    pub engine: EngineChoice,
    /// Where to keep data, in place of the platform's data directory.
    pub data_dir: Option<PathBuf>,
    /// The time.
    pub clock: Clock,
    /// A past to begin with if there is none: a demo's.
    pub past: Option<Past>,
    /// Where the numbers come from.
    pub sampling: SamplingChoice,
}

/// Which engine to watch.
#[derive(Debug, Clone)]
pub enum EngineChoice {
    /// The first that answers, in the order of [`crate::docker::endpoint::candidates`].
    FirstThatAnswers(Box<Environment>),
    /// A pretend engine at this endpoint and no other. A notice says that it is pretended, and unless a data directory is named, its
    /// data are kept apart.
    Pretended(String),
}

/// A running console. Clones share it.
#[derive(Clone)]
pub struct Console {
    live: Arc<Live>,
    board: Arc<Board>,
    store: Store,
    dashboard: DashboardService,
    search: Arc<Search>,
    requests: Arc<Requests>,
    onlookers: Arc<Onlookers>,
    logs: Arc<LogSessions>,
    tidying: Arc<Tidying>,
    tasks: TaskTracker,
    cancel: CancellationToken,
    data_dir: Option<Arc<DataDir>>,
    claim: Arc<Mutex<Option<Claim>>>,
}

impl std::fmt::Debug for Console {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Console").field("live", &self.live).finish_non_exhaustive()
    }
}

impl Console {
    /// Opens the store and starts to collect. What cannot be had (a data directory, a database, an engine) is told by a notice or the
    /// engine's status, and the rest works without it. Must be called within a tokio runtime.
    pub async fn start(config: ConsoleConfig) -> Self {
        let pretended = matches!(config.engine, EngineChoice::Pretended(_));
        let opened = opening::open_store(&config.clock, config.data_dir.clone(), pretended).await;
        Self::start_with(config, opened).await
    }

    /// Starts to collect, and remembers nothing beyond its end: it neither reads nor makes any file. For who looks for a while, beside
    /// whatever else runs on the data directory. Must be called within a tokio runtime.
    pub async fn start_unrecorded(engine: EngineChoice, clock: Clock) -> Self {
        let sampling = SamplingChoice::default();
        let config = ConsoleConfig { engine, data_dir: None, clock, past: None, sampling };
        Self::start_with(config, OpenedStore::in_memory()).await
    }

    async fn start_with(config: ConsoleConfig, opened: OpenedStore) -> Self {
        let pretended = matches!(config.engine, EngineChoice::Pretended(_));
        let OpenedStore { store, place, is_on_disk, mut notices, set_aside } = opened;
        if pretended {
            notices.push(Notice {
                code: NoticeCode::Demo,
                message: "This is a demo: the engine and everything on it are pretended."
                    .to_owned(),
                next_step: "Start the console without --demo to see your own instances.".to_owned(),
            });
        }
        let (data_dir, claim) = place.unzip();
        let live = Arc::new(Live::new(Arc::clone(&config.clock), notices));
        let board = Arc::new(Board::new(config.clock));
        let search = match config.engine {
            EngineChoice::FirstThatAnswers(environment) => {
                let overruled = environment.host.is_some().then(|| {
                    "The console was started with --host, which counts more than a choice made here.".to_owned()
                });
                Search { environment: *environment, exclusive: false, overruled }
            }
            EngineChoice::Pretended(endpoint) => {
                let overruled = Some(
                    "The console was started with --demo, which counts more than a choice made here.".to_owned(),
                );
                Search { environment: Environment::only(endpoint), exclusive: true, overruled }
            }
        };
        let requests = Requests::default();
        requests.pick.send_replace(search.environment.pick.clone());
        let search = Arc::new(search);
        let console = Self {
            dashboard: DashboardService::new(Arc::clone(&live), store.clone()),
            search: Arc::clone(&search),
            requests: Arc::new(requests),
            onlookers: Arc::default(),
            logs: Arc::default(),
            tidying: Arc::default(),
            tasks: TaskTracker::new(),
            cancel: CancellationToken::new(),
            live,
            board,
            store,
            data_dir: data_dir.map(Arc::new),
            claim: Arc::new(Mutex::new(claim)),
        };
        let collector = Collector {
            live: Arc::clone(&console.live),
            board: Arc::clone(&console.board),
            store: console.store.clone(),
            search,
            requests: Arc::clone(&console.requests),
            onlookers: Arc::clone(&console.onlookers),
            sampling: config.sampling,
            cancel: console.cancel.clone(),
        };
        console.recall_pick().await;
        console.remember().await;
        if let Some(activity) = set_aside {
            crate::collector::record(&console.store, &console.live, vec![(activity, None)], None)
                .await;
        }
        let past = config.past;
        let starting = console.clone();
        console.tasks.spawn(async move {
            if let Some(past) = past {
                // Before anything is collected, for a past that comes later would not be one; and nobody has to wait for it.
                let cancel = starting.cancel.clone();
                cancel.run_until_cancelled(beginning::import(&starting.store, past)).await;
                starting.remember().await;
            }
            drop(starting);
            collector.run().await;
        });
        let disk = console
            .data_dir()
            .filter(|_| is_on_disk)
            .map(|dir| DiskMeter::new(dir.database(), console.store.retention()));
        console.spawn_until_shutdown(watch::own_cost(Arc::clone(&console.live), disk));
        if is_on_disk {
            console.spawn_until_shutdown(watch::store_health(
                Arc::clone(&console.live),
                console.store.clone(),
            ));
        }
        console
    }

    /// Begins the feed with what is remembered.
    async fn remember(&self) {
        match self.store.recent_activities(RECENT_ACTIVITIES).await {
            Ok(remembered) => self.live.remember(remembered),
            Err(error) => error!(%error, "what happened before could not be read"),
        }
    }

    /// Where it keeps its data; `None` where there is no such place, or another console has it. That the database there cannot be used is
    /// told by a notice.
    #[must_use]
    pub fn data_dir(&self) -> Option<&DataDir> {
        self.data_dir.as_deref()
    }

    /// Tells the feed of something that the console did, or that somebody did to it.
    pub(crate) async fn tell(&self, kind: ActivityKind, outcome: Outcome, detail: String) {
        let activity = Activity {
            id: 0,
            timestamp: self.now(),
            source: Source::Console,
            kind,
            subject: Subject {
                kind: SubjectKind::Console,
                id: String::new(),
                name: "console".to_owned(),
            },
            outcome,
            detail,
            exit_code: None,
            last: None,
        };
        crate::collector::record(&self.store, &self.live, vec![(activity, None)], None).await;
    }

    /// What the dashboard asks.
    pub(crate) fn dashboard(&self) -> &DashboardService {
        &self.dashboard
    }

    /// What is known now.
    pub(crate) fn live(&self) -> &Live {
        &self.live
    }

    /// The newest samples, and what they were made of.
    pub(crate) fn board(&self) -> &Board {
        &self.board
    }

    /// What is remembered.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The logs that are being read.
    pub(crate) fn log_sessions(&self) -> &LogSessions {
        &self.logs
    }

    /// Where the collector looks.
    pub(crate) fn search(&self) -> &Arc<Search> {
        &self.search
    }

    /// Whether somebody lets go of what is too much.
    pub(crate) fn tidying(&self) -> &Tidying {
        &self.tidying
    }

    /// What the collector may be asked.
    pub(crate) fn requests(&self) -> &Requests {
        &self.requests
    }

    /// A choice of the person that is remembered under this name.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn preference(&self, name: &'static str) -> Result<Option<String>, ConsoleError> {
        Ok(self.store.preference(name).await?)
    }

    /// Remembers a choice of the person.
    ///
    /// # Errors
    /// If it cannot be written.
    pub async fn prefer(&self, name: &'static str, value: String) -> Result<(), ConsoleError> {
        Ok(self.store.prefer(name, value).await?)
    }

    /// Takes note that somebody looks at these instances, for the next [`Attention::LASTS_MS`]. Sampling goes by it where the engine
    /// has to be asked.
    ///
    /// # Errors
    /// If there are more than [`Attention::MOST`].
    pub fn attend(&self, attention: Attention) -> Result<(), ConsoleError> {
        Ok(self.onlookers.attend(attention, Instant::now())?)
    }

    /// Listens to everything that happens from now on.
    #[must_use]
    pub fn subscribe(&self) -> Subscription {
        self.live.subscribe()
    }

    /// The number of the last event.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.live.read_with_seq(|_, seq| seq)
    }

    /// The time, by the console's clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.live.now()
    }

    /// Looks for an engine now rather than when the next try is due. Nothing happens while one answers, or collecting is paused.
    pub fn retry_engine(&self) {
        if self.is_collecting() && self.engine_status().engine().is_none() {
            self.requests.retry.notify_one();
        }
    }

    /// Asks the engine for the volumes' sizes. They come as events, for it can take long, and so does how far it is:
    /// [`MeasureState`]. Nothing is asked twice at the same time, nor for later while no engine answers.
    pub fn measure_storage(&self) {
        if self.engine_status().engine().is_some() {
            self.requests.measure.notify_one();
        }
    }

    /// Calls it off. Nothing happens where nothing is being measured.
    pub fn cancel_measure(&self) {
        if self.live.read(|state| matches!(state.measure, MeasureState::Running { .. })) {
            self.requests.cancel_measure.notify_one();
        }
    }

    /// Ends all work and writes what is not written yet. Bounded: what does not end within 5 s is left behind.
    pub async fn shutdown(&self) {
        self.cancel.cancel();
        self.tasks.close();
        if tokio::time::timeout(SHUTDOWN_TIMEOUT, self.tasks.wait()).await.is_err() {
            warn!("background work did not end in time");
        }
        if let Err(error) = self.store.close().await {
            error!(%error, "the database could not be closed");
        }
        self.claim.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Does work in the background until it ends, or the console does.
    pub(crate) fn spawn_until_shutdown(&self, work: impl Future<Output = ()> + Send + 'static) {
        let cancel = self.cancel.clone();
        self.tasks.spawn(async move {
            cancel.run_until_cancelled(work).await;
        });
    }
}
