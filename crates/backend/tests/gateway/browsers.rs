//! What protects a person whose browser also opens other pages.

use super::support::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_name_does_not_lead_here() {
    let house = House::with(0).await;
    let key = house.key();
    for host in ["evil.example", "evil.example:8787", "127.0.0.1.evil.example"] {
        let headers = [("host", host), ("x-api-key", &*key)];
        for path in ["/", "/api/instances", "/metrics", "/open/abc"] {
            let answer = house.ask("GET", path, &headers).await;
            assert_eq!(
                (answer.status, &*answer.code()),
                (421, "host_not_allowed"),
                "{host} {path}"
            );
        }
    }
    for host in ["localhost", "localhost:1234", "127.0.0.1"] {
        let headers = [("host", host), ("x-api-key", &*key)];
        assert_eq!(house.ask("GET", "/api/instances", &headers).await.status, 200, "{host}");
    }
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_pages_of_named_origins_may_ask() {
    let house = House::built(0, &["http://localhost:3000"]).await;
    let key = house.key();
    let ask = async |origin: &str| {
        house.ask("GET", "/api/instances", &[("origin", origin), ("x-api-key", &key)]).await
    };
    let named = ask("http://localhost:3000").await;
    assert_eq!(named.status, 200);
    assert_eq!(named.header("access-control-allow-origin"), "http://localhost:3000");
    assert_eq!(named.header("access-control-allow-credentials"), "", "cookies stay at home");
    for origin in ["http://evil.example", "null", "http://localhost:3001", "https://localhost:3000"]
    {
        let answer = ask(origin).await;
        assert_eq!((answer.status, &*answer.code()), (403, "origin_not_allowed"), "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_asks_beforehand_is_told_without_a_key() {
    let house = House::built(0, &["http://localhost:3000"]).await;
    let asked = [
        ("origin", "http://localhost:3000"),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "x-api-key"),
    ];
    let told = house.ask("OPTIONS", "/api/instances", &asked).await;
    assert_eq!(told.status, 200);
    assert_eq!(told.header("access-control-allow-origin"), "http://localhost:3000");
    assert!(told.header("access-control-allow-headers").contains("x-api-key"));
    let foreign = [("origin", "http://evil.example"), asked[1], asked[2]];
    assert_eq!(house.ask("OPTIONS", "/api/instances", &foreign).await.status, 403);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_changes_something_only_from_pages_that_may_ask() {
    let house = House::built(0, &["http://localhost:3000"]).await;
    let link = house.door.link().unwrap().url;
    let entered = house.ask("GET", link.strip_prefix(&house.url).unwrap(), &[]).await;
    let cookie = cookie_of(&entered);
    let retry = async |origin: Option<&str>| {
        let mut headers = vec![("cookie", &*cookie)];
        headers.extend(origin.map(|origin| ("origin", origin)));
        house.ask("POST", "/api/engine/retry", &headers).await.status
    };
    assert_eq!(retry(Some(&house.url)).await, 202);
    assert_eq!(retry(None).await, 403);
    assert_eq!(retry(Some("http://localhost:3000")).await, 202, "it was named");
    assert_eq!(retry(Some("http://evil.example")).await, 403);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_tells_browsers_to_be_careful() {
    let house = House::with(0).await;
    let key = house.key();
    for (path, status) in
        [("/", 200), ("/api/instances", 200), ("/nowhere", 404), ("/healthz", 200)]
    {
        let answer = house.ask("GET", path, &[("x-api-key", &key)]).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && !policy.contains("unsafe-inline"),
            "{policy}"
        );
        let kept = if path == "/" { "private, no-cache" } else { "no-store" };
        assert_eq!(answer.header("cache-control"), kept, "{path}");
    }
    let page = house.ask("GET", "/", &[("accept", "text/html")]).await;
    let policy = page.header("content-security-policy").to_owned();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert!(page.body.contains(&format!("<style nonce=\"{nonce}\">")), "the style is allowed");
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_big_is_refused() {
    let house = House::with(0).await;
    let long = format!("/api/instances/{}/explanation", "x".repeat(20_000));
    let key = house.key();
    assert_eq!(house.ask("GET", &long, &[("x-api-key", &key)]).await.status, 431);
    let body: &'static str = Box::leak("x".repeat(20_000).into_boxed_str());
    let form = ("content-type", "application/x-www-form-urlencoded");
    let answer = house.send("POST", "/session", &[form], body).await;
    assert_eq!((answer.status, &*answer.code()), (413, "too_large"));
    house.end().await;
    let house = House::built(0, &["http://localhost:3000"]).await;
    for (path, headers, status) in
        [("/session", vec![form], 413), ("/api/engine/retry", vec![], 401)]
    {
        let headers = [headers, vec![("origin", "http://localhost:3000")]].concat();
        let answer = house.send("POST", path, &headers, body).await;
        assert_eq!(answer.status, status);
        let allowed = answer.header("access-control-allow-origin");
        assert_eq!(allowed, "http://localhost:3000", "a page there can read why");
    }
    house.end().await;
}
