//! What is asked about one instance and about everything that happened, and what can be chosen.

use super::{activity, agreed, noon};
use mini_aws_domain::*;
use serde_json::{Value, json};

fn bare_detail() -> Value {
    json!({"id": "f00", "read_at": "2026-11-23T12:00:00Z", "inspect": "{}"})
}

#[test]
fn an_instance_in_full() {
    let detail = InstanceDetail {
        id: InstanceId::new("f00"),
        read_at: noon(),
        command: vec!["nginx".to_owned(), "-g".to_owned()],
        working_dir: "/srv".to_owned(),
        user: "1000".to_owned(),
        hostname: "api".to_owned(),
        image_id: "sha256:1".to_owned(),
        restart_policy: "on-failure:3".to_owned(),
        restarts: 2,
        error: String::new(),
        pid: Some(41),
        privileged: false,
        memory_limit_bytes: Some(1024),
        cpu_limit: Some(1.5),
        health: Some(HealthReport {
            failing_streak: 1,
            probes: vec![HealthProbe {
                at: Some(noon()),
                exit_code: 7,
                output: "refused".to_owned(),
            }],
        }),
        environment: vec![
            Variable { name: "MODE".to_owned(), value: Some("fast".to_owned()), is_secret: false },
            Variable { name: "PASSWORD".to_owned(), value: None, is_secret: true },
        ],
        mounts: vec![Mount {
            kind: "volume".to_owned(),
            volume: Some("data".to_owned()),
            source: "/srv/data".to_owned(),
            destination: "/data".to_owned(),
            read_only: true,
        }],
        networks: vec![NetworkPlace {
            name: "shop".to_owned(),
            id: "n1".to_owned(),
            ipv4: Some("172.18.0.3/16".to_owned()),
            ipv6: None,
            gateway: Some("172.18.0.1".to_owned()),
            mac: None,
            aliases: vec!["web".to_owned()],
        }],
        labels: [("team".to_owned(), "shop".to_owned())].into(),
        inspect: "{}".to_owned(),
        revealed: false,
    };
    agreed(
        &detail,
        json!({
            "id": "f00", "read_at": "2026-11-23T12:00:00Z", "command": ["nginx", "-g"],
            "working_dir": "/srv", "user": "1000", "hostname": "api", "image_id": "sha256:1",
            "restart_policy": "on-failure:3", "restarts": 2, "error": "", "pid": 41, "privileged": false,
            "memory_limit_bytes": 1024, "cpu_limit": 1.5,
            "health": {
                "failing_streak": 1,
                "probes": [{"at": "2026-11-23T12:00:00Z", "exit_code": 7, "output": "refused"}]
            },
            "environment": [
                {"name": "MODE", "value": "fast", "is_secret": false},
                {"name": "PASSWORD", "is_secret": true}
            ],
            "mounts": [{
                "kind": "volume", "volume": "data", "source": "/srv/data", "destination": "/data",
                "read_only": true
            }],
            "networks": [{
                "name": "shop", "id": "n1", "ipv4": "172.18.0.3/16", "gateway": "172.18.0.1",
                "aliases": ["web"]
            }],
            "labels": {"team": "shop"}, "inspect": "{}", "revealed": false
        }),
    );
    let bare: InstanceDetail = serde_json::from_value(bare_detail()).unwrap();
    assert!(bare.health.is_none() && bare.environment.is_empty() && !bare.revealed);
}

#[test]
fn a_log_is_asked_for_and_comes_in_batches() {
    let query = LogsQuery {
        instance: InstanceId::new("f00"),
        tail: 500,
        since: Some(noon()),
        follow: true,
    };
    agreed(
        &query,
        json!({"instance": "f00", "tail": 500, "since": "2026-11-23T12:00:00Z", "follow": true}),
    );
    let misspelt = json!({"instance": "f00", "tail": 500, "follow": true, "sinse": null});
    assert!(serde_json::from_value::<LogsQuery>(misspelt).is_err(), "no word is overlooked");
    agreed(&LogSession { id: "s1".to_owned() }, json!({"id": "s1"}));
    let line = LogLine {
        at: Some(noon()),
        stream: LogStream::Out,
        text: "ready".to_owned(),
        is_cut: false,
    };
    let cut = LogLine { at: None, stream: LogStream::Err, text: "long".to_owned(), is_cut: true };
    let lines = json!([
        {"at": "2026-11-23T12:00:00Z", "stream": "out", "text": "ready"},
        {"stream": "err", "text": "long", "is_cut": true}
    ]);
    let batch = LogBatch { lines: vec![line, cut], end: None };
    agreed(&batch, json!({"lines": lines}));
    agreed(
        &LogBatch { end: Some(LogEnd::Done), ..batch },
        json!({"lines": lines, "end": {"why": "done"}}),
    );
    agreed(
        &LogEnd::Failed { problem: problem() },
        json!({"why": "failed", "problem": problem_json()}),
    );
    agreed(&Saved { path: "api.log".to_owned(), rows: 3 }, json!({"path": "api.log", "rows": 3}));
}

fn problem() -> Problem {
    Problem {
        code: "engine_failed".to_owned(),
        message: "It broke off.".to_owned(),
        next_step: "Try again.".to_owned(),
    }
}

fn problem_json() -> Value {
    json!({"code": "engine_failed", "message": "It broke off.", "next_step": "Try again."})
}

#[test]
fn the_audit_log_is_asked_page_by_page() {
    let query = AuditQuery {
        text: "api oom".to_owned(),
        kinds: vec![ActivityKind::OutOfMemory, ActivityKind::KeyUsed],
        subjects: vec![SubjectKind::Instance],
        outcomes: vec![Outcome::Failed],
        sources: vec![Source::Engine],
        from: Some(noon()),
        to: Some(noon()),
        before: Some(AuditPlace::of(&activity())),
        limit: 200,
    };
    let query_json = json!({
        "text": "api oom", "kinds": ["out_of_memory", "key_used"], "subjects": ["instance"],
        "outcomes": ["failed"], "sources": ["engine"], "from": "2026-11-23T12:00:00Z",
        "to": "2026-11-23T12:00:00Z", "before": {"timestamp": "2026-11-23T12:00:00Z", "id": 7}, "limit": 200
    });
    agreed(&query, query_json.clone());
    agreed(
        &AuditExport { query, format: ExportFormat::Csv },
        json!({"query": query_json, "format": "csv"}),
    );
    assert_eq!(
        serde_json::from_value::<AuditQuery>(json!({})).unwrap(),
        AuditQuery::default(),
        "who asks for nothing in particular gets everything"
    );
    assert!(serde_json::from_value::<AuditQuery>(json!({"txt": "api"})).is_err());
    let page = AuditPage { entries: vec![activity()], more: true };
    let json = serde_json::to_value(&page).unwrap();
    assert_eq!((&json["entries"][0]["id"], &json["more"]), (&json!(7), &json!(true)));
    assert_eq!(serde_json::from_value::<AuditPage>(json).unwrap(), page);
}

#[test]
fn an_engine_is_chosen_in_three_ways() {
    let context = EnginePick::Context { name: "desktop-linux".to_owned() };
    let endpoint = EnginePick::Endpoint { endpoint: "ssh://me@server".to_owned() };
    agreed(&EnginePick::Automatic, json!({"pick": "automatic"}));
    agreed(&context, json!({"pick": "context", "name": "desktop-linux"}));
    agreed(&endpoint, json!({"pick": "endpoint", "endpoint": "ssh://me@server"}));
    assert!(serde_json::from_value::<EnginePick>(json!({"pick": "luck"})).is_err());
    let options = EngineOptions {
        pick: context,
        overruled: Some("It was started with --host.".to_owned()),
        contexts: vec![DockerContext {
            name: "far".to_owned(),
            description: "The server.".to_owned(),
            endpoint: "tcp://server:2376".to_owned(),
            transport: Transport::Tls,
            is_current: true,
            problem: None,
        }],
    };
    agreed(
        &options,
        json!({
            "pick": {"pick": "context", "name": "desktop-linux"},
            "overruled": "It was started with --host.",
            "contexts": [{
                "name": "far", "description": "The server.", "endpoint": "tcp://server:2376",
                "transport": "tls", "is_current": true
            }]
        }),
    );
    for (transport, wire) in [
        (Transport::Unix, "unix"),
        (Transport::NamedPipe, "named_pipe"),
        (Transport::Tcp, "tcp"),
        (Transport::Tls, "tls"),
        (Transport::Ssh, "ssh"),
        (Transport::Unknown, "unknown"),
    ] {
        agreed(&transport, json!(wire));
    }
}

#[test]
fn how_much_is_kept_has_bounds() {
    let retention = Retention { history_days: 365, cap_bytes: 1 << 30 };
    agreed(&retention, json!({"history_days": 365, "cap_bytes": 1_073_741_824}));
    assert!(retention.is_possible());
    let days = |history_days| Retention { history_days, ..retention }.is_possible();
    let bytes = |cap_bytes| Retention { cap_bytes, ..retention }.is_possible();
    assert_eq!([0, 1, 3_650, 3_651].map(days), [false, true, true, false]);
    assert_eq!(
        [(64 << 20) - 1, 64 << 20, 64 << 30, (64 << 30) + 1].map(bytes),
        [false, true, true, false]
    );
    let misspelt = json!({"history_days": 1, "cap_byte": 1});
    assert!(serde_json::from_value::<Retention>(misspelt).is_err());
}

#[test]
fn measuring_tells_how_far_it_is() {
    let at = "2026-11-23T12:00:00Z";
    agreed(&MeasureState::Idle, json!({"state": "idle"}));
    agreed(
        &MeasureState::Running { since: noon(), volumes: 11, expected_ms: Some(900) },
        json!({"state": "running", "since": at, "volumes": 11, "expected_ms": 900}),
    );
    agreed(
        &MeasureState::Done { at: noon(), took_ms: 812 },
        json!({"state": "done", "at": at, "took_ms": 812}),
    );
    agreed(&MeasureState::Cancelled { at: noon() }, json!({"state": "cancelled", "at": at}));
    agreed(
        &MeasureState::Failed { at: noon(), problem: problem() },
        json!({"state": "failed", "at": at, "problem": problem_json()}),
    );
}

#[test]
fn every_page_has_one_word_everywhere() {
    for page in Page::ALL {
        agreed(&page, json!(page.slug()));
        assert_eq!(page.slug().parse(), Ok(page));
    }
    agreed(&Page::Engine, json!("engine"));
}
