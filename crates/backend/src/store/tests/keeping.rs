//! How much the person wants to be kept: at once, and after the next start.

use super::*;

const DAY: f64 = 86_400.0;

fn crowd(second: f64, instances: usize) -> Frame {
    let samples = (0..instances).map(|i| {
        let cpu = (i as f64 * 7.3 + second * 1.7) % 97.0;
        sample(&format!("instance-{i}"), Some(cpu), Some(4096 * (1000 + i as u64 * 17)))
    });
    frame(at(second), samples.collect())
}

fn kept(history_days: u32, cap_bytes: u64) -> Retention {
    Retention { history_days, cap_bytes }
}

impl Fixture {
    /// Lets go of everything that is too much, and says in how many slices.
    async fn let_go(&self, now: f64) -> usize {
        let mut slices = 1;
        while self.store.tidy(at(now)).await.unwrap() {
            slices += 1;
            assert!(slices < 10_000, "it has an end");
        }
        slices
    }

    fn size(&self) -> u64 {
        let log = set_aside::with_suffix(&self.path(), "-wal");
        fs::metadata(self.path()).unwrap().len() + fs::metadata(log).map_or(0, |log| log.len())
    }

    /// Where a tier begins, in seconds as [`at`] has them, by its first bucket.
    fn begins(&self, tier: usize) -> f64 {
        let connection = open::open_reader(&self.path()).unwrap();
        let begins = super::super::history::begins(&connection, tiers::TIERS[tier]).unwrap();
        (begins.unwrap() - at(0.0).timestamp_millis()) as f64 / 1000.0
    }
}

#[tokio::test]
async fn a_smaller_cap_makes_the_file_smaller_and_recording_goes_on() {
    let fixture = Fixture::new();
    let frames: Vec<Frame> = (0..36 * 60).map(|m| crowd(f64::from(m) * 60.0, 300)).collect();
    for batch in frames.chunks(200) {
        fixture.store.import_frames(batch.to_vec()).await.unwrap();
    }
    let cap = 12 * 1024 * 1024;
    fixture.store.close().await.unwrap();
    let before = fs::metadata(fixture.path()).unwrap().len();
    assert!(before > 2 * open::largest_file(cap), "{before}");
    let opened = Store::open(&fixture.path(), at(36.0 * 3600.0)).unwrap();
    let fixture = Fixture { store: opened.store, ..fixture };
    fixture.store.keep(kept(3_650, cap)).await.unwrap();
    let slices = fixture.let_go(36.0 * 3600.0).await;
    assert!(slices > 1, "bit by bit");
    fixture.store.close().await.unwrap();
    let after = fs::metadata(fixture.path()).unwrap().len();
    assert!(after <= open::largest_file(cap), "{after} of {before}");

    // It stays below.
    let settings = Settings { cap, ..Settings::FILE };
    let opened = Store::open_with(&fixture.path(), at(36.0 * 3600.0), settings).unwrap();
    let fixture = Fixture { store: opened.store, ..fixture };
    let mut largest = 0;
    for minute in 36 * 60..48 * 60 {
        fixture.store.record_frame(Arc::new(crowd(f64::from(minute) * 60.0, 300)));
        if minute % 30 == 29 {
            fixture.store.flush().await.unwrap();
            largest = largest.max(fixture.size());
        }
    }
    assert_eq!(fixture.store.dropped_frames(), 0);
    assert!(largest <= cap, "{largest}");
    let end = 48.0 * 3600.0;
    let now = fixture.ask(HistorySubject::Total, Metric::Cpu, end - 3600.0, end, 60).await;
    assert_eq!(now.series[0].avg.iter().flatten().count(), 60, "the newest is there");
    let ever = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, end, 24).await;
    assert!(ever.series[0].avg[0].is_some(), "and the oldest in the coarsest tier");

    // More room is there at once.
    fixture.store.keep(kept(3_650, 1 << 30)).await.unwrap();
    let pages = |writer: &mut Writer| {
        let pages =
            writer.connection().pragma_query_value(None, "max_page_count", |row| row.get(0));
        Ok(pages?)
    };
    let pages: i64 = fixture.store.write(pages).await.unwrap();
    assert!(pages * 4096 > 900 << 20, "{pages}");
}

#[tokio::test]
async fn fewer_days_cut_every_tier_to_the_day_even_within_what_is_packed() {
    let fixture = Fixture::new();
    // A hundred days at a frame every half an hour: the coarsest stretches are 64 days long.
    let end = 100.0 * DAY;
    let frames: Vec<Frame> = (0..4_800).map(|n| crowd(f64::from(n) * 1800.0, 3)).collect();
    for batch in frames.chunks(500) {
        fixture.store.import_frames(batch.to_vec()).await.unwrap();
    }
    let (fine, coarse) = (fixture.begins(3), fixture.begins(4));
    assert!(fine <= 0.0 && coarse <= 0.0, "{fine} {coarse}");
    let whole = fixture.ask(of("instance-1"), Metric::Cpu, end - 40.0 * DAY, end, 400).await;
    for days in [80, 20, 20] {
        fixture.store.keep(kept(days, 1 << 29)).await.unwrap();
        fixture.let_go(end).await;
        for tier in 3..5 {
            let age = (end - fixture.begins(tier)) / DAY;
            let days = f64::from(days);
            assert!((days - 0.1..days + 1.1).contains(&age), "tier {tier} of {days} days: {age}");
        }
        assert_eq!(fixture.let_go(end).await, 1, "and then there is nothing left to do");
    }
    let less = fixture.ask(of("instance-1"), Metric::Cpu, end - 40.0 * DAY, end, 400).await;
    let (was, is) = (&whole.series[0], &less.series[0]);
    assert_eq!(is.avg.len(), was.avg.len());
    let half = is.avg.len() / 2;
    assert!(is.avg[..half - 8].iter().all(Option::is_none), "what is older is gone");
    assert_eq!(is.avg[half + 8..], was.avg[half + 8..], "and the rest is what it was");
    assert_eq!(is.max[half + 8..], was.max[half + 8..]);
    assert!(is.avg[half + 8..].iter().flatten().count() > half / 2);
    // What comes is recorded on top of it.
    fixture.record(crowd(end, 3)).await;
    assert!(
        fixture.ask(of("instance-1"), Metric::Cpu, end - 60.0, end + 60.0, 2).await.series[0]
            .mean
            .is_some()
    );
}

#[tokio::test]
async fn what_was_chosen_outlives_a_start_and_nonsense_is_as_usual() {
    let store = Store::in_memory();
    let usual = *store.retention().borrow();
    assert!(usual.is_possible());
    store.keep(kept(7, 1 << 33)).await.unwrap();
    assert_eq!(*store.retention().borrow(), kept(7, 1 << 33));
    let pages = |writer: &mut Writer| {
        let pages =
            writer.connection().pragma_query_value(None, "max_page_count", |row| row.get(0));
        Ok(pages?)
    };
    let pages: i64 = store.write(pages).await.unwrap();
    assert!(pages * 4096 <= 32 << 20, "{pages}");

    let fixture = Fixture::new();
    let wanted = kept(7, Retention::LEAST_BYTES);
    fixture.store.keep(wanted).await.unwrap();
    fixture.store.close().await.unwrap();
    let opened = Store::open(&fixture.path(), now()).unwrap();
    assert_eq!(*opened.store.retention().borrow(), wanted, "after the next start");
    let fixture = Fixture { store: opened.store, ..fixture };
    for nonsense in ["", "7", "{\"history_days\": 0, \"cap_bytes\": 1}"] {
        fixture.store.prefer("retention", nonsense.to_owned()).await.unwrap();
        let opened = Store::open(&fixture.path(), now()).unwrap();
        assert_eq!(*opened.store.retention().borrow(), usual, "{nonsense}");
    }
}

#[tokio::test]
async fn a_clock_in_the_wrong_year_lets_go_of_nothing() {
    let fixture = Fixture::new();
    for second in (0..1200).step_by(10) {
        fixture.record(crowd(second.into(), 2)).await;
    }
    let century = 100.0 * 365.0 * DAY;
    fixture.let_go(century).await;
    for second in 0..10 {
        fixture.record(crowd(century + f64::from(second), 2)).await;
    }
    fixture.let_go(century + 10.0).await;
    let history = fixture.ask(of("instance-0"), Metric::Cpu, 0.0, 1200.0, 120).await;
    assert!(history.series[0].avg.iter().flatten().count() >= 118, "{history:?}");
}
