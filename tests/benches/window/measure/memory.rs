//! The memory of all processes that a window has, beside those of the blank one.

use super::app::{App, Memory};
use super::engine::{self, Engine};
use super::eye::Eye;
use super::start::{self, Used};
use super::{Options, figures};
use crate::support::display::Desktop;
use crate::support::process;
use crate::support::scenario::Skip;
use std::collections::BTreeMap;
use std::time::Duration;

/// What is promised: how many times the blank window's memory ours may take.
const PROMISE: f64 = 1.3;
/// How long a window is left alone once there is something to see.
const SETTLING: Duration = Duration::from_secs(10);

/// By process, what each window took.
type Taken = BTreeMap<String, Vec<f64>>;

pub async fn run(options: &Options) -> Result<bool, Skip> {
    let desktop = Desktop::start()?;
    let engine = Engine::start(options.instances.unwrap_or(engine::USUAL));
    let eye = Eye::open(&desktop.screen());
    let Used { data, line } = Used::prepare(options, &desktop, &engine).await;
    let others = process::mentioning("WebKitWebProcess").len();
    if others > 0 {
        println!(
            "{others} other windows share libraries with these, which makes all figures too small"
        );
    }
    let (mut blank, mut ours) = (Taken::new(), Taken::new());
    // In turn, and never both at once: they would share what each has to pay for alone.
    for _ in 0..options.runs {
        let app = App::blank(options, &desktop);
        start::wait(&eye, &app, start::blank_line(line));
        settle(app, &mut blank).await;
        let app = App::console(options, &desktop, &engine, &data);
        start::wait(&eye, &app, line);
        settle(app, &mut ours).await;
    }
    let all = |taken: &Taken| figures::median(&taken[ALL]);
    println!("memory {} s later, in MiB (Pss, medians of {}):", SETTLING.as_secs(), options.runs);
    for (name, values) in &ours {
        let ours = figures::median(values);
        let blank = blank.get(name).map_or(0.0, |values| figures::median(values));
        println!("  {name}: {ours:.1} beside {blank:.1}");
    }
    Ok(figures::promise("all, times the blank window", all(&ours) / all(&blank), PROMISE))
}

/// Where the sum is kept.
const ALL: &str = "together";

async fn settle(app: App, taken: &mut Taken) {
    tokio::time::sleep(SETTLING).await;
    let memory = app.memory();
    app.end();
    let together = memory.values().map(|Memory { proportional, .. }| proportional).sum();
    for (name, memory) in memory {
        taken.entry(name).or_default().push(memory.proportional);
    }
    taken.entry(ALL.to_owned()).or_default().push(together);
}
