//! What watching costs, in words. What is not told is said not to be: it is no zero.

use crate::format::{self, SPACE};
use mini_aws_domain::{DatabaseCost, EngineCost, OwnCost, Pace, Sampling};

/// Below this many percent of a core a difference is within the noise.
const NOISE_PERCENT: f64 = 0.05;

/// `0.21 %`: of little the hundredths count.
pub(super) fn percent(value: f64) -> String {
    if value.is_finite() && value < 9.995 {
        format!("{value:.2}{SPACE}%")
    } else {
        format::percent(value)
    }
}

/// `50`, `2.4`: how often in a second.
fn often(value: f64) -> String {
    if !value.is_finite() {
        return format::UNKNOWN.to_owned();
    }
    if value >= 9.95 { format::grouped(value.round() as u64) } else { format!("{value:.1}") }
}

/// A figure, what it is of, and what it means.
pub(super) struct Figure {
    pub label: &'static str,
    pub figure: String,
    pub note: String,
}

/// What the engine spends on being watched where that is known, or else in all.
pub(super) fn watching(engine: Option<&EngineCost>) -> Figure {
    let (label, figure, note) = match engine {
        None => ("CPU of the engine", format::UNKNOWN.to_owned(), "not told here"),
        Some(EngineCost { cpu_percent, unwatched_cpu_percent: Some(unwatched), .. }) => {
            ("Engine, for watching", percent((cpu_percent - unwatched).max(0.0)), "of one core")
        }
        Some(EngineCost { cpu_percent, unwatched_cpu_percent: None, .. }) => {
            ("CPU of the engine", percent(*cpu_percent), "for whatever reason")
        }
    };
    Figure { label, figure, note: note.to_owned() }
}

/// The database's size, and of how much.
pub(super) fn disk(database: Option<&DatabaseCost>) -> (String, String) {
    match database {
        Some(database) => (
            format::size(database.bytes),
            format!("of at most {}", format::size(database.cap_bytes)),
        ),
        None => (format::UNKNOWN.to_owned(), "nothing is kept".to_owned()),
    }
}

/// `50 instances, in a frame every 1 s`.
pub(super) fn watched(cost: &OwnCost) -> String {
    let instances = format::counted(cost.watched_instances, "instance", "instances");
    format!("{instances}, in a frame every {}", format::interval(cost.interval_ms))
}

/// `48 from the kernel's files (the network of 3 from the engine), 2 from the engine (1 streamed, 1 asked every 10 s)`. The interval is that
/// of those who are asked for everything, and else that of the network.
pub(super) fn sources(sampling: &Sampling) -> String {
    let Sampling { kernel, streamed, polled, network_polled, poll_interval_ms, .. } = *sampling;
    let count = format::grouped;
    let asked = format!("asked every {}", format::interval(poll_interval_ms));
    let engine = match (streamed, polled) {
        (0, 0) => None,
        (streamed, 0) => Some(format!("{} from the engine (streamed)", count(streamed))),
        (0, polled) => Some(format!("{} from the engine ({asked})", count(polled))),
        (streamed, polled) => Some(format!(
            "{} from the engine ({} streamed, {} {asked})",
            count(streamed + polled),
            count(streamed),
            count(polled)
        )),
    };
    let kernel = (kernel > 0).then(|| {
        let all = format!("{} from the kernel's files", count(kernel));
        match (network_polled, polled) {
            (0, _) => all,
            (network, 0) => {
                format!("{all} (the network of {} from the engine, {asked})", count(network))
            }
            (network, _) => format!("{all} (the network of {} from the engine)", count(network)),
        }
    });
    let parts: Vec<String> = kernel.into_iter().chain(engine).collect();
    if parts.is_empty() { "Nothing is measured now".to_owned() } else { parts.join(", ") }
}

/// How new the numbers are; where the engine is asked for all of an instance, why it is asked as often as it is.
pub(super) fn pace(sampling: &Sampling) -> String {
    if sampling.polled == 0 {
        // How often a stream brings something is the engine's choice: Docker's each second, Podman's every five.
        let told = match (sampling.kernel, sampling.streamed) {
            (0, 0) => return "The engine is asked for nothing".to_owned(),
            (_, 0) => "Every number is new in each frame",
            (0, _) => "Every number is as new as the engine's streams bring it",
            (_, _) => {
                "What the kernel tells is new in each frame, and what is streamed as often as the engine sends it"
            }
        };
        return match sampling.network_polled {
            0 => told.to_owned(),
            _ => format!(
                "{told}, but a network that only the engine knows is asked for now and then"
            ),
        };
    }
    match sampling.pace {
        Pace::Watched => "Somebody looks, so what is on the screen comes first",
        Pace::Unwatched => "Nobody looks, so the engine is asked less often",
        Pace::OnBattery => "This machine runs on its battery, so the engine is asked less often",
        Pace::EngineSlow => "The engine is slow to answer, so it is asked less often",
    }
    .to_owned()
}

/// `50 samples and 2.4 events`.
pub(super) fn each_second(cost: &OwnCost) -> String {
    format!(
        "{} samples and {} events",
        often(cost.samples_per_second),
        often(cost.events_per_second)
    )
}

/// `3.10 % of a core, 0.40 % more than while collecting was paused; 2.0 answers a second`.
pub(super) fn engine(engine: Option<&EngineCost>) -> String {
    let Some(engine) = engine else {
        return "Not told on this system, or it runs on another machine".to_owned();
    };
    let all = percent(engine.cpu_percent);
    let spent = match engine.unwatched_cpu_percent.map(|before| engine.cpu_percent - before) {
        Some(more) if more >= NOISE_PERCENT => {
            format!("{all} of a core, {} more than while collecting was paused", percent(more))
        }
        Some(_) => format!("{all} of a core, no more than while collecting was paused"),
        None => {
            format!("{all} of a core in all; pausing collecting tells which part of it is watching")
        }
    };
    let processes = format::counted(engine.processes, "process", "processes");
    let answers = if engine.answers_per_second < NOISE_PERCENT {
        "no answers asked of it".to_owned()
    } else {
        format!("{} answers a second", often(engine.answers_per_second))
    };
    format!("{spent} ({processes}, {answers})")
}

/// `12.4 MB of at most 512 MB, growing by 3.1 MB a day`.
pub(super) fn database(database: Option<&DatabaseCost>) -> String {
    let Some(database) = database else {
        return "None: nothing is remembered".to_owned();
    };
    let size = |bytes: f64| format::size(bytes.abs().round() as u64);
    let growth = match database.growth_bytes_per_day.filter(|growth| growth.is_finite()) {
        None => "how fast it grows is known in a few minutes".to_owned(),
        Some(growth) if growth.abs() < 1000.0 => "it does not grow".to_owned(),
        Some(growth) if growth < 0.0 => format!("shrinking by {} a day", size(growth)),
        Some(growth) => format!("growing by {} a day", size(growth)),
    };
    let (bytes, cap) = disk(Some(database));
    format!("{bytes} {cap}, {growth}")
}
