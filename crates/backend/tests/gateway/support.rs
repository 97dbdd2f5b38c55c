//! A door to knock at.

use axum::body::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http_body_util::{BodyDataStream, BodyExt, Empty, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use mini_aws_backend::gateway::{AllowedOrigin, Asset, Assets, Door, DoorOptions};
use mini_aws_backend::{Clock, Console, ConsoleConfig, EngineChoice};
use mini_aws_demo::{Config, DemoEngine};
use mini_aws_domain::Snapshot;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

/// More than anything here takes, on a machine that has other things to do.
pub const PATIENCE: Duration = Duration::from_secs(45);

/// A console with its door open.
pub struct House {
    pub engine: DemoEngine,
    pub console: Console,
    pub door: Door,
    pub url: String,
    pub data: TempDir,
    ahead: Arc<AtomicI64>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The stable code of a problem, after a look at the rest of it.
    pub fn code(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.body);
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        assert!(!problem["detail"].as_str().unwrap().is_empty());
        problem["code"].as_str().unwrap().to_owned()
    }
}

struct Page;

impl Assets for Page {
    fn get(&self, path: &str) -> Option<Asset> {
        let content =
            (path == "index.html").then_some(&b"<!doctype html><title>page</title>"[..])?;
        Some(Asset { content: content.into(), is_gzipped: false })
    }
}

/// A UI of one page.
pub fn assets() -> Arc<dyn Assets> {
    Arc::new(Page)
}

impl House {
    pub async fn with(instances: usize) -> Self {
        Self::built(instances, &[]).await
    }

    pub async fn built(instances: usize, origins: &[&str]) -> Self {
        Self::at(tempfile::tempdir().unwrap(), instances, origins).await
    }

    /// With its data in this directory.
    pub async fn at(data: TempDir, instances: usize, origins: &[&str]) -> Self {
        let config = Config { instances, ..Config::default() };
        let engine = DemoEngine::start(config).await.unwrap();
        let ahead = Arc::new(AtomicI64::new(0));
        let seconds = Arc::clone(&ahead);
        let clock: Clock =
            Arc::new(move || Utc::now() + TimeDelta::seconds(seconds.load(Ordering::Relaxed)));
        let console = Console::start(ConsoleConfig {
            engine: EngineChoice::Pretended(engine.endpoint()),
            data_dir: Some(data.path().to_owned()),
            clock,
            past: None,
            sampling: mini_aws_backend::SamplingChoice::default(),
        })
        .await;
        let allow_origins =
            origins.iter().map(|origin| origin.parse::<AllowedOrigin>().unwrap()).collect();
        let bind = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        let door = Door::new(console.clone(), assets(), DoorOptions { bind, allow_origins });
        door.open().await.unwrap();
        let url = door.url().unwrap();
        Self { engine, console, door, url, data, ahead }
    }

    pub fn key(&self) -> String {
        std::fs::read_to_string(self.data.path().join("api-key")).unwrap()
    }

    /// Has the console's clock go on by itself.
    pub fn later(&self, by: TimeDelta) {
        self.ahead.fetch_add(by.num_seconds(), Ordering::Relaxed);
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.console.now()
    }

    /// Asks with the key.
    pub async fn get(&self, path: &str) -> Answer {
        let key = self.key();
        self.ask("GET", path, &[("x-api-key", &key)]).await
    }

    /// Asks with these headers and no key.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, path, headers, "").await
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<String>,
    ) -> Answer {
        let mut request =
            axum::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body: String = body.into();
        let body = if body.is_empty() {
            Empty::new().boxed()
        } else {
            Full::new(Bytes::from(body)).boxed()
        };
        let client = Client::builder(TokioExecutor::new()).build_http();
        let sent = tokio::time::timeout(PATIENCE, client.request(request.body(body).unwrap()));
        let response = sent.await.expect("an answer").unwrap();
        let (parts, body) = response.into_parts();
        let body = tokio::time::timeout(PATIENCE, body.collect()).await.expect("its body").unwrap();
        let body = String::from_utf8(body.to_bytes().to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// Begins to listen to a stream, with this key.
    pub async fn listen(&self, path: &str, key: &str) -> BodyDataStream<Incoming> {
        let request = axum::http::Request::get(format!("{}{path}", self.url));
        let request = request.header("x-api-key", key).body(Empty::<Bytes>::new()).unwrap();
        let client = Client::builder(TokioExecutor::new()).build_http();
        let response = client.request(request).await.unwrap();
        assert_eq!(response.status(), 200);
        response.into_body().into_data_stream()
    }

    pub async fn until(&self, what: &str, holds: impl Fn(&Snapshot) -> bool) -> Snapshot {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let snapshot = self.console.snapshot();
            if holds(&snapshot) {
                return snapshot;
            }
            assert!(Instant::now() < deadline, "waited in vain for: {what}\n{snapshot:#?}");
            sleep(Duration::from_millis(20)).await;
        }
    }

    pub async fn end(self) {
        self.door.close().await;
        self.console.shutdown().await;
        self.engine.shutdown().await;
    }
}

/// The `name=value` of a cookie that was set.
pub fn cookie_of(answer: &Answer) -> String {
    let set = answer.header("set-cookie");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
    set.split(';').next().unwrap().to_owned()
}
