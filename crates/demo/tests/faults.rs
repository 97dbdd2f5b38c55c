//! What goes wrong on request, as a client sees it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use bollard::query_parameters::InspectContainerOptions;
use futures_util::StreamExt;
use mini_aws_demo::{Config, Fault, FaultKind, InstanceSpec, Listen, VolumeSpec};
use std::{net::SocketAddr, time::Duration};
use support::{client, engine, events, frame, quick, stats, status, until, within};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::Instant,
};

#[tokio::test]
async fn a_status_comes_with_dockers_message_and_wears_off() {
    let engine = engine(quick(1)).await;
    let docker = client(&engine).await;
    let inspect = || docker.inspect_container("api", None::<InspectContainerOptions>);
    for code in [404, 409, 500] {
        let message = "something is wrong".to_owned();
        engine.set_fault(
            Fault::new("/containers/*/json", FaultKind::Status { code, message }).times(1),
        );
        let answer = within(inspect()).await;
        assert!(format!("{answer:?}").contains("something is wrong"));
        assert_eq!(status(answer), code);
        within(inspect()).await.unwrap();
    }
}

#[tokio::test]
async fn late_is_late_but_right() {
    let engine = engine(quick(1)).await;
    let docker = client(&engine).await;
    let by = Duration::from_millis(120);
    engine.set_fault(Fault::new("/info", FaultKind::Delay(by)));
    let began = Instant::now();
    assert_eq!(within(docker.info()).await.unwrap().containers, Some(1));
    assert!(began.elapsed() >= by);
}

#[tokio::test]
async fn garbage_is_an_error_of_either_kind() {
    let engine = engine(quick(1)).await;
    let docker = client(&engine).await;
    for kind in [FaultKind::NotJson, FaultKind::NotHttp] {
        engine.set_fault(Fault::new("/info", kind));
        assert!(within(docker.info()).await.is_err());
        engine.clear_faults();
        within(docker.info()).await.unwrap();
    }
}

#[tokio::test]
async fn silence_lasts_until_it_is_cleared() {
    let engine = engine(quick(1)).await;
    let docker = client(&engine).await;
    engine.set_fault(Fault::new("/info", FaultKind::Silence));
    let info = docker.info();
    tokio::pin!(info);
    assert!(tokio::time::timeout(Duration::from_millis(200), &mut info).await.is_err());
    engine.clear_faults();
    assert!(within(info).await.is_err());
    within(docker.info()).await.unwrap();
}

#[tokio::test]
async fn a_stream_is_cut_in_mid_frame() {
    let engine = engine(quick(1)).await;
    let docker = client(&engine).await;
    engine
        .set_fault(Fault::new("/containers/*/stats", FaultKind::Cut { after_frames: 2 }).times(1));
    let mut stream = stats(&docker, "api", true, false);
    frame(&mut stream).await;
    frame(&mut stream).await;
    let third = within(stream.next()).await;
    assert!(!matches!(third, Some(Ok(_))), "{third:?}");
    drop(stream);
    // A list that is no stream breaks in its middle.
    engine.set_fault(Fault::new("/containers/json", FaultKind::Cut { after_frames: 0 }).times(1));
    assert!(within(docker.list_containers(None)).await.is_err());
    within(docker.list_containers(None)).await.unwrap();
}

#[tokio::test]
async fn a_stream_falls_silent_and_breaks_when_that_is_cleared() {
    let engine = engine(quick(1)).await;
    let docker = client(&engine).await;
    engine.set_fault(Fault::new("/containers/*/stats", FaultKind::Mute { after_frames: 1 }));
    let mut stream = stats(&docker, "api", true, false);
    frame(&mut stream).await;
    assert!(tokio::time::timeout(Duration::from_millis(300), stream.next()).await.is_err());
    engine.clear_faults();
    let end = within(stream.next()).await;
    assert!(!matches!(end, Some(Ok(_))), "{end:?}");
}

#[tokio::test]
async fn every_frame_can_come_late() {
    let engine = engine(quick(1)).await;
    let docker = client(&engine).await;
    let by = Duration::from_millis(150);
    engine.set_fault(Fault::new("/containers/*/stats", FaultKind::Slow(by)));
    let began = Instant::now();
    let mut stream = stats(&docker, "api", true, false);
    frame(&mut stream).await;
    frame(&mut stream).await;
    assert!(began.elapsed() >= by * 2);
}

#[tokio::test]
async fn the_engine_goes_away_and_comes_back() {
    for listen in [Listen::Local, Listen::Tcp(([127, 0, 0, 1], 0).into())] {
        let engine = engine(Config { listen, ..quick(2) }).await;
        let docker = client(&engine).await;
        let mut stream = stats(&docker, "api", true, false);
        frame(&mut stream).await;
        engine.stop_listening().await.unwrap();
        assert!(!engine.is_listening());
        assert!(engine.socket_path().is_none_or(|path| !path.exists()));
        // The stream breaks; frames that were under way may come first.
        within(async { while let Some(Ok(_)) = stream.next().await {} }).await;
        assert!(within(docker.ping()).await.is_err());
        engine.resume().await.unwrap();
        within(docker.ping()).await.unwrap();
    }
}

#[tokio::test]
async fn a_restart_resets_counters_and_the_log_and_ends_what_has_no_policy() {
    let engine = engine(quick(1)).await;
    engine.create_instance(InstanceSpec::new("fleeting")).unwrap();
    engine.create_volume(VolumeSpec::new("kept")).unwrap();
    let docker = client(&engine).await;
    let total = |frame: bollard::models::ContainerStatsResponse| {
        frame.cpu_stats.unwrap().cpu_usage.unwrap().total_usage.unwrap()
    };
    let before = total(frame(&mut stats(&docker, "api", false, true)).await);
    assert!(before > 60_000_000_000);
    engine.restart_engine(Duration::from_millis(50)).await.unwrap();
    until("it is back", || engine.is_listening()).await;
    let after = total(frame(&mut stats(&docker, "api", false, true)).await);
    assert!(after < before, "{after} after {before}");
    assert_eq!(engine.status("fleeting").unwrap().as_str(), "exited");
    let now = (engine.now().timestamp() + 1).to_string();
    let log: Vec<_> = within(events(&docker, Some("1"), Some(&now)).collect()).await;
    let log: Vec<_> = log.into_iter().map(|event| support::word(&event.unwrap())).collect();
    assert_eq!(log, ["network connect", "container start"]);
}

/// Sends bytes as they are; what comes back until the connection ends.
async fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The engine may hang up in the middle of nonsense.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let read = async {
        let mut part = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut part).await {
            answer.extend_from_slice(&part[..count]);
        }
    };
    within(read).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn nonsense_is_answered_and_harms_nobody() {
    let engine =
        engine(Config { listen: Listen::Tcp(([127, 0, 0, 1], 0).into()), ..quick(24) }).await;
    let address: SocketAddr = engine.endpoint().trim_start_matches("tcp://").parse().unwrap();
    let post = |path: &str, body: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    for (request, want) in [
        (get("/nowhere"), "404"),
        (get("/"), "404"),
        (get("//////"), "404"),
        (get("/v1.99/info"), "400"),
        (get("/v1.2/info"), "400"),
        (get("/v9999999999999999.1/info"), "400"),
        (get("/containers/%ff%00/json"), "404"),
        (get("/containers//json"), "200"),
        (get("/containers/json?filters=%7B"), "400"),
        (get("/containers/json?limit=many"), "400"),
        (get("/events?since=yesterday"), "400"),
        (get("/networks/nothing"), "404"),
        (get("/volumes/nothing"), "404"),
        (post("/containers/create", "{"), "400"),
        (post("/containers/create", "[1,2]"), "400"),
        (post("/containers/create", "{}"), "400"),
        (post("/containers/create?name=a/b", "{\"Image\":\"x\"}"), "400"),
        (
            post(
                "/containers/create?name=good",
                "{\"Image\":\"x\",\"HostConfig\":null,\"Cmd\":null}",
            ),
            "201",
        ),
        (post("/containers/good/kill?signal=SIGNONSENSE", ""), "400"),
        (post("/containers/good/dance", ""), "404"),
        (post("/volumes/create", "{\"Name\":\"../../etc\"}"), "400"),
        (post("/networks/create", "{}"), "400"),
        (post("/info", ""), "404"),
        ("HEAD /_ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_owned(), "200"),
        ("not http at all\r\n\r\n".to_owned(), "400"),
        (post("/volumes/create", &"x".repeat(2 << 20)), "413"),
    ] {
        let answer = raw(address, request.as_bytes()).await;
        let line = answer.lines().next().unwrap_or_default();
        assert!(line.contains(want), "{}: {line}", &request[..request.len().min(80)]);
        if want.starts_with('4') && !request.starts_with("not") {
            assert!(answer.contains("{\"message\":"), "{answer}");
        }
    }
    let ping = raw(address, get("/_ping").as_bytes()).await.to_ascii_lowercase();
    for header in [
        "api-version: 1.47",
        "docker-experimental: false",
        "ostype: linux",
        "server: docker/27.5.1 (linux)",
    ] {
        assert!(ping.contains(header), "{ping}");
    }
    assert_eq!(engine.requests()["/_ping"], 2);
}
