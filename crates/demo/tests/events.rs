//! What happened, in order, and again after a gap.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use bollard::query_parameters::EventsOptionsBuilder;
use futures_util::StreamExt;
use mini_aws_demo::{Config, Health, InstanceSpec, InstanceStatus, NetworkSpec, VolumeSpec};
use std::{collections::HashMap, time::Duration};
use support::{client, engine, events, heard, quick, until, within, word};

#[tokio::test]
async fn a_life_has_the_events_of_a_real_engine_in_their_order() {
    let engine = engine(quick(0)).await;
    let docker = client(&engine).await;
    let mut feed = events(&docker, None, None);
    // The request leaves with the first poll.
    let listening = async {
        until("the client listens", || engine.open_event_streams() == 1).await;
        engine.create_network(NetworkSpec::new("lab")).unwrap();
        engine.create_volume(VolumeSpec::new("notes")).unwrap();
        let spec = InstanceSpec {
            networks: vec!["lab".to_owned()],
            volumes: vec![("notes".to_owned(), "/notes".to_owned())],
            ..InstanceSpec::new("box")
        };
        engine.create_instance(spec).unwrap();
        engine.set_health("box", Health::Unhealthy).unwrap();
        engine.stop_instance("box").unwrap();
        engine.start_instance("box").unwrap();
        engine.oom("box").unwrap();
        engine.remove("box").unwrap();
        engine.remove_volume("notes").unwrap();
        engine.remove_network("lab").unwrap();
    };
    let want = [
        "network create",
        "volume create",
        "container create",
        "network connect",
        "volume mount",
        "container start",
        "container health_status: unhealthy",
        "container kill",
        "network disconnect",
        "volume unmount",
        "container die",
        "container stop",
        "network connect",
        "volume mount",
        "container start",
        "container oom",
        "network disconnect",
        "volume unmount",
        "container die",
        "container destroy",
        "volume destroy",
        "network destroy",
    ];
    let ((), got) = tokio::join!(listening, heard(&mut feed, want.len()));
    assert_eq!(got, want);
}

#[tokio::test]
async fn since_brings_back_what_was_missed_without_a_gap_or_a_double() {
    let engine = engine(quick(0)).await;
    let docker = client(&engine).await;
    engine.create_volume(VolumeSpec::new("before")).unwrap();
    let mut feed = events(&docker, Some("1"), None);
    let first = within(feed.next()).await.unwrap().unwrap();
    assert_eq!(first.actor.unwrap().id.as_deref(), Some("before"));
    drop(feed);
    engine.create_volume(VolumeSpec::new("missed")).unwrap();
    let nanos = first.time_nano.unwrap() + 1;
    let since = format!("{}.{:09}", nanos / 1_000_000_000, nanos % 1_000_000_000);
    let mut feed = events(&docker, Some(&since), None);
    let missed = within(feed.next()).await.unwrap().unwrap();
    assert_eq!(missed.actor.unwrap().id.as_deref(), Some("missed"));
    assert_eq!(missed.time.unwrap(), missed.time_nano.unwrap() / 1_000_000_000);
    // The same stream then follows what happens.
    engine.create_volume(VolumeSpec::new("after")).unwrap();
    let after = within(feed.next()).await.unwrap().unwrap();
    assert_eq!(after.actor.unwrap().id.as_deref(), Some("after"));
}

#[tokio::test]
async fn until_ends_the_stream_and_filters_narrow_it() {
    let engine = engine(quick(0)).await;
    let docker = client(&engine).await;
    engine.create_instance(InstanceSpec::new("one")).unwrap();
    engine.create_instance(InstanceSpec::new("two")).unwrap();
    engine.exit("two", 3).unwrap();
    let now = engine.now().timestamp() + 1;
    let filters = HashMap::from([("container", vec!["two"]), ("event", vec!["die", "start"])]);
    let options = EventsOptionsBuilder::default()
        .since("1")
        .until(&now.to_string())
        .filters(&filters)
        .build();
    let all: Vec<_> = within(docker.events(Some(options)).collect()).await;
    let all: Vec<_> = all.into_iter().map(Result::unwrap).collect();
    assert_eq!(all.iter().map(word).collect::<Vec<_>>(), ["container start", "container die"]);
    let about = all[1].actor.as_ref().unwrap().attributes.as_ref().unwrap();
    assert_eq!(about["exitCode"], "3");
    assert_eq!(about["name"], "two");
}

#[tokio::test]
async fn the_log_is_bounded() {
    let config = Config { event_log: 10, ..quick(0) };
    let engine = engine(config).await;
    let docker = client(&engine).await;
    for index in 0..50 {
        engine.create_volume(VolumeSpec::new(format!("v{index}"))).unwrap();
    }
    let now = engine.now().timestamp() + 1;
    let all: Vec<_> = within(events(&docker, Some("1"), Some(&now.to_string())).collect()).await;
    assert_eq!(all.len(), 10);
    let last = all.into_iter().next_back().unwrap().unwrap();
    assert_eq!(last.actor.unwrap().id.as_deref(), Some("v49"));
}

#[tokio::test]
async fn the_picture_has_a_past() {
    let engine = engine(quick(24)).await;
    let docker = client(&engine).await;
    let mut feed = events(&docker, Some("1"), None);
    let past = heard(&mut feed, 5).await;
    assert_eq!(
        past,
        ["container destroy", "volume create", "container start", "container oom", "container die"]
    );
}

#[tokio::test]
async fn things_happen_by_themselves_and_do_not_pile_up() {
    let config = Config {
        churn: true,
        churn_every: Duration::from_millis(5),
        tick: Duration::from_millis(1),
        event_log: 10_000,
        ..quick(24)
    };
    let engine = engine(config).await;
    let docker = client(&engine).await;
    let mut feed = events(&docker, Some("1"), None);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let full = |seen: &HashMap<String, usize>| {
        ["create", "start", "die", "destroy", "oom", "restart"]
            .iter()
            .all(|action| seen.get(&format!("container {action}")) >= Some(&3))
            && seen.get("volume destroy") >= Some(&3)
    };
    within(async {
        while !full(&seen) {
            let event = feed.next().await.unwrap().unwrap();
            *seen.entry(word(&event)).or_default() += 1;
        }
    })
    .await;
    let all =
        within(docker.list_containers(Some(bollard::query_parameters::ListContainersOptions {
            all: true,
            ..Default::default()
        })))
        .await
        .unwrap();
    assert!((24..=25).contains(&all.len()), "{} instances", all.len());
    assert_eq!(engine.status("postgres").unwrap(), InstanceStatus::Running);
}
