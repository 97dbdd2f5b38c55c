use super::*;
use mini_aws_domain::{EngineStatus, Frame, ResourceSummary};

fn noon() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn instance(name: &str, state: InstanceState, exit_code: Option<i64>) -> Instance {
    let running = state == InstanceState::Running;
    Instance {
        id: InstanceId::new(format!("{name:0<64}")),
        name: name.to_owned(),
        image: format!("registry.example.com/shop/{name}:2.14.1"),
        state,
        health: if running { Health::Healthy } else { Health::None },
        created_at: "2026-11-20T12:00:00Z".parse().unwrap(),
        started_at: "2026-11-23T09:00:00Z".parse().ok(),
        finished_at: (!running).then(|| "2026-11-23T11:58:00Z".parse().unwrap()),
        exit_code,
        oom_killed: exit_code == Some(137),
        project: Some("shop".to_owned()),
        service: None,
        ports: ["0.0.0.0", "::"]
            .map(|address| Port {
                private: 80,
                public: running.then_some(8080),
                address: running.then(|| address.to_owned()),
                protocol: "tcp".to_owned(),
            })
            .to_vec(),
        volumes: Vec::new(),
        vpcs: Vec::new(),
        labels: [].into(),
    }
}

fn snapshot() -> Snapshot {
    let web = instance("web", InstanceState::Running, None);
    let sample = Sample {
        cpu_percent: Some(61.42),
        memory_bytes: Some(851_762_380),
        memory_limit_bytes: Some(1 << 30),
        ..Sample::empty(web.id.clone())
    };
    Snapshot {
        seq: 1,
        engine: EngineStatus::Connecting,
        summary: ResourceSummary::default(),
        instances: vec![
            instance("api\u{1b}[2J", InstanceState::Exited, Some(137)),
            instance("東京", InstanceState::Paused, None),
            web,
        ],
        volumes: Vec::new(),
        vpcs: Vec::new(),
        activity: Vec::new(),
        frame: Some(Frame { timestamp: noon(), interval_ms: 1000, samples: vec![sample] }),
        own_cost: None,
        notices: Vec::new(),
        measure: mini_aws_domain::MeasureState::Idle,
    }
}

#[test]
fn people_see_states_figures_and_ages() {
    let wide = Style { width: 140, height: 24, coloured: false };
    insta::assert_snapshot!("wide", table(&snapshot(), noon(), &wide));
    let usual = Style { width: 80, height: 24, coloured: false };
    insta::assert_snapshot!("usual", table(&snapshot(), noon(), &usual));
}

#[test]
fn programs_get_bytes_and_moments() {
    let lines = lines(&snapshot());
    insta::assert_snapshot!("lines", lines);
    let fields = |line: &str| line.split('\t').count();
    let names = lines.lines().next().map(fields);
    assert!(lines.lines().all(|line| Some(fields(line)) == names));
    assert!(!lines.contains('\u{1b}'));
}

#[test]
fn colours_say_how_it_is() {
    let paint = |state, code| state_paint(&instance("a", state, code));
    assert_eq!(paint(InstanceState::Running, None), Paint::Good);
    assert_eq!(paint(InstanceState::Exited, Some(0)), Paint::Faint);
    assert_eq!(paint(InstanceState::Exited, Some(1)), Paint::Bad);
    assert_eq!(paint(InstanceState::Paused, None), Paint::Warning);
}

#[test]
fn nothing_is_said_in_words() {
    let nothing = Snapshot { instances: Vec::new(), ..snapshot() };
    let style = Style { width: 80, height: 24, coloured: false };
    assert_eq!(table(&nothing, noon(), &style), "There are no instances.\n");
    assert_eq!(lines(&nothing).lines().count(), 1);
}
