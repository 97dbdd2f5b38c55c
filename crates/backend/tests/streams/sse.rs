//! What a listener to Server-Sent Events is told.

use crate::client::Listener;
use crate::hall::Hall;
use axum::http::StatusCode;
use mini_aws_backend::gateway::streams::Limits;
use mini_aws_domain::{Activity, ActivityKind, Frame, ResourceSummary};
use std::time::Duration;

#[tokio::test]
async fn the_summary_comes_at_once_then_frames_and_activities_as_they_happen() {
    let hall = Hall::with(3, Limits::default()).await;
    let mut listener = Listener::open(&hall, None).await;
    assert_eq!(listener.status, StatusCode::OK);
    assert_eq!(listener.headers["content-type"], "text/event-stream");
    assert_eq!(listener.headers["cache-control"], "no-store");
    assert_eq!(listener.headers["x-accel-buffering"], "no");
    assert_eq!(listener.next().await.unwrap().retry, "2000");
    let first = listener.next().await.unwrap();
    assert_eq!(first.event, "summary");
    // Not all of it: the volumes are being measured about now.
    assert_eq!(first.json::<ResourceSummary>().running_instances, 3);
    assert_eq!(hall.streams.sse_connections(), 1);

    let metrics = listener.until("metrics").await;
    assert_eq!(metrics.json::<Frame>().samples.len(), 3);
    assert!(metrics.seq() > first.seq());

    hall.bustle("new", 1);
    let activity = listener.until("activity").await;
    let told: Activity = activity.json();
    assert_eq!((told.kind, told.subject.name.as_str()), (ActivityKind::Created, "new-0"));
    while listener.until("summary").await.json::<ResourceSummary>() != hall.console.summary() {}

    drop(listener);
    hall.until_listeners(0).await;
    hall.console.shutdown().await;
}

#[tokio::test]
async fn summaries_and_comments_come_by_themselves() {
    let every = Duration::from_millis(50);
    let limits = Limits { summary_every: every, keep_alive_every: every, ..Limits::default() };
    let hall = Hall::with(1, limits).await;
    let mut listener = Listener::open(&hall, None).await;
    let (mut summaries, mut comments) = (0, 0);
    while summaries < 5 || comments < 5 {
        let told = listener.next().await.unwrap();
        summaries += usize::from(told.event == "summary");
        comments += usize::from(told.comment);
    }
    hall.console.shutdown().await;
}

#[tokio::test]
async fn there_are_so_many_listeners_and_no_more() {
    let hall = Hall::with(1, Limits { sse_connections: 2, ..Limits::default() }).await;
    let first = Listener::open(&hall, None).await;
    let mut second = Listener::open(&hall, None).await;
    let third = Listener::open(&hall, None).await;
    assert_eq!(third.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(third.headers["content-type"], "application/problem+json");
    assert!(third.headers.contains_key("retry-after"));
    assert_eq!(third.rest().await["code"], "busy");
    assert_eq!(hall.streams.sse_connections(), 2);
    second.until("metrics").await;

    drop(first);
    hall.until_listeners(1).await;
    Listener::open(&hall, None).await.until("metrics").await;
    hall.console.shutdown().await;
}
