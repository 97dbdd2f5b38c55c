//! Whether the memory of a window that is left open stays as it is.

use super::app::{App, Memory};
use super::engine::Engine;
use super::{Options, figures};
use crate::support::display::Desktop;
use crate::support::scenario::Skip;
use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

const INSTANCES: usize = 200;
/// How often memory is looked at.
const EVERY: Duration = Duration::from_secs(30);
/// When it is to have become what it is to stay: the charts hold a quarter of an hour. Of a short soak it is a half.
const WARM_UP: Duration = Duration::from_secs(900);
/// How much the second half after that may be above the first.
const PROMISE: f64 = 1.05;

/// What was seen after so many seconds.
type Moment = (f64, BTreeMap<String, Memory>);

pub fn run(options: &Options) -> Result<bool, Skip> {
    let desktop = Desktop::start()?;
    let instances = options.instances.unwrap_or(INSTANCES);
    let engine = Engine::start(instances);
    let data = desktop.new_folder("soak");
    let app = App::console(options, &desktop, &engine, &data);
    let whole = Duration::from_secs(options.minutes * 60);
    let warm_up = WARM_UP.min(whole / 2);
    println!(
        "{instances} instances, {} minutes; what each took for itself, and Pss, in MiB:",
        options.minutes
    );
    let begun = Instant::now();
    let mut seen: Vec<Moment> = Vec::new();
    while begun.elapsed() < whole {
        sleep(EVERY.min(whole.saturating_sub(begun.elapsed())));
        let memory = app.memory();
        let at = begun.elapsed().as_secs_f64();
        let line: Vec<_> = memory
            .iter()
            .map(|(name, it)| format!("{name} {:.1} {:.1}", it.own, it.proportional))
            .collect();
        println!("  {at:5.0} s: {}; {}", line.join(", "), figures::load());
        seen.push((at, memory));
    }
    app.end();
    seen.retain(|(at, _)| *at > warm_up.as_secs_f64());
    let half = (seen.len() / 2).max(1);
    let mut kept = true;
    // WebKit's network process has nothing to do with frames.
    for name in ["the app", "WebKitWebProcess"] {
        // The page's memory is swept now and then and swings by a fifth, so one moment says nothing.
        let usual = |moments: &[Moment]| {
            let values: Vec<_> = moments
                .iter()
                .map(|(_, memory)| memory.get(name).copied().unwrap_or_default().own)
                .collect();
            figures::median(&values)
        };
        let (first, last) = (usual(&seen[..half]), usual(&seen[seen.len() - half..]));
        println!(
            "{name}: {first:.1} MiB in the first half after {} s, {last:.1} in the second",
            warm_up.as_secs()
        );
        kept &= figures::promise(&format!("{name}, last to first"), last / first, PROMISE);
    }
    Ok(kept)
}
