//! Networks.

use super::{Answer, Asked, nothing, query::labelled, whole, with};
use crate::{DemoError, NetworkSpec, state::Inner, world::Network};
use hyper::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Create {
    name: Option<String>,
    driver: Option<String>,
    internal: Option<bool>,
    labels: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Join {
    container: Option<String>,
}

fn describe(network: &Network) -> Value {
    let pool = match network.subnet {
        Some([a, b]) => json!([{
            "Subnet": format!("{a}.{b}.0.0/16"),
            "Gateway": format!("{a}.{b}.0.1"),
        }]),
        None => Value::Null,
    };
    json!({
        "Name": network.name,
        "Id": network.id,
        "Created": network.created.rfc3339(),
        "Scope": "local",
        "Driver": network.driver,
        "EnableIPv4": true,
        "EnableIPv6": false,
        "IPAM": { "Driver": "default", "Options": null, "Config": pool },
        "Internal": network.internal,
        "Attachable": false,
        "Ingress": false,
        "ConfigFrom": { "Network": "" },
        "ConfigOnly": false,
        "Containers": {},
        "Options": {},
        "Labels": network.labels,
    })
}

pub(super) fn list(inner: &Inner, asked: &Asked) -> Result<Value, DemoError> {
    let known = ["name", "id", "driver", "label", "type", "scope", "dangling"];
    let filters = asked.query.filters(&known)?;
    let world = inner.world();
    Ok(world
        .networks()
        .iter()
        .filter(|network| {
            filters.iter().all(|(key, values)| {
                let any = |test: &dyn Fn(&str) -> bool| values.iter().any(|value| test(value));
                match key.as_str() {
                    "name" => any(&|v| network.name.contains(v)),
                    "id" => any(&|v| network.id.starts_with(v)),
                    "driver" => any(&|v| network.driver == v),
                    "label" => labelled(&network.labels, values),
                    "type" => any(&|v| (v == "builtin") == network.predefined()),
                    "scope" => any(&|v| v == "local"),
                    _ => any(&|v| {
                        let empty = world.members(network).next().is_none();
                        (v == "true" || v == "1") == (empty && !network.predefined())
                    }),
                }
            })
        })
        .map(describe)
        .collect())
}

pub(super) fn inspect(inner: &Inner, name: &str) -> Result<Value, DemoError> {
    let world = inner.world();
    let network = world.network(name)?;
    let members: Map<String, Value> = world
        .members(network)
        .map(|(container, place)| {
            let (address, mac) = if place.has_interface() {
                (format!("{}/16", place.ip()), place.mac())
            } else {
                (String::new(), String::new())
            };
            let member = json!({
                "Name": container.name,
                "EndpointID": place.endpoint_id,
                "MacAddress": mac,
                "IPv4Address": address,
                "IPv6Address": "",
            });
            (container.id.clone(), member)
        })
        .collect();
    let mut json = describe(network);
    json["Containers"] = Value::Object(members);
    Ok(json)
}

pub(super) fn create(inner: &Inner, asked: &Asked) -> Answer {
    let create: Create = asked.json()?;
    let mut spec = NetworkSpec::new(create.name.unwrap_or_default());
    if let Some(driver) = create.driver.filter(|driver| !driver.is_empty()) {
        spec.driver = driver;
    }
    spec.internal = create.internal.unwrap_or(false);
    spec.labels = create.labels.unwrap_or_default();
    let mut world = inner.world();
    let now = world.clock.now();
    let id = world.create_network(spec, now)?;
    Ok(with(StatusCode::CREATED, &json!({ "Id": id, "Warning": "" })))
}

pub(super) fn join(inner: &Inner, asked: &Asked, network: &str, action: &str) -> Answer {
    let join: Join = asked.json()?;
    let instance = join.container.unwrap_or_default();
    let mut world = inner.world();
    if action == "connect" {
        world.connect(network, &instance)?;
    } else {
        world.disconnect(network, &instance)?;
    }
    Ok(whole(StatusCode::OK, ""))
}

pub(super) fn remove(inner: &Inner, name: &str) -> Answer {
    inner.world().remove_network(name)?;
    Ok(nothing())
}
