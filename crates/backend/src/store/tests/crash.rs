//! Ends that nobody asked for: the process is killed for real, the disk is full for real.

use super::*;
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

/// Where a child of these tests finds its database; without it there is nothing for it to do.
const DATABASE: &str = "STORE_TEST_DATABASE";

/// This very test program, to run one of its ignored tests by itself.
fn child(test: &str) -> Vec<std::ffi::OsString> {
    let program = std::env::current_exe().unwrap();
    let name = format!("store::tests::crash::{test}");
    [program.into_os_string()]
        .into_iter()
        .chain(["--ignored", "--exact", "--nocapture", &name].map(Into::into))
        .collect()
}

/// Records ten frames a second at their real times, for ever, and says so.
#[tokio::test]
#[ignore = "a process for another test to kill"]
async fn records_for_ever() {
    let Some(path) = std::env::var_os(DATABASE) else { return };
    let store = Store::open(Path::new(&path), Utc::now()).unwrap().store;
    for number in 0_u64.. {
        let samples = (0..200).map(|i| sample(&format!("instance-{i}"), Some(1.0), Some(4096)));
        store.record_frame(Arc::new(frame(Utc::now(), samples.collect())));
        store.append_activities(vec![activity(Utc::now(), "web", None)], None).await.unwrap();
        println!("recorded {number}");
        time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_process_that_is_killed_loses_at_most_two_seconds_and_the_file_opens_clean() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("console.db");
    // Several times, each time on what the last one left.
    for round in 0..4_u32 {
        let line = child("records_for_ever");
        let mut process = Command::new(&line[0])
            .args(&line[1..])
            .env(DATABASE, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
        let wanted = format!("recorded {}", 40 + 13 * round);
        assert!(said.any(|line| line.unwrap().contains(&wanted)), "it recorded");
        let killed_at = Utc::now();
        process.kill().unwrap(); // SIGKILL, at whatever it does just now
        process.wait().unwrap();

        let opened = Store::open(&path, Utc::now()).unwrap();
        assert_eq!(opened.set_aside, None, "it opens clean");
        let check = opened.store.write(|writer| {
            Ok(writer
                .connection()
                .query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?)
        });
        assert_eq!(check.await.unwrap(), "ok");
        let last = number(&path, "SELECT max(recorded_at) FROM metrics_history WHERE tier = 0");
        let lost = killed_at.timestamp_millis() - last;
        assert!(lost <= 2_000, "{lost} ms are lost");
        opened.store.close().await.unwrap();
    }
}

/// Fills the small disk that it is on, and makes room again.
#[tokio::test]
#[ignore = "a process for another test to run on a small disk of its own"]
async fn fills_a_small_disk() {
    let Some(path) = std::env::var_os(DATABASE) else { return };
    let path = PathBuf::from(path);
    let ballast = path.with_file_name("ballast");
    fs::write(&ballast, vec![1_u8; 3 * 1024 * 1024]).unwrap();
    let settings = Settings { retry: Duration::from_millis(50), ..Settings::FILE };
    let store = Store::open_with(&path, now(), settings).unwrap().store;
    let big = |second: f64| {
        let samples = (0..500).map(|i| sample(&format!("instance-{i}"), Some(1.0), Some(4096)));
        Arc::new(frame(at(second), samples.collect()))
    };
    let mut second = 0.0;
    while *store.health().borrow() == StoreHealth::Recording {
        second += 1.0;
        store.record_frame(big(second));
        store.flush().await.unwrap();
        assert!(second < 100_000.0, "the disk never fills");
    }
    let full = StoreHealth::Paused { reason: "the disk is full".to_owned() };
    assert_eq!(*store.health().borrow(), full);
    // What is stored can be read all the while.
    let query = HistoryQuery {
        subject: HistorySubject::Total,
        metric: Metric::Cpu,
        from: at(0.0),
        to: at(second),
        points: 10,
        top: 3,
        pinned: Vec::new(),
    };
    let before = store.history(query.clone(), at(second)).await.unwrap();
    assert!(before.series[0].avg[0].is_some());
    fs::remove_file(&ballast).unwrap();
    let pause = second;
    while *store.health().borrow() != StoreHealth::Recording {
        second += 1.0;
        store.record_frame(big(second));
        store.flush().await.unwrap();
        time::sleep(Duration::from_millis(20)).await;
        assert!(second < pause + 500.0, "it never resumes");
    }
    store.record_frame(big(second + 1.0));
    store.flush().await.unwrap();
    let query = HistoryQuery { to: at(second + 2.0), ..query };
    let after = store.history(query, at(second + 2.0)).await.unwrap();
    assert_eq!(after.series[1].name, before.series[1].name);
    if second - pause > 6.0 {
        assert_eq!(after.gaps.last().map(|gap| gap.reason), Some(GapReason::NotRecorded));
    }
    store.close().await.unwrap();
    println!("paused at {pause} and resumed at {second}");
}

/// A disk of four megabytes needs a mount, and a mount a namespace of one's own.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_disk_that_is_really_full_pauses_recording_and_room_resumes_it() {
    let folder = tempfile::tempdir().unwrap();
    let line = child("fills_a_small_disk");
    let in_namespace = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]);
        command.arg(folder.path()).args(&line).env(DATABASE, folder.path().join("console.db"));
        command
    };
    let mount = "mount -t tmpfs -o size=4m tmpfs \"$1\"";
    let possible = in_namespace(mount).output().is_ok_and(|output| output.status.success());
    if !possible {
        eprintln!(
            "skipped: this machine allows no mount in a namespace, so there is no small disk"
        );
        return;
    }
    let output = in_namespace(&format!("{mount} && shift && exec \"$@\"")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("paused at"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
