//! Statistics that the engine is asked for, an instance at a time.

use super::patience::Patience;
use super::schedule::Schedule;
use super::track::Track;
use crate::docker::stats::Reading;
use crate::docker::{EngineClient, PollError, Poller};
use mini_aws_domain::InstanceId;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};
use tracing::debug;

/// How long an answer is waited for. An engine that needs longer has other things to do.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// What is read of the kernel, but for the network, has the network asked for at this interval.
pub(super) const NETWORK_INTERVAL: Duration = Duration::from_secs(15);
/// The interval is not changed for less than this factor: there is always somebody who comes or goes.
const NOTICEABLE: f64 = 1.05;

/// What an instance is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Everything.
    Whole,
    /// The network alone, for the rest is read elsewhere.
    Network,
}

/// What an instance said.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) id: InstanceId,
    /// Of which run.
    pub(super) track: Arc<Track>,
    pub(super) part: Part,
    pub(super) told: Told,
    /// In which time the next one comes.
    pub(super) cadence: Duration,
}

/// What there was in an answer.
#[derive(Debug)]
pub(super) enum Told {
    Reading(Reading),
    /// It does not run, or is no more.
    NotRunning,
    /// Nothing: it did not come in time, or the engine refused.
    Nothing,
}

#[derive(Debug)]
struct Asked {
    track: Arc<Track>,
    part: Part,
}

/// Asks instances again and again, each once in an interval.
pub(super) struct Polls {
    poller: Arc<Poller>,
    asked: BTreeMap<InstanceId, Asked>,
    schedule: Schedule,
    patience: Patience,
    interval: Duration,
    /// Whether the last question was answered.
    answers: bool,
    work: JoinSet<Finished>,
}

struct Finished {
    id: InstanceId,
    track: Arc<Track>,
    part: Part,
    took: Duration,
    /// Nothing, if it did not come in time.
    told: Option<Result<Option<Reading>, PollError>>,
}

impl Polls {
    pub(super) fn new(client: &EngineClient) -> Self {
        let poller = Poller::new(client.endpoint().clone(), client.info());
        Self {
            poller: Arc::new(poller),
            asked: BTreeMap::new(),
            schedule: Schedule::default(),
            patience: Patience::default(),
            interval: Duration::ZERO,
            answers: true,
            work: JoinSet::new(),
        }
    }

    /// Asks for this part of an instance from now on; `is_read` if its track has a reading.
    pub(super) fn add(
        &mut self,
        id: &InstanceId,
        track: &Arc<Track>,
        part: Part,
        is_read: bool,
        now: Instant,
    ) {
        let known = self.asked.get(id);
        if known.is_some_and(|asked| asked.part == part && Arc::ptr_eq(&asked.track, track)) {
            return;
        }
        self.remove(id);
        self.asked.insert(id.clone(), Asked { track: Arc::clone(track), part });
        self.schedule.add(id.clone(), is_read, now);
    }

    /// Asks it no more; what it still says is nobody's.
    pub(super) fn remove(&mut self, id: &InstanceId) {
        if self.asked.remove(id).is_some() {
            self.schedule.remove(id);
        }
    }

    /// Asks each instance as often as this from now on.
    pub(super) fn set_interval(&mut self, interval: Duration, now: Instant) {
        let (old, new) = (self.interval.as_secs_f64(), interval.as_secs_f64());
        if old > 0.0 && new / old < NOTICEABLE && old / new < NOTICEABLE {
            return;
        }
        if old > 0.0 {
            let asked = &self.asked;
            let is_whole = |id: &InstanceId| asked.get(id).is_some_and(|it| it.part == Part::Whole);
            self.schedule.stretch(new / old, is_whole, now);
        }
        self.interval = interval;
    }

    /// Time between two polls of an instance.
    pub(super) fn interval(&self) -> Duration {
        self.interval
    }

    /// Time between two times that the network alone is asked for.
    pub(super) fn network_interval(&self) -> Duration {
        NETWORK_INTERVAL.max(self.interval)
    }

    /// How many instances are asked for the network alone.
    pub(super) fn of_network(&self) -> usize {
        self.asked.values().filter(|asked| asked.part == Part::Network).count()
    }

    /// The most time that passes between two answers of an instance as long as all is well.
    pub(super) fn longest(&self) -> Duration {
        self.interval * 5 / 4 + self.patience.usual() * 2
    }

    /// Whether the engine answered the last question.
    pub(super) fn answers(&self) -> bool {
        self.answers
    }

    /// How well the engine bears it.
    pub(super) fn patience(&self) -> &Patience {
        &self.patience
    }

    /// After the machine slept, or its clock was set.
    pub(super) fn slept(&mut self, now: Instant) {
        self.poller.disconnect();
        // What they were compared with is of another time.
        self.schedule.restart(now);
    }

    /// Closes what is of no use any more.
    pub(super) fn prune(&self) {
        self.poller.prune();
    }

    /// Asks whoever is due, until one answered. Cancel-safe: who was asked is still being asked.
    pub(super) async fn answer(&mut self) -> Answer {
        loop {
            let at_once = self.at_once();
            let now = Instant::now();
            while let Some(id) = self.schedule.begin(at_once, now) {
                self.ask(id);
            }
            let next_at = self.schedule.next_at(at_once);
            tokio::select! {
                Some(finished) = self.work.join_next() => {
                    // A task that panicked can't say whom it asked; none does.
                    if let Ok(finished) = finished
                        && let Some(answer) = self.take(finished)
                    {
                        return answer;
                    }
                }
                () = sleep_until(next_at.unwrap_or(now)), if next_at.is_some() => {}
                // There is nothing to do until somebody is added.
                else => std::future::pending().await,
            }
        }
    }

    /// How many answers to wait for at once.
    fn at_once(&self) -> usize {
        let seconds = self.interval.as_secs_f64().max(1.0);
        let each_second = self.schedule.len() as f64 / seconds;
        // At first somebody waits for all of them.
        let each_second = each_second.max(self.schedule.unmeasured() as f64);
        self.patience.at_once(each_second) as usize
    }

    fn ask(&mut self, id: InstanceId) {
        let Some(Asked { track, part }) = self.asked.get(&id) else {
            self.schedule.end(&id, false, self.interval, Instant::now());
            return;
        };
        let (track, part, poller) = (Arc::clone(track), *part, Arc::clone(&self.poller));
        self.work.spawn(async move {
            let began = Instant::now();
            let told = timeout(ANSWER_TIMEOUT, poller.ask(&id)).await.ok();
            Finished { id, track, part, took: began.elapsed(), told }
        });
    }

    fn take(&mut self, finished: Finished) -> Option<Answer> {
        let Finished { id, track, part, took, told } = finished;
        let told = match told {
            Some(Ok(Some(reading))) => {
                self.patience.answered(took);
                Told::Reading(reading)
            }
            // The engine had nothing to collect for these, so that it says nothing about its pace.
            Some(Ok(None) | Err(PollError::NotFound)) => Told::NotRunning,
            Some(Err(error)) => {
                debug!(instance = id.short(), %error, "a poll failed");
                self.patience.failed();
                Told::Nothing
            }
            None => {
                self.patience.failed();
                Told::Nothing
            }
        };
        self.answers = !matches!(told, Told::Nothing);
        let now = Instant::now();
        let is_current = self.asked.get(&id).is_some_and(|asked| Arc::ptr_eq(&asked.track, &track));
        if !is_current {
            self.schedule.end_in_vain(&id, now);
            return None;
        }
        let cadence = match part {
            Part::Whole => self.interval,
            Part::Network => self.network_interval(),
        };
        self.schedule.end(&id, matches!(told, Told::Reading(_)), cadence, now);
        Some(Answer { id, track, part, told, cadence })
    }
}
