//! What the tasks of the engine share, and its heart.

use crate::{
    Config, DemoError, Fault, FaultKind,
    churn::Churn,
    fault::{Faults, matches},
    server::Address,
    stats,
    world::World,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval, timeout},
};

/// How many different paths are counted; all later ones count as one.
const PATHS: usize = 4096;

/// How long the socket may take to come or go.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// What the tasks of the engine share.
#[derive(Debug)]
pub(crate) struct Inner {
    pub config: Config,
    pub address: Address,
    /// Whether the socket should be there.
    pub wanted: watch::Sender<bool>,
    /// Whether it is.
    pub there: watch::Sender<bool>,
    /// Whether the engine is to end.
    pub stop: watch::Sender<bool>,
    /// How many streams of events are being told.
    pub telling: watch::Sender<usize>,
    world: Mutex<World>,
    faults: Mutex<Faults>,
    /// Rises whenever the faults are cleared.
    cleared: watch::Sender<u64>,
    counts: Mutex<BTreeMap<String, u64>>,
}

/// The data behind a lock; a panic elsewhere does not take it away.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inner {
    /// An engine that listens already.
    pub fn new(config: Config, address: Address, world: World) -> Self {
        Self {
            config,
            address,
            wanted: watch::channel(true).0,
            there: watch::channel(true).0,
            stop: watch::channel(false).0,
            telling: watch::channel(0).0,
            world: Mutex::new(world),
            faults: Mutex::default(),
            cleared: watch::channel(0).0,
            counts: Mutex::default(),
        }
    }

    /// How many requests there were for each path.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        lock(&self.counts).clone()
    }

    /// How many requests there were for the paths that match a pattern.
    pub fn count_of(&self, pattern: &str) -> u64 {
        lock(&self.counts)
            .iter()
            .filter(|(path, _)| matches(pattern, path))
            .map(|(_, count)| count)
            .sum()
    }

    /// Lets something go wrong.
    pub fn add_fault(&self, fault: Fault) {
        lock(&self.faults).add(fault);
    }

    /// Lets all go well again.
    pub fn clear_faults(&self) {
        lock(&self.faults).clear();
        self.cleared.send_modify(|times| *times += 1);
    }

    /// The world, locked. Never held across an await.
    pub fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    /// Counts a request.
    pub fn count(&self, path: &str) {
        let mut counts = lock(&self.counts);
        if let Some(count) = counts.get_mut(path) {
            *count += 1;
        } else {
            let key = if counts.len() < PATHS { path } else { "" };
            *counts.entry(key.to_owned()).or_default() += 1;
        }
    }

    /// What is to go wrong with a request.
    pub fn fault(&self, method: &str, path: &str) -> Option<FaultKind> {
        lock(&self.faults).take(method, path)
    }

    /// Waits until the faults are cleared or the engine ends.
    pub async fn until_cleared(&self) {
        let mut cleared = self.cleared.subscribe();
        let mut stop = self.stop.subscribe();
        tokio::select! {
            _ = cleared.changed() => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }

    /// Waits until the socket is there, or is not.
    pub async fn until_there(&self, there: bool) -> Result<(), DemoError> {
        let mut now = self.there.subscribe();
        match timeout(PATIENCE, now.wait_for(|now| *now == there)).await {
            Ok(Ok(_)) => Ok(()),
            _ => Err(DemoError::TimedOut(PATIENCE)),
        }
    }
}

/// The one heart of the engine: restart policies, the script, and a frame to all who watch.
pub(crate) async fn tick(inner: Arc<Inner>, mut churn: Option<Churn>) {
    let mut beat = interval(inner.config.tick);
    beat.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut stop = inner.stop.subscribe();
    loop {
        tokio::select! {
            _ = beat.tick() => {}
            _ = stop.changed() => return,
        }
        let mut world = inner.world();
        let now = world.clock.now();
        world.restart_due(now);
        if let Some(churn) = &mut churn {
            churn.play(&mut world, now);
        }
        let now = world.clock.now();
        stats::tick(&mut world, now);
    }
}
