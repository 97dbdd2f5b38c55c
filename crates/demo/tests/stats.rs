//! The numbers: what the formulas make of the bodies is what the model says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use bollard::models::ContainerStatsResponse;
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use mini_aws_demo::{Config, DemoError, Flavour, InstanceSpec, RestartPolicy};
use std::time::Duration;
use support::{client, cpu_percent, engine, frame, quick, stats, until, within};

fn read(frame: &ContainerStatsResponse) -> DateTime<Utc> {
    frame.read.as_ref().expect("read").parse().expect("RFC 3339")
}

fn memory(frame: &ContainerStatsResponse, cache: &str) -> u64 {
    let memory = frame.memory_stats.as_ref().unwrap();
    memory.usage.unwrap() - memory.stats.as_ref().unwrap()[cache]
}

fn close(what: &str, got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance * want.abs().max(1e-9), "{what}: {got}, not {want}");
}

#[tokio::test]
async fn dockers_formula_gives_the_modelled_load() {
    for (flavour, cache) in
        [(Flavour::DockerV2, "inactive_file"), (Flavour::DockerV1, "total_inactive_file")]
    {
        let engine = engine(Config { flavour, ..quick(24) }).await;
        let docker = client(&engine).await;
        for name in ["api", "postgres", "worker", "registry"] {
            let mut stream = stats(&docker, name, true, false);
            let mut before = frame(&mut stream).await;
            let zero = before.precpu_stats.clone().unwrap();
            assert_eq!(zero.cpu_usage.unwrap().total_usage, Some(0));
            assert_eq!(zero.system_cpu_usage, None);
            for _ in 0..4 {
                let after = frame(&mut stream).await;
                let model = engine.modelled_cpu_percent(name, read(&before), read(&after)).unwrap();
                close(name, cpu_percent(&before, &after), model, 0.001);
                // The frame brings its own previous sample along.
                assert_eq!(after.precpu_stats, before.cpu_stats);
                assert_eq!(after.preread, before.read);
                let used = engine.modelled_memory_bytes(name, read(&after)).unwrap();
                assert_eq!(memory(&after, cache), used);
                before = after;
            }
        }
    }
}

#[tokio::test]
async fn a_load_that_is_set_is_the_load_that_shows() {
    let engine = engine(quick(1)).await;
    let docker = client(&engine).await;
    engine.set_load("api", 250.0, 123_456_789).unwrap();
    engine.set_rates("api", [1e6, 2e6, 3e6, 4e6]).unwrap();
    let mut stream = stats(&docker, "api", true, false);
    let before = frame(&mut stream).await;
    let after = frame(&mut stream).await;
    close("cpu", cpu_percent(&before, &after), 250.0, 0.001);
    assert_eq!(memory(&after, "inactive_file"), 123_456_789);
    let secs = (read(&after) - read(&before)).as_seconds_f64();
    let network = |f: &ContainerStatsResponse| {
        let eth0 = &f.networks.as_ref().unwrap()["eth0"];
        (eth0.rx_bytes.unwrap() as f64, eth0.tx_bytes.unwrap() as f64)
    };
    close("received", network(&after).0 - network(&before).0, 1e6 * secs, 0.001);
    close("sent", network(&after).1 - network(&before).1, 2e6 * secs, 0.001);
    let disk = |f: &ContainerStatsResponse, op: &str| {
        let blkio = f.blkio_stats.as_ref().unwrap();
        let list = blkio.io_service_bytes_recursive.as_ref().unwrap();
        list.iter().find(|e| e.op.as_deref() == Some(op)).unwrap().value.unwrap() as f64
    };
    close("read", disk(&after, "read") - disk(&before, "read"), 3e6 * secs, 0.001);
    close("written", disk(&after, "write") - disk(&before, "write"), 4e6 * secs, 0.001);
    // More than the machine has is not to be had.
    engine.set_load("api", 1e9, u64::MAX).unwrap();
    frame(&mut stream).await;
    let (before, after) = (frame(&mut stream).await, frame(&mut stream).await);
    close("cpu", cpu_percent(&before, &after), 800.0, 0.001);
}

#[tokio::test]
async fn without_a_stream_there_is_a_sample_before_but_not_with_one_shot() {
    let engine = engine(quick(1)).await;
    let docker = client(&engine).await;
    engine.set_load("api", 50.0, 1_000_000).unwrap();
    let answer = frame(&mut stats(&docker, "api", false, false)).await;
    let before =
        ContainerStatsResponse { cpu_stats: answer.precpu_stats.clone(), ..Default::default() };
    close("cpu", cpu_percent(&before, &answer), 50.0, 0.001);
    let answer = frame(&mut stats(&docker, "api", false, true)).await;
    let before = answer.precpu_stats.unwrap();
    assert_eq!(before.cpu_usage.unwrap().total_usage, Some(0));
}

#[tokio::test]
async fn podman_gives_a_machine_total_that_misleads() {
    let config = Config { flavour: Flavour::Podman, ..quick(1) };
    let engine = engine(config).await;
    let docker = client(&engine).await;
    engine.set_load("api", 60.0, 1_000_000).unwrap();
    let mut stream = stats(&docker, "api", true, false);
    let (before, after) = (frame(&mut stream).await, frame(&mut stream).await);
    close("by Docker's formula", cpu_percent(&before, &after), 210.0, 0.01);
    let total = |f: &ContainerStatsResponse| {
        let cpu = f.cpu_stats.as_ref().unwrap();
        cpu.cpu_usage.as_ref().unwrap().total_usage.unwrap() as f64
    };
    let nanos = (read(&after) - read(&before)).as_seconds_f64() * 1e9;
    close("by the clock", (total(&after) - total(&before)) / nanos * 100.0, 60.0, 0.001);
    let single = frame(&mut stats(&docker, "api", false, false)).await;
    assert_eq!(single.precpu_stats.unwrap().cpu_usage.unwrap().total_usage, Some(0));
}

#[tokio::test]
async fn one_that_has_stopped_says_nothing_and_one_that_is_gone_ends_the_stream() {
    let engine = engine(quick(3)).await;
    let docker = client(&engine).await;
    let mut stream = stats(&docker, "worker", true, false);
    frame(&mut stream).await;
    assert_eq!(engine.open_stats_streams("worker").unwrap(), 1);
    engine.stop_instance("worker").unwrap();
    let silent = Duration::from_millis(400);
    // What was under way may still come; then nothing.
    within(async { while tokio::time::timeout(silent, stream.next()).await.is_ok() {} }).await;

    let body = frame(&mut stats(&docker, "worker", false, false)).await;
    assert!(body.cpu_stats.is_none());
    assert_eq!(body.read.as_deref(), Some("0001-01-01T00:00:00Z"));

    // It starts again: the same stream goes on, from zero.
    engine.start_instance("worker").unwrap();
    let again = frame(&mut stream).await;
    let total = again.cpu_stats.unwrap().cpu_usage.unwrap().total_usage.unwrap();
    assert!(total < 60_000_000_000, "counts from {total}");

    engine.remove("worker").unwrap();
    let end = within(async { while let Some(Ok(_)) = stream.next().await {} });
    end.await;
    assert!(matches!(engine.status("worker"), Err(DemoError::NoSuchInstance(_))));
    assert!(within(stats(&docker, "worker", true, false).next()).await.unwrap().is_err());
}

#[tokio::test]
async fn a_paused_instance_counts_no_further() {
    let engine = engine(quick(1)).await;
    let docker = client(&engine).await;
    engine.set_load("api", 100.0, 5_000_000).unwrap();
    engine.pause("api").unwrap();
    let mut stream = stats(&docker, "api", true, false);
    let (before, after) = (frame(&mut stream).await, frame(&mut stream).await);
    close("paused", cpu_percent(&before, &after), 0.0, 0.0);
    engine.unpause("api").unwrap();
    frame(&mut stream).await;
    let (before, after) = (frame(&mut stream).await, frame(&mut stream).await);
    close("again", cpu_percent(&before, &after), 100.0, 0.001);
}

#[tokio::test]
async fn streams_are_counted_and_a_client_that_leaves_is_noticed() {
    let engine = engine(quick(2)).await;
    let docker = client(&engine).await;
    let mut both = [stats(&docker, "api", true, false), stats(&docker, "api", true, false)];
    for stream in &mut both {
        frame(stream).await;
    }
    assert_eq!(engine.open_stats_streams("api").unwrap(), 2);
    assert_eq!(engine.all_open_stats_streams(), 2);
    drop(both);
    until("nobody watches", || engine.all_open_stats_streams() == 0).await;
    assert_eq!(engine.requests_to("/containers/*/stats"), 2);
}

#[tokio::test]
async fn a_policy_starts_it_again_and_its_counters_begin_anew() {
    let engine = engine(quick(0)).await;
    let docker = client(&engine).await;
    let spec = InstanceSpec {
        restart: RestartPolicy::Always,
        cpu_percent: 100.0,
        ..InstanceSpec::new("phoenix")
    };
    engine.create_instance(spec).unwrap();
    let mut stream = stats(&docker, "phoenix", true, false);
    let before = frame(&mut stream).await;
    let started = engine.now();
    engine.oom("phoenix").unwrap();
    assert_eq!(engine.status("phoenix").unwrap().as_str(), "restarting");
    let after = loop {
        let next = frame(&mut stream).await;
        if read(&next) > started + Duration::from_millis(60) {
            break next;
        }
    };
    assert_eq!(engine.status("phoenix").unwrap().as_str(), "running");
    let total = |f: &ContainerStatsResponse| {
        let cpu = f.cpu_stats.as_ref().unwrap();
        cpu.cpu_usage.as_ref().unwrap().total_usage.unwrap()
    };
    let ran = (read(&after) - started).num_nanoseconds().unwrap();
    assert!((total(&after) as i64) < ran, "{} of {ran}", total(&after));
    assert!(read(&before) < read(&after));
}
