//! Volumes.

use super::{Answer, Asked, nothing, query::labelled, with};
use crate::{DemoError, VolumeSpec, state::Inner, world::Volume};
use hyper::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Create {
    name: Option<String>,
    labels: Option<BTreeMap<String, String>>,
    driver: Option<String>,
}

pub(super) fn describe(volume: &Volume) -> Value {
    json!({
        "CreatedAt": volume.created.rfc3339_secs(),
        "Driver": "local",
        "Labels": if volume.labels.is_empty() { Value::Null } else { json!(volume.labels) },
        "Mountpoint": format!("/var/lib/docker/volumes/{}/_data", volume.name),
        "Name": volume.name,
        "Options": null,
        "Scope": "local",
    })
}

pub(super) fn list(inner: &Inner, asked: &Asked) -> Result<Value, DemoError> {
    let filters = asked.query.filters(&["name", "dangling", "label", "driver"])?;
    let world = inner.world();
    let uses = world.volume_uses();
    let volumes: Vec<Value> = world
        .volumes()
        .filter(|volume| {
            filters.iter().all(|(key, values)| match key.as_str() {
                "name" => values.iter().any(|value| volume.name.contains(value)),
                "label" => labelled(&volume.labels, values),
                "driver" => values.iter().any(|value| value == "local"),
                _ => {
                    let dangling = values.iter().any(|value| value == "true" || value == "1");
                    dangling != uses.contains_key(volume.name.as_str())
                }
            })
        })
        .map(describe)
        .collect();
    Ok(json!({ "Volumes": volumes, "Warnings": null }))
}

pub(super) fn inspect(inner: &Inner, name: &str) -> Result<Value, DemoError> {
    Ok(describe(inner.world().volume(name)?))
}

pub(super) fn create(inner: &Inner, asked: &Asked) -> Answer {
    let create: Create = asked.json()?;
    if create.driver.is_some_and(|driver| !matches!(driver.as_str(), "" | "local")) {
        return Err(DemoError::BadParameter("only the local driver is there".to_owned()));
    }
    let mut spec = VolumeSpec::new(create.name.unwrap_or_default());
    spec.labels = create.labels.unwrap_or_default();
    let mut world = inner.world();
    let now = world.clock.now();
    let name = world.create_volume(spec, now)?;
    Ok(with(StatusCode::CREATED, &describe(world.volume(&name)?)))
}

pub(super) fn remove(inner: &Inner, asked: &Asked, name: &str) -> Answer {
    match inner.world().remove_volume(name) {
        Err(DemoError::NoSuchVolume(_)) if asked.query.on("force", false) => Ok(nothing()),
        Err(error) => Err(error),
        Ok(()) => Ok(nothing()),
    }
}
