//! What programs ask for.

use super::support::*;
use chrono::TimeDelta;
use mini_aws_domain::{
    Activity, Attention, DashboardStats, DoorState, DoorStatus, EngineStatus, Explanation, History,
    Instance, InstanceDetail, LogBatch, LogEnd, LogSession, PastInstance, ResourceSummary,
    Snapshot, Sparklines, Volume, Vpc,
};
use serde::de::DeserializeOwned;

async fn got<T: DeserializeOwned>(house: &House, path: &str) -> T {
    let answer = house.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    assert_eq!(answer.header("content-type"), "application/json");
    serde_json::from_str(&answer.body)
        .unwrap_or_else(|error| panic!("{path}: {error}: {}", answer.body))
}

async fn with_frames(instances: usize) -> House {
    let house = House::with(instances).await;
    house.until("frames", |snapshot| snapshot.frame.is_some()).await;
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_the_console_says_is_had() {
    let house = with_frames(12).await;
    let summary: ResourceSummary = got(&house, "/api/dashboard/summary").await;
    assert_eq!(summary, house.console.summary());
    assert_eq!(summary.total_instances, 12);
    assert_eq!(got::<Vec<Instance>>(&house, "/api/instances").await.len(), 12);
    assert_eq!(
        got::<Vec<Volume>>(&house, "/api/volumes").await.len() as u64,
        summary.total_volumes
    );
    assert_eq!(got::<Vec<Vpc>>(&house, "/api/vpcs").await.len() as u64, summary.total_vpcs);
    assert!(got::<EngineStatus>(&house, "/api/engine").await.engine().is_some());
    assert!(got::<Vec<PastInstance>>(&house, "/api/instances/past").await.is_empty());
    let lines: Sparklines = got(&house, "/api/instances/sparklines").await;
    assert_eq!(lines.bucket_ms, 30_000);
    assert!(lines.lines.iter().all(|line| line.cpu.len() == line.memory.len()));
    let stats: DashboardStats = got(&house, "/api/dashboard/stats").await;
    assert_eq!(stats.summary, summary);
    let snapshot: Snapshot = got(&house, "/api/snapshot").await;
    assert_eq!(snapshot.instances.len(), 12);
    let status: DoorStatus = got(&house, "/api/door").await;
    assert_eq!(status.state, DoorState::Open { address: house.url.clone(), exposed: false });
    assert!(!status.can_change, "not from out here");
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn collecting_is_paused_and_goes_on() {
    let house = with_frames(2).await;
    let key = house.key();
    let say = async |path: &str| house.ask("POST", path, &[("x-api-key", &key)]).await.status;
    assert_eq!(say("/api/engine/pause").await, 202);
    let paused = |snapshot: &Snapshot| matches!(snapshot.engine, EngineStatus::Paused { .. });
    house.until("the pause", paused).await;
    let metrics = house.get("/metrics").await.body;
    assert!(metrics.contains("\nmini_aws_collecting 0\n"), "{metrics}");
    assert_eq!(say("/api/engine/resume").await, 202);
    house.until("the engine", |snapshot| snapshot.engine.engine().is_some()).await;
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_ten_unless_said_and_never_more_than_a_hundred() {
    let house = with_frames(3).await;
    let name = house.console.instances()[0].name.clone();
    for _ in 0..60 {
        house.engine.stop_instance(&name).unwrap();
        house.engine.start_instance(&name).unwrap();
    }
    house.until("many events", |snapshot| snapshot.activity.len() == 100).await;
    let count = async |path: &str| got::<Vec<Activity>>(&house, path).await.len();
    assert_eq!(count("/api/dashboard/events").await, 10);
    assert_eq!(count("/api/dashboard/events?limit=3").await, 3);
    assert_eq!(count("/api/dashboard/events?limit=0").await, 0);
    let most = count("/api/dashboard/events?limit=4000000000").await;
    assert_eq!(most, 100);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_that_of_whom_it_is_asked() {
    let house = with_frames(6).await;
    let frame = house.until("a frame", |snapshot| snapshot.frame.is_some()).await.frame.unwrap();
    let id = &frame.samples[0].instance;
    house
        .until("three more", |snapshot| {
            let newest = snapshot.frame.as_ref().unwrap().timestamp;
            newest - frame.timestamp > TimeDelta::seconds(3)
        })
        .await;
    let path = format!("/api/metrics/history?instance={id}&metric=memory&points=20");
    let told: Sparklines = got(&house, "/api/instances/sparklines").await;
    let line = told.lines.iter().find(|line| line.instance == *id).unwrap();
    assert!(line.memory.iter().flatten().any(|bytes| *bytes > 0), "{line:?}");
    let history: History = got(&house, &path).await;
    assert_eq!(history.metric.as_str(), "memory");
    assert!(history.series[0].avg.iter().flatten().any(|value| *value > 0.0), "{history:?}");
    assert!(history.series[0].avg.len() <= 20);
    let from =
        (house.now() - TimeDelta::minutes(1)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let path = format!("/api/metrics/history?from={from}&top=2&pinned={id},{id}");
    let total: History = got(&house, &path).await;
    assert!(total.series.len() >= 3, "{total:?}");
    let project = house.console.instances().into_iter().find_map(|it| it.project).unwrap();
    got::<History>(&house, &format!("/api/metrics/history?project={project}")).await;
    let activity = format!("/api/activity?instance={id}&kinds=started,died&limit=5");
    got::<Vec<Activity>>(&house, &activity).await;
    let explanation: Explanation =
        got(&house, &format!("/api/instances/{id}/explanation?metric=memory")).await;
    assert_eq!(&explanation.instance, id);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_may_say_what_is_on_the_screen() {
    let house = with_frames(2).await;
    let key = house.key();
    let tell = async |body: String| {
        let headers = [("x-api-key", &*key), ("content-type", "application/json")];
        let answer = house.send("POST", "/api/attention", &headers, body).await;
        let code = if answer.status < 300 { String::new() } else { answer.code() };
        (answer.status, code)
    };
    let of = |count: usize| {
        let ids: Vec<String> = (0..count).map(|n| format!("\"{n:064x}\"")).collect();
        format!("{{\"instances\": [{}]}}", ids.join(","))
    };
    assert_eq!(tell(of(0)).await, (204, String::new()));
    assert_eq!(tell("{}".to_owned()).await, (204, String::new()));
    assert_eq!(tell(of(Attention::MOST)).await, (204, String::new()), "as many as it may be");
    assert_eq!(tell(of(Attention::MOST + 1)).await, (400, "too_many_instances".to_owned()));
    assert_eq!(tell("{\"instance\": []}".to_owned()).await, (400, "bad_request".to_owned()));
    assert_eq!(tell("[]".to_owned()).await, (400, "bad_request".to_owned()), "no object");
    assert_eq!(tell("[".to_owned()).await, (400, "bad_request".to_owned()));
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_had_as_a_file() {
    let house = with_frames(4).await;
    let name = "mini-aws-total-";
    let csv = house.get("/api/metrics/export?metrics=cpu,memory").await;
    assert_eq!((csv.status, csv.header("content-type")), (200, "text/csv; charset=utf-8"));
    let disposition = csv.header("content-disposition");
    assert!(disposition.starts_with(&format!("attachment; filename=\"{name}")), "{disposition}");
    assert!(csv.body.starts_with("time,id,name,samples,cpu_avg"), "{}", csv.body);
    let json = house.get("/api/metrics/export?format=json").await;
    assert_eq!((json.status, json.header("content-type")), (200, "application/json"));
    assert!(json.json().is_object());
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_had_says_why() {
    let house = with_frames(2).await;
    for (path, status, code) in [
        ("/api/metrics/history?instance=nobody", 404, "no_history"),
        ("/api/metrics/history?metric=heat", 400, "bad_request"),
        ("/api/metrics/history?points=-1", 400, "bad_request"),
        ("/api/metrics/history?points=many", 400, "bad_request"),
        ("/api/metrics/history?from=yesterday", 400, "bad_request"),
        ("/api/metrics/history?form=2026-11-16T08:00:00Z", 400, "bad_request"),
        ("/api/metrics/history?instance=a&name=b", 400, "bad_request"),
        ("/api/metrics/history?service=b", 400, "bad_request"),
        (
            "/api/metrics/history?from=2026-11-16T08:00:00Z&to=2026-11-16T08:00:00Z",
            400,
            "bad_range",
        ),
        ("/api/metrics/export?instance=nobody", 404, "no_history"),
        ("/api/metrics/export?from=2026-11-16T08:00:00Z&to=2026-11-15T08:00:00Z", 400, "bad_range"),
        ("/api/metrics/export?metrics=cpu,heat", 400, "bad_request"),
        ("/api/metrics/export?format=pdf", 400, "bad_request"),
        ("/api/metrics/export?to=-262143-01-01T00:00:00Z", 400, "bad_range"),
        ("/api/metrics/history?to=-262143-01-01T00:00:00Z", 400, "bad_range"),
        ("/api/activity?kinds=sneezed", 400, "bad_request"),
        ("/api/instances/nobody", 404, "no_instance"),
        ("/api/instances/%00", 404, "no_instance"),
        ("/api/instances/..%2Finfo", 404, "no_instance"),
        ("/api/instances/%FF", 400, "bad_request"),
        ("/api/instances/nobody?reveal=true", 400, "bad_request"),
        ("/api/instances/nobody/explanation", 404, "unknown_instance"),
        ("/api/instances/nobody/explanation?metric=disk_read", 404, "unknown_instance"),
        ("/api/instances/nobody/explanation?metric=heat", 400, "bad_request"),
        ("/api/instances/%FF/explanation", 400, "bad_request"),
        ("/api/dashboard/events?limit=all", 400, "bad_request"),
        ("/api/dashboard/summary?x=1", 400, "bad_request"),
        ("/api/nothing", 404, "not_found"),
    ] {
        let answer = house.get(path).await;
        assert_eq!((answer.status, &*answer.code()), (status, code), "{path} {}", answer.body);
        assert!(!answer.json()["next_step"].as_str().unwrap().is_empty(), "{path}");
    }
    let key = house.key();
    let answer = house.ask("DELETE", "/api/instances", &[("x-api-key", &key)]).await;
    assert_eq!((answer.status, &*answer.code()), (405, "method_not_allowed"));
    assert!(answer.header("allow").contains("GET"));
    assert!(
        house.get("/ws").await.code().len() > 3,
        "that it is no WebSocket is told like the rest"
    );
    let key = house.key();
    let answer = house.ask("POST", "/session", &[("x-api-key", &key)]).await;
    assert_eq!((answer.status, &*answer.code()), (415, "bad_request"));
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_of_what_is_served() {
    let house = House::with(0).await;
    let document = house.get("/api/openapi.json").await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(document["components"]["securitySchemes"]["api_key"].is_object());
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let path = path.replace("{id}", "nobody");
            let key = house.key();
            if path.ends_with("/stream") || path == "/ws" {
                continue; // they go on for ever, and have tests of their own
            }
            let body = match path.as_str() {
                "/api/logs" => r#"{"instance":"nobody","tail":10,"follow":false}"#,
                "/api/engine/pick" => r#"{"pick":"automatic"}"#,
                "/api/retention" if method == "post" => {
                    r#"{"history_days":90,"cap_bytes":1073741824}"#
                }
                // Everything else that may be brought along may be left out of it.
                _ if operation["requestBody"].is_object() => "{}",
                _ => "",
            };
            let answer =
                house.send(&method.to_uppercase(), &path, &[("x-api-key", &key)], body).await;
            let nobody = ["unknown_instance", "no_instance", "no_log"];
            let served = answer.status < 300 || nobody.contains(&answer.code().as_str());
            assert!(served, "{method} {path}: {} {}", answer.status, answer.body);
        }
    }
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_is_told_in_full_and_its_log_line_by_line_or_whole() {
    let house = with_frames(24).await;
    let key = house.key();
    let snapshot = house.console.snapshot();
    let id = |name: &str| {
        let instance = snapshot.instances.iter().find(|instance| instance.name == name).unwrap();
        instance.id.to_string()
    };
    let postgres = id("postgres");
    let masked: InstanceDetail = got(&house, &format!("/api/instances/{postgres}")).await;
    assert!(masked.environment.iter().any(|it| it.is_secret && it.value.is_none()));
    let path = format!("/api/instances/{postgres}/reveal");
    let answer = house.ask("POST", &path, &[("x-api-key", &key)]).await;
    let revealed: InstanceDetail = serde_json::from_value(answer.json()).unwrap();
    assert!(revealed.revealed && revealed.environment.iter().all(|it| it.value.is_some()));
    assert_eq!(house.get(&path).await.status, 405, "nobody reveals by following a link");

    let ask =
        async |body: String| house.send("POST", "/api/logs", &[("x-api-key", &key)], body).await;
    let web = id("web");
    let begun = ask(format!(r#"{{"instance":"{web}","tail":50,"follow":false}}"#)).await;
    let session: LogSession = serde_json::from_value(begun.json()).unwrap();
    let log = format!("/api/logs/{}", session.id);
    let mut lines = Vec::new();
    let end = loop {
        let batch: LogBatch = got(&house, &log).await;
        lines.extend(batch.lines);
        if let Some(end) = batch.end {
            break end;
        }
    };
    assert_eq!((lines.len(), end), (50, LogEnd::Done));
    let closing = format!("{log}/end");
    assert_eq!(house.ask("POST", &closing, &[("x-api-key", &key)]).await.status, 204);
    assert_eq!(house.get(&log).await.code(), "no_log");
    for (body, status) in [
        (format!(r#"{{"instance":"{web}","tail":100001,"follow":false}}"#), 400),
        (format!(r#"{{"instance":"{web}","tail":-1,"follow":false}}"#), 400),
        (format!(r#"{{"instance":"{web}","tail":1,"follow":false,"colour":"red"}}"#), 400),
        (r#"{"instance":"a\u0000b","tail":1,"follow":false}"#.to_owned(), 404),
        (r#"{"instance":"../info","tail":1,"follow":false}"#.to_owned(), 404),
    ] {
        assert_eq!(ask(body.clone()).await.status, status, "{body}");
    }

    let saved = house.get(&format!("/api/instances/{web}/logs?timestamps=false")).await;
    assert_eq!(saved.header("content-type"), "text/plain; charset=utf-8");
    assert!(saved.header("content-disposition").contains("mini-aws-web-log-"));
    assert!(saved.body.lines().count() > 1_000 && saved.body.starts_with("10.0."));
    let refused = house.get(&format!("/api/instances/{}/logs", id("dns"))).await;
    assert_eq!((refused.status, &*refused.code()), (409, "log_not_kept"));
    house.end().await;
}
