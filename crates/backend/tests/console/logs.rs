//! Logs, from the engine's socket to who asks for the next lines.

use super::support::*;
use mini_aws_backend::{Console, ConsoleError};
use mini_aws_demo::{Fault, FaultKind};
use mini_aws_domain::{
    ActivityKind, InstanceId, LogBatch, LogEnd, LogLine, LogSession, LogStream, LogsQuery,
};
use std::time::Duration;
use tokio::time::timeout;

const LOGS: &str = "/containers/*/logs";

async fn id_of(room: &Room, name: &str) -> InstanceId {
    let snapshot = room.until(name, |snapshot| state_of(snapshot, name).is_some()).await;
    snapshot.instances.into_iter().find(|instance| instance.name == name).unwrap().id
}

fn query(instance: &InstanceId, tail: u32, follow: bool) -> LogsQuery {
    LogsQuery { instance: instance.clone(), tail, since: None, follow }
}

fn code<T: std::fmt::Debug>(asked: Result<T, ConsoleError>) -> String {
    let problem = asked.unwrap_err().problem();
    assert!(problem.message.ends_with('.') && !problem.next_step.is_empty(), "{problem:?}");
    problem.code
}

async fn next(console: &Console, session: &LogSession) -> LogBatch {
    timeout(PATIENCE, console.next_logs(session)).await.expect("an answer").unwrap()
}

/// Everything until the end.
async fn all(console: &Console, session: &LogSession) -> (Vec<LogLine>, LogEnd) {
    let mut lines = Vec::new();
    loop {
        let batch = next(console, session).await;
        assert!(batch.lines.len() <= 2_000);
        lines.extend(batch.lines);
        if let Some(end) = batch.end {
            return (lines, end);
        }
    }
}

fn failed(end: LogEnd) -> String {
    match end {
        LogEnd::Failed { problem } => problem.code,
        LogEnd::Done => panic!("it should not have ended well"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_log_comes_whole_and_in_order() {
    let room = Room::with(24).await;
    let web = id_of(&room, "web").await;
    let session = room.console.read_logs(query(&web, 30_000, false)).await.unwrap();
    let (lines, end) = all(&room.console, &session).await;
    assert_eq!((lines.len(), end), (30_000, LogEnd::Done));
    assert!(lines.iter().all(|line| line.at.is_some() && !line.text.ends_with('\n')));
    assert!(lines.is_sorted_by_key(|line| line.at));
    assert!(lines.iter().any(|line| line.stream == LogStream::Err));
    let middle = lines[20_000].at;
    let later = LogsQuery { since: middle, ..query(&web, 100_000, false) };
    let session = room.console.read_logs(later).await.unwrap();
    let (since, _) = all(&room.console, &session).await;
    assert_eq!(since[..5_000], lines[20_000..25_000]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_followed_until_its_instance_ends() {
    let room = Room::with(24).await;
    let web = id_of(&room, "web").await;
    let session = room.console.read_logs(query(&web, 0, true)).await.unwrap();
    let mut lines = Vec::new();
    while lines.len() < 3 {
        let batch = next(&room.console, &session).await;
        assert_eq!(batch.end, None);
        lines.extend(batch.lines);
    }
    room.engine.stop_instance("web").unwrap();
    assert_eq!(all(&room.console, &session).await.1, LogEnd::Done);
    room.console.end_logs(&session);
    assert_eq!(code(room.console.next_logs(&session).await), "no_log");
    room.console.end_logs(&session);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_an_instance_writes_is_text() {
    let room = Room::with(24).await;
    let ingest = id_of(&room, "ingest").await;
    let session = room.console.read_logs(query(&ingest, 3_000, false)).await.unwrap();
    let (lines, _) = all(&room.console, &session).await;
    assert_eq!(lines.len(), 3_000);
    assert!(lines.iter().any(|line| line.is_cut && line.text.len() == 16 * 1024));
    assert!(lines.iter().any(|line| line.text.contains('\u{fffd}')));
    assert!(lines.iter().any(|line| line.text.contains("<script>")));
    let devbox = id_of(&room, "devbox").await;
    let session = room.console.read_logs(query(&devbox, 100, false)).await.unwrap();
    let (lines, _) = all(&room.console, &session).await;
    assert!(lines.iter().all(|line| line.stream == LogStream::Out && !line.text.ends_with('\r')));
    assert!(lines.iter().any(|line| line.text.contains('\r')), "within a line it stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_cannot_be_read_says_why() {
    let room = Room::with(24).await;
    let api = id_of(&room, "api").await;
    let console = &room.console;
    let nobody = InstanceId::new("feedbeef");
    assert_eq!(code(console.read_logs(query(&nobody, 1, false)).await), "no_instance");
    assert_eq!(code(console.read_logs(query(&api, 100_001, false)).await), "too_many_lines");
    let unknown = LogSession { id: "0".repeat(32) };
    assert_eq!(code(console.next_logs(&unknown).await), "no_log");

    let ended = async |id: &InstanceId, follow: bool| {
        let session = console.read_logs(query(id, 1_000, follow)).await.unwrap();
        let (lines, end) = all(console, &session).await;
        (lines.len(), failed(end))
    };
    let dns = id_of(&room, "dns").await;
    assert_eq!(ended(&dns, true).await, (0, "log_not_kept".to_owned()));
    room.engine.set_fault(Fault::new(LOGS, FaultKind::Cut { after_frames: 2 }).times(1));
    let (lines, why) = ended(&api, false).await;
    assert!((1..1_000).contains(&lines), "what came before stays: {lines}");
    assert!(why == "engine_failed" || why == "log_broke_off", "{why}");
    room.engine.set_fault(Fault::new(LOGS, FaultKind::NotJson).times(1));
    assert_eq!(ended(&api, false).await, (0, "log_broke_off".to_owned()));
    let gone = FaultKind::Status { code: 404, message: "No such container: api".to_owned() };
    room.engine.set_fault(Fault::new(LOGS, gone).times(1));
    assert_eq!(ended(&api, false).await, (0, "no_instance".to_owned()));
    let fault = |id: &InstanceId, kind| Fault::new(LOGS.replace('*', id.as_str()), kind);
    room.engine.set_fault(fault(&api, FaultKind::Silence));
    let web = id_of(&room, "web").await;
    room.engine.set_fault(fault(&web, FaultKind::Mute { after_frames: 1 }));
    let (silent, mute) = tokio::join!(ended(&api, true), ended(&web, false));
    assert_eq!(silent, (0, "engine_slow".to_owned()));
    assert_eq!((mute.0 > 0, mute.1.as_str()), (true, "engine_slow"));
    room.engine.clear_faults();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_and_a_lost_engine_end_what_is_read() {
    let room = Room::with(24).await;
    let api = id_of(&room, "api").await;
    let session = room.console.read_logs(query(&api, 1, true)).await.unwrap();
    next(&room.console, &session).await;
    room.console.set_collecting(false).await;
    assert_eq!(failed(all(&room.console, &session).await.1), "paused");
    room.console.set_collecting(true).await;
    room.until("the engine", connected).await;
    let session = room.console.read_logs(query(&api, 1, true)).await.unwrap();
    next(&room.console, &session).await;
    room.engine.restart_engine(Duration::from_secs(3600)).await.unwrap();
    failed(all(&room.console, &session).await.1);
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_log_is_saved_and_told_of() {
    let room = Room::with(24).await;
    let migrate = id_of(&room, "migrate").await;
    let path = room.data.path().join("migrate.txt");
    let saved = room.console.save_logs(&migrate, true, &path).await.unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(saved.rows, text.lines().count() as u64);
    assert!(saved.rows > 0 && text.starts_with("20"), "{text}");
    let plain = room.data.path().join("plain.txt");
    room.console.save_logs(&migrate, false, &plain).await.unwrap();
    assert!(!std::fs::read_to_string(&plain).unwrap().starts_with("20"));
    let told = room
        .until("the feed", |snapshot| tells(snapshot, "console", ActivityKind::Exported) == 2)
        .await;
    assert!(told.activity[0].detail.starts_with("log of migrate"), "{:?}", told.activity[0]);

    room.engine.set_fault(Fault::new(LOGS, FaultKind::Cut { after_frames: 0 }).times(1));
    assert!(room.console.save_logs(&migrate, true, &path).await.is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "what was there is there still");
    let left = std::fs::read_dir(room.data.path()).unwrap();
    let names = left.map(|file| file.unwrap().file_name().to_string_lossy().into_owned());
    assert!(names.into_iter().all(|name| !name.ends_with(".part")));
}
