//! What an instance used last, for the entry of the feed that says how it ended.

use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{InstanceId, LastUsage, Sample};
use std::collections::VecDeque;

/// What is read this shortly before an end, or after it, may be of processes that are gone already: what was read before says more.
const ENDING: TimeDelta = TimeDelta::milliseconds(300);
/// How far the engine's clock may be ahead of ours, or an event be late.
const LATE: TimeDelta = TimeDelta::seconds(1);
/// What was read longer ago than this is not what an instance used last.
const LONG_AGO: TimeDelta = TimeDelta::seconds(120);
/// How many instances that were taken down are remembered, until the event comes that says how they ended.
const REMEMBERED: usize = 256;

/// The last two things that are known of an instance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    pub(super) newest: LastUsage,
    pub(super) before: Option<LastUsage>,
}

impl Usage {
    /// What it used last if it ended at that moment, by the engine's clock; `None` for an end of another time.
    fn at_end(&self, ended: DateTime<Utc>) -> Option<LastUsage> {
        let is_of = |usage: &LastUsage| (ended - LONG_AGO..=ended + LATE).contains(&usage.at);
        let is_settled = |usage: &LastUsage| usage.at <= ended - ENDING;
        let (newest, before) = (Some(self.newest).filter(is_of), self.before.filter(is_of));
        // The first reading of a run knows no CPU: then the second says more, whenever it was.
        let before = before.filter(|before| {
            newest.is_none_or(|newest| before.cpu_percent.is_some() || newest.cpu_percent.is_none())
        });
        newest.filter(is_settled).or(before).or(newest)
    }
}

/// What a sample says for the feed; `None` if that is nothing.
pub(super) fn usage(sample: &Sample, at: DateTime<Utc>) -> Option<LastUsage> {
    let knows = sample.cpu_percent.is_some() || sample.memory_bytes.is_some();
    knows.then_some(LastUsage {
        at,
        cpu_percent: sample.cpu_percent,
        memory_bytes: sample.memory_bytes,
        memory_limit_bytes: sample.memory_limit_bytes,
    })
}

/// Instances that were taken down lately, those that went last at the end.
#[derive(Debug, Default)]
pub(super) struct Departed(VecDeque<(InstanceId, Usage)>);

impl Departed {
    /// Remembers one that is taken down.
    pub(super) fn remember(&mut self, id: &InstanceId, usage: Option<Usage>) {
        let Some(usage) = usage else { return };
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back((id.clone(), usage));
    }

    /// What an instance used last if it ended at that moment, be it still up with `shown` or taken down before.
    pub(super) fn at_end(
        &self,
        shown: Option<Usage>,
        id: &InstanceId,
        ended: DateTime<Utc>,
    ) -> Option<LastUsage> {
        let gone = self.0.iter().rev().filter(|(of, _)| of == id).map(|(_, usage)| *usage);
        shown.into_iter().chain(gone).find_map(|usage| usage.at_end(ended))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::milliseconds(millis)
    }

    fn used(millis: i64, memory: u64) -> LastUsage {
        LastUsage {
            at: at(millis),
            cpu_percent: None,
            memory_bytes: Some(memory),
            memory_limit_bytes: None,
        }
    }

    fn memory(usage: &Usage, ended: i64) -> Option<u64> {
        usage.at_end(at(ended)).and_then(|usage| usage.memory_bytes)
    }

    #[test]
    fn it_is_the_newest_that_was_read_while_it_ran() {
        let usage = Usage { newest: used(10_000, 2), before: Some(used(9_000, 1)) };
        assert_eq!(memory(&usage, 10_900), Some(2));
        assert_eq!(memory(&usage, 10_100), Some(1), "half of it may have been gone");
        assert_eq!(memory(&usage, 9_500), Some(1), "it runs again by now");
        assert_eq!(memory(&usage, 8_500), Some(1), "the engine's clock is a little behind");
        assert_eq!(memory(&usage, 7_000), None, "an end of long before, told late");
        assert_eq!(memory(&usage, 200_000), None, "nothing was read for long");
        let newest = LastUsage { cpu_percent: Some(1.0), ..usage.newest };
        assert_eq!(memory(&Usage { newest, ..usage }, 10_100), Some(2), "it knows the CPU");
        let alone = Usage { before: None, ..usage };
        assert_eq!(memory(&alone, 10_100), Some(2), "better than nothing");
    }

    #[test]
    fn what_was_taken_down_is_remembered_for_a_while() {
        let mut departed = Departed::default();
        let id = |n: usize| InstanceId::new(format!("{n}"));
        for n in 0..=REMEMBERED {
            let usage = Usage { newest: used(0, n as u64), before: None };
            departed.remember(&id(n), Some(usage));
        }
        let last = |n: usize| departed.at_end(None, &id(n), at(500)).and_then(|it| it.memory_bytes);
        assert_eq!((last(0), last(1), last(REMEMBERED)), (None, Some(1), Some(256)));
        let again = Usage { newest: used(60_000, 7), before: None };
        let of_before = departed.at_end(Some(again), &id(1), at(500));
        assert_eq!(of_before.and_then(|it| it.memory_bytes), Some(1));
    }
}
