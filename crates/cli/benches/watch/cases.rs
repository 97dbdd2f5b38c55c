//! Who watches, and in which way.

use crate::fleet::Fleet;
use crate::shared::cloud::{Cloud, running};
use crate::shared::promise::{Promise, promise};
use crate::shared::reader::Reader;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// So many rows fit a screen.
const ON_SCREEN: usize = 20;
/// How often is looked whether something has to be done.
const STEP: Duration = Duration::from_millis(250);
const SECOND: Duration = Duration::from_secs(1);
/// The share of the frames that must have come: one may be just before the begin or just after the end.
const FRAMES_MISSED: usize = 1;

/// One way to watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Nothing,
    DockerStats,
    /// `cloud serve`; `looked_at` says whether somebody reads along, with a screen full of instances.
    Console {
        sampling: &'static str,
        looked_at: bool,
    },
}

impl Case {
    /// All of them; the first two are what the others are compared with.
    pub const ALL: [Self; 7] = [
        Self::Nothing,
        Self::DockerStats,
        Self::Console { sampling: "auto", looked_at: true },
        Self::Console { sampling: "auto", looked_at: false },
        Self::Console { sampling: "engine", looked_at: true },
        Self::Console { sampling: "engine", looked_at: false },
        Self::Console { sampling: "streams", looked_at: true },
    ];

    /// As the table has it.
    pub fn name(self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::DockerStats => "`docker stats`".to_owned(),
            Self::Console { sampling, looked_at } => {
                let way = match sampling {
                    "auto" => "the kernel's files",
                    "engine" => "the engine, as little as needed",
                    _ => "a stream each",
                };
                format!("console: {way}, {}", if looked_at { "looked at" } else { "nobody looks" })
            }
        }
    }

    /// The word by which it is chosen on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::DockerStats => "stats",
            Self::Console { sampling, .. } => sampling,
        }
    }

    /// Begins to watch, and waits until that is under way.
    pub fn start(self, fleet: &Fleet) -> Watcher {
        match self {
            Self::Nothing => Watcher::Nobody,
            Self::DockerStats => {
                let mut docker = fleet.docker();
                docker.arg("stats").stdin(Stdio::null()).stdout(Stdio::null());
                Watcher::DockerStats(Running(docker.spawn().unwrap()))
            }
            Self::Console { sampling, looked_at } => {
                let mut cloud = Cloud::start(&fleet.endpoint(), sampling);
                let reader = looked_at.then(|| Reader::open(&cloud.door));
                if looked_at {
                    cloud.look_at(&[]);
                }
                let instances = cloud.wait_for_numbers(fleet.len());
                if looked_at {
                    let count = instances.len().min(ON_SCREEN);
                    cloud.look_at(&instances[..count]);
                }
                Watcher::Console { cloud, reader, sampling }
            }
        }
    }
}

/// Who watches at this time.
pub enum Watcher {
    Nobody,
    DockerStats(Running),
    Console { cloud: Cloud, reader: Option<Reader>, sampling: &'static str },
}

impl Watcher {
    /// Lets it watch for a while; does something else each second.
    pub fn watch(&mut self, time: Duration, mut each_second: impl FnMut()) {
        let mut next = Instant::now();
        let end = Instant::now() + time;
        while let Some(left) =
            end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
        {
            if let Self::Console { cloud, .. } = self {
                cloud.tend();
            }
            if Instant::now() >= next {
                each_second();
                next += SECOND;
            }
            thread::sleep(left.min(STEP));
        }
    }

    /// Its first process.
    pub fn id(&self) -> Option<u32> {
        match self {
            Self::Nobody => None,
            Self::DockerStats(running) => Some(running.0.id()),
            Self::Console { cloud, .. } => Some(cloud.id()),
        }
    }

    /// Whether it did what it is measured for, from `since` on: a cheap way that had no numbers, or had them from elsewhere, proves
    /// nothing.
    pub fn proof(&mut self, since: Instant) -> Vec<Promise> {
        match self {
            Self::Nobody => Vec::new(),
            Self::DockerStats(running) => {
                vec![promise(matches!(running.0.try_wait(), Ok(None)), "`docker stats` goes on")]
            }
            Self::Console { cloud, reader, sampling } => {
                let (asked, seconds) = (Instant::now(), since.elapsed().as_secs() as usize);
                let snapshot = cloud.snapshot();
                let running = running(&snapshot).len();
                let known = snapshot.frame.as_ref().map_or(0, |frame| frame.samples.len());
                let told = snapshot.own_cost.unwrap_or_default().sampling;
                let (kernel, all) =
                    (told.kernel as usize, told.kernel + told.streamed + told.polled);
                let is_its_way = all as usize == running
                    && match *sampling {
                        "auto" => kernel == running,
                        "engine" => kernel == 0,
                        _ => told.streamed as usize == running,
                    };
                let mut proof = vec![
                    promise(known == running, format!("there are numbers of {known} of {running}")),
                    promise(
                        is_its_way,
                        format!(
                            "they come from where they should: {} from the kernel, {} streamed, {} polled every {} s",
                            told.kernel,
                            told.streamed,
                            told.polled,
                            f64::from(told.poll_interval_ms) / 1e3
                        ),
                    ),
                ];
                if let Some(reader) = reader {
                    let came = reader.came();
                    let frames = came
                        .iter()
                        .filter(|came| came.frame.is_some() && came.at >= since && came.at <= asked)
                        .count();
                    let words = format!("{frames} frames came in {seconds} s");
                    proof.push(promise(frames + FRAMES_MISSED >= seconds, words));
                }
                proof
            }
        }
    }
}

/// A process that ends with this.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which was noticed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A command without the person's own settings for Docker.
pub fn docker(config: &std::path::Path, endpoint: &str) -> Command {
    let mut command = Command::new("docker");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("DOCKER_") {
            command.env_remove(&name);
        }
    }
    command.arg("--config").arg(config).args(["--host", endpoint]);
    command
}
