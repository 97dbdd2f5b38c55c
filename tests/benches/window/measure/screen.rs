//! From the start of a container until the window has painted that it runs.

use super::engine::{self, Engine};
use super::{Options, figures};
use crate::support::display::Desktop;
use crate::support::scenario::Skip;
use crate::support::window::{Launch, SOON, Window};
use serde_json::json;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What is promised for 95 of a hundred starts, in milliseconds.
const PROMISE_MS: f64 = 150.0;
/// How long an engine that does not pretend takes from creating a container to starting it, at the least.
const SET_UP: Duration = Duration::from_millis(300);
/// The pauses between starts, in milliseconds: of no common measure with the second in which frames come.
const PAUSES: [u64; 5] = [431, 577, 673, 809, 947];

pub async fn run(options: &Options) -> Result<bool, Skip> {
    let desktop = Desktop::start()?;
    let engine = Engine::start(options.instances.unwrap_or(engine::USUAL));
    let launch = Launch::host(engine.endpoint()).program(&options.app);
    let window = Window::open(&desktop, "bench-screen", &launch).await;
    window.resize(1280, 800).await;
    window.click("nav-instances").await;
    window.wait_for("instance-row", SOON, |text| !text.is_empty()).await;
    window.script::<()>(include_str!("page/starts.js"), &[]).await.unwrap();

    let mut begun = Vec::new();
    for number in 0..options.starts {
        let name = format!("bench-{number:03}");
        window.script::<()>("awaited.add(arguments[0]);", &[json!(name)]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(PAUSES[number % PAUSES.len()])).await;
        engine.create(&name);
        // Every other one as a real engine does it: the others start while the window is being told that they were created.
        if number % 2 == 0 {
            tokio::time::sleep(SET_UP).await;
        }
        // Before the engine is asked: what it takes itself is counted as well.
        begun.push((name.clone(), now_ms()));
        engine.start_instance(&name);
    }
    let mut took = Vec::new();
    for (name, begun) in begun {
        let script = "return window.painted[arguments[0]] ?? null;";
        let painted = window
            .until(&format!("the row of {name}"), SOON, async || {
                let at: Option<f64> = window.script(script, &[json!(name)]).await?;
                at.ok_or_else(|| "nothing".to_owned())
            })
            .await;
        took.push(painted - begun);
    }
    window.close().await;
    println!("start to painted row, in ms:");
    let of = |rest: usize| took.iter().skip(rest).step_by(2).copied().collect::<Vec<_>>();
    for (what, took) in
        [("created before", of(0)), ("created and started at once", of(1)), ("all", took.clone())]
    {
        println!(
            "  {what}, {} starts: median {:.0}, p95 {:.0}, longest {:.0}",
            took.len(),
            figures::median(&took),
            figures::quantile(&took, 0.95),
            figures::quantile(&took, 1.0)
        );
    }
    Ok(figures::promise("p95 in ms", figures::quantile(&took, 0.95), PROMISE_MS))
}

/// The system's clock, in milliseconds: the page reads the same.
fn now_ms() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1000.0
}
