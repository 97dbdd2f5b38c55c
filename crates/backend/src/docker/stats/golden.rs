//! Golden bodies: pairs of them as engines send them, with what they come to. Each file says where it is from and carries the
//! arithmetic, which was done apart from this code.

use super::{Basis, NoCpu, Observation, Reading, StatsTracker};
use bollard::models::ContainerStatsResponse;
use mini_aws_domain::{ContainerOs, EngineKind, InstanceId, Sample};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::path::Path;

#[derive(Deserialize)]
pub(super) struct Case {
    pub(super) engine_kind: EngineKind,
    pub(super) container_os: ContainerOs,
    before: ContainerStatsResponse,
    after: ContainerStatsResponse,
    /// What the first body comes to; `null` for nothing.
    expected_before: Option<Map<String, Value>>,
    /// What the second body comes to after the first; `null` for nothing.
    expected_after: Option<Map<String, Value>>,
    /// Why the second sample has no CPU.
    #[serde(default)]
    no_cpu: Option<String>,
}

impl Case {
    /// What the second body comes to after the first, and of what.
    pub(super) fn observe(&self) -> Option<(Sample, Basis)> {
        let mut tracker = StatsTracker::new(self.engine_kind, self.container_os);
        take(&mut tracker, &self.before);
        take(&mut tracker, &self.after)
    }
}

pub(super) fn case(name: &str) -> Case {
    cases().into_iter().find(|(known, _)| known == name).unwrap().1
}

pub(super) fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stats");
    let mut cases: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let case = serde_json::from_slice(&std::fs::read(path).unwrap())
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, case)
        })
        .collect();
    cases.sort_by(|(left, _), (right, _)| left.cmp(right));
    cases
}

/// The sample as JSON without its instance, so that absent values are absent.
fn values(sample: &Sample) -> Map<String, Value> {
    let Value::Object(mut values) = serde_json::to_value(sample).unwrap() else { unreachable!() };
    values.remove("instance");
    values
}

fn assert_same(case: &str, actual: Option<&Sample>, expected: Option<&Map<String, Value>>) {
    let actual = actual.map(values);
    let keys = |map: Option<&Map<String, Value>>| map.map(|map| map.keys().cloned().collect());
    let (actual_keys, expected_keys): (Option<Vec<String>>, Option<Vec<String>>) =
        (keys(actual.as_ref()), keys(expected));
    assert_eq!(actual_keys, expected_keys, "{case}: what is told");
    for (key, expected) in expected.into_iter().flatten() {
        let (actual, expected) =
            (actual.as_ref().unwrap()[key].as_f64().unwrap(), expected.as_f64().unwrap());
        let tolerance = expected.abs() * 1e-9;
        assert!((actual - expected).abs() <= tolerance, "{case}: {key} {actual}, not {expected}");
    }
}

fn take(tracker: &mut StatsTracker, body: &ContainerStatsResponse) -> Option<(Sample, Basis)> {
    match tracker.observe(&InstanceId::new("web"), Reading::from_body(body)?) {
        Observation::Sample(sample, basis) => Some((sample, basis)),
        Observation::Repeated => None,
    }
}

#[test]
fn every_golden_pair_comes_to_what_its_arithmetic_says() {
    let cases = cases();
    assert!(cases.len() >= 18, "fixtures are missing");
    for (name, case) in &cases {
        let mut tracker = StatsTracker::new(case.engine_kind, case.container_os);
        let before = take(&mut tracker, &case.before);
        let sample = before.as_ref().map(|(sample, _)| sample);
        assert_same(&format!("{name}, before"), sample, case.expected_before.as_ref());
        if let Some((_, basis)) = before {
            assert_eq!(basis.cpu, Err(NoCpu::FirstReading), "{name}");
        }
        let after = take(&mut tracker, &case.after);
        let sample = after.as_ref().map(|(sample, _)| sample);
        assert_same(&format!("{name}, after"), sample, case.expected_after.as_ref());
        let no_cpu = match case.no_cpu.as_deref() {
            None => continue,
            Some("counter_fell") => NoCpu::CounterFell,
            Some("gap") => NoCpu::Gap,
            Some("not_told") => NoCpu::NotTold,
            Some(other) => panic!("{name}: {other} is no reason"),
        };
        assert_eq!(after.unwrap().1.cpu, Err(no_cpu), "{name}");
    }
}

/// The Docker CLI divides by `precpu_stats`, which in the middle of a stream is the frame before. So where the two agree, what is
/// shown here is what `docker stats` prints.
#[test]
fn in_the_middle_of_a_stream_the_reading_before_is_what_docker_stats_compares_with() {
    for (name, case) in cases() {
        if !["docker20-cgroup-v1", "docker20-first-frame", "podman4-compat"].contains(&&*name) {
            continue;
        }
        let before = case.before.cpu_stats.unwrap().cpu_usage.unwrap().total_usage;
        let precpu = case.after.precpu_stats.unwrap().cpu_usage.unwrap().total_usage;
        assert_eq!(before, precpu, "{name}");
    }
}

#[test]
fn after_the_clock_was_set_back_samples_go_on_from_there() {
    let case = case("clock-set-back");
    let mut tracker = StatsTracker::new(case.engine_kind, case.container_os);
    take(&mut tracker, &case.before);
    assert_eq!(take(&mut tracker, &case.after), None);
    let mut next = case.after;
    next.read = Some("2026-02-03T09:00:01Z".to_owned());
    let cpu = next.cpu_stats.as_mut().unwrap();
    cpu.cpu_usage.as_mut().unwrap().total_usage = Some(3_000_000_000);
    cpu.system_cpu_usage = Some(504_000_000_000);
    // (3 s - 2 s) / (504 s - 500 s) × 4 × 100
    assert_eq!(take(&mut tracker, &next).unwrap().0.cpu_percent, Some(100.0));
}

#[test]
fn a_body_without_a_time_or_a_counter_is_no_reading() {
    for body in [
        r#"{}"#,
        r#"{"read": "", "cpu_stats": {"cpu_usage": {"total_usage": 1}}}"#,
        r#"{"read": "soon", "cpu_stats": {"cpu_usage": {"total_usage": 1}}}"#,
        r#"{"read": "2026-02-03T10:00:00Z"}"#,
        r#"{"read": "2026-02-03T10:00:00Z", "cpu_stats": {}}"#,
        r#"{"read": "2026-02-03T10:00:00Z", "cpu_stats": {"cpu_usage": {}}}"#,
        r#"{"read": "0001-01-01T00:00:00Z", "cpu_stats": {"cpu_usage": {"total_usage": 0}}}"#,
    ] {
        let body: ContainerStatsResponse = serde_json::from_str(body).unwrap();
        assert_eq!(Reading::from_body(&body), None, "{body:?}");
    }
}

#[test]
fn a_limit_that_is_none_is_absent() {
    for (limit, expected) in [
        (0, None),
        (67_108_864, Some(67_108_864)),
        (9_223_372_036_854_771_712, None),
        (u64::MAX, None),
    ] {
        let body = format!(
            r#"{{"read": "2026-02-03T10:00:00Z", "cpu_stats": {{"cpu_usage": {{"total_usage": 1}}}},
                 "memory_stats": {{"usage": 1, "limit": {limit}}}}}"#
        );
        let body: ContainerStatsResponse = serde_json::from_str(&body).unwrap();
        assert_eq!(Reading::from_body(&body).unwrap().memory_limit, expected);
    }
}
