//! What the console read in the kernel's own files, explained.

use super::super::super::{InactiveFile, Observation, Origin, Reclaimable, StatsTracker};
use super::*;
use chrono::{DateTime, TimeDelta};
use mini_aws_domain::InstanceId;

/// The engine's reading, as it would come from the kernel's files.
pub(super) fn reading(origin: Origin, millis: i64, used: u64) -> Reading {
    let inactive = match origin {
        Origin::CgroupV2 => InactiveFile::Plain,
        Origin::CgroupV1 | Origin::Engine => InactiveFile::Total,
    };
    Reading {
        origin,
        read_at: DateTime::UNIX_EPOCH + TimeDelta::milliseconds(millis),
        cpu_total: used,
        system_cpu: None,
        cores: None,
        cores_counted: false,
        processors: None,
        memory_usage: Some(130_023_424),
        memory_reclaimable: Reclaimable::Told(inactive, 62_914_560),
        memory_limit: Some(268_435_456),
        network_rx: Some(used / 1000),
        network_tx: None,
        disk_read: Some(10),
        disk_write: Some(20_000_000 - used / 1000),
        pids: Some(1),
    }
}

/// What a reading comes to after another, a second later.
pub(super) fn observed(kind: EngineKind, before: Reading, now: Reading) -> (Sample, Basis) {
    let mut tracker = StatsTracker::new(kind, ContainerOs::Linux);
    tracker.observe(&InstanceId::new("web"), before);
    match tracker.observe(&InstanceId::new("web"), now) {
        Observation::Sample(sample, basis) => (sample, basis),
        Observation::Repeated => panic!("it is a new one"),
    }
}

fn pair(origin: Origin) -> (Reading, Reading) {
    (reading(origin, 1000, 1_000_000_000), reading(origin, 2004, 1_502_000_000))
}

#[test]
fn cpu_is_divided_by_the_clock_for_every_engine() {
    for (origin, formula, counter, unit_is_told) in [
        (Origin::CgroupV1, "Δcpuacct.usage ÷ Δt × 100", "cpuacct.usage", false),
        (Origin::CgroupV2, "Δusage_usec ÷ Δt × 100", "cpu.stat, usage_usec", true),
    ] {
        for kind in [EngineKind::Docker, EngineKind::Podman] {
            let (before, now) = pair(origin);
            let (sample, basis) = observed(kind, before, now);
            let cpu = explain(&basis, Metric::Cpu, kind, ContainerOs::Linux);
            assert_eq!((cpu.value, cpu.value), (sample.cpu_percent, Some(50.0)));
            assert_eq!(cpu.formula, formula);
            assert_eq!(plain(&cpu.filled), "502 000 000 ÷ 1 004 000 000 × 100 = 50.0 %");
            assert_eq!(
                counters(&cpu),
                [
                    format!("{counter} 1000000000 → 1502000000 ns"),
                    "t, the time of reading 1000000000 → 2004000000 unix_ns".to_owned(),
                ]
            );
            assert!(plain(&cpu.note).contains("steps of 10 ms"), "{}", cpu.note);
            assert_eq!(cpu.note.contains("microseconds"), unit_is_told, "{}", cpu.note);
        }
    }
}

#[test]
fn memory_goes_by_the_names_of_the_files() {
    for (origin, formula, names) in [
        (
            Origin::CgroupV1,
            "memory.usage_in_bytes − total_inactive_file",
            [
                "memory.usage_in_bytes",
                "memory.stat, total_inactive_file",
                "memory.limit_in_bytes, or the machine's memory if that is less",
            ],
        ),
        (
            Origin::CgroupV2,
            "memory.current − inactive_file",
            [
                "memory.current",
                "memory.stat, inactive_file",
                "memory.max, or the machine's memory if that is less",
            ],
        ),
    ] {
        let (before, now) = pair(origin);
        let (_, basis) = observed(EngineKind::Docker, before, now);
        let memory = explain(&basis, Metric::Memory, EngineKind::Docker, ContainerOs::Linux);
        assert_eq!(memory.value, Some(67_108_864.0));
        assert_eq!(memory.formula, formula);
        assert_eq!(plain(&memory.filled), "130 023 424 − 62 914 560 = 67 108 864 B");
        let told: Vec<_> = memory.counters.iter().map(|counter| counter.name.as_str()).collect();
        assert_eq!(told, names);
        assert!(plain(&memory.note).ends_with("The value is 25.00 % of the limit."));
    }
}

#[test]
fn a_gap_is_the_consoles_own() {
    let (before, now) = pair(Origin::CgroupV2);
    let late = Reading { read_at: before.read_at + TimeDelta::seconds(60), ..now };
    let (_, basis) = observed(EngineKind::Docker, before, late);
    for metric in [Metric::Cpu, Metric::DiskRead] {
        let explained = explain(&basis, metric, EngineKind::Docker, ContainerOs::Linux);
        assert_eq!(explained.value, None);
        assert!(plain(&explained.filled).contains("60 s older"), "{}", explained.filled);
        assert!(explained.filled.contains("the console was stuck"), "{}", explained.filled);
    }
}
