//! The door, and what it promises.

use crate::Options;
use crate::clients::{KEY, Outcome};
use crate::cost::{self, Moment, mb};
use mini_aws_backend::gateway::{Asset, Assets, Door, DoorOptions};
use mini_aws_backend::{Console, ConsoleConfig, EngineChoice, system_clock};
use mini_aws_demo::{Config, DemoEngine};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use sysinfo::System;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::{interval, sleep, timeout};

/// The promises.
const P99_MS: f64 = 250.0;
const BYTES_A_CLIENT: u64 = 96 << 10;
/// What does not depend on the number of clients: the ring of events with their JSON, and the allocator's slack.
const BYTES_FOR_ALL: u64 = 32 << 20;

/// How long what a round leaves behind may take to go.
const SETTLING: Duration = Duration::from_secs(5);
/// How long anything takes to begin.
const PATIENCE: Duration = Duration::from_secs(120);

/// A process of this program's own, and the lines that it prints.
struct Part {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Part {
    fn start(args: &[String], key: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(args)
            .env(KEY, key)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    async fn line(&mut self) -> String {
        self.lines.next_line().await.unwrap().expect("it goes on")
    }

    fn cost(&self) -> Moment {
        cost::of(self.child.id().unwrap())
    }
}

/// The engine's process: there until its input ends.
pub async fn engine(instances: usize) -> bool {
    let engine = DemoEngine::start(Config { instances, ..Config::default() }).await.unwrap();
    println!("{}", engine.endpoint());
    let mut input = Vec::new();
    tokio::io::stdin().read_to_end(&mut input).await.unwrap();
    engine.shutdown().await;
    true
}

struct NoPages;

impl Assets for NoPages {
    fn get(&self, _path: &str) -> Option<Asset> {
        None
    }
}

/// Both rounds; whether the promises are kept.
pub async fn run(options: &Options) -> bool {
    let mut engine = Part::start(&["engine".to_owned(), options.instances.to_string()], "");
    let endpoint = engine.line().await;
    let data = tempfile::tempdir().unwrap();
    let console = Console::start(ConsoleConfig {
        engine: EngineChoice::Pretended(endpoint),
        data_dir: Some(data.path().to_owned()),
        clock: system_clock(),
        past: None,
        sampling: mini_aws_backend::SamplingChoice::default(),
    })
    .await;
    let bind = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let door = Door::new(
        console.clone(),
        Arc::new(NoPages),
        DoorOptions { bind, ..DoorOptions::default() },
    );
    door.open().await.unwrap();
    let place = Place {
        address: door.url().unwrap().trim_start_matches("http://").to_owned(),
        key: std::fs::read_to_string(data.path().join("api-key")).unwrap().trim().to_owned(),
    };
    let watched = || console.snapshot().frame.map_or(0, |frame| frame.samples.len());
    while watched() == 0 {
        sleep(Duration::from_millis(100)).await;
    }
    sleep(SETTLING * 2).await;
    println!(
        "{} instances, {} with a sample, {} s a round",
        options.instances,
        watched(),
        options.seconds
    );
    let mut kept = true;
    // Of both rounds: the allocator keeps some of what the first one took.
    let cold = cost::of(std::process::id());
    for silent in [0, options.silent] {
        kept &= round(options, silent, &place, &engine, cold.memory).await;
    }
    door.close().await;
    console.shutdown().await;
    kept
}

/// Where the door is, and what opens it.
struct Place {
    address: String,
    key: String,
}

impl Place {
    /// How many WebSockets the door says it has.
    async fn sockets(&self) -> usize {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let (address, key) = (&self.address, &self.key);
        let request = format!(
            "GET /metrics HTTP/1.1\r\nhost: {address}\r\nx-api-key: {key}\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let gauge =
            answer.lines().find_map(|line| line.strip_prefix("mini_aws_ws_connections_active "));
        gauge.unwrap_or_else(|| panic!("no gauge: {answer}")).trim().parse().unwrap()
    }
}

async fn round(options: &Options, silent: usize, place: &Place, engine: &Part, cold: u64) -> bool {
    let (readers, own) = (options.readers, std::process::id());
    println!("\n{readers} clients that read, {silent} that never do");
    println!("  load of the machine   {:.1} before it begins", System::load_average().one);
    let before = cost::of(own);
    let args = ["clients".to_owned(), place.address.clone()]
        .into_iter()
        .chain([readers, silent].map(|count| count.to_string()))
        .chain([options.seconds.to_string()]);
    let mut clients = Part::start(&args.collect::<Vec<_>>(), &place.key);
    let connected = timeout(PATIENCE, clients.line()).await.expect("they connect");
    assert_eq!(connected, "connected");
    let at_first = place.sockets().await;

    let (began, engine_began, clients_began) = (cost::of(own), engine.cost(), clients.cost());
    let (mut peak, mut clients_peak) = (began.memory, clients_began.memory);
    let mut tick = interval(Duration::from_millis(500));
    let said = loop {
        tokio::select! {
            said = clients.line() => break said,
            _ = tick.tick() => {
                peak = peak.max(cost::of(own).memory);
                clients_peak = clients_peak.max(clients.cost().memory);
            }
        }
    };
    let (ended, engine_ended, clients_ended) = (cost::of(own), engine.cost(), clients.cost());
    let at_last = place.sockets().await;
    let outcome: Outcome = serde_json::from_str(&said).unwrap();
    drop(clients);
    sleep(SETTLING).await;
    let (after, left) = (cost::of(own), place.sockets().await);

    let seconds = options.seconds as f64;
    println!(
        "  events received       {:>12}   ({} of them frames)",
        outcome.events, outcome.frames
    );
    println!(
        "  bytes received        {:>12}   ({}/s)",
        mb(outcome.bytes),
        mb((outcome.bytes as f64 / seconds) as u64)
    );
    println!(
        "  lost / resync / cut   {:>12}",
        format!("{} / {} / {}", outcome.lost, outcome.resyncs, outcome.cut_off)
    );
    println!(
        "  delivery of a frame   p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, max {:.1} ms",
        outcome.p50_ms, outcome.p95_ms, outcome.p99_ms, outcome.max_ms
    );
    println!(
        "  server memory         before {}, peak {}, after {}",
        mb(before.memory),
        mb(peak),
        mb(after.memory)
    );
    println!("  server CPU            {:.1} % of a core", ended.cpu_percent_since(&began));
    println!(
        "  the clients           {:.1} %, {}",
        clients_ended.cpu_percent_since(&clients_began),
        mb(clients_peak)
    );
    println!("  the pretend engine    {:.1} %", engine_ended.cpu_percent_since(&engine_began));
    println!(
        "  WebSockets            at first {at_first}, at the end {at_last}, afterwards {left}"
    );

    let bound = BYTES_A_CLIENT * (readers + silent) as u64 + BYTES_FOR_ALL;
    let least = readers as u64 * options.seconds.saturating_sub(3);
    let promises = [
        (
            outcome.lost == 0 && outcome.resyncs == 0 && outcome.cut_off == 0,
            "nothing is lost".to_owned(),
        ),
        (outcome.frames >= least, format!("a frame a second reaches everybody ({least} in all)")),
        (outcome.p99_ms <= P99_MS, format!("p99 is at most {P99_MS} ms")),
        (
            peak.saturating_sub(cold) <= bound,
            format!("memory grows by at most {} since the start", mb(bound)),
        ),
        (at_first == readers + silent, "everybody is let in".to_owned()),
        (at_last == readers, "who never reads is dropped, and nobody else".to_owned()),
        (left == 0, "nobody is left".to_owned()),
    ];
    for (is_kept, promise) in &promises {
        println!("  {} {promise}", if *is_kept { "kept  " } else { "BROKEN" });
    }
    promises.iter().all(|(is_kept, _)| *is_kept)
}
