//! The console that runs, asked over its socket.

use crate::error::CliError;
use crate::say;
use crate::source::now;
use futures_util::{Stream, TryStreamExt as _};
use mini_aws_backend::DataDir;
use mini_aws_backend::local::{AboutConsole, LocalClient, LocalError, Socket};
use mini_aws_backend::reading::NoEngine;
use mini_aws_domain::{
    Activity, EngineStatus, Instance, Notice, PastInstance, ResourceSummary, Snapshot,
};
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::time::Instant;

/// For how long a console that is starting is waited for.
const STARTING: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(50);

/// The console that runs.
#[derive(Debug)]
pub struct Running {
    client: LocalClient,
    dir: DataDir,
}

impl Running {
    /// The console of this directory; `None` if none runs.
    ///
    /// # Errors
    /// [`CliError::Local`]
    pub async fn of(dir: &DataDir) -> Result<Option<Self>, CliError> {
        match LocalClient::connect(dir, Socket::Console).await {
            Ok(client) => Ok(client.map(|client| Self { client, dir: dir.clone() })),
            Err(error) => Err(CliError::local(error, dir).await),
        }
    }

    /// Everything at this moment, whatever it stands for.
    ///
    /// # Errors
    /// [`CliError::ConsoleEnded`], [`CliError::Local`]
    pub async fn look(&self) -> Result<Snapshot, CliError> {
        match self.client.get("/api/snapshot").await {
            Err(LocalError::Io(_)) => Err(CliError::ConsoleEnded),
            Err(error) => Err(CliError::local(error, &self.dir).await),
            Ok(snapshot) => Ok(snapshot),
        }
    }

    /// What comes bit by bit, and no bit later than `idle` after the one before. It takes a connection of its own, for other questions
    /// would have to wait for its end.
    ///
    /// # Errors
    /// [`CliError::ConsoleEnded`], [`CliError::Local`]; the same in the stream.
    pub async fn stream(
        &self,
        path: &str,
        idle: Duration,
    ) -> Result<impl Stream<Item = Result<Vec<u8>, CliError>> + Unpin + use<>, CliError> {
        let own = Self::of(&self.dir).await?.ok_or(CliError::ConsoleEnded)?;
        let stream = match own.client.stream(path, idle).await {
            Ok(stream) => stream,
            Err(error) => return Err(CliError::local(error, &self.dir).await),
        };
        // Its connection lasts as long as there is somebody to ask by it.
        let dir = self.dir.clone();
        let pieces = stream.map_ok(move |bytes| {
            let _open = &own;
            bytes.to_vec()
        });
        Ok(Box::pin(pieces.or_else(move |error| {
            let dir = dir.clone();
            async move {
                Err(match error {
                    LocalError::Io(_) => CliError::ConsoleEnded,
                    error => CliError::local(error, &dir).await,
                })
            }
        })))
    }

    /// Where it stands with the engine.
    ///
    /// # Errors
    /// [`CliError::Local`]
    pub async fn engine(&self) -> Result<EngineStatus, CliError> {
        self.get("/api/engine").await
    }

    /// What the person should know about it.
    ///
    /// # Errors
    /// [`CliError::Local`]
    pub async fn notices(&self) -> Result<Vec<Notice>, CliError> {
        Ok(self.look().await?.notices)
    }

    /// The counts, once it has any.
    ///
    /// # Errors
    /// [`CliError::NoEngine`], [`CliError::NothingListed`], [`CliError::Local`]
    pub async fn summary(&self) -> Result<ResourceSummary, CliError> {
        self.settled(async || {
            let summary: ResourceSummary = self.get("/api/dashboard/summary").await?;
            Ok((summary, self.engine().await?))
        })
        .await
    }

    /// Everything at this moment, once it has anything.
    ///
    /// # Errors
    /// [`CliError::NoEngine`], [`CliError::NothingListed`], [`CliError::Local`]
    pub async fn snapshot(&self) -> Result<Snapshot, CliError> {
        self.settled(async || {
            let snapshot = self.look().await?;
            let status = snapshot.engine.clone();
            Ok((snapshot, status))
        })
        .await
    }

    /// The newest activities, oldest first.
    ///
    /// # Errors
    /// [`CliError::Local`]
    pub async fn activities(&self, limit: usize) -> Result<Vec<Activity>, CliError> {
        let path = format!("/api/dashboard/events?limit={limit}");
        let mut newest: Vec<Activity> = self.get(&path).await?;
        newest.reverse();
        Ok(newest)
    }

    /// The instances of which there may be history.
    ///
    /// # Errors
    /// [`CliError::Local`]
    pub async fn known(&self) -> Result<Vec<PastInstance>, CliError> {
        let present: Vec<Instance> = self.get("/api/instances").await?;
        let mut known: Vec<PastInstance> = present.into_iter().map(present_as_known).collect();
        known.extend(self.get::<Vec<PastInstance>>("/api/instances/past").await?);
        Ok(known)
    }

    /// Asks until the console knows what its engine has.
    async fn settled<T>(
        &self,
        ask: impl AsyncFn() -> Result<(T, EngineStatus), CliError>,
    ) -> Result<T, CliError> {
        let deadline = Instant::now() + STARTING;
        loop {
            // Asked before the answer, which then has what was listed.
            let about: AboutConsole = self.get("/local/console").await?;
            let (answer, status) = ask().await?;
            let is_early = match &status {
                EngineStatus::Connecting => true,
                EngineStatus::Connected { .. } => !about.has_listed,
                EngineStatus::Away { reason, next_step, attempts, .. } => {
                    return Err(NoEngine {
                        reason: reason.clone(),
                        next_step: next_step.clone(),
                        attempts: attempts.clone(),
                    }
                    .into());
                }
                EngineStatus::Paused { .. } => {
                    say("Collecting is paused, so this is how things were then.");
                    false
                }
            };
            if !is_early {
                return Ok(answer);
            }
            if Instant::now() > deadline {
                if status.engine().is_some() {
                    return Err(CliError::NothingListed);
                }
                return Err(NoEngine {
                    reason: "The console is still looking for an engine.".to_owned(),
                    next_step: "Try again in a moment.".to_owned(),
                    attempts: status.attempts().to_vec(),
                }
                .into());
            }
            tokio::time::sleep(POLL).await;
        }
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, CliError> {
        match self.client.get(path).await {
            Ok(answer) => Ok(answer),
            Err(error) => Err(CliError::local(error, &self.dir).await),
        }
    }
}

/// What history has of an instance that exists.
pub fn present_as_known(instance: Instance) -> PastInstance {
    PastInstance {
        id: instance.id,
        name: instance.name,
        image: instance.image,
        project: instance.project,
        service: instance.service,
        first_seen: instance.created_at,
        last_seen: now(),
    }
}
