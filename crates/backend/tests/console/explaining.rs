//! Why a number is what it is.

use super::support::*;
use mini_aws_backend::{Console, ConsoleError};
use mini_aws_domain::{Explanation, InstanceId, InstanceState, Metric, SampleSource, Snapshot};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The id of an instance that runs, once its CPU is known.
async fn measured(room: &Room) -> (InstanceId, String) {
    let measured = |snapshot: &Snapshot| {
        let frame = snapshot.frame.as_ref()?;
        let sample = frame.samples.iter().find(|sample| sample.cpu_percent.is_some())?;
        snapshot.instances.iter().find(|instance| instance.id == sample.instance).cloned()
    };
    let snapshot = room.until("a sample", |snapshot| measured(snapshot).is_some()).await;
    let instance = measured(&snapshot).unwrap();
    (instance.id, instance.name)
}

async fn until_explained(
    console: &Console,
    id: &InstanceId,
    what: &str,
    holds: impl Fn(&Result<Explanation, ConsoleError>) -> bool,
) -> Result<Explanation, ConsoleError> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let explained = console.explain(id, Metric::Cpu);
        if holds(&explained) {
            return explained;
        }
        assert!(Instant::now() < deadline, "waited in vain for: {what}\n{explained:?}");
        sleep(Duration::from_millis(5)).await;
    }
}

fn code(explained: Result<Explanation, ConsoleError>) -> String {
    let problem = explained.unwrap_err().problem();
    assert!(problem.message.ends_with('.') && !problem.next_step.is_empty(), "{problem:?}");
    problem.code
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_explained_is_what_the_frame_shows() {
    let room = Room::with(4).await;
    let (id, name) = measured(&room).await;
    room.engine.set_load(&name, 73.0, 150_000_000).unwrap();
    let deadline = Instant::now() + PATIENCE;
    let (cpu, memory) = loop {
        let cpu = room.console.explain(&id, Metric::Cpu).unwrap();
        let memory = room.console.explain(&id, Metric::Memory).unwrap();
        let frame = room.console.snapshot().frame;
        let sample =
            frame.and_then(|frame| frame.samples.into_iter().find(|sample| sample.instance == id));
        // Between two frames there may be a newer reading, so they are compared when they are of the same one.
        if let Some(sample) = sample
            && sample.cpu_percent == cpu.value
            && sample.memory_bytes == Some(150_000_000)
            && memory.read_at == cpu.read_at
        {
            break (cpu, memory);
        }
        assert!(Instant::now() < deadline, "{cpu:?}\n{memory:?}");
        sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(memory.value, Some(150_000_000.0));
    assert!(memory.filled.ends_with("150\u{202f}000\u{202f}000\u{202f}B"), "{}", memory.filled);
    let usage = memory.counters[0].now.unwrap();
    assert!(usage > 150_000_000, "page cache is charged and not counted: {usage}");
    assert_eq!((cpu.instance, cpu.metric), (id, Metric::Cpu));
    assert!(cpu.engine.starts_with("Docker ") && cpu.engine.contains(", API "), "{}", cpu.engine);
    let age = room.console.now() - cpu.received_at;
    assert!(age.num_seconds() < 5 && age.num_milliseconds() >= 0, "{age}");
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_metric_is_explained_with_its_source() {
    let room = Room::with(4).await;
    let (id, _) = measured(&room).await;
    for metric in Metric::ALL {
        let explained = room.console.explain(&id, metric).unwrap();
        assert_eq!(explained.metric, metric);
        assert!(!explained.counters.is_empty() && !explained.formula.is_empty(), "{explained:?}");
        // The containers of this engine are invented, and so are their processes.
        assert_ne!(explained.source, SampleSource::Kernel);
        assert!(explained.place.starts_with("The engine "), "{}", explained.place);
        assert!(
            explained.place.ends_with('.') && !explained.place.ends_with(".."),
            "{}",
            explained.place
        );
    }
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_run_begins_with_its_first_reading() {
    let room = Room::with(4).await;
    let (id, name) = measured(&room).await;
    room.engine.restart_instance(&name).unwrap();
    let first = until_explained(&room.console, &id, "a first reading", |explained| {
        explained.as_ref().is_ok_and(|explained| explained.value.is_none())
    })
    .await
    .unwrap();
    assert!(first.filled.contains("reading"), "{}", first.filled);
    until_explained(&room.console, &id, "a value", |explained| {
        explained.as_ref().is_ok_and(|explained| explained.value.is_some())
    })
    .await
    .unwrap();
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_explained_is_said_in_a_sentence() {
    let room = Room::with(4).await;
    let (id, name) = measured(&room).await;
    let nobody = InstanceId::new("nobody");
    assert_eq!(code(room.console.explain(&nobody, Metric::Cpu)), "unknown_instance");
    room.engine.stop_instance(&name).unwrap();
    room.until("its end", |snapshot| state_of(snapshot, &name) == Some(InstanceState::Exited))
        .await;
    let stopped = until_explained(&room.console, &id, "nothing to explain", Result::is_err).await;
    let message = stopped.as_ref().unwrap_err().to_string();
    assert!(message.contains(&name) && message.contains("exited"), "{message}");
    assert_eq!(code(stopped), "not_running");
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_engine_the_last_reading_is_explained() {
    let room = Room::with(4).await;
    let (id, _) = measured(&room).await;
    room.engine.stop_listening().await.unwrap();
    room.until("its loss", |snapshot| !connected(snapshot)).await;
    let last = room.console.explain(&id, Metric::Memory).unwrap();
    assert!(last.value.is_some());
    assert!(last.note.starts_with("The engine is away"), "{}", last.note);
    room.engine.resume().await.unwrap();
    until_explained(&room.console, &id, "a fresh value", |explained| {
        explained.as_ref().is_ok_and(|explained| {
            explained.value.is_some() && explained.received_at > last.received_at
        })
    })
    .await
    .unwrap();
    room.console.shutdown().await;
}
