//! What holds for any numbers that an engine may send.

use super::{InactiveFile, Observation, Origin, Reading, Reclaimable, StatsTracker};
use chrono::{DateTime, TimeDelta};
use mini_aws_domain::{ContainerOs, EngineKind, InstanceId, Sample};
use proptest::prelude::*;

const DIALECTS: [(EngineKind, ContainerOs); 3] = [
    (EngineKind::Docker, ContainerOs::Linux),
    (EngineKind::Docker, ContainerOs::Windows),
    (EngineKind::Podman, ContainerOs::Linux),
];

/// Any counter, with the extremes more often than chance has them.
fn counter() -> impl Strategy<Value = u64> {
    prop_oneof![any::<u64>(), 0..10_u64, Just(u64::MAX)]
}

fn maybe() -> impl Strategy<Value = Option<u64>> {
    proptest::option::of(counter())
}

prop_compose! {
    fn reading()(
        nanos in prop_oneof![0..30_000_000_000_i64, any::<i64>()],
        (cpu_total, system_cpu, cores) in (counter(), maybe(), maybe()),
        processors in proptest::option::of(any::<u32>()),
        (memory_usage, inactive, memory_limit) in (maybe(), counter(), maybe()),
        (network_rx, network_tx, disk_read, disk_write) in (maybe(), maybe(), maybe(), maybe()),
        pids in maybe(),
    ) -> Reading {
        Reading {
            origin: Origin::Engine,
            read_at: DateTime::from_timestamp_nanos(nanos),
            cpu_total, system_cpu, cores, cores_counted: false, processors, memory_usage, memory_limit,
            memory_reclaimable: Reclaimable::Told(InactiveFile::Plain, inactive),
            network_rx, network_tx, disk_read, disk_write, pids,
        }
    }
}

/// A reading `millis` after the epoch of an instance that used `used`, on a machine of `cores` cores that spent `system`.
fn simple(millis: i64, used: u64, system: u64, cores: u64) -> Reading {
    Reading {
        origin: Origin::Engine,
        read_at: DateTime::UNIX_EPOCH + TimeDelta::milliseconds(millis),
        cpu_total: used,
        system_cpu: Some(system),
        cores: Some(cores),
        cores_counted: false,
        processors: Some(4),
        memory_usage: Some(1),
        memory_reclaimable: Reclaimable::NotTold,
        memory_limit: None,
        network_rx: Some(used),
        network_tx: Some(used),
        disk_read: Some(used),
        disk_write: Some(used),
        pids: None,
    }
}

fn sample(tracker: &mut StatsTracker, reading: Reading) -> Option<Sample> {
    match tracker.observe(&InstanceId::new("web"), reading) {
        Observation::Sample(sample, basis) => {
            assert_eq!(sample.cpu_percent, basis.cpu.ok().and_then(|cpu| cpu.percent()));
            assert_eq!(basis.now, reading);
            Some(sample)
        }
        Observation::Repeated => None,
    }
}

fn derived(sample: &Sample) -> [Option<f64>; 5] {
    [
        sample.cpu_percent,
        sample.network_rx_rate,
        sample.network_tx_rate,
        sample.disk_read_rate,
        sample.disk_write_rate,
    ]
}

proptest! {
    #[test]
    fn no_number_is_negative_or_no_number(readings in proptest::collection::vec(reading(), 1..6)) {
        for (kind, os) in DIALECTS {
            let mut tracker = StatsTracker::new(kind, os);
            for &reading in &readings {
                let usage = reading.memory_usage;
                let Some(sample) = sample(&mut tracker, reading) else { continue };
                for value in derived(&sample).into_iter().flatten() {
                    prop_assert!(value.is_finite() && value >= 0.0, "{kind:?}: {sample:?}");
                }
                prop_assert!(sample.memory_bytes <= usage);
            }
        }
    }

    #[test]
    fn the_first_reading_has_neither_cpu_nor_rates(reading in reading()) {
        for (kind, os) in DIALECTS {
            let sample = sample(&mut StatsTracker::new(kind, os), reading).unwrap();
            prop_assert_eq!(derived(&sample), [None; 5]);
        }
    }

    /// Seen through a reading in between, the two parts add up to the whole, each by the time that it stands for.
    #[test]
    fn a_span_is_the_sum_of_its_parts(
        (first_ms, second_ms) in (1..6000_i64, 1..6000_i64),
        (first_used, second_used) in (0..100_000_000_000_u64, 0..100_000_000_000_u64),
        cores in 1..128_u64,
    ) {
        // A machine that spends exactly what its cores can.
        let system = |millis: i64| millis.unsigned_abs() * 1_000_000 * cores;
        let whole_ms = first_ms + second_ms;
        let start = simple(0, 0, 0, cores);
        let middle = simple(first_ms, first_used, system(first_ms), cores);
        let end = simple(whole_ms, first_used + second_used, system(whole_ms), cores);
        for (kind, os) in DIALECTS {
            let mut split = StatsTracker::new(kind, os);
            sample(&mut split, start);
            let first = sample(&mut split, middle).unwrap();
            let second = sample(&mut split, end).unwrap();
            let mut whole = StatsTracker::new(kind, os);
            sample(&mut whole, start);
            let whole = sample(&mut whole, end).unwrap();
            let parts = derived(&first).into_iter().zip(derived(&second)).zip(derived(&whole));
            for ((first, second), whole) in parts {
                let sum = first.unwrap() * first_ms as f64 + second.unwrap() * second_ms as f64;
                let whole = whole.unwrap() * whole_ms as f64;
                prop_assert!((sum - whole).abs() <= 1e-9 * whole.max(1.0), "{sum} is not {whole}");
            }
        }
    }

    /// On such a machine all formulas for Linux say the same.
    #[test]
    fn the_machines_counter_and_the_clock_agree(
        millis in 1..12_000_i64, used in 0..1_000_000_000_000_u64, cores in 1..128_u64,
    ) {
        let percent = |kind| {
            let mut tracker = StatsTracker::new(kind, ContainerOs::Linux);
            sample(&mut tracker, simple(0, 0, 0, cores));
            let system = millis.unsigned_abs() * 1_000_000 * cores;
            sample(&mut tracker, simple(millis, used, system, cores)).unwrap().cpu_percent.unwrap()
        };
        let (docker, podman) = (percent(EngineKind::Docker), percent(EngineKind::Podman));
        prop_assert!((docker - podman).abs() <= 1e-9 * docker.max(1.0), "{docker} is not {podman}");
    }
}
