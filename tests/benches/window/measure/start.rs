//! From launch until there is something to see, on the screen: the first chart with data of ours, and the page of the blank window.

use super::app::App;
use super::engine::{self, Engine};
use super::eye::Eye;
use super::{Options, figures};
use crate::support::display::Desktop;
use crate::support::scenario;
use crate::support::scenario::Skip;
use crate::support::screenshot::{self, Area};
use crate::support::window::{Launch, Window};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is promised: how many times as long as the blank window ours may take. That is for a console that was used before.
const PROMISE: f64 = 1.5;
/// The colour of the blank window's page.
const BLANK: [u8; 3] = [0x2f, 0x9a, 0x3c];
/// Longer than any start.
const LIMIT: Duration = Duration::from_secs(30);
/// How long a console is watched so that there is a past.
const PAST: Duration = Duration::from_secs(20);

/// Where the chart of the CPU is drawn, and the colour of the line that it begins with.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Line {
    area: Area,
    colour: [u8; 3],
}

/// A console that was used before: its data, and where its first line appears.
#[derive(Debug)]
pub struct Used {
    pub data: PathBuf,
    pub line: Line,
}

impl Used {
    /// Has a person use it for a moment.
    pub async fn prepare(options: &Options, desktop: &Desktop, engine: &Engine) -> Self {
        let data = desktop.new_folder("used");
        let launch = Launch::host(engine.endpoint()).data_dir(&data).program(&options.app);
        let window = Window::open(desktop, "bench-prepare", &launch).await;
        window.resize(1280, 800).await;
        let line = window.until("a line in the chart", LIMIT, async || look(&window).await).await;
        tokio::time::sleep(PAST).await;
        window.close().await;
        Self { data, line }
    }
}

/// The total is one line, and only drawn from its second point on.
async fn look(window: &Window) -> Result<Line, String> {
    let chart = window.chart("chart-cpu").await?;
    if chart.points < 2 {
        return Err(format!("{chart:?}"));
    }
    let script = "const canvas = document.querySelector('[data-testid=\"chart-cpu\"] canvas').getBoundingClientRect();
        const style = getComputedStyle(document.documentElement).getPropertyValue('--total').trim();
        const colour = [1, 3, 5].map((at) => parseInt(style.slice(at, at + 2), 16));
        // Within the axes and their labels.
        const [left, top, right, bottom] = [56, 10, 8, 24];
        return {
            area: {
                left: Math.round(window.screenX + canvas.left + left),
                top: Math.round(window.screenY + canvas.top + top),
                width: Math.round(canvas.width - left - right),
                height: Math.round(canvas.height - top - bottom),
            },
            colour,
        };";
    window.script(script, &[]).await
}

pub async fn run(options: &Options) -> Result<bool, Skip> {
    let desktop = Desktop::start()?;
    let engine = Engine::start(options.instances.unwrap_or(engine::USUAL));
    let eye = Eye::open(&desktop.screen());
    let Used { data, line } = Used::prepare(options, &desktop, &engine).await;
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    // In turn, so that whatever else the machine does befalls all.
    for run in 0..=options.runs {
        let new = desktop.new_folder(&format!("new-{run}"));
        let took = [
            time(&eye, &desktop, App::blank(options, &desktop), blank_line(line)),
            time(&eye, &desktop, App::console(options, &desktop, &engine, &data), line),
            time(&eye, &desktop, App::console(options, &desktop, &engine, &new), line),
        ];
        // The first of each finds nothing in the machine's memory.
        if run > 0 {
            println!(
                "  blank {:.0} ms, used before {:.0} ms, new {:.0} ms",
                took[0], took[1], took[2]
            );
            times.iter_mut().zip(took).for_each(|(times, took)| times.push(took));
        }
    }
    let [blank, used, new] = times.map(|times| figures::median(&times));
    println!("launch to the page of the blank window: {blank:.0} ms (median of {})", options.runs);
    println!("launch to the first chart with data, used before: {used:.0} ms");
    println!(
        "the same with no data at all, so that two samples have to be taken: {new:.0} ms, {:.2} times",
        new / blank
    );
    Ok(figures::promise("used before, times the blank window", used / blank, PROMISE))
}

/// How many milliseconds until this is seen. The window is closed then.
fn time(eye: &Eye, desktop: &Desktop, app: App, line: Line) -> f64 {
    let Some(took) = eye.sees(line.colour, line.area, app.begun, LIMIT) else {
        let picture = save(desktop, "bench-not-seen");
        panic!("nothing within {LIMIT:?}, see {}:\n{}", picture.display(), app.said());
    };
    app.end();
    took.as_secs_f64() * 1000.0
}

/// Waits until there is something to see.
pub fn wait(eye: &Eye, app: &App, line: Line) {
    let seen = eye.sees(line.colour, line.area, app.begun, LIMIT);
    assert!(seen.is_some(), "nothing within {LIMIT:?}:\n{}", app.said());
}

/// The same place in the blank window.
pub fn blank_line(line: Line) -> Line {
    Line { colour: BLANK, ..line }
}

fn save(desktop: &Desktop, name: &str) -> PathBuf {
    let to = scenario::artefacts().join(format!("{name}.png"));
    let all = Area { left: 0, top: 0, width: usize::MAX, height: usize::MAX };
    if let Err(error) = screenshot::take(&desktop.screen(), all, Path::new(&to)) {
        eprintln!("there is no picture: {error}");
    }
    to
}
