//! The measurement.

use crate::Options;
use crate::engine::Engine;
use crate::shared::cloud::{Cloud, running};
use crate::shared::promise::{self, promise};
use crate::shared::reader::{Came, Reader};
use crate::shared::spent::{self, percent};
use std::thread;
use std::time::{Duration, Instant};

/// The promises.
const CPU_PERCENT: f64 = 10.0;
const MEMORY_BYTES: u64 = 80_000_000;
/// Two frames are a second apart, give or take what a scheduler does.
const APART_MS: std::ops::RangeInclusive<i64> = 500..=1_500;

const STEP: Duration = Duration::from_millis(250);
/// How long what was under way at the end may take to come.
const GRACE: Duration = Duration::from_secs(2);

/// Measures; whether the promises are kept.
pub fn run(options: &Options) -> bool {
    let engine = Engine::start(options.instances);
    let mut cloud = Cloud::start(&engine.endpoint, &options.sampling);
    let reader = Reader::open(&cloud.door);
    cloud.look_at(&[]);
    let begun = Instant::now();
    let instances = cloud.wait_for_numbers(1);
    println!(
        "{} instances, {} of them run; numbers of all of these after {:.1} s",
        options.instances,
        instances.len(),
        begun.elapsed().as_secs_f64()
    );
    cloud.look_at(&instances[..options.looked_at.min(instances.len())]);
    go_on(&mut cloud, options.warm_up);

    let spent_by = |root: u32| spent::by_tree(&spent::processes(), root);
    let (began, own, engines) = (Instant::now(), spent_by(cloud.id()), spent_by(engine.id()));
    go_on(&mut cloud, options.seconds);
    let over = began.elapsed();
    let (own, engines) = (spent_by(cloud.id()) - own, spent_by(engine.id()) - engines);
    let (resident, highest) =
        (spent::memory(cloud.id(), "VmRSS"), spent::memory(cloud.id(), "VmHWM"));
    thread::sleep(GRACE);
    let until = began + over;
    let (mut before, mut came): (Vec<Came>, Vec<Came>) =
        reader.came().into_iter().partition(|came| came.at < began);
    came.retain(|came| came.at <= until);
    // From the last one before on, so that none is missed in between.
    let all: Vec<Came> = before.pop().into_iter().chain(came.iter().copied()).collect();
    // The engine's first list is a thousand events at once.
    let at_first = before.iter().filter(|came| came.is_resync).count();
    let snapshot = cloud.snapshot();
    let runs = running(&snapshot).len();

    let frames: Vec<(i64, usize)> = came.iter().filter_map(|came| came.frame).collect();
    let apart: Vec<i64> = frames.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    let (shortest, longest) = (apart.iter().min(), apart.iter().max());
    let fewest = frames.iter().map(|(_, samples)| *samples).min().unwrap_or(0);
    let holes = all.windows(2).filter(|pair| pair[1].seq != pair[0].seq + 1).count();
    let bytes: usize = came.iter().map(|came| came.bytes).sum();
    let cpu = percent(own, over);
    let cost = snapshot.own_cost.unwrap_or_default();
    let told = cost.sampling;

    println!(
        "  sampled               {} from the kernel, {} streamed, {} polled every {:.1} s ({:?})",
        told.kernel,
        told.streamed,
        told.polled,
        f64::from(told.poll_interval_ms) / 1e3,
        told.pace
    );
    println!("  samples a second      {:.0}", cost.samples_per_second);
    println!(
        "  frames                {} in {:.0} s, {:?} to {:?} ms apart, with {fewest} samples at least",
        frames.len(),
        over.as_secs_f64(),
        shortest.unwrap_or(&0),
        longest.unwrap_or(&0)
    );
    println!(
        "  read along            {:.2} MB/s; told {at_first} times to start over while the console got to know the engine",
        bytes as f64 / 1e6 / over.as_secs_f64()
    );
    println!(
        "  cloud serve           {cpu:.2} % of a core, {} MB resident, {} MB at most",
        mb(resident),
        mb(highest)
    );
    println!(
        "  the pretend engine    {:.1} %, {} MB",
        percent(engines, over),
        mb(spent::memory(engine.id(), "VmRSS"))
    );

    promise::print(&[
        promise(
            frames.len() as u64 + 1 >= options.seconds
                && apart.iter().all(|apart| APART_MS.contains(apart)),
            "every second has its frame",
        ),
        promise(fewest >= runs, format!("every frame has all {runs} that run")),
        promise(
            holes == 0 && !all.iter().any(|came| came.is_resync),
            "nothing is dropped: the events' numbers have no hole",
        ),
        promise(cpu <= CPU_PERCENT, format!("the console takes at most {CPU_PERCENT} % of a core")),
        promise(highest <= MEMORY_BYTES, format!("and at most {} MB", mb(MEMORY_BYTES))),
    ])
}

fn go_on(cloud: &mut Cloud, seconds: u64) {
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        cloud.tend();
        thread::sleep(STEP);
    }
}

fn mb(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}
