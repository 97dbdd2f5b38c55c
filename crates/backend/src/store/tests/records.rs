//! Reading for who does not record: it changes nothing, whoever writes meanwhile.

use super::*;
use mini_aws_domain::{EnginePick, ExportRequest};

/// The files of the store's folder and what is in them.
fn content(fixture: &Fixture) -> Vec<(PathBuf, Vec<u8>)> {
    let files = fs::read_dir(fixture.folder.path()).unwrap().map(|file| file.unwrap().path());
    let mut content: Vec<_> = files.map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    content.sort();
    content
}

async fn filled() -> Fixture {
    let fixture = Fixture::new();
    fixture.store.upsert_instances(vec![record("a", "web")], now());
    fixture.record(frame(now(), vec![sample("a", Some(10.0), Some(1))])).await;
    let checkpoint = ("events:unix:///docker.sock".to_owned(), 7);
    let died = vec![activity(now(), "web", None)];
    fixture.store.append_activities(died, Some(checkpoint)).await.unwrap();
    fixture
}

async fn assert_read(records: &Records) {
    assert_eq!(names(&records.recent_activities(10).await.unwrap()), ["web"]);
    assert_eq!(records.known_instances(10).await.unwrap()[0].name, "web");
    assert_eq!(records.followed_to("unix:///docker.sock").await.unwrap(), Some(7));
    assert_eq!(records.followed_to("unix:///other.sock").await.unwrap(), None);
    let request = ExportRequest {
        subject: of("a"),
        metrics: Vec::new(),
        from: now() - TimeDelta::minutes(1),
        to: now() + TimeDelta::minutes(1),
        format: mini_aws_domain::ExportFormat::Csv,
    };
    let summary = records.export(request, Box::new(std::io::sink())).await.unwrap();
    assert_eq!(summary.rows, 1);
}

#[tokio::test]
async fn nothing_is_changed_by_reading_what_nobody_writes() {
    let fixture = filled().await;
    fixture.store.close().await.unwrap();
    let before = content(&fixture);
    assert_read(&Records::at(&fixture.path()).unwrap().unwrap()).await;
    assert_eq!(content(&fixture), before);
}

#[tokio::test]
async fn what_a_console_writes_is_read_while_it_writes() {
    let fixture = filled().await;
    assert!(set_aside::with_suffix(&fixture.path(), "-wal").exists(), "it is in the log alone");
    assert_read(&Records::at(&fixture.path()).unwrap().unwrap()).await;
    fixture.record(frame(now() + TimeDelta::seconds(1), Vec::new())).await;
    assert_eq!(fixture.number(FRAMES), 2, "nobody was held up");
}

#[tokio::test]
async fn what_is_not_there_is_nothing_and_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("console.db"), folder.path().join("none/console.db")] {
        assert!(Records::at(&path).unwrap().is_none());
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_choice_that_cannot_be_understood_is_an_error() {
    let fixture = filled().await;
    let records = Records::at(&fixture.path()).unwrap().unwrap();
    assert_eq!(records.engine_pick().await.unwrap(), EnginePick::Automatic);
    fixture.store.prefer("engine", "{".to_owned()).await.unwrap();
    assert!(matches!(records.engine_pick().await, Err(StoreError::Choice(_))));
}

#[tokio::test]
async fn odd_names_of_folders_are_names() {
    let fixture = filled().await;
    fixture.store.close().await.unwrap();
    let odd = fixture.folder.path().join("a?b#c%20d ü");
    fs::create_dir(&odd).unwrap();
    fs::copy(fixture.path(), odd.join("console.db")).unwrap();
    assert_read(&Records::at(&odd.join("console.db")).unwrap().unwrap()).await;
    assert_eq!(fs::read_dir(&odd).unwrap().count(), 1);
}

#[tokio::test]
async fn what_cannot_be_read_says_why_and_stays() {
    let fixture = filled().await;
    fixture.store.close().await.unwrap();
    let set = |version: i64| {
        let database = Connection::open(fixture.path()).unwrap();
        database.pragma_update(None, "journal_mode", "DELETE").unwrap();
        database.pragma_update(None, "user_version", version).unwrap();
    };
    for (version, words) in [(99, "a newer version"), (1, "an older version")] {
        set(version);
        let records = Records::at(&fixture.path()).unwrap().unwrap();
        let error = records.recent_activities(1).await.unwrap_err();
        assert!(matches!(error, StoreError::NotReadable { .. }), "{error:?}");
        assert!(error.to_string().contains(words), "{error}");
    }
    fs::write(fixture.path(), "no database at all, and long enough to be taken for one").unwrap();
    let records = Records::at(&fixture.path()).unwrap().unwrap();
    assert!(matches!(records.known_instances(1).await, Err(StoreError::NotReadable { .. })));
    assert!(fixture.path().exists());
}
