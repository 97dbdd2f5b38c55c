//! Lists and inspections, and things made over the wire.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use bollard::{
    models::{
        ContainerCreateBody, ContainerSummaryStateEnum, HostConfig, NetworkCreateRequest,
        VolumeCreateRequest,
    },
    query_parameters::{
        CreateContainerOptionsBuilder, DataUsageOptions, InspectContainerOptions,
        InspectNetworkOptions, KillContainerOptions, ListContainersOptionsBuilder,
        ListNetworksOptions, ListVolumesOptions, RemoveContainerOptionsBuilder,
        RemoveVolumeOptions, StartContainerOptions, StopContainerOptions,
    },
};
use mini_aws_demo::{Config, DemoEngine, DemoError, Flavour, Listen};
use std::{collections::HashMap, time::Duration};
use support::{client, engine, quick, status, within};

fn all() -> ListContainersOptionsBuilder {
    ListContainersOptionsBuilder::default().all(true)
}

#[tokio::test]
async fn the_client_sees_the_picture() {
    let engine = engine(quick(24)).await;
    let docker = client(&engine).await;
    assert_eq!(docker.client_version().to_string(), "1.47");
    assert_eq!(within(docker.ping()).await.unwrap(), "OK");

    let everything = within(docker.list_containers(Some(all().build()))).await.unwrap();
    let count = |state| everything.iter().filter(|c| c.state == Some(state)).count();
    assert_eq!(everything.len(), 24);
    assert_eq!(count(ContainerSummaryStateEnum::RUNNING), 18);
    assert_eq!(count(ContainerSummaryStateEnum::EXITED), 5);
    assert_eq!(count(ContainerSummaryStateEnum::RESTARTING), 1);
    let api = everything.iter().find(|c| c.names.as_deref() == Some(&["/api".to_owned()])).unwrap();
    assert_eq!(api.labels.as_ref().unwrap()["com.docker.compose.project"], "shop");
    assert!(api.status.as_ref().unwrap().ends_with("(healthy)"));
    assert_eq!(api.ports.as_ref().unwrap()[0].public_port, Some(8080));

    let volumes = within(docker.list_volumes(None::<ListVolumesOptions>)).await.unwrap();
    assert_eq!(volumes.volumes.unwrap().len(), 11);
    let dangling = ListVolumesOptions {
        filters: Some(HashMap::from([("dangling".to_owned(), vec!["true".to_owned()])])),
    };
    let dangling = within(docker.list_volumes(Some(dangling))).await.unwrap();
    assert_eq!(dangling.volumes.unwrap().len(), 4);

    let networks = within(docker.list_networks(None::<ListNetworksOptions>)).await.unwrap();
    let mut names: Vec<_> = networks.iter().map(|n| n.name.clone().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["analytics", "bridge", "edge", "host", "none", "sandbox", "shop"]);
    let shop = within(docker.inspect_network("shop", None::<InspectNetworkOptions>)).await.unwrap();
    assert_eq!(shop.containers.unwrap().len(), 10);

    let info = within(docker.info()).await.unwrap();
    assert_eq!((info.containers, info.ncpu), (Some(24), Some(8)));
    engine.shutdown().await;
}

#[tokio::test]
async fn filters_narrow_the_list() {
    let engine = engine(quick(24)).await;
    let docker = client(&engine).await;
    let list = |key: &str, value: &str| {
        let filters = HashMap::from([(key.to_owned(), vec![value.to_owned()])]);
        let options = all().filters(&filters).build();
        let docker = docker.clone();
        async move { within(docker.list_containers(Some(options))).await }
    };
    assert_eq!(list("status", "exited").await.unwrap().len(), 5);
    assert_eq!(list("label", "com.docker.compose.project=edge").await.unwrap().len(), 4);
    assert_eq!(list("volume", "postgres-data").await.unwrap().len(), 1);
    let api = list("name", "^/api$").await.unwrap();
    let id = api[0].id.clone().unwrap();
    assert_eq!(list("id", &id[..12]).await.unwrap()[0].id, Some(id));
    assert_eq!(status(list("colour", "red").await), 400);
    // Without `all`, those that don't run are left out.
    let running = within(docker.list_containers(None)).await.unwrap();
    assert_eq!(running.len(), 19);
}

#[tokio::test]
async fn an_instance_is_found_by_name_id_and_short_id() {
    let engine = engine(quick(24)).await;
    let docker = client(&engine).await;
    let inspect = |name: String| {
        let docker = docker.clone();
        async move { within(docker.inspect_container(&name, None::<InspectContainerOptions>)).await }
    };
    let mailer = inspect("mailer".to_owned()).await.unwrap();
    let id = mailer.id.clone().unwrap();
    let state = mailer.state.unwrap();
    assert_eq!((state.exit_code, state.oom_killed), (Some(137), Some(true)));
    assert_eq!(state.restarting, Some(true));
    assert_eq!(inspect(id[..12].to_owned()).await.unwrap().id, Some(id.clone()));
    assert_eq!(inspect(id.clone()).await.unwrap().name, Some("/mailer".to_owned()));
    assert_eq!(status(inspect("nobody".to_owned()).await), 404);
}

#[tokio::test]
async fn things_are_made_and_removed_over_the_wire() {
    let engine = engine(quick(0)).await;
    let docker = client(&engine).await;
    assert!(within(docker.list_containers(Some(all().build()))).await.unwrap().is_empty());

    within(
        docker
            .create_network(NetworkCreateRequest { name: "lab".to_owned(), ..Default::default() }),
    )
    .await
    .unwrap();
    within(docker.create_volume(VolumeCreateRequest {
        name: Some("notes".to_owned()),
        ..Default::default()
    }))
    .await
    .unwrap();
    let body = ContainerCreateBody {
        image: Some("busybox".to_owned()),
        cmd: Some(vec!["sleep".to_owned(), "1d".to_owned()]),
        host_config: Some(HostConfig {
            binds: Some(vec!["notes:/notes".to_owned()]),
            network_mode: Some("lab".to_owned()),
            memory: Some(64 << 20),
            ..Default::default()
        }),
        ..Default::default()
    };
    let options = CreateContainerOptionsBuilder::default().name("box").build();
    within(docker.create_container(Some(options.clone()), body.clone())).await.unwrap();
    assert_eq!(status(within(docker.create_container(Some(options), body)).await), 409);
    let start = || docker.start_container("box", None::<StartContainerOptions>);
    within(start()).await.unwrap();
    // Starting what runs is no error: the engine says 304.
    within(start()).await.unwrap();

    let seen =
        within(docker.inspect_container("box", None::<InspectContainerOptions>)).await.unwrap();
    assert_eq!(seen.state.unwrap().running, Some(true));
    assert_eq!(seen.mounts.unwrap()[0].name.as_deref(), Some("notes"));
    assert!(seen.network_settings.unwrap().networks.unwrap().contains_key("lab"));

    assert_eq!(status(within(docker.remove_network("lab")).await), 403);
    assert_eq!(status(within(docker.remove_network("bridge")).await), 403);
    let remove_volume = || docker.remove_volume("notes", None::<RemoveVolumeOptions>);
    assert_eq!(status(within(remove_volume()).await), 409);
    let remove = |force| {
        let options = RemoveContainerOptionsBuilder::default().force(force).build();
        docker.remove_container("box", Some(options))
    };
    assert_eq!(status(within(remove(false)).await), 409);
    within(docker.stop_container("box", None::<StopContainerOptions>)).await.unwrap();
    let kill = docker.kill_container("box", None::<KillContainerOptions>);
    assert_eq!(status(within(kill).await), 409);
    within(remove(false)).await.unwrap();
    within(remove_volume()).await.unwrap();
    within(docker.remove_network("lab")).await.unwrap();
    assert_eq!(status(within(remove(true)).await), 404);
}

#[tokio::test]
async fn disk_usage_has_the_sizes_of_volumes() {
    // From API 1.52 on; bollard reads no other shape.
    let config = Config { api_minor: 52, ..quick(24) };
    let engine = engine(config).await;
    let docker = client(&engine).await;
    let usage = within(docker.df(None::<DataUsageOptions>)).await.unwrap();
    let volumes = usage.volume_usage.unwrap();
    assert_eq!((volumes.total_count, volumes.active_count), (Some(11), Some(7)));
    assert_eq!(volumes.reclaimable, Some(2_100_000_000));
}

#[tokio::test]
async fn it_serves_on_tcp_and_on_any_flavour() {
    for flavour in [Flavour::DockerV1, Flavour::DockerV2, Flavour::Podman] {
        let engine =
            engine(Config { listen: Listen::Tcp(([127, 0, 0, 1], 0).into()), flavour, ..quick(5) })
                .await;
        assert!(engine.endpoint().starts_with("tcp://127.0.0.1:"));
        assert_eq!(engine.socket_path(), None);
        let docker = client(&engine).await;
        let version = within(docker.version()).await.unwrap();
        let podman =
            version.components.unwrap().iter().any(|component| component.name == "Podman Engine");
        assert_eq!(podman, flavour == Flavour::Podman);
        assert_eq!(within(docker.list_containers(None)).await.unwrap().len(), 5);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_socket_is_its_owners_and_goes_with_the_engine() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("engine.sock");
    let config = || Config { listen: Listen::Unix(path.clone()), ..quick(1) };
    let first = engine(config()).await;
    assert_eq!(first.socket_path(), Some(path.as_path()));
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    // A second one does not take it away from the first.
    assert!(matches!(DemoEngine::start(config()).await, Err(DemoError::InUse(_))));
    first.shutdown().await;
    assert!(!path.exists());
    // A stale socket is replaced.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    assert!(path.exists());
    let second = engine(config()).await;
    within(client(&second)).await;
    drop(second);
    assert!(!path.exists());
    // Anything else is left alone.
    std::fs::write(&path, "precious").unwrap();
    assert!(matches!(DemoEngine::start(config()).await, Err(DemoError::NotASocket(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");

    let own = engine(quick(1)).await;
    let made = own.socket_path().unwrap().parent().unwrap().to_owned();
    assert!(made.exists());
    drop(own);
    assert!(!made.exists());
}

#[tokio::test]
async fn a_senseless_configuration_is_refused() {
    for config in [
        Config { cpus: 0, ..quick(1) },
        Config { memory: 5, ..quick(1) },
        Config { instances: 1 << 20, ..quick(1) },
        Config { tick: Duration::ZERO, ..quick(1) },
        Config { api_minor: 9, ..quick(1) },
        Config { event_log: 0, ..quick(1) },
    ] {
        assert!(matches!(DemoEngine::start(config).await, Err(DemoError::Config(_))));
    }
}
