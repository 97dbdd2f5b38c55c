//! The console's whole surface. A Tauri command and an HTTP handler are each one line over a method of [`Console`].

use crate::Clock;
use crate::collector::{Collector, Requests, Search};
use crate::cost::{COST_INTERVAL, CostMeter};
use crate::dashboard::{DEFAULT_EVENTS, DashboardService, MAX_EVENTS, count_resources};
use crate::data_dir::{DataDir, DataDirError};
use crate::docker::endpoint::Environment;
use crate::hub::Subscription;
use crate::live::Live;
use crate::store::{SetAsideReason, Store, StoreError, StoreHealth};
use chrono::{DateTime, Utc};
use mini_aws_domain::{
    Activity, ActivityKind, DashboardStats, EngineStatus, Instance, Notice, NoticeCode, Outcome,
    OwnCost, Problem, ResourceSummary, Snapshot, Source, Subject, SubjectKind, Volume, Vpc,
};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
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
}

impl ConsoleError {
    /// The error as it crosses a door.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Store(error) => Problem {
                code: "store_unavailable".to_owned(),
                message: error.to_string(),
                next_step:
                    "Look at the logs in the console's data directory; the live view goes on."
                        .to_owned(),
            },
        }
    }
}

/// A running console. Clones share it.
#[derive(Clone)]
pub struct Console {
    live: Arc<Live>,
    store: Store,
    dashboard: DashboardService,
    requests: Arc<Requests>,
    tasks: TaskTracker,
    cancel: CancellationToken,
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
        let (store, mut notices, set_aside) = open_store(&config, pretended).await;
        if pretended {
            notices.push(Notice {
                code: NoticeCode::Demo,
                message: "This is a demo: the engine and everything on it are pretended."
                    .to_owned(),
                next_step: "Start the console without --demo to see your own instances.".to_owned(),
            });
        }
        let on_disk = notices.iter().all(|notice| notice.code != NoticeCode::NotRecording);
        let live = Arc::new(Live::new(Arc::clone(&config.clock), notices));
        let search = match config.engine {
            EngineChoice::FirstThatAnswers(environment) => {
                Search { environment: *environment, exclusive: false }
            }
            EngineChoice::Pretended(endpoint) => {
                Search { environment: Environment::only(endpoint), exclusive: true }
            }
        };
        let console = Self {
            dashboard: DashboardService::new(Arc::clone(&live), store.clone()),
            requests: Arc::default(),
            tasks: TaskTracker::new(),
            cancel: CancellationToken::new(),
            live,
            store,
        };
        let collector = Collector {
            live: Arc::clone(&console.live),
            store: console.store.clone(),
            search,
            requests: Arc::clone(&console.requests),
            cancel: console.cancel.clone(),
        };
        if let Some(activity) = set_aside {
            crate::collector::record(&console.store, &console.live, vec![(activity, None)], None)
                .await;
        }
        console.tasks.spawn(collector.run());
        console.spawn_until_shutdown(watch_cost(Arc::clone(&console.live)));
        if on_disk {
            console.spawn_until_shutdown(watch_health(
                Arc::clone(&console.live),
                console.store.clone(),
            ));
        }
        console
    }

    /// Everything at this moment, and the number of the last event that is in it.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn snapshot(&self) -> Result<Snapshot, ConsoleError> {
        // The feed is read first: an entry that comes meanwhile has a later number than the snapshot and is sent as an event.
        let activity = self.dashboard.recent_events(MAX_EVENTS).await?;
        let mut snapshot = self.live.read_with_seq(|state, seq| Snapshot {
            seq,
            engine: state.engine.clone(),
            summary: count_resources(&state.world),
            instances: state.world.instances().cloned().collect(),
            volumes: state.world.volumes().cloned().collect(),
            vpcs: state.world.vpcs().cloned().collect(),
            activity,
            frame: state.frame.clone(),
            own_cost: state.own_cost,
            notices: state.notices.clone(),
        });
        snapshot.instances.sort_by(|a, b| a.name.cmp(&b.name));
        snapshot.vpcs.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(snapshot)
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

    /// Instances of any state.
    #[must_use]
    pub fn instances(&self) -> Vec<Instance> {
        self.live.read(|state| state.world.instances().cloned().collect())
    }

    /// Docker volumes.
    #[must_use]
    pub fn volumes(&self) -> Vec<Volume> {
        self.live.read(|state| state.world.volumes().cloned().collect())
    }

    /// User-defined networks.
    #[must_use]
    pub fn vpcs(&self) -> Vec<Vpc> {
        self.live.read(|state| state.world.vpcs().cloned().collect())
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

    /// Looks for an engine now rather than when the next try is due. Nothing happens while one answers.
    pub fn retry_engine(&self) {
        if self.engine_status().engine().is_none() {
            self.requests.retry.notify_one();
        }
    }

    /// Asks the engine for the volumes' sizes. They come as events, for it can take long.
    pub fn measure_storage(&self) {
        self.requests.measure.notify_one();
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
    }

    fn spawn_until_shutdown(&self, work: impl Future<Output = ()> + Send + 'static) {
        let cancel = self.cancel.clone();
        self.tasks.spawn(async move {
            cancel.run_until_cancelled(work).await;
        });
    }
}

/// Opens the store, or one in memory where that fails, and says so.
async fn open_store(
    config: &ConsoleConfig,
    pretended: bool,
) -> (Store, Vec<Notice>, Option<Activity>) {
    let now = (config.clock)();
    let wanted = config.data_dir.clone();
    let opened = tokio::task::spawn_blocking(move || {
        // What is pretended must not mix with what is remembered of real engines; a directory that the person named is theirs to choose.
        let part = (pretended && wanted.is_none()).then_some("demo");
        let dir = DataDir::open(wanted.as_deref(), part)?;
        Ok::<_, OpenError>(Store::open(&dir.database(), now)?)
    })
    .await;
    let error = match opened {
        Ok(Ok(opened)) => {
            let Some(aside) = opened.set_aside else {
                return (opened.store, Vec::new(), None);
            };
            let (code, what) = match aside.reason {
                SetAsideReason::Unreadable => (NoticeCode::DatabaseUnreadable, "could not be read"),
                SetAsideReason::Newer => {
                    (NoticeCode::DatabaseNewer, "was written by a newer version of the console")
                }
            };
            let place = aside.moved_to.display().to_string();
            let notice = Notice {
                code,
                message: format!(
                    "The database {what} ({}), so a fresh one was made.",
                    aside.detail
                ),
                next_step: format!("Nothing is lost: the old one is kept at {place}."),
            };
            let activity = Activity {
                id: 0,
                timestamp: now,
                source: Source::Console,
                kind: ActivityKind::SetAside,
                subject: Subject {
                    kind: SubjectKind::Console,
                    id: String::new(),
                    name: "console".to_owned(),
                },
                outcome: Outcome::Warning,
                detail: format!("kept at {place}"),
                exit_code: None,
            };
            return (opened.store, vec![notice], Some(activity));
        }
        Ok(Err(error)) => error.to_string(),
        Err(join) => join.to_string(),
    };
    error!(%error, "the database cannot be used");
    let notice = Notice {
        code: NoticeCode::NotRecording,
        message: format!("Nothing is remembered beyond this run: {error}."),
        next_step:
            "Make the data directory writable, or name another with --data-dir, and start again."
                .to_owned(),
    };
    (Store::in_memory(), vec![notice], None)
}

/// Why there is no database on disk.
#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error(transparent)]
    Directory(#[from] DataDirError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Measures the console's own cost for as long as it runs.
async fn watch_cost(live: Arc<Live>) {
    let mut meter = CostMeter::new();
    let mut ticker = tokio::time::interval(COST_INTERVAL);
    ticker.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        ticker.tick().await;
        let measured = tokio::task::spawn_blocking(move || (meter.measure(), meter)).await;
        let Ok((cost, kept)) = measured else { return };
        meter = kept;
        if let Some(cost) = cost {
            let watched = live.read(|state| state.watched);
            live.set_own_cost(OwnCost {
                cpu_percent: cost.cpu_percent,
                memory_bytes: cost.memory_bytes,
                watched_instances: watched as u64,
                interval_ms: u32::try_from(crate::collector::TICK.as_millis()).unwrap_or(u32::MAX),
            });
        }
    }
}

/// Says when the store stops recording, and when it goes on.
async fn watch_health(live: Arc<Live>, store: Store) {
    let mut health = store.health();
    loop {
        let notice = match &*health.borrow_and_update() {
            StoreHealth::Recording => None,
            StoreHealth::Paused { reason } => Some(Notice {
                code: NoticeCode::NotRecording,
                message: format!("Recording is paused: {reason}."),
                next_step: "Make room on the disk; recording goes on by itself.".to_owned(),
            }),
        };
        live.set_notice(NoticeCode::NotRecording, notice);
        if health.changed().await.is_err() {
            return;
        }
    }
}
