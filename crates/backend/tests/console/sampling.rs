//! How much the engine is asked, and how evenly.

use super::support::*;
use chrono::TimeDelta;
use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_backend::{Console, ConsoleConfig, EngineChoice, SamplingChoice, system_clock};
use mini_aws_demo::{Config, DemoEngine, Fault, FaultKind};
use mini_aws_domain::{Attention, InstanceId, Pace, Snapshot};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const STATS: &str = "/containers/*/stats";

fn look(console: &Console, instances: &[InstanceId]) {
    console.attend(Attention { instances: instances.to_vec() }).unwrap();
}

/// Whether the newest frame tells the CPU of every running instance.
fn is_full(snapshot: &Snapshot) -> bool {
    let running = snapshot.summary.running_instances as usize;
    running > 0
        && snapshot.frame.as_ref().is_some_and(|frame| {
            let known = frame.samples.iter().filter(|sample| sample.cpu_percent.is_some());
            known.count() == running
        })
}

/// Waits until so many streams are open.
async fn until_streams(engine: &DemoEngine, count: usize) {
    let deadline = Instant::now() + PATIENCE;
    while engine.all_open_stats_streams() != count {
        let open = engine.all_open_stats_streams();
        assert!(Instant::now() < deadline, "{open} streams, and not {count}");
        sleep(Duration::from_millis(20)).await;
    }
}

/// Whether the console has got used to that nobody looks: at first it is as if somebody did.
fn is_alone(snapshot: &Snapshot) -> bool {
    snapshot.own_cost.is_some_and(|cost| cost.sampling.pace == Pace::Unwatched)
}

/// How often the statistics of each instance were asked for.
fn asked(engine: &DemoEngine) -> BTreeMap<String, u64> {
    let requests = engine.requests().into_iter();
    requests.filter(|(path, _)| path.ends_with("/stats")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_come_when_somebody_looks_and_end_when_nobody_does() {
    let room = Room::with(6).await;
    let full = room.until("all numbers", is_full).await;
    assert!(room.engine.all_open_stats_streams() > 0, "somebody may look soon");
    until_streams(&room.engine, 0).await;
    look(&room.console, &[]);
    until_streams(&room.engine, full.summary.running_instances as usize).await;
    assert!(is_full(&room.console.snapshot()), "nothing is lost by it");
    until_streams(&room.engine, 0).await;
    assert!(is_full(&room.console.snapshot()), "nor by that");
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_what_is_looked_at_and_what_is_busy_is_streamed() {
    let room = Room::with(30).await;
    let full = room.until("all numbers", is_full).await;
    let mut cpu: Vec<_> = full.frame.as_ref().unwrap().samples.iter().collect();
    cpu.sort_by(|a, b| a.cpu_percent.partial_cmp(&b.cpu_percent).unwrap());
    let (idlest, other) = (cpu[0].instance.clone(), cpu[1].instance.clone());
    look(&room.console, std::slice::from_ref(&idlest));
    let streams = |id: &InstanceId| room.engine.open_stats_streams(id.as_str()).unwrap();
    let deadline = Instant::now() + PATIENCE;
    while streams(&idlest) == 0 {
        assert!(Instant::now() < deadline);
        sleep(Duration::from_millis(10)).await;
    }
    assert!(room.engine.all_open_stats_streams() <= 16);
    assert_eq!(streams(&other), 0, "nobody looks at it, and it is idle");
    room.engine.set_load(other.as_str(), 300.0, 100_000_000).unwrap();
    while streams(&other) == 0 {
        assert!(Instant::now() < deadline);
        look(&room.console, std::slice::from_ref(&idlest));
        sleep(Duration::from_millis(10)).await;
    }
    assert!(room.engine.all_open_stats_streams() <= 16);
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_takes_its_time_is_asked_for_each_instance_once_at_a_time() {
    // Longer than the interval, and shorter than an answer is waited for.
    const TAKES: Duration = Duration::from_secs(7);
    let engine = engine(12).await;
    engine.set_fault(Fault::new(STATS, FaultKind::Delay(TAKES)));
    let data = tempfile::tempdir().unwrap();
    let console = console(&engine, data.path()).await;
    let deadline = Instant::now() + PATIENCE;
    let mut first: BTreeMap<String, Instant> = BTreeMap::new();
    let mut again = 0;
    while again < 6 {
        assert!(Instant::now() < deadline, "asked again: {again}");
        // Several streams of one instance at once would count as well.
        look(&console, &[]);
        let now = Instant::now();
        again = 0;
        for (path, count) in asked(&engine) {
            let since = *first.entry(path.clone()).or_insert(now);
            if count > 1 {
                again += 1;
                // The first was seen a little after it came.
                assert!(now - since > TAKES - Duration::from_millis(500), "{path} twice at a time");
                first.insert(path, since);
            }
        }
        if again > 0 {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    assert!(first.len() >= 6, "{first:?}");
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn polls_are_spread_and_frames_stay_whole_between_them() {
    let room = Room::with(40).await;
    let full = room.until("all numbers", |snapshot| is_full(snapshot) && is_alone(snapshot)).await;
    until_streams(&room.engine, 0).await;
    let running = full.summary.running_instances;
    let mut frames = 0;
    let mut last = full.frame.unwrap().timestamp;
    let mut counts = Vec::new();
    let deadline = Instant::now() + PATIENCE;
    // As long as two intervals while nobody looks.
    while frames < 20 {
        assert!(Instant::now() < deadline);
        let snapshot = room.console.snapshot();
        let frame = snapshot.frame.as_ref().unwrap();
        if frame.timestamp != last {
            last = frame.timestamp;
            frames += 1;
            assert!(is_full(&snapshot), "{} of {running}", frame.samples.len());
            counts.push(room.engine.requests_to(STATS));
        }
        sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(room.engine.all_open_stats_streams(), 0);
    let polls = counts.last().unwrap() - counts[0];
    // 19 of the 10 seconds that pass between two polls of each.
    assert!((running..=running * 3).contains(&polls), "{polls} polls of {running} instances");
    let most = counts.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
    assert!(most <= running / 2, "{most} of {running} in one second");
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_knows_no_one_shot_is_polled_as_well() {
    let config = Config { instances: 10, api_minor: 40, ..Config::default() };
    let engine = DemoEngine::start(config).await.unwrap();
    let data = tempfile::tempdir().unwrap();
    let console = console(&engine, data.path()).await;
    until(&console, "all numbers", is_full).await;
    assert!(asked(&engine).len() >= 2);
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_a_stream_for_each_has_it() {
    let engine = engine(20).await;
    let data = tempfile::tempdir().unwrap();
    let environment = Environment::only(engine.endpoint());
    let console = Console::start(ConsoleConfig {
        engine: EngineChoice::FirstThatAnswers(Box::new(environment)),
        data_dir: Some(data.path().to_owned()),
        clock: system_clock(),
        past: None,
        sampling: SamplingChoice::Streams,
    })
    .await;
    let full = until(&console, "all numbers", is_full).await;
    until_streams(&engine, full.summary.running_instances as usize).await;
    console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_starts_and_stops_is_polled_and_left_alone() {
    let room = Room::with(5).await;
    let full = room.until("all numbers", is_full).await;
    let sample = full.frame.unwrap().samples.remove(0);
    let id = sample.instance;
    let path = format!("/containers/{id}/stats");
    room.engine.restart_instance(id.as_str()).unwrap();
    let before = room.engine.requests_to(&path);
    room.until("its new run", |_| room.engine.requests_to(&path) > before + 1).await;
    room.engine.stop_instance(id.as_str()).unwrap();
    room.until("its end", |snapshot| {
        let frame = snapshot.frame.as_ref();
        frame.is_some_and(|frame| frame.samples.iter().all(|sample| sample.instance != id))
    })
    .await;
    let after = room.engine.requests_to(&path);
    let others = room.engine.requests_to(STATS);
    // Each of the others is asked several times meanwhile.
    room.until("the others", |_| room.engine.requests_to(STATS) > others + 10).await;
    assert!(room.engine.requests_to(&path) <= after + 1, "one may have been under way");
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_hangs_leaves_no_numbers_of_long_ago_in_the_frames() {
    let room = Room::with(16).await;
    let full = room.until("all numbers", is_full).await;
    assert!(full.summary.running_instances > 10, "too many for a stream each");
    // What is busy has a stream, and one that is open already goes on: only who is polled is asked anew.
    for sample in &full.frame.as_ref().unwrap().samples {
        room.engine.set_load(sample.instance.as_str(), 0.5, 50_000_000).unwrap();
    }
    let is_idle = |snapshot: &Snapshot| {
        look(&room.console, &[]);
        let samples = snapshot.frame.iter().flat_map(|frame| &frame.samples);
        let is_polled = snapshot.own_cost.is_some_and(|cost| cost.sampling.streamed == 0);
        is_full(snapshot) && is_polled && samples.into_iter().all(|it| it.cpu_percent < Some(2.0))
    };
    room.until("that nothing is busy", is_idle).await;
    until_streams(&room.engine, 0).await;
    let full = room.until("all numbers again", is_idle).await;
    room.engine.set_fault(Fault::new(STATS, FaultKind::Silence));
    let count =
        |snapshot: &Snapshot| snapshot.frame.as_ref().map_or(0, |frame| frame.samples.len());
    let is_slow = |snapshot: &Snapshot| {
        snapshot.own_cost.is_some_and(|cost| cost.sampling.pace == Pace::EngineSlow)
    };
    let mut last = count(&full);
    let mut slow_frames = 0;
    let mut seen = full.frame.unwrap().timestamp;
    let deadline = Instant::now() + PATIENCE;
    // From when the interval is longer the numbers of before might seem to be in time again. How long the last of them stands depends on how
    // long the engine used to take, which on a busy machine is long.
    while slow_frames < 3 || last > 0 {
        assert!(Instant::now() < deadline);
        look(&room.console, &[]);
        let snapshot = room.console.snapshot();
        let Some(frame) = snapshot.frame.as_ref().filter(|frame| frame.timestamp != seen) else {
            sleep(Duration::from_millis(20)).await;
            continue;
        };
        seen = frame.timestamp;
        let now = count(&snapshot);
        assert!(now <= last, "{now} after {last}");
        last = now;
        slow_frames += u32::from(is_slow(&snapshot));
    }
    room.engine.clear_faults();
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_engine_says_does_not_run_leaves_the_frames_and_is_looked_at_again() {
    let room = Room::with(14).await;
    let full = room.until("all numbers", is_full).await;
    let samples = &full.frame.as_ref().unwrap().samples;
    let idlest = samples.iter().min_by(|a, b| a.cpu_percent.partial_cmp(&b.cpu_percent).unwrap());
    let id = idlest.unwrap().instance.clone();
    let inspection = format!("/containers/{id}/json");
    let before = room.engine.requests_to(&inspection);
    let kind = FaultKind::Status { code: 404, message: "no such container".to_owned() };
    room.engine.set_fault(Fault::new(format!("/containers/{id}/stats"), kind));
    room.until("another look", |_| room.engine.requests_to(&inspection) > before).await;
    let seen = room.console.snapshot().frame.unwrap().timestamp;
    let next = room
        .until("the next frame", |snapshot| {
            snapshot.frame.as_ref().is_some_and(|frame| frame.timestamp > seen)
        })
        .await;
    assert!(next.frame.unwrap().samples.iter().all(|sample| sample.instance != id));
    room.engine.clear_faults();
    room.until("all numbers again", is_full).await;
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_numbers_come_soon() {
    let room = Room::with(24).await;
    let listed = room.until("the list", |snapshot| snapshot.summary.running_instances > 8).await;
    let began = Instant::now();
    assert!(listed.frame.is_none());
    let full = room.until("a frame", |snapshot| snapshot.frame.is_some()).await;
    assert!(is_full(&full), "sums over a part of them would look like a rise");
    // It takes two readings a second apart; the rest is for a machine that has other things to do.
    assert!(began.elapsed() < Duration::from_millis(3500), "{:?}", began.elapsed());
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_sleep_nothing_of_before_is_shown_and_everyone_is_asked_at_once() {
    const SLEPT_S: i64 = 3600;
    const WARM_UP: TimeDelta = TimeDelta::seconds(6);
    let engine = engine(20).await;
    let data = tempfile::tempdir().unwrap();
    let ahead = Arc::new(AtomicI64::new(0));
    let (clock, jump) = (system_clock(), Arc::clone(&ahead));
    let console = Console::start(ConsoleConfig {
        engine: EngineChoice::FirstThatAnswers(Box::new(Environment::only(engine.endpoint()))),
        data_dir: Some(data.path().to_owned()),
        clock: Arc::new(move || clock() + TimeDelta::seconds(jump.load(Ordering::Relaxed))),
        past: None,
        sampling: SamplingChoice::Engine,
    })
    .await;
    let began = until(&console, "all numbers", is_full).await.frame.unwrap().timestamp;
    // A session of less than that makes no frames that are not whole.
    let full = until(&console, "some time", |snapshot| {
        is_full(snapshot) && snapshot.frame.as_ref().unwrap().timestamp > began + WARM_UP
    })
    .await;
    ahead.store(SLEPT_S, Ordering::Relaxed);
    let woken = full.frame.unwrap().timestamp + TimeDelta::seconds(SLEPT_S / 2);
    let first = until(&console, "a frame", |snapshot| {
        snapshot.frame.as_ref().is_some_and(|frame| frame.timestamp > woken)
    })
    .await;
    let running = full.summary.running_instances as usize;
    let count = first.frame.unwrap().samples.len();
    assert!(
        count < running / 2,
        "{count} of {running}: a stream may have been quicker than the frame"
    );
    let woke = Instant::now();
    until(&console, "all numbers again", is_full).await;
    assert!(woke.elapsed() < Duration::from_millis(4500), "nobody waits for an interval to pass");
    console.shutdown().await;
}
