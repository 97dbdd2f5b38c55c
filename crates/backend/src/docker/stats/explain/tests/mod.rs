//! The recorded and made bodies, explained.

mod flows;
mod kernel;

use super::super::golden::{case, cases};
use super::super::{Basis, Reading};
use super::*;
use mini_aws_domain::Sample;

pub(super) fn explained(name: &str) -> (Sample, Explained, Explained) {
    let case = case(name);
    let (sample, basis) = case.observe().unwrap();
    let of = |metric| explain(&basis, metric, case.engine_kind, case.container_os);
    (sample, of(Metric::Cpu), of(Metric::Memory))
}

/// Narrow spaces are hard to see in a test.
fn plain(text: &str) -> String {
    text.replace(SPACE, " ")
}

/// A counter as `name before → now unit`.
fn counters(explained: &Explained) -> Vec<String> {
    let value = |value: Option<u64>| value.map_or("–".to_owned(), |value| value.to_string());
    explained
        .counters
        .iter()
        .map(|counter| match counter.before {
            Some(before) => {
                format!("{} {before} → {} {}", counter.name, value(counter.now), counter.unit)
            }
            None => format!("{} {} {}", counter.name, value(counter.now), counter.unit),
        })
        .collect()
}

#[test]
fn numbers_are_grouped_by_three() {
    let texts = [0, 7, 999, 1_000, 12_345, 1_980_000_000].map(|number| plain(&grouped(number)));
    assert_eq!(texts, ["0", "7", "999", "1 000", "12 345", "1 980 000 000"]);
    assert_eq!(plain(&grouped(u64::MAX)), "18 446 744 073 709 551 615");
}

#[test]
fn docker_on_cgroup_v1() {
    let (_, cpu, memory) = explained("docker20-cgroup-v1");
    assert_eq!(cpu.formula, "Δtotal_usage ÷ Δsystem_cpu_usage × online_cpus × 100");
    assert_eq!(plain(&cpu.filled), "314 512 393 ÷ 1 980 000 000 × 2 × 100 = 31.8 %");
    assert_eq!(
        counters(&cpu),
        [
            "cpu_stats.cpu_usage.total_usage 1576537651 → 1891050044 ns",
            "cpu_stats.system_cpu_usage 3996820000000 → 3998800000000 ns",
            "cpu_stats.online_cpus 2 cores",
        ]
    );
    assert_eq!(memory.formula, "usage − total_inactive_file");
    assert_eq!(plain(&memory.filled), "819 200 − 0 = 819 200 B");
    assert_eq!(
        counters(&memory),
        [
            "memory_stats.usage 819200 bytes",
            "memory_stats.stats.total_inactive_file 0 bytes",
            "memory_stats.limit 67108864 bytes",
        ]
    );
    assert!(memory.note.contains("cgroup v1"), "{}", memory.note);
    assert!(plain(&memory.note).ends_with("The value is 1.22 % of the limit."), "{}", memory.note);
}

#[test]
fn docker_on_cgroup_v2() {
    let (_, cpu, memory) = explained("docker28-cgroup-v2");
    assert_eq!(plain(&cpu.filled), "3 000 000 000 ÷ 16 000 000 000 × 8 × 100 = 150.0 %");
    assert_eq!(memory.formula, "usage − inactive_file");
    assert_eq!(plain(&memory.filled), "130 023 424 − 62 914 560 = 67 108 864 B");
    assert_eq!(counters(&memory)[1], "memory_stats.stats.inactive_file 62914560 bytes");
    assert!(memory.note.contains("cgroup v2"), "{}", memory.note);
}

#[test]
fn podman_is_measured_by_the_clock_and_says_why() {
    let (_, cpu, memory) = explained("podman4-compat");
    assert_eq!(cpu.formula, "Δtotal_usage ÷ Δread × 100");
    assert_eq!(plain(&cpu.filled), "4 986 226 229 ÷ 5 002 493 304 × 100 = 99.7 %");
    let read = &cpu.counters[1];
    assert_eq!((read.name.as_str(), read.unit.as_str()), ("read", "unix_ns"));
    assert_eq!(read.now.unwrap() - read.before.unwrap(), 5_002_493_304);
    assert!(cpu.note.contains("system_cpu_usage is not the machine's"), "{}", cpu.note);
    assert_eq!((memory.formula.as_str(), plain(&memory.filled).as_str()), ("usage", "557 056 B"));
    assert!(memory.note.contains("does not tell"), "{}", memory.note);
}

#[test]
fn windows_containers() {
    let (_, cpu, memory) = explained("windows-container");
    assert_eq!(plain(&cpu.formula), "Δtotal_usage ÷ (Δread ÷ 100 ns × num_procs) × 100");
    assert_eq!(plain(&cpu.filled), "20 000 000 ÷ (2 000 000 000 ÷ 100 × 4) × 100 = 25.0 %");
    assert!(cpu.note.contains("the whole machine"), "{}", cpu.note);
    assert_eq!(memory.formula, "privateworkingset");
    assert_eq!(plain(&memory.filled), "60 961 792 B");
    assert!(memory.note.ends_with("The engine tells no limit."), "{}", memory.note);
}

#[test]
fn an_engine_that_tells_less_is_explained_by_what_it_tells() {
    let (_, cpu, memory) = explained("old-engine");
    assert_eq!(cpu.formula, "Δtotal_usage ÷ Δsystem_cpu_usage × length of percpu_usage × 100");
    assert_eq!(counters(&cpu)[2], "cpu_stats.cpu_usage.percpu_usage, its length 4 cores");
    assert_eq!(plain(&memory.filled), "50 000 000 − 20 000 000 = 30 000 000 B");
    let (_, cpu, memory) = explained("missing-fields");
    assert_eq!(plain(&cpu.filled), "250 000 000 ÷ 1 000 000 000 × 100 = 25.0 %");
    assert!(cpu.note.contains("does not tell what the whole machine spent"), "{}", cpu.note);
    assert_eq!(memory.value, None);
    assert!(memory.filled.starts_with("The engine did not tell"), "{}", memory.filled);
}

#[test]
fn without_a_value_it_says_why() {
    for (name, why) in [
        ("docker20-restarted-counter", "started again"),
        ("docker20-asleep", "the machine slept"),
        ("system-counter-stands", "stood still"),
    ] {
        let (_, cpu, _) = explained(name);
        assert_eq!(cpu.value, None, "{name}");
        assert!(cpu.filled.contains(why), "{name}: {}", cpu.filled);
        assert_eq!(cpu.counters.len(), 3, "{name}: the counters are there all the same");
    }
    let case = case("docker20-cgroup-v1");
    let (_, basis) = case.observe().unwrap();
    let first = Basis { before: None, cpu: Err(NoCpu::FirstReading), ..basis };
    let cpu = explain(&first, Metric::Cpu, case.engine_kind, case.container_os);
    assert!(cpu.filled.contains("two readings"), "{}", cpu.filled);
    assert_eq!(cpu.counters[0].before, None);
}

#[test]
fn inactive_pages_that_cannot_be_are_not_subtracted() {
    let (_, basis) = case("docker28-cgroup-v2").observe().unwrap();
    let reading = Reading {
        memory_reclaimable: super::super::Reclaimable::NotBelieved(
            super::super::InactiveFile::Plain,
            200_000_000,
        ),
        ..basis.now
    };
    let memory = memory::explain(&reading);
    assert_eq!(plain(&memory.filled), "130 023 424 B");
    assert!(memory.note.starts_with("inactive_file is not subtracted"), "{}", memory.note);
}

/// What is explained is what is shown, whatever the engine.
#[test]
fn every_golden_pair_is_explained_with_its_samples_own_values() {
    for (name, case) in cases() {
        let Some((sample, basis)) = case.observe() else { continue };
        let cpu = explain(&basis, Metric::Cpu, case.engine_kind, case.container_os);
        assert_eq!(cpu.value, sample.cpu_percent, "{name}");
        if let Some(value) = sample.cpu_percent {
            assert!(
                plain(&cpu.filled).ends_with(&format!("= {value:.1} %")),
                "{name}: {}",
                cpu.filled
            );
        }
        let memory = memory::explain(&basis.now);
        assert_eq!(memory.value, sample.memory_bytes.map(|bytes| bytes as f64), "{name}");
        if let Some(bytes) = sample.memory_bytes {
            assert!(memory.filled.ends_with(&format!("{}{SPACE}B", grouped(bytes))), "{name}");
        }
        assert!(!cpu.formula.is_empty() && !memory.formula.is_empty(), "{name}");
    }
}
