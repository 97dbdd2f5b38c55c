//! Full disks, full queues, locks, damage, and the end.

use super::*;
use std::sync::mpsc::channel;

fn impatient() -> Settings {
    Settings { retry: Duration::from_millis(50), ..Settings::FILE }
}

async fn sql(store: &Store, sql: &'static str) {
    let run = move |writer: &mut Writer| {
        // A row may come back, from a pragma.
        let mut statement = writer.connection().prepare(sql)?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    };
    store.write(run).await.unwrap();
}

fn big_frame(second: f64) -> Frame {
    let samples = (0..500).map(|i| sample(&format!("instance-{i}"), Some(1.0), Some(1)));
    frame(at(second), samples.collect())
}

async fn until(store: &Store, wanted: impl Fn(&StoreHealth) -> bool) {
    let mut health = store.health();
    let _ = time::timeout(Duration::from_secs(20), health.wait_for(wanted)).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_full_disk_pauses_recording_and_room_resumes_it() {
    let fixture = Fixture::with(impatient());
    let store = &fixture.store;
    fixture.record(big_frame(0.0)).await;
    sql(store, "PRAGMA max_page_count = 1").await; // no more than there are
    let mut second = 0.0;
    while *store.health().borrow() == StoreHealth::Recording {
        second += 1.0;
        fixture.record(big_frame(second)).await;
    }
    let full = StoreHealth::Paused { reason: "the disk is full".to_owned() };
    assert_eq!(*store.health().borrow(), full);
    let dropped = store.dropped_frames();
    assert!(dropped >= 1);
    let rows = fixture.number(FRAMES);

    // Frames are not even tried for a while; other writes are, and say what is wrong.
    fixture.record(big_frame(1000.0)).await;
    assert_eq!(store.dropped_frames(), dropped + 1);
    let long = "x".repeat(1_000_000);
    let refused = store.append_activities(vec![activity(at(0.0), &long, None)], None).await;
    assert!(matches!(refused, Err(StoreError::Paused { reason }) if reason == "the disk is full"));
    let many: Vec<_> = (0..3000).map(|i| record(&format!("{i:0>64}"), &"n".repeat(200))).collect();
    store.upsert_instances(many, at(0.0));
    store.flush().await.unwrap();
    assert_eq!(fixture.number("SELECT count(*) FROM instances"), 500);

    sql(store, "PRAGMA max_page_count = 1000000").await;
    let resumed = async {
        until(store, |health| *health == StoreHealth::Recording).await;
    };
    let ticks = async {
        let mut second = 2000.0;
        loop {
            second += 1.0;
            store.record_frame(Arc::new(big_frame(second)));
            time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! { () = resumed => {}, () = ticks => {} }
    store.flush().await.unwrap();
    assert!(fixture.number(FRAMES) > rows);
    assert_eq!(fixture.number("SELECT count(*) FROM instances"), 3500, "they stayed pending");
    let new = vec![activity(at(0.0), "web", None)];
    assert_eq!(store.append_activities(new, None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_full_queue_drops_frames_and_counts_them_but_activities_wait() {
    let fixture = Fixture::with(Settings { capacity: 4, ..Settings::FILE });
    let store = &fixture.store;
    let (release, held) = channel::<()>();
    let (begun, beginning) = oneshot::channel();
    let busy = tokio::spawn({
        let store = store.clone();
        async move {
            store
                .write(move |_| {
                    let _ = begun.send(());
                    let _ = held.recv();
                    Ok(())
                })
                .await
        }
    });
    beginning.await.unwrap();
    let started = std::time::Instant::now();
    for second in 0..10_u32 {
        store.record_frame(Arc::new(frame(at(second.into()), vec![sample("a", Some(1.0), None)])));
    }
    assert!(started.elapsed() < Duration::from_secs(1), "nobody waits");
    // The writer's own command has a place, too.
    assert_eq!(store.dropped_frames(), 7);
    store.upsert_instances(vec![record("a", "web")], at(0.0));
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { store.append_activities(vec![activity(at(0.0), "web", None)], None).await }
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());

    release.send(()).unwrap();
    busy.await.unwrap().unwrap();
    assert_eq!(waiting.await.unwrap().unwrap().len(), 1);
    assert_eq!(fixture.number(FRAMES), 3);
    assert_eq!(fixture.number("SELECT name = 'web' FROM instances"), 1, "no place, yet not lost");
}

#[tokio::test]
async fn another_programs_lock_pauses_recording_until_it_goes() {
    let fixture = Fixture::with(impatient());
    let store = &fixture.store;
    let other = Connection::open(fixture.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    fixture.record(frame(at(0.0), vec![sample("a", Some(1.0), None)])).await;
    let held = StoreHealth::Paused { reason: "another program holds the database".to_owned() };
    assert_eq!(*store.health().borrow(), held);
    // Readers wait for nobody.
    assert_eq!(store.recent_activities(1).await.unwrap(), []);
    other.execute_batch("COMMIT").unwrap();
    store.append_activities(vec![activity(at(0.0), "web", None)], None).await.unwrap();
    assert_eq!(*store.health().borrow(), StoreHealth::Recording);
}

#[tokio::test]
async fn damage_that_is_met_later_is_searched_for_at_the_next_start() {
    let fixture = Fixture::new();
    let path = fixture.path();
    fixture.store.close().await.unwrap();
    open::suspect(&path);
    let mark = set_aside::with_suffix(&path, ".suspect");
    assert!(mark.exists());
    let opened = Store::open(&path, now()).unwrap();
    assert_eq!(opened.set_aside, None);
    opened.store.close().await.unwrap();
    assert!(!mark.exists(), "a clean bill clears it");

    // Meet some: the file changes under the writer, whose pages are not in its memory.
    let store = Store::open(&path, now()).unwrap().store;
    for second in 0..10 {
        store.record_frame(Arc::new(big_frame(second.into())));
        store.flush().await.unwrap();
    }
    sql(&store, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    sql(&store, "PRAGMA shrink_memory").await;
    let mut bytes = fs::read(&path).unwrap();
    bytes[4 * 4096..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let query = HistoryQuery {
        subject: HistorySubject::Total,
        metric: Metric::Cpu,
        from: at(0.0),
        to: at(60.0),
        points: 10,
        top: 8,
        pinned: Vec::new(),
    };
    assert!(matches!(store.history(query, at(60.0)).await, Err(StoreError::Sqlite(_))));
    assert!(mark.exists(), "a reader met it");
    fs::remove_file(&mark).unwrap();
    store.record_frame(Arc::new(big_frame(60.0)));
    until(
        &store,
        |health| matches!(health, StoreHealth::Paused { reason } if reason.contains("damaged")),
    )
    .await;
    assert!(mark.exists(), "the writer met it");
    store.close().await.unwrap();
    let set_aside = Store::open(&path, now()).unwrap().set_aside.unwrap();
    assert_eq!(set_aside.reason, SetAsideReason::Unreadable);
    assert!(!mark.exists());
}

#[tokio::test]
async fn closing_writes_what_waits_and_then_nothing_works_and_nothing_panics() {
    let fixture = Fixture::new();
    let store = fixture.store.clone();
    for second in 0..20_u32 {
        store.record_frame(Arc::new(big_frame(second.into())));
    }
    store.upsert_instances(vec![record("late", "late")], at(0.0));
    store.close().await.unwrap();
    store.close().await.unwrap();
    assert_eq!(fixture.number(FRAMES), 20);
    assert_eq!(fixture.number("SELECT count(*) FROM instances WHERE name = 'late'"), 1);

    store.record_frame(Arc::new(big_frame(30.0)));
    store.upsert_instances(vec![record("later", "later")], at(0.0));
    assert_eq!(store.dropped_frames(), 1);
    assert!(matches!(store.append_activities(Vec::new(), None).await, Err(StoreError::Closed)));
    assert!(matches!(store.checkpoint("x").await, Err(StoreError::Closed)));
    assert!(matches!(store.flush().await, Err(StoreError::Closed)));
    assert!(matches!(store.prune(now()).await, Err(StoreError::Closed)));
}

#[tokio::test]
async fn the_last_handle_gone_ends_the_writer_after_its_work() {
    let fixture = Fixture::new();
    let path = fixture.path();
    let Fixture { folder, store } = fixture;
    let thread = store.thread.lock().unwrap().take().unwrap();
    store.record_frame(Arc::new(big_frame(0.0)));
    drop(store);
    tokio::task::spawn_blocking(move || thread.join()).await.unwrap().unwrap();
    assert_eq!(number(&path, FRAMES), 1);
    drop(folder);
}

#[tokio::test]
async fn a_writer_that_fails_by_a_bug_is_not_silent() {
    let fixture = Fixture::new();
    let result = fixture.store.write(|_| -> Result<(), StoreError> { panic!("a bug") }).await;
    assert!(matches!(result, Err(StoreError::Closed)));
    until(&fixture.store, |health| matches!(health, StoreHealth::Paused { .. })).await;
    fixture.store.record_frame(Arc::new(big_frame(0.0)));
    fixture.store.close().await.unwrap();
}

#[tokio::test]
async fn a_damaged_row_costs_its_bucket_and_nothing_else() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let tick = |second: u32| frame(at(second.into()), vec![sample("a", Some(10.0), Some(4096))]);
    for second in 0..25 {
        fixture.record(tick(second)).await;
    }
    // No checksum of SQLite's would notice.
    sql(
        store,
        "UPDATE metrics_history SET cpu = x'80' WHERE tier = 0 AND recorded_at % 60000 = 22000",
    )
    .await;
    sql(
        store,
        "UPDATE metrics_history SET series = x'80' WHERE tier = 1 AND recorded_at % 60000 = 10000",
    )
    .await;
    for second in 25..8 * 3600 {
        store.record_frame(Arc::new(tick(second)));
        if second % 50 == 0 {
            store.flush().await.unwrap();
        }
    }
    store.flush().await.unwrap();
    assert_eq!(store.dropped_frames(), 0);
    assert_eq!(*store.health().borrow(), StoreHealth::Recording);
    let history = fixture.ask(of("a"), Metric::Cpu, 0.0, 7200.0, 720).await;
    assert_eq!(history.bucket_ms, 10_000);
    let known: Vec<bool> = history.series[0].avg.iter().map(Option::is_some).collect();
    assert_eq!(known.iter().filter(|known| **known).count(), 719);
    assert!(!known[1] && known[2], "only the one whose row is gone");

    // And so it is with what is packed.
    sql(store, "UPDATE metrics_archive SET cpu = x'ff' WHERE tier = 1 AND begins % 14400000 = 0")
        .await;
    let history = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, 28_000.0, 2000).await;
    assert!(history.series[0].avg.iter().flatten().count() > 500, "the rest is there");
}

#[tokio::test]
async fn a_full_disk_is_one_pause_however_often_it_is_tidied() {
    let fixture = Fixture::with(impatient());
    let store = &fixture.store;
    fixture.record(big_frame(0.0)).await;
    sql(store, "PRAGMA max_page_count = 1").await;
    let mut second = 0.0;
    while *store.health().borrow() == StoreHealth::Recording {
        second += 1.0;
        fixture.record(big_frame(second)).await;
    }
    let mut health = store.health();
    health.borrow_and_update();
    for _ in 0..20 {
        second += 61.0;
        fixture.record(big_frame(second)).await;
        time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!health.has_changed().unwrap(), "it neither came back nor was lost again");
}
