//! What watching costs, in words. What is not told is said not to be: it is no zero.

use crate::{
    format::{self, SPACE},
    t,
};
use mini_aws_domain::{DatabaseCost, EngineCost, OwnCost, Pace, Sampling};

/// Below this many percent of a core a difference is within the noise.
const NOISE_PERCENT: f64 = 0.05;

/// `0.21 %`: of little the hundredths count.
pub(super) fn percent(value: f64) -> String {
    if value.is_finite() && value < 9.995 {
        format!("{}{SPACE}%", format::decimal(value, 2))
    } else {
        format::percent(value)
    }
}

/// `50`, `2.4`: how often in a second.
fn often(value: f64) -> String {
    if !value.is_finite() {
        return format::UNKNOWN.to_owned();
    }
    if value >= 9.95 { format::grouped(value.round() as u64) } else { format::decimal(value, 1) }
}

/// A figure, what it is of, and what it means.
pub(super) struct Figure {
    pub label: String,
    pub figure: String,
    pub note: String,
}

/// What the engine spends on being watched where that is known, or else in all.
pub(super) fn watching(engine: Option<&EngineCost>) -> Figure {
    let (label, figure, note) = match engine {
        None => (t!("cost-engine-cpu"), format::UNKNOWN.to_owned(), t!("cost-engine-cpu.unknown")),
        Some(EngineCost { cpu_percent, unwatched_cpu_percent: Some(unwatched), .. }) => (
            t!("cost-engine-watching"),
            percent((cpu_percent - unwatched).max(0.0)),
            t!("cost-engine-watching.note"),
        ),
        Some(EngineCost { cpu_percent, unwatched_cpu_percent: None, .. }) => {
            (t!("cost-engine-cpu"), percent(*cpu_percent), t!("cost-engine-cpu.note"))
        }
    };
    Figure { label, figure, note }
}

/// The database's size, and of how much.
pub(super) fn disk(database: Option<&DatabaseCost>) -> (String, String) {
    match database {
        Some(database) => {
            let cap = format::memory_short(database.cap_bytes);
            (format::memory_short(database.bytes), t!("cost-disk.cap", size = cap))
        }
        None => (format::UNKNOWN.to_owned(), t!("cost-disk.none")),
    }
}

/// `50 instances, in a frame every 1 s`.
pub(super) fn watched(cost: &OwnCost) -> String {
    let count = cost.watched_instances;
    let interval = format::interval(cost.interval_ms);
    t!("cost-watched-instances", count = count, shown = format::grouped(count), interval = interval)
}

/// `48 from the kernel's files (the network of 3 from the engine), 2 from the engine (1 streamed, 1 asked every 10 s)`. The interval is that
/// of those who are asked for everything, and else that of the network.
pub(super) fn sources(sampling: &Sampling) -> String {
    let parts: Vec<String> =
        from_kernel(sampling).into_iter().chain(from_engine(sampling)).collect();
    if parts.is_empty() { t!("cost-sources.none") } else { parts.join(", ") }
}

fn from_kernel(sampling: &Sampling) -> Option<String> {
    let Sampling { kernel, polled, network_polled, poll_interval_ms, .. } = *sampling;
    let (count, network) = (format::grouped(kernel), format::grouped(network_polled));
    let interval = format::interval(poll_interval_ms);
    (kernel > 0).then(|| match (network_polled, polled) {
        (0, _) => t!("cost-kernel", count = count),
        (_, 0) => {
            t!("cost-kernel-network-asked", count = count, network = network, interval = interval)
        }
        (_, _) => t!("cost-kernel-network", count = count, network = network),
    })
}

fn from_engine(sampling: &Sampling) -> Option<String> {
    let Sampling { streamed, polled, poll_interval_ms, .. } = *sampling;
    let count = format::grouped(streamed + polled);
    let interval = format::interval(poll_interval_ms);
    match (streamed, polled) {
        (0, 0) => None,
        (_, 0) => Some(t!("cost-streamed", count = count)),
        (0, _) => Some(t!("cost-asked", count = count, interval = interval)),
        (streamed, polled) => Some(t!(
            "cost-streamed-and-asked",
            count = count,
            streamed = format::grouped(streamed),
            asked = format::grouped(polled),
            interval = interval
        )),
    }
}

/// How new the numbers are; where the engine is asked for all of an instance, why it is asked as often as it is.
pub(super) fn pace(sampling: &Sampling) -> String {
    if sampling.polled == 0 {
        // How often a stream brings something is the engine's choice: Docker's each second, Podman's every five.
        let told = match (sampling.kernel, sampling.streamed) {
            (0, 0) => return t!("cost-pace-nothing"),
            (_, 0) => t!("cost-pace-kernel"),
            (0, _) => t!("cost-pace-streamed"),
            (_, _) => t!("cost-pace-both"),
        };
        return match sampling.network_polled {
            0 => told,
            _ => t!("cost-pace-network", told = told),
        };
    }
    match sampling.pace {
        Pace::Watched => t!("cost-pace-watched"),
        Pace::Unwatched => t!("cost-pace-unwatched"),
        Pace::OnBattery => t!("cost-pace-on-battery"),
        Pace::EngineSlow => t!("cost-pace-engine-slow"),
    }
}

/// `50 samples and 2.4 events`.
pub(super) fn each_second(cost: &OwnCost) -> String {
    let (samples, events) = (often(cost.samples_per_second), often(cost.events_per_second));
    t!("cost-per-second", samples = samples, events = events)
}

/// `3.10 % of a core, 0.40 % more than while collecting was paused (4 processes, 2.0 answers a second)`.
pub(super) fn engine(engine: Option<&EngineCost>) -> String {
    let Some(engine) = engine else { return t!("cost-engine.unknown") };
    let all = percent(engine.cpu_percent);
    let spent = match engine.unwatched_cpu_percent.map(|before| engine.cpu_percent - before) {
        Some(more) if more >= NOISE_PERCENT => {
            t!("cost-engine-more", all = all, more = percent(more))
        }
        Some(_) => t!("cost-engine-no-more", all = all),
        None => t!("cost-engine-all", all = all),
    };
    let count = engine.processes;
    let processes = t!("cost-processes", count = count, shown = format::grouped(count));
    let answers = if engine.answers_per_second < NOISE_PERCENT {
        t!("cost-answers.none")
    } else {
        t!("cost-answers", often = often(engine.answers_per_second))
    };
    format!("{spent} ({processes}, {answers})")
}

/// `12.4 MiB of at most 512 MiB, growing by 3.1 MiB a day`: in the units in which its limit is set.
pub(super) fn database(database: Option<&DatabaseCost>) -> String {
    let Some(database) = database else { return t!("cost-database.none") };
    let size = |bytes: f64| format::memory_short(bytes.abs().round() as u64);
    let growth = match database.growth_bytes_per_day.filter(|growth| growth.is_finite()) {
        None => t!("cost-database.growth-unknown"),
        Some(growth) if growth.abs() < 1000.0 => t!("cost-database.steady"),
        Some(growth) if growth < 0.0 => t!("cost-growing.less", size = size(growth)),
        Some(growth) => t!("cost-growing", size = size(growth)),
    };
    let (bytes, cap) = disk(Some(database));
    format!("{bytes} {cap}, {growth}")
}
