//! One look at an engine and at what was recorded, for who does not run a console: nothing is made, changed or claimed.

use crate::collector::most_telling;
use crate::dashboard::count_resources;
use crate::docker::endpoint::{BACK_TO_AUTOMATIC, Environment, candidates};
use crate::docker::{EngineClient, EngineError, EventReader, connect_first};
use crate::present::by_name;
use crate::world::World;
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt as _};
use mini_aws_domain::{
    Activity, EndpointAttempt, EngineInfo, EnginePick, Instance, ResourceSummary, Volume, Vpc,
};
use std::collections::BTreeSet;
use std::time::Duration;
use tracing::warn;

/// For how long the volumes' sizes are waited for: an engine walks through every file for them.
const MEASURE_LIMIT: Duration = Duration::from_secs(2);

/// An engine that answers, and the places that were tried before it.
#[derive(Debug)]
pub struct Engine {
    client: EngineClient,
    attempts: Vec<EndpointAttempt>,
}

/// No engine answers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct NoEngine {
    /// In a sentence: what is wrong at the place that tells most.
    pub reason: String,
    /// In a sentence: what to do about it.
    pub next_step: String,
    /// Every place with why it failed, in the order in which they were tried.
    pub attempts: Vec<EndpointAttempt>,
}

/// What an engine has, at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Inventory {
    /// The counts.
    pub summary: ResourceSummary,
    /// Containers of any state, by name.
    pub instances: Vec<Instance>,
    /// Docker volumes, by name. Their sizes are absent where the engine takes long to measure them.
    pub volumes: Vec<Volume>,
    /// User-defined networks, by name.
    pub vpcs: Vec<Vpc>,
}

impl Engine {
    /// Finds the first engine that answers, in the order of [`candidates`]; with `exclusive` the first place is the only one that
    /// counts, as where the person named it for this very question.
    ///
    /// # Errors
    /// [`NoEngine`]
    pub async fn find(environment: &Environment, exclusive: bool) -> Result<Self, NoEngine> {
        let looked = environment.clone();
        // Contexts and sockets are looked up in the file system.
        let listed = tokio::task::spawn_blocking(move || candidates(&looked)).await;
        let mut places = listed.unwrap_or_else(|error| {
            warn!(%error, "the places to look for an engine could not be listed");
            Vec::new()
        });
        if exclusive {
            places.truncate(1);
        }
        match connect_first(environment, places).await {
            Ok((client, attempts)) => Ok(Self { client, attempts }),
            Err(attempts) => {
                let none = NoEngine::of(attempts);
                let is_picked =
                    environment.host.is_none() && environment.pick != EnginePick::Automatic;
                Err(if is_picked { none.of_pick() } else { none })
            }
        }
    }

    /// What it said about itself.
    #[must_use]
    pub fn info(&self) -> &EngineInfo {
        self.client.info()
    }

    /// The places that were tried before it and failed.
    #[must_use]
    pub fn attempts(&self) -> &[EndpointAttempt] {
        &self.attempts
    }

    /// Lists everything, as a console that has watched for a while would show it. With `sizes` the volumes are measured, if the engine
    /// does that within two seconds.
    ///
    /// # Errors
    /// If the engine fails to list its instances, volumes or networks.
    pub async fn inventory(&self, sizes: bool) -> Result<Inventory, EngineError> {
        let instances = async {
            let listed = self.client.list_instances().await?;
            Ok::<_, EngineError>(self.client.add_details(listed).await)
        };
        let sizes = async {
            if !sizes {
                return None;
            }
            match tokio::time::timeout(MEASURE_LIMIT, self.client.measure_volumes()).await {
                Ok(Ok(sizes)) => Some(sizes),
                Ok(Err(error)) => {
                    warn!(%error, "the volumes could not be measured");
                    None
                }
                Err(_) => None,
            }
        };
        let (instances, volumes, vpcs, sizes) =
            tokio::join!(instances, self.client.list_volumes(), self.client.list_vpcs(), sizes);
        let mut world = World::default();
        world.replace_instances(instances?, &BTreeSet::new());
        world.replace_volumes(volumes?);
        world.replace_vpcs(vpcs?);
        world.measured(sizes.unwrap_or_default(), None);
        Ok(Inventory {
            summary: count_resources(&world),
            instances: by_name(world.instances(), |instance| &instance.name),
            volumes: world.volumes().cloned().collect(),
            vpcs: by_name(world.vpcs(), |vpc| &vpc.name),
        })
    }

    /// What happened between two moments as the feed tells it, oldest first, as far as the engine remembers. The entries have no
    /// numbers: a store gives them.
    ///
    /// # Errors
    /// If the engine does not tell.
    pub async fn activities_between(
        &self,
        since: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Activity>, EngineError> {
        let events = self.client.events_between(nanos(since), nanos(until)).await?;
        let mut reader = EventReader::new(self.info().kind);
        Ok(events.iter().filter_map(|event| reader.activity(event)).collect())
    }

    /// What happens from now on as the feed tells it, after a replay of what happened since a moment. It ends with an error when the
    /// engine goes away.
    pub fn activities_from(
        &self,
        since: DateTime<Utc>,
    ) -> impl Stream<Item = Result<Activity, EngineError>> + Send + use<> {
        let mut reader = EventReader::new(self.info().kind);
        self.client.events(nanos(since)).filter_map(move |event| {
            let told = event.map(|event| reader.activity(&event)).transpose();
            std::future::ready(told)
        })
    }
}

impl NoEngine {
    /// The same of the one that the person picked.
    fn of_pick(self) -> Self {
        Self { next_step: format!("{} {BACK_TO_AUTOMATIC}", self.next_step), ..self }
    }

    fn of(attempts: Vec<EndpointAttempt>) -> Self {
        let telling = most_telling(&attempts);
        let reason = telling.map_or_else(
            || "No Docker engine was found on this machine.".to_owned(),
            |attempt| attempt.reason.clone(),
        );
        let next_step = telling.map_or_else(
            || "Start Docker or Podman, or name an engine with --host.".to_owned(),
            |attempt| attempt.next_step.clone(),
        );
        Self { reason, next_step, attempts }
    }
}

fn nanos(moment: DateTime<Utc>) -> i64 {
    moment.timestamp_nanos_opt().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_demo::{Config, DemoEngine};

    #[tokio::test]
    async fn one_look_sees_what_there_is() {
        let demo = DemoEngine::start(Config { instances: 5, ..Config::default() }).await.unwrap();
        let engine = Engine::find(&Environment::only(demo.endpoint()), true).await.unwrap();
        let inventory = engine.inventory(true).await.unwrap();
        assert_eq!(inventory.summary.total_instances, 5);
        assert_eq!(inventory.instances.len(), 5);
        assert!(inventory.instances.iter().any(|instance| instance.started_at.is_some()));
        assert!(inventory.instances.is_sorted_by_key(|instance| &instance.name));
        assert_eq!(inventory.volumes.len() as u64, inventory.summary.total_volumes);
        assert!(inventory.volumes.iter().all(|volume| volume.size_bytes.is_some()));
        demo.shutdown().await;
    }

    #[tokio::test]
    async fn what_happened_is_told_once_and_what_happens_as_it_happens() {
        let demo = DemoEngine::start(Config { instances: 5, ..Config::default() }).await.unwrap();
        let engine = Engine::find(&Environment::only(demo.endpoint()), true).await.unwrap();
        let name = engine.inventory(true).await.unwrap().instances[0].name.clone();
        let began = demo.now();
        demo.restart_instance(&name).unwrap();
        let told = engine.activities_between(began, demo.now()).await.unwrap();
        assert!(told.iter().any(|activity| activity.subject.name == name), "{told:?}");
        let mut follow = Box::pin(engine.activities_from(demo.now()));
        demo.restart_instance(&name).unwrap();
        let next = follow.next().await.unwrap().unwrap();
        assert_eq!(next.subject.name, name);
        demo.stop_listening().await.unwrap();
        while let Some(Ok(_)) = follow.next().await {}
        demo.shutdown().await;
    }

    #[tokio::test]
    async fn a_place_without_an_engine_says_why() {
        let nowhere = Environment::only("unix:///nowhere.sock");
        let none = Engine::find(&nowhere, true).await.unwrap_err();
        assert_eq!(none.attempts.len(), 1);
        assert!(none.reason.contains("/nowhere.sock"), "{none:?}");
        assert!(!none.next_step.is_empty());
    }
}
