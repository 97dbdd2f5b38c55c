//! Looking at one instance anew.

use super::super::inventory::{self, Addresses};
use super::{EngineClient, EngineError, answer};
use crate::kernel::Process;
use bollard::query_parameters::{InspectContainerOptions, ListContainersOptionsBuilder};
use mini_aws_domain::{Instance, InstanceId};
use std::collections::HashMap;

/// An instance with all that the engine tells of it.
#[derive(Debug)]
pub(crate) struct Inspected {
    /// The instance.
    pub(crate) instance: Instance,
    /// Where it is in its networks.
    pub(crate) addresses: Addresses,
    /// The process that it runs as, if it does.
    pub(crate) process: Option<Process>,
}

impl EngineClient {
    /// Looks at one instance anew; `None` if it is gone.
    ///
    /// # Errors
    /// If the engine fails to answer, other than by saying that there is no such container.
    pub(crate) async fn refresh(&self, id: &InstanceId) -> Result<Option<Inspected>, EngineError> {
        let filters = HashMap::from([("id".to_owned(), vec![id.as_str().to_owned()])]);
        let options = ListContainersOptionsBuilder::new().all(true).filters(&filters).build();
        // Somebody waits to see what happened, so the two are asked at once. What inspection says of the state counts.
        let (listed, inspected) = tokio::join!(
            answer("list a container", self.docker.list_containers(Some(options))),
            answer(
                "inspect a container",
                self.docker.inspect_container(id.as_str(), None::<InspectContainerOptions>),
            )
        );
        let inspected = match inspected {
            Ok(inspected) => inspected,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error),
        };
        let listed = listed?.into_iter().filter_map(inventory::instance);
        let Some(mut instance) = listed.map(|row| row.instance).find(|instance| instance.id == *id)
        else {
            return Ok(None);
        };
        let process = inventory::process(&inspected);
        let addresses = inventory::addresses(id, &inspected);
        inventory::add_details(&mut instance, inspected);
        Ok(Some(Inspected { instance, addresses, process }))
    }
}
