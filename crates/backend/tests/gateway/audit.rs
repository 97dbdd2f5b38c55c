//! The audit log over HTTP.

use super::support::*;
use futures_util::StreamExt as _;
use mini_aws_demo::{Fault, FaultKind};
use mini_aws_domain::{
    Activity, ActivityKind, AuditPage, AuditPlace, AuditQuery, Outcome, Retention, Snapshot,
};

async fn asked(house: &House, body: &str) -> Answer {
    let key = house.key();
    let headers = [("x-api-key", &*key), ("content-type", "application/json")];
    house.send("POST", "/api/audit", &headers, body).await
}

async fn page(house: &House, query: &AuditQuery) -> AuditPage {
    let answer = asked(house, &serde_json::to_string(query).unwrap()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

fn told(house: &House, kind: ActivityKind) -> Vec<String> {
    let activity = house.console.snapshot().activity;
    activity.into_iter().filter(|it| it.kind == kind).map(|it| it.detail).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_happened_is_had_part_by_part_and_as_a_file() {
    let house = House::with(3).await;
    house.until("the list", |snapshot| snapshot.summary.total_instances == 3).await;
    let name = house.console.instances()[0].name.clone();
    for _ in 0..10 {
        house.engine.stop_instance(&name).unwrap();
        house.engine.start_instance(&name).unwrap();
    }
    let of_ours = |kind| move |it: &&Activity| it.kind == kind;
    house
        .until("the last start", |snapshot: &Snapshot| {
            snapshot.activity.iter().filter(of_ours(ActivityKind::Started)).count() == 10
        })
        .await;
    let mut query = AuditQuery {
        kinds: vec![ActivityKind::Started, ActivityKind::Stopped],
        text: name.to_uppercase(),
        limit: 8,
        ..AuditQuery::default()
    };
    let mut found = Vec::new();
    loop {
        let page = page(&house, &query).await;
        query.before = page.entries.last().map(AuditPlace::of);
        found.extend(page.entries);
        if !page.more {
            break;
        }
    }
    assert_eq!(found.len(), 20, "{found:#?}");
    assert!(found.iter().all(|it| it.subject.name == name));
    assert!(found.is_sorted_by_key(|it| std::cmp::Reverse(AuditPlace::of(it))));

    let wanted = "/api/audit/export?query=%7B%22kinds%22%3A%5B%22started%22%5D%7D";
    let csv = house.get(wanted).await;
    assert_eq!((csv.status, csv.header("content-type")), (200, "text/csv; charset=utf-8"));
    let disposition = csv.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"mini-aws-activity-"), "{disposition}");
    assert_eq!(csv.body.lines().count(), 11, "{}", csv.body);
    let json = house.get(&format!("{wanted}&format=json")).await;
    assert_eq!((json.status, json.header("content-type")), (200, "application/json"));
    assert_eq!(json.json()["entries"].as_array().unwrap().len(), 10);

    house.get("/api/metrics/export?metrics=cpu").await;
    house.until("the exports", |_| told(&house, ActivityKind::Exported).len() == 3).await;
    let exports = told(&house, ActivityKind::Exported);
    assert!(exports[0].starts_with("history of all instances, "), "{exports:?}");
    assert_eq!(exports[1..], ["activity, 10 rows", "activity, 10 rows"]);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_breaks_off_left_the_console_in_part() {
    let house = House::with(24).await;
    let snapshot = house.until("web", |it| it.instances.iter().any(|it| it.name == "web")).await;
    let web = &snapshot.instances.iter().find(|it| it.name == "web").unwrap().id;
    // It begins, and then there is nothing more for a while, so that it cannot be over when the client goes.
    let kind = FaultKind::Mute { after_frames: 1 };
    house.engine.set_fault(Fault::new("/containers/*/logs", kind));
    let mut log = house.listen(&format!("/api/instances/{web}/logs"), &house.key()).await;
    assert!(log.next().await.unwrap().is_ok_and(|bytes| !bytes.is_empty()));
    assert!(told(&house, ActivityKind::Exported).is_empty(), "it is not over");
    drop(log);
    house.until("the feed", |_| !told(&house, ActivityKind::Exported).is_empty()).await;
    let exports = || told(&house, ActivityKind::Exported);
    assert_eq!(exports(), ["log of web, in part: the client broke off"]);
    let exported = |it: &&Activity| it.kind == ActivityKind::Exported;
    let snapshot = house.console.snapshot();
    assert_eq!(snapshot.activity.iter().find(exported).unwrap().outcome, Outcome::Ok);

    // What the engine breaks off is told as well.
    house.engine.set_fault(Fault::new("/containers/*/logs", FaultKind::Cut { after_frames: 1 }));
    let mut log = house.listen(&format!("/api/instances/{web}/logs"), &house.key()).await;
    while log.next().await.is_some_and(|read| read.is_ok()) {}
    house.until("the feed", |_| exports().len() == 2).await;
    assert_eq!(exports()[0], "log of web, in part: it broke off");
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_looked_for_is_told_in_words() {
    let house = House::with(0).await;
    let long = format!("{{\"text\": \"{}\"}}", "a ".repeat(600));
    for (body, code) in [
        ("[]", "bad_request"),
        ("{", "bad_request"),
        ("{\"kind\": []}", "bad_request"),
        ("{\"kinds\": [\"sneezed\"]}", "bad_request"),
        ("{\"limit\": 4294967296}", "bad_request"),
        ("{\"limit\": -1}", "bad_request"),
        ("{\"from\": \"yesterday\"}", "bad_request"),
        ("{\"before\": {\"id\": 1}}", "bad_request"),
        (&long, "text_too_long"),
    ] {
        let answer = asked(&house, body).await;
        assert_eq!((answer.status, &*answer.code()), (400, code), "{body} {}", answer.body);
        assert!(!answer.json()["next_step"].as_str().unwrap().is_empty(), "{body}");
    }
    for path in [
        "/api/audit/export?query=nonsense",
        "/api/audit/export?query=%5B%5D",
        "/api/audit/export?query=%7B%22kinds%22%3A%5B%22sneezed%22%5D%7D",
        "/api/audit/export?format=pdf",
        "/api/audit/export?what=all",
    ] {
        let answer = house.get(path).await;
        assert_eq!((answer.status, &*answer.code()), (400, "bad_request"), "{path}");
    }
    // What nobody has written is merely not found.
    let odd = AuditQuery { text: "\0 % _".to_owned(), ..AuditQuery::default() };
    assert!(page(&house, &odd).await.entries.is_empty());
    let latest = "{\"from\": \"+262142-12-31T23:59:59.999999999Z\", \"limit\": 4294967295}";
    assert_eq!(asked(&house, latest).await.status, 200);
    // A whole number is one, however it is written.
    assert_eq!(asked(&house, "{\"limit\": 7.0}").await.status, 200);
    assert_eq!(asked(&house, "{\"limit\": 7.5}").await.status, 400);
    assert_eq!(asked(&house, "{\"limit\": 1e300}").await.status, 400);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_in_is_told_and_who_comes_again_at_once_is_not() {
    let house = House::with(0).await;
    let key = house.key();
    assert_eq!(house.door.key().unwrap().key, key, "for the window");
    let enter = async || {
        let link = house.door.link().unwrap().url;
        let link = link.strip_prefix(&house.url).unwrap().to_owned();
        assert_eq!(house.ask("GET", &link, &[]).await.status, 303);
        let form = ("content-type", "application/x-www-form-urlencoded");
        assert_eq!(house.send("POST", "/session", &[form], format!("key={key}")).await.status, 303);
        // A program comes all the time, and is told once an hour.
        let headers = [("x-api-key", &*key), ("user-agent", "curl/8.14.1 and more")];
        assert_eq!(house.ask("GET", "/api/dashboard/summary", &headers).await.status, 200);
    };
    enter().await;
    enter().await;
    let used = || told(&house, ActivityKind::KeyUsed);
    house.until("all ways", |_| used().len() == 3).await;
    assert_eq!(
        used(),
        ["127.0.0.1, by key in a header (curl/8.14.1)", "127.0.0.1, by key", "127.0.0.1, by link"]
    );
    house.later(chrono::TimeDelta::seconds(61));
    enter().await;
    house.until("both ways of people again", |_| used().len() == 5).await;
    assert_eq!(used()[..2], ["127.0.0.1, by key", "127.0.0.1, by link"]);
    house.later(chrono::TimeDelta::hours(1));
    assert_eq!(house.get("/api/dashboard/summary").await.status, 200);
    house.until("a program that has no name", |_| used().len() == 6).await;
    assert_eq!(used()[0], "127.0.0.1, by key in a header");
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_much_is_kept_is_chosen_told_and_in_force_at_once() {
    let house = House::with(0).await;
    let key = house.key();
    let usual: Retention = serde_json::from_str(&house.get("/api/retention").await.body).unwrap();
    assert_eq!(usual, Retention { history_days: 3650, cap_bytes: 512 << 20 });
    let tell = async |body: &str| {
        let headers = [("x-api-key", &*key), ("content-type", "application/json")];
        house.send("POST", "/api/retention", &headers, body).await
    };
    for (body, code) in [
        ("{}", "bad_request"),
        ("{\"history_days\": 7}", "bad_request"),
        ("{\"history_days\": 7, \"cap_bytes\": 99999999999999999999999}", "bad_request"),
        ("{\"history_days\": 0, \"cap_bytes\": 1073741824}", "bad_retention"),
        ("{\"history_days\": 3651, \"cap_bytes\": 1073741824}", "bad_retention"),
        ("{\"history_days\": 7, \"cap_bytes\": 67108863}", "bad_retention"),
        ("{\"history_days\": 7, \"cap_bytes\": 1073741824, \"more\": 1}", "bad_request"),
    ] {
        let answer = tell(body).await;
        assert_eq!((answer.status, &*answer.code()), (400, code), "{body}");
        assert!(!answer.json()["next_step"].as_str().unwrap().is_empty(), "{body}");
    }
    let wanted = Retention { history_days: 90, cap_bytes: 1 << 30 };
    for _ in 0..2 {
        let answer = tell(&serde_json::to_string(&wanted).unwrap()).await;
        assert_eq!(serde_json::from_str::<Retention>(&answer.body).unwrap(), wanted);
    }
    assert_eq!(house.console.retention(), wanted);
    house.until("the feed", |_| !told(&house, ActivityKind::SettingsChanged).is_empty()).await;
    assert_eq!(told(&house, ActivityKind::SettingsChanged), ["keeps 90 days, 1 GiB"]);
    house
        .until("its cost", |snapshot| {
            let database = snapshot.own_cost.and_then(|cost| cost.database);
            database.is_some_and(|database| database.cap_bytes == wanted.cap_bytes)
        })
        .await;
    house.end().await;
}
