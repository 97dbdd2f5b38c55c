//! Where the numbers of each running instance come from, one source at a time: the kernel's own files where they can be read, else a
//! stream of the engine for what somebody looks at and for what is busy, and a poll now and then for the rest.
//!
//! - `run` knows one run of an instance, and decides between the kernel and the engine;
//! - `files` and `rounds` read the kernel's files;
//! - `plan`, `patience` and `schedule` decide, without a clock, who is streamed and who is polled when;
//! - `streams` and `polls` carry it out; `track` is what the two have in common;
//! - `taking` takes what came of it all.

mod battery;
mod files;
mod patience;
mod plan;
mod polls;
mod rounds;
mod run;
mod schedule;
mod streams;
mod taking;
mod track;

use super::Collector;
use super::board::{Board, Standing};
use super::session::TICK;
use crate::attention::Onlookers;
use crate::docker::EngineClient;
use crate::docker::stats;
use crate::kernel::Process;
use crate::live::Live;
use crate::options::SamplingChoice;
use battery::Battery;
use files::KernelFiles;
use mini_aws_domain::{Instance, InstanceId, InstanceState, Pace, Sample, Sampling};
use patience::Patience;
use plan::{Candidate, Plan, Situation};
use polls::{Part, Polls};
use run::{Files, Order, Run, Way};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use streams::Streams;
use tokio::time::{Instant, sleep_until};
use tracing::warn;

/// A sample is left out of a frame once it is older than its source's interval by this much. The engine's ticks and ours are not in
/// step, and a busy engine may be late.
const LATE: Duration = Duration::from_millis(1500);
/// What came at the same time is looked at together.
const GATHERED: Duration = Duration::from_millis(20);

/// For this long after a session began it is as if somebody looked: who starts a console wants to see something soon.
const YOUNG: Duration = Duration::from_secs(10);

/// What a turn of the sampler came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The kernel's files about all instances were read.
    Round,
    /// An instance that was taken to run does not, by what the engine answers.
    Stopped(InstanceId),
    /// Anything else.
    Other,
}

/// Sees to it that each running instance is sampled.
pub(super) struct Sampler {
    client: EngineClient,
    board: Arc<Board>,
    live: Arc<Live>,
    onlookers: Arc<Onlookers>,
    choice: SamplingChoice,
    running: BTreeMap<InstanceId, Run>,
    files: KernelFiles,
    streams: Streams,
    polls: Polls,
    plan: Plan,
    pace: Pace,
    battery: Battery,
    /// Until when it is as if somebody looked.
    young_until: Instant,
    /// Why nothing is read in the kernel's files while it is not known whether there are any, and of an instance whose process is not known.
    not_known: Arc<str>,
    no_process: Arc<str>,
    /// When to see anew where everyone's numbers come from.
    arrange_at: Option<Instant>,
    /// When to read those that were not read before, and when to read all for the second time, if that is not to wait for the next tick.
    newcomers_at: Option<Instant>,
    second_at: Option<Instant>,
    /// Whether a frame was made of the samples.
    framed: bool,
}

impl Sampler {
    /// Puts up on the collector's board, in place of what is there, what is told of the instances of this engine.
    pub(super) fn new(collector: &Collector, client: &EngineClient) -> Self {
        let board = Arc::clone(&collector.board);
        let live = Arc::clone(&collector.live);
        board.begin(client.info().clone());
        let files = match collector.sampling {
            SamplingChoice::Auto => KernelFiles::ask(client),
            SamplingChoice::Engine | SamplingChoice::Streams => KernelFiles::Elsewhere(Arc::from(
                "this console was started to ask the engine alone",
            )),
        };
        let now = Instant::now();
        let cancel = collector.cancel.child_token();
        Self {
            streams: Streams::new(client.clone(), Arc::clone(&board), Arc::clone(&live), cancel),
            polls: Polls::new(client),
            client: client.clone(),
            board,
            live,
            onlookers: Arc::clone(&collector.onlookers),
            choice: collector.sampling,
            running: BTreeMap::new(),
            files,
            plan: Plan::default(),
            pace: Pace::default(),
            battery: Battery::new(now),
            young_until: now + YOUNG,
            not_known: Arc::from("it is being found out whether they are at hand"),
            no_process: Arc::from("the engine has not told its process"),
            arrange_at: None,
            newcomers_at: None,
            second_at: None,
            framed: false,
        }
    }

    /// Samples those of all instances that run, and no others.
    pub(super) fn watch<'a>(&mut self, instances: impl Iterator<Item = &'a Instance>) {
        let mut gone: BTreeSet<InstanceId> = self.running.keys().cloned().collect();
        for instance in instances.filter(|instance| instance.state == InstanceState::Running) {
            gone.remove(&instance.id);
            self.begin(instance);
        }
        for id in &gone {
            self.forget(id);
        }
        self.arrange_soon();
    }

    /// Samples an instance that was inspected, if it runs.
    pub(super) fn inspected(&mut self, instance: &Instance, process: Option<Process>) {
        if instance.state == InstanceState::Running {
            self.begin(instance).inspected(process);
        } else {
            self.forget(&instance.id);
        }
        self.arrange_soon();
    }

    /// An instance is gone.
    pub(super) fn gone(&mut self, id: &InstanceId) {
        self.forget(id);
        self.arrange_soon();
    }

    /// How many instances are watched.
    pub(super) fn watched(&self) -> usize {
        self.running.len()
    }

    /// It is time for a frame. Returns whether a round is under way, which is to be waited for.
    pub(super) fn tick(&mut self) -> bool {
        self.polls.prune();
        if self.files.hang() {
            warn!("reading the kernel's files hangs, so that the engine is asked from here on");
            self.files = KernelFiles::Elsewhere(Arc::from("reading them hung"));
        }
        self.arrange();
        let is_read = self.running.values().any(|run| run.way == Way::Kernel);
        if is_read {
            (self.newcomers_at, self.second_at) = (None, None);
        }
        self.files.rounds().is_some_and(|rounds| rounds.tick(is_read))
    }

    /// The samples that are fresh enough for a frame at `now`, ordered by instance.
    pub(super) fn frame(&self, now: Instant) -> Vec<Sample> {
        self.board.fresh(now)
    }

    /// A frame was made.
    pub(super) fn framed(&mut self) {
        self.framed = true;
    }

    /// The machine slept, or its clock was set: what comes is not to be compared with what was, and connections are not what they were.
    pub(super) fn slept(&mut self) {
        if let Some(rounds) = self.files.rounds() {
            rounds.slept(self.live.now());
        }
        for run in self.running.values_mut() {
            run.track.reset();
            run.forget_network();
        }
        let now = Instant::now();
        self.board.expire(now);
        self.polls.slept(now);
    }

    /// Goes on for one step. Cancel-safe.
    pub(super) async fn turn(&mut self) -> Turn {
        let now = Instant::now();
        let (arrange_at, newcomers_at, second_at) =
            (self.arrange_at, self.newcomers_at, self.second_at);
        tokio::select! {
            news = self.files.news() => return self.take_news(news),
            answer = self.polls.answer() => return self.take_answer(answer),
            () = self.onlookers.changed() => self.arrange(),
            () = self.battery.changed() => self.arrange(),
            () = sleep_until(arrange_at.unwrap_or(now)), if arrange_at.is_some() => self.arrange(),
            () = sleep_until(newcomers_at.unwrap_or(now)), if newcomers_at.is_some() => {
                self.begin_newcomers();
            }
            () = sleep_until(second_at.unwrap_or(now)), if second_at.is_some() => {
                self.begin_second();
            }
        }
        Turn::Other
    }

    /// The run that an instance is in, which may be a new one.
    fn begin(&mut self, instance: &Instance) -> &mut Run {
        let (id, started_at) = (&instance.id, instance.started_at);
        if self.running.get(id).is_some_and(|run| !run.is_of(started_at)) {
            // Its counters begin anew.
            self.forget(id);
        }
        let engine = self.client.info();
        let run = self
            .running
            .entry(id.clone())
            .or_insert_with(|| Run::new(engine, started_at, Instant::now()));
        run.started_at = run.started_at.or(started_at);
        run
    }

    fn forget(&mut self, id: &InstanceId) {
        if self.running.remove(id).is_none() {
            return;
        }
        self.streams.close(id);
        self.polls.remove(id);
        if let Some(rounds) = self.files.rounds() {
            rounds.close(id);
        }
        // Whoever still has something of it drops it from here on.
        self.board.remove(id);
    }

    fn arrange_soon(&mut self) {
        self.arrange_at = self.arrange_at.or_else(|| Some(Instant::now() + GATHERED));
    }

    /// Sees where everyone's numbers come from.
    fn arrange(&mut self) {
        self.arrange_at = None;
        let now = Instant::now();
        self.ask_kernel(now);
        self.ask_engine(now);
        let tick = stats::cadence(self.client.info().kind);
        let standing = Standing {
            kernel: TICK + LATE,
            stream: tick + LATE,
            poll: self.polls.longest() + LATE,
        };
        self.board.stand(standing, self.polls.answers(), now);
        self.live.set_sampling(self.sampling());
    }

    fn ask_kernel(&mut self, now: Instant) {
        let files = match self.files {
            KernelFiles::Asking(_) => Files::Unknown,
            KernelFiles::Here(_) => Files::Here,
            KernelFiles::Elsewhere(_) => Files::Elsewhere,
        };
        let mut rounds = self.files.rounds();
        for (id, run) in &mut self.running {
            let order = run.decide(files, now);
            let Some(rounds) = &mut rounds else { continue };
            match order {
                Some(Order::Open(process)) => {
                    rounds.open(id, process);
                    self.newcomers_at.get_or_insert(now + GATHERED);
                }
                Some(Order::Close) => rounds.close(id),
                None => {}
            }
        }
    }

    fn ask_engine(&mut self, now: Instant) {
        let is_asked = self.running.values().any(|run| run.way == Way::Engine);
        if is_asked {
            self.board.each_cpu(|id, cpu| {
                if let Some(run) = self.running.get_mut(id) {
                    run.cpu = Some(cpu);
                }
            });
        }
        let candidates: Vec<Candidate> = self
            .running
            .iter()
            .filter(|(_, run)| run.way == Way::Engine)
            .map(|(id, run)| Candidate { id: id.clone(), cpu: run.cpu })
            .collect();
        let mut looked_at = self.onlookers.looked_at(now);
        looked_at.by_somebody |= now < self.young_until;
        let situation = Situation {
            choice: self.choice,
            looked_at: &looked_at,
            on_battery: self.battery.is_in_use(),
            room: self.client.endpoint().is_far().then_some(plan::MOST_FAR),
            doublings: self.polls.patience().doublings(),
            answer_takes: self.polls.patience().usual(),
            at_once: Patience::most_at_once(),
            of_network: self.running.values().filter(|run| run.lacks_network()).count(),
            now,
        };
        let rhythm = self.plan.decide(&candidates, &situation);
        self.pace = rhythm.pace;
        self.polls.set_interval(rhythm.interval, now);
        for (id, run) in &self.running {
            let is_of_engine = run.way == Way::Engine;
            if is_of_engine {
                run.track.set_why(self.why_not_kernel(run));
            }
            if is_of_engine && self.plan.streams(id) {
                self.polls.remove(id);
                self.streams.open(id, &run.track);
                continue;
            }
            let was_streamed = self.streams.close(id);
            if is_of_engine {
                self.polls.add(id, &run.track, Part::Whole, was_streamed, now);
            } else if run.lacks_network() {
                self.polls.add(id, &run.track, Part::Network, false, now);
            } else {
                self.polls.remove(id);
            }
        }
    }

    /// Why the engine is asked for a run, and not the kernel.
    fn why_not_kernel<'a>(&'a self, run: &'a Run) -> &'a Arc<str> {
        match (&self.files, run.why_not()) {
            (KernelFiles::Elsewhere(why), _) | (_, Some(why)) => why,
            (KernelFiles::Asking(_), None) => &self.not_known,
            (KernelFiles::Here(_), None) => &self.no_process,
        }
    }

    /// How everyone is sampled.
    fn sampling(&self) -> Sampling {
        let kernel = self.running.values().filter(|run| run.way == Way::Kernel).count();
        let engine = self.running.values().filter(|run| run.way == Way::Engine).count();
        let streamed = self.streams.len();
        let polled = engine.saturating_sub(streamed);
        let of_network = self.polls.of_network();
        let interval = match (polled, of_network) {
            (0, 0) => Duration::ZERO,
            (0, _) => self.polls.network_interval(),
            _ => self.polls.interval(),
        };
        Sampling {
            kernel: kernel as u64,
            streamed: streamed as u64,
            polled: polled as u64,
            network_polled: of_network as u64,
            poll_interval_ms: u32::try_from(interval.as_millis()).unwrap_or(u32::MAX),
            pace: self.pace,
        }
    }
}
