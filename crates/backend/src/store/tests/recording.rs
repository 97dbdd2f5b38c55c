//! Frames, instances, activities and checkpoints, and what becomes of old ones.

use super::*;

#[tokio::test]
async fn a_frame_is_readable_as_soon_as_it_is_written_and_what_is_missing_is_missing() {
    let fixture = Fixture::new();
    let full = Sample {
        cpu_percent: Some(12.5),
        memory_bytes: Some(3 * 4096),
        network_rx_rate: Some(3.0),
        network_tx_rate: Some(4.0),
        disk_read_rate: Some(5.0),
        disk_write_rate: Some(0.0),
        ..Sample::empty(InstanceId::new("full"))
    };
    let unknown = sample("unknown", Some(f64::NAN), None);
    fixture.record(frame(at(0.25), vec![full, unknown])).await;
    let expected = [12.5, 12_288.0, 3.0, 4.0, 5.0, 0.0];
    for (metric, expected) in Metric::ALL.into_iter().zip(expected) {
        let history = fixture.ask(of("full"), metric, 0.0, 2.0, 1).await;
        assert_eq!(history.series[0].avg, [Some(expected)], "{metric:?}");
        let history = fixture.ask(of("unknown"), metric, 0.0, 2.0, 1).await;
        assert_eq!(history.series[0].avg, [None], "{metric:?}");
        assert_eq!(history.series[0].mean, None);
    }
}

#[tokio::test]
async fn a_second_frame_of_the_same_millisecond_changes_nothing() {
    let fixture = Fixture::new();
    for cpu in [1.0, 2.0] {
        fixture.record(frame(at(0.0), vec![sample("a", Some(cpu), None)])).await;
    }
    assert_eq!(fixture.number(FRAMES), 1);
    let history = fixture.ask(of("a"), Metric::Cpu, 0.0, 2.0, 1).await;
    assert_eq!(history.series[0].avg, [Some(1.0)]);
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
async fn a_choice_is_remembered_and_can_be_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("console.db");
    let store = Store::open(&path, DateTime::UNIX_EPOCH).unwrap().store;
    assert_eq!(store.preference("http_door").await.unwrap(), None);
    store.prefer("http_door", "true".to_owned()).await.unwrap();
    store.prefer("http_door", "false".to_owned()).await.unwrap();
    store.close().await.unwrap();
    let store = Store::open(&path, DateTime::UNIX_EPOCH).unwrap().store;
    assert_eq!(store.preference("http_door").await.unwrap().as_deref(), Some("false"));
    assert_eq!(store.preference("other").await.unwrap(), None);
}
