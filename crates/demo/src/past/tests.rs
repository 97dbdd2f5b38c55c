use super::*;
use crate::{InstanceSpec, InstanceStatus};
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use mini_aws_domain::{Activity, ActivityKind, Frame, GapReason, Outcome, Sample};
use std::collections::BTreeMap;

/// 2025-10-09T08:53:20Z, and the same day at other hours.
const NOON: i64 = 1_760_000_000;

fn config(instances: usize, unix: i64) -> Config {
    Config { instances, epoch: DateTime::from_timestamp(unix, 0), ..Config::default() }
}

fn past(instances: usize, unix: i64) -> (Past, Moment) {
    let config = config(instances, unix);
    let world = World::new(&config).unwrap();
    let now = Moment(unix * 1_000_000_000);
    (make(&world, &config, now), now)
}

fn frames(past: Past) -> Vec<Frame> {
    past.stretches.into_iter().flat_map(|stretch| stretch.frames).collect()
}

fn of<'a>(frames: &'a [Frame], id: &'a str) -> impl Iterator<Item = (DateTime<Utc>, &'a Sample)> {
    frames.iter().filter_map(move |frame| {
        let sample = frame.samples.iter().find(|sample| sample.instance.as_str() == id)?;
        Some((frame.timestamp, sample))
    })
}

fn id_of(past: &Past, name: &str) -> String {
    past.instances.iter().find(|about| about.name == name).unwrap().id.as_str().to_owned()
}

#[test]
fn the_same_seed_and_time_make_the_same_past() {
    let (one, now) = past(12, NOON);
    let (other, _) = past(12, NOON);
    assert_eq!(one.instances, other.instances);
    // The engine's clock runs on from its start.
    let told = |past: &Past| {
        let by_second =
            |a: &Activity| (a.timestamp.timestamp(), a.subject.clone(), a.kind, a.detail.clone());
        past.activities.iter().map(by_second).collect::<Vec<_>>()
    };
    assert_eq!(told(&one), told(&other));
    // From `now` on frames go on for as long as reading takes, and each is told once its second is over.
    let known = |past| {
        let mut frames = frames(past);
        frames.retain(|frame| frame.timestamp < now.utc());
        frames
    };
    assert_eq!(known(one), known(other));
}

#[test]
fn a_later_start_has_the_same_instances() {
    let ids = |unix| {
        let mut ids: Vec<_> =
            past(30, unix).0.instances.into_iter().map(|i| (i.name, i.id)).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(NOON), ids(NOON + 20 * HOUR));
    assert_eq!(ids(NOON), ids(NOON + 5 * DAY + 11 * HOUR));
    let world = |seed| {
        let world = World::new(&Config { seed, ..config(24, NOON) }).unwrap();
        world.find("api").unwrap().id.clone()
    };
    assert_ne!(world(1), world(2));
}

#[test]
fn frames_come_in_order_with_the_gaps_that_are_promised_at_any_time_of_day() {
    for hour in 0..24 {
        let (past, now) = past(6, NOON + hour * HOUR + 1_234);
        let mut reasons = Vec::new();
        let mut last: Option<Frame> = None;
        for stretch in past.stretches {
            let mut first = true;
            for frame in stretch.frames {
                if let Some(last) = &last {
                    let gap = frame.timestamp - last.timestamp;
                    let step = TimeDelta::milliseconds(i64::from(frame.interval_ms));
                    if first {
                        assert!(gap > step * 3, "{:?} of {gap}", stretch.after);
                        reasons.push((stretch.after, gap.num_minutes()));
                    } else {
                        assert!(gap > TimeDelta::zero() && gap <= TimeDelta::minutes(1));
                    }
                } else {
                    assert!(frame.timestamp - now.before(7 * DAY).utc() <= TimeDelta::minutes(1));
                }
                first = false;
                last = Some(frame);
            }
            assert!(!first);
        }
        let last = last.unwrap();
        let behind = now.utc() - last.timestamp;
        assert!(behind < TimeDelta::seconds(4) && behind > TimeDelta::seconds(-60), "{behind}");
        assert_eq!(last.interval_ms, 1_000);
        let count = |reason, minutes: i64| {
            let alike = |(r, m): &&(GapReason, i64)| *r == reason && (m - minutes).abs() <= 2;
            reasons.iter().filter(alike).count()
        };
        assert_eq!(count(GapReason::Asleep, 450), 2, "{hour}: {reasons:?}");
        assert_eq!(count(GapReason::Closed, 280), 1, "{hour}: {reasons:?}");
        assert_eq!(count(GapReason::Closed, 3), 1, "{hour}: {reasons:?}");
        assert_eq!(count(GapReason::EngineAway, 40), 1, "{hour}: {reasons:?}");
        assert_eq!(reasons.len(), 5, "{hour}: {reasons:?}");
    }
}

#[test]
fn steps_are_as_fine_as_the_past_is_known() {
    let (past, now) = past(6, NOON);
    for frame in frames(past) {
        let ago = (now.utc() - frame.timestamp).num_seconds();
        let expected = match ago {
            ..=3_580 => 1_000,
            3_620..=86_000 => 10_000,
            86_500.. => 60_000,
            _ => continue,
        };
        assert_eq!(frame.interval_ms, expected, "{ago} s ago");
        assert_eq!(frame.timestamp.nanosecond(), 0);
        let ids: Vec<_> = frame.samples.iter().map(|sample| &sample.instance).collect();
        assert!(ids.is_sorted());
    }
}

#[test]
fn nothing_has_a_sample_before_it_was_created_or_while_it_was_dead() {
    let config = config(24, NOON);
    let mut world = World::new(&config).unwrap();
    let now = Moment(NOON * 1_000_000_000);
    let new = world.create_container(InstanceSpec::new("new"), now.before(2 * HOUR)).unwrap();
    world.start(&new).unwrap();
    let past = make(&world, &config, now);
    let activities = past.activities.clone();
    let instances = past.instances.clone();
    let frames = frames(past);

    // It was started just now.
    assert_eq!(of(&frames, &new).filter(|(at, _)| *at < now.before(2 * HOUR).utc()).count(), 0);
    let about = instances.iter().find(|about| about.name == "new").unwrap();
    assert_eq!(about.first_seen, now.before(2 * HOUR).utc());

    // Whatever the feed says, the samples agree.
    let mut dead: BTreeMap<&str, DateTime<Utc>> = BTreeMap::new();
    for activity in &activities {
        let (id, at) = (activity.subject.id.as_str(), activity.timestamp);
        match activity.kind {
            ActivityKind::Died | ActivityKind::Stopped | ActivityKind::Exited => {
                dead.insert(id, at);
            }
            ActivityKind::Created => {
                assert!(of(&frames, id).all(|(when, _)| when > at));
            }
            ActivityKind::Started => {
                if let Some(since) = dead.remove(id) {
                    assert!(!of(&frames, id).any(|(when, _)| since < when && when <= at));
                }
            }
            _ => {}
        }
    }
    // From then on the engine tells by itself.
    let until = world.log.oldest().unwrap().utc();
    for (id, since) in dead {
        assert!(!of(&frames, id).any(|(when, _)| since < when && when < until), "{id}");
    }
    for container in world.containers().iter().filter(|c| c.status == InstanceStatus::Exited) {
        let finished = container.finished.unwrap().utc();
        assert!(of(&frames, &container.id).all(|(when, _)| when <= finished));
    }
}

#[test]
fn what_the_week_is_known_for_happened() {
    let (past, now) = past(24, NOON);
    let happened = past.activities.clone();
    assert!(happened.is_sorted_by_key(|activity| activity.timestamp));
    let find = |name: &str, kind| {
        happened.iter().filter(|a| a.subject.name == name && a.kind == kind).collect::<Vec<_>>()
    };
    // Two with the same name, one after the other.
    let workers: Vec<_> = past.instances.iter().filter(|about| about.name == "worker").collect();
    let [new, old] = workers[..] else { panic!("{workers:?}") };
    assert_eq!((&old.project, &old.service), (&new.project, &new.service));
    assert_ne!((&old.id, &old.image), (&new.id, &new.image));
    assert!(old.last_seen < new.first_seen);
    assert_eq!((new.first_seen.hour(), new.first_seen.minute()), (15, 0));
    assert_eq!(find("worker", ActivityKind::Created).len(), 1);
    assert_eq!(find("worker", ActivityKind::Terminated).len(), 1);

    let removed = find("etl-backfill", ActivityKind::Terminated);
    assert_eq!((removed[0].timestamp - now.before(7 * DAY).utc()).num_days(), 2);
    assert!(find("mailer", ActivityKind::OutOfMemory).len() >= 4);
    let died = find("api", ActivityKind::Died);
    assert_eq!((died[0].exit_code, died[0].outcome), (Some(137), Outcome::Failed));
    let again = find("api", ActivityKind::Started)[0].timestamp;
    assert_eq!((again - died[0].timestamp).num_minutes(), 6);
    assert!(happened.iter().any(|a| a.kind == ActivityKind::Died && a.exit_code == Some(1)));
    assert_eq!(find("Docker 27.5.1", ActivityKind::Lost).len(), 1);
    assert_eq!(find("Docker 27.5.1", ActivityKind::Connected).len(), 4);

    let (api, mailer, postgres) =
        (id_of(&past, "api"), id_of(&past, "mailer"), id_of(&past, "postgres"));
    let (old, new) = (old.id.as_str().to_owned(), new.id.as_str().to_owned());
    let frames = frames(past);
    let hole = |at: DateTime<Utc>| died[0].timestamp < at && at <= again;
    assert_eq!(of(&frames, &api).filter(|(at, _)| hole(*at)).count(), 0);
    assert!(of(&frames, &postgres).filter(|(at, _)| hole(*at)).count() >= 5);
    let highest = of(&frames, &mailer).filter_map(|(_, sample)| sample.memory_bytes).max();
    assert!(highest.unwrap() as f64 > 0.95 * f64::from(256 << 20));
    let memory = |id: &str| {
        let all: Vec<_> = of(&frames, id).filter_map(|(_, s)| s.memory_bytes).collect();
        all.iter().sum::<u64>() as f64 / all.len() as f64
    };
    assert!((memory(&new) / memory(&old) - 2.0).abs() < 0.05);
    // Somebody writes to the disk at half past two in the night.
    let backup = |at: DateTime<Utc>| at.hour() == 2 && (31..47).contains(&at.minute());
    let written = |by_night: bool| {
        let rates: Vec<_> = of(&frames, &postgres)
            .filter(|(at, _)| backup(*at) == by_night)
            .filter_map(|(_, sample)| sample.disk_write_rate)
            .collect();
        rates.iter().sum::<f64>() / rates.len() as f64
    };
    assert!(written(true) > 3.0 * written(false));
}

#[test]
fn sums_are_plausible_and_days_look_like_days() {
    let (past, _) = past(24, NOON);
    let frames = frames(past);
    let total = |frame: &Frame| frame.samples.iter().filter_map(|s| s.cpu_percent).sum::<f64>();
    for frame in &frames {
        let cpu = total(frame);
        assert!((60.0..450.0).contains(&cpu), "{cpu} at {}", frame.timestamp);
        let memory: u64 = frame.samples.iter().filter_map(|s| s.memory_bytes).sum();
        assert!((4_000_000_000..9_000_000_000).contains(&memory), "{memory}");
        for sample in &frame.samples {
            let rates = [sample.network_rx_rate, sample.disk_read_rate, sample.disk_write_rate];
            assert!(rates.into_iter().flatten().all(|rate| (0.0..1e9).contains(&rate)));
            assert!(sample.memory_bytes <= sample.memory_limit_bytes);
        }
    }
    let mean = |hours: std::ops::Range<u32>| {
        let all: Vec<_> =
            frames.iter().filter(|f| hours.contains(&f.timestamp.hour())).map(total).collect();
        all.iter().sum::<f64>() / all.len() as f64
    };
    assert!(mean(12..16) > 1.3 * mean(0..4), "{} {}", mean(12..16), mean(0..4));
}

#[test]
fn the_past_goes_on_into_the_present() {
    let config = Config { instances: 24, ..Config::default() };
    let world = World::new(&config).unwrap();
    let now = world.clock.now();
    let frames = frames(make(&world, &config, now));
    let last = frames.last().unwrap();
    for sample in &last.samples {
        let container = world.find(sample.instance.as_str()).unwrap();
        assert!(container.alive());
        let at = Moment::from_utc(last.timestamp);
        let memory = container.memory(at, world.memory) as f64;
        assert!((sample.memory_bytes.unwrap() as f64 - memory).abs() <= 1.0 + 1e-6 * memory);
        let work = container.load.work(at.secs() - 1.0, at.secs());
        assert!((sample.cpu_percent.unwrap() - work.cpu_ns / 1e7).abs() < 1e-3);
    }
    assert_eq!(last.samples.len(), world.containers().iter().filter(|c| c.alive()).count());
}

#[test]
fn an_empty_engine_has_no_past_and_a_large_one_is_thinned_out() {
    let (nothing, _) = past(0, NOON);
    assert!(nothing.instances.is_empty() && nothing.stretches.is_empty());
    let (past, _) = past(500, NOON);
    let (mut samples, mut last) = (0, None);
    for frame in past.stretches.into_iter().flat_map(|stretch| stretch.frames) {
        samples += frame.samples.len();
        last = Some(frame);
    }
    assert!((300_000..800_000).contains(&samples), "{samples}");
    // The present joins on without a gap.
    assert_eq!(last.unwrap().interval_ms, 1_000);
}
