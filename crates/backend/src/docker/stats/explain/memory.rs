//! Why memory is what it is.

use super::super::{InactiveFile, Origin, Reading, Reclaimable};
use super::{Explained, SPACE, grouped, now};
use mini_aws_domain::RawCounter;

const WORKING_SET: &str = "memory_stats.privateworkingset";

/// What the counters are called.
struct Names {
    /// What is charged.
    usage: &'static str,
    /// The same in a formula.
    usage_in_formula: &'static str,
    /// What stands before the field of inactive file pages.
    inactive_in: &'static str,
    limit: &'static str,
}

impl Names {
    fn of(origin: Origin) -> &'static Self {
        match origin {
            Origin::Engine => &Self {
                usage: "memory_stats.usage",
                usage_in_formula: "usage",
                inactive_in: "memory_stats.stats.",
                limit: "memory_stats.limit",
            },
            Origin::CgroupV1 => &Self {
                usage: "memory.usage_in_bytes",
                usage_in_formula: "memory.usage_in_bytes",
                inactive_in: "memory.stat, ",
                limit: "memory.limit_in_bytes, or the machine's memory if that is less",
            },
            Origin::CgroupV2 => &Self {
                usage: "memory.current",
                usage_in_formula: "memory.current",
                inactive_in: "memory.stat, ",
                limit: "memory.max, or the machine's memory if that is less",
            },
        }
    }
}

/// Why the memory of a sample from this reading is what it is.
pub(super) fn explain(reading: &Reading) -> Explained {
    let names = Names::of(reading.origin);
    let used = reading.memory_used();
    Explained {
        value: used.map(|bytes| bytes as f64),
        counters: counters(reading, names),
        formula: match reading.memory_reclaimable {
            Reclaimable::Told(field, _) => {
                format!("{} − {}", names.usage_in_formula, field.key())
            }
            Reclaimable::NotBelieved(..) | Reclaimable::NotTold => {
                names.usage_in_formula.to_owned()
            }
            Reclaimable::WorkingSet => "privateworkingset".to_owned(),
        },
        filled: match (reading.memory_usage, used) {
            (Some(usage), Some(used)) => filled(reading.memory_reclaimable, usage, used),
            _ => "The engine did not tell what memory the instance has.".to_owned(),
        },
        note: [
            because(reading.memory_reclaimable),
            of_limit(used, reading.memory_limit, reading.origin),
        ]
        .join(" "),
    }
}

fn counters(reading: &Reading, names: &Names) -> Vec<RawCounter> {
    let usage = match reading.memory_reclaimable {
        Reclaimable::WorkingSet => WORKING_SET,
        Reclaimable::Told(..) | Reclaimable::NotBelieved(..) | Reclaimable::NotTold => names.usage,
    };
    let bytes = |name: &str, value: Option<u64>| now(name, "bytes", value);
    let inactive = match reading.memory_reclaimable {
        Reclaimable::Told(field, told) | Reclaimable::NotBelieved(field, told) => {
            Some(bytes(&format!("{}{}", names.inactive_in, field.key()), Some(told)))
        }
        Reclaimable::NotTold | Reclaimable::WorkingSet => None,
    };
    let mut counters = vec![bytes(usage, reading.memory_usage)];
    counters.extend(inactive);
    counters.push(bytes(names.limit, reading.memory_limit));
    counters
}

fn filled(reclaimable: Reclaimable, usage: u64, used: u64) -> String {
    match reclaimable {
        Reclaimable::Told(_, bytes) => {
            format!("{} − {} = {}{SPACE}B", grouped(usage), grouped(bytes), grouped(used))
        }
        Reclaimable::NotBelieved(..) | Reclaimable::NotTold | Reclaimable::WorkingSet => {
            format!("{}{SPACE}B", grouped(used))
        }
    }
}

fn because(reclaimable: Reclaimable) -> String {
    match reclaimable {
        Reclaimable::Told(InactiveFile::Total, _) => {
            "File pages that nobody used lately are not counted: the kernel takes them back at once when it needs room. On cgroup v1 \
             that is total_inactive_file."
                .to_owned()
        }
        Reclaimable::Told(InactiveFile::Plain, _) => {
            "File pages that nobody used lately are not counted: the kernel takes them back at once when it needs room. On cgroup v2 \
             that is inactive_file."
                .to_owned()
        }
        Reclaimable::NotBelieved(field, _) => format!(
            "{} is not subtracted: it says as much as is charged in all, or more, which cannot be.",
            field.key()
        ),
        Reclaimable::NotTold => {
            "Nothing is subtracted: the engine does not tell how much of it is inactive file pages.".to_owned()
        }
        Reclaimable::WorkingSet => {
            "For Windows containers it is the private working set, as the engine tells it.".to_owned()
        }
    }
}

fn of_limit(used: Option<u64>, limit: Option<u64>, origin: Origin) -> String {
    match (used, limit) {
        (Some(used), Some(limit)) => {
            let percent = used as f64 / limit as f64 * 100.0;
            format!("The value is {percent:.2}{SPACE}% of the limit.")
        }
        (None, Some(_)) => String::new(),
        (_, None) => match origin {
            Origin::Engine => "The engine tells no limit.",
            Origin::CgroupV1 | Origin::CgroupV2 => "It has no limit.",
        }
        .to_owned(),
    }
}
