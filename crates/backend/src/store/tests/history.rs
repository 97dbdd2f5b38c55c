//! What a history's numbers mean.

use super::*;

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// A series' points as seconds after the tests' beginning, and values.
fn points(series: &Series) -> Vec<(f64, f64)> {
    series.points.iter().map(|(time, value)| ((*time - at(0.0)).as_seconds_f64(), *value)).collect()
}

fn query(from: f64, to: f64, buckets: usize, top: usize) -> HistoryQuery {
    HistoryQuery { from: at(from), to: at(to), buckets, top }
}

fn labels(series: &[Series]) -> Vec<&str> {
    series.iter().map(|series| series.name.as_str()).collect()
}

/// Twenty seconds: `whole` runs at 10 % all the time, `part` at 100 % in the seconds 5 to 9; nobody looks in 10 to 14; and
/// nothing runs in the last five.
async fn twenty_seconds() -> Fixture {
    let fixture = Fixture::new();
    let instances = vec![record("whole-id", "whole"), record("part-id", "part")];
    fixture.store.upsert_instances(instances, at(0.0));
    for second in (0..10_u32).chain(15..20) {
        let mut samples = Vec::new();
        if second < 15 {
            samples.push(sample("whole-id", Some(10.0), Some(1_000)));
        }
        if (5..10).contains(&second) {
            samples.push(sample("part-id", Some(100.0), Some(20)));
        }
        fixture.record(frame(at(second.into()), samples)).await;
    }
    fixture
}

#[tokio::test]
async fn the_total_counts_each_instance_for_its_share_and_a_gap_is_no_zero() {
    let fixture = twenty_seconds().await;
    let history = fixture.store.metric_history(query(0.0, 20.0, 2, 8)).await.unwrap();
    assert_eq!(history.bucket_ms, 10_000);
    assert_eq!(labels(&history.cpu), ["part", "whole", "total"]);
    assert_eq!(labels(&history.memory), ["whole", "part", "total"]);
    assert_eq!(points(&history.cpu[0]), [(5.0, 100.0)], "its own mean, while it lived");
    assert_eq!(points(&history.cpu[1]), [(5.0, 10.0)]);
    assert_eq!(points(&history.cpu[2]), [(5.0, 60.0), (15.0, 0.0)], "(10 × 10 + 5 × 100) ÷ 10");
    assert_eq!(points(&history.memory[2]), [(5.0, 1_010.0), (15.0, 0.0)]);
    assert_eq!(history.cpu[0].instance, Some(InstanceId::new("part-id")));
    assert_eq!(history.cpu[2].instance, None);

    let finer = fixture.store.metric_history(query(0.0, 20.0, 4, 8)).await.unwrap();
    let total = [(2.5, 10.0), (7.5, 110.0), (17.5, 0.0)];
    assert_eq!(points(&finer.cpu[2]), total, "nothing from 10 to 15, and a true zero after it");
}

#[tokio::test]
async fn only_the_top_are_named_and_the_total_is_of_all() {
    let fixture = twenty_seconds().await;
    let history = fixture.store.metric_history(query(0.0, 10.0, 1, 1)).await.unwrap();
    assert_eq!(labels(&history.cpu), ["part", "total"]);
    assert_eq!(labels(&history.memory), ["whole", "total"]);
    assert_eq!(points(&history.cpu[1]), [(5.0, 60.0)]);
    let nobody = fixture.store.metric_history(query(0.0, 10.0, 1, 0)).await.unwrap();
    assert_eq!(labels(&nobody.cpu), ["total"]);
}

#[tokio::test]
async fn a_value_that_is_not_known_is_neither_zero_nor_in_the_way() {
    let fixture = Fixture::new();
    // The first frame of a run knows no CPU yet.
    fixture.record(frame(at(0.0), vec![sample("a", None, Some(8)), sample("b", None, None)])).await;
    fixture
        .record(frame(at(1.0), vec![sample("a", Some(6.0), Some(8)), sample("b", None, None)]))
        .await;
    let history = fixture.store.metric_history(query(0.0, 2.0, 1, 8)).await.unwrap();
    assert_eq!(labels(&history.cpu), ["a", "total"]);
    assert_eq!(points(&history.cpu[0]), [(1.0, 6.0)]);
    assert_eq!(points(&history.cpu[1]), [(1.0, 6.0)]);
    assert_eq!(points(&history.memory[1]), [(1.0, 8.0)]);
}

#[tokio::test]
async fn the_range_is_half_open_and_the_same_moment_falls_into_the_same_bucket() {
    let fixture = Fixture::new();
    for second in 0..60_u32 {
        let cpu = f64::from(second);
        fixture.record(frame(at(cpu), vec![sample("a", Some(cpu), None)])).await;
    }
    let history = fixture.store.metric_history(query(7.0, 27.0, 4, 8)).await.unwrap();
    assert_eq!(history.bucket_ms, 5_000);
    let expected = [(7.5, 8.0), (12.5, 12.0), (17.5, 17.0), (22.5, 22.0), (27.5, 25.5)];
    assert_eq!(points(&history.cpu[0]), expected, "7, 8, 9 at one edge, 25, 26 at the other");
    let later = fixture.store.metric_history(query(8.0, 28.0, 4, 8)).await.unwrap();
    assert_eq!(points(&later.cpu[0])[1..4], expected[1..4], "no point moves as time passes");
}

#[tokio::test]
async fn nothing_known_is_nothing_shown_and_no_length_is_an_error() {
    let fixture = Fixture::new();
    let history = fixture.store.metric_history(query(0.0, 900.0, 180, 8)).await.unwrap();
    assert_eq!((history.cpu, history.memory), (Vec::new(), Vec::new()));
    for (from, to) in [(1.0, 1.0), (2.0, 1.0)] {
        let refused = fixture.store.metric_history(query(from, to, 180, 8)).await;
        assert!(matches!(refused, Err(StoreError::EmptyRange)));
    }
    let ever = HistoryQuery {
        from: DateTime::<Utc>::MIN_UTC,
        to: DateTime::<Utc>::MAX_UTC,
        buckets: usize::MAX,
        top: usize::MAX,
    };
    fixture.record(frame(at(0.0), vec![sample("a", Some(1.0), None)])).await;
    assert_eq!(fixture.store.metric_history(ever).await.unwrap().cpu.len(), 2);
}

#[tokio::test]
async fn many_readers_at_once_are_all_answered() {
    let fixture = twenty_seconds().await;
    let mut reads = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let store = fixture.store.clone();
        reads.spawn(async move { store.metric_history(query(0.0, 20.0, 2, 8)).await.unwrap() });
    }
    let answers = reads.join_all().await;
    assert_eq!(answers.len(), 40);
    assert!(answers.iter().all(|history| near(history.cpu[2].points[0].1, 60.0)));
}
