//! Coarser tiers are what one would get from the frames themselves, whatever happens in between.

use super::*;

const HOUR: u32 = 3600;

/// What every instance uses at a second: `steady` always runs, `late` from half past on, `spiky` has a spike of one second.
fn samples(second: u32) -> Vec<Sample> {
    let mut samples = vec![sample("steady", Some(10.0 + f64::from(second % 7)), Some(4096 * 100))];
    if second % HOUR >= 1800 {
        samples.push(sample("late", Some(40.0), Some(4096 * 10)));
    }
    let spike = if second == 5000 { 400.0 } else { 1.0 };
    samples.push(sample("spiky", Some(spike), None));
    samples
}

async fn import(fixture: &Fixture, seconds: impl Iterator<Item = u32>) {
    let frames: Vec<Frame> =
        seconds.map(|second| frame(at(second.into()), samples(second))).collect();
    for batch in frames.chunks(1000) {
        fixture.store.import_frames(batch.to_vec()).await.unwrap();
    }
}

#[tokio::test]
async fn every_tier_tells_what_the_frames_told() {
    let fixture = Fixture::new();
    // Six hours; the frames of the first five are gone at the end.
    import(&fixture, 0..6 * HOUR).await;
    assert!(fixture.number(FRAMES) <= 3601);
    for (points, bucket_ms) in [(2000, 20_000), (360, 60_000), (24, 900_000), (3, 7_200_000)] {
        let end = f64::from(6 * HOUR);
        let spiky = fixture.ask(of("spiky"), Metric::Cpu, 0.0, end, points).await;
        assert_eq!(spiky.bucket_ms, bucket_ms);
        let highest = spiky.series[0].max.iter().flatten().copied().fold(0.0, f64::max);
        assert_eq!(highest, 400.0, "a spike keeps its height in buckets of {bucket_ms} ms");
        let steady = fixture.ask(of("steady"), Metric::Cpu, 0.0, end, points).await;
        let buckets = f64::from(points.min(u32::try_from(steady.series[0].avg.len()).unwrap()));
        assert_eq!(steady.series[0].avg.iter().flatten().count() as f64, buckets, "no holes");
        assert!(steady.series[0].avg.iter().flatten().all(|avg| (avg - 13.0).abs() < 0.6));
        assert!((steady.series[0].mean.unwrap() - 13.0).abs() < 0.02);
        let total = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, end, points).await;
        let mean = 13.0 + 20.0 + 1.0 + 399.0 / end;
        assert!((total.series[0].mean.unwrap() - mean).abs() < 0.02, "{:?}", total.series[0].mean);
    }
    let late = fixture.ask(of("late"), Metric::Cpu, 0.0, f64::from(6 * HOUR), 3).await;
    assert_eq!(late.series[0].avg, [Some(40.0); 3], "half of each bucket, and no less for it");
}

#[tokio::test]
async fn stretches_that_are_whole_are_archived_and_nothing_is_lost_of_them() {
    let fixture = Fixture::new();
    let end = 26 * HOUR;
    import(&fixture, (0..end).step_by(5)).await;
    let archived = |tier| format!("SELECT count(*) FROM metrics_archive WHERE tier = {tier}");
    assert_eq!(
        fixture.number(&archived(2)),
        2 * 4,
        "two halves of a day, three instances and the total"
    );
    assert!(fixture.number(&archived(1)) > 0);
    assert_eq!(fixture.number("SELECT count(*) FROM metrics_history WHERE tier = 2"), 2 * 60 - 1);
    // By minutes, from both: archive and rows.
    let spiky = fixture.ask(of("spiky"), Metric::Cpu, 0.0, end.into(), 1560).await;
    assert_eq!(spiky.bucket_ms, 60_000);
    assert_eq!(spiky.series[0].avg.iter().flatten().count(), 1560, "every minute");
    assert_eq!(spiky.series[0].max[5000 / 60], Some(400.0));
    assert_eq!(spiky.series[0].max.iter().flatten().filter(|max| **max > 1.0).count(), 1);
    // Ranked by what stands in front of the packed stretches, and unpacked for a part of one.
    let total =
        fixture.ask(HistorySubject::Total, Metric::Memory, 3.0 * 3600.0, 15.0 * 3600.0, 720).await;
    let names: Vec<_> = total.series.iter().map(|series| series.name.as_str()).collect();
    assert_eq!(names, ["total", "steady", "late"]);
    assert_eq!(total.series[1].mean, Some(4096.0 * 100.0));
    assert_eq!(total.series[2].mean, Some(4096.0 * 5.0));
}

#[tokio::test]
async fn what_a_crash_left_undone_is_made_up_for() {
    let whole = Fixture::new();
    import(&whole, (0..200).chain(5000..5100)).await;
    let interrupted = Fixture::new();
    let path = interrupted.path();
    let mut store = interrupted.store.clone();
    for second in (0..200).chain(5000..5100) {
        // Ended and begun anew now and then, in the middle of buckets.
        if second % 37 == 0 {
            store.close().await.unwrap();
            store = Store::open(&path, at(f64::from(second) - 0.5)).unwrap().store;
        }
        store.record_frame(Arc::new(frame(at(second.into()), samples(second))));
    }
    store.close().await.unwrap();
    let dump = |path: &Path| {
        let connection = open::open_reader(path).unwrap();
        let mut select = connection
            .prepare(
                "SELECT tier || ' ' || recorded_at || ' ' || hex(series) || ' ' || hex(cpu) || ' ' || hex(memory) \
                 FROM metrics_history WHERE tier > 0 ORDER BY tier, recorded_at",
            )
            .unwrap();
        let rows = select.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.collect::<Result<Vec<_>, _>>().unwrap()
    };
    let expected = dump(&whole.path());
    assert!(expected.len() > 30);
    assert_eq!(dump(&path), expected);
}

#[tokio::test]
async fn a_group_in_the_archive_is_what_its_instances_were_together() {
    let fixture = Fixture::new();
    let known = ["web", "worker"].map(|name| record(name, name));
    fixture.store.upsert_instances(known.to_vec(), at(0.0));
    let end = 26 * HOUR;
    let frames: Vec<Frame> = (0..end)
        .step_by(10)
        .map(|second| {
            // The worker joins after the first hour, and each is busy when the other is not.
            let busy = second % 20 == 0;
            let mut samples = vec![sample("web", Some(if busy { 30.0 } else { 10.0 }), None)];
            if second >= HOUR {
                samples.push(sample("worker", Some(if busy { 5.0 } else { 25.0 }), None));
            }
            frame(at(second.into()), samples)
        })
        .collect();
    for batch in frames.chunks(1000) {
        fixture.store.import_frames(batch.to_vec()).await.unwrap();
    }
    assert!(
        fixture.number("SELECT count(*) FROM metrics_archive WHERE tier = 2 AND series % 2 = 1")
            > 0
    );
    let shop = HistorySubject::Group { project: "shop".to_owned(), service: None };
    let history = fixture.ask(shop, Metric::Cpu, 0.0, 12.0 * 3600.0, 720).await;
    assert_eq!(history.bucket_ms, 60_000);
    let line = &history.series[0];
    assert_eq!(
        (line.avg[30], line.min[30], line.max[30]),
        (Some(20.0), Some(10.0), Some(30.0)),
        "alone"
    );
    assert_eq!(
        (line.avg[90], line.min[90], line.max[90]),
        (Some(35.0), Some(35.0), Some(35.0)),
        "together"
    );
    assert_eq!(line.avg.iter().flatten().count(), 720);
    assert_eq!(line.instances, 2);
    assert_eq!(history.series.len(), 3);
}

#[tokio::test]
async fn what_is_made_anew_over_the_archive_is_counted_once() {
    let fixture = Fixture::new();
    let tick = |second: u32| frame(at(second.into()), vec![sample("a", Some(10.0), None)]);
    let frames: Vec<Frame> = (0..3 * HOUR).step_by(5).map(tick).collect();
    for batch in frames.chunks(1000) {
        fixture.store.import_frames(batch.to_vec()).await.unwrap();
    }
    assert!(fixture.number("SELECT count(*) FROM metrics_archive WHERE tier = 1") > 0);
    // Back by an hour and a half, into what is archived, and on from there.
    let back: Vec<Frame> = (5400..3 * HOUR + 60)
        .map(|second| Frame { timestamp: at(f64::from(second) + 0.5), ..tick(second) })
        .collect();
    for batch in back.chunks(1000) {
        fixture.store.import_frames(batch.to_vec()).await.unwrap();
    }
    let end = f64::from(3 * HOUR + 50);
    let history = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, end, 1085).await;
    assert_eq!(history.bucket_ms, 10_000);
    assert_eq!(history.series[0].mean, Some(10.0));
    assert_eq!(history.series[1].mean, Some(10.0), "no more than all of the total");
    assert_eq!(history.series.len(), 2, "and nothing is left for others");
}

#[tokio::test]
async fn a_clock_that_is_set_back_makes_buckets_anew_and_stops_nothing() {
    let fixture = Fixture::new();
    for second in (0..65).chain(30..120) {
        let cpu = if second < 65 { 10.0 } else { 20.0 };
        fixture
            .record(frame(at(f64::from(second) + 0.001 * cpu), vec![sample("a", Some(cpu), None)]))
            .await;
    }
    let history = fixture.ask(of("a"), Metric::Cpu, 0.0, 120.0, 12).await;
    assert_eq!(history.bucket_ms, 10_000);
    assert_eq!(history.series[0].avg.iter().flatten().count(), 12, "no hole");
    assert_eq!(history.series[0].avg[0], Some(10.0));
    assert_eq!(history.series[0].avg[11], Some(20.0));
}
