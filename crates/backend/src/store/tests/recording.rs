//! Frames, instances, activities and checkpoints, and what becomes of old ones.

use super::*;

#[tokio::test]
async fn a_frame_is_readable_as_soon_as_it_is_written_and_gaps_are_null() {
    let fixture = Fixture::new();
    let full = Sample {
        instance: InstanceId::new("full"),
        cpu_percent: Some(12.5),
        memory_bytes: Some(1),
        memory_limit_bytes: Some(u64::MAX),
        network_rx_bytes: Some(3),
        network_tx_bytes: Some(4),
        disk_read_bytes: Some(5),
        disk_write_bytes: Some(0),
        ..Sample::empty(InstanceId::new("full"))
    };
    let unknown = sample("unknown", Some(f64::NAN), None);
    fixture.record(frame(at(0.25), vec![full, unknown])).await;
    let full = format!(
        "SELECT count(*) FROM metrics_history JOIN instances ON key = instance WHERE instances.id = 'full' \
         AND cpu_percent = 12.5 AND memory_bytes = 1 AND memory_limit_bytes = {} AND network_rx_bytes = 3 \
         AND network_tx_bytes = 4 AND disk_read_bytes = 5 AND disk_write_bytes = 0 AND recorded_at = {}",
        i64::MAX,
        at(0.25).timestamp_millis(),
    );
    assert_eq!(fixture.number(&full), 1);
    let unknown = "SELECT count(*) FROM metrics_history JOIN instances ON key = instance \
         WHERE instances.id = 'unknown' AND coalesce(cpu_percent, memory_bytes, memory_limit_bytes, \
         network_rx_bytes, network_tx_bytes, disk_read_bytes, disk_write_bytes) IS NULL";
    assert_eq!(fixture.number(unknown), 1);
}

#[tokio::test]
async fn a_second_frame_of_the_same_millisecond_changes_nothing() {
    let fixture = Fixture::new();
    for cpu in [1.0, 2.0] {
        fixture.record(frame(at(0.0), vec![sample("a", Some(cpu), None)])).await;
    }
    assert_eq!(fixture.number("SELECT count(*) FROM metrics_history"), 1);
    assert_eq!(fixture.number("SELECT CAST(cpu_percent AS INTEGER) FROM frames"), 1);
    assert_eq!(fixture.store.dropped_frames(), 0);
}

#[tokio::test]
async fn an_instance_has_its_short_id_for_a_name_until_one_is_known() {
    let fixture = Fixture::new();
    let id = "0123456789abcdef";
    fixture.record(frame(at(0.0), vec![sample(id, Some(1.0), None)])).await;
    assert_eq!(fixture.number("SELECT name = '0123456789ab' AND image IS NULL FROM instances"), 1);

    fixture.store.upsert_instances(vec![record(id, "web"), record("other", "db")], at(1.0));
    fixture.store.upsert_instances(vec![record(id, "web-2")], at(2.0));
    fixture.store.flush().await.unwrap();
    let seen = format!(
        "SELECT name = 'web-2' AND image = 'nginx:1' AND project = 'shop' AND service IS NULL \
         AND first_seen = {} AND last_seen = {} FROM instances WHERE id = '{id}'",
        at(0.0).timestamp_millis(),
        at(2.0).timestamp_millis(),
    );
    assert_eq!(fixture.number(&seen), 1);
    assert_eq!(fixture.number("SELECT count(*) FROM instances"), 2);
}

#[tokio::test]
async fn activities_come_back_as_they_went_in_newest_first() {
    let fixture = Fixture::new();
    let mut every: Vec<NewActivity> = ActivityKind::ALL
        .iter()
        .zip(1_u32..)
        .map(|(kind, second)| {
            let mut new = activity(at(second.into()), "web", None);
            new.activity.kind = *kind;
            new
        })
        .collect();
    every[0].activity.source = Source::Console;
    every[0].activity.outcome = Outcome::Warning;
    every[1].activity.outcome = Outcome::Ok;
    every[1].activity.exit_code = None;
    let kinds = [SubjectKind::Volume, SubjectKind::Vpc, SubjectKind::Engine, SubjectKind::Console];
    for (new, kind) in every.iter_mut().zip(kinds) {
        new.activity.subject.kind = kind;
    }
    let appended = fixture.store.append_activities(every.clone(), None).await.unwrap();
    for (new, stored) in every.iter().zip(&appended) {
        assert_eq!(Activity { id: stored.id, ..new.activity.clone() }, *stored);
    }
    let mut recent = fixture.store.recent_activities(1000).await.unwrap();
    recent.reverse();
    assert_eq!(recent, appended);
    assert_eq!(fixture.store.recent_activities(2).await.unwrap().len(), 2);

    // A late one goes where its time belongs, with a number that rises all the same.
    let late = vec![activity(at(0.5) + TimeDelta::microseconds(7), "late", None)];
    let late = fixture.store.append_activities(late, None).await.unwrap();
    assert!(late[0].id > appended.last().unwrap().id);
    let recent = fixture.store.recent_activities(1000).await.unwrap();
    assert_eq!(recent.last().unwrap(), &late[0], "to the millisecond, now as later");
}

#[tokio::test]
async fn what_is_heard_twice_is_stored_once() {
    let fixture = Fixture::new();
    let first = vec![
        activity(at(0.0), "a", Some("1")),
        activity(at(1.0), "b", Some("2")),
        activity(at(1.0), "b again", Some("2")),
        activity(at(2.0), "c", None),
    ];
    let appended = fixture.store.append_activities(first, None).await.unwrap();
    assert_eq!(names(&appended), ["a", "b", "c"]);
    let overlap = vec![
        activity(at(1.0), "b", Some("2")),
        activity(at(2.0), "c", None),
        activity(at(3.0), "d", Some("3")),
    ];
    let appended = fixture.store.append_activities(overlap, None).await.unwrap();
    assert_eq!(names(&appended), ["c", "d"]);
    let ids: Vec<i64> = fixture
        .store
        .recent_activities(10)
        .await
        .unwrap()
        .iter()
        .map(|activity| activity.id)
        .collect();
    assert_eq!(ids, [5, 4, 3, 2, 1]);
}

#[tokio::test]
async fn a_checkpoint_is_stored_with_its_activities_or_not_at_all() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    assert_eq!(store.checkpoint("engine").await.unwrap(), None);
    let append = |name: &str, place: i64| {
        let new = vec![activity(at(0.0), name, None)];
        store.append_activities(new, Some(("engine".to_owned(), place)))
    };
    append("a", 7).await.unwrap();
    assert_eq!(store.checkpoint("engine").await.unwrap(), Some(7));
    assert_eq!(store.checkpoint("another").await.unwrap(), None);

    // What SQL refuses half-way leaves neither.
    let broken =
        "CREATE TRIGGER broken BEFORE UPDATE ON checkpoints BEGIN SELECT raise(ABORT, 'no'); END";
    let sql = move |writer: &mut Writer| Ok(writer.connection().execute_batch(broken)?);
    store.write(sql).await.unwrap();
    assert!(matches!(append("b", 8).await, Err(StoreError::Sqlite(_))));
    assert_eq!(store.checkpoint("engine").await.unwrap(), Some(7));
    assert_eq!(names(&store.recent_activities(9).await.unwrap()), ["a"]);
    assert_eq!(*store.health().borrow(), StoreHealth::Recording, "it was the statement's fault");

    // Whoever copies the files at any time, as a crash would leave them, finds both or neither.
    let drop =
        |writer: &mut Writer| Ok(writer.connection().execute_batch("DROP TRIGGER broken")?);
    store.write(drop).await.unwrap();
    let crash = tempfile::tempdir().unwrap();
    let copy = crash.path().join("console.db");
    let (from, to) = (fixture.path(), copy.clone());
    store
        .write(move |writer| {
            writer.write(|transaction, _| {
                let new = [activity(at(1.0), "half-way", None)];
                feed::append(transaction, &new, Some(&("engine".to_owned(), 9)))?;
                // Spills the transaction's pages into the log before it is committed.
                transaction.cache_flush()?;
                for suffix in ["", "-wal"] {
                    fs::copy(
                        set_aside::with_suffix(&from, suffix),
                        set_aside::with_suffix(&to, suffix),
                    )
                    .unwrap();
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    assert_eq!(store.checkpoint("engine").await.unwrap(), Some(9));
    let opened = Store::open(&copy, now()).unwrap();
    assert_eq!(opened.set_aside, None);
    assert_eq!(opened.store.checkpoint("engine").await.unwrap(), Some(7));
    assert_eq!(names(&opened.store.recent_activities(9).await.unwrap()), ["a"]);
}

#[tokio::test]
async fn old_samples_go_by_the_frames_clock_and_activities_stay() {
    let settings = Settings { kept: TimeDelta::minutes(2), activities: 3, ..Settings::FILE };
    let fixture = Fixture::with(settings);
    for second in 0..10_u32 {
        let new = vec![activity(at(second.into()), "web", None)];
        fixture.store.append_activities(new, None).await.unwrap();
    }
    for second in 0..240_u32 {
        let samples = vec![sample("a", Some(1.0), None), sample("b", Some(1.0), None)];
        fixture.record(frame(at(second.into()), samples)).await;
    }
    // The last look was at 180 s, the samples of 60 s and later were young enough.
    assert_eq!(fixture.number("SELECT count(*) FROM metrics_history"), 2 * 180);
    assert_eq!(fixture.number("SELECT count(*) FROM frames"), 180);
    assert_eq!(fixture.number("SELECT count(*) FROM activity"), 3);
    assert_eq!(fixture.number("SELECT min(id) FROM activity"), 8);
    let seen = format!("SELECT min(last_seen) >= {} FROM instances", at(179.0).timestamp_millis());
    assert_eq!(fixture.number(&seen), 1);

    // A clock that is set back does not stop it.
    fixture.record(frame(at(-3600.0), Vec::new())).await;
    fixture.record(frame(at(-3000.0), Vec::new())).await;
    assert_eq!(fixture.number("SELECT count(*) FROM frames"), 181);
}

#[tokio::test]
async fn after_a_long_absence_the_old_goes_bit_by_bit_and_the_space_is_given_back() {
    let fixture = Fixture::new();
    let thousand = |second: u32| {
        let samples = (0..1000).map(|i| sample(&format!("instance-{i}"), Some(1.0), Some(1)));
        frame(at(second.into()), samples.collect())
    };
    for second in 0..45 {
        fixture.record(thousand(second)).await;
    }
    let pages = "SELECT page_count FROM pragma_page_count";
    let full = fixture.number(pages);
    let week = 7 * 24 * 3600;
    fixture.record(thousand(week)).await;
    assert_eq!(fixture.number("SELECT count(*) FROM metrics_history"), 26_000, "one slice went");
    for second in 1..20 {
        fixture.record(frame(at((week + second).into()), Vec::new())).await;
    }
    assert_eq!(fixture.number("SELECT count(*) FROM metrics_history"), 1_000);
    assert!(fixture.number(pages) < full / 2, "{full}");
    assert_eq!(fixture.number("SELECT count(*) FROM instances"), 1_000, "remembered for a month");
}

#[tokio::test]
async fn pruning_on_request_takes_all_of_it_and_says_how_much() {
    let fixture = Fixture::new();
    for second in 0..30_u32 {
        let samples = (0..1000).map(|i| sample(&format!("instance-{i}"), Some(1.0), Some(1)));
        fixture.record(frame(at(second.into()), samples.collect())).await;
    }
    assert_eq!(fixture.store.prune(at(10.0)).await.unwrap(), 10_000);
    assert_eq!(fixture.store.prune(at(10.0)).await.unwrap(), 0);
    assert_eq!(fixture.number("SELECT count(*) FROM metrics_history"), 20_000);
    assert_eq!(fixture.store.prune(at(31.0 + 31.0 * 86_400.0)).await.unwrap(), 20_000);
    assert_eq!(fixture.number("SELECT count(*) FROM instances"), 0, "after a month without a sign");
    assert!(fixture.number("SELECT freelist_count FROM pragma_freelist_count") <= 256);

    // Keys of forgotten instances are forgotten, too.
    fixture.record(frame(at(60.0), vec![sample("instance-1", Some(1.0), None)])).await;
    assert_eq!(fixture.number("SELECT count(*) FROM metrics_history"), 1);
    assert_eq!(fixture.store.dropped_frames(), 0);
}
