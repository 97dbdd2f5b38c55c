//! What is kept, what goes, and how large the file becomes.

use super::*;

const PAGES: &str = "SELECT page_count FROM pragma_page_count";

fn crowd(second: f64, instances: usize) -> Frame {
    let samples = (0..instances).map(|i| {
        let cpu = (i as f64 * 7.3 + second * 1.7) % 97.0;
        sample(&format!("instance-{i}"), Some(cpu), Some(4096 * (1000 + i as u64 * 17)))
    });
    frame(at(second), samples.collect())
}

#[tokio::test]
async fn frames_go_after_an_hour_by_their_own_clock_and_the_newest_activities_stay() {
    let fixture = Fixture::with(Settings { activities: 3, ..Settings::FILE });
    for second in 0..10_u32 {
        let new = vec![activity(at(second.into()), "web", None)];
        fixture.store.append_activities(new, None).await.unwrap();
    }
    for second in (0..2 * 3600).step_by(10) {
        fixture.record(crowd(second.into(), 2)).await;
    }
    let oldest = format!(
        "SELECT min(recorded_at) >= {} FROM metrics_history WHERE tier = 0",
        at(3600.0 - 70.0).timestamp_millis()
    );
    assert_eq!(fixture.number(&oldest), 1);
    assert_eq!(fixture.number("SELECT count(*) FROM metrics_history WHERE tier = 1"), 719);
    assert_eq!(fixture.number("SELECT count(*) FROM activity"), 3);
    assert_eq!(fixture.number("SELECT min(id) FROM activity"), 8);
    let seen = format!("SELECT min(last_seen) >= {} FROM instances", at(7000.0).timestamp_millis());
    assert_eq!(fixture.number(&seen), 1, "it is noted who was there");
}

#[tokio::test]
async fn a_clock_in_the_wrong_year_for_a_moment_costs_nothing() {
    let fixture = Fixture::new();
    for second in (0..1200).step_by(10) {
        fixture.record(crowd(second.into(), 2)).await;
    }
    let century = 100.0 * 365.0 * 86_400.0;
    for second in 0..100 {
        fixture.record(crowd(century + f64::from(second), 2)).await;
    }
    for second in 1200..1300 {
        fixture.record(crowd(second.into(), 2)).await;
    }
    let history = fixture.ask(of("instance-0"), Metric::Cpu, 0.0, 1300.0, 130).await;
    assert!(history.series[0].avg.iter().flatten().count() >= 128, "{history:?}");
}

#[tokio::test]
async fn pruning_on_request_takes_all_of_it_and_gives_the_space_back() {
    let fixture = Fixture::new();
    let frames: Vec<Frame> = (0..3000).map(|second| crowd(second.into(), 200)).collect();
    for batch in frames.chunks(500) {
        fixture.store.import_frames(batch.to_vec()).await.unwrap();
    }
    let full = fixture.number(PAGES);
    fixture.store.prune(at(4_000_000.0)).await.unwrap();
    for table in ["metrics_history", "metrics_archive"] {
        // The last buckets are not whole yet, and the frames that they will be made of stay.
        let left = fixture.number(&format!("SELECT count(*) FROM {table}"));
        assert!(left <= 3000, "{table}: {left}");
    }
    fixture.store.prune(at(4_000_000.0)).await.unwrap();
    assert!(fixture.number(PAGES) <= full);
    let free = fixture.number("SELECT freelist_count FROM pragma_freelist_count");
    assert!(free <= 256.max(fixture.number(PAGES) / 4), "{free}");
}

#[tokio::test]
async fn the_file_stays_below_its_cap_whatever_comes_and_goes_on_recording() {
    let cap = 12 * 1024 * 1024;
    let fixture = Fixture::with(Settings { cap, ..Settings::FILE });
    let store = &fixture.store;
    let mut largest = 0;
    // A day and a half of three hundred instances, a frame a minute, would be three times as much.
    for minute in 0..36 * 60 {
        store.record_frame(Arc::new(crowd(f64::from(minute) * 60.0, 300)));
        if minute % 30 == 29 {
            store.flush().await.unwrap();
            let log = fs::metadata(set_aside::with_suffix(&fixture.path(), "-wal"))
                .map_or(0, |log| log.len());
            largest = largest.max(fs::metadata(fixture.path()).unwrap().len() + log);
        }
    }
    store.flush().await.unwrap();
    assert_eq!(store.dropped_frames(), 0);
    assert_eq!(*store.health().borrow(), StoreHealth::Recording);
    assert!(largest <= cap, "{largest}");
    let end = 1.5 * 86_400.0;
    let now = fixture.ask(HistorySubject::Total, Metric::Cpu, end - 3600.0, end, 60).await;
    assert_eq!(now.series[0].avg.iter().flatten().count(), 60, "the newest is there");
    let ever = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, end, 24).await;
    assert!(ever.series[0].avg[0].is_some(), "and the oldest in the coarsest tier");
}

#[tokio::test]
async fn each_tier_is_kept_for_its_time() {
    let fixture = Fixture::new();
    // Three weeks at a frame every five minutes.
    let day = 86_400_u32;
    let frames: Vec<Frame> =
        (0..21 * day).step_by(300).map(|second| crowd(second.into(), 3)).collect();
    for batch in frames.chunks(500) {
        fixture.store.import_frames(batch.to_vec()).await.unwrap();
    }
    let oldest = |tier: i64| {
        let sql = format!(
            "SELECT min(first) FROM (SELECT min(recorded_at) AS first FROM metrics_history WHERE tier = {tier} \
             UNION ALL SELECT min(begins) FROM metrics_archive WHERE tier = {tier})"
        );
        let days = fixture.number(&sql) - at(0.0).timestamp_millis();
        21.0 - days as f64 / 86_400_000.0
    };
    let kept = [1.0 / 24.0, 1.0, 14.0, 21.0, 21.0];
    let slack = [0.02, 0.1, 0.55, 8.0, 64.0];
    for (tier, (kept, slack)) in (0..).zip(kept.into_iter().zip(slack)) {
        let age = oldest(tier);
        assert!(age >= kept - 0.02 && age <= kept + slack, "tier {tier} is {age} days old");
    }
}

#[tokio::test]
async fn instances_beyond_the_most_are_forgotten_with_their_groups_and_keys_are_not_given_again() {
    let fixture = Fixture::new();
    let fill = |writer: &mut Writer| {
        let seen = at(0.0).timestamp_millis();
        let sql = format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 103000) \
             INSERT INTO instances SELECT i, 'id-' || i, 'name-' || i, 'image', 'ci-' || (i / 1000), NULL, \
             {seen} + i / 1000, {seen} + i / 1000 FROM n; \
             INSERT INTO groups (project, service) SELECT DISTINCT project, '' FROM instances"
        );
        Ok(writer.connection().execute_batch(&sql)?)
    };
    fixture.store.write(fill).await.unwrap();
    for minute in 0..30 {
        fixture.record(crowd(f64::from(minute) * 60.0, 1)).await;
    }
    let left = fixture.number("SELECT count(*) FROM instances");
    assert!((99_000..=100_000).contains(&left), "{left}");
    assert!(fixture.number("SELECT min(key) FROM instances") > 3_000, "those seen last stay");
    assert_eq!(fixture.number("SELECT count(*) FROM groups WHERE project = 'ci-1'"), 0);
    assert_eq!(fixture.number("SELECT count(*) FROM groups WHERE project = 'ci-103'"), 1);
    let known = fixture.store.known_instances(3).await.unwrap();
    assert_eq!(known[0].name, "instance-0");
}
