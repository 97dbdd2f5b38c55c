//! Who comes in and who does not.

use super::support::*;
use chrono::TimeDelta;
use futures_util::StreamExt;
use mini_aws_backend::gateway::{Door, DoorOptions};
use mini_aws_backend::{DataDir, DataDirError};
use mini_aws_domain::{ActivityKind, DoorState, NoticeCode, Snapshot};

/// Every address of the door that needs a key: those of the API's description, and the rest.
async fn addresses(house: &House) -> Vec<(String, String)> {
    let document = house.get("/api/openapi.json").await.json();
    let mut all: Vec<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            let path = path.replace("{id}", "abc");
            methods
                .as_object()
                .unwrap()
                .keys()
                .map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    for path in [
        "/",
        "/index.html",
        "/nowhere",
        "/api",
        "/api/openapi.json",
        "/api/dashboard/stream",
        "/metrics",
        "/ws",
    ] {
        all.push(("GET".to_owned(), path.to_owned()));
    }
    assert!(all.len() > 20, "{all:?}");
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_but_one_answers_without_a_key_that_is_right_now() {
    let house = House::with(2).await;
    let addresses = addresses(&house).await;
    let replaced = house.key();
    house.door.rotate_key().await.unwrap();
    let key = house.key();
    let entered = house.ask("GET", &link(&house), &[]).await;
    let expired = cookie_of(&entered);
    house.later(TimeDelta::days(8));
    let longer = format!("{key}0");
    let port = house.url.rsplit(':').next().unwrap();
    let forged = format!("mini_aws_session_{port}=9999999999.abc.{}", "0".repeat(64));
    let bearer = format!("Bearer {}", &key[1..]);
    let protocol = format!("mini-aws.v1, mini-aws.key.{}", &key[..63]);
    let credentials: &[(&str, &[(&str, &str)])] = &[
        ("key_missing", &[]),
        ("key_wrong", &[("x-api-key", "wrong")]),
        ("key_wrong", &[("x-api-key", &key[..63])]),
        ("key_wrong", &[("x-api-key", &longer)]),
        ("key_wrong", &[("x-api-key", &replaced)]),
        ("key_wrong", &[("authorization", &bearer)]),
        ("key_wrong", &[("sec-websocket-protocol", &protocol)]),
        ("key_wrong", &[("cookie", &forged)]),
        ("session_expired", &[("cookie", &expired)]),
    ];
    for (method, path) in &addresses {
        for (code, headers) in credentials {
            // Nobody has to wait in a minute of its own.
            house.later(TimeDelta::seconds(61));
            let mut headers = headers.to_vec();
            if path == "/ws" {
                headers.extend([
                    ("connection", "upgrade"),
                    ("upgrade", "websocket"),
                    ("sec-websocket-version", "13"),
                    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ]);
            }
            let answer = house.ask(method, path, &headers).await;
            assert_eq!(
                (answer.status, &*answer.code()),
                (401, *code),
                "{method} {path} {headers:?}"
            );
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    }
    let open = house.ask("GET", "/healthz", &[]).await;
    assert_eq!((open.status, &*open.body), (200, "ok"));
    house.end().await;
}

fn link(house: &House) -> String {
    let link = house.door.link().unwrap().url;
    link.strip_prefix(&house.url).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_in_the_address_is_no_key() {
    let house = House::with(0).await;
    let key = house.key();
    for name in ["api_key", "key", "token", "access_token", "x-api-key"] {
        let answer = house.ask("GET", &format!("/api/dashboard/summary?{name}={key}"), &[]).await;
        assert_eq!(answer.status, 401, "{name}");
    }
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_tries_have_to_wait_and_the_feed_tells_of_them_without_the_key() {
    let house = House::with(0).await;
    let path = "/api/instances?secret=in-the-query";
    for _ in 0..10 {
        assert_eq!(house.ask("GET", path, &[("x-api-key", "a-wrong-key")]).await.status, 401);
    }
    let answer = house.ask("GET", path, &[("x-api-key", "a-wrong-key")]).await;
    assert_eq!((answer.status, &*answer.code()), (429, "too_many_failures"));
    assert!(answer.header("retry-after").parse::<u64>().unwrap() <= 60);
    assert_eq!(house.get("/api/dashboard/summary").await.status, 200, "the right one comes in");

    let refused = |snapshot: &Snapshot| -> Vec<String> {
        let told = snapshot.activity.iter();
        told.filter(|it| it.kind == ActivityKind::AccessRefused)
            .map(|it| it.detail.clone())
            .collect()
    };
    let snapshot =
        house.until("the feed tells of it", |snapshot| !refused(snapshot).is_empty()).await;
    assert_eq!(refused(&snapshot), ["127.0.0.1 came with a wrong key, at /api/instances"]);
    house.later(TimeDelta::seconds(61));
    let snapshot = house.until("and of the others", |snapshot| refused(snapshot).len() == 2).await;
    assert_eq!(refused(&snapshot)[0], "10 more of 127.0.0.1 within a minute");
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_an_address_is_never_told() {
    let house = House::with(0).await;
    let link = link(&house);
    let key = house.key();
    // A slash too many, and a key in the wrong place.
    for path in [format!("/{link}"), format!("/api/{key}"), format!("/{}", "x".repeat(5_000))] {
        house.later(TimeDelta::seconds(61));
        assert_eq!(house.ask("GET", &path, &[]).await.status, 401);
    }
    let refused = |snapshot: &Snapshot| -> Vec<String> {
        let told = snapshot.activity.iter();
        told.filter(|it| it.kind == ActivityKind::AccessRefused)
            .map(|it| it.detail.clone())
            .collect()
    };
    let snapshot = house.until("all are told", |snapshot| refused(snapshot).len() == 3).await;
    for sentence in refused(&snapshot) {
        assert_eq!(sentence, "127.0.0.1 came with no key, at a page or an address that is none");
    }
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_looks_at_a_link_does_not_use_it_up() {
    let house = House::with(0).await;
    let link = link(&house);
    let looked = house.ask("HEAD", &link, &[]).await;
    assert_eq!((looked.status, looked.header("set-cookie")), (200, ""));
    assert_eq!(house.ask("GET", &link, &[]).await.status, 303);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_goes_on_while_it_is_used_and_a_proxys_password_is_no_key() {
    let house = House::with(0).await;
    let cookie = cookie_of(&house.ask("GET", &link(&house), &[]).await);
    let proxied = [("cookie", &*cookie), ("authorization", "Basic dXNlcjpwYXNz")];
    let answer = house.ask("GET", "/api/dashboard/summary", &proxied).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (200, ""));
    house.later(TimeDelta::days(5));
    let renewed = house.ask("GET", "/api/dashboard/summary", &[("cookie", &cookie)]).await;
    let fresh = cookie_of(&renewed);
    house.later(TimeDelta::days(5));
    assert_eq!(house.ask("GET", "/", &[("cookie", &cookie)]).await.status, 401);
    assert_eq!(house.ask("GET", "/", &[("cookie", &fresh)]).await.status, 200);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_in_is_shut_out_by_a_new_key_and_by_closing() {
    let house = House::with(2).await;
    for close in [false, true] {
        let key = house.key();
        let mut stream = house.listen("/api/dashboard/stream", &key).await;
        assert!(stream.next().await.is_some(), "something comes");
        if close {
            house.door.set(false).await.unwrap();
        } else {
            house.door.rotate_key().await.unwrap();
        }
        // What is under way comes still, and then it ends.
        let ended = async { while stream.next().await.is_some() {} };
        tokio::time::timeout(PATIENCE, ended).await.expect("the stream ends");
    }
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_that_of_the_file_also_where_the_database_is_of_no_use() {
    let data = tempfile::tempdir().unwrap();
    // Nothing can be opened there, and nothing set aside.
    let blocker = rusqlite::Connection::open(data.path().join("console.db")).unwrap();
    blocker.execute_batch("CREATE TABLE t (x); BEGIN EXCLUSIVE").unwrap();
    let house = House::at(data, 0, &[]).await;
    let snapshot = house.console.snapshot();
    assert!(snapshot.notices.iter().any(|it| it.code == NoticeCode::NotRecording), "{snapshot:?}");
    assert_eq!(house.get("/api/dashboard/summary").await.status, 200);
    let again = DataDir::open(Some(house.data.path()), None).unwrap().claim();
    assert!(matches!(again, Err(DataDirError::Taken { .. })), "{again:?}");
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_lets_one_browser_in_and_the_cookie_stays_over_a_restart() {
    let house = House::with(0).await;
    let link = link(&house);
    let entered = house.ask("GET", &link, &[("accept", "text/html")]).await;
    assert_eq!((entered.status, entered.header("location")), (303, "/"));
    let cookie = cookie_of(&entered);
    assert_eq!(house.ask("GET", "/", &[("cookie", &cookie)]).await.status, 200);

    let again = house.ask("GET", &link, &[("accept", "text/html")]).await;
    assert_eq!(again.status, 401);
    assert!(again.body.contains("used already") && again.headers.get("set-cookie").is_none());

    // Cookies go by the port's name, so it must be the same one.
    let port: u16 = house.url.rsplit(':').next().unwrap().parse().unwrap();
    house.door.close().await;
    let bind = Some(([127, 0, 0, 1], port).into());
    let options = DoorOptions { bind, ..Default::default() };
    let second = Door::new(house.console.clone(), assets(), options);
    second.open().await.unwrap();
    let answer = house.ask("GET", "/api/dashboard/summary", &[("cookie", &cookie)]).await;
    assert_eq!(answer.status, 200);
    second.close().await;
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_from_another_sites_page_goes_on_by_a_page_of_ours() {
    let house = House::with(0).await;
    let answer = house.ask("GET", &link(&house), &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("http-equiv=\"refresh\""));
    cookie_of(&answer);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_a_session_is_asked_for_the_key() {
    let house = House::with(0).await;
    let asked = house.ask("GET", "/", &[("accept", "text/html")]).await;
    assert_eq!(asked.status, 401);
    assert!(asked.body.contains("action=\"/session\""), "{}", asked.body);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let wrong = house.send("POST", "/session", &[form], "key=wrong%3Cb%3E").await;
    assert_eq!(wrong.status, 401);
    assert!(!wrong.body.contains("wrong<b>") && wrong.headers.get("set-cookie").is_none());
    let body: &'static str = Box::leak(format!("key={}", house.key()).into_boxed_str());
    let entered = house.send("POST", "/session", &[form], body).await;
    assert_eq!((entered.status, entered.header("location")), (303, "/"));
    let cookie = cookie_of(&entered);
    assert_eq!(house.ask("GET", "/", &[("cookie", &cookie)]).await.status, 200);
    let foreign = [form, ("origin", "http://evil.example")];
    assert_eq!(house.send("POST", "/session", &foreign, body).await.status, 403);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_shuts_out_and_is_told() {
    let house = House::with(0).await;
    let key = house.key();
    let cookie = cookie_of(&house.ask("GET", &link(&house), &[]).await);
    house.door.rotate_key().await.unwrap();
    assert_ne!(house.key(), key);
    assert_eq!(house.ask("GET", "/", &[("x-api-key", &key)]).await.code(), "key_wrong");
    assert_eq!(house.ask("GET", "/", &[("cookie", &cookie)]).await.code(), "key_wrong");
    assert_eq!(house.get("/").await.status, 200, "at the same address");
    house
        .until("the feed tells of it", |snapshot| {
            snapshot.activity.iter().any(|it| it.kind == ActivityKind::KeyRotated)
        })
        .await;
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switch_is_remembered_and_told() {
    let house = House::with(0).await;
    house.door.set(false).await.unwrap();
    assert!(house.door.url().is_none() && house.door.link().is_err());
    house.door.open_if_preferred().await.unwrap();
    assert!(house.door.url().is_none(), "left closed");
    house.door.set(true).await.unwrap();
    assert!(house.door.url().is_some());
    house.door.close().await;
    house.door.open_if_preferred().await.unwrap();
    assert!(house.door.url().is_some(), "left open");
    let kinds: Vec<_> = house.console.snapshot().activity.iter().map(|it| it.kind).collect();
    let switched = |kind| kinds.iter().filter(|known| **known == kind).count();
    assert_eq!((switched(ActivityKind::DoorOpened), switched(ActivityKind::DoorClosed)), (1, 1));
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_taken_says_so() {
    let house = House::with(0).await;
    let port: u16 = house.url.rsplit(':').next().unwrap().parse().unwrap();
    let bind = Some(([127, 0, 0, 1], port).into());
    let options = DoorOptions { bind, ..Default::default() };
    let second = Door::new(house.console.clone(), assets(), options);
    let problem = second.open().await.unwrap_err().problem();
    assert_eq!(problem.code, "address_taken");
    let DoorState::Failed { problem: shown } = second.status().state else {
        panic!("{:?}", second.status());
    };
    assert_eq!(shown, problem);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn switches_that_overlap_leave_it_as_the_last_one_says() {
    let house = House::with(0).await;
    let switch = |open| {
        let door = house.door.clone();
        tokio::spawn(async move { door.set(open).await })
    };
    let switches: Vec<_> = (0..20).map(|number| switch(number % 2 == 0)).collect();
    let door = house.door.clone();
    let rotated = tokio::spawn(async move { door.rotate_key().await });
    for switched in switches {
        switched.await.unwrap().unwrap();
    }
    // Whether it was open just then is another matter.
    let _ = rotated.await.unwrap();
    house.door.set(true).await.unwrap();
    assert!(house.door.url().is_some());
    let kinds: Vec<_> = house.console.snapshot().activity.iter().map(|it| it.kind).collect();
    let told = |kind| kinds.iter().filter(|known| **known == kind).count();
    let (opened, closed) = (told(ActivityKind::DoorOpened), told(ActivityKind::DoorClosed));
    assert_eq!(opened, closed, "as often as it was closed it was opened again: {kinds:?}");
    house.door.close().await;
    house.door.open_if_preferred().await.unwrap();
    assert!(house.door.url().is_some(), "and that is remembered");
    house.end().await;
}
