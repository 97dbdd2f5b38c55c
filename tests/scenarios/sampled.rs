//! The kernel's own files against the one who reads them too: a real engine, asked at the same time.

use crate::support::engine::RealEngine;
use crate::support::scenario;
use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_backend::{Console, ConsoleConfig, EngineChoice, SamplingChoice, system_clock};
use mini_aws_domain::{Explanation, Instance, Metric, SampleSource};
use serde_json::Value;
use std::time::{Duration, Instant};

/// The kernel charges a container in advance, up to 64 pages (256 KiB) for each core that it ran on, and takes back when it likes: so
/// much two readings may differ without anything happening in between.
const MEMORY_TOLERANCE: u64 = 1 << 20;
const LIMIT_BYTES: u64 = 64 << 20;
const PATIENCE: Duration = Duration::from_secs(40);

/// A container's counters at one moment.
#[derive(Debug, Clone, Copy)]
struct Counters {
    cpu_ns: u64,
    memory: u64,
    limit: u64,
    /// Received, sent, read and written, in bytes.
    flows: [Option<u64>; 4],
}

const FLOWS: [Metric; 4] =
    [Metric::NetworkRx, Metric::NetworkTx, Metric::DiskRead, Metric::DiskWrite];

#[test]
fn the_kernels_files_say_what_the_engine_says() {
    scenario::run("the kernel's files", Duration::from_secs(180), async || {
        let engine = RealEngine::start()?;
        let busy = "while :; do :; done";
        let ping = "gateway=$(busybox ip route | busybox awk '/default/ { print $3 }')
            while :; do busybox ping -c 1 -W 1 -s 1000 $gateway; sleep 0.1; done >/dev/null";
        // Straight to the device, where the file system allows, so that it is this container's.
        let write = "while :; do dd if=/dev/zero of=/disk/file bs=1M count=4 oflag=direct
            dd if=/disk/file of=/dev/null bs=1M iflag=direct; sleep 0.2; done 2>/dev/null";
        engine.run("idle", &[], &[]);
        engine.run("busy", &[], &["sh", "-c", busy]);
        engine.run("connected", &[], &["sh", "-c", ping]);
        engine.run("writing", &["--volume=/disk"], &["sh", "-c", write]);
        engine.run("limited", &["--memory=64m"], &[]);
        engine.run("lonely", &["--network=none"], &[]);
        engine.run("host", &["--network=host"], &[]);
        engine.run("guest", &["--network=container:host"], &[]);

        let data = tempfile::tempdir().expect("there is room for a database");
        let console = Console::start(ConsoleConfig {
            engine: EngineChoice::FirstThatAnswers(Box::new(Environment::only(engine.endpoint()))),
            data_dir: Some(data.path().to_owned()),
            clock: system_clock(),
            past: None,
            sampling: SamplingChoice::default(),
        })
        .await;
        for name in ["idle", "busy", "connected", "writing", "limited", "lonely", "host", "guest"] {
            let [before, told, after] = at_once(&console, &engine, name).await;
            println!("{name}:\n  {before:?}\n  {told:?}\n  {after:?}");
            // What only grows was less when it was read before, and is more when it is read afterwards.
            assert!((before.cpu_ns..=after.cpu_ns).contains(&told.cpu_ns), "{name}");
            for (flow, metric) in FLOWS.iter().enumerate() {
                let [before, told, after] = [before, told, after].map(|at| at.flows[flow]);
                assert!(before <= told && told <= after, "{name}: {metric:?}");
                assert_eq!(before.is_some(), told.is_some(), "{name}: {metric:?}");
            }
            let (least, most) = (before.memory.min(after.memory), before.memory.max(after.memory));
            let possible = least.saturating_sub(MEMORY_TOLERANCE)..=most + MEMORY_TOLERANCE;
            assert!(possible.contains(&told.memory), "{name}");
            assert_eq!((before.limit, after.limit), (told.limit, told.limit), "{name}");
            match name {
                "busy" => assert!(after.cpu_ns > before.cpu_ns + 100_000_000, "it was busy"),
                "connected" => assert!(after.flows[0] > before.flows[0], "it was connected"),
                "limited" => assert_eq!(told.limit, LIMIT_BYTES),
                "lonely" | "host" | "guest" => assert_eq!(told.flows[..2], [None, None], "{name}"),
                _ => {}
            }
        }
        console.shutdown().await;
        Ok(())
    });
}

/// What the console read before the engine was asked, what the engine said, and what the console read afterwards.
async fn at_once(console: &Console, engine: &RealEngine, name: &str) -> [Counters; 3] {
    let before = counters(console, name, None).await;
    let told = told(&engine.raw_stats(name));
    let after = counters(console, name, Some(Instant::now())).await;
    [before, told, after]
}

/// What the console has read itself in the kernel's files; if a moment is given, what it has read since.
async fn counters(console: &Console, name: &str, since: Option<Instant>) -> Counters {
    let asked_at = since.map(|since| console.now() - since.elapsed());
    let deadline = Instant::now() + PATIENCE;
    loop {
        let explained = explained(console, name);
        match &explained {
            Ok((id, all))
                if all.iter().all(|one| one.source == SampleSource::Kernel)
                    && all.iter().all(|one| one.read_at == all[0].read_at)
                    && asked_at.is_none_or(|asked_at| all[0].read_at > asked_at) =>
            {
                all.iter().for_each(|one| is_placed(one, id));
                return of(all);
            }
            other => assert!(Instant::now() < deadline, "{name}: {other:?}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The place that is named is that of these counters, and of this instance.
fn is_placed(explained: &Explanation, id: &str) {
    let place = &explained.place;
    match explained.metric {
        Metric::Cpu | Metric::Memory => assert!(place.contains(id), "{place}"),
        // There need not be any: it may be in the network of others, and a kernel may not count this at all.
        _ if explained.counters[0].now.is_none() => {}
        Metric::DiskRead | Metric::DiskWrite => assert!(place.contains(id), "{place}"),
        Metric::NetworkRx | Metric::NetworkTx => assert!(place.ends_with("/net/dev."), "{place}"),
    }
}

/// Every metric of an instance, explained: CPU, memory and the flows. And the instance's id.
fn explained(console: &Console, name: &str) -> Result<(String, Vec<Explanation>), String> {
    let is_it = |instance: &Instance| instance.name == name;
    let instance = console.instances().into_iter().find(is_it).ok_or("there is none")?;
    let all = [Metric::Cpu, Metric::Memory].into_iter().chain(FLOWS);
    let all: Result<Vec<_>, _> = all.map(|metric| console.explain(&instance.id, metric)).collect();
    Ok((instance.id.to_string(), all.map_err(|error| error.to_string())?))
}

fn of(explained: &[Explanation]) -> Counters {
    let first = |one: &Explanation| one.counters.first().and_then(|counter| counter.now);
    let [cpu, memory, flows @ ..] = explained else { panic!("{explained:?}") };
    let mut flows = flows.iter().map(first);
    Counters {
        cpu_ns: first(cpu).expect("CPU time is told"),
        memory: first(memory).expect("memory is told"),
        limit: memory.counters.last().and_then(|counter| counter.now).expect("a limit is told"),
        flows: [(); 4].map(|()| flows.next().flatten()),
    }
}

/// What the engine's answer says.
fn told(body: &Value) -> Counters {
    let number = |pointer: &str| body.pointer(pointer).and_then(Value::as_u64);
    let network = |field: &str| {
        let interfaces = body["networks"].as_object()?.values();
        interfaces.map(|interface| interface[field].as_u64()).sum::<Option<u64>>()
    };
    let disk = |letter: char| {
        let entries = body.pointer("/blkio_stats/io_service_bytes_recursive")?.as_array();
        let entries = entries.into_iter().flatten().filter(|entry| {
            entry["op"].as_str().is_some_and(|op| op.to_lowercase().starts_with(letter))
        });
        // The engine says nothing at all where no device is named; the kernel's list of devices is empty then.
        entries.map(|entry| entry["value"].as_u64()).sum::<Option<u64>>()
    };
    Counters {
        cpu_ns: number("/cpu_stats/cpu_usage/total_usage").expect("CPU time is told"),
        memory: number("/memory_stats/usage").expect("memory is told"),
        limit: number("/memory_stats/limit").expect("a limit is told"),
        flows: [network("rx_bytes"), network("tx_bytes"), disk('r'), disk('w')],
    }
}
