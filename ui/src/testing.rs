//! One made-up console for all tests of the window, and a way to read what a component draws.

mod detail;

pub(crate) use detail::detail;

use crate::backend::Link;
use crate::time::{Clock, Zone};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::*;
use yew::{BaseComponent, LocalServerRenderer};

/// Quarter past two in the afternoon of a day in March.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-03-03T14:15:42Z".parse().unwrap()
}

pub(crate) fn clock() -> Clock {
    Clock { now: now(), zone: Zone::utc() }
}

pub(crate) fn ago(seconds: i64) -> DateTime<Utc> {
    now() - TimeDelta::seconds(seconds)
}

/// A running instance of the project `shop`; its id begins with its name.
pub(crate) fn instance(name: &str) -> Instance {
    Instance {
        id: instance_id(name),
        name: name.to_owned(),
        image: format!("registry.example/{name}:1.4"),
        state: InstanceState::Running,
        health: Health::None,
        created_at: ago(90_000),
        started_at: Some(ago(4_000)),
        finished_at: None,
        exit_code: None,
        oom_killed: false,
        project: Some("shop".to_owned()),
        service: Some(name.to_owned()),
        ports: vec![Port {
            private: 80,
            public: Some(8080),
            address: Some("0.0.0.0".to_owned()),
            protocol: "tcp".to_owned(),
        }],
        volumes: vec![format!("{name}-data")],
        vpcs: vec!["shop_default".to_owned()],
        labels: [].into(),
    }
}

pub(crate) fn instance_id(name: &str) -> InstanceId {
    InstanceId::new(format!("{name}-0123456789abcdef"))
}

/// An instance of the project `shop` that is gone; it was seen from so many seconds ago to so many.
pub(crate) fn past_instance(name: &str, first: i64, last: i64) -> PastInstance {
    PastInstance {
        id: InstanceId::new(format!("{name}-{first:x}-fedcba9876543210")),
        name: name.to_owned(),
        image: format!("registry.example/{name}:1.3"),
        project: Some("shop".to_owned()),
        service: Some(name.to_owned()),
        first_seen: ago(first),
        last_seen: ago(last),
    }
}

/// The same, ended with an exit code.
pub(crate) fn exited(name: &str, exit_code: i64) -> Instance {
    Instance {
        state: InstanceState::Exited,
        finished_at: Some(ago(600)),
        exit_code: Some(exit_code),
        project: None,
        ..instance(name)
    }
}

pub(crate) fn volume(name: &str, attached_to: &[&str], size_bytes: Option<u64>) -> Volume {
    Volume {
        name: name.to_owned(),
        driver: "local".to_owned(),
        created_at: Some(ago(90_000)),
        project: Some("shop".to_owned()),
        attached_to: attached_to.iter().map(|name| instance_id(name)).collect(),
        size_bytes,
        measured_at: None,
        mountpoint: String::new(),
    }
}

pub(crate) fn vpc(name: &str, members: &[&str]) -> Vpc {
    Vpc {
        id: VpcId::new(format!("{name}-fedcba9876543210")),
        name: name.to_owned(),
        driver: "bridge".to_owned(),
        created_at: Some(ago(90_000)),
        subnets: vec!["172.20.0.0/16".to_owned()],
        project: Some("shop".to_owned()),
        internal: false,
        members: members.iter().map(|name| instance_id(name)).collect(),
        addresses: Vec::new(),
    }
}

pub(crate) fn activity(id: i64, kind: ActivityKind, subject: SubjectKind, name: &str) -> Activity {
    Activity {
        id,
        timestamp: ago(1000 - id * 10),
        source: Source::Engine,
        kind,
        subject: Subject { kind: subject, id: name.to_owned(), name: name.to_owned() },
        outcome: Outcome::Ok,
        detail: String::new(),
        exit_code: None,
        last: None,
    }
}

pub(crate) fn engine() -> EngineInfo {
    EngineInfo {
        kind: EngineKind::Docker,
        version: "28.2.2".to_owned(),
        api_version: "1.47".to_owned(),
        endpoint: "unix:///var/run/docker.sock".to_owned(),
        found_by: "system socket".to_owned(),
        host: "workshop".to_owned(),
        os: ContainerOs::Linux,
        cgroup: CgroupVersion::V2,
        cpus: 8,
        memory_bytes: 16 << 30,
    }
}

pub(crate) fn connected() -> EngineStatus {
    EngineStatus::Connected { since: ago(3_600), engine: engine(), attempts: Vec::new() }
}

pub(crate) fn paused() -> EngineStatus {
    EngineStatus::Paused { since: ago(120) }
}

pub(crate) fn away() -> EngineStatus {
    EngineStatus::Away {
        since: ago(30),
        reason: "Nothing listens on /var/run/docker.sock.".to_owned(),
        next_step: "Start Docker.".to_owned(),
        retry_at: now() + TimeDelta::seconds(8),
        attempts: vec![
            EndpointAttempt {
                found_by: "DOCKER_HOST".to_owned(),
                named: true,
                endpoint: "tcp//<nonsense>".to_owned(),
                code: AttemptCode::Malformed,
                reason: "The text is no endpoint.".to_owned(),
                next_step: "Write it like unix:///var/run/docker.sock.".to_owned(),
            },
            EndpointAttempt {
                found_by: "system socket".to_owned(),
                named: false,
                endpoint: "unix:///var/run/docker.sock".to_owned(),
                code: AttemptCode::PermissionDenied,
                reason: "You may not open /var/run/docker.sock.".to_owned(),
                next_step: "Join its group: sudo usermod -aG docker $USER".to_owned(),
            },
        ],
    }
}

/// Why the CPU of `api` is 61.4 %.
pub(crate) fn cpu_explanation() -> Explanation {
    let counter = |name: &str, unit: &str, before, now| RawCounter {
        name: name.to_owned(),
        unit: unit.to_owned(),
        before,
        now: Some(now),
    };
    Explanation {
        instance: instance_id("api"),
        metric: Metric::Cpu,
        value: Some(61.4),
        read_at: ago(1),
        received_at: ago(1),
        source: SampleSource::Stream,
        place: "Told by the engine's stream of statistics: it runs on another machine, whose files cannot be read from here.".to_owned(),
        engine: "Docker 28.2.2, API 1.47".to_owned(),
        cgroup: CgroupVersion::V2,
        counters: vec![
            counter("cpu_stats.cpu_usage.total_usage", "ns", Some(60_000_000_000), 60_614_000_000),
            counter(
                "cpu_stats.system_cpu_usage",
                "ns",
                Some(900_000_000_000_000),
                900_008_000_000_000,
            ),
            counter("cpu_stats.online_cpus", "cores", None, 8),
        ],
        formula: "Δtotal_usage ÷ Δsystem_cpu_usage × online_cpus × 100".to_owned(),
        filled: "614 000 000 ÷ 8 000 000 000 × 8 × 100 = 61.4 %".to_owned(),
        note: "100 % is one core.".to_owned(),
    }
}

/// Why the memory of `api` is 1.416 GiB.
pub(crate) fn memory_explanation() -> Explanation {
    let counter = |name: &str, now| RawCounter {
        name: name.to_owned(),
        unit: "bytes".to_owned(),
        before: None,
        now,
    };
    Explanation {
        metric: Metric::Memory,
        value: Some(1_520_000_000.0),
        counters: vec![
            counter("memory_stats.usage", Some(1_720_000_000)),
            counter("memory_stats.stats.inactive_file", Some(200_000_000)),
            counter("memory_stats.limit", None),
        ],
        formula: "usage − inactive_file".to_owned(),
        filled: "1 720 000 000 − 200 000 000 = 1 520 000 000 B".to_owned(),
        note: "The engine tells no limit.".to_owned(),
        source: SampleSource::Kernel,
        place: "Read in /sys/fs/cgroup/system.slice/docker-api.scope.".to_owned(),
        ..cpu_explanation()
    }
}

pub(crate) fn sample(name: &str, cpu_percent: f64, memory_bytes: u64) -> Sample {
    Sample {
        cpu_percent: Some(cpu_percent),
        memory_bytes: Some(memory_bytes),
        memory_limit_bytes: Some(16 << 30),
        network_rx_rate: Some(4_130_000.0),
        network_tx_rate: Some(88_000.0),
        disk_read_rate: Some(0.0),
        disk_write_rate: None,
        ..Sample::empty(instance_id(name))
    }
}

/// Half a minute apart up to now: one that was always there, and one that began meanwhile.
pub(crate) fn sparklines() -> Sparklines {
    let at = now().timestamp_millis().div_euclid(30_000) * 30_000 - 900_000;
    let line = |name: &str, first: usize, cpu: f64, memory: u64| InstanceLine {
        instance: instance_id(name),
        cpu: (0..31).map(|place| (place >= first).then_some(cpu + (place % 5) as f64)).collect(),
        memory: (0..31).map(|place| (place >= first).then_some(memory)).collect(),
    };
    Sparklines {
        begins: DateTime::from_timestamp_millis(at).unwrap(),
        bucket_ms: 30_000,
        lines: vec![line("api", 0, 58.0, 1_500_000_000), line("postgres", 20, 30.0, 812 << 20)],
    }
}

pub(crate) fn frame(at: DateTime<Utc>, samples: Vec<Sample>) -> Frame {
    Frame { timestamp: at, interval_ms: 1000, samples }
}

/// Two instances run and one failed; three volumes, one of them unused; two VPCs, one of them empty.
pub(crate) fn snapshot() -> Snapshot {
    Snapshot {
        seq: 100,
        engine: connected(),
        summary: ResourceSummary {
            total_instances: 3,
            running_instances: 2,
            stopped_instances: 1,
            total_volumes: 3,
            attached_volumes: 2,
            total_vpcs: 2,
            total_storage_mb: 6_400,
        },
        instances: vec![instance("api"), exited("mailer", 1), instance("postgres")],
        volumes: vec![
            volume("api-data", &["api"], Some(2_100_000_000)),
            volume("postgres-data", &["postgres"], Some(4_300_000_000)),
            volume("reports", &[], None),
        ],
        vpcs: vec![vpc("shop_default", &["api", "postgres"]), vpc("unused", &[])],
        activity: vec![
            Activity {
                outcome: Outcome::Failed,
                detail: "exit 137, out of memory".to_owned(),
                exit_code: Some(137),
                ..activity(3, ActivityKind::Died, SubjectKind::Instance, "mailer")
            },
            activity(2, ActivityKind::Created, SubjectKind::Volume, "reports"),
            activity(1, ActivityKind::Created, SubjectKind::Vpc, "unused"),
        ],
        frame: Some(frame(
            now(),
            vec![sample("api", 61.4, 1_520_000_000), sample("postgres", 31.0, 812 << 20)],
        )),
        own_cost: Some(own_cost()),
        notices: Vec::new(),
        measure: MeasureState::Idle,
    }
}

/// Two instances are watched, one by the kernel's files and one by asking the engine.
pub(crate) fn own_cost() -> OwnCost {
    OwnCost {
        cpu_percent: 0.21,
        memory_bytes: 31 << 20,
        watched_instances: 2,
        interval_ms: 1000,
        sampling: Sampling {
            kernel: 1,
            streamed: 0,
            polled: 1,
            network_polled: 0,
            poll_interval_ms: 10_000,
            pace: Pace::Watched,
        },
        samples_per_second: 1.1,
        events_per_second: 1.25,
        engine: Some(EngineCost {
            cpu_percent: 3.1,
            unwatched_cpu_percent: Some(2.7),
            processes: 4,
            answers_per_second: 0.1,
        }),
        database: Some(DatabaseCost {
            bytes: 13_002_342,
            cap_bytes: 512 << 20,
            growth_bytes_per_day: Some(3_250_586.0),
        }),
    }
}

/// What `C` draws with these properties, one element a line, so that a snapshot of it can be read and compared.
pub(crate) async fn draw<C>(properties: C::Properties) -> String
where
    C: BaseComponent,
{
    let html = LocalServerRenderer::<C>::with_props(properties).hydratable(false).render().await;
    html.replace("><", ">\n<")
}

/// Ten buckets of a minute up to now, of the shop's api, postgres, and two others; three of them in a gap.
pub(crate) fn history(metric: Metric) -> History {
    let values = |scale: f64| -> Vec<Option<f64>> {
        (0..10).map(|i| (!(4..7).contains(&i)).then_some(scale * f64::from(10 + i))).collect()
    };
    let series = |subject, name: &str, instances, scale: f64| HistorySeries {
        subject,
        name: name.to_owned(),
        instances,
        mean: Some(14.0 * scale),
        avg: values(scale),
        min: values(scale * 0.5),
        max: values(scale * 2.0),
    };
    let instance = |name| Some(HistorySubject::Instance { id: instance_id(name) });
    let begins = ago(600);
    History {
        metric,
        begins,
        bucket_ms: 60_000,
        resolution_ms: 10_000,
        series: vec![
            series(Some(HistorySubject::Total), "total", 4, 8.0),
            series(instance("api"), "api", 1, 5.0),
            series(instance("postgres"), "postgres", 1, 2.0),
            HistorySeries { min: Vec::new(), max: Vec::new(), ..series(None, "others", 2, 1.0) },
        ],
        gaps: vec![HistoryGap {
            from: begins + TimeDelta::seconds(235),
            to: begins + TimeDelta::seconds(425),
            reason: GapReason::Asleep,
        }],
    }
}

/// What a console that knows `history` answers to `query`: of one instance it is the line of that one.
pub(crate) fn answered(mut history: History, query: &HistoryQuery) -> History {
    history.metric = query.metric;
    if let HistorySubject::Instance { .. } = query.subject {
        history.series.truncate(1);
        history.series[0].subject = Some(query.subject.clone());
        history.series[0].instances = 1;
    }
    history
}

/// The console is away, and tried again in eight seconds.
pub(crate) fn link_down() -> Link {
    Link::Down {
        problem: Problem {
            code: "unreachable".to_owned(),
            message: "The console at http://127.0.0.1:8787 does not answer.".to_owned(),
            next_step: "See whether it still runs there.".to_owned(),
        },
        retry_at: now() + TimeDelta::seconds(8),
    }
}

/// Browsers on this machine can come in.
pub(crate) fn door_open() -> DoorStatus {
    DoorStatus {
        state: DoorState::Open { address: "http://127.0.0.1:8787".to_owned(), exposed: false },
        key_file: Some("/home/ada/.local/share/mini-aws-console/api-key".to_owned()),
        can_change: true,
    }
}

/// A link that lets one browser in for the next five minutes.
pub(crate) fn door_link() -> DoorLink {
    DoorLink {
        url: "http://127.0.0.1:8787/open/0f1e2d3c4b5a".to_owned(),
        expires_at: now() + TimeDelta::minutes(5),
    }
}

/// An app that stays in the tray, and does not start by itself.
pub(crate) fn desktop() -> DesktopStatus {
    DesktopStatus {
        autostart: Some(false),
        start_hidden: false,
        notifications: true,
        keep_in_tray: true,
        tray: TrayState::Shown,
        logs: Some("/home/ada/.local/share/mini-aws-console/logs".to_owned()),
    }
}

/// Two engines that are installed and do not run.
pub(crate) fn starters() -> Vec<EngineStarter> {
    let starter = |name: &str, title: &str, command: &str| EngineStarter {
        name: name.to_owned(),
        title: title.to_owned(),
        command: command.to_owned(),
    };
    vec![
        starter("start-docker-desktop", "Docker Desktop", "systemctl --user start docker-desktop"),
        starter("start-colima", "Colima", "colima start"),
    ]
}
