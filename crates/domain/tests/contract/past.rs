//! The past, and why a number is what it is.

use super::{agreed, noon};
use mini_aws_domain::*;
use serde_json::json;

#[test]
fn a_question_about_the_past_and_its_answer() {
    let query = HistoryQuery {
        subject: HistorySubject::Group { project: "shop".to_owned(), service: None },
        metric: Metric::NetworkRx,
        from: noon(),
        to: noon(),
        points: 300,
        top: 8,
        pinned: Vec::new(),
    };
    agreed(
        &query,
        json!({
            "subject": {"kind": "group", "project": "shop"}, "metric": "network_rx",
            "from": "2026-11-23T12:00:00Z", "to": "2026-11-23T12:00:00Z", "points": 300, "top": 8
        }),
    );
    let series = HistorySeries {
        subject: None,
        name: "others".to_owned(),
        instances: 3,
        mean: Some(1.5),
        avg: vec![None, Some(1.5)],
        min: Vec::new(),
        max: Vec::new(),
    };
    let history = History {
        metric: Metric::Cpu,
        begins: noon(),
        bucket_ms: 10_000,
        resolution_ms: 1_000,
        series: vec![series],
        gaps: vec![HistoryGap { from: noon(), to: noon(), reason: GapReason::EngineAway }],
    };
    agreed(
        &history,
        json!({
            "metric": "cpu", "begins": "2026-11-23T12:00:00Z", "bucket_ms": 10000, "resolution_ms": 1000,
            "series": [{
                "name": "others", "instances": 3, "mean": 1.5, "avg": [null, 1.5], "min": [], "max": []
            }],
            "gaps": [{
                "from": "2026-11-23T12:00:00Z", "to": "2026-11-23T12:00:00Z", "reason": "engine_away"
            }]
        }),
    );
}

#[test]
fn the_words_of_the_past_are_the_same_everywhere() {
    for metric in Metric::ALL {
        assert_eq!(serde_json::to_value(metric).unwrap(), json!(metric.as_str()));
    }
    for reason in GapReason::ALL {
        assert_eq!(serde_json::to_value(reason).unwrap(), json!(reason.as_str()));
        assert!(!reason.words().is_empty());
    }
    assert_eq!(
        serde_json::from_value::<GapReason>(json!("eaten by a whale")).unwrap(),
        GapReason::Unknown
    );
    let subjects = [
        (HistorySubject::Total, json!({"kind": "total"})),
        (
            HistorySubject::Instance { id: InstanceId::new("f00") },
            json!({"kind": "instance", "id": "f00"}),
        ),
        (HistorySubject::Name { name: "web".to_owned() }, json!({"kind": "name", "name": "web"})),
    ];
    for (subject, words) in subjects {
        agreed(&subject, words);
    }
}

#[test]
fn an_explanation_shows_its_counters() {
    let explanation = Explanation {
        instance: InstanceId::new("f00"),
        metric: Metric::Cpu,
        value: Some(12.5),
        source: SampleSource::Kernel,
        place: "Read from there.".to_owned(),
        read_at: noon(),
        received_at: noon(),
        engine: "Docker 27.5.1, API 1.47".to_owned(),
        cgroup: CgroupVersion::V2,
        counters: vec![RawCounter {
            name: "cpu_stats.cpu_usage.total_usage".to_owned(),
            unit: "ns".to_owned(),
            before: Some(1),
            now: Some(2),
        }],
        formula: "a ÷ b".to_owned(),
        filled: "1 ÷ 8".to_owned(),
        note: String::new(),
    };
    agreed(
        &explanation,
        json!({
            "instance": "f00", "metric": "cpu", "value": 12.5, "source": "kernel",
            "place": "Read from there.", "read_at": "2026-11-23T12:00:00Z",
            "received_at": "2026-11-23T12:00:00Z", "engine": "Docker 27.5.1, API 1.47", "cgroup": "v2",
            "counters": [{
                "name": "cpu_stats.cpu_usage.total_usage", "unit": "ns", "before": 1, "now": 2
            }],
            "formula": "a ÷ b", "filled": "1 ÷ 8"
        }),
    );
}
