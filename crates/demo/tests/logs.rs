//! Logs over the wire.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use bollard::{
    container::LogOutput,
    query_parameters::{InspectContainerOptions, LogsOptionsBuilder},
};
use futures_util::{StreamExt, TryStreamExt};
use support::{client, engine, quick, status, within};

fn options(tail: &str) -> LogsOptionsBuilder {
    LogsOptionsBuilder::default().stdout(true).stderr(true).tail(tail)
}

#[tokio::test]
async fn a_log_has_as_many_lines_as_are_asked_for_and_times_if_they_are() {
    let engine = engine(quick(24)).await;
    let docker = client(&engine).await;
    let options = options("5000").timestamps(true).build();
    let lines: Vec<LogOutput> =
        within(docker.logs("web", Some(options)).try_collect()).await.unwrap();
    assert_eq!(lines.len(), 5_000);
    let is_error = |line: &&LogOutput| matches!(line, LogOutput::StdErr { .. });
    let errors = lines.iter().filter(is_error).count();
    assert!((50..500).contains(&errors), "{errors}");
    let times: Vec<String> = lines
        .iter()
        .map(|line| line.to_string().split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert!(times.is_sorted());
    assert!(times.iter().all(|time| chrono::DateTime::parse_from_rfc3339(time).is_ok()));
    engine.shutdown().await;
}

#[tokio::test]
async fn a_log_that_is_followed_goes_on_until_the_instance_ends() {
    let engine = engine(quick(24)).await;
    let docker = client(&engine).await;
    let mut log = docker.logs("web", Some(options("0").follow(true).build()));
    let line = within(log.next()).await.unwrap().unwrap().to_string();
    assert!(line.contains("HTTP/1.1") && line.ends_with('\n'), "{line}");
    engine.stop_instance("web").unwrap();
    within(log.try_collect::<Vec<_>>()).await.unwrap();
    engine.shutdown().await;
}

#[tokio::test]
async fn each_has_a_log_of_its_own_kind() {
    let engine = engine(quick(24)).await;
    let docker = client(&engine).await;
    let read = async |name: &str| {
        let log = docker.logs(name, Some(options("40").build()));
        within(log.try_collect::<Vec<_>>()).await
    };
    let json = read("api").await.unwrap()[0].to_string();
    assert!(json.starts_with('{'), "{json}");
    assert!(read("worker").await.unwrap()[0].to_string().contains("\x1b["));
    assert!(matches!(read("postgres").await.unwrap()[0], LogOutput::StdErr { .. }));
    assert!(!read("migrate").await.unwrap().is_empty(), "one that has ended");
    assert_eq!(status(read("dns").await), 501, "one that is not kept");
    assert_eq!(status(read("nobody").await), 404);
    let nothing = LogsOptionsBuilder::default().build();
    let refused = within(docker.logs("api", Some(nothing)).try_collect::<Vec<_>>()).await;
    assert_eq!(status(refused), 400);
    engine.shutdown().await;
}

#[tokio::test]
async fn an_inspection_tells_how_an_instance_was_set_up() {
    let engine = engine(quick(24)).await;
    let docker = client(&engine).await;
    let inspect = async |name: &str| {
        within(docker.inspect_container(name, None::<InspectContainerOptions>)).await.unwrap()
    };
    let postgres = inspect("postgres").await;
    let environment = postgres.config.unwrap().env.unwrap();
    assert!(environment.iter().any(|entry| entry.starts_with("POSTGRES_PASSWORD=")));
    let health = postgres.state.unwrap().health.unwrap();
    let log = health.log.unwrap();
    assert!(!log.is_empty() && log.iter().all(|run| run.exit_code == Some(0)));
    let web = inspect("web").await;
    assert!(web.mounts.unwrap().iter().any(|mount| mount.rw == Some(false)));
    assert_eq!(inspect("devbox").await.config.unwrap().tty, Some(true));
    assert_eq!(inspect("worker").await.host_config.unwrap().nano_cpus, Some(1_500_000_000));
    engine.shutdown().await;
}
