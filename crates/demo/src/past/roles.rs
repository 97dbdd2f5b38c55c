//! Which instances the troubles of the week happen to.

use super::calendar::Calendar;
use crate::{
    clock::Moment,
    world::{Container, World},
};

/// Who plays which part: ids.
pub(super) struct Roles<'a> {
    /// The one that dies.
    pub crashes: Option<&'a str>,
    /// The one that fails for a moment.
    pub hiccups: Option<&'a str>,
    /// The one that is backed up.
    pub backed_up: Option<&'a str>,
}

impl<'a> Roles<'a> {
    /// Casts them.
    pub fn cast(world: &'a World, calendar: &Calendar) -> Self {
        let mut all: Vec<_> = world.containers().into_iter().filter(|c| c.alive()).collect();
        all.sort_by(|a, b| b.load.cores.total_cmp(&a.load.cores));
        // Its present run has begun since, so nobody knows how the last one ended.
        let ran = |c: &&&Container, at: Option<Moment>| {
            at.is_some_and(|at| {
                c.created < at && c.started.is_some_and(|s| s >= calendar.away.from)
            })
        };
        let crashes = all.iter().find(|c| ran(c, calendar.crash)).map(|c| c.id.as_str());
        let hiccups = all.iter().rev().find(|c| ran(c, calendar.hiccup)).map(|c| c.id.as_str());
        let disk = |c: &&&Container| c.load.rates[3];
        let with_volume = all.iter().filter(|c| !c.mounts.is_empty());
        let backed_up = with_volume.max_by(|a, b| disk(a).total_cmp(&disk(b)));
        Self {
            crashes,
            hiccups: hiccups.filter(|id| Some(*id) != crashes),
            backed_up: backed_up.map(|c| c.id.as_str()),
        }
    }
}
