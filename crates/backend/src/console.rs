//! The console's whole surface. A Tauri command and an HTTP handler are each one line over a method of [`Console`].

use crate::Clock;
use crate::asking::AskError;
use crate::attention::{AttentionError, Onlookers};
use crate::audit::AuditError;
use crate::beginning;
use crate::choosing::PickError;
use crate::collector::{Board, Collector, Requests, Search};
use crate::cost::DiskMeter;
use crate::dashboard::{DEFAULT_EVENTS, DashboardService, count_resources};
use crate::data_dir::{Claim, DataDir};
use crate::docker::endpoint::Environment;
use crate::explaining::{self, ExplainError};
use crate::glance::Glance;
use crate::hub::Subscription;
use crate::live::{Live, RECENT_ACTIVITIES};
use crate::logs::{LogSessions, LogsError};
use crate::opening::{self, OpenedStore};
use crate::options::SamplingChoice;
use crate::retaining::{RetentionError, Tidying};
use crate::store::{Store, StoreError};
use crate::watch;
use chrono::{DateTime, Utc};
use mini_aws_domain::{
    Activity, ActivityKind, Attention, DashboardStats, EngineStatus, Explanation, Instance,
    InstanceId, MeasureState, Metric, Notice, NoticeCode, Outcome, Past, Problem, ResourceSummary,
    Snapshot, Source, Subject, SubjectKind, Volume, Vpc,
};
use std::collections::HashSet;
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

/// Why the console cannot do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ConsoleError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A number cannot be explained.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// An engine cannot be chosen.
    #[error(transparent)]
    Pick(#[from] PickError),
    /// It is not taken that somebody looks at this.
    #[error(transparent)]
    Attention(#[from] AttentionError),
    /// So much is not kept.
    #[error(transparent)]
    Retention(#[from] RetentionError),
    /// The audit log does not answer this.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The engine could not be asked.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// A log cannot be read.
    #[error(transparent)]
    Logs(#[from] LogsError),
}

impl ConsoleError {
    /// The error as it crosses a door.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Explain(error) => error.problem(),
            Self::Attention(error) => error.problem(),
            Self::Pick(error) => error.problem(),
            Self::Audit(error) => error.problem(),
            Self::Retention(error) => error.problem(),
            Self::Ask(error) => error.problem(),
            Self::Logs(error) => error.problem(),
            Self::Store(error) => {
                let (code, next_step) = match error {
                    StoreError::EmptyRange => ("bad_range", "Choose an end after the beginning."),
                    StoreError::NoSuchHistory(_) => (
                        "no_history",
                        "It may be too long ago, or belong to another engine's data directory.",
                    ),
                    StoreError::Export(_) => {
                        ("export_failed", "Choose another place, or make room, and try again.")
                    }
                    _ => (
                        "store_unavailable",
                        "Look at the logs in the console's data directory; the live view goes on.",
                    ),
                };
                Problem {
                    code: code.to_owned(),
                    message: sentence(&error.to_string()),
                    next_step: next_step.to_owned(),
                }
            }
        }
    }
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

    /// Everything at this moment, and the number of the last event that is in it.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.live.read_with_seq(|state, seq| Snapshot {
            seq,
            engine: state.engine.clone(),
            summary: count_resources(&state.world),
            instances: by_name(state.world.instances(), |instance| &instance.name),
            volumes: state.world.volumes().cloned().collect(),
            vpcs: by_name(state.world.vpcs(), |vpc| &vpc.name),
            activity: state.activity.iter().cloned().collect(),
            frame: state.frame.clone(),
            own_cost: state.own_cost,
            notices: state.notices.clone(),
            measure: state.measure.clone(),
        })
    }

    /// Looks at this moment without copying it. Everything else waits until `look` returns.
    pub fn glance<T>(&self, look: impl FnOnce(Glance<'_>) -> T) -> T {
        self.live.read(|state| look(Glance::of(state)))
    }

    /// The counts.
    #[must_use]
    pub fn summary(&self) -> ResourceSummary {
        self.dashboard.get_summary()
    }

    /// Counts, recent events, and the last 15 minutes of CPU and memory.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn stats(&self) -> Result<DashboardStats, ConsoleError> {
        Ok(self.dashboard.get_stats(self.live.now()).await?)
    }

    /// The newest activities, newest first: ten, or `limit`, at most a hundred.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn recent_events(&self, limit: Option<usize>) -> Result<Vec<Activity>, ConsoleError> {
        Ok(self.dashboard.recent_events(limit.unwrap_or(DEFAULT_EVENTS)).await?)
    }

    /// Instances of any state, by name.
    #[must_use]
    pub fn instances(&self) -> Vec<Instance> {
        self.live.read(|state| by_name(state.world.instances(), |instance| &instance.name))
    }

    /// The ids of all instances; `None` as long as no engine has listed any.
    pub(crate) fn present_instances(&self) -> Option<HashSet<InstanceId>> {
        self.live.read(|state| {
            let ids = || state.world.instances().map(|instance| instance.id.clone()).collect();
            state.world.is_listed().then(ids)
        })
    }

    /// Whether an engine has listed its instances: before, that there is none means nothing.
    #[must_use]
    pub fn has_listed(&self) -> bool {
        self.live.read(|state| state.world.is_listed())
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

    /// Docker volumes, by name.
    #[must_use]
    pub fn volumes(&self) -> Vec<Volume> {
        self.live.read(|state| state.world.volumes().cloned().collect())
    }

    /// User-defined networks, by name.
    #[must_use]
    pub fn vpcs(&self) -> Vec<Vpc> {
        self.live.read(|state| by_name(state.world.vpcs(), |vpc| &vpc.name))
    }

    /// Takes note that somebody looks at these instances, for the next [`Attention::LASTS_MS`]. Sampling goes by it where the engine
    /// has to be asked.
    ///
    /// # Errors
    /// If there are more than [`Attention::MOST`].
    pub fn attend(&self, attention: Attention) -> Result<(), ConsoleError> {
        Ok(self.onlookers.attend(attention, Instant::now())?)
    }

    /// Why a number in the newest sample of an instance is what it is. While the engine is away, that is the last one that it told.
    ///
    /// # Errors
    /// If there is nothing to explain: the instance is unknown, does not run, or was not read yet.
    pub fn explain(
        &self,
        instance: &InstanceId,
        metric: Metric,
    ) -> Result<Explanation, ConsoleError> {
        Ok(explaining::explain(&self.live, &self.board, instance, metric)?)
    }

    /// Where the console stands with the engine.
    #[must_use]
    pub fn engine_status(&self) -> EngineStatus {
        self.live.read(|state| state.engine.clone())
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

/// A clause as a sentence.
pub(crate) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// Clones in the order of their names.
pub(crate) fn by_name<'a, T: Clone + 'a>(
    all: impl Iterator<Item = &'a T>,
    name: impl Fn(&T) -> &str,
) -> Vec<T> {
    let mut sorted: Vec<T> = all.cloned().collect();
    sorted.sort_by(|a, b| name(a).cmp(name(b)));
    sorted
}
