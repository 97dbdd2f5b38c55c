//! What happened to each instance in the week: what the engine says of it is where its story ends.

use super::{
    DAY, HOUR, MINUTE,
    calendar::Calendar,
    life::{Life, Run, Task},
    roles::Roles,
    teller::{End, Teller},
};
use crate::{
    Config, InstanceStatus,
    clock::Moment,
    load::{Counters, Load, Memory, Pattern, Shape},
    world::{Attachment, Container, World},
};
use fastrand::Rng;
use mini_aws_domain::{Activity, GapReason, InstanceId, PastInstance};
use std::time::Duration;

/// How long a busy instance is down after it died, in seconds.
const DOWN: i64 = 6 * MINUTE;
/// The same for a quiet one.
const HICCUP: i64 = 90;
/// How long the leak takes from a start to the limit, in seconds.
const LEAK: i64 = 31 * HOUR;
/// The job that runs every day.
const NIGHTLY: &str = "reports";
/// Later than everything.
const NEVER: Moment = Moment(i64::MAX);

/// What there is to tell.
#[derive(Debug)]
pub(super) struct Story {
    /// In the order of their ids.
    pub lives: Vec<Life>,
    pub instances: Vec<PastInstance>,
    /// Oldest first.
    pub activities: Vec<Activity>,
}

/// Tells of everything that is in the world, and of what is gone from it.
pub(super) fn tell(world: &World, config: &Config, calendar: &Calendar) -> Story {
    let mut author = Author {
        world,
        calendar,
        teller: Teller::new(calendar, config, world.log.oldest()),
        lives: Vec::new(),
        instances: Vec::new(),
        rng: Rng::with_seed(config.seed ^ 0x7061_7374),
    };
    author.teller.engine();
    // First of all, so that they are the same whatever is drawn later.
    let ids = [author.fresh_id(), author.fresh_id()];
    let roles = Roles::cast(world, calendar);
    for container in world.containers() {
        author.present(container, &roles);
    }
    let [before, retired] = ids;
    author.deployed_before(before);
    author.retired(retired);
    let mut lives = author.lives;
    lives.sort_by(|a, b| a.id.cmp(&b.id));
    Story { lives, instances: author.instances, activities: author.teller.finish() }
}

/// Who tells it.
pub(super) struct Author<'a> {
    pub world: &'a World,
    pub calendar: &'a Calendar,
    pub teller: Teller<'a>,
    pub lives: Vec<Life>,
    pub instances: Vec<PastInstance>,
    pub rng: Rng,
}

impl Author<'_> {
    /// One that is still there.
    fn present(&mut self, container: &Container, roles: &Roles<'_>) {
        let about = self.about(container);
        self.teller.created(&about, container.created);
        let runs = match container.status {
            InstanceStatus::Running | InstanceStatus::Paused => {
                self.running(container, &about, roles)
            }
            InstanceStatus::Created => Vec::new(),
            InstanceStatus::Restarting | InstanceStatus::Exited => {
                let mut runs = match (container.load.memory, container.memory_limit) {
                    (Memory::Climb { bytes, .. }, Some(limit)) => {
                        self.leaking(container, &about, bytes, limit)
                    }
                    _ if container.name == NIGHTLY => self.nightly(container, &about),
                    _ => Vec::new(),
                };
                runs.extend(self.last_run(container, &about));
                runs
            }
        };
        let tasks =
            if roles.backed_up == Some(&container.id) { self.backups() } else { Vec::new() };
        self.instances.push(about);
        self.lives.push(self.life(container, runs, tasks));
    }

    /// The runs of one that runs: the one before its present run, if it was there then, with what happened in it.
    fn running(
        &mut self,
        container: &Container,
        about: &PastInstance,
        roles: &Roles<'_>,
    ) -> Vec<Run> {
        let mut runs = Vec::new();
        let load = &container.load;
        let away = self.calendar.away;
        let started = container.started.unwrap_or(container.created).second();
        if started.since(container.created) > Duration::from_secs(60) {
            let with_engine = away.from <= started && started <= away.to.before(-MINUTE);
            let ended = if with_engine { away.from } else { started.before(5) };
            let mut from = container.created;
            let mut troubles = Vec::new();
            if roles.crashes == Some(&container.id) {
                troubles.extend(self.calendar.crash.map(|at| (at, DOWN, 137)));
            }
            if roles.hiccups == Some(&container.id) {
                troubles.extend(self.calendar.hiccup.map(|at| (at, HICCUP, 1)));
            }
            for (at, down, code) in troubles.into_iter().filter(|(at, ..)| *at < ended) {
                runs.push(Run { from, to: at, load: load.clone() });
                from = at.before(-down);
                self.teller.ended(about, at, End::ByItself(code));
                self.teller.started(about, from);
            }
            runs.push(Run { from, to: ended, load: load.clone() });
            if !with_engine {
                self.teller.ended(about, ended, End::AskedFor(143));
            }
        }
        self.teller.started(about, started);
        runs.push(Run { from: started, to: NEVER, load: load.clone() });
        runs
    }

    /// The last run of one that has ended.
    fn last_run(&mut self, container: &Container, about: &PastInstance) -> Option<Run> {
        let (from, to) = (container.started?.second(), container.finished?.second());
        self.teller.started(about, from);
        let end = match container.exit_code {
            _ if container.oom_killed => End::OutOfMemory,
            143 => End::AskedFor(143),
            code => End::ByItself(code),
        };
        self.teller.ended(about, to, end);
        Some(Run { from, to, load: container.load.clone() })
    }

    /// The runs of one whose memory climbs to its limit, over and over; of late it does so within a minute.
    fn leaking(
        &mut self,
        container: &Container,
        about: &PastInstance,
        bytes: f64,
        limit: u64,
    ) -> Vec<Run> {
        let calendar = self.calendar;
        let climbing = |secs: i64| {
            let per_second = (limit as f64 - bytes) / secs as f64;
            Load { memory: Memory::Climb { bytes, per_second }, ..container.load.clone() }
        };
        let mut runs = Vec::new();
        let last = calendar.now.before(50 * MINUTE);
        let mut from = calendar.begins.before(9 * HOUR).max(container.created);
        while from < last {
            let mut to = from.before(-LEAK).min(last);
            if let Some(night) = calendar.silence(to, GapReason::Asleep) {
                to = night.to.before(-7 * MINUTE);
            }
            let away = calendar.away;
            if from < away.from && away.from <= to {
                runs.push(Run { from, to: away.from, load: climbing(LEAK) });
                from = away.to.before(20);
            } else {
                let secs = i64::try_from(to.since(from).as_secs()).unwrap_or(LEAK).max(1);
                runs.push(Run { from, to, load: climbing(secs) });
                self.teller.ended(about, to, End::OutOfMemory);
                from = to.before(-4);
            }
            if from < last {
                self.teller.started(about, from);
            }
        }
        for minutes in [48, 41, 32, 22] {
            let from = calendar.now.before(minutes * MINUTE);
            let to = from.before(-41);
            runs.push(Run { from, to, load: climbing(41) });
            self.teller.started(about, from);
            self.teller.ended(about, to, End::OutOfMemory);
        }
        runs
    }

    /// The runs of a job of every day, but for the last.
    fn nightly(&mut self, container: &Container, about: &PastInstance) -> Vec<Run> {
        let Some(finished) = container.finished.map(Moment::second) else { return Vec::new() };
        let load = Load {
            cores: 0.85,
            shape: Shape::draw(Pattern::Steady, &mut self.rng),
            memory: Memory::Level { bytes: 4.2e8, sway: 0.02 },
            rates: [4e5, 9e4, 6e6, 1.5e6],
            ..container.load.clone()
        };
        let mut runs = Vec::new();
        for days in (1..=6).rev() {
            let to = finished.before(days * DAY);
            let from = to.before(12 * MINUTE);
            if !self.calendar.is_free(from) || !self.calendar.is_free(to) {
                continue;
            }
            self.teller.started(about, from);
            self.teller.ended(about, to, End::ByItself(i64::from(days == 2)));
            runs.push(Run { from, to, load: load.clone() });
        }
        runs
    }

    /// What a backup costs, each night.
    fn backups(&self) -> Vec<Task> {
        let cores = (f64::from(self.world.cpus) / 4.0).min(0.8);
        let each_second = Counters { cpu_ns: cores * 1e9, bytes: [0.0, 2e6, 3.1e7, 2.4e7] };
        let nights = self.calendar.backups.iter();
        nights.map(|&(from, to)| Task { from, to, each_second }).collect()
    }

    /// What the console remembers of one.
    pub fn about(&self, container: &Container) -> PastInstance {
        let label = |name: &str| container.labels.get(name).cloned();
        PastInstance {
            id: InstanceId::new(&container.id),
            name: container.name.clone(),
            image: container.image.clone(),
            project: label("com.docker.compose.project"),
            service: label("com.docker.compose.service"),
            first_seen: container.created.max(self.calendar.begins).utc(),
            last_seen: self.calendar.now.utc(),
        }
    }

    /// One with these runs.
    pub fn life(&self, container: &Container, runs: Vec<Run>, tasks: Vec<Task>) -> Life {
        Life {
            id: container.id.clone(),
            memory_limit: container.memory_limit.unwrap_or(self.world.memory),
            has_network: container.networks.iter().any(Attachment::has_interface),
            runs,
            tasks,
        }
    }
}
