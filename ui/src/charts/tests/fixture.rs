//! Made-up frames, instances and history.

use crate::charts::{
    ChartModel, ChartTheme, Gap, Marker, MetricKind, SeriesRole, SeriesView, Tone,
};
use chrono::{DateTime, Utc};
use mini_aws_domain::{
    Frame, GapReason, Health, Instance, InstanceId, InstanceState, MetricPoint, Sample,
};

/// Noon of some day, a whole multiple of any bucket.
pub const NOON: i64 = 1_795_003_200;

pub fn time(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

pub fn millis(text: f64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis((text * 1000.0) as i64).unwrap()
}

pub fn id(name: &str) -> InstanceId {
    InstanceId::new(format!("id-of-{name}"))
}

/// A frame a second, with CPU in percent and memory in bytes for each instance.
pub fn frame(seconds: i64, samples: &[(&str, Option<f64>, Option<u64>)]) -> Frame {
    Frame {
        timestamp: time(seconds),
        interval_ms: 1000,
        samples: samples
            .iter()
            .map(|(name, cpu, memory)| Sample {
                cpu_percent: *cpu,
                memory_bytes: *memory,
                ..Sample::empty(id(name))
            })
            .collect(),
    }
}

/// A frame of CPU alone.
pub fn cpu(seconds: i64, samples: &[(&str, f64)]) -> Frame {
    let samples: Vec<_> = samples.iter().map(|(name, value)| (*name, Some(*value), None)).collect();
    frame(seconds, &samples)
}

pub fn instance(name: &str, state: InstanceState) -> Instance {
    Instance {
        id: id(name),
        name: name.to_owned(),
        image: "image".to_owned(),
        state,
        health: Health::default(),
        created_at: time(0),
        started_at: None,
        finished_at: None,
        exit_code: None,
        oom_killed: false,
        project: None,
        service: None,
        ports: Vec::new(),
        volumes: Vec::new(),
        vpcs: Vec::new(),
        labels: [].into(),
    }
}

pub fn running(names: &[&str]) -> Vec<Instance> {
    names.iter().map(|name| instance(name, InstanceState::Running)).collect()
}

pub fn point(seconds: f64, label: &str, value: f64) -> MetricPoint {
    MetricPoint { timestamp: millis(seconds), value, label: label.to_owned() }
}

pub fn theme() -> ChartTheme {
    ChartTheme::from_tokens(|name| format!("<{}>", &name[2..]))
}

/// One second in milliseconds, from noon on.
pub fn at(seconds: i64) -> i64 {
    (NOON + seconds) * 1000
}

pub fn view(
    role: SeriesRole,
    name: &str,
    color: Option<usize>,
    values: &[Option<f64>],
) -> SeriesView {
    SeriesView {
        role,
        key: name.to_owned(),
        id: None,
        name: name.to_owned(),
        color,
        dashed: false,
        latest: values.last().copied().flatten(),
        mean: values.iter().flatten().sum::<f64>() / values.len() as f64,
        values: values.to_vec(),
        low: Vec::new(),
        high: Vec::new(),
    }
}

/// A minute with a gap, two instances, others, and two events.
pub fn model(kind: MetricKind, scale: f64) -> ChartModel {
    let values = |values: [f64; 3]| {
        let [a, b, c] = values.map(|value| Some(value * scale));
        [a, b, None, c]
    };
    ChartModel {
        metric: kind.metric(),
        start: at(-60),
        end: at(0),
        times: vec![at(-60), at(-50), at(-25), at(0)],
        bucket_ms: None,
        focus: None,
        series: vec![
            view(SeriesRole::Total, "total", None, &values([142.0, 128.5, 70.0])),
            view(SeriesRole::Instance, "api", Some(1), &values([91.25, 80.0, 40.0])),
            view(SeriesRole::Instance, "postgres", Some(4), &values([40.0, 38.0, 20.0])),
            view(SeriesRole::Others, "others", None, &values([10.75, 10.5, 10.0])),
        ],
        gaps: vec![Gap { from: at(-50), to: at(0), reason: GapReason::Unknown }],
        markers: vec![
            Marker { at: at(-55), tone: Tone::Started, text: "api started".to_owned() },
            Marker { at: at(-10), tone: Tone::Failed, text: "mailer died, exit 137".to_owned() },
        ],
        utc_offset_ms: 0,
    }
}

/// The same of buckets of ten seconds, with half of each average as its lowest and the double as its highest sample.
pub fn bucketed() -> ChartModel {
    let mut model = model(MetricKind::Cpu, 1.0);
    model.times = vec![at(-55), at(-45), at(-35), at(-25), at(-15), at(-5)];
    model.bucket_ms = Some(10_000);
    for series in &mut model.series {
        let [first, second, _, last] = series.values[..] else { panic!("four values") };
        series.values = vec![first, second, None, None, last, last];
        if series.role != SeriesRole::Others {
            let times = |factor: f64| series.values.iter().map(|v| v.map(|v| v * factor)).collect();
            (series.low, series.high) = (times(0.5), times(2.0));
        }
    }
    model.gaps = vec![Gap { from: at(-43), to: at(-19), reason: GapReason::Asleep }];
    model
}
