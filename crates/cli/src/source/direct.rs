//! The engine and the database themselves, without a console.

use crate::error::CliError;
use crate::say;
use crate::source::now;
use chrono::{DateTime, TimeDelta};
use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_backend::reading::{Engine, NoEngine};
use mini_aws_backend::store::Records;
use mini_aws_backend::{CommonOptions, DataDir, EngineChoice};
use mini_aws_demo::{Config, DemoEngine};
use mini_aws_domain::{Activity, EnginePick, EngineStatus, PastInstance, Snapshot};
use std::sync::atomic::{AtomicBool, Ordering};

/// How far back an engine is asked for what happened, as a console does that never saw it.
const LOOK_BACK: TimeDelta = TimeDelta::hours(1);
/// How many instances are known at most: those seen last.
const MOST_KNOWN: u32 = 2_000;

/// The engine and the database.
#[derive(Debug)]
pub struct Direct {
    environment: Environment,
    /// Only the first place counts: the person named it for this very command, or it is pretended.
    exclusive: bool,
    /// The person named it.
    is_named: bool,
    /// The choice that is remembered counts more than `DOCKER_HOST`, which was not told yet.
    overrules_variable: AtomicBool,
    demo: Option<DemoEngine>,
    dir: Option<DataDir>,
}

impl Direct {
    /// Starts the pretend engine if that is wanted. Whether a real one answers shows when it is asked.
    ///
    /// # Errors
    /// [`CliError::Demo`]
    pub async fn new(common: &CommonOptions, dir: Option<DataDir>) -> Result<Self, CliError> {
        let demo = match common.demo {
            Some(instances) => {
                Some(DemoEngine::start(Config::lively(usize::from(instances))).await?)
            }
            None => None,
        };
        let mut environment = match &demo {
            Some(demo) => Environment::only(demo.endpoint()),
            None => Environment::from_process(common.host.clone()),
        };
        if let Some(dir) = &dir {
            environment.pick = picked(dir).await;
        }
        let is_named = environment.host.is_some();
        let exclusive = demo.is_some() || is_named;
        let overrules_variable = !is_named
            && environment.docker_host.is_some()
            && environment.pick != EnginePick::Automatic;
        let overrules_variable = AtomicBool::new(overrules_variable);
        Ok(Self { environment, exclusive, is_named, overrules_variable, demo, dir })
    }

    /// The engine.
    ///
    /// # Errors
    /// [`NoEngine`]
    pub async fn engine(&self) -> Result<Engine, NoEngine> {
        if self.overrules_variable.swap(false, Ordering::Relaxed) {
            say(
                "The engine that was chosen in the console is used, although DOCKER_HOST is set. --host names another one for one command; “Automatic” on the engine page goes by DOCKER_HOST.",
            );
        }
        let engine = Engine::find(&self.environment, self.exclusive).await?;
        if let Some(failed) = engine.attempts().iter().find(|attempt| attempt.named) {
            let other = engine.info();
            say(&format!(
                "{} failed, so this is the engine of {} ({}). {} {}",
                failed.found_by, other.found_by, other.endpoint, failed.reason, failed.next_step
            ));
        }
        Ok(engine)
    }

    /// What a console would watch.
    pub fn choice(&self) -> EngineChoice {
        match &self.demo {
            Some(demo) => EngineChoice::Pretended(demo.endpoint()),
            None => EngineChoice::FirstThatAnswers(Box::new(self.environment.clone())),
        }
    }

    /// Everything that the engine has; volumes with their sizes where those are wanted and had soon.
    ///
    /// # Errors
    /// [`CliError::NoEngine`], [`CliError::Engine`]
    pub async fn snapshot(&self, sizes: bool) -> Result<Snapshot, CliError> {
        let engine = self.engine().await?;
        let inventory = engine.inventory(sizes).await?;
        Ok(Snapshot {
            seq: 0,
            engine: EngineStatus::Connected {
                since: now(),
                engine: engine.info().clone(),
                attempts: engine.attempts().to_vec(),
            },
            summary: inventory.summary,
            instances: inventory.instances,
            volumes: inventory.volumes,
            vpcs: inventory.vpcs,
            activity: Vec::new(),
            frame: None,
            own_cost: None,
            notices: Vec::new(),
            measure: mini_aws_domain::MeasureState::Idle,
        })
    }

    /// What was recorded and, from where that ends, what the engine tells; oldest first.
    ///
    /// # Errors
    /// [`CliError::Store`]; [`CliError::NoEngine`] and [`CliError::Engine`] where nothing was recorded either, or the person named the
    /// engine: what was recorded may be another one's.
    pub async fn activities(&self, limit: usize) -> Result<Vec<Activity>, CliError> {
        let records = self.records()?;
        let mut told = match &records {
            Some(records) => records.recent_activities(limit).await?,
            None => Vec::new(),
        };
        told.reverse();
        match self.news(records.as_ref()).await {
            Ok(news) => told.extend(news),
            Err(error) if told.is_empty() => return Err(error),
            Err(error) if self.is_named => {
                say(
                    "That engine tells nothing. What was recorded, maybe of another one, is told without --host.",
                );
                return Err(error);
            }
            Err(error) => say(&format!("This is what was recorded. {error}")),
        }
        told.sort_by_key(|activity| activity.timestamp);
        told.drain(..told.len().saturating_sub(limit));
        Ok(told)
    }

    /// What the engine tells that no console has recorded.
    async fn news(&self, records: Option<&Records>) -> Result<Vec<Activity>, CliError> {
        let engine = self.engine().await?;
        let until = now();
        let since = match records {
            Some(records) => records.followed_to(&engine.info().endpoint).await?,
            None => None,
        };
        // The event itself is recorded: the next one is news.
        let since = since.map(|nanos| DateTime::from_timestamp_nanos(nanos.saturating_add(1)));
        Ok(engine.activities_between(since.unwrap_or(until - LOOK_BACK), until).await?)
    }

    /// The instances that were recorded: of others there is no history.
    ///
    /// # Errors
    /// [`CliError::Store`]
    pub async fn known(&self) -> Result<Vec<PastInstance>, CliError> {
        match self.records()? {
            Some(records) => Ok(records.known_instances(MOST_KNOWN).await?),
            None => Ok(Vec::new()),
        }
    }

    /// What was recorded; `None` if nothing was.
    ///
    /// # Errors
    /// [`CliError::Store`]
    pub fn records(&self) -> Result<Option<Records>, CliError> {
        match &self.dir {
            Some(dir) => Ok(Records::at(&dir.database())?),
            None => Ok(None),
        }
    }

    /// Ends the pretend engine.
    pub async fn close(self) {
        if let Some(demo) = self.demo {
            demo.shutdown().await;
        }
    }
}

/// Which engine the person picked in the console of this data directory.
async fn picked(dir: &DataDir) -> EnginePick {
    let picked = match Records::at(&dir.database()) {
        Ok(Some(records)) => records.engine_pick().await,
        Ok(None) => return EnginePick::Automatic,
        Err(error) => Err(error),
    };
    picked.unwrap_or_else(|error| {
        say(&format!("Which engine was chosen is not known: {error}."));
        EnginePick::Automatic
    })
}
