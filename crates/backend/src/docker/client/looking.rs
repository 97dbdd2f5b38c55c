//! What is asked by who looks once and does not stay.

use super::super::events;
use super::super::inventory::{self, Listed};
use super::{EngineClient, EngineError, EngineEvent, answer, seconds};
use bollard::query_parameters::{EventsOptionsBuilder, InspectContainerOptions};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use std::time::Duration;
use tracing::warn;

/// How many instances are inspected at once.
const AT_ONCE: usize = 16;
/// How long an engine may tell of the past.
const REPLAY: Duration = Duration::from_secs(2);

impl EngineClient {
    /// Adds what only inspection tells to instances that were listed, a few at a time. One that is gone by now, or that cannot be
    /// inspected, stays as it was listed.
    pub(crate) async fn add_details(&self, listed: Vec<Listed>) -> Vec<Listed> {
        let detailed = listed.into_iter().map(|mut row| async move {
            let instance = &mut row.instance;
            let id = instance.id.as_str();
            let asked = self.docker.inspect_container(id, None::<InspectContainerOptions>);
            match answer("inspect a container", asked).await {
                Ok(inspected) => inventory::add_details(instance, inspected),
                Err(error) if error.is_not_found() => {}
                Err(error) => warn!(instance = instance.id.short(), %error, "not inspected"),
            }
            row
        });
        stream::iter(detailed).buffered(AT_ONCE).collect().await
    }

    /// What happened to containers, volumes and networks between two moments (nanoseconds since the epoch, by the engine's clock), as far
    /// as the engine remembers: Docker keeps its last 256 events. An engine whose clock is behind waits for the second moment to come; it is
    /// not waited for longer than two seconds, for what it remembers comes first.
    ///
    /// # Errors
    /// If the engine breaks off.
    pub async fn events_between(
        &self,
        since_nanos: i64,
        until_nanos: i64,
    ) -> Result<Vec<EngineEvent>, EngineError> {
        let options = EventsOptionsBuilder::new()
            .since(&seconds(since_nanos))
            .until(&seconds(until_nanos))
            .filters(&events::filters(self.info.kind))
            .build();
        let told = self.docker.events(Some(options)).take_until(tokio::time::sleep(REPLAY));
        let messages = told.map_err(|source| EngineError::Cut { source }).try_collect::<Vec<_>>();
        Ok(messages.await?.into_iter().filter_map(events::read).collect())
    }
}
