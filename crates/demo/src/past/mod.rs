//! A week of history for a console that has none: what its instances used and what happened to them, made up from the same
//! loads as the present, so that one goes on where the other ends.
//!
//! - `calendar`: when nothing was recorded, and when things went wrong;
//! - `life`: when an instance ran and what it used then;
//! - `story`: what happened to each instance of the world, by the parts that `roles` gives them, and in `gone` to those that
//!   are no more;
//! - `teller`: what the activity feed says of it;
//! - `frames`: what was measured of it.

mod calendar;
mod frames;
mod gone;
mod life;
mod roles;
mod story;
mod teller;
#[cfg(test)]
mod tests;

use crate::{Config, clock::Moment, world::World};
use calendar::Calendar;
use frames::{End, Frames, Steps};
use mini_aws_domain::{Past, PastStretch};
use std::{sync::Arc, time::Instant};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The past of a world up to `now`; none if there is nothing in it. What the engine's own log still has is left out of the activities,
/// and the frames of the last stretch end a moment ago, whenever that is.
pub(crate) fn make(world: &World, config: &Config, now: Moment) -> Past {
    let containers = world.containers();
    if containers.is_empty() {
        return Past { instances: Vec::new(), activities: Vec::new(), stretches: Vec::new() };
    }
    let fixed: Vec<Moment> =
        containers.iter().flat_map(|c| [c.started, c.finished]).flatten().collect();
    let calendar = Calendar::new(now, &fixed);
    let story = story::tell(world, config, &calendar);
    let steps = Steps::new(now, story.lives.len());
    let lives: Arc<[_]> = story.lives.into();
    let watch = Instant::now();
    let stretches = calendar.stretches().into_iter().map(|(after, from, to)| {
        let end = if to == now { End::Present { now, watch } } else { End::At(to) };
        let frames = Box::new(Frames::new(Arc::clone(&lives), steps, from, end));
        PastStretch { after, frames }
    });
    Past {
        instances: story.instances,
        activities: story.activities,
        stretches: stretches.collect(),
    }
}
