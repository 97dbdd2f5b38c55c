//! Why memory is what it is.

use super::super::{InactiveFile, Reading, Reclaimable};
use super::{Explained, SPACE, grouped, now};
use mini_aws_domain::RawCounter;

const USAGE: &str = "memory_stats.usage";
const LIMIT: &str = "memory_stats.limit";
const WORKING_SET: &str = "memory_stats.privateworkingset";

/// Why the memory of a sample from this reading is what it is.
#[must_use]
pub fn explain_memory(reading: &Reading) -> Explained {
    let used = reading.memory_used();
    Explained {
        value: used.map(|bytes| bytes as f64),
        counters: counters(reading),
        formula: match reading.memory_reclaimable {
            Reclaimable::Told(field, _) => format!("usage − {}", field.key()),
            Reclaimable::NotBelieved(..) | Reclaimable::NotTold => "usage".to_owned(),
            Reclaimable::WorkingSet => "privateworkingset".to_owned(),
        },
        filled: match (reading.memory_usage, used) {
            (Some(usage), Some(used)) => filled(reading.memory_reclaimable, usage, used),
            _ => "The engine did not tell what memory the instance has.".to_owned(),
        },
        note: [because(reading.memory_reclaimable), of_limit(used, reading.memory_limit)].join(" "),
    }
}

fn counters(reading: &Reading) -> Vec<RawCounter> {
    let usage = match reading.memory_reclaimable {
        Reclaimable::WorkingSet => WORKING_SET,
        Reclaimable::Told(..) | Reclaimable::NotBelieved(..) | Reclaimable::NotTold => USAGE,
    };
    let bytes = |name: &str, value: Option<u64>| now(name, "bytes", value);
    let inactive = match reading.memory_reclaimable {
        Reclaimable::Told(field, told) | Reclaimable::NotBelieved(field, told) => {
            Some(bytes(&format!("memory_stats.stats.{}", field.key()), Some(told)))
        }
        Reclaimable::NotTold | Reclaimable::WorkingSet => None,
    };
    let mut counters = vec![bytes(usage, reading.memory_usage)];
    counters.extend(inactive);
    counters.push(bytes(LIMIT, reading.memory_limit));
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

fn of_limit(used: Option<u64>, limit: Option<u64>) -> String {
    match (used, limit) {
        (Some(used), Some(limit)) => {
            let percent = used as f64 / limit as f64 * 100.0;
            format!("The value is {percent:.2}{SPACE}% of the limit.")
        }
        (None, Some(_)) => String::new(),
        (_, None) => "The engine tells no limit.".to_owned(),
    }
}
