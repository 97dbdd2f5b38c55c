//! The measurement, in a namespace of its own.

use crate::Options;
use crate::cases::Case;
use crate::fleet::{EngineSpent, Fleet};
use crate::report;
use crate::shared::promise;
use crate::shared::spent::{self, percent};
use crate::shims::Shims;
use std::thread;
use std::time::{Duration, Instant};

/// What a container takes with its shim and its place in the engine, with room to spare.
const BYTES_A_CONTAINER: u64 = 20 << 20;
/// How long an engine that just started containers is busy with that.
const SETTLING: Duration = Duration::from_secs(10);
/// And one that somebody just stopped watching.
const CALMING: Duration = Duration::from_secs(3);

/// CPU in percent of one core while one case went on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Used {
    pub daemon: f64,
    pub containerd: f64,
    pub shims: f64,
    pub watcher: f64,
}

impl Used {
    pub fn engine(self) -> f64 {
        self.daemon + self.containerd + self.shims
    }

    pub fn together(self) -> f64 {
        self.engine() + self.watcher
    }
}

/// One round: every case once.
pub type Round = Vec<(Case, Used)>;

/// Measures all; whether the promises are kept.
pub fn run(options: &Options) -> bool {
    let mut fleet = match Fleet::start(options.busy) {
        Ok(fleet) => fleet,
        Err(why) => {
            eprintln!("{why}");
            return false;
        }
    };
    let cases: Vec<Case> = Case::ALL
        .into_iter()
        .enumerate()
        .filter(|(place, case)| {
            *place < 2 || options.only.as_deref().is_none_or(|only| case.word().contains(only))
        })
        .map(|(_, case)| case)
        .collect();
    let mut counts = options.counts.clone();
    counts.sort_unstable();
    let mut kept = true;
    for count in counts {
        let needed = BYTES_A_CONTAINER * count as u64;
        let available = available_memory();
        if needed > available {
            println!(
                "\n{count} idle containers are left out: {needed} bytes are needed, and {available} are left."
            );
            continue;
        }
        fleet.grow(count);
        thread::sleep(SETTLING);
        println!("\n## {count} idle containers, {} busy\n", options.busy);
        let mut rounds = Vec::new();
        for number in 0..options.rounds {
            // Each case is first once before it is first twice: what warms up, or fills up, befalls all.
            let mut order = cases.clone();
            let by = number % order.len();
            order.rotate_left(by);
            println!("round {} of {}, load of the machine {}", number + 1, options.rounds, load());
            let mut round = Round::new();
            for case in order {
                let (used, is_proven) = measure(options, case, &fleet);
                kept &= is_proven;
                round.push((case, used));
            }
            rounds.push(round);
        }
        kept &= report::print(count, &cases, &rounds);
    }
    kept
}

fn measure(options: &Options, case: Case, fleet: &Fleet) -> (Used, bool) {
    let mut watcher = case.start(fleet);
    watcher.watch(Duration::from_secs(options.warm_up), || {});
    let mut shims = Shims::default();
    let (began, before) = (Instant::now(), moment(fleet, watcher.id()));
    watcher.watch(Duration::from_secs(options.seconds), || shims.look());
    shims.look();
    let (over, after) = (began.elapsed(), moment(fleet, watcher.id()));
    let proof = watcher.proof(began);
    drop(watcher);
    thread::sleep(CALMING);

    let engine = after.0.since(before.0);
    let used = Used {
        daemon: percent(engine.daemon, over),
        containerd: percent(engine.containerd, over),
        shims: shims.percent(over),
        watcher: percent(after.1.saturating_sub(before.1), over),
    };
    println!(
        "  {:<56} engine {:>6.2} %, watcher {:>5.2} %, {} s of single shims left out",
        case.name(),
        used.engine(),
        used.watcher,
        shims.left_out()
    );
    let broken: Vec<_> = proof.into_iter().filter(|proof| !proof.is_kept).collect();
    (used, promise::print(&broken))
}

/// What the engine and the watcher spent until now.
fn moment(fleet: &Fleet, watcher: Option<u32>) -> (EngineSpent, Duration) {
    let processes = spent::processes();
    let watching = watcher.map_or(Duration::ZERO, |root| spent::by_tree(&processes, root));
    (fleet.spent(&processes), watching)
}

fn available_memory() -> u64 {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap();
    text.split_whitespace().next().unwrap().to_owned()
}
