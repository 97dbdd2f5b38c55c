//! Believable things that happen by themselves, one at a time, in a cycle without an end and without growth.

use crate::{
    DemoError, InstanceSpec, InstanceStatus, RestartPolicy, VolumeSpec, clock::Moment, world::World,
};
use std::time::Duration;

/// The instance that lives and dies by the script.
const JOB: &str = "report-job";
const JOB_VOLUME: &str = "report-job-scratch";

/// Plays the script.
#[derive(Debug)]
pub(crate) struct Churn {
    every: Duration,
    due: Moment,
    step: u32,
}

impl Churn {
    /// The first thing happens after one interval.
    pub fn new(every: Duration, now: Moment) -> Self {
        Self { every, due: now.after(every), step: 0 }
    }

    /// Does what is due. What cannot be done, since somebody changed the world, is left out.
    pub fn play(&mut self, world: &mut World, now: Moment) {
        if now < self.due {
            return;
        }
        // After a sleep the script goes on from now; it does not catch up.
        self.due = now.after(self.every);
        let step = self.step;
        self.step = (step + 1) % 8;
        if let Err(error) = self.act(step, world, now) {
            tracing::debug!(step, %error, "nothing happened");
        }
    }

    fn act(&self, step: u32, world: &mut World, now: Moment) -> Result<(), DemoError> {
        match step {
            0 => {
                let mut volume = VolumeSpec::new(JOB_VOLUME);
                volume.size = 64_000_000;
                world.create_volume(volume, now)?;
                let mut job = InstanceSpec::new(JOB);
                "analytics/reports:1.3.0".clone_into(&mut job.image);
                "python -m reports hourly".clone_into(&mut job.command);
                if world.network("analytics").is_ok() {
                    job.project = Some("analytics".to_owned());
                    job.networks = vec!["analytics".to_owned()];
                }
                job.volumes = vec![(JOB_VOLUME.to_owned(), "/scratch".to_owned())];
                job.cpu_percent = 34.0;
                job.memory_bytes = 180_000_000;
                world.create_container(job, now)?;
                world.start(JOB)
            }
            1 => world.restart(first(world, &["worker", "api"])?.as_str()),
            2 => match world.find("mailer")?.status {
                InstanceStatus::Running => Ok(()),
                _ => world.start("mailer"),
            },
            3 => world.exit(JOB, 0),
            4 => {
                // It stays down until its turn comes again; a policy at work would start it right away.
                world.oom("mailer")?;
                hold(world, "mailer", now, self.every * 5)
            }
            5 => world.remove(JOB, true),
            6 => world.remove_volume(JOB_VOLUME),
            _ => {
                let web = first(world, &["checkout", "web", "api"])?;
                world.restart(&web)
            }
        }
    }
}

fn first(world: &World, names: &[&str]) -> Result<String, DemoError> {
    for name in names {
        if let Ok(container) = world.find(name)
            && container.alive()
        {
            return Ok(container.id.clone());
        }
    }
    Err(DemoError::NoSuchInstance(names.join(", ")))
}

/// Puts off the next try of a restart policy.
fn hold(world: &mut World, name: &str, now: Moment, by: Duration) -> Result<(), DemoError> {
    let id = world.resolve(name)?;
    for container in world.containers_mut().filter(|c| c.id == id) {
        if container.restart != RestartPolicy::No {
            container.restart_due = Some(now.after(by));
        }
    }
    Ok(())
}
