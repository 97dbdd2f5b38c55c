//! One instance over the week: when it ran, and what it used then.

use crate::{
    clock::Moment,
    load::{Counters, Load},
};

/// One run of an instance.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub from: Moment,
    pub to: Moment,
    pub load: Load,
}

/// Something that an instance did besides, evenly over a while.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    pub from: Moment,
    pub to: Moment,
    /// What it used up each second.
    pub each_second: Counters,
}

/// One instance over the week.
#[derive(Debug)]
pub(super) struct Life {
    pub id: String,
    /// In bytes: its own limit, or the machine's memory.
    pub memory_limit: u64,
    /// Whether it has a network of its own, so that its traffic is known.
    pub has_network: bool,
    /// Oldest first; they do not overlap.
    pub runs: Vec<Run>,
    /// What it did besides while it ran.
    pub tasks: Vec<Task>,
}

impl Life {
    /// What its tasks used up between two moments.
    pub fn extra(&self, from: Moment, to: Moment) -> Counters {
        let mut sum = Counters::default();
        for task in &self.tasks {
            let secs = task.to.min(to).since(task.from.max(from)).as_secs_f64();
            sum = sum.plus(task.each_second.times(secs));
        }
        sum
    }
}
