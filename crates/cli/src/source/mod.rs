//! Where answers come from: the console that runs, or else the engine and the database themselves.

mod direct;
mod running;

pub use direct::Direct;
pub use running::Running;

use crate::error::CliError;
use chrono::{DateTime, Utc};
use mini_aws_backend::docker::endpoint::{Endpoint, Platform};
use mini_aws_backend::{CommonOptions, DataDir, DataDirError};
use mini_aws_domain::{Activity, NoticeCode, PastInstance, ResourceSummary, Snapshot};

/// Where answers come from.
#[derive(Debug)]
pub enum Source {
    /// The console of this data directory, which runs.
    Console(Running),
    /// The engine and the database, without a console.
    Engine(Box<Direct>),
}

impl Source {
    /// The console that runs if it is one that answers what is asked, or the engine.
    ///
    /// # Errors
    /// If a console runs and cannot be asked, or the pretend engine that is wanted does not start.
    pub async fn find(common: &CommonOptions) -> Result<Self, CliError> {
        let dir = data_dir(common)?;
        if let Some(dir) = &dir
            && let Some(running) = Running::of(dir).await?
            && is_meant(common, &running).await?
        {
            return Ok(Self::Console(running));
        }
        Ok(Self::Engine(Box::new(Direct::new(common, dir).await?)))
    }

    /// The counts.
    ///
    /// # Errors
    /// [`CliError::NoEngine`] where no engine answers, and whatever else keeps the source from telling.
    pub async fn summary(&self) -> Result<ResourceSummary, CliError> {
        match self {
            Self::Console(running) => running.summary().await,
            Self::Engine(direct) => Ok(direct.snapshot(true).await?.summary),
        }
    }

    /// Everything at this moment. Without a console there is no frame and no activity in it, and volumes have sizes only where those are
    /// wanted, for measuring them can take the engine long.
    ///
    /// # Errors
    /// As [`Source::summary`].
    pub async fn snapshot(&self, sizes: bool) -> Result<Snapshot, CliError> {
        match self {
            Self::Console(running) => running.snapshot().await,
            Self::Engine(direct) => direct.snapshot(sizes).await,
        }
    }

    /// The newest activities, oldest first.
    ///
    /// # Errors
    /// If neither the console nor, without one, engine or database tell any.
    pub async fn activities(&self, limit: usize) -> Result<Vec<Activity>, CliError> {
        match self {
            Self::Console(running) => running.activities(limit).await,
            Self::Engine(direct) => direct.activities(limit).await,
        }
    }

    /// The instances of which there may be history: those that exist, and those that are gone.
    ///
    /// # Errors
    /// If the console or the database does not tell.
    pub async fn known(&self) -> Result<Vec<PastInstance>, CliError> {
        match self {
            Self::Console(running) => running.known().await,
            Self::Engine(direct) => direct.known().await,
        }
    }

    /// Lets go of what was started for the answers.
    pub async fn close(self) {
        match self {
            Self::Console(_) => {}
            Self::Engine(direct) => direct.close().await,
        }
    }
}

/// The directory where a console would keep its data, whether it is there or not; `None` where the platform names none.
///
/// # Errors
/// [`CliError::DataDir`]
pub fn data_dir(common: &CommonOptions) -> Result<Option<DataDir>, CliError> {
    match DataDir::of_reader(common.data_dir.as_deref(), common.demo.is_some()) {
        Ok(dir) => Ok(Some(dir)),
        Err(DataDirError::NoHome) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether the person means the engine that the console watches: who names one wants that one and no other.
async fn is_meant(common: &CommonOptions, running: &Running) -> Result<bool, CliError> {
    if let Some(host) = &common.host {
        let wanted = Endpoint::parse(host, Platform::default());
        let wanted = wanted.map_or_else(|_| host.clone(), |endpoint| endpoint.to_string());
        return Ok(running.engine().await?.engine().is_some_and(|it| it.endpoint == wanted));
    }
    if common.demo.is_some() && common.data_dir.is_some() {
        let notices = running.notices().await?;
        return Ok(notices.iter().any(|notice| notice.code == NoticeCode::Demo));
    }
    Ok(true)
}

/// The time. It is asked for here, and handed on.
pub fn now() -> DateTime<Utc> {
    Utc::now()
}
