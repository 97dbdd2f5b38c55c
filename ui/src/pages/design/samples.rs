//! What the components on the page of the design system show.

use crate::{
    hooks::{ThemeChoice, ThemeHandle},
    time::{Clock, Zone},
};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{
    Activity, ActivityKind, AttemptCode, CgroupVersion, ContainerOs, EndpointAttempt, EngineInfo,
    EngineKind, EngineStatus, Health, Instance, InstanceId, InstanceState, Outcome, OwnCost, Pace,
    Port, Problem, Sampling, Source, Subject, SubjectKind,
};
use yew::Callback;

/// A quarter past two on a day in March, whatever the day: pictures of the page can be compared.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_547_342, 0).unwrap_or_default()
}

pub fn ago(seconds: i64) -> DateTime<Utc> {
    now() - TimeDelta::seconds(seconds)
}

pub fn clock() -> Clock {
    Clock { now: now(), zone: Zone::utc() }
}

pub fn theme(choice: ThemeChoice) -> ThemeHandle {
    ThemeHandle { choice, is_light: choice == ThemeChoice::Light, choose: Callback::noop() }
}

pub fn instance(state: InstanceState, health: Health, exit_code: Option<i64>) -> Instance {
    let ended = state == InstanceState::Exited;
    Instance {
        id: InstanceId::new("3f2a9c1e5b7d"),
        name: "checkout".to_owned(),
        image: "registry.example/checkout:1.4".to_owned(),
        state,
        health,
        created_at: ago(90_000),
        started_at: Some(ago(11_000)),
        finished_at: ended.then(|| ago(600)),
        exit_code,
        oom_killed: exit_code == Some(137),
        project: Some("shop".to_owned()),
        service: Some("checkout".to_owned()),
        ports: vec![
            Port { private: 80, public: Some(8080), address: None, protocol: "tcp".to_owned() },
            Port { private: 9090, public: None, address: None, protocol: "tcp".to_owned() },
        ],
        volumes: Vec::new(),
        vpcs: vec!["shop_default".to_owned()],
        labels: [].into(),
    }
}

pub fn problem() -> Problem {
    Problem {
        code: "sample".to_owned(),
        message: "The disk does not answer.".to_owned(),
        next_step: "Look into the log.".to_owned(),
    }
}

fn engine() -> EngineInfo {
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

pub fn connected() -> EngineStatus {
    EngineStatus::Connected { since: ago(3_600), engine: engine(), attempts: Vec::new() }
}

pub fn away() -> EngineStatus {
    EngineStatus::Away {
        since: ago(30),
        reason: "Nothing listens on /var/run/docker.sock.".to_owned(),
        next_step: "Start Docker.".to_owned(),
        retry_at: now() + TimeDelta::seconds(8),
        attempts: vec![EndpointAttempt {
            found_by: "system socket".to_owned(),
            named: false,
            endpoint: "unix:///var/run/docker.sock".to_owned(),
            code: AttemptCode::PermissionDenied,
            reason: "You may not open /var/run/docker.sock.".to_owned(),
            next_step: "Join its group: sudo usermod -aG docker $USER".to_owned(),
        }],
    }
}

pub fn activities() -> Vec<Activity> {
    let entry = |id, kind, subject: SubjectKind, name: &str| Activity {
        id,
        timestamp: ago(1_000 - id * 10),
        source: Source::Engine,
        kind,
        subject: Subject { kind: subject, id: name.to_owned(), name: name.to_owned() },
        outcome: Outcome::Ok,
        detail: String::new(),
        exit_code: None,
        last: None,
    };
    vec![
        Activity {
            outcome: Outcome::Failed,
            detail: "exit 137, out of memory".to_owned(),
            exit_code: Some(137),
            ..entry(4, ActivityKind::Died, SubjectKind::Instance, "mailer")
        },
        entry(3, ActivityKind::Started, SubjectKind::Instance, "checkout"),
        entry(2, ActivityKind::Created, SubjectKind::Volume, "reports"),
        entry(1, ActivityKind::Created, SubjectKind::Vpc, "shop_default"),
    ]
}

pub fn own_cost() -> OwnCost {
    OwnCost {
        cpu_percent: 0.21,
        memory_bytes: 31 << 20,
        watched_instances: 24,
        interval_ms: 1000,
        sampling: Sampling {
            kernel: 24,
            streamed: 0,
            polled: 0,
            network_polled: 0,
            poll_interval_ms: 10_000,
            pace: Pace::Watched,
        },
        samples_per_second: 24.0,
        events_per_second: 1.25,
        engine: None,
        database: None,
    }
}
