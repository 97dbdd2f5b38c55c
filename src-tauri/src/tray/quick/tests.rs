use super::*;
use chrono::{DateTime, Utc};
use mini_aws_domain::{
    AttemptCode, CgroupVersion, ContainerOs, EndpointAttempt, EngineKind, Health, Instance,
    InstanceState, ResourceSummary, Sample, Snapshot,
};
use mini_aws_words::Language;
use mini_aws_words::units::{CpuShare, MemoryUnits, Units};

fn engine() -> EngineStatus {
    EngineStatus::Connected {
        since: DateTime::<Utc>::default(),
        engine: EngineInfo {
            kind: EngineKind::Docker,
            version: "28.2.2".to_owned(),
            api_version: "1.50".to_owned(),
            endpoint: "unix:///var/run/docker.sock".to_owned(),
            found_by: "system socket".to_owned(),
            host: String::new(),
            os: ContainerOs::Linux,
            cgroup: CgroupVersion::V2,
            cpus: 4,
            memory_bytes: 0,
        },
        attempts: Vec::new(),
    }
}

fn instance(name: &str) -> Instance {
    Instance {
        id: InstanceId::new(format!("id-of-{name}")),
        name: name.to_owned(),
        image: String::new(),
        state: InstanceState::Running,
        health: Health::None,
        created_at: DateTime::default(),
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

/// A console with these instances, each with its CPU and its memory in MiB.
fn snapshot(engine: EngineStatus, busy: &[(&str, Option<f64>, u64)]) -> Snapshot {
    let samples = busy.iter().map(|(name, cpu, mib)| Sample {
        cpu_percent: *cpu,
        memory_bytes: Some(mib << 20),
        ..Sample::empty(instance(name).id)
    });
    Snapshot {
        seq: 0,
        engine,
        summary: ResourceSummary {
            running_instances: busy.len() as u64,
            stopped_instances: 3,
            ..ResourceSummary::default()
        },
        instances: busy.iter().map(|(name, ..)| instance(name)).collect(),
        volumes: Vec::new(),
        vpcs: Vec::new(),
        activity: Vec::new(),
        frame: (!busy.is_empty()).then(|| Frame {
            timestamp: DateTime::default(),
            interval_ms: 1000,
            samples: samples.collect(),
        }),
        own_cost: None,
        notices: Vec::new(),
        measure: mini_aws_domain::MeasureState::Idle,
    }
}

fn stats_of(snapshot: &Snapshot) -> QuickStats {
    QuickStats::of(Glance::of_snapshot(snapshot))
}

fn labels(stats: &QuickStats) -> Vec<String> {
    let shown = |item: Option<Item>| match item {
        None => Some("---".to_owned()),
        // Narrow spaces are hard to see in a test.
        Some(item) => item.is_visible().then(|| item.label.replace(format::SPACE, " ")),
    };
    stats.menu().into_iter().filter_map(shown).collect()
}

#[test]
fn the_menu_says_how_all_do_and_names_the_three_hottest() {
    let busy = [
        ("web", Some(80.4), 1024),
        ("db", Some(40.2), 2048),
        ("idle", Some(0.1), 100),
        ("cache", Some(12.6), 104),
        ("new", None, 1),
    ];
    let stats = stats_of(&snapshot(engine(), &busy));
    assert_eq!(
        labels(&stats),
        [
            "Docker 28.2.2",
            "5 running, 3 stopped",
            "CPU 133 %  ·  Memory 3.2 GiB",
            "web  ·  80 %",
            "db  ·  40 %",
            "cache  ·  13 %",
            "---",
            "Open console",
            "Pause collecting",
            "Settings",
            "---",
            "Quit"
        ]
    );
    let hottest = stats.menu()[3].clone().unwrap();
    assert_eq!(hottest.action, Some(TrayAction::Instance(InstanceId::new("id-of-web"))));
    assert_eq!(stats.face, Face::of_share(1.333, 4));
    assert_eq!(
        stats.note().replace(format::SPACE, " "),
        "Docker 28.2.2\n5 running, 3 stopped\nCPU 133 %  ·  Memory 3.2 GiB"
    );
}

#[test]
fn what_is_not_known_is_left_out_rather_than_zero() {
    let stats = stats_of(&snapshot(engine(), &[]));
    assert_eq!(labels(&stats)[..3], ["Docker 28.2.2", "0 running, 3 stopped", "---"]);
    let unread = stats_of(&snapshot(engine(), &[("new", None, 12)]));
    assert_eq!(unread.usage.as_deref(), Some("Memory 12\u{202f}MiB"));
    assert_eq!(unread.hottest, []);

    let away = EngineStatus::Away {
        since: DateTime::default(),
        reason: format!("There is no socket at /{}.", "x".repeat(100)),
        next_step: String::new(),
        retry_at: DateTime::default(),
        attempts: Vec::new(),
    };
    let stats = stats_of(&snapshot(away, &[("web", Some(80.0), 1)]));
    assert_eq!(stats.face, Face::Away);
    assert!(stats.engine.starts_with("No engine: There is no socket at /xx"));
    assert_eq!(stats.engine.chars().count(), LONGEST);
    assert_eq!(labels(&stats)[1], "---", "old figures are no figures");
}

#[test]
fn a_pause_can_be_ended() {
    let paused = EngineStatus::Paused { since: DateTime::default() };
    let stats = stats_of(&snapshot(paused, &[]));
    assert_eq!(stats.face, Face::Paused);
    let labels = labels(&stats);
    assert_eq!(labels[0], "Collecting is paused");
    assert!(labels.contains(&"Resume collecting".to_owned()));
    assert!(!labels.contains(&"Pause collecting".to_owned()));
}

#[test]
fn the_menu_keeps_its_shape() {
    let shape =
        |stats: &QuickStats| -> Vec<bool> { stats.menu().iter().map(Option::is_some).collect() };
    let many = snapshot(engine(), &[("a", Some(1.0), 1), ("b", Some(2.0), 1)]);
    assert_eq!(shape(&QuickStats::default()), shape(&stats_of(&many)));
}

#[test]
fn the_same_figures_read_the_same() {
    let of = |cpu| stats_of(&snapshot(engine(), &[("a", Some(cpu), 1), ("b", cpu.into(), 1)]));
    assert_eq!(of(7.01), of(7.04));
    assert_ne!(of(7.0), of(9.0));
}

#[test]
fn each_language_says_it_with_its_own_numbers_and_the_units_that_were_chosen() {
    let busy = [("web", Some(80.4), 1024), ("db", Some(240.6), 2332)];
    let of = |units: Units| {
        let busy = snapshot(engine(), &busy);
        Language::German.within(|| units.within(|| labels(&stats_of(&busy))))
    };
    assert_eq!(
        of(Units::default()),
        [
            "Docker 28.2.2",
            "2 laufen, 3 gestoppt",
            "CPU 321 %  ·  Speicher 3,3 GiB",
            "db  ·  241 %",
            "web  ·  80 %",
            "---",
            "Konsole öffnen",
            "Erfassung anhalten",
            "Einstellungen",
            "---",
            "Beenden"
        ]
    );
    let of_machine = Units { memory: MemoryUnits::Decimal, cpu: CpuShare::Machine };
    assert_eq!(
        of(of_machine)[2..5],
        ["CPU 80 %  ·  Speicher 3,5 GB", "db  ·  60 %", "web  ·  20 %"]
    );
}

#[test]
fn why_there_is_no_engine_is_said_in_the_language() {
    let reason = "There is no socket at /run/docker.sock.";
    let status = EngineStatus::Away {
        since: DateTime::default(),
        reason: reason.to_owned(),
        next_step: String::new(),
        retry_at: DateTime::default(),
        attempts: vec![EndpointAttempt {
            found_by: String::new(),
            named: false,
            endpoint: String::new(),
            code: AttemptCode::NotFound,
            reason: reason.to_owned(),
            next_step: String::new(),
        }],
    };
    let away = snapshot(status, &[]);
    let said = Language::German.within(|| stats_of(&away).engine);
    assert!(said.starts_with("Keine Engine: ") && !said.contains("No engine"), "{said}");
    assert_ne!(said, format!("Keine Engine: {}", reason.trim_end_matches('.')));
    let one = snapshot(engine(), &[("web", None, 1)]);
    let said = Language::German.within(|| stats_of(&one).instances);
    assert_eq!(said.as_deref(), Some("1 läuft, 3 gestoppt"));
}
