//! The JSON is a contract: each word goes out as agreed and comes back the same.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

mod asked;
mod past;

use chrono::{DateTime, Utc};
use mini_aws_domain::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

fn noon() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

/// Writes `value`, compares it with the contract, and reads it back.
#[track_caller]
fn agreed<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, contract: Value) {
    assert_eq!(serde_json::to_value(value).unwrap(), contract);
    assert_eq!(&serde_json::from_value::<T>(contract).unwrap(), value);
}

fn instance() -> Instance {
    Instance {
        id: InstanceId::new("f00"),
        name: "api".to_owned(),
        image: "nginx:1".to_owned(),
        state: InstanceState::Running,
        health: Health::Healthy,
        created_at: noon(),
        started_at: Some(noon()),
        finished_at: None,
        exit_code: None,
        oom_killed: false,
        project: Some("shop".to_owned()),
        service: None,
        ports: vec![Port {
            private: 80,
            public: Some(8080),
            address: Some("0.0.0.0".to_owned()),
            protocol: "tcp".to_owned(),
        }],
        volumes: vec!["data".to_owned()],
        vpcs: vec!["shop".to_owned()],
        labels: [].into(),
    }
}

fn volume() -> Volume {
    Volume {
        name: "data".to_owned(),
        driver: "local".to_owned(),
        created_at: Some(noon()),
        project: None,
        attached_to: vec![InstanceId::new("f00")],
        size_bytes: Some(4096),
        measured_at: None,
        mountpoint: String::new(),
    }
}

fn vpc() -> Vpc {
    Vpc {
        id: VpcId::new("n1"),
        name: "shop".to_owned(),
        driver: "bridge".to_owned(),
        created_at: None,
        subnets: vec!["172.18.0.0/16".to_owned()],
        project: None,
        internal: false,
        members: vec![InstanceId::new("f00")],
        addresses: Vec::new(),
    }
}

fn frame() -> Frame {
    let sample = Sample {
        cpu_percent: Some(12.5),
        memory_bytes: Some(1024),
        ..Sample::empty(InstanceId::new("f00"))
    };
    Frame { timestamp: noon(), interval_ms: 1000, samples: vec![sample] }
}

fn activity() -> Activity {
    Activity {
        id: 7,
        timestamp: noon(),
        source: Source::Engine,
        kind: ActivityKind::Died,
        subject: Subject {
            kind: SubjectKind::Instance,
            id: "f00".to_owned(),
            name: "mailer".to_owned(),
        },
        outcome: Outcome::Failed,
        detail: "exit 137, out of memory".to_owned(),
        exit_code: Some(137),
        last: None,
    }
}

fn attempt() -> EndpointAttempt {
    EndpointAttempt {
        found_by: "DOCKER_HOST".to_owned(),
        named: true,
        endpoint: "foo://bar".to_owned(),
        code: AttemptCode::Malformed,
        reason: "It is no endpoint.".to_owned(),
        next_step: "Write unix:///path.".to_owned(),
    }
}

fn engine() -> EngineInfo {
    EngineInfo {
        kind: EngineKind::Docker,
        version: "28.2.2".to_owned(),
        api_version: "1.47".to_owned(),
        endpoint: "unix:///var/run/docker.sock".to_owned(),
        found_by: "system socket".to_owned(),
        host: "laptop".to_owned(),
        os: ContainerOs::Linux,
        cgroup: CgroupVersion::V2,
        cpus: 8,
        memory_bytes: 16_000_000_000,
    }
}

#[test]
fn resource_summary() {
    let summary = ResourceSummary {
        total_instances: 24,
        running_instances: 18,
        stopped_instances: 6,
        total_volumes: 11,
        attached_volumes: 7,
        total_vpcs: 4,
        total_storage_mb: 6400,
    };
    agreed(
        &summary,
        json!({
            "total_instances": 24, "running_instances": 18, "stopped_instances": 6, "total_volumes": 11,
            "attached_volumes": 7, "total_vpcs": 4, "total_storage_mb": 6400
        }),
    );
}

#[test]
fn metric_point_and_dashboard_stats() {
    let point = MetricPoint { timestamp: noon(), value: 61.4, label: TOTAL_LABEL.to_owned() };
    let point_json = json!({"timestamp": "2026-11-23T12:00:00Z", "value": 61.4, "label": "total"});
    agreed(&point, point_json.clone());
    let stats = DashboardStats {
        summary: ResourceSummary::default(),
        recent_events: vec![activity()],
        cpu_history: vec![point],
        memory_history: Vec::new(),
    };
    let json = serde_json::to_value(&stats).unwrap();
    assert_eq!(json["cpu_history"], json!([point_json]));
    assert_eq!(json["memory_history"], json!([]));
    assert_eq!(json["recent_events"][0]["subject"]["name"], "mailer");
    assert_eq!(serde_json::from_value::<DashboardStats>(json).unwrap(), stats);
}

#[test]
fn an_event_is_flat_and_carries_its_type_in_capitals() {
    let event = Event { seq: 9, timestamp: noon(), payload: Payload::MetricUpdate(frame()) };
    agreed(
        &event,
        json!({
            "seq": 9, "type": "METRIC_UPDATE", "timestamp": "2026-11-23T12:00:00Z",
            "payload": {
                "timestamp": "2026-11-23T12:00:00Z", "interval_ms": 1000,
                "samples": [{"instance": "f00", "cpu_percent": 12.5, "memory_bytes": 1024}]
            }
        }),
    );
}

#[test]
fn every_type_of_event_comes_back_the_same() {
    let notice =
        Notice { code: NoticeCode::Demo, message: "A demo.".to_owned(), next_step: String::new() };
    let cost = OwnCost {
        cpu_percent: 0.2,
        memory_bytes: 31_000_000,
        watched_instances: 18,
        interval_ms: 1000,
        ..OwnCost::default()
    };
    let payloads = [
        (Payload::InstanceCreated(instance()), "INSTANCE_CREATED"),
        (Payload::InstanceStarted(instance()), "INSTANCE_STARTED"),
        (Payload::InstanceStopped(instance()), "INSTANCE_STOPPED"),
        (Payload::InstanceUpdated(instance()), "INSTANCE_UPDATED"),
        (Payload::InstanceTerminated(InstanceId::new("f00")), "INSTANCE_TERMINATED"),
        (Payload::VolumeCreated(volume()), "VOLUME_CREATED"),
        (Payload::VolumeAttached(volume()), "VOLUME_ATTACHED"),
        (Payload::VolumeUpdated(volume()), "VOLUME_UPDATED"),
        (Payload::VolumeDeleted("data".to_owned()), "VOLUME_DELETED"),
        (Payload::VpcCreated(vpc()), "VPC_CREATED"),
        (Payload::VpcUpdated(vpc()), "VPC_UPDATED"),
        (Payload::VpcDeleted(VpcId::new("n1")), "VPC_DELETED"),
        (Payload::MetricUpdate(frame()), "METRIC_UPDATE"),
        (Payload::AuditLog(activity()), "AUDIT_LOG"),
        (Payload::SummaryUpdate(ResourceSummary::default()), "SUMMARY_UPDATE"),
        (Payload::EngineStatus(EngineStatus::Connecting), "ENGINE_STATUS"),
        (Payload::OwnCost(cost), "OWN_COST"),
        (Payload::Notices(vec![notice]), "NOTICES"),
        (Payload::Resync(ResyncReason::Lagged), "RESYNC"),
        (Payload::StorageMeasure(MeasureState::Cancelled { at: noon() }), "STORAGE_MEASURE"),
    ];
    assert_eq!(payloads.len(), EventType::ALL.len(), "a type of event is missing here");
    for (payload, wire) in payloads {
        let event = Event { seq: 1, timestamp: noon(), payload };
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], wire);
        assert_eq!(event.event_type().as_str(), wire);
        assert_eq!(json.as_object().unwrap().len(), 4, "seq, type, timestamp, payload");
        assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
    }
}

#[test]
fn an_event_of_an_unknown_type_is_an_error_and_not_another_event() {
    let json =
        json!({"seq": 1, "type": "SOMETHING", "timestamp": "2026-11-23T12:00:00Z", "payload": {}});
    assert!(serde_json::from_value::<Event>(json).is_err());
}

#[test]
fn instance_and_its_words() {
    let json = serde_json::to_value(instance()).unwrap();
    assert_eq!(json["state"], "running");
    assert_eq!(json["health"], "healthy");
    assert_eq!(
        json["ports"][0],
        json!({
            "private": 80, "public": 8080, "address": "0.0.0.0", "protocol": "tcp"
        })
    );
    assert!(json.get("exit_code").is_none(), "what is not known is left out");
    assert_eq!(serde_json::from_value::<Instance>(json).unwrap(), instance());
    assert_eq!(
        serde_json::from_value::<InstanceState>(json!("hovering")).unwrap(),
        InstanceState::Unknown
    );
}

#[test]
fn volume_and_vpc() {
    agreed(
        &volume(),
        json!({
            "name": "data", "driver": "local", "created_at": "2026-11-23T12:00:00Z",
            "attached_to": ["f00"], "size_bytes": 4096
        }),
    );
    agreed(
        &vpc(),
        json!({
            "id": "n1", "name": "shop", "driver": "bridge", "subnets": ["172.18.0.0/16"],
            "internal": false, "members": ["f00"]
        }),
    );
    let measured =
        Volume { measured_at: Some(noon()), mountpoint: "/srv/data".to_owned(), ..volume() };
    let json = serde_json::to_value(&measured).unwrap();
    assert_eq!(json["measured_at"], "2026-11-23T12:00:00Z");
    assert_eq!(json["mountpoint"], "/srv/data");
    assert_eq!(serde_json::from_value::<Volume>(json).unwrap(), measured);
    let address = MemberAddress {
        instance: InstanceId::new("f00"),
        ipv4: Some("172.18.0.3".to_owned()),
        ipv6: None,
    };
    let reached = Vpc { addresses: vec![address], ..vpc() };
    let json = serde_json::to_value(&reached).unwrap();
    assert_eq!(json["addresses"], json!([{"instance": "f00", "ipv4": "172.18.0.3"}]));
    assert_eq!(serde_json::from_value::<Vpc>(json).unwrap(), reached);
}

#[test]
fn activity_and_every_kind_of_it() {
    agreed(
        &activity(),
        json!({
            "id": 7, "timestamp": "2026-11-23T12:00:00Z", "source": "engine", "kind": "died",
            "subject": {"kind": "instance", "id": "f00", "name": "mailer"},
            "outcome": "failed", "detail": "exit 137, out of memory", "exit_code": 137
        }),
    );
    let last = LastUsage {
        at: noon(),
        cpu_percent: Some(80.5),
        memory_bytes: Some(1024),
        memory_limit_bytes: None,
    };
    let died = Activity { last: Some(last), ..activity() };
    let json = serde_json::to_value(&died).unwrap();
    assert_eq!(
        json["last"],
        json!({"at": "2026-11-23T12:00:00Z", "cpu_percent": 80.5, "memory_bytes": 1024})
    );
    assert_eq!(serde_json::from_value::<Activity>(json).unwrap(), died);
    for (kind, wire) in [
        (ActivityKind::KeyUsed, "key_used"),
        (ActivityKind::SettingsChanged, "settings_changed"),
        (ActivityKind::EngineChosen, "engine_chosen"),
        (ActivityKind::SecretsShown, "secrets_shown"),
        (ActivityKind::Exported, "exported"),
    ] {
        assert_eq!(serde_json::to_value(kind).unwrap(), wire);
    }
    for kind in ActivityKind::ALL {
        let json = serde_json::to_value(kind).unwrap();
        assert_eq!(serde_json::from_value::<ActivityKind>(json).unwrap(), kind);
        assert!(!kind.verb().is_empty());
    }
}

#[test]
fn engine_status_in_each_state() {
    agreed(&EngineStatus::Connecting, json!({"state": "connecting"}));
    let connected =
        EngineStatus::Connected { since: noon(), engine: engine(), attempts: vec![attempt()] };
    let json = serde_json::to_value(&connected).unwrap();
    assert_eq!(json["state"], "connected");
    assert_eq!(json["engine"]["cgroup"], "v2");
    assert_eq!(json["engine"]["kind"], "docker");
    assert_eq!(json["attempts"][0]["code"], "malformed");
    assert_eq!(serde_json::from_value::<EngineStatus>(json).unwrap(), connected);
    assert_eq!(connected.engine(), Some(&engine()));
    let away = EngineStatus::Away {
        since: noon(),
        reason: "Nobody listens.".to_owned(),
        next_step: "Start it.".to_owned(),
        retry_at: noon(),
        attempts: vec![attempt()],
    };
    let json = serde_json::to_value(&away).unwrap();
    assert_eq!((&json["state"], &json["reason"]), (&json!("away"), &json!("Nobody listens.")));
    assert_eq!(serde_json::from_value::<EngineStatus>(json).unwrap(), away);
    assert_eq!((away.engine(), away.attempts().len()), (None, 1));
    let paused = EngineStatus::Paused { since: noon() };
    agreed(&paused, json!({"state": "paused", "since": "2026-11-23T12:00:00Z"}));
    assert_eq!((paused.engine(), paused.attempts().len()), (None, 0));
}

#[test]
fn a_snapshot_comes_back_the_same() {
    let snapshot = Snapshot {
        seq: 41,
        engine: EngineStatus::Connecting,
        summary: ResourceSummary::default(),
        instances: vec![instance()],
        volumes: vec![volume()],
        vpcs: vec![vpc()],
        activity: vec![activity()],
        frame: Some(frame()),
        own_cost: None,
        notices: Vec::new(),
        measure: MeasureState::Done { at: noon(), took_ms: 812 },
    };
    let json = serde_json::to_string(&snapshot).unwrap();
    assert_eq!(serde_json::from_str::<Snapshot>(&json).unwrap(), snapshot);
}

#[test]
fn an_instance_fails_when_somebody_should_look_at_it() {
    let ended = |code, oom_killed| Instance {
        state: InstanceState::Exited,
        exit_code: Some(code),
        oom_killed,
        ..instance()
    };
    assert!(!instance().is_failing());
    assert!(Instance { health: Health::Unhealthy, ..instance() }.is_failing());
    assert!(ended(1, false).is_failing() && ended(137, true).is_failing());
    assert!(!ended(0, false).is_failing() && !ended(143, false).is_failing());
    assert!(!ended(137, false).is_failing(), "`docker kill` was asked for");
    assert!(Instance { state: InstanceState::Restarting, ..instance() }.is_failing());
}
