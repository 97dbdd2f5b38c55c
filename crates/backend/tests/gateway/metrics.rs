//! What a monitor scrapes.

use super::support::*;
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The samples of a scrape by name and labels, as they stand there.
async fn scrape(house: &House) -> HashMap<String, f64> {
    let answer = house.get("/metrics").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"));
    let lines = answer.body.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').unwrap();
            (name.to_owned(), value.parse().unwrap_or_else(|_| panic!("{line}")))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scrape_says_what_the_console_knows() {
    let house = House::with(8).await;
    let snapshot = house.until("frames", |snapshot| snapshot.frame.is_some()).await;
    let metrics = scrape(&house).await;
    assert_eq!(metrics["mini_aws_engine_up"], 1.0);
    let running = metrics["mini_aws_instances{state=\"running\"}"];
    assert_eq!(running, snapshot.summary.running_instances as f64);
    assert_eq!(metrics["mini_aws_vpcs"], snapshot.summary.total_vpcs as f64);
    assert_eq!(metrics["mini_aws_ws_connections_active"], 0.0);
    assert_eq!(metrics["mini_aws_sse_connections_active"], 0.0);
    assert!(metrics["mini_aws_collector_frames_total"] >= 1.0);
    assert!(metrics["mini_aws_events_total{type=\"METRIC_UPDATE\"}"] >= 1.0);
    let of = |source: &str| metrics[&format!("mini_aws_sampled_instances{{source=\"{source}\"}}")];
    assert_eq!(of("kernel"), 0.0, "what is pretended has no files");
    assert_eq!(of("stream") + of("poll"), running);
    assert!(metrics["mini_aws_collector_samples_total"] >= running);
    assert!(metrics["mini_aws_engine_answers_total"] >= running);
    assert!(metrics["process_cpu_seconds_total"] > 0.0);
    assert!(metrics["process_resident_memory_bytes"] > 1e6);
    let sample =
        snapshot.frame.unwrap().samples.into_iter().find(|it| it.memory_bytes.is_some()).unwrap();
    let instance = snapshot.instances.iter().find(|it| it.id == sample.instance).unwrap();
    let labels = format!(
        "{{id=\"{}\",name=\"{}\",project=\"{}\",service=\"{}\"}}",
        instance.id.short(),
        instance.name,
        instance.project.as_deref().unwrap_or_default(),
        instance.service.as_deref().unwrap_or_default()
    );
    assert!(metrics[&format!("mini_aws_instance_memory_bytes{labels}")] > 0.0);
    let seconds = format!("mini_aws_instance_cpu_seconds_total{labels}");
    let before = metrics[&seconds];
    assert!(before > 0.0);
    // The engine is asked anew after a while.
    let deadline = Instant::now() + PATIENCE;
    let again = loop {
        let again = scrape(&house).await;
        if again[&seconds] > before {
            break again;
        }
        assert!(Instant::now() < deadline, "it rises");
        sleep(Duration::from_millis(100)).await;
    };
    assert!(again["mini_aws_http_requests_total{code=\"200\"}"] >= 1.0);
    assert!(again["mini_aws_scrape_duration_seconds"] > 0.0);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scrape_says_what_watching_costs() {
    let house = House::with(2).await;
    let snapshot = house.until("its cost", |snapshot| snapshot.own_cost.is_some()).await;
    let cost = snapshot.own_cost.unwrap();
    assert!(cost.samples_per_second > 0.0 && cost.events_per_second > 0.0, "{cost:?}");
    assert_eq!(cost.engine, None, "the pretended engine is this very process");
    let database = cost.database.unwrap();
    assert!(database.bytes > 0 && database.bytes < database.cap_bytes, "{database:?}");
    let metrics = scrape(&house).await;
    assert!(metrics["mini_aws_own_memory_bytes"] > 1e6);
    assert!(metrics["mini_aws_own_cpu_percent"] >= 0.0);
    assert!(metrics["mini_aws_database_bytes"] >= 1.0);
    assert_eq!(metrics["mini_aws_database_limit_bytes"], database.cap_bytes as f64);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_is_away_has_no_instances_to_measure() {
    let house = House::with(3).await;
    house.until("frames", |snapshot| snapshot.frame.is_some()).await;
    let measured = |metrics: &HashMap<String, f64>| {
        metrics.keys().filter(|name| name.starts_with("mini_aws_instance_memory_bytes{")).count()
    };
    assert!(measured(&scrape(&house).await) > 0);
    house.engine.stop_listening().await.unwrap();
    house.until("it is away", |snapshot| snapshot.engine.engine().is_none()).await;
    let metrics = scrape(&house).await;
    assert_eq!(metrics["mini_aws_engine_up"], 0.0);
    assert_eq!(metrics["mini_aws_collecting"], 1.0);
    assert_eq!(measured(&metrics), 0);
    assert!(!metrics.keys().any(|name| name.starts_with("mini_aws_instances")), "{metrics:?}");
    house.end().await;
}
