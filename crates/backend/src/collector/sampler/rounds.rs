//! Reading the kernel's files about all instances that have some, one after the other, in a round.

use crate::collector::board::Provenance;
use crate::docker::stats::{Basis, Observation, StatsTracker};
use crate::kernel::{Files, Kernel, Process, Scratch, Unreadable};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{EngineInfo, InstanceId, Sample, SampleSource};
use std::collections::BTreeMap;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::Instant;

/// A round that is still under way after so many ticks is given up: a file that hangs may hang for ever. It is ticks that count, so that
/// time in which this program stood still is not held against it.
const HANGS_AFTER: u32 = 10;

/// Whose files to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Those of all.
    All,
    /// Those that were not read before: at another time than that of a frame the others would only get a shorter interval.
    Newcomers,
}

/// What was read of one instance.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) sample: Sample,
    pub(super) basis: Basis,
    pub(super) provenance: Provenance,
    /// Whose files they are: an instance may be in another run by now.
    pub(super) process: Process,
    /// Whether the network's counters are among what is read.
    pub(super) has_network: bool,
}

/// What a round came to. It goes back to the rounds once it was looked at, for its room is used again.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) whose: Whose,
    pub(super) told: Vec<Told>,
    /// Whose files cannot be read, and why. They are no longer among those that are read.
    pub(super) failed: Vec<(InstanceId, Process, Unreadable)>,
}

/// The wall's time at one moment of a clock that nobody sets.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    at: Instant,
    time: DateTime<Utc>,
}

impl Anchor {
    fn now(&self) -> DateTime<Utc> {
        self.time + TimeDelta::from_std(self.at.elapsed()).unwrap_or_default()
    }
}

#[derive(Debug)]
enum Order {
    Open(InstanceId, Process),
    Close(InstanceId),
}

/// Reads in rounds, never two at a time.
#[derive(Debug)]
pub(super) struct Rounds {
    /// What a round works with; with it while there is one.
    hall: Option<Hall>,
    under_way: Option<Round>,
    /// What to begin as soon as that ends.
    wanted: Option<Whose>,
    orders: Vec<Order>,
    anchor: Anchor,
}

#[derive(Debug)]
struct Round {
    whose: Whose,
    work: JoinHandle<Hall>,
    ticks: u32,
}

#[derive(Debug)]
struct Hall {
    kernel: Kernel,
    engine: EngineInfo,
    open: BTreeMap<InstanceId, Open>,
    scratch: Scratch,
    told: Vec<Told>,
    failed: Vec<(InstanceId, Process, Unreadable)>,
}

#[derive(Debug)]
struct Open {
    files: Files,
    process: Process,
    tracker: StatsTracker,
    provenance: Provenance,
    is_new: bool,
}

impl Rounds {
    /// `time` is what time it is now.
    pub(super) fn new(kernel: Kernel, engine: EngineInfo, time: DateTime<Utc>) -> Self {
        let hall = Hall {
            kernel,
            engine,
            open: BTreeMap::new(),
            scratch: Scratch::default(),
            told: Vec::new(),
            failed: Vec::new(),
        };
        let anchor = Anchor { at: Instant::now(), time };
        Self { hall: Some(hall), under_way: None, wanted: None, orders: Vec::new(), anchor }
    }

    /// After the machine slept, or its clock was set.
    pub(super) fn slept(&mut self, time: DateTime<Utc>) {
        self.anchor = Anchor { at: Instant::now(), time };
    }

    /// Opens an instance's files with the next round; in place of those that are open, if some are.
    pub(super) fn open(&mut self, id: &InstanceId, process: Process) {
        self.orders.push(Order::Open(id.clone(), process));
    }

    /// Closes an instance's files with the next round. What a round that is under way still reads of them is its asker's to drop.
    pub(super) fn close(&mut self, id: &InstanceId) {
        self.orders.push(Order::Close(id.clone()));
    }

    /// A tick of the session. Begins a round of all if there `is_read` any instance, and otherwise one that does no more than follow orders: the
    /// files of those that are gone would keep their networks. Returns whether there is a round to wait for.
    pub(super) fn tick(&mut self, is_read: bool) -> bool {
        if let Some(round) = &mut self.under_way {
            round.ticks += 1;
        }
        if is_read {
            self.begin(Whose::All);
        } else if !self.orders.is_empty() {
            self.begin(Whose::Newcomers);
        }
        is_read && self.under_way.is_some()
    }

    /// Whether the round that is under way is not to be expected to end.
    pub(super) fn hangs(&self) -> bool {
        self.under_way.as_ref().is_some_and(|round| round.ticks >= HANGS_AFTER)
    }

    /// Begins a round. If one is under way, it is remembered for later; unless that one reads all as well, and so will do.
    pub(super) fn begin(&mut self, whose: Whose) {
        let Some(mut hall) = self.hall.take() else {
            let reads_all = self.under_way.as_ref().is_some_and(|round| round.whose == Whose::All);
            if self.wanted != Some(Whose::All) && !(reads_all && whose == Whose::All) {
                self.wanted = Some(whose);
            }
            return;
        };
        let orders = std::mem::take(&mut self.orders);
        let anchor = self.anchor;
        let work = tokio::task::spawn_blocking(move || {
            hall.follow(orders);
            hall.read(whose, anchor);
            hall
        });
        self.under_way = Some(Round { whose, work, ticks: 0 });
    }

    /// Waits until the round that is under way ends; for ever if none is. Cancel-safe.
    ///
    /// # Errors
    /// If it broke off. There will be no more of them.
    pub(super) async fn end(&mut self) -> Result<Outcome, JoinError> {
        let Some(round) = &mut self.under_way else { return std::future::pending().await };
        let ended = (&mut round.work).await;
        let whose = round.whose;
        self.under_way = None;
        let mut hall = ended?;
        let told = std::mem::take(&mut hall.told);
        let failed = std::mem::take(&mut hall.failed);
        self.hall = Some(hall);
        Ok(Outcome { whose, told, failed })
    }

    /// Takes back an outcome that was looked at, and the room that it took; begins what was wanted meanwhile.
    pub(super) fn recycle(&mut self, outcome: Outcome) {
        if let Some(hall) = &mut self.hall {
            (hall.told, hall.failed) = (outcome.told, outcome.failed);
            hall.told.clear();
            hall.failed.clear();
        }
        if let Some(whose) = self.wanted.take() {
            self.begin(whose);
        }
    }
}

impl Hall {
    fn follow(&mut self, orders: Vec<Order>) {
        for order in orders {
            match order {
                Order::Close(id) => {
                    self.open.remove(&id);
                }
                Order::Open(id, process) => {
                    // Closed first: there is a limit to how many files are open.
                    self.open.remove(&id);
                    match self.kernel.open(&id, process) {
                        Ok(files) => {
                            let open = Open::new(files, process, &self.engine);
                            self.open.insert(id, open);
                        }
                        Err(error) => self.failed.push((id, process, error)),
                    }
                }
            }
        }
    }

    fn read(&mut self, whose: Whose, anchor: Anchor) {
        let Self { open, scratch, told, failed, .. } = self;
        open.retain(|id, open| {
            if whose == Whose::Newcomers && !open.is_new {
                return true;
            }
            open.is_new = false;
            match open.files.read(scratch, anchor.now()) {
                Ok(reading) => {
                    if let Observation::Sample(sample, basis) = open.tracker.observe(id, reading) {
                        let provenance = open.provenance.clone();
                        let has_network = open.files.has_network();
                        let process = open.process;
                        told.push(Told { sample, basis, provenance, process, has_network });
                    }
                    true
                }
                Err(error) => {
                    failed.push((id.clone(), open.process, error));
                    false
                }
            }
        });
    }
}

impl Open {
    fn new(files: Files, process: Process, engine: &EngineInfo) -> Self {
        let provenance = Provenance {
            source: SampleSource::Kernel,
            places: Some(files.places()),
            why_not_kernel: None,
        };
        let tracker = StatsTracker::new(engine.kind, engine.os);
        Self { files, process, tracker, provenance, is_new: true }
    }
}

// Two attributes, since Clippy takes only a plain `cfg(test)` for a test.
#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
