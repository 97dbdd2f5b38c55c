//! "Why this number?" against the one who knows: `docker stats` on a real engine.

use crate::support::engine::RealEngine;
use crate::support::window::{SOON, Window};
use crate::support::{figures, scenario};
use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_backend::{Console, ConsoleConfig, EngineChoice, system_clock};
use mini_aws_domain::{Explanation, InstanceId, Metric};
use serde_json::json;
use std::time::{Duration, Instant};

/// How much is written to a file in the container, and read back: it fills the page cache, which is charged to the container.
const FILE_MB: u64 = 200;
/// What people do not count of it must be at least this much, or the test could not tell right from wrong.
const CACHE_BYTES: f64 = 100e6;
/// `docker stats` prints four significant digits, of which it rounds the last: that is at most 0.05 % of a value, 3 KiB here. More comes
/// from the kernel, which charges a container in advance, up to 64 pages (256 KiB) for each core that it ran on, and takes back when it
/// likes; so two readings of an idle container may differ by that. What is to be told apart, the page cache, is a hundred times as much.
const MEMORY_TOLERANCE: f64 = 1024.0 * 1024.0;
/// Docker reads an instance's counter and the machine's one after the other, and the machine's moves in steps of 10 ms for each core:
/// at one reading a second that is 1 % either way, and a busy machine doubles it. Both sides have the same error, in other seconds; in the
/// mean over several readings it falls to well below this many percent of a core.
const CPU_TOLERANCE: f64 = 5.0;
/// How many readings the mean is of.
const READINGS: usize = 6;
const PATIENCE: Duration = Duration::from_secs(40);

#[test]
fn an_explained_number_is_what_docker_stats_prints() {
    scenario::run("the explained numbers", Duration::from_secs(240), async || {
        let engine = RealEngine::start()?;
        let data = tempfile::tempdir().expect("there is room for a database");
        let console = console(&engine, &data).await;

        idle_with_a_full_page_cache(&engine, &console).await;
        under_load(&engine, &console).await;

        console.shutdown().await;
        Ok(())
    });
}

/// In the window a click on the figure opens the panel beside it, with the very value; Escape closes it.
pub async fn in_the_window(window: &Window, engine: &RealEngine, name: &str) {
    let press = "const row = [...document.querySelectorAll('[data-testid=\"instance-row\"]')]
            .find((row) => row.cells[0].innerText.trim() === arguments[0]);
        const figure = row && row.querySelector('[data-testid=\"why\"][data-why=\"memory\"]');
        if (figure) figure.click();
        return Boolean(figure);";
    assert_eq!(window.script(press, &[json!(name)]).await, Ok(true), "a figure of {name}");
    let docker = engine.stats(name).memory_bytes;
    window
        .until("the explained memory", SOON, async || {
            let text = window.text("why-panel").await?;
            let figure =
                text.split(['?', '\n']).next().and_then(|title| title.strip_prefix("Why "));
            let shown = figure.and_then(figures::size).ok_or_else(|| text.clone())?;
            let says = |part: &str| text.contains(part);
            let is_whole = says(" − ")
                && says("inactive_file")
                && says("cgroup")
                && says("Docker ")
                && says(" ago");
            if is_whole && (shown - docker).abs() <= MEMORY_TOLERANCE { Ok(()) } else { Err(text) }
        })
        .await;
    window.screenshot("real-engine-why").await;
    let escape = "document.activeElement.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
        return true;";
    assert_eq!(window.script(escape, &[]).await, Ok(true));
    window
        .until("the focus back on the figure", SOON, async || {
            let script = "return document.querySelector('[data-testid=\"why-panel\"]') === null
                && document.activeElement.dataset.testid === 'why';";
            if window.script(script, &[]).await? { Ok(()) } else { Err("it is not".to_owned()) }
        })
        .await;
}

async fn console(engine: &RealEngine, data: &tempfile::TempDir) -> Console {
    Console::start(ConsoleConfig {
        engine: EngineChoice::FirstThatAnswers(Box::new(Environment::only(engine.endpoint()))),
        data_dir: Some(data.path().to_owned()),
        clock: system_clock(),
        past: None,
        sampling: mini_aws_backend::SamplingChoice::default(),
    })
    .await
}

async fn idle_with_a_full_page_cache(engine: &RealEngine, console: &Console) {
    // Written, flushed and read back once: pages that were used once are inactive, and so not counted. Read again and again the
    // kernel would take them for active ones, which are.
    let fill = format!(
        "dd if=/dev/zero of=/file bs=1M count={FILE_MB} conv=fsync 2>/dev/null; \
         dd if=/file of=/dev/null bs=1M 2>/dev/null; sleep 1000000"
    );
    engine.run("cached", &[], &["sh", "-c", &fill]);
    let full = until(console, "cached", Metric::Memory, |explained| {
        usage(explained) >= FILE_MB as f64 * 1e6
    })
    .await;
    // Until `dd` has ended there is more to come.
    until(console, "cached", Metric::Cpu, |explained| {
        explained.read_at > full.read_at && value(explained) < 1.0
    })
    .await;

    let docker = engine.stats("cached").memory_bytes;
    // The newest that is known now may still be the one before docker's.
    let known = until(console, "cached", Metric::Memory, |_| true).await;
    let explained =
        until(console, "cached", Metric::Memory, |explained| explained.read_at > known.read_at)
            .await;
    let shown = value(&explained);
    println!(
        "memory of an idle container with page cache: {shown} B explained, {docker} B by docker stats, {} B charged; {}",
        usage(&explained),
        explained.filled
    );
    assert!((shown - docker).abs() <= MEMORY_TOLERANCE, "{docker}, not {shown}");
    let cache = usage(&explained) - shown;
    assert!(
        cache >= CACHE_BYTES,
        "only {cache} B of page cache: this would pass without subtracting"
    );
    is_complete(&explained);
    // Which file it is depends on the hierarchy; that the pages are subtracted does not.
    assert!(explained.formula.ends_with("inactive_file"), "{}", explained.formula);
}

async fn under_load(engine: &RealEngine, console: &Console) {
    engine.prefer_containers();
    engine.run("burner", &[], &["sh", "-c", "while :; do :; done"]);
    until(console, "burner", Metric::Cpu, |explained| value(explained) > 50.0).await;
    let (mut ours, mut dockers) = (Vec::new(), Vec::new());
    let mut last = None;
    while ours.len() < READINGS {
        // `docker stats` measures while it is waited for; what the console read at its end is of the same second.
        let docker = engine.stats("burner").cpu_percent;
        let explained =
            until(console, "burner", Metric::Cpu, |explained| Some(explained.read_at) != last)
                .await;
        last = Some(explained.read_at);
        is_complete(&explained);
        ours.push(value(&explained));
        dockers.push(docker);
    }
    let (our_mean, docker_mean) = (mean(&ours), mean(&dockers));
    println!(
        "CPU under load: {our_mean:.2} % explained {ours:.2?}, {docker_mean:.2} % by docker stats {dockers:.2?}"
    );
    assert!((our_mean - docker_mean).abs() <= CPU_TOLERANCE, "{our_mean}, not {docker_mean}");
    assert!(docker_mean > 50.0, "{docker_mean} % is no load");
}

/// Waits for an explanation with a value that is as it should be.
async fn until(
    console: &Console,
    name: &str,
    metric: Metric,
    holds: impl Fn(&Explanation) -> bool,
) -> Explanation {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let explained = id_of(console, name)
            .ok_or_else(|| format!("no instance {name}"))
            .and_then(|id| console.explain(&id, metric).map_err(|error| error.to_string()));
        match explained {
            Ok(explained) if explained.value.is_some() && holds(&explained) => return explained,
            other => assert!(Instant::now() < deadline, "{name}: {other:?}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn id_of(console: &Console, name: &str) -> Option<InstanceId> {
    let instances = console.instances();
    instances.into_iter().find(|instance| instance.name == name).map(|instance| instance.id)
}

fn value(explained: &Explanation) -> f64 {
    explained.value.expect("it was waited for")
}

/// What is charged to the instance, page cache included.
fn usage(explained: &Explanation) -> f64 {
    const NAMES: [&str; 3] = ["memory_stats.usage", "memory.usage_in_bytes", "memory.current"];
    let counter = explained.counters.iter().find(|counter| NAMES.contains(&counter.name.as_str()));
    counter.and_then(|counter| counter.now).expect("the usage is told") as f64
}

fn is_complete(explained: &Explanation) {
    assert!(explained.engine.starts_with("Docker "), "{explained:?}");
    assert!(explained.filled.contains('='), "{explained:?}");
    assert!(explained.counters.iter().all(|counter| counter.now.is_some()), "{explained:?}");
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
