//! Who of those that the engine has to be asked about gets a stream, and how often the others are asked. Pure: no I/O and no clock.

use crate::attention::LookedAt;
use crate::options::SamplingChoice;
use mini_aws_domain::{InstanceId, Pace};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::Instant;

/// How many streams there are at most. An engine's work grows with them, each second.
const MOST_STREAMS: usize = 12;
/// The same where each is a process here and one there.
pub(super) const MOST_FAR: usize = 6;
/// As long as no more than this run, and somebody looks, each has a stream.
const SMALL: usize = 8;
/// A stream stays for as long as this, so that they do not come and go with every peak.
const STAYS: Duration = Duration::from_secs(10);
/// From this on an instance is busy, in percent of one core; one that has a stream keeps it until it has half of that.
const BUSY: f64 = 5.0;
/// An instance that has a stream is given this advantage over one that has none: a factor, and percent of one core.
const ADVANTAGE: (f64, f64) = (1.5, 1.0);

/// Time between two polls of an instance while somebody looks, while nobody does, and on a battery.
const WATCHED: Duration = Duration::from_secs(5);
const UNWATCHED: Duration = Duration::from_secs(10);
const ON_BATTERY: Duration = Duration::from_secs(15);
/// While somebody looks, two polls of whichever instances are this far apart, as long as the interval stays between the first two above.
const POLL_APART: Duration = Duration::from_millis(200);
/// It never gets longer than this for the sake of a slow engine.
pub(super) const LONGEST_INTERVAL: Duration = Duration::from_secs(60);
/// How many polls a second there are at most.
const POLLS_PER_SECOND: u32 = 50;

/// An instance that the engine has to be asked about.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) id: InstanceId,
    /// Its newest CPU in percent of one core, where it is known.
    pub(super) cpu: Option<f64>,
}

/// What the plan goes by.
#[derive(Debug)]
pub(super) struct Situation<'a> {
    pub(super) choice: SamplingChoice,
    pub(super) looked_at: &'a LookedAt,
    pub(super) on_battery: bool,
    /// How many streams there is room for on the way to the engine; `None` for any number.
    pub(super) room: Option<usize>,
    /// How many times to double the interval, since the engine is slow.
    pub(super) doublings: u32,
    /// How long an answer of the engine takes, and how many are waited for at once.
    pub(super) answer_takes: Duration,
    pub(super) at_once: u32,
    /// How many instances that are read elsewhere are asked for their network, which costs the engine as much.
    pub(super) of_network: usize,
    pub(super) now: Instant,
}

/// How often to poll, and why that often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rhythm {
    pub(super) interval: Duration,
    pub(super) pace: Pace,
}

/// Who has a stream, and since when.
#[derive(Debug, Default)]
pub(super) struct Plan {
    streams: BTreeMap<InstanceId, Instant>,
}

impl Plan {
    /// Whether this instance is to have a stream; the others are polled.
    pub(super) fn streams(&self, id: &InstanceId) -> bool {
        self.streams.contains_key(id)
    }

    /// Decides anew who has a stream, and how often the others are polled.
    pub(super) fn decide(&mut self, candidates: &[Candidate], situation: &Situation<'_>) -> Rhythm {
        let now = situation.now;
        let room = situation.room.unwrap_or(usize::MAX);
        if situation.choice == SamplingChoice::Streams {
            let all = candidates.iter().map(|candidate| candidate.id.clone());
            self.set(all.take(room).collect(), now);
        } else {
            let chosen = self.choose(candidates, situation);
            self.set(chosen, now);
        }
        rhythm(candidates.len() - self.streams.len() + situation.of_network, situation)
    }

    fn choose(&self, candidates: &[Candidate], situation: &Situation<'_>) -> BTreeSet<InstanceId> {
        let looked_at = situation.looked_at;
        let stays = |id: &InstanceId| {
            self.streams.get(id).is_some_and(|&since| situation.now < since + STAYS)
        };
        let few = candidates.len() <= SMALL && !situation.on_battery;
        let worth = |candidate: &Candidate| {
            let threshold = if self.streams(&candidate.id) { BUSY / 2.0 } else { BUSY };
            let is_busy = candidate.cpu.is_some_and(|cpu| cpu >= threshold);
            let is_seen = looked_at.instances.contains(&candidate.id);
            looked_at.by_somebody && (few || is_seen || is_busy && !situation.on_battery)
        };
        let mut ranked: Vec<_> = candidates
            .iter()
            .filter(|candidate| stays(&candidate.id) || worth(candidate))
            .map(|candidate| {
                let cpu = candidate.cpu.unwrap_or(0.0);
                let (factor, plus) = ADVANTAGE;
                let weight = if self.streams(&candidate.id) { cpu * factor + plus } else { cpu };
                let is_seen = looked_at.instances.contains(&candidate.id);
                (stays(&candidate.id), is_seen, weight, &candidate.id)
            })
            .collect();
        ranked.sort_by(|one, other| {
            (other.0, other.1)
                .cmp(&(one.0, one.1))
                .then_with(|| other.2.partial_cmp(&one.2).unwrap_or(Ordering::Equal))
                .then_with(|| one.3.cmp(other.3))
        });
        let most = situation.room.map_or(MOST_STREAMS, |room| room.min(MOST_STREAMS));
        ranked.into_iter().take(most).map(|(_, _, _, id)| id.clone()).collect()
    }

    fn set(&mut self, chosen: BTreeSet<InstanceId>, now: Instant) {
        self.streams.retain(|id, _| chosen.contains(id));
        for id in chosen {
            self.streams.entry(id).or_insert(now);
        }
    }
}

/// How often to poll so many instances.
fn rhythm(polled: usize, situation: &Situation<'_>) -> Rhythm {
    let polled = u32::try_from(polled).unwrap_or(u32::MAX);
    let (usual, pace) = if situation.on_battery {
        (ON_BATTERY, Pace::OnBattery)
    } else if situation.looked_at.by_somebody {
        // A poll costs the engine more than what a stream tells in a second, so many take longer than few.
        (POLL_APART.saturating_mul(polled).clamp(WATCHED, UNWATCHED), Pace::Watched)
    } else {
        (UNWATCHED, Pace::Unwatched)
    };
    let by_rate = polled.saturating_mul(1000 / POLLS_PER_SECOND);
    let by_rate = Duration::from_millis(u64::from(by_rate));
    // With so many answers waited for at once, one round takes so long; a fifth is left for what comes between.
    let by_answers =
        situation.answer_takes.saturating_mul(polled) * 6 / 5 / situation.at_once.max(1);
    let needed = usual.max(by_rate).max(by_answers.min(LONGEST_INTERVAL));
    let slowed = needed.saturating_mul(1 << situation.doublings.min(8));
    let interval = slowed.min(LONGEST_INTERVAL.max(by_rate));
    let is_slow = situation.doublings > 0 || by_answers > usual.max(by_rate);
    Rhythm { interval, pace: if is_slow { Pace::EngineSlow } else { pace } }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct House {
        plan: Plan,
        looked_at: LookedAt,
        choice: SamplingChoice,
        on_battery: bool,
        room: Option<usize>,
        doublings: u32,
        answer_takes: Duration,
        of_network: usize,
        now: Instant,
    }

    impl House {
        fn new() -> Self {
            Self {
                plan: Plan::default(),
                looked_at: LookedAt::default(),
                choice: SamplingChoice::Auto,
                on_battery: false,
                room: None,
                doublings: 0,
                answer_takes: Duration::from_millis(3),
                of_network: 0,
                now: Instant::now(),
            }
        }

        fn look(mut self, at: &[usize]) -> Self {
            self.looked_at.by_somebody = true;
            self.looked_at.instances = at.iter().copied().map(id).collect();
            self
        }

        fn later(&mut self, by: Duration) {
            self.now += by;
        }

        /// Decides for instances with this CPU each; who has a stream, and how often the others are polled.
        fn decide(&mut self, cpu: &[f64]) -> (Vec<usize>, Rhythm) {
            let candidates: Vec<_> = cpu
                .iter()
                .enumerate()
                .map(|(number, &cpu)| Candidate { id: id(number), cpu: Some(cpu) })
                .collect();
            let rhythm = self.plan.decide(
                &candidates,
                &Situation {
                    choice: self.choice,
                    looked_at: &self.looked_at,
                    on_battery: self.on_battery,
                    room: self.room,
                    doublings: self.doublings,
                    answer_takes: self.answer_takes,
                    at_once: 64,
                    of_network: self.of_network,
                    now: self.now,
                },
            );
            let streamed = (0..cpu.len()).filter(|&number| self.plan.streams(&id(number)));
            (streamed.collect(), rhythm)
        }

        fn interval(&mut self, instances: usize) -> (u64, Pace) {
            let (_, rhythm) = self.decide(&vec![0.0; instances]);
            (rhythm.interval.as_secs(), rhythm.pace)
        }
    }

    fn id(number: usize) -> InstanceId {
        InstanceId::new(format!("{number:04}"))
    }

    #[test]
    fn where_nobody_looks_there_are_no_streams() {
        let mut house = House::new();
        assert_eq!(house.decide(&[90.0, 0.0, 50.0]).0, [0; 0]);
        assert_eq!(house.interval(3), (10, Pace::Unwatched));
    }

    #[test]
    fn a_small_fleet_is_streamed_whole_while_somebody_looks() {
        let mut house = House::new().look(&[]);
        assert_eq!(house.decide(&[0.0; SMALL]).0.len(), SMALL);
        house.later(STAYS);
        assert_eq!(house.decide(&[0.0; SMALL + 1]).0.len(), 0, "nothing of these is busy");
    }

    #[test]
    fn what_is_looked_at_goes_before_what_is_busy_and_the_idle_are_polled() {
        let mut cpu = [0.1; 60];
        cpu[10..30].fill(40.0);
        cpu[29] = 80.0;
        let mut house = House::new().look(&[55, 3]);
        let (streamed, rhythm) = house.decide(&cpu);
        assert_eq!(streamed.len(), MOST_STREAMS);
        assert!([3, 55, 29, 10].iter().all(|number| streamed.contains(number)), "{streamed:?}");
        let interval = POLL_APART * (60 - 12);
        assert_eq!(rhythm, Rhythm { interval, pace: Pace::Watched });
        let mut idle = House::new().look(&[7]);
        assert_eq!(idle.decide(&[0.1; 60]).0, [7]);
    }

    #[test]
    fn while_somebody_looks_many_are_polled_less_often_than_few() {
        let interval = |instances: usize| {
            let mut house = House::new().look(&[0]);
            house.decide(&vec![0.1; instances]).1.interval
        };
        assert_eq!(interval(20), WATCHED);
        assert_eq!(interval(41), Duration::from_secs(8));
        assert_eq!(interval(100), UNWATCHED);
        assert!(interval(1000) > UNWATCHED);
    }

    #[test]
    fn streams_do_not_come_and_go_with_every_peak() {
        let mut cpu = [0.0; 40];
        cpu[..20].fill(10.0);
        let mut house = House::new().look(&[]);
        let (first, _) = house.decide(&cpu);
        assert_eq!(first, (0..MOST_STREAMS).collect::<Vec<_>>());
        cpu[30] = 300.0;
        assert_eq!(house.decide(&cpu).0, first, "each stays for a while");
        house.later(STAYS);
        let (second, _) = house.decide(&cpu);
        assert!(second.contains(&30) && second.len() == MOST_STREAMS);
        house.later(STAYS);
        cpu[30] = 12.0;
        cpu[..20].fill(14.0);
        assert_eq!(house.decide(&cpu).0, second, "a little more is no reason to change");
        cpu[30] = BUSY / 2.0 - 0.1;
        assert!(!house.decide(&cpu).0.contains(&30), "it is idle by now");
    }

    #[test]
    fn where_each_stream_is_a_process_there_are_few() {
        let mut house = House::new().look(&[]);
        house.room = Some(MOST_FAR);
        assert_eq!(house.decide(&[50.0; 40]).0.len(), MOST_FAR);
        house.choice = SamplingChoice::Streams;
        assert_eq!(
            house.decide(&[50.0; 40]).0.len(),
            MOST_FAR,
            "also where somebody wants them all"
        );
        house.room = None;
        assert_eq!(house.decide(&[50.0; 40]).0.len(), 40);
    }

    #[test]
    fn a_stream_ends_soon_after_nobody_looks_any_more() {
        let mut house = House::new().look(&[0]);
        assert_eq!(house.decide(&[0.0; 30]).0, [0]);
        house.looked_at = LookedAt::default();
        assert_eq!(house.decide(&[0.0; 30]).0, [0]);
        house.later(STAYS);
        assert_eq!(house.decide(&[0.0; 30]).0, [0; 0]);
    }

    #[test]
    fn an_instance_that_is_gone_holds_no_place() {
        let mut house = House::new().look(&[0, 1]);
        house.decide(&[0.0; 30]);
        house.decide(&[]);
        assert!(house.plan.streams.is_empty());
    }

    #[test]
    fn on_a_battery_only_what_is_looked_at_is_streamed() {
        let mut house = House::new().look(&[2]);
        house.on_battery = true;
        assert_eq!(house.decide(&[90.0; 5]).0, [2]);
        assert_eq!(house.interval(5), (15, Pace::OnBattery));
    }

    #[test]
    fn streams_for_all_where_that_was_chosen() {
        let mut house = House::new();
        house.choice = SamplingChoice::Streams;
        assert_eq!(house.decide(&[0.0; 40]).0.len(), 40);
    }

    #[test]
    fn a_great_many_are_polled_no_more_often_than_an_engine_can_bear() {
        let mut house = House::new().look(&[]);
        assert_eq!(house.interval(250), (10, Pace::Watched));
        assert_eq!(house.interval(1000), (20, Pace::Watched));
        assert_eq!(house.interval(5000), (100, Pace::Watched));
        house.answer_takes = Duration::from_millis(1500);
        assert_eq!(house.interval(50), (10, Pace::Watched), "that is how long some take, always");
        assert_eq!(house.interval(1000), (28, Pace::EngineSlow));
        assert_eq!(house.interval(3000), (60, Pace::EngineSlow));
    }

    #[test]
    fn asking_for_the_network_alone_counts_as_well() {
        let mut house = House::new().look(&[]);
        house.of_network = 1000;
        assert_eq!(house.interval(0), (20, Pace::Watched));
        assert_eq!(house.interval(500), (30, Pace::Watched));
    }

    #[test]
    fn a_slow_engine_is_asked_less_and_less_up_to_a_minute() {
        let mut house = House::new().look(&[]);
        let intervals = [1, 2, 3, 4, 40].map(|doublings| {
            house.doublings = doublings;
            house.interval(20)
        });
        assert_eq!(intervals, [10, 20, 40, 60, 60].map(|seconds| (seconds, Pace::EngineSlow)));
    }
}
