//! Who is asked when: spread over the interval, and nobody twice at a time. Pure: no I/O and no clock.

use mini_aws_domain::InstanceId;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::Instant;

/// The second reading of an instance follows the first after this time, since its CPU takes two.
const SECOND_AFTER: Duration = Duration::from_secs(1);
/// The least time between the beginnings of two polls, and as long as there are instances without a CPU.
const APART: Duration = Duration::from_millis(16);
const APART_AT_FIRST: Duration = Duration::from_millis(2);
/// The golden ratio's part behind the dot: multiples of it fall evenly into an interval, however many there are.
const GOLDEN: f64 = 0.618_033_988_749_895;

/// When each instance is asked next.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    targets: BTreeMap<InstanceId, Target>,
    /// Those that wait for their time, in its order.
    queue: BTreeSet<(Instant, InstanceId)>,
    /// Those that are being asked, whether or not they still count.
    asked: BTreeSet<InstanceId>,
    /// How many have no second reading yet.
    unmeasured: usize,
    /// No poll begins before.
    not_before: Option<Instant>,
    phase: f64,
}

#[derive(Debug)]
struct Target {
    /// When it is due, or when it was asked.
    due: Instant,
    readings: u8,
}

impl Target {
    fn is_measured(&self) -> bool {
        self.readings >= 2
    }
}

impl Schedule {
    /// Adds an instance, which is asked at once; `is_read` if there is a reading of it to compare the next one with.
    pub(super) fn add(&mut self, id: InstanceId, is_read: bool, now: Instant) {
        if self.targets.contains_key(&id) {
            return;
        }
        // One that is still being asked for its run before is not asked again before the answer to that.
        if !self.asked.contains(&id) {
            self.queue.insert((now, id.clone()));
        }
        self.unmeasured += 1;
        self.targets.insert(id, Target { due: now, readings: u8::from(is_read) });
    }

    /// Takes an instance out.
    pub(super) fn remove(&mut self, id: &InstanceId) {
        if let Some(target) = self.targets.remove(id) {
            self.unmeasured -= usize::from(!target.is_measured());
            self.queue.remove(&(target.due, id.clone()));
        }
    }

    /// Begins anew: there is no reading of anybody to compare the next one with, so that all are asked at once.
    pub(super) fn restart(&mut self, now: Instant) {
        self.unmeasured = self.targets.len();
        self.queue.clear();
        for (id, target) in &mut self.targets {
            *target = Target { due: now, readings: 0 };
            if !self.asked.contains(id) {
                self.queue.insert((now, id.clone()));
            }
        }
    }

    /// Moves those of `whom` that wait as their interval becomes longer or shorter, so that they stay as evenly spread as they are.
    pub(super) fn stretch(
        &mut self,
        factor: f64,
        whom: impl Fn(&InstanceId) -> bool,
        now: Instant,
    ) {
        for (due, id) in std::mem::take(&mut self.queue) {
            if !whom(&id) {
                self.queue.insert((due, id));
                continue;
            }
            let waits = due.saturating_duration_since(now).mul_f64(factor);
            let due = if due > now { now + waits } else { due };
            if let Some(target) = self.targets.get_mut(&id) {
                target.due = due;
            }
            self.queue.insert((due, id));
        }
    }

    /// The next to ask, if it is time for that and fewer than `at_once` are being asked.
    pub(super) fn begin(&mut self, at_once: usize, now: Instant) -> Option<InstanceId> {
        if self.asked.len() >= at_once || self.not_before.is_some_and(|until| now < until) {
            return None;
        }
        let (due, _) = self.queue.first()?;
        if *due > now {
            return None;
        }
        let (_, id) = self.queue.pop_first()?;
        self.asked.insert(id.clone());
        if let Some(target) = self.targets.get_mut(&id) {
            target.due = now;
        }
        self.not_before = Some(now + if self.unmeasured > 0 { APART_AT_FIRST } else { APART });
        Some(id)
    }

    /// When to look for the next again; `None` if an answer has to come first, or there is nobody to ask.
    pub(super) fn next_at(&self, at_once: usize) -> Option<Instant> {
        if self.asked.len() >= at_once {
            return None;
        }
        let (due, _) = self.queue.first()?;
        Some(self.not_before.map_or(*due, |until| until.max(*due)))
    }

    /// An answer came, or none: `is_read` if there was a reading in it. It is asked again an `interval` after it was asked.
    pub(super) fn end(&mut self, id: &InstanceId, is_read: bool, interval: Duration, now: Instant) {
        self.asked.remove(id);
        let phase = self.phase;
        let Some(target) = self.targets.get_mut(id) else { return };
        let regular = (target.due + interval).max(now + interval / 4);
        let due = match (is_read, target.readings) {
            // An engine that takes its time has let it pass already.
            (true, 0) => (target.due + SECOND_AFTER).max(now),
            (true, 1) => {
                // From here on it has its own place in the interval; if that is too soon to be worth a reading, the next time.
                self.phase = (phase + GOLDEN).fract();
                self.unmeasured -= 1;
                let place = interval.mul_f64(phase);
                now + if place < SECOND_AFTER { interval + place } else { place }
            }
            _ => regular,
        };
        if is_read {
            target.readings = target.readings.saturating_add(1);
        }
        target.due = due;
        self.queue.insert((due, id.clone()));
    }

    /// An answer came that is nobody's any more. Whoever has its place by now is asked at once.
    pub(super) fn end_in_vain(&mut self, id: &InstanceId, now: Instant) {
        self.asked.remove(id);
        if let Some(target) = self.targets.get_mut(id) {
            target.due = now;
            self.queue.insert((now, id.clone()));
        }
    }

    /// How many have no CPU yet.
    pub(super) fn unmeasured(&self) -> usize {
        self.unmeasured
    }

    /// How many are asked again and again.
    pub(super) fn len(&self) -> usize {
        self.targets.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTERVAL: Duration = Duration::from_secs(5);

    fn id(number: usize) -> InstanceId {
        InstanceId::new(format!("{number:04}"))
    }

    /// Lets time pass in steps of a millisecond, with answers that take `takes`; when who was asked.
    fn run(
        schedule: &mut Schedule,
        from: Instant,
        length: Duration,
        takes: Duration,
        at_once: usize,
    ) -> Vec<(Instant, InstanceId)> {
        let mut log = Vec::new();
        let mut under_way: Vec<(Instant, InstanceId)> = Vec::new();
        let mut now = from;
        while now < from + length {
            while let Some(place) = under_way.iter().position(|(until, _)| *until <= now) {
                let (_, id) = under_way.remove(place);
                schedule.end(&id, true, INTERVAL, now);
            }
            while let Some(id) = schedule.begin(at_once, now) {
                assert!(under_way.iter().all(|(_, other)| *other != id), "{id} twice at a time");
                under_way.push((now + takes, id.clone()));
                log.push((now, id));
            }
            assert!(under_way.len() <= at_once);
            now += Duration::from_millis(1);
        }
        log
    }

    fn filled(instances: usize, now: Instant) -> Schedule {
        let mut schedule = Schedule::default();
        (0..instances).for_each(|number| schedule.add(id(number), false, now));
        schedule
    }

    #[test]
    fn polls_are_spread_over_the_interval() {
        let start = Instant::now();
        let mut schedule = filled(50, start);
        let millis = Duration::from_millis;
        run(&mut schedule, start, INTERVAL * 2, millis(3), 8);
        let log = run(&mut schedule, start + INTERVAL * 2, INTERVAL * 4, millis(3), 8);
        assert_eq!(log.len(), 200, "four of each");
        for second in 0..20 {
            let from = start + INTERVAL * 2 + Duration::from_secs(second);
            let within = |at: Instant| at >= from && at < from + Duration::from_secs(1);
            let count = log.iter().filter(|(at, _)| within(*at)).count();
            assert!((7..=13).contains(&count), "{count} polls in second {second}");
        }
    }

    #[test]
    fn everyone_has_two_readings_soon_and_one_each_interval_from_then_on() {
        let start = Instant::now();
        let mut schedule = filled(20, start);
        let log = run(&mut schedule, start, INTERVAL * 6, Duration::from_millis(40), 8);
        for number in 0..20 {
            let times: Vec<Instant> =
                log.iter().filter(|(_, who)| *who == id(number)).map(|(at, _)| *at).collect();
            assert!(times[1] <= start + Duration::from_millis(1500), "{number}");
            let longest = times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
            assert!(longest < INTERVAL + SECOND_AFTER, "{number}: {longest:?}");
        }
    }

    #[test]
    fn one_that_does_not_answer_is_not_asked_again_before_it_did() {
        let start = Instant::now();
        let mut schedule = filled(1, start);
        assert_eq!(schedule.begin(8, start), Some(id(0)));
        let later = start + INTERVAL * 10;
        assert_eq!(schedule.begin(8, later), None);
        assert_eq!(schedule.next_at(8), None);
        // Not even for another run.
        schedule.remove(&id(0));
        schedule.add(id(0), false, later);
        assert_eq!(schedule.begin(8, later), None);
        schedule.end_in_vain(&id(0), later);
        assert_eq!(schedule.unmeasured(), 1, "that was not its answer");
        let due = schedule.next_at(8).unwrap();
        assert!(due < later + SECOND_AFTER);
        assert_eq!(schedule.begin(8, due), Some(id(0)));
    }

    #[test]
    fn one_that_takes_longer_than_the_interval_has_a_pause_all_the_same() {
        let start = Instant::now();
        let mut schedule = filled(1, start);
        schedule.begin(8, start);
        let answered = start + INTERVAL * 3;
        schedule.end(&id(0), false, INTERVAL, answered);
        assert_eq!(schedule.next_at(8), Some(answered + INTERVAL / 4));
    }

    #[test]
    fn what_is_removed_is_asked_no_more() {
        let start = Instant::now();
        let mut schedule = filled(2, start);
        schedule.remove(&id(0));
        assert_eq!(schedule.begin(8, start), Some(id(1)));
        schedule.remove(&id(1));
        schedule.end(&id(1), true, INTERVAL, start);
        assert_eq!((schedule.len(), schedule.unmeasured, schedule.next_at(8)), (0, 0, None));
    }

    #[test]
    fn after_a_restart_everyone_has_two_readings_soon() {
        let start = Instant::now();
        let mut schedule = filled(20, start);
        run(&mut schedule, start, INTERVAL * 2, Duration::ZERO, 8);
        assert_eq!(schedule.unmeasured(), 0);
        let now = start + INTERVAL * 2;
        schedule.restart(now);
        assert_eq!(schedule.unmeasured(), 20);
        let log = run(&mut schedule, now, Duration::from_millis(1500), Duration::ZERO, 8);
        assert!(
            (0..20).all(|number| log.iter().filter(|(_, who)| *who == id(number)).count() == 2)
        );
    }

    #[test]
    fn another_interval_keeps_them_apart() {
        let start = Instant::now();
        let mut schedule = filled(3, start);
        run(&mut schedule, start, INTERVAL * 2, Duration::ZERO, 8);
        let now = start + INTERVAL * 2;
        let waits = |schedule: &Schedule| -> Vec<Duration> {
            schedule.queue.iter().map(|(due, _)| *due - now).collect()
        };
        let before = waits(&schedule);
        schedule.stretch(2.0, |_| true, now);
        let after = waits(&schedule);
        assert!(before.iter().zip(&after).all(|(before, after)| *before * 2 == *after));
        schedule.stretch(4.0, |_| false, now);
        assert_eq!(waits(&schedule), after, "they have another one");
        schedule.stretch(0.1, |_| true, now);
        assert!(waits(&schedule).iter().all(|wait| *wait <= INTERVAL / 5));
    }
}
