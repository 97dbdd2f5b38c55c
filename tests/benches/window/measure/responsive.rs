//! From an input until it is painted, in a window on many instances that is sent a frame a second.

use super::engine::Engine;
use super::{Options, figures};
use crate::support::display::Desktop;
use crate::support::scenario::Skip;
use crate::support::window::{Launch, SOON, Window};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::Duration;

const INSTANCES: usize = 1_000;
/// What is promised for 95 of a hundred inputs, in milliseconds.
const PROMISE_MS: f64 = 100.0;
/// How many rows may be in the page however many instances there are.
const ROWS: usize = 150;
/// How many inputs of each kind.
const INPUTS: usize = 60;
/// How long the frames are looked at by themselves.
const WATCHED: Duration = Duration::from_secs(20);
/// How long any of it may take.
const LIMIT: Duration = Duration::from_secs(120);
/// How long frames arrive before anything is measured.
const SETTLING: Duration = Duration::from_secs(10);

/// The inputs of a kind: how long each took, and how many rows were in the page at most.
#[derive(Debug, Deserialize)]
struct Inputs {
    times: Vec<f64>,
    most: usize,
}

/// How far apart the screen's frames are, and how often the page's tree was changed.
#[derive(Debug, Deserialize)]
struct Frames {
    gaps: Vec<f64>,
    changes: usize,
}

pub async fn run(options: &Options) -> Result<bool, Skip> {
    let desktop = Desktop::start()?;
    let instances = options.instances.unwrap_or(INSTANCES);
    let engine = Engine::start(instances);
    let launch = Launch::host(engine.endpoint()).program(&options.app);
    let window = Window::open(&desktop, "bench-responsive", &launch).await;
    window.resize(1280, 800).await;
    tokio::time::sleep(SETTLING).await;

    println!("{instances} instances, {INPUTS} inputs of each kind, in ms until painted:");
    let mut all = Vec::new();
    let mut rows = 0;
    for (page, kinds) in
        [("nav-instances", &["typing", "sorting", "scrolling"][..]), ("nav-dashboard", &["pages"])]
    {
        window.click(page).await;
        if page == "nav-instances" {
            window.wait_for("instance-row", SOON, |text| !text.is_empty()).await;
        }
        watch(&window, page).await;
        for kind in kinds {
            let script = include_str!("page/inputs.js");
            let Inputs { times, most } =
                later(&window, script, &[json!(kind), json!(INPUTS)]).await;
            println!(
                "  {kind}: median {:.0}, p95 {:.0}, longest {:.0}; at most {most} rows in the page",
                figures::median(&times),
                figures::quantile(&times, 0.95),
                figures::quantile(&times, 1.0)
            );
            rows = rows.max(most);
            all.extend(times);
        }
    }
    window.close().await;
    let quick = figures::promise("all, p95 in ms", figures::quantile(&all, 0.95), PROMISE_MS);
    let few = figures::promise("rows in the page", rows as f64, ROWS as f64);
    Ok(quick && few)
}

/// What frames from the engine do to a window that nobody touches.
async fn watch(window: &Window, page: &str) {
    let duration = json!(WATCHED.as_millis() as u64);
    let frames: Frames = later(window, include_str!("page/frames.js"), &[duration]).await;
    let seconds = WATCHED.as_secs_f64();
    let long = frames.gaps.iter().filter(|gap| **gap > 50.0).count();
    println!(
        "  {page}, untouched: {:.1} changes of the page a second, pauses between two pictures: p99 {:.0}, longest {:.0}, over 50 ms {:.1} a second",
        frames.changes as f64 / seconds,
        figures::quantile(&frames.gaps, 0.99),
        figures::quantile(&frames.gaps, 1.0),
        long as f64 / seconds
    );
}

/// Runs a script that says itself when it is done, by calling its last argument.
async fn later<T: DeserializeOwned>(window: &Window, script: &str, arguments: &[Value]) -> T {
    // WebDriver has a limit of its own for scripts that end later, so the page keeps the answer until it is asked for.
    let begin = format!(
        "window.benchAnswer = null; (function () {{ {script} }})(...arguments, (answer) => {{ window.benchAnswer = answer; }});"
    );
    window.script::<()>(&begin, arguments).await.unwrap();
    window
        .until("the end of a script", LIMIT, async || {
            let answer: Option<T> = window.script("return window.benchAnswer;", &[]).await?;
            answer.ok_or_else(|| "nothing".to_owned())
        })
        .await
}
