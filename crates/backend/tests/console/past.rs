//! What the console tells of the past, through its whole surface.

use super::support::*;
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_backend::{Console, ConsoleConfig, EngineChoice, system_clock};
use mini_aws_demo::InstanceSpec;
use mini_aws_domain::{
    ActivityKind, ActivityQuery, ExportFormat, ExportRequest, GapReason, History, HistoryQuery,
    HistorySubject, Metric,
};
use tokio::time::{Duration, Instant, sleep};

async fn cpu(console: &Console, subject: HistorySubject, since: DateTime<Utc>) -> History {
    let query = HistoryQuery {
        subject,
        metric: Metric::Cpu,
        from: since,
        to: console.now(),
        points: 500,
        top: 8,
        pinned: Vec::new(),
    };
    console.history(query).await.unwrap()
}

/// Asks until the answer is as it should be.
pub async fn cpu_until(
    console: &Console,
    subject: &HistorySubject,
    since: DateTime<Utc>,
    holds: impl Fn(&History) -> bool,
) -> History {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let history = cpu(console, subject.clone(), since).await;
        if holds(&history) {
            return history;
        }
        assert!(Instant::now() < deadline, "waited in vain: {history:#?}");
        sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_is_removed_and_made_anew_keeps_its_past_under_its_name() {
    let room = Room::with(0).await;
    let since = room.console.now() - TimeDelta::seconds(1);
    let spec = || InstanceSpec { cpu_percent: 50.0, ..InstanceSpec::new("web") };
    let first = room.engine.create_instance(spec()).unwrap();
    let of_first = HistorySubject::Instance { id: mini_aws_domain::InstanceId::new(first) };
    room.until("a value", |snapshot| {
        snapshot
            .frame
            .as_ref()
            .is_some_and(|frame| frame.samples.iter().any(|sample| sample.cpu_percent.is_some()))
    })
    .await;
    let known = |history: &History| history.series[0].avg.iter().flatten().count() >= 2;
    cpu_until(&room.console, &of_first, since, known).await;
    assert_eq!(room.console.past_instances().await.unwrap(), [], "it is there");
    let lines = room.console.sparklines().await.unwrap().lines;
    assert_eq!(lines.len(), 1);
    assert!(of_first == HistorySubject::Instance { id: lines[0].instance.clone() });
    assert!(lines[0].cpu.iter().flatten().all(|cpu| *cpu > 0.0), "{lines:?}");
    assert!(
        lines[0].cpu.iter().any(Option::is_some) && lines[0].memory.iter().any(Option::is_some)
    );

    room.engine.remove("web").unwrap();
    room.until("its end", |snapshot| tells(snapshot, "web", ActivityKind::Terminated) == 1).await;
    let gone = room.console.past_instances().await.unwrap();
    assert_eq!(gone.len(), 1);
    assert_eq!(room.console.sparklines().await.unwrap().lines, [], "who is gone has no line");
    assert_eq!((gone[0].name.as_str(), gone[0].id.as_str().len()), ("web", 64));
    assert!(gone[0].last_seen >= gone[0].first_seen);
    assert!(known(&cpu(&room.console, of_first, since).await), "its history outlives it");

    room.engine.create_instance(spec()).unwrap();
    let by_name = HistorySubject::Name { name: "web".to_owned() };
    let both =
        cpu_until(&room.console, &by_name, since, |history| history.series[0].instances == 2).await;
    assert_eq!(both.series.len(), 3, "the name, and each of its instances");
    assert_eq!(room.console.past_instances().await.unwrap().len(), 1, "the new one is another");
    let marks = ActivityQuery {
        subject: by_name,
        from: since,
        to: room.console.now(),
        limit: 50,
        kinds: Vec::new(),
    };
    let marks = room.console.activity_between(marks).await.unwrap();
    assert_eq!(marks.iter().filter(|mark| mark.kind == ActivityKind::Started).count(), 2);
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_time_without_an_engine_is_a_gap_that_says_so() {
    let room = Room::with(2).await;
    let since = room.console.now() - TimeDelta::seconds(1);
    room.until("a frame", |snapshot| snapshot.frame.is_some()).await;
    room.engine.stop_listening().await.unwrap();
    room.until("its loss", |snapshot| !connected(snapshot)).await;
    let away =
        |history: &History| history.gaps.iter().any(|gap| gap.reason == GapReason::EngineAway);
    let lasting = cpu_until(&room.console, &HistorySubject::Total, since, away).await;
    assert!(lasting.gaps[0].to - lasting.gaps[0].from >= TimeDelta::seconds(5));
    room.engine.resume().await.unwrap();
    room.console.retry_engine();
    let over = cpu_until(&room.console, &HistorySubject::Total, since, |history| {
        away(history) && history.series[0].avg.last().copied().flatten().is_some()
    })
    .await;
    assert_eq!(over.gaps.len(), 1, "{over:#?}");
    assert!(over.series[0].avg.contains(&None), "and no line through it: {over:?}");
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_goes_to_a_file_whole_or_not_at_all() {
    let room = Room::with(3).await;
    let since = room.console.now() - TimeDelta::seconds(1);
    room.until("a frame", |snapshot| snapshot.frame.is_some()).await;
    cpu_until(&room.console, &HistorySubject::Total, since, |history| {
        history.series[0].mean.is_some()
    })
    .await;
    let request = |subject| ExportRequest {
        subject,
        metrics: Vec::new(),
        from: since,
        to: room.console.now(),
        format: ExportFormat::Csv,
    };
    let path = room.data.path().join("week.csv");
    let total = request(HistorySubject::Total);
    let exported = room.console.export_to_file(total.clone(), &path).await.unwrap();
    let csv = std::fs::read_to_string(&path).unwrap();
    assert_eq!(csv.lines().count() as u64, exported.rows + 1);
    assert!(csv.starts_with("time,id,name,samples,cpu_avg_percent_of_one_core,"));
    assert_eq!((exported.path, exported.resolution_ms), (path.display().to_string(), 1000));

    let nobody = request(HistorySubject::Name { name: "nobody".to_owned() });
    let refused = room.console.export_to_file(nobody, &path).await.unwrap_err().problem();
    assert_eq!(refused.code, "no_history");
    assert_eq!(refused.message, "There is no history of an instance named nobody.");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), csv, "what was there is there still");
    let nowhere = room.data.path().join("no such folder").join("week.csv");
    let refused = room.console.export_to_file(total, &nowhere).await.unwrap_err().problem();
    assert_eq!(refused.code, "export_failed");
    let left: Vec<_> = std::fs::read_dir(room.data.path()).unwrap().flatten().collect();
    assert!(left.iter().all(|entry| !entry.path().to_string_lossy().ends_with(".part")));
    room.console.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_is_saved_under_its_name() {
    let engine = engine(5).await;
    let (folder, clock) = (tempfile::tempdir().unwrap(), system_clock());
    let now = clock();
    let console = Console::start(ConsoleConfig {
        engine: EngineChoice::Pretended(engine.endpoint()),
        data_dir: Some(folder.path().to_owned()),
        clock,
        past: Some(engine.past(now)),
        sampling: mini_aws_backend::SamplingChoice::default(),
    })
    .await;
    let gone = loop {
        // Who is gone is known once the engine has said who is there.
        match console.past_instances().await.unwrap().into_iter().find(|i| i.name == "worker") {
            Some(gone) => break gone,
            None => sleep(Duration::from_millis(20)).await,
        }
    };
    let request = ExportRequest {
        subject: HistorySubject::Instance { id: gone.id },
        metrics: Vec::new(),
        from: now - Duration::from_secs(7 * 86_400),
        to: now,
        format: ExportFormat::Csv,
    };
    let name = console.export_name(&request).await.unwrap();
    assert!(name.starts_with("mini-aws-worker-"), "{name}");
    let path = folder.path().join(name);
    let exported = console.export_to_file(request, &path).await.unwrap();
    assert_eq!(exported.path, path.display().to_string());
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count() as u64, exported.rows + 1);
    assert!(exported.rows > 1_000, "{}", exported.rows);
    console.shutdown().await;
    engine.shutdown().await;
}
