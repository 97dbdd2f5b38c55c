//! What was measured: frames that are made as they are read.

use super::{DAY, HOUR, MINUTE, life::Life};
use crate::{clock::Moment, load::Counters};
use mini_aws_domain::{Frame, InstanceId, Sample};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// How far frames are apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps {
    now: Moment,
    /// In seconds: in the last hour, in the last day, and before.
    secs: [i64; 3],
}

impl Steps {
    /// The steps to `now` with so many instances: the more there are the wider, so that a start never takes long.
    pub fn new(now: Moment, instances: usize) -> Self {
        let secs = match instances {
            ..=60 => [1, 10, 60],
            61..=200 => [5, 60, 180],
            201..=550 => [10, 180, 600],
            _ => [20, 300, 600],
        };
        Self { now, secs }
    }

    /// The seconds to the frame after a moment: about as fine as the console itself still knows times that far back.
    pub fn secs(self, at: Moment) -> i64 {
        let ago = i64::try_from(self.now.since(at).as_secs()).unwrap_or(i64::MAX);
        let [hour, day, before] = self.secs;
        match ago {
            // As they will go on.
            0..MINUTE => 1,
            MINUTE..HOUR => hour,
            HOUR..DAY => day,
            _ => before,
        }
    }
}

/// Until when frames go on.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    /// Until then.
    At(Moment),
    /// Until the present, which was `now` when `watch` said so: reading takes a while, and meanwhile it goes on.
    Present { now: Moment, watch: Instant },
}

impl End {
    fn moment(self) -> Moment {
        match self {
            Self::At(at) => at,
            Self::Present { now, watch } => now.after(watch.elapsed()),
        }
    }
}

/// One instance while it is read.
#[derive(Debug, Clone)]
struct Reading {
    id: InstanceId,
    /// The first run that is not over.
    run: usize,
    /// The last sample's run, its moment and the integral of the load up to it.
    last: Option<(usize, Moment, f64)>,
}

/// The frames of one stretch.
#[derive(Debug)]
pub(super) struct Frames {
    lives: Arc<[Life]>,
    readings: Vec<Reading>,
    steps: Steps,
    at: Moment,
    end: End,
}

impl Frames {
    /// The frames from `from` to `end` of these instances, which are in the order of their ids.
    pub fn new(lives: Arc<[Life]>, steps: Steps, from: Moment, end: End) -> Self {
        let reading = |life: &Life| Reading { id: InstanceId::new(&life.id), run: 0, last: None };
        let readings = lives.iter().map(reading).collect();
        Self { lives, readings, steps, at: from, end }
    }
}

impl Iterator for Frames {
    type Item = Frame;

    fn next(&mut self) -> Option<Frame> {
        let secs = self.steps.secs(self.at);
        // At whole multiples of the step, as the buckets are that they will be in.
        let at =
            Moment(self.at.before(self.at.unix().rem_euclid(secs) - secs).unix() * 1_000_000_000);
        // The present has to be over before it can be told.
        if at.after(Duration::from_secs(1)) > self.end.moment() {
            return None;
        }
        let before = self.at;
        self.at = at;
        let samples = self.readings.iter_mut().zip(self.lives.iter());
        Some(Frame {
            timestamp: at.utc(),
            interval_ms: u32::try_from(secs * 1_000).unwrap_or(u32::MAX),
            samples: samples
                .filter_map(|(reading, life)| reading.sample(life, before, at))
                .collect(),
        })
    }
}

impl Reading {
    /// Its sample at a moment, for the second before it or the time since the last frame; `None` while it does not run.
    fn sample(&mut self, life: &Life, before: Moment, at: Moment) -> Option<Sample> {
        while life.runs.get(self.run).is_some_and(|run| run.to < at) {
            self.run += 1;
        }
        let run = life.runs.get(self.run).filter(|run| run.from < at)?;
        let area = run.load.area(at.secs());
        // Over the last second, as an engine is read: over all of a step a spike would be lower the longer ago it was.
        let since = before.max(at.before(1)).max(run.from);
        let known = self.last.filter(|(index, when, _)| (*index, *when) == (self.run, since));
        let area_then = known.map_or_else(|| run.load.area(since.secs()), |(.., area)| area);
        self.last = Some((self.run, at, area));

        let mut sample = Sample::empty(self.id.clone());
        let secs = at.since(since).as_secs_f64();
        // Two readings that are hardly apart say nothing.
        if secs > 0.2 {
            let more = (area - area_then).max(0.0);
            let extra = life.extra(since, at);
            let work = run.load.work_of(more).plus(extra);
            let Counters { cpu_ns, bytes: [rx, tx, read, write] } = work;
            sample.cpu_percent = Some(cpu_ns / secs / 1e7);
            sample.network_rx_rate = life.has_network.then_some(rx / secs);
            sample.network_tx_rate = life.has_network.then_some(tx / secs);
            sample.disk_read_rate = Some(read / secs);
            sample.disk_write_rate = Some(write / secs);
        }
        let age = at.since(run.from).as_secs_f64();
        let most = 0.99 * life.memory_limit as f64;
        let memory = run.load.memory_bytes(at.secs(), age).clamp(0.0, most);
        sample.memory_bytes = Some(memory as u64);
        sample.memory_limit_bytes = Some(life.memory_limit);
        sample.pids = Some(run.load.pids);
        Some(sample)
    }
}
