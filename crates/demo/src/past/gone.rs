//! The instances that are gone.

use super::{
    DAY, MINUTE,
    life::{Life, Run},
    story::Author,
    teller::End,
};
use crate::{
    load::{Load, Memory, Pattern, Shape},
    world::DEPLOYED,
};
use mini_aws_domain::{InstanceId, PastInstance};
use std::fmt::Write as _;

/// What the instance ran that the deployed one came for.
const DEPLOYED_BEFORE: &str = "shop/worker:2.13.4";
/// The job that is done for good.
const RETIRED: &str = "etl-backfill";
/// The project that its work belongs to.
const RETIRED_PROJECT: &str = "analytics";

impl Author<'_> {
    /// The one in whose place another was deployed: with half of its memory.
    pub fn deployed_before(&mut self, id: InstanceId) {
        let Ok(now) = self.world.find(DEPLOYED) else { return };
        let made = now.created.second();
        let (begins, away) = (self.calendar.begins, self.calendar.away);
        if made < away.to {
            return;
        }
        let (ended, removed) = (made.before(4), made.before(2));
        let mut about = self.about(now);
        about.id = id;
        DEPLOYED_BEFORE.clone_into(&mut about.image);
        (about.first_seen, about.last_seen) = (begins.utc(), removed.utc());
        let mut load = now.load.clone();
        if let Memory::Level { bytes, .. } = &mut load.memory {
            *bytes *= 0.5;
        }
        let again = away.to.before(25);
        let runs = vec![
            Run { from: begins.before(9 * DAY), to: away.from, load: load.clone() },
            Run { from: again, to: ended, load },
        ];
        self.teller.started(&about, again);
        self.teller.ended(&about, ended, End::AskedFor(143));
        self.teller.removed(&about, removed);
        let life = self.life(now, runs, Vec::new());
        self.lives.push(Life { id: about.id.as_str().to_owned(), ..life });
        self.instances.push(about);
    }

    /// A job that took days, and is gone since.
    pub fn retired(&mut self, id: InstanceId) {
        let Some(removed) = self.calendar.retired else { return };
        let (begins, ended) = (self.calendar.begins, removed.before(3 * MINUTE));
        let about = PastInstance {
            id,
            name: RETIRED.to_owned(),
            image: "analytics/etl:0.14.2".to_owned(),
            project: Some(RETIRED_PROJECT.to_owned()),
            service: Some(RETIRED.to_owned()),
            first_seen: begins.utc(),
            last_seen: removed.utc(),
        };
        let load = Load {
            cores: (f64::from(self.world.cpus) / 8.0).min(0.46),
            shape: Shape::draw(Pattern::Bursty, &mut self.rng),
            memory: Memory::Level { bytes: 6.4e8, sway: 0.05 },
            cache: 2e8,
            rates: [3e5, 1.2e5, 9e5, 2.4e6],
            pids: 9,
        };
        self.teller.ended(&about, ended, End::ByItself(0));
        self.teller.removed(&about, removed);
        self.lives.push(Life {
            id: about.id.as_str().to_owned(),
            memory_limit: self.world.memory,
            has_network: true,
            runs: vec![Run { from: begins.before(2 * DAY), to: ended, load }],
            tasks: Vec::new(),
        });
        self.instances.push(about);
    }

    /// An id that is the same for the same seed, and not one of the world's.
    pub fn fresh_id(&mut self) -> InstanceId {
        let id = (0..4).fold(String::with_capacity(64), |mut id, _| {
            // Writing to a string cannot fail.
            let _ = write!(id, "{:016x}", self.rng.u64(..));
            id
        });
        InstanceId::new(id)
    }
}
