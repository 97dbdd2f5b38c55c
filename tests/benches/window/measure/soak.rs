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
/// When it is to have become what it is to stay; of a short soak it is a third.
const WARM_UP: Duration = Duration::from_secs(300);
/// How much the last quarter after that may be above the first.
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
    let warm_up = WARM_UP.min(whole / 3);
    println!("{instances} instances, {} minutes; Pss and Rss in MiB:", options.minutes);
    let begun = Instant::now();
    let mut seen: Vec<Moment> = Vec::new();
    while begun.elapsed() < whole {
        sleep(EVERY.min(whole.saturating_sub(begun.elapsed())));
        let memory = app.memory();
        let at = begun.elapsed().as_secs_f64();
        let line: Vec<_> = memory
            .iter()
            .map(|(name, it)| format!("{name} {:.1} {:.1}", it.proportional, it.resident))
            .collect();
        println!("  {at:5.0} s: {}; {}", line.join(", "), figures::load());
        seen.push((at, memory));
    }
    app.end();
    seen.retain(|(at, _)| *at > warm_up.as_secs_f64());
    let quarter = (seen.len() / 4).max(1);
    let mut kept = true;
    // WebKit's network process has nothing to do with frames.
    for name in ["the app", "WebKitWebProcess"] {
        let mean = |moments: &[Moment]| {
            let values: Vec<_> = moments
                .iter()
                .map(|(_, memory)| memory.get(name).copied().unwrap_or_default().proportional)
                .collect();
            figures::mean(&values)
        };
        let (first, last) = (mean(&seen[..quarter]), mean(&seen[seen.len() - quarter..]));
        println!(
            "{name}: {first:.1} MiB in the first quarter after {} s, {last:.1} in the last",
            warm_up.as_secs()
        );
        kept &= figures::promise(&format!("{name}, last to first"), last / first, PROMISE);
    }
    Ok(kept)
}
