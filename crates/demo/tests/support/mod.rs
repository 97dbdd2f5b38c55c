//! What the tests share.
#![allow(dead_code, missing_docs, reason = "every test file uses some of it")]

use bollard::{
    API_DEFAULT_VERSION, Docker,
    models::{ContainerStatsResponse, EventMessage},
    query_parameters::{EventsOptionsBuilder, StatsOptionsBuilder},
};
use futures_util::{Stream, StreamExt};
use mini_aws_demo::{Config, DemoEngine};
use std::{future::Future, pin::Pin, time::Duration};

/// How long anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A quick engine with this many instances.
pub fn quick(instances: usize) -> Config {
    Config { instances, tick: Duration::from_millis(40), ..Config::default() }
}

pub async fn engine(config: Config) -> DemoEngine {
    DemoEngine::start(config).await.expect("the engine starts")
}

/// A client that agreed on a version, as the product makes it.
pub async fn client(engine: &DemoEngine) -> Docker {
    let endpoint = engine.endpoint();
    let docker = if endpoint.starts_with("tcp://") {
        Docker::connect_with_http(&endpoint, 10, API_DEFAULT_VERSION)
    } else {
        connect_unix(&endpoint)
    }
    .expect("the endpoint is well-formed");
    within(docker.negotiate_version()).await.expect("a version is agreed on")
}

#[cfg(unix)]
fn connect_unix(endpoint: &str) -> Result<Docker, bollard::errors::Error> {
    Docker::connect_with_unix(endpoint, 10, API_DEFAULT_VERSION)
}

#[cfg(not(unix))]
fn connect_unix(endpoint: &str) -> Result<Docker, bollard::errors::Error> {
    panic!("{endpoint} on a platform without Unix sockets")
}

/// The result, or a failed test if it takes too long.
pub async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("done in time")
}

/// Waits until something holds.
pub async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !holds() {
        assert!(tokio::time::Instant::now() < deadline, "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub type Stats =
    Pin<Box<dyn Stream<Item = Result<ContainerStatsResponse, bollard::errors::Error>>>>;

pub fn stats(docker: &Docker, name: &str, stream: bool, one_shot: bool) -> Stats {
    let options = StatsOptionsBuilder::default().stream(stream).one_shot(one_shot).build();
    Box::pin(docker.stats(name, Some(options)))
}

/// The next frame, which has to come.
pub async fn frame(stats: &mut Stats) -> ContainerStatsResponse {
    within(stats.next()).await.expect("the stream goes on").expect("a frame")
}

/// CPU by Docker's formula between two frames.
pub fn cpu_percent(before: &ContainerStatsResponse, after: &ContainerStatsResponse) -> f64 {
    let (before, after) = (
        before.cpu_stats.as_ref().expect("cpu_stats"),
        after.cpu_stats.as_ref().expect("cpu_stats"),
    );
    let total = |s: &bollard::models::ContainerCpuStats| {
        s.cpu_usage.as_ref().and_then(|u| u.total_usage).expect("total") as f64
    };
    let system =
        |s: &bollard::models::ContainerCpuStats| s.system_cpu_usage.expect("system") as f64;
    let cores = f64::from(after.online_cpus.expect("online_cpus"));
    (total(after) - total(before)) / (system(after) - system(before)) * cores * 100.0
}

pub type Events = Pin<Box<dyn Stream<Item = Result<EventMessage, bollard::errors::Error>>>>;

pub fn events(docker: &Docker, since: Option<&str>, until: Option<&str>) -> Events {
    let mut options = EventsOptionsBuilder::default();
    if let Some(since) = since {
        options = options.since(since);
    }
    if let Some(until) = until {
        options = options.until(until);
    }
    Box::pin(docker.events(Some(options.build())))
}

/// The next so many events as `type action`.
pub async fn heard(events: &mut Events, count: usize) -> Vec<String> {
    let mut heard = Vec::new();
    while heard.len() < count {
        let event = within(events.next()).await.expect("the stream goes on").expect("an event");
        heard.push(word(&event));
    }
    heard
}

pub fn word(event: &EventMessage) -> String {
    let kind = event.typ.expect("a type").to_string();
    format!("{kind} {}", event.action.as_deref().expect("an action"))
}

/// The HTTP status of a failed request.
pub fn status<T: std::fmt::Debug>(result: Result<T, bollard::errors::Error>) -> u16 {
    match result {
        Err(bollard::errors::Error::DockerResponseServerError { status_code, .. }) => status_code,
        other => panic!("not a refusal: {other:?}"),
    }
}
