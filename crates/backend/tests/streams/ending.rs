//! The end of the day.

use crate::client::{Listener, Socket};
use crate::hall::{Hall, soon};
use mini_aws_backend::gateway::streams::Limits;
use mini_aws_domain::EventType;
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test]
async fn at_shutdown_everybody_is_told_and_nobody_is_left() {
    let hall = Hall::with(2, Limits::default()).await;
    let mut sockets = [Socket::open(&hall).await, Socket::open(&hall).await];
    let mut listener = Listener::open(&hall, None).await;
    listener.until("metrics").await;
    hall.cancel.cancel();
    for socket in &mut sockets {
        assert_eq!(socket.closed().await.0, 1001);
    }
    while listener.next().await.is_some() {}
    soon("the end", hall.streams.wait_closed()).await;
    assert_eq!((hall.streams.ws_connections(), hall.streams.sse_connections()), (0, 0));
    hall.console.shutdown().await;
}

#[tokio::test]
async fn who_does_not_answer_is_not_waited_for() {
    let close_within = Duration::from_millis(300);
    let hall = Hall::with(2, Limits { close_within, ..Limits::default() }).await;
    let mut silent = Socket::open(&hall).await;
    silent.until(EventType::MetricUpdate).await;
    hall.cancel.cancel();
    let began = Instant::now();
    soon("the end", hall.streams.wait_closed()).await;
    assert!(began.elapsed() >= close_within, "it was given its time");
    hall.until_sockets(0).await;
    hall.console.shutdown().await;
}
