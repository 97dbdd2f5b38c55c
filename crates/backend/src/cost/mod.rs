//! What watching costs: the console's own processes, the engine's, and the database.
//!
//! It is measured by what it costs itself: every few seconds the CPU time of processes that are known, now and then their memory, and
//! only once a minute which processes there are, for that means reading about every one of the machine.

mod disk;
mod engine;
mod family;
mod own;

pub(crate) use disk::DiskMeter;
pub(crate) use engine::EngineMeter;
pub(crate) use own::OwnMeter;

use family::Table;
use std::time::Duration;

/// Time between two measurements.
pub(crate) const INTERVAL: Duration = Duration::from_secs(5);
/// Which processes there are is looked up once in so many measurements.
const LOOKUP_EVERY: u32 = 12;
/// And in the first ones: a webview starts its processes when the window is shown.
const LOOKUPS_AT_FIRST: u32 = 3;

/// All of it, measured together.
pub(crate) struct CostMeter {
    table: Table,
    rounds: u32,
    pub(crate) own: OwnMeter,
    pub(crate) engine: EngineMeter,
    pub(crate) disk: Option<DiskMeter>,
}

impl CostMeter {
    /// Measures this process and what belongs to it; with `disk`, the database too.
    pub(crate) fn new(disk: Option<DiskMeter>) -> Self {
        Self {
            table: Table::default(),
            rounds: 0,
            own: OwnMeter::default(),
            engine: EngineMeter::default(),
            disk,
        }
    }

    /// Looks up whose processes there are, if it is time for that, or the engine became another.
    pub(crate) fn look(&mut self, endpoint: Option<&str>) {
        let is_news = self.engine.meet(endpoint);
        let is_time = self.rounds.is_multiple_of(LOOKUP_EVERY) || self.rounds < LOOKUPS_AT_FIRST;
        self.rounds = self.rounds.wrapping_add(1);
        if is_news || is_time {
            self.table.look_up();
            self.own.look(&self.table);
            self.engine.look(&self.table);
            self.table.forget();
        }
    }
}
