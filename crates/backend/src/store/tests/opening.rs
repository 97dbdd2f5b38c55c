//! Files that are missing, old, new, broken, locked or out of reach.

use super::*;
use rusqlite::OpenFlags;

fn open(path: &Path) -> Opened {
    Store::open(path, now()).unwrap()
}

/// A database with some rows, closed.
async fn made(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("console.db");
    let store = open(&path).store;
    for second in 0..200_u32 {
        let samples = (0..20).map(|i| sample(&format!("instance-{i}"), Some(1.0), Some(1)));
        store.record_frame(Arc::new(frame(at(second.into()), samples.collect())));
        store.flush().await.unwrap();
    }
    store.close().await.unwrap();
    path
}

async fn works(store: &Store) {
    let new = vec![activity(now(), "web", None)];
    assert_eq!(store.append_activities(new, None).await.unwrap().len(), 1);
    assert_eq!(names(&store.recent_activities(5).await.unwrap()), ["web"]);
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_new_file_is_made_with_its_folder_and_configured() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep").join("er").join("console.db");
    let opened = open(&path);
    assert_eq!(opened.set_aside, None);
    works(&opened.store).await;
    let store = opened.store.clone();
    let pragma = |name: &'static str| {
        let store = store.clone();
        async move {
            let read = move |writer: &mut Writer| {
                Ok(writer
                    .connection()
                    .pragma_query_value(None, name, |row| row.get::<_, i64>(0))?)
            };
            store.write(read).await.unwrap()
        }
    };
    assert_eq!(pragma("auto_vacuum").await, 2);
    assert_eq!(pragma("page_size").await, 4096);
    assert_eq!(pragma("synchronous").await, 1);
    assert_eq!(pragma("foreign_keys").await, 1);
    assert_eq!(pragma("user_version").await, 7);
    assert_eq!(number(&path, "SELECT 1 FROM pragma_journal_mode WHERE journal_mode = 'wal'"), 1);
    store.close().await.unwrap();
    assert_eq!(files(path.parent().unwrap()), ["console.db"], "closing removes the log");
}

#[tokio::test]
async fn what_was_stored_is_there_after_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(&folder).await;
    let opened = open(&path);
    assert_eq!(opened.set_aside, None);
    assert_eq!(number(&path, FRAMES), 200);
    works(&opened.store).await;
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own").join("console.db");
    let store = open(&path).store;
    works(&store).await;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(&set_aside::with_suffix(&path, suffix)), 0o600, "{suffix}");
    }
    store.close().await.unwrap();

    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let _store = open(&path).store;
    assert_eq!(mode(&path), 0o600, "one that was open to others is closed to them");
}

#[tokio::test]
async fn what_is_no_database_is_set_aside_whole_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("console.db");
    let aside = folder.path().join("console.db.unreadable-2026-11-23T00-47-12Z");
    fs::write(&aside, "somebody's").unwrap();
    fs::write(&path, "garbage ".repeat(1000)).unwrap();
    fs::write(set_aside::with_suffix(&path, "-wal"), "log").unwrap();
    fs::write(set_aside::with_suffix(&path, "-shm"), "index").unwrap();

    let opened = open(&path);
    let set_aside = opened.set_aside.unwrap();
    assert_eq!(set_aside.reason, SetAsideReason::Unreadable);
    assert!(set_aside.detail.contains("not a database"), "{}", set_aside.detail);
    let second = folder.path().join("console.db.unreadable-2026-11-23T00-47-12Z-2");
    assert_eq!(set_aside.moved_to, second);
    assert_eq!(fs::read_to_string(&aside).unwrap(), "somebody's");
    assert_eq!(fs::read_to_string(&second).unwrap(), "garbage ".repeat(1000));
    assert_eq!(fs::read(set_aside::with_suffix(&second, "-wal")).unwrap(), b"log");
    // The index is SQLite's own scratch, and may have been made again; here it must not stay.
    assert!(set_aside::with_suffix(&second, "-shm").exists());
    works(&opened.store).await;
}

#[tokio::test]
async fn a_truncated_or_damaged_file_is_set_aside() {
    let truncate = |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() / 2);
    let header = |bytes: &mut Vec<u8>| bytes[..100].fill(0x5a);
    let pages = |bytes: &mut Vec<u8>| bytes[8 * 4096..20 * 4096].fill(0x5a);
    let damages: [fn(&mut Vec<u8>); 3] = [truncate, header, pages];
    for damage in damages {
        let folder = tempfile::tempdir().unwrap();
        let path = made(&folder).await;
        let mut bytes = fs::read(&path).unwrap();
        damage(&mut bytes);
        fs::write(&path, &bytes).unwrap();

        let opened = open(&path);
        let set_aside = opened.set_aside.unwrap();
        assert_eq!(set_aside.reason, SetAsideReason::Unreadable);
        assert_eq!(fs::read(&set_aside.moved_to).unwrap(), bytes, "it is kept as it was found");
        works(&opened.store).await;
    }
}

#[tokio::test]
async fn an_empty_file_is_a_new_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("console.db");
    fs::write(&path, "").unwrap();
    let opened = open(&path);
    assert_eq!(opened.set_aside, None);
    works(&opened.store).await;
}

#[tokio::test]
async fn a_newer_database_is_set_aside_with_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(&folder).await;
    // Left open as by a crash: the version and a table are in the log only.
    let copy = folder.path().join("other.db");
    {
        let newer = Connection::open(&path).unwrap();
        newer.execute_batch("CREATE TABLE tomorrow (x) STRICT").unwrap_err();
        newer.execute_batch("CREATE TABLE tomorrow (x INTEGER) STRICT").unwrap();
        newer.pragma_update(None, "user_version", 99).unwrap();
        fs::copy(&path, &copy).unwrap();
        fs::copy(set_aside::with_suffix(&path, "-wal"), set_aside::with_suffix(&copy, "-wal"))
            .unwrap();
    }
    let opened = open(&copy);
    let set_aside = opened.set_aside.unwrap();
    assert_eq!(set_aside.reason, SetAsideReason::Newer);
    assert_eq!(set_aside.moved_to, folder.path().join("other.db.newer-2026-11-23T00-47-12Z"));
    assert!(set_aside.detail.contains("99"), "{}", set_aside.detail);
    works(&opened.store).await;
    let kept = Connection::open(&set_aside.moved_to).unwrap();
    let rows: i64 =
        kept.query_row("SELECT count(*) + 4000 FROM tomorrow", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 4000);
}

#[tokio::test]
async fn another_programs_database_and_a_strange_schema_are_set_aside() {
    let other = "CREATE TABLE instances (x INTEGER)";
    let foreign_version = "CREATE TABLE t (x INTEGER); PRAGMA user_version = -7";
    // Our mark and version, but without what belongs to them.
    let strange =
        "CREATE TABLE t (x INTEGER); PRAGMA application_id = 0x4d415743; PRAGMA user_version = 6";
    let clash = "CREATE TABLE instances (x INTEGER); PRAGMA application_id = 0x4d415743";
    for sql in [other, foreign_version, strange, clash] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("console.db");
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let opened = open(&path);
        assert_eq!(opened.set_aside.unwrap().reason, SetAsideReason::Unreadable, "{sql}");
        works(&opened.store).await;
    }
}

#[tokio::test]
async fn a_locked_database_stays_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(&folder).await;
    let other = Connection::open(&path).unwrap();
    other.pragma_update(None, "locking_mode", "EXCLUSIVE").unwrap();
    other.execute_batch("BEGIN IMMEDIATE; CREATE TABLE t (x INTEGER); COMMIT").unwrap();
    let error = Store::open(&path, now()).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    assert!(!files(folder.path()).iter().any(|name| name.contains("unreadable")));
}

#[tokio::test]
async fn a_newer_database_that_is_in_use_is_not_moved_from_under_its_user() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(&folder).await;
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let error = Store::open(&path, now()).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    drop(newer);
    assert_eq!(open(&path).set_aside.unwrap().reason, SetAsideReason::Newer);
}

/// A folder that cannot be made, for its parent is a file: root may write any folder, so a mode would not do.
#[tokio::test]
async fn a_place_that_cannot_be_written_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let directory = folder.path().join("console.db");
    fs::create_dir(&directory).unwrap();
    for path in [file.join("console.db"), directory] {
        let error = Store::open(&path, now()).unwrap_err();
        assert!(matches!(&error, StoreError::NotWritable { path: named, .. } if *named == path));
        assert!(error.to_string().contains("cannot be written"), "{error}");
    }
    assert_eq!(files(folder.path()), ["console.db", "file"]);
}

#[tokio::test]
async fn two_consoles_may_share_a_file() {
    let fixture = Fixture::new();
    let second = open(&fixture.path()).store;
    for i in 0..50_u32 {
        let store = if i % 2 == 0 { &fixture.store } else { &second };
        let new = vec![activity(now(), "web", Some(&format!("{}", i / 2)))];
        let appended = store.append_activities(new, None).await.unwrap();
        assert_eq!(appended.len(), if i % 2 == 0 { 1 } else { 0 });
    }
    assert_eq!(fixture.number("SELECT count(*) FROM activity"), 25);
}

#[tokio::test]
async fn a_store_in_memory_does_everything_but_last() {
    let store = Store::in_memory();
    works(&store).await;
    store.record_frame(Arc::new(frame(at(0.0), vec![sample("a", Some(5.0), None)])));
    let query = HistoryQuery {
        subject: HistorySubject::Total,
        metric: Metric::Cpu,
        from: at(-1.0),
        to: at(1.0),
        points: 2,
        top: 8,
        pinned: Vec::new(),
    };
    assert_eq!(store.history(query, at(1.0)).await.unwrap().series.len(), 2);
    store.close().await.unwrap();
    assert!(matches!(store.recent_activities(1).await, Err(StoreError::Closed)));
}

#[tokio::test]
async fn a_store_that_could_not_even_be_made_in_memory_says_so() {
    let store = Store::dead("out of threads".to_owned());
    assert!(
        matches!(&*store.health().borrow(), StoreHealth::Paused { reason } if reason == "out of threads")
    );
    assert!(matches!(store.recent_activities(1).await, Err(StoreError::Closed)));
    store.record_frame(Arc::new(frame(at(0.0), Vec::new())));
    assert_eq!(store.dropped_frames(), 1);
    store.close().await.unwrap();
}

#[tokio::test]
async fn readers_cannot_write() {
    let fixture = Fixture::new();
    let reader = Connection::open_with_flags(fixture.path(), OpenFlags::SQLITE_OPEN_READ_ONLY);
    assert!(reader.unwrap().is_readonly("main").unwrap());
    let refused =
        fixture.store.read(|connection| Ok(connection.execute("DELETE FROM activity", [])?)).await;
    assert!(matches!(refused, Err(StoreError::Sqlite(_))));
    assert_eq!(*fixture.store.health().borrow(), StoreHealth::Recording);
}
