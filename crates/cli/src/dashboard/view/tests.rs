use super::*;
use mini_aws_domain::{InstanceId, ResourceSummary};

fn noon() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn snapshot(instances: usize) -> Snapshot {
    let samples = (0..instances).map(|number| Sample {
        cpu_percent: (number > 0).then_some(number as f64 * 10.0),
        memory_bytes: Some(number as u64 * 100_000_000),
        ..Sample::empty(InstanceId::new(format!("id-of-number-{number:02}")))
    });
    Snapshot {
        seq: 1,
        engine: EngineStatus::Away {
            since: noon(),
            reason: "The connection to Docker was lost.".to_owned(),
            next_step: "Start the engine.".to_owned(),
            retry_at: noon(),
            attempts: Vec::new(),
        },
        summary: ResourceSummary {
            total_instances: instances as u64,
            running_instances: instances as u64,
            ..ResourceSummary::default()
        },
        instances: Vec::new(),
        volumes: Vec::new(),
        vpcs: Vec::new(),
        activity: Vec::new(),
        frame: Some(Frame { timestamp: noon(), interval_ms: 1000, samples: samples.collect() }),
        own_cost: None,
        notices: Vec::new(),
        measure: mini_aws_domain::MeasureState::Idle,
    }
}

#[test]
fn the_view_shows_the_engine_the_sums_and_the_hottest_first() {
    let style = Style { width: 80, height: 24, coloured: false };
    insta::assert_snapshot!("view", draw(&snapshot(4), noon(), &style));
}

#[test]
fn the_view_is_never_higher_nor_wider_than_the_terminal() {
    for (width, height) in [(80, 24), (40, 12), (30, 50)] {
        let drawn = draw(&snapshot(40), noon(), &Style { width, height, coloured: false });
        assert!(drawn.lines().count() < height, "{height}:\n{drawn}");
        assert!(drawn.lines().all(|line| line.chars().count() <= width), "{width}:\n{drawn}");
    }
}

#[test]
fn a_line_has_a_field_for_each_name() {
    let told = line(&snapshot(3), noon());
    assert_eq!(told.len(), FIELDS.len());
    assert_eq!(told[1..], ["away", "3", "0", "30.00", "300000000"]);
    let unmeasured = Snapshot { frame: None, ..snapshot(3) };
    assert_eq!(line(&unmeasured, noon())[4..], ["", ""]);
}

#[test]
fn a_bar_says_how_much_of_the_machine_it_is() {
    let style = Style { width: 80, height: 24, coloured: false };
    let bar = |share| sum("CPU", "1 %", share, &style).chars().filter(|it| *it == '█').count();
    assert_eq!((bar(0.0), bar(0.5), bar(1.0), bar(7.0)), (0, BAR / 2, BAR, BAR));
    assert!(!sum("CPU", "1 %", f64::NAN, &style).contains('░'), "nobody knows of how much");
}
