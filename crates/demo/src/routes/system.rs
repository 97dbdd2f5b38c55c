//! The engine itself: ping, version, info, disk usage.

use super::{Asked, Body, whole};
use crate::{Flavour, InstanceStatus, state::Inner, world::World};
use hyper::{Response, StatusCode};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The minor number of the oldest API version that is served.
pub(super) const OLDEST_MINOR: u32 = 24;

const KERNEL: &str = "6.12.6-amd64";

pub(super) fn ping() -> Response<Body> {
    let mut response = whole(StatusCode::OK, "OK");
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-type", "text/plain; charset=utf-8"),
        ("cache-control", "no-cache, no-store, must-revalidate"),
        ("pragma", "no-cache"),
        ("builder-version", "2"),
        ("swarm", "inactive"),
    ] {
        headers.insert(name, hyper::header::HeaderValue::from_static(value));
    }
    response
}

fn arch() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

pub(super) fn version(inner: &Inner) -> Value {
    let version = inner.config.engine_version();
    let api = format!("1.{}", inner.config.newest_minor());
    let oldest = format!("1.{OLDEST_MINOR}");
    let components = match inner.config.flavour {
        Flavour::Podman => json!([
            { "Name": "Podman Engine", "Version": version, "Details": {
                "APIVersion": version, "Arch": arch(), "BuildTime": "2024-02-28T00:00:00Z", "Experimental": "false",
                "GitCommit": "", "GoVersion": "go1.21.7", "KernelVersion": KERNEL, "MinAPIVersion": "4.0.0", "Os": "linux",
            } },
            { "Name": "Conmon", "Version": "conmon version 2.1.10", "Details": { "Package": "conmon" } },
            { "Name": "OCI Runtime (crun)", "Version": "crun version 1.14.1", "Details": { "Package": "crun" } },
        ]),
        Flavour::DockerV1 | Flavour::DockerV2 => json!([
            { "Name": "Engine", "Version": version, "Details": {
                "ApiVersion": api, "Arch": arch(), "BuildTime": "2025-01-22T13:41:17.000000000+00:00",
                "Experimental": "false", "GitCommit": "4c9b3b0", "GoVersion": "go1.22.11", "KernelVersion": KERNEL,
                "MinAPIVersion": oldest, "Os": "linux",
            } },
            { "Name": "containerd", "Version": "1.7.25", "Details": { "GitCommit": "bcc810d6b9066471b0b6fa75f557a15a1cbf31bb" } },
            { "Name": "runc", "Version": "1.2.4", "Details": { "GitCommit": "v1.2.4-0-g6c52b3f" } },
        ]),
    };
    let platform = match inner.config.flavour {
        Flavour::Podman => "linux/amd64/debian-13",
        Flavour::DockerV1 | Flavour::DockerV2 => "Docker Engine - Community",
    };
    json!({
        "Platform": { "Name": platform },
        "Components": components,
        "Version": version,
        "ApiVersion": api,
        "MinAPIVersion": oldest,
        "GitCommit": "4c9b3b0",
        "GoVersion": "go1.22.11",
        "Os": "linux",
        "Arch": arch(),
        "KernelVersion": KERNEL,
        "BuildTime": "2025-01-22T13:41:17.000000000+00:00",
    })
}

/// Names of the images in use, each with how many instances use it and its id.
fn used_images(world: &World) -> BTreeMap<&str, (usize, &str)> {
    let mut images = BTreeMap::new();
    for container in world.containers() {
        let entry =
            images.entry(container.image.as_str()).or_insert((0, container.image_id.as_str()));
        entry.0 += 1;
    }
    images
}

pub(super) fn info(inner: &Inner) -> Value {
    let world = inner.world();
    let now = world.clock.now();
    let all = world.containers();
    let count = |want: &[InstanceStatus]| all.iter().filter(|c| want.contains(&c.status)).count();
    let running = count(&[InstanceStatus::Running, InstanceStatus::Restarting]);
    let paused = count(&[InstanceStatus::Paused]);
    let cgroup = match world.flavour {
        Flavour::DockerV1 => ("cgroupfs", "1"),
        Flavour::DockerV2 | Flavour::Podman => ("systemd", "2"),
    };
    let mut info = json!({
        "ID": "9f1c1a52-6d0e-4b52-9df6-2f6f5cf4a8c7",
        "Containers": all.len(),
        "ContainersRunning": running,
        "ContainersPaused": paused,
        "ContainersStopped": all.len() - running - paused,
        "Images": used_images(&world).len(),
        "NFd": 40 + all.len(),
        "OomKillDisable": world.flavour == Flavour::DockerV1,
        "NGoroutines": 60 + all.len(),
        "SystemTime": now.rfc3339(),
        "CgroupDriver": cgroup.0,
        "CgroupVersion": cgroup.1,
        "NEventsListener": world.log.listeners(),
        "Architecture": std::env::consts::ARCH,
        "NCPU": world.cpus,
        "MemTotal": world.memory,
        "ServerVersion": inner.config.engine_version(),
    });
    if let (Some(info), Value::Object(same)) = (info.as_object_mut(), same_info()) {
        info.extend(same);
    }
    info
}

/// What the engine says of itself whatever the world.
fn same_info() -> Value {
    json!({
        "Driver": "overlay2",
        "DriverStatus": [["Backing Filesystem", "extfs"], ["Supports d_type", "true"]],
        "Plugins": { "Volume": ["local"], "Network": ["bridge", "host", "null"], "Authorization": null, "Log": ["json-file"] },
        "MemoryLimit": true,
        "SwapLimit": true,
        "CpuCfsPeriod": true,
        "CpuCfsQuota": true,
        "CPUShares": true,
        "CPUSet": true,
        "PidsLimit": true,
        "IPv4Forwarding": true,
        "Debug": false,
        "LoggingDriver": "json-file",
        "KernelVersion": KERNEL,
        "OperatingSystem": "Debian GNU/Linux 13 (trixie)",
        "OSVersion": "13",
        "OSType": "linux",
        "IndexServerAddress": "https://index.docker.io/v1/",
        "DockerRootDir": "/var/lib/docker",
        "HttpProxy": "",
        "HttpsProxy": "",
        "NoProxy": "",
        "Name": "demo",
        "Labels": [],
        "ExperimentalBuild": false,
        "DefaultRuntime": "runc",
        "Swarm": { "NodeID": "", "NodeAddr": "", "LocalNodeState": "inactive", "ControlAvailable": false, "Error": "", "RemoteManagers": null },
        "LiveRestoreEnabled": false,
        "Isolation": "",
        "InitBinary": "docker-init",
        "SecurityOptions": ["name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"],
        "Warnings": null,
    })
}

/// How large an image is; the same for the same id.
fn image_size(id: &str) -> u64 {
    let number = id.bytes().fold(7_u64, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into()));
    20_000_000 + number % 780_000_000
}

pub(super) fn images(inner: &Inner) -> Value {
    let world = inner.world();
    let created = world.boot.before(40 * 86_400).unix();
    used_images(&world)
        .into_iter()
        .map(|(name, (uses, id))| {
            json!({
                "Containers": uses,
                "Created": created,
                "Id": id,
                "Labels": null,
                "ParentId": "",
                "RepoDigests": [],
                "RepoTags": [name],
                "SharedSize": -1,
                "Size": image_size(id),
            })
        })
        .collect()
}

pub(super) fn df(inner: &Inner, asked: &Asked) -> Value {
    let types: Vec<&str> = asked.query.all("type").collect();
    let wants = |what: &str| types.is_empty() || types.contains(&what);
    let world = inner.world();
    let uses = world.volume_uses();
    let used = |name: &str| uses.get(name).copied().unwrap_or(0);
    let volumes: Vec<Value> = world
        .volumes()
        .map(|volume| {
            let mut json = super::volumes::describe(volume);
            json["UsageData"] = json!({ "RefCount": used(&volume.name), "Size": volume.size });
            json
        })
        .collect();
    let total: u64 = world.volumes().map(|v| v.size).sum();
    let idle: u64 = world.volumes().filter(|v| used(&v.name) == 0).map(|v| v.size).sum();
    drop(world);
    let images = images(inner);
    let images_size: u64 =
        images.as_array().into_iter().flatten().filter_map(|image| image["Size"].as_u64()).sum();
    let mut answer = Map::new();
    if asked.minor >= 52 {
        // From API 1.52 on: sums, and the items only where they are asked for.
        let verbose = asked.query.on("verbose", false);
        if wants("volume") {
            let active = volumes.iter().filter(|v| v["UsageData"]["RefCount"] != 0).count();
            answer.insert(
                "VolumeUsage".to_owned(),
                json!({
                    "ActiveCount": active,
                    "TotalCount": volumes.len(),
                    "Reclaimable": idle,
                    "TotalSize": total,
                    "Items": if verbose { Value::from(volumes) } else { Value::Null },
                }),
            );
        }
        if wants("image") {
            let count = images.as_array().map_or(0, Vec::len);
            answer.insert(
                "ImageUsage".to_owned(),
                json!({ "ActiveCount": count, "TotalCount": count, "Reclaimable": 0, "TotalSize": images_size,
                        "Items": if verbose { images } else { Value::Null } }),
            );
        }
        return Value::Object(answer);
    }
    let none = || Value::Array(Vec::new());
    answer.insert("LayersSize".to_owned(), json!(if wants("image") { images_size } else { 0 }));
    answer.insert("Images".to_owned(), if wants("image") { images } else { none() });
    answer.insert("Containers".to_owned(), none());
    answer
        .insert("Volumes".to_owned(), if wants("volume") { Value::from(volumes) } else { none() });
    answer.insert("BuildCache".to_owned(), none());
    Value::Object(answer)
}
